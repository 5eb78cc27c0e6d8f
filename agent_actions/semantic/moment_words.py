"""Sentences about weekdays and hours that are kept."""

from __future__ import annotations

from collections.abc import Sequence

NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
PARTS_OF_WEEK = ("Monday to Friday", "Saturday and Sunday")
DAYS_APART = (
    "With only some weekdays or hours, days cannot be set beside other days one by one, nor rolled over: ask by week "
    "or month, or for the whole period."
)
NO_DAYS_COUNTED = (
    "Days cannot be counted while only some weekdays or hours are kept. Ask for the days with their figures."
)
NOT_OVER_BUCKETS = (
    "An average per day of only some weekdays or hours is computed over the whole period: not by time as well."
)


def weekdays(numbers: Sequence[int]) -> str:
    """ "Monday to Friday only", "Saturdays only"."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{NAMES[numbers[0] - 1].removesuffix('s')} to {NAMES[numbers[-1] - 1].removesuffix('s')} only"
    names = [NAMES[n - 1] for n in numbers]
    return f"{', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]} only"


def hours(start: int, end: int) -> str:
    return f"{start}:00 to {end}:00 only"


def hours_unknown(said: str) -> str:
    return f"“{said}” are no hours. Write them as 9-17: from 9:00 until 17:00."


def no_hours_kept(label: str) -> str:
    return f"{label} has no time of day, so hours of it cannot be kept."


def over_days(count: int, kept: str, label: str) -> str:
    """ "averaged over 5 days: Saturdays only, October 2026"."""
    return f"averaged over {count:,} day{'s' if count != 1 else ''}: {kept}, {label}"


def over_each(label: str) -> str:
    return f"each averaged over its own days in the period: {label}"


def by_whole_units(label: str, unit: str) -> str:
    return f"{label} are by the {unit}: no weekdays, days or weeks of one are known. Ask for whole {unit}s."
