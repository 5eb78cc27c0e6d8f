"""``web.sessions``: visits to the shop's site and app by people who accepted measurement, about one in five."""

from __future__ import annotations

from infra.local.lake.company import COUNTRIES
from infra.local.lake.draws import choose, draw, slot
from infra.local.lake.pace import IDS_A_DAY
from infra.local.lake.writer import Lake

HOURS = {"00": 2, "06": 2, "07": 4, "08": 5, "09": 5, "10": 6, "11": 6, "12": 7, "13": 7, "14": 6, "15": 6, "16": 6,
         "17": 7, "18": 8, "19": 10, "20": 12, "21": 11, "22": 7, "23": 4}  # fmt: skip
DEVICES = {"mobile": 58, "desktop": 34, "tablet": 8}
SOURCES = {"direct": 22, "organic search": 28, "paid search": 21, "social": 15, "email": 8, "referral": 6}
PAID = {"paid search": "search", "social": "social", "email": "email", "referral": "affiliate"}
"""Traffic source -> the marketing channel whose campaigns send such visits."""
LANDINGS = {"home": 30, "category": 31, "product": 30, "offers": 5, "guide": 4}


def build(lake: Lake) -> None:
    """Needs ``days``, ``campaigns`` and ``countries``."""
    lake.table("paid_sources", "traffic_source VARCHAR, channel VARCHAR", list(PAID.items()))
    key = "session_id"
    lake.run(f"""
        CREATE TABLE campaign_days AS
        SELECT d.day, s.traffic_source,
               max(c.campaign_id) FILTER (WHERE c.kind = 'always on') AS always_on,
               max(c.campaign_id) FILTER (WHERE c.kind = 'seasonal') AS seasonal
        FROM days d
        JOIN campaigns c ON c.started_on <= d.day AND (c.ended_on IS NULL OR d.day <= c.ended_on)
        JOIN paid_sources s ON s.channel = c.channel
        WHERE d.day >= DATE '{lake.first}'
        GROUP BY ALL;

        CREATE TABLE visits AS
        WITH slots AS (
            SELECT d.day, d.promo_share, d.promo_depth, CAST(d.number AS BIGINT) * {IDS_A_DAY} + i AS session_id
            FROM days d, unnest(range(d.sessions)) AS t(i)
            WHERE d.day >= DATE '{lake.first}'
        ), drawn AS (
            SELECT *,
                   {choose("session.device", key, DEVICES)} AS device,
                   {choose("session.source", key, SOURCES)} AS traffic_source,
                   {choose("session.country", key, {c.name: c.weight for c in COUNTRIES})} AS from_country,
                   CASE WHEN {draw("session.country known", key)} >= 0.06 THEN from_country END AS country
            FROM slots
        ), judged AS (
            SELECT v.*, c.always_on, c.seasonal, n.region,
                   {draw("session.bounced", key)} < CASE v.device WHEN 'mobile' THEN 0.46 WHEN 'tablet' THEN 0.39
                                                                 ELSE 0.34 END
                       + CASE v.traffic_source WHEN 'social' THEN 0.12 WHEN 'email' THEN -0.08 ELSE 0 END AS bounced,
                   CASE v.device WHEN 'mobile' THEN 0.034 WHEN 'tablet' THEN 0.046 ELSE 0.062 END
                       * CASE v.traffic_source WHEN 'email' THEN 1.5 WHEN 'direct' THEN 1.25 WHEN 'social' THEN 0.45
                                               WHEN 'paid search' THEN 0.95 ELSE 1 END
                       * (1 + 2 * v.promo_share * v.promo_depth) AS buys
            FROM drawn v
            LEFT JOIN campaign_days c ON c.day = v.day AND c.traffic_source = v.traffic_source
            LEFT JOIN countries n ON n.country = v.country
        )
        SELECT session_id,
               CAST(day AS TIMESTAMP) + to_hours(CAST({choose("session.hour", key, HOURS)} AS INTEGER))
                   + to_seconds({slot("session.second", key, 3600)}) AS started_at,
               country, region, device, traffic_source,
               CASE WHEN {draw("session.campaign", key)} < 0.75
                    THEN CASE WHEN {draw("session.seasonal", key)} < 0.4 THEN coalesce(seasonal, always_on)
                              ELSE always_on END END AS campaign_id,
               {choose("session.landing", key, LANDINGS)} AS landing_page,
               CASE WHEN bounced THEN 1
                    ELSE 2 + CAST(floor(-ln(1 - {draw("session.pages", key)}) * 4) AS INTEGER) END AS page_views,
               CASE WHEN bounced THEN {slot("session.glance", key, 25)}
                    ELSE 20 + CAST(floor(-ln(1 - {draw("session.seconds", key)}) * 210) AS INTEGER) END
                   AS duration_seconds,
               bounced,
               NOT bounced AND {draw("session.buys", key)} < buys * 3.2 AS added_to_cart,
               NOT bounced AND {draw("session.buys", key)} < buys AS converted
        FROM judged
    """)
    lake.write_months(
        "web.sessions",
        "SELECT * FROM visits",
        by="started_at",
        partition="session_month",
        order="session_id",
    )
