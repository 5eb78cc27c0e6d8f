"""``plant.machines`` and ``plant.sensor_readings``: the warehouses' machines, measured every hour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from infra.local.lake.company import MACHINES, Machine
from infra.local.lake.draws import draw, slot
from infra.local.lake.writer import Lake

FAULT_CHANCE = 0.035
"""That a machine runs hot in a week."""


def build(lake: Lake) -> None:
    """Needs ``days``."""
    lake.table(
        "machines",
        "number INTEGER, machine_id VARCHAR, machine_name VARCHAR, kind VARCHAR, site VARCHAR, installed_on DATE,"
        "celsius DOUBLE, kilowatts DOUBLE",
        [(n, m.id, m.name, m.kind, m.site, m.installed, m.celsius, m.kilowatts) for n, m in enumerate(MACHINES)],
    )
    lake.table("faults", "machine_id VARCHAR, week DATE, heat DOUBLE", list(_faults(lake)))
    key = "reading_id"
    lake.run(f"""
        CREATE TABLE readings AS
        WITH slots AS (
            SELECT m.*, d.day, d.demand, CAST(h AS INTEGER) AS hour,
                   (CAST(d.number AS BIGINT) * 24 + h) * 64 + m.number AS reading_id,
                   coalesce(f.heat, 0) AS heat
            FROM days d
            CROSS JOIN unnest(range(24)) AS t(h)
            JOIN machines m ON m.installed_on <= d.day
            LEFT JOIN faults f ON f.machine_id = m.machine_id AND f.week = CAST(date_trunc('week', d.day) AS DATE)
            WHERE d.day >= DATE '{lake.first}'
        ), stated AS (
            SELECT *, CASE WHEN {draw("reading.down", key)} < 0.006 + heat * 0.004 THEN 'down'
                           WHEN hour BETWEEN 6 AND 21 AND {draw("reading.idle", key)} < least(0.55 + 0.3 * demand, 0.97)
                           THEN 'running' ELSE 'idle' END AS state
            FROM slots
        ), measured AS (
            SELECT *, celsius + heat * 1.0 + 4 * sin(2 * pi() * (dayofyear(day) - 110) / 365.25)
                       + CASE state WHEN 'running' THEN 6 WHEN 'idle' THEN -5 ELSE -9 END
                       + 3 * ({draw("reading.heat", key)} - {draw("reading.cool", key)}) AS temperature
            FROM stated
        )
        SELECT reading_id, machine_id,
               CAST(day AS TIMESTAMP) + to_hours(hour) AS read_at,
               CAST(day AS TIMESTAMP) + to_hours(hour) + CASE WHEN {draw("reading.late", key)} < 0.004
                   THEN to_minutes(90 + {slot("reading.minutes late", key, 600)})
                   ELSE to_seconds(2 + {slot("reading.seconds late", key, 20)}) END AS received_at,
               state,
               CASE WHEN {draw("reading.blind", key)} >= 0.004 THEN round(temperature, 1) END AS temperature_c,
               round(CASE state WHEN 'running' THEN 2.2 ELSE 0.3 END + heat * 0.11
                     + {draw("reading.vibration", key)}, 2) AS vibration_mm_s,
               round(kilowatts * CASE state WHEN 'running' THEN 0.8 + 0.3 * {draw("reading.power", key)}
                                            WHEN 'idle' THEN 0.12 ELSE 0.02 END, 2) AS energy_kwh,
               temperature > celsius + 16 AS alert
        FROM measured
    """)
    lake.write_csv("plant.machines", "SELECT * EXCLUDE (number, celsius, kilowatts) FROM machines", order="machine_id")
    lake.write_months(
        "plant.sensor_readings",
        f"SELECT * FROM readings WHERE received_at < TIMESTAMP '{lake.today} 12:00:00'",
        by="read_at",
        partition="reading_month",
        order="reading_id",
    )


def _faults(lake: Lake) -> Iterator[tuple[str, date, float]]:
    """(machine, Monday, degrees too hot) of the weeks in which something was wrong."""
    week = lake.first - timedelta(days=lake.first.weekday())
    while week <= lake.last:
        for machine in MACHINES:
            if (heat := _heat(machine, f"{week:%Y-%m-%d}")) is not None:
                yield machine.id, week, heat
        week += timedelta(days=7)


def _heat(machine: Machine, week: str) -> float | None:
    luck = random.Random(f"fault {machine.id} {week}")
    return round(luck.uniform(8, 19), 1) if luck.random() < FAULT_CHANCE else None
