"""What Fell & Hearth sells: about 400 products in ten categories, built from kinds, brands and lines. All invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infra.local.lake.company import FOUNDED


@dataclass(frozen=True)
class Category:
    name: str
    department: str
    brands: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    """(kind of product, typical price in EUR)."""
    season: tuple[int, ...]
    """Weight among a month's order lines, January to December."""
    margin: float
    """Typical share of the price that is not cost."""


CATEGORIES = (
    Category(
        "Camping", "Outdoor", ("Tarnwald", "Skarv", "Heathline", "Ostro"),
        (("Tent", 260), ("Sleeping Bag", 120), ("Sleeping Mat", 65), ("Camp Stove", 55), ("Cool Box", 75),
         ("Camp Chair", 42), ("Headlamp", 35), ("Cookset", 48), ("Hammock", 58), ("Water Filter", 44)),
        (4, 5, 8, 12, 16, 19, 20, 17, 9, 6, 5, 7), 0.43,
    ),
    Category(
        "Hiking", "Outdoor", ("Skarv", "Granit", "Tarnwald", "Nordkamm"),
        (("Backpack", 130), ("Trekking Poles", 70), ("Hiking Boots", 165), ("Rain Jacket", 150), ("Merino Shirt", 68),
         ("Trousers", 85), ("Socks", 16), ("Bottle", 24), ("Sun Hat", 28), ("Gaiters", 38)),
        (10, 10, 13, 16, 17, 15, 14, 15, 17, 15, 12, 12), 0.46,
    ),
    Category(
        "Climbing", "Outdoor", ("Granit", "Nordkamm", "Skarv"),
        (("Rope", 140), ("Harness", 72), ("Climbing Shoes", 115), ("Helmet", 62), ("Quickdraw Set", 84),
         ("Chalk Bag", 22), ("Crash Pad", 190), ("Belay Device", 46), ("Sling", 12), ("Guidebook", 32)),
        (6, 6, 7, 8, 9, 8, 7, 8, 9, 8, 6, 6), 0.41,
    ),
    Category(
        "Cycling", "Outdoor", ("Ostro", "Veloria", "Heathline"),
        (("City Bike", 640), ("Helmet", 68), ("Panniers", 92), ("Lock", 54), ("Light Set", 45),
         ("Pump", 29), ("Jersey", 58), ("Gloves", 27), ("Child Seat", 115), ("Rain Cape", 49)),
        (4, 5, 9, 13, 14, 13, 11, 10, 8, 6, 4, 5), 0.34,
    ),
    Category(
        "Water Sports", "Outdoor", ("Ostro", "Skarv", "Marelle"),
        (("Kayak", 480), ("Paddle", 74), ("Life Vest", 88), ("Dry Bag", 31), ("Wetsuit", 145),
         ("Paddle Board", 390), ("Swim Goggles", 19), ("Beach Towel", 24), ("Snorkel Set", 46), ("Float", 28)),
        (2, 2, 3, 6, 11, 15, 17, 13, 5, 2, 2, 3), 0.38,
    ),
    Category(
        "Winter Sports", "Outdoor", ("Nordkamm", "Granit", "Tarnwald"),
        (("Ski Jacket", 230), ("Ski Trousers", 160), ("Gloves", 48), ("Snowshoes", 140), ("Goggles", 78),
         ("Thermal Set", 74), ("Sledge", 62), ("Beanie", 22), ("Ski Helmet", 104), ("Boot Bag", 42)),
        (20, 16, 8, 3, 1, 1, 1, 2, 5, 12, 20, 22), 0.45,
    ),
    Category(
        "Garden", "Home", ("Pinefold", "Heathline", "Marelle"),
        (("Raised Bed", 95), ("Parasol", 110), ("Garden Bench", 210), ("Barbecue", 240), ("Hose Reel", 62),
         ("Planter", 34), ("Secateurs", 26), ("Fire Bowl", 130), ("Bird Feeder", 22), ("Lantern", 38)),
        (3, 5, 13, 19, 19, 15, 12, 9, 7, 5, 4, 5), 0.42,
    ),
    Category(
        "Furniture", "Home", ("Pinefold", "Lumo Hus", "Holt & Rye"),
        (("Armchair", 420), ("Side Table", 130), ("Bookshelf", 260), ("Desk", 310), ("Bed Frame", 560),
         ("Stool", 75), ("Coat Rack", 85), ("Bench", 180), ("Cabinet", 390), ("Mirror", 95)),
        (11, 10, 9, 8, 7, 6, 6, 7, 9, 10, 11, 10), 0.39,
    ),
    Category(
        "Kitchen", "Home", ("Holt & Rye", "Marelle", "Lumo Hus"),
        (("Cast Iron Pan", 78), ("Teapot", 42), ("Knife Set", 120), ("Enamel Mug", 14), ("Coffee Grinder", 64),
         ("Chopping Board", 36), ("Bread Bin", 48), ("Apron", 29), ("Stoneware Set", 96), ("Storage Jar", 18)),
        (13, 12, 12, 11, 10, 10, 9, 10, 12, 14, 18, 24), 0.48,
    ),
    Category(
        "Lighting", "Home", ("Lumo Hus", "Pinefold", "Veloria"),
        (("Floor Lamp", 150), ("Desk Lamp", 72), ("Pendant", 110), ("Candle Set", 22), ("Fairy Lights", 26),
         ("Wall Lamp", 84), ("Paper Shade", 32), ("Night Light", 19), ("Outdoor Light", 58), ("Lampshade", 46)),
        (10, 8, 7, 6, 5, 4, 4, 6, 10, 14, 18, 19), 0.50,
    ),
)  # fmt: skip

LINES = ("Drift", "Ridge", "Alder", "Fjord", "Ember", "Moss", "Kite", "Loom", "Tide", "Crest")
MODELS_OF_A_KIND = 4
LAUNCHES_FROM = date(2024, 9, 1)
"""One product in eight came out after this date, over three years; the others were there from the start."""


@dataclass(frozen=True)
class Product:
    id: int
    name: str
    category: str
    department: str
    brand: str
    price: str
    """EUR with two decimals."""
    cost: str
    launched: date
    position: int
    """Place on its category's shelf: 0 sells best."""


def products() -> Iterator[Product]:
    """The whole range, always the same; who wants a day's range leaves out what is launched later."""
    number = 1000
    for category in CATEGORIES:
        shelf = random.Random(f"shelf {category.name}")
        items = list(category.kinds) * MODELS_OF_A_KIND
        shelf.shuffle(items)
        for position, (kind, typical) in enumerate(items):
            number += 1
            line, brand = shelf.choice(LINES), shelf.choice(category.brands)
            price = max(round(typical * shelf.uniform(0.72, 1.45)), 5) - 0.05
            late = position > 3 and shelf.random() < 0.125
            yield Product(
                id=number,
                name=f"{brand} {line} {kind} {number % 1000}",
                category=category.name,
                department=category.department,
                brand=brand,
                price=f"{price:.2f}",
                cost=f"{price * (1 - category.margin * shelf.uniform(0.85, 1.12)):.2f}",
                launched=_launch_day(shelf) if late else FOUNDED,
                position=position,
            )


def _launch_day(shelf: random.Random) -> date:
    """The first of a month."""
    month = LAUNCHES_FROM.year * 12 + LAUNCHES_FROM.month - 1 + shelf.randrange(36)
    return date(month // 12, month % 12 + 1, 1)
