"""``sales.customers``: everyone who signed up since the company began, less the accounts erased on request."""

from __future__ import annotations

from datetime import date

from infra.local.lake.company import COUNTRIES, FOUNDED
from infra.local.lake.draws import SLOTS, choose, draw, slot, spread
from infra.local.lake.pace import years_since_2024
from infra.local.lake.writer import Lake

FIRST_ID = 100_000
ERASED = 0.004
"""Share of accounts erased on request: their orders stay, and name a customer that no longer exists."""


def build(lake: Lake) -> None:
    """Needs the table ``days``; leaves ``people`` (the erased included) for the other subjects."""
    years = range(FOUNDED.year, lake.last.year + 1)
    lake.table(
        "country_pick",
        "year INTEGER, slot INTEGER, country VARCHAR",
        [(year, number, name) for year in years for number, name in enumerate(spread(_weights(year)))],
    )
    lake.table(
        "countries",
        "country VARCHAR, region VARCHAR, currency VARCHAR, dial VARCHAR, first_names VARCHAR, last_names VARCHAR",
        [(c.name, c.region, c.currency, c.dial, "|".join(c.first_names), "|".join(c.last_names)) for c in COUNTRIES],
    )
    lake.run(f"""
        CREATE TABLE people AS
        WITH signups AS (
            SELECT signups_before + i AS ordinal, day, CAST(year(day) AS INTEGER) AS year
            FROM days, unnest(range(signups)) AS t(i)
        ), named AS (
            SELECT
                s.ordinal,
                {FIRST_ID} + s.ordinal AS customer_id,
                s.day AS signed_up_on,
                c.*,
                string_split(c.first_names, '|')[1 + {slot("customer.first name", "s.ordinal", 8)}] AS first_name,
                string_split(c.last_names, '|')[1 + {slot("customer.last name", "s.ordinal", 8)}] AS last_name
            FROM signups s
            JOIN country_pick p ON p.year = s.year AND p.slot = {slot("customer.country", "s.ordinal", SLOTS)}
            JOIN countries c ON c.country = p.country
        )
        SELECT
            ordinal, customer_id, country, region, currency, signed_up_on,
            first_name || ' ' || last_name AS name,
            regexp_replace(lower(strip_accents(first_name || '.' || last_name)), '[^a-z.]', '', 'g')
                || '.' || customer_id || '@example.com' AS email,
            dial || ' 555 01' || lpad(CAST(customer_id % 10000 AS VARCHAR), 4, '0') AS phone,
            CASE WHEN {draw("customer.segment known", "ordinal")} < 0.04 THEN NULL
                 ELSE {choose("customer.segment", "ordinal", {"consumer": 62, "club": 29, "business": 9})}
            END AS segment,
            {choose("customer.signup channel", "ordinal", {"online": 52, "retail": 30, "app": 18})} AS signup_channel,
            {draw("customer.consent", "ordinal")} < 0.58 AS marketing_consent,
            {draw("customer.erased", "ordinal")} < {ERASED} AS erased
        FROM named
    """)
    lake.write(
        "sales.customers",
        """SELECT customer_id, name, email, phone, segment, country, region, signed_up_on, signup_channel,
                  marketing_consent
           FROM people WHERE NOT erased""",
        order="customer_id",
    )


def _weights(year: int) -> dict[str, float]:
    """Country -> weight among a year's sign-ups."""
    years = years_since_2024(date(year, 7, 1))
    return {c.name: c.weight * max(1 + c.growth * years, 0.3) for c in COUNTRIES}
