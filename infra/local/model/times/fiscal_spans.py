"""Fiscal periods told by their years from the present one ("FY-1-Q3", "FY?-P9") -> as a request names them."""

from __future__ import annotations

import re
from datetime import date

from infra.local.model.times import spans

_TOLD = re.compile(r"FY(?P<year>\?|[+-]\d|\d{4})(?:-(?P<part>[QHP])(?P<number>\d{1,2}))?")
_WHOLE = {0: "this fiscal year", -1: "last fiscal year"}


def canonical_fiscal(text: str, today: date, fiscal_year_start: str) -> str:
    """Other periods stay as they are."""
    match = _TOLD.fullmatch(text)
    if match is None:
        return text
    this = _this(today, fiscal_year_start)
    part, number = match["part"], int(match["number"] or 0)
    if match["year"] == "?":
        begun = (_named(this - back, part, number, today, fiscal_year_start) for back in (0, 1))
        return next(name for name, start in begun if start <= today)
    year = int(match["year"]) if match["year"].isdigit() else this + int(match["year"])
    if not part:
        return _WHOLE.get(year - this, f"FY{year}") if not match["year"].isdigit() else f"FY{year}"
    return _named(year, part, number, today, fiscal_year_start)[0]


def _this(today: date, fiscal_year_start: str) -> int:
    """The number of the fiscal year that holds today."""
    for year in (today.year + 1, today.year):
        found = spans.read(f"FY{year}", today, fiscal_year_start=fiscal_year_start)
        if found and found.start <= today:
            return year
    return today.year - 1


def _named(year: int, part: str, number: int, today: date, fiscal_year_start: str) -> tuple[str, date]:
    """The part of the fiscal year as a request names it, and its first day."""
    whole = spans.read(f"FY{year}", today, fiscal_year_start=fiscal_year_start)
    start = whole.start if whole else today
    if part == "P":
        first = spans.shift(start, "month", number - 1)
        month = spans.whole(first, "month") if start.day == 1 else None
        following = spans.shift(start, "month", number).replace(day=start.day)
        begun = first.replace(day=start.day)
        named = month or spans.between(begun, date.fromordinal(following.toordinal() - 1))
        return named.text or "", named.start
    quarter = number if part == "Q" else 2 * number - 1
    name = f"FY{year}-Q{quarter}" if part == "Q" else f"FY{year}-Q{quarter}..FY{year}-Q{quarter + 1}"
    found = spans.read(name, today, fiscal_year_start=fiscal_year_start)
    return name, found.start if found else start
