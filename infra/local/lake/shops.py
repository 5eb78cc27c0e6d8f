"""``sales.products`` and ``sales.stores``, and the tables from which buyers pick a product and a shop."""

from __future__ import annotations

from infra.local.lake import assortment
from infra.local.lake.company import COUNTRIES, STORES
from infra.local.lake.draws import spread
from infra.local.lake.writer import Lake


def build(lake: Lake) -> None:
    _shelves(lake)
    _stores(lake)


def _shelves(lake: Lake) -> None:
    """``sales.products``; ``shelf`` (what stands where) and ``category_pick`` (what a month's customers look for)."""
    lake.table(
        "shelf",
        "product_id INTEGER, name VARCHAR, category VARCHAR, department VARCHAR, brand VARCHAR,"
        "price DECIMAL(12,2), cost DECIMAL(12,2), launched_on DATE, position INTEGER",
        [
            (p.id, p.name, p.category, p.department, p.brand, p.price, p.cost, p.launched, p.position)
            for p in assortment.products()
        ],
    )
    lake.table(
        "category_pick",
        "month INTEGER, slot INTEGER, category VARCHAR",
        [
            (month, number, name)
            for month in range(1, 13)
            for number, name in enumerate(spread({c.name: c.season[month - 1] for c in assortment.CATEGORIES}))
        ],
    )
    lake.write(
        "sales.products",
        f"""SELECT product_id, name AS product_name, category, department, brand, price, cost, launched_on
            FROM shelf WHERE launched_on <= DATE '{lake.last}'""",
        order="product_id",
    )


def _stores(lake: Lake) -> None:
    """``sales.stores``, the open ones; ``store_pick`` (which store a country's shop customer goes to)."""
    region = {country.name: country.region for country in COUNTRIES}
    lake.table(
        "stores",
        "store_id VARCHAR, store_name VARCHAR, city VARCHAR, country VARCHAR, region VARCHAR, format VARCHAR,"
        "area_m2 INTEGER, opened_on DATE",
        [(s.id, s.name, s.city, s.country, region[s.country], s.format, s.area_m2, s.opened) for s in STORES],
    )
    opened = {store.id: store.opened for store in STORES}
    picks = {
        country: spread({store.id: store.weight for store in STORES if store.country == country})
        for country in {store.country for store in STORES}
    }
    lake.table(
        "store_pick",
        "country VARCHAR, slot INTEGER, store_id VARCHAR, opened_on DATE",
        [(country, number, store, opened[store]) for country, row in picks.items() for number, store in enumerate(row)],
    )
    lake.write_csv("sales.stores", f"SELECT * FROM stores WHERE opened_on <= DATE '{lake.last}'", order="store_id")
