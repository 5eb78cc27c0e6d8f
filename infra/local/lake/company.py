"""Fell & Hearth, the demo company: where it sells, from which shops, with which carriers and machines. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FOUNDED = date(2019, 1, 1)
"""First day with sign-ups; day numbers and the ids built from them count from here."""

REGIONS = ("EMEA", "AMER", "APAC", "LATAM")


@dataclass(frozen=True)
class Country:
    name: str
    region: str
    currency: str
    dial: str
    weight: float
    """Share of sign-ups in 2024, in per cent."""
    growth: float
    """Change of that weight a year, as a fraction."""
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]


_ENGLISH = (
    ("Olivia", "Jack", "Amelia", "Harry", "Grace", "Noah", "Ruby", "Owen"),
    ("Taylor", "Hughes", "Carter", "Bennett", "Morris", "Reed", "Walsh", "Palmer"),
)
_SPANISH = (
    ("Lucía", "Mateo", "Sofía", "Diego", "Elena", "Javier", "Carmen", "Pablo"),
    ("García", "Romero", "Navarro", "Torres", "Vega", "Molina", "Ortega", "Campos"),
)

COUNTRIES = (
    Country(
        "Germany", "EMEA", "EUR", "+49", 25, 0.00,
        ("Anna", "Jonas", "Lena", "Paul", "Katrin", "Felix", "Jürgen", "Mia"),
        ("Weber", "Schäfer", "Krüger", "Vogel", "Brandt", "Lorenz", "Hoffmann", "Busch"),
    ),
    Country("United Kingdom", "EMEA", "GBP", "+44", 11, -0.03, *_ENGLISH),
    Country(
        "France", "EMEA", "EUR", "+33", 9, 0.02,
        ("Camille", "Hugo", "Chloé", "Louis", "Inès", "Théo", "Manon", "Luc"),
        ("Moreau", "Lefèvre", "Girard", "Fontaine", "Roux", "Chevalier", "Perrin", "Garnier"),
    ),
    Country(
        "Netherlands", "EMEA", "EUR", "+31", 6, 0.03,
        ("Sanne", "Daan", "Fleur", "Bram", "Lotte", "Sem", "Iris", "Koen"),
        ("de Vries", "Bakker", "Visser", "Mulder", "Smit", "Dekker", "Kok", "Vos"),
    ),
    Country("Spain", "EMEA", "EUR", "+34", 5, 0.04, *_SPANISH),
    Country(
        "Poland", "EMEA", "PLN", "+48", 4, 0.08,
        ("Zofia", "Jakub", "Hanna", "Adam", "Maja", "Piotr", "Ewa", "Marek"),
        ("Nowak", "Wójcik", "Zieliński", "Lis", "Mazur", "Kowalczyk", "Sikora", "Bąk"),
    ),
    Country(
        "Sweden", "EMEA", "SEK", "+46", 4, 0.00,
        ("Elsa", "Nils", "Maja", "Oskar", "Astrid", "Axel", "Freja", "Sven"),
        ("Lindberg", "Nyström", "Ekman", "Sandberg", "Holm", "Åkesson", "Berglund", "Dahl"),
    ),
    Country("United States", "AMER", "USD", "+1", 14, 0.05, *_ENGLISH),
    Country("Canada", "AMER", "CAD", "+1", 5, 0.02, *_ENGLISH),
    Country(
        "Japan", "APAC", "JPY", "+81", 5, 0.12,
        ("Yui", "Haruto", "Aoi", "Sota", "Hina", "Ren", "Sakura", "Kenji"),
        ("Sato", "Tanaka", "Ito", "Kobayashi", "Mori", "Ishida", "Hayashi", "Ono"),
    ),
    Country("Australia", "APAC", "AUD", "+61", 4, 0.06, *_ENGLISH),
    Country(
        "Vietnam", "APAC", "VND", "+84", 2, 0.25,
        ("Linh", "Minh", "Thảo", "Quân", "Hương", "Tuấn", "Mai", "Phúc"),
        ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Bùi", "Ngô"),
    ),
    Country(
        "Brazil", "LATAM", "BRL", "+55", 4, 0.06,
        ("Ana", "Thiago", "Beatriz", "Rafael", "Larissa", "João", "Camila", "Bruno"),
        ("Silva", "Souza", "Barbosa", "Araújo", "Ribeiro", "Cardoso", "Teixeira", "Nunes"),
    ),
    Country("Mexico", "LATAM", "MXN", "+52", 2, 0.10, *_SPANISH),
)  # fmt: skip


@dataclass(frozen=True)
class Store:
    id: str
    name: str
    city: str
    country: str
    format: str
    weight: float
    """How much of its country's shop sales it takes, against the country's other stores."""
    area_m2: int
    opened: date


STORES = (
    Store("S01", "Berlin Mitte", "Berlin", "Germany", "flagship", 10, 1450, date(2012, 3, 16)),
    Store("S02", "Hamburg Hafen", "Hamburg", "Germany", "city", 7, 820, date(2013, 9, 6)),
    Store("S03", "Munich Isar", "Munich", "Germany", "flagship", 9, 1280, date(2014, 4, 11)),
    Store("S04", "Cologne Rheinufer", "Cologne", "Germany", "city", 6, 760, date(2015, 10, 2)),
    Store("S05", "Leipzig Süd", "Leipzig", "Germany", "outlet", 4, 980, date(2016, 5, 20)),
    Store("S06", "Frankfurt Main", "Frankfurt", "Germany", "city", 5, 690, date(2017, 3, 3)),
    Store("S07", "London Borough", "London", "United Kingdom", "flagship", 8, 1120, date(2015, 6, 12)),
    Store("S08", "Manchester Northern", "Manchester", "United Kingdom", "city", 5, 640, date(2017, 9, 15)),
    Store("S09", "Edinburgh Leith", "Edinburgh", "United Kingdom", "city", 3, 520, date(2019, 4, 5)),
    Store("S10", "Paris Canal", "Paris", "France", "flagship", 8, 990, date(2016, 9, 9)),
    Store("S11", "Lyon Presqu'île", "Lyon", "France", "city", 4, 610, date(2018, 10, 12)),
    Store("S12", "Amsterdam Noord", "Amsterdam", "Netherlands", "city", 6, 700, date(2016, 11, 4)),
    Store("S13", "Madrid Centro", "Madrid", "Spain", "city", 5, 720, date(2018, 3, 23)),
    Store("S14", "Barcelona Born", "Barcelona", "Spain", "city", 5, 660, date(2019, 9, 20)),
    Store("S15", "Warsaw Praga", "Warsaw", "Poland", "city", 5, 740, date(2021, 5, 14)),
    Store("S16", "Stockholm Söder", "Stockholm", "Sweden", "city", 5, 680, date(2018, 11, 9)),
    Store("S17", "Denver Platte", "Denver", "United States", "flagship", 8, 1560, date(2018, 6, 1)),
    Store("S18", "Portland Pearl", "Portland", "United States", "city", 6, 910, date(2019, 10, 18)),
    Store("S19", "Boston Harbor", "Boston", "United States", "city", 5, 850, date(2022, 4, 22)),
    Store("S20", "Vancouver Kits", "Vancouver", "Canada", "city", 6, 780, date(2020, 9, 11)),
    Store("S21", "Toronto Junction", "Toronto", "Canada", "outlet", 4, 1020, date(2023, 5, 5)),
    Store("S22", "Tokyo Kanda", "Tokyo", "Japan", "flagship", 8, 640, date(2021, 10, 8)),
    Store("S23", "Melbourne Fitzroy", "Melbourne", "Australia", "city", 6, 730, date(2020, 11, 13)),
    Store("S24", "Sydney Newtown", "Sydney", "Australia", "city", 5, 690, date(2022, 9, 2)),
    Store("S25", "São Paulo Pinheiros", "São Paulo", "Brazil", "city", 6, 800, date(2022, 11, 11)),
    Store("S26", "Hanoi Tây Hồ", "Hanoi", "Vietnam", "city", 5, 560, date(2025, 3, 14)),
    Store("S27", "Osaka Nakanoshima", "Osaka", "Japan", "city", 5, 480, date(2025, 9, 5)),
    Store("S28", "Utrecht Oudegracht", "Utrecht", "Netherlands", "city", 3, 450, date(2026, 4, 10)),
)


@dataclass(frozen=True)
class Warehouse:
    name: str
    region: str
    carriers: tuple[tuple[str, float, float], ...]
    """(carrier, share, days that it takes beyond a normal delivery)."""


WAREHOUSES = (
    Warehouse("Leipzig", "EMEA", (("Parcello", 0.5, 0.0), ("NordPost", 0.3, 0.4), ("BlueVan", 0.2, 1.1))),
    Warehouse("Reno", "AMER", (("BlueVan", 0.55, 0.6), ("Summit Freight", 0.45, 0.1))),
    Warehouse("Osaka", "APAC", (("Pacific Swift", 0.7, 0.2), ("Parcello", 0.3, 0.9))),
    Warehouse("Campinas", "LATAM", (("Andes Express", 0.8, 1.4), ("Summit Freight", 0.2, 0.8))),
)


@dataclass(frozen=True)
class Machine:
    id: str
    name: str
    kind: str
    site: str
    installed: date
    celsius: float
    """Temperature at which it runs normally."""
    kilowatts: float


MACHINES = (
    Machine("M01", "Sorter A", "sorter", "Leipzig", date(2018, 2, 5), 41, 18),
    Machine("M02", "Sorter B", "sorter", "Leipzig", date(2021, 8, 23), 39, 17),
    Machine("M03", "Conveyor North", "conveyor", "Leipzig", date(2017, 11, 13), 46, 24),
    Machine("M04", "Conveyor South", "conveyor", "Leipzig", date(2019, 6, 3), 45, 23),
    Machine("M05", "Box Former", "packer", "Leipzig", date(2022, 1, 17), 52, 11),
    Machine("M06", "Shrink Wrapper", "packer", "Leipzig", date(2018, 9, 10), 64, 14),
    Machine("M07", "Sorter C", "sorter", "Reno", date(2019, 3, 18), 43, 19),
    Machine("M08", "Conveyor West", "conveyor", "Reno", date(2020, 7, 6), 47, 25),
    Machine("M09", "Pallet Robot West", "robot", "Reno", date(2023, 10, 2), 55, 9),
    Machine("M10", "Sorter D", "sorter", "Osaka", date(2021, 4, 12), 40, 16),
    Machine("M11", "Pallet Robot East", "robot", "Osaka", date(2024, 2, 19), 54, 9),
    Machine("M12", "Conveyor Sul", "conveyor", "Campinas", date(2022, 11, 7), 49, 22),
)
