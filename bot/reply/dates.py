"""Days, months with a year, quarters and years in prose, as parts of a date. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reply.figure import Figure, Number

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch|z)?|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TO = r"\s?(?:-|\u2013|to|and|until|through)\s?"
_ISO = re.compile(
    rf"(?<![\w.,])(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>0[1-9]|[12]\d|3[01]))?(?:[T ](?=\d\d:)|(?![\w-]|[.,]\d))"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.,/-])(?:(?P<from>{_DAY})(?:st|nd|rd|th|\.)?{_TO})?(?P<d>{_DAY})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<m>{_MONTH})"
    rf"(?:,?\s(?P<y>{_YEAR})\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{_MONTH})\s(?P<d>{_DAY})(?:st|nd|rd|th)?(?:{_TO}(?P<to>{_DAY})(?:st|nd|rd|th)?)?(?![\w%]|[.,:]\d)"
    rf"(?:,?\s(?P<y>{_YEAR})\b)?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH})[\s,]+(?:of\s)?(?P<y>{_YEAR})\b(?![.,]?\d|\s?%)", re.IGNORECASE)
_QUARTER = re.compile(
    rf"\b(?P<y1>{_YEAR})[\s-]?(?:[QT]|H)(?P<q1>[1-4])\b|\b(?P<kind>Q|H|T)(?P<q>[1-4])\b(?:[\s/-]{{0,2}}'?(?P<y>{_YEAR}|\d\d)\b(?![.,]\d|\s?%))?",
)
_FISCAL = re.compile(rf"\bFY\s?(?:(?P<y>{_YEAR})|'?(?P<short>\d\d))(?:\s?[/-]\s?(?P<to>\d\d(?:\d\d)?))?\b")
_NUMERIC = re.compile(
    rf"(?<![\w.,/-])(?P<a>\d{{1,2}})(?P<sep>[./])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\w/]|[.,]\d)"
)
_YEARS = re.compile(
    rf"(?<![\w.,$\u20ac\u00a3\u00a5-])(?P<y>{_YEAR})\s?[/\u2013-]\s?(?P<to>{_YEAR}|\d\d)(?![\w%]|[.,]\d)"
)


def dates(text: str) -> Iterator[Number]:
    """Numbers of ``text`` (as the eye reads it) that are parts of dates, each with its readings."""
    for match in _ISO.finditer(text):
        day = int(match["d"]) if match["d"] else None
        yield _date(match, year=int(match["y"]), month=int(match["m"]), day=day)
    for match in _QUARTER.finditer(text):
        year = match["y1"] or match["y"]
        half = (match["kind"] or match.group()[-2]) == "H"
        yield _date(match, year=_full(year), quarter=None if half else int(match["q1"] or match["q"]))
    for match in _FISCAL.finditer(text):
        years = [_full(year) for year in (match["y"] or match["short"], match["to"]) if year]
        yield Number(match.start(), match.end(), (tuple(Figure(match.group(), "date", year=year) for year in years),))
    for match in _NUMERIC.finditer(text):
        yield _numeric(match)
    for match in _YEARS.finditer(text):
        years = [int(match["y"]), _full(match["to"])]
        yield Number(match.start(), match.end(), (tuple(Figure(match.group(), "date", year=year) for year in years),))
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            yield _days(match)
    for match in _MONTH_YEAR.finditer(text):
        yield _date(match, year=int(match["y"]))


def _date(
    match: re.Match[str],
    *,
    year: int | None,
    month: int | None = None,
    day: int | None = None,
    quarter: int | None = None,
) -> Number:
    figure = Figure(match.group(), "date", year=year, month=month, day=day, quarter=quarter)
    return Number(match.start(), match.end(), ((figure,),))


def _days(match: re.Match[str]) -> Number:
    found = match.groupdict()
    month = _MONTHS[match["m"][:3].casefold()]
    year = int(match["y"]) if match["y"] else None
    days = [int(day) for day in (found.get("from"), match["d"], found.get("to")) if day]
    figures = tuple(Figure(match.group(), "date", year=year, month=month, day=day) for day in days)
    return Number(match.start(), match.end(), (figures,))


def _numeric(match: re.Match[str]) -> Number:
    year, first, second = _full(match["y"]), int(match["a"]), int(match["b"])
    pairs = {(first, second), (second, first)} if match["sep"] == "/" else {(first, second)}
    readings = tuple(
        (Figure(match.group(), "date", year=year, month=month, day=day),)
        for day, month in sorted(pairs)
        if 1 <= month <= 12 and 1 <= day <= 31
    )
    return Number(match.start(), match.end(), readings or ((Figure(match.group(), "unread"),),))


def _full(year: str | None) -> int | None:
    """ "26" -> 2026."""
    if year is None:
        return None
    return int(year) if len(year) == 4 else 2000 + int(year)
