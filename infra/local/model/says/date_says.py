"""Sentences about what a date is there for: by which one a figure goes, and what is only known of today."""

from __future__ import annotations

from datetime import date

from agent_actions.semantic.words import lower_first


def dated_by_another(metric: str, own: str, other: str) -> str:
    return f"{metric} go by the {own}, and I cannot count them by the {other}. Ask by the {own}, or without a period."


def stood_then(state: str) -> str:
    return (
        f"What is {state} now is known, but not what was at the time. Ask for what is {state} now, or without “was” or "
        "“were” for those of that date that still are."
    )


def dated_unasked(metric: str, field: str) -> str:
    return (
        f"A period of {lower_first(metric)} goes by the {field}: I can count those of that date in a period, or all of "
        f"them, but not how many there were at the time. Ask for “{lower_first(metric)} by {field}”, or without a "
        "period."
    )


def long_day(day: date) -> str:
    """Thursday 1 October 2026"""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def not_that_weekday(day: date) -> str:
    return f"{day.day} {day:%B} {day.year} is a {day:%A}. Which day do you mean?"


def which_weeks(count: int, month: str, *, last: bool) -> str:
    which, weeks = ("last" if last else "first"), ("week" if count == 1 else f"{count} weeks")
    return f"Which days are the {which} {weeks} of {month}?"


def days(start: date, end: date) -> str:
    """28 September 2026 to 4 October 2026"""
    return f"{start.day} {start:%B} {start.year} to {end.day} {end:%B} {end.year}"


def days_or_years(said: str) -> str:
    return f"Is “{said}” a day, or a month of a year?"


def which_format(said: str) -> str:
    return f"Which day is {said}?"


def explained_otherwise(period: str, other: str) -> str:
    return f"“{period}” and “{other}” are not the same days. Which do you mean?"


def which_days(said: str) -> str:
    return f"Which days are {said}?"


def which_months(said: str) -> str:
    return f"Which months are {said}?"


def two_or_all(first: str, last: str) -> str:
    return f"Do you mean only {first} and {last}, the one against the other, or all from {first} to {last}?"
