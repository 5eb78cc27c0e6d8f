"""What a cell of the engine's CSV is, by its column's type. Pure functions."""

from __future__ import annotations

import re
from datetime import date

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?")
_STARTS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection"""

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1).toordinal()
"""Before it a spreadsheet's calendar is wrong: it has a 29 February 1900."""


def is_number(text: str) -> bool:
    """A finite number as the engine writes it."""
    return NUMBER.fullmatch(text) is not None


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return "'" + text if text and text[0] in _STARTS_FORMULA else text


def exact_number(text: str) -> float | None:
    """The number, or None for anything else and for one of whose digits a spreadsheet would lose some."""
    if not is_number(text):
        return None
    if "e" not in text.lower() and len(text.partition(".")[0].lstrip("+-0")) > EXACT_DIGITS:
        return None
    number = float(text)
    return number if abs(number) < float("inf") else None


def day_serial(text: str) -> int | None:
    """``2026-11-15`` as a spreadsheet's day number; None for what is no such day or lies before March 1900."""
    try:
        ordinal = date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return ordinal - _EPOCH if ordinal >= _FIRST_DAY else None


def moment_serial(text: str) -> float | None:
    """``2026-11-15 08:30:00.000`` as a spreadsheet's day number with its fraction; None with a time zone behind it."""
    found = _TIMESTAMP.fullmatch(text)
    day = day_serial(found[1]) if found else None
    if found is None or day is None:
        return None
    seconds = int(found[2] or 0) * 3600 + int(found[3] or 0) * 60 + float(found[4] or 0)
    return day + seconds / 86_400
