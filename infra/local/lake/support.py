"""``support.tickets``: what customers wrote or called about, always about an order of the weeks before."""

from __future__ import annotations

from infra.local.lake.draws import choose, draw, slot
from infra.local.lake.pace import IDS_A_DAY
from infra.local.lake.writer import Lake

TOPICS = {"delivery": 34, "returns": 24, "product advice": 15, "billing": 11, "warranty": 10, "account": 6}
CONTACTS = {"email": 46, "chat": 36, "call": 18}
PRIORITIES = {"normal": 62, "low": 18, "high": 15, "urgent": 5}
AGENTS = ("Ayla", "Bruno", "Chi", "Dana", "Emre", "Femi", "Greta", "Hugo", "Iva", "Jun", "Kaya", "Leo")
DAYS_AFTER = 21
"""A ticket comes up to so many days after its order."""


def build(lake: Lake) -> None:
    """Needs ``days`` and ``order_heads``."""
    key = "ticket_id"
    lake.run(f"""
        CREATE TABLE complaints AS
        WITH slots AS (
            SELECT d.day, d.demand, d.number, CAST(d.number AS BIGINT) * {IDS_A_DAY} + i AS ticket_id
            FROM days d, unnest(range(d.tickets)) AS t(i)
            WHERE d.day >= DATE '{lake.first}'
        ), about AS (
            SELECT s.*, o.customer_id, o.region, o.country, o.order_id AS about_order,
                   {choose("ticket.priority", key, PRIORITIES)} AS priority,
                   {choose("ticket.topic", key, TOPICS)} AS topic,
                   {choose("ticket.contact", key, CONTACTS)} AS contact_channel,
                   CAST(s.day AS TIMESTAMP) + to_hours(7 + {slot("ticket.hour", key, 14)})
                       + to_seconds({slot("ticket.second", key, 3600)}) AS created_at
            FROM slots s
            JOIN days b ON b.number = s.number - 1 - {slot("ticket.days after", key, DAYS_AFTER)}
            JOIN order_heads o
              ON o.order_id = b.number * {IDS_A_DAY} + CAST(floor({draw("ticket.order", key)} * b.orders) AS BIGINT)
        ), timed AS (
            SELECT *,
                   CAST(1 + -ln(1 - {draw("ticket.first response", key)})
                        * CASE contact_channel WHEN 'chat' THEN 6 WHEN 'call' THEN 4 ELSE 190 END
                        * CASE priority WHEN 'urgent' THEN 0.4 WHEN 'high' THEN 0.7 WHEN 'low' THEN 1.6 ELSE 1 END
                        * demand AS INTEGER) AS first_response_minutes,
                   (1 + -ln(1 - {draw("ticket.resolution", key)})
                        * CASE topic WHEN 'warranty' THEN 62 WHEN 'returns' THEN 30 WHEN 'delivery' THEN 26 ELSE 12 END
                        * CASE priority WHEN 'urgent' THEN 0.45 WHEN 'high' THEN 0.7 WHEN 'low' THEN 1.5 ELSE 1 END)
                        AS hours_after_response
            FROM about
        ), ended AS (
            SELECT *, created_at + to_minutes(first_response_minutes
                                              + CAST(hours_after_response * 60 AS INTEGER)) AS end_at,
                   {draw("ticket.never", key)} < 0.012 AS never
            FROM timed
        ), closed AS (
            SELECT *, CASE WHEN NOT never AND end_at < TIMESTAMP '{lake.today}' THEN end_at END AS resolved_at
            FROM ended
        )
        SELECT ticket_id, created_at,
               CASE WHEN created_at + to_minutes(first_response_minutes) < TIMESTAMP '{lake.today}'
                    THEN first_response_minutes END AS first_response_minutes,
               resolved_at,
               round(date_diff('minute', created_at, resolved_at) / 60e0, 2) AS resolution_hours,
               CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS status,
               priority, topic, contact_channel, region, country, customer_id,
               CASE WHEN {draw("ticket.order known", key)} < 0.78 THEN about_order END AS order_id,
               list_extract([{", ".join(f"'{agent}'" for agent in AGENTS)}],
                            1 + {slot("ticket.agent", key, len(AGENTS))}) AS agent,
               CASE WHEN resolved_at IS NOT NULL AND {draw("ticket.rated", key)} < 0.42 THEN
                    greatest(1, least(5, CAST(round(5.4 - hours_after_response / 40
                                                    - 2.4 * pow({draw("ticket.mood", key)}, 2)) AS INTEGER)))
               END AS satisfaction
        FROM closed
    """)
    lake.write_months(
        "support.tickets", "SELECT * FROM complaints", by="created_at", partition="created_month", order="ticket_id"
    )
