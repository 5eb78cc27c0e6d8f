"""``logistics.shipments``: one for every order that isn't collected in a shop, once it has left the warehouse."""

from __future__ import annotations

import random
from datetime import timedelta

from infra.local.lake.company import WAREHOUSES
from infra.local.lake.draws import choose, draw, slot, spread
from infra.local.lake.sales import LEAD_IN_DAYS
from infra.local.lake.writer import Lake

SERVICES = {"standard": 81, "express": 19}
CARRIER_SLOTS = 20
LOST = 0.003


def build(lake: Lake) -> None:
    """Needs ``order_heads`` and ``order_totals``."""
    first = lake.first - timedelta(days=LEAD_IN_DAYS)
    months = sorted({f"{first:%Y-%m}", *(month for month, _, _ in lake.months())})
    lake.table(
        "carrier_pick",
        "month VARCHAR, region VARCHAR, slot INTEGER, warehouse VARCHAR, carrier VARCHAR, days DOUBLE",
        [
            (month, w.region, number, w.name, carrier, slowness[carrier] + _mood(month, carrier))
            for month in months
            for w in WAREHOUSES
            for slowness in [{name: days for name, _, days in w.carriers}]
            for number, carrier in enumerate(spread({name: share for name, share, _ in w.carriers}, CARRIER_SLOTS))
        ],
    )
    key = "order_id"
    lake.run(f"""
        CREATE TABLE parcels AS
        WITH sent AS (
            SELECT o.order_id, o.region, o.country, o.ordered_at, t.order_total,
                   {choose("shipment.service", key, SERVICES)} AS service,
                   o.ordered_at + to_minutes(240 + {slot("shipment.packing", key, 2100)}) AS shipped_at
            FROM order_heads o JOIN order_totals t USING (order_id)
            WHERE o.channel <> 'retail' AND o.status NOT IN ('cancelled', 'test')
        ), carried AS (
            SELECT s.*, c.warehouse, c.carrier,
                   CAST(s.ordered_at AS DATE) + CASE s.service WHEN 'express' THEN 3 ELSE 6 END AS promised_on,
                   s.shipped_at + to_minutes(CAST(1440 * (
                       CASE s.service WHEN 'express' THEN 0.7 ELSE 2.2 END
                       + c.days * CASE s.service WHEN 'express' THEN 0.4 ELSE 1 END
                       + -ln(1 - {draw("shipment.transit", key)}) * CASE s.service WHEN 'express' THEN 0.35 ELSE 0.8 END
                       + CASE WHEN month(s.shipped_at) = 12 AND day(s.shipped_at) BETWEEN 8 AND 24 THEN 0.8 ELSE 0 END
                   ) AS INTEGER)) AS arrives_at
            FROM sent s
            JOIN carrier_pick c ON c.region = s.region AND c.month = strftime(s.ordered_at, '%Y-%m')
                AND c.slot = {slot("shipment.carrier", key, CARRIER_SLOTS)}
        ), tracked AS (
            SELECT *, CASE WHEN {draw("shipment.lost", key)} >= {LOST} AND arrives_at < TIMESTAMP '{lake.today}'
                           THEN arrives_at END AS delivered_at
            FROM carried
            WHERE shipped_at >= TIMESTAMP '{lake.first}' AND shipped_at < TIMESTAMP '{lake.today}'
        )
        SELECT order_id * 10 + 1 AS shipment_id, order_id, warehouse, carrier, service, region, country,
               shipped_at, promised_on, delivered_at,
               round(date_diff('minute', shipped_at, delivered_at) / 1440e0, 3) AS delivery_days,
               CASE WHEN delivered_at IS NOT NULL THEN CAST(delivered_at AS DATE) > promised_on
                    WHEN promised_on < DATE '{lake.last}' THEN TRUE END AS late,
               CAST(round((4.2 + 0.9 * sqrt(CAST(order_total AS DOUBLE)) * {draw("shipment.bulk", key)})
                          * CASE service WHEN 'express' THEN 1.7 ELSE 1 END, 2) AS DECIMAL(12,2)) AS freight_cost
        FROM tracked
    """)
    lake.write_months(
        "logistics.shipments", "SELECT * FROM parcels", by="shipped_at", partition="shipped_month", order="shipment_id"
    )


def _mood(month: str, carrier: str) -> float:
    """Days by which a carrier was slower (or faster) in a month."""
    return random.Random(f"carrier {carrier} {month}").choice((-0.2, -0.1, 0.0, 0.0, 0.1, 0.3, 0.9))
