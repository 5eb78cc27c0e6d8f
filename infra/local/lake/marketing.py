"""``marketing.campaigns`` and ``marketing.ad_performance``: what was spent a day on each campaign in each country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infra.local.lake.company import COUNTRIES, FOUNDED
from infra.local.lake.draws import draw
from infra.local.lake.writer import Lake


@dataclass(frozen=True)
class Channel:
    name: str
    budget: float
    """EUR on an average day of 2024, all countries together, for the campaign that always runs."""
    click_price: float
    click_rate: float
    """Clicks for each impression."""


CHANNELS = (
    Channel("search", 1350, 0.62, 0.046),
    Channel("social", 820, 0.48, 0.013),
    Channel("email", 95, 0.05, 0.031),
    Channel("display", 430, 0.71, 0.0045),
    Channel("affiliate", 360, 0.39, 0.021),
)


@dataclass(frozen=True)
class Season:
    name: str
    start: tuple[int, int]
    """(month, day)."""
    end: tuple[int, int]
    channels: tuple[str, ...]


SEASONS = (
    Season("Spring Trails", (3, 1), (5, 15), ("search", "social", "email")),
    Season("Summer Camp", (6, 1), (7, 31), ("social", "display", "email")),
    Season("Autumn Layers", (9, 10), (10, 31), ("search", "social", "affiliate")),
    Season("Black Friday", (11, 10), (11, 30), ("search", "social", "email", "display", "affiliate")),
    Season("Winter at Home", (12, 1), (12, 24), ("search", "social", "email", "display")),
)


@dataclass(frozen=True)
class Campaign:
    id: int
    name: str
    channel: str
    kind: str
    started: date
    ended: date | None


def campaigns(last: date) -> Iterator[Campaign]:
    """Those that had begun by ``last``: one for ever in each channel, and each year's seasonal ones."""
    for number, channel in enumerate(CHANNELS):
        yield Campaign(1 + number, f"Always on: {channel.name}", channel.name, "always on", FOUNDED, None)
    for year in range(FOUNDED.year, last.year + 1):
        number = (year - FOUNDED.year + 1) * 100
        for season in SEASONS:
            for channel in season.channels:
                number += 1
                started = date(year, *season.start)
                if started <= last:
                    name = f"{season.name} {year}: {channel}"
                    yield Campaign(number, name, channel, "seasonal", started, date(year, *season.end))


def build(lake: Lake) -> None:
    """Needs ``days``; leaves ``campaigns``."""
    lake.table(
        "campaigns",
        "campaign_id INTEGER, campaign_name VARCHAR, channel VARCHAR, kind VARCHAR, started_on DATE, ended_on DATE",
        [(c.id, c.name, c.channel, c.kind, c.started, c.ended) for c in campaigns(lake.last)],
    )
    lake.table(
        "ad_channels",
        "channel VARCHAR, budget DOUBLE, click_price DOUBLE, click_rate DOUBLE",
        [(c.name, c.budget, c.click_price, c.click_rate) for c in CHANNELS],
    )
    lake.table(
        "ad_countries",
        "country VARCHAR, region VARCHAR, number INTEGER, share DOUBLE",
        [(c.name, c.region, n, c.weight / sum(o.weight for o in COUNTRIES)) for n, c in enumerate(COUNTRIES)],
    )
    key = "ad_key"
    lake.run(f"""
        CREATE TABLE ad_days AS
        WITH slots AS (
            SELECT d.day AS spend_date, d.demand, c.campaign_id, c.channel, c.kind, n.country, n.region, n.share,
                   a.budget, a.click_price, a.click_rate,
                   CAST(d.number AS BIGINT) * 65536 + c.campaign_id * 16 + n.number AS ad_key
            FROM days d
            JOIN campaigns c ON c.started_on <= d.day AND (c.ended_on IS NULL OR d.day <= c.ended_on)
            JOIN ad_channels a ON a.channel = c.channel
            CROSS JOIN ad_countries n
            WHERE d.day >= DATE '{lake.first}'
        ), spent AS (
            SELECT *, budget * demand * share * CASE kind WHEN 'seasonal' THEN 0.55 ELSE 1 END
                       * (0.7 + 0.6 * {draw("ad.spend", key)}) AS euros,
                   click_price * (0.8 + 0.4 * {draw("ad.click price", key)}) AS cost_a_click
            FROM slots
            WHERE {draw("ad.paused", key)} >= 0.015
        ), clicked AS (
            SELECT *, CAST(floor(euros / cost_a_click) AS BIGINT) AS clicks FROM spent
        )
        SELECT spend_date, campaign_id, channel, country, region,
               CAST(ceil(clicks / (click_rate * (0.75 + 0.5 * {draw("ad.click rate", key)}))) AS BIGINT) AS impressions,
               clicks,
               CAST(round(euros, 2) AS DECIMAL(12,2)) AS spend
        FROM clicked
    """)
    lake.write_csv(
        "marketing.campaigns",
        f"SELECT * FROM campaigns WHERE ended_on IS NULL OR ended_on >= DATE '{lake.first}'",
        order="campaign_id",
    )
    lake.write_months(
        "marketing.ad_performance",
        "SELECT * FROM ad_days",
        by="spend_date",
        partition="spend_month",
        order="spend_date, campaign_id, country",
    )
