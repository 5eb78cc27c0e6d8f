"""What numbers are counted in besides money: hours, kilometres, square metres; and one unit in terms of another."""

from __future__ import annotations

from functools import lru_cache

from agent_actions.semantic.model import NUMBER_TYPES, Metric, ModelField
from infra.local.model.english.text import fold, name_words

_SIZES: dict[str, dict[str, float]] = {
    "time": {
        "second seconds sec secs s": 1,
        "minute minutes min mins": 60,
        "hour hours hr hrs h": 3_600,
        "day days d": 86_400,
        "week weeks wk wks": 604_800,
    },
    "length": {
        "mm millimetre millimetres millimeter millimeters": 0.001,
        "cm centimetre centimetres centimeter centimeters": 0.01,
        "m metre metres meter meters": 1,
        "km kms kilometre kilometres kilometer kilometers": 1_000,
        "mile miles mi": 1_609.344,
    },
    "area": {
        "m2 sqm qm squaremetre squaremetres squaremeter squaremeters": 1,
        "sqft squarefoot squarefeet": 0.09290304,
    },
    "energy": {"wh": 1, "kwh": 1_000, "mwh": 1_000_000, "gwh": 1_000_000_000},
    "mass": {
        "g gram grams": 1,
        "kg kilo kilos kilogram kilograms": 1_000,
        "t tonne tonnes ton tons": 1_000_000,
    },
    "temperature": {"c degree degrees celsius degreescelsius degreesc": 1},
}
_UNITS = {
    word: (kind, size) for kind, sizes in _SIZES.items() for words, size in sizes.items() for word in words.split()
}
_ONE = frozenset(["second", "minute", "hour", "day", "week"])
"""Units that stand for one of them without a number: "over an hour"."""
_WARMTH = frozenset(["temperature", "temp", "degree", "degrees", "celsius"])


def is_unit(word: str) -> bool:
    return fold(word) in _UNITS


def is_one(word: str) -> bool:
    return fold(word) in _ONE


@lru_cache(4_096)
def kind_of(unit: str | None) -> str:
    """What the unit measures: ``time``, ``length``...; empty for what is none that is known here."""
    return _UNITS.get(fold(unit or "").strip("° "), ("", 0))[0]


def same(unit: str, other: str) -> bool:
    """Two names of one unit: "square metres" without the space, and "m2"."""
    return bool(kind_of(unit)) and converted(1, unit, other) == 1


def unit_of_field(field: ModelField) -> str:
    """What the field's numbers are counted in: as the model says, or as a word of its name or label says."""
    if field.datatype not in NUMBER_TYPES:
        return ""
    return _unit_named(field.unit or "", field.name, field.label)


@lru_cache(4_096)
def _unit_named(unit: str, name: str, label: str) -> str:
    if kind_of(unit):
        return fold(unit).strip("° ")
    words = [*reversed(name_words(name)), *name_words(label)]
    long = next((word for word in words if len(word) > 1 and word in _UNITS), "")
    return long or ("c" if "c" in words and _WARMTH & set(words) else "")


def unit_of_metric(metric: Metric) -> str:
    return fold(metric.unit or "").strip("° ") if kind_of(metric.unit) else ""


def converted(value: float, said: str, own: str) -> float | None:
    """The number in the other unit: 2 days are 48 hours; None where the two do not measure the same."""
    said, own = fold(said), fold(own)
    if not kind_of(said) or kind_of(said) != kind_of(own):
        return None
    return round(value * _UNITS[said][1] / _UNITS[own][1], 9)
