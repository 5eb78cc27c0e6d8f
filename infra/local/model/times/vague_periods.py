"""Stretches that people see differently: "mid September", "early October", "last summer". They are asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import LAST, MONTHS, word_set
from infra.local.model.english.wording import Wording
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.says import date_says
from infra.local.model.times import spans
from infra.local.model.times.dates import PointReader

PARTS = {"mid": (11, 20), "middle": (11, 20), "early": (1, 10), "late": (21, 31)}
SAID_OF_THINGS = word_set("were was are is arrived came be been being arrive arrives too how")
"""Before "late" they make it no part of a month."""
DEGREES = word_set("so very")
"""Before "late" they say how late something was."""
BOUNDING = word_set("since from until till after before to")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

BEGINNINGS = word_set("from since between starting beginning")
_REST = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:the\s)?(?:rest|remainder)\sof|(?:the\s)?remaining\smonths\s(?:of|in)|"
    r"(?P<until>(?:up\s)?(?:until|till|to)\s(?:the\s)?end\sof))\s(?:the|this|our)\s(?:current\s)?"
    r"(?P<fiscal>(?:fiscal|financial|business)\s)?year)(?!\S)"
)
_SEASON = re.compile(
    rf"\b(?:(?P<which>this|last|past|previous)\s+)?(?P<season>{'|'.join(SEASONS)})(?:\s+(?:of\s+)?(?P<year>20\d\d))?\b"
    r"(?(which)|(?(year)|(?!)))",
    re.IGNORECASE,
)


def ask(tokens: Sequence[Token], reader: PointReader) -> None:
    """Raises Stop for the part of a month that has no set days, and for the rest of a year."""
    _ask_rest(tokens, reader)
    for i in range(len(tokens)):
        part = PARTS.get(tokens[i].norm)
        if part is None or reader.norm(i - 1) in SAID_OF_THINGS:
            continue
        if reader.norm(i - 1) in DEGREES:
            raise Stop(Unplaced((f"{tokens[i - 1].surface} {tokens[i].surface}",), tokens[i - 1].start, tokens[i].end))
        at = i + 1
        while reader.norm(at) in ("", "of", "the", "in") and at < len(tokens):
            at += 1
        month = reader.point(at) if at > i else None
        if month is None or month[1].unit != "month" or (tokens[i].norm == "late" and at > i + 1):
            continue
        first, last = month[1].start.replace(day=part[0]), min(month[1].end.day, part[1])
        days = date_says.days(first, first.replace(day=last))
        near = {"mid": 15, "middle": 15, "early": 1, "late": month[1].end.day}[tokens[i].norm]
        halves = date_says.days(first.replace(day=1), first.replace(day=15)) if near == 1 else ""
        rest = date_says.days(first.replace(day=16), month[1].end) if near > 15 else ""
        one = date_says.long_day(first.replace(day=near)).partition(" ")[2]
        edges = [first.replace(day=n) for n in dict.fromkeys((near, part[0], last))][:2]
        bounds = tuple(date_says.long_day(d).partition(" ")[2] for d in edges)
        texts = bounds if reader.norm(i - 1) in BOUNDING else (days, halves or rest or one)
        options = tuple(Option(t, t) for t in texts)
        start, end = tokens[i].start, tokens[at + month[0] - 1].end
        said = " ".join(t.surface for t in tokens[i : at + month[0]])
        raise Stop(Ask(said, date_says.which_days(said), options, "word", start, end, frozenset()))


def _ask_rest(tokens: Sequence[Token], reader: PointReader) -> None:
    """Raises Stop for "the rest of the fiscal year": with the month that has begun, or without it."""
    wording = Wording(tokens)
    found = _REST.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at or (found["until"] and _begins(tokens[: at[0]])):
        return
    fiscal = found["fiscal"] and reader.fiscal_year_start
    last = (int(str(fiscal)[:2]) - 2) % 12 + 1 if fiscal else 12
    this = reader.today.replace(day=1)
    end = this.replace(year=this.year + (last < this.month), month=last)
    following = spans.shift(this, "month", 1)
    if following > end:
        return
    starts = (this, following)
    texts = [f"{s:%B} {s.year} to {end:%B} {end.year}" if s < end else f"{s:%B} {s.year}" for s in starts]
    said = wording.said(at)
    options = tuple(Option(t, t) for t in texts)
    start = tokens[at[0]].start
    raise Stop(Ask(said, date_says.which_months(said), options, "word", start, tokens[at[-1]].end, frozenset()))


def _begins(before: Sequence[Token]) -> bool:
    """ "From June until the end of the year" has a beginning."""
    return any(t.norm in BEGINNINGS for t in before) or any(
        t.norm in MONTHS or t.kind == "number" or t.norm in ("today", "now") for t in before[-2:]
    )


def ask_season(text: str, unknown: Sequence[str], today: date) -> None:
    """Raises Stop for "this autumn", "last summer", "winter 2025" where the season is one of the ``unknown`` words."""
    found = list(_SEASON.finditer(text))
    if len(found) != 1 or not any(found[0]["season"].casefold() in word.casefold().split() for word in unknown):
        return
    said, month = found[0], SEASONS[found[0]["season"].casefold()]
    first = date(today.year, month, 1)
    back = (said["which"] or "").casefold() in LAST and spans.shift(first, "month", 3) > today
    if said["year"]:
        first = first.replace(year=int(said["year"]))
    elif first > today or back:
        first = first.replace(year=today.year - 1)
    if first > today:
        return
    options = tuple(Option(t, t) for t in (_months(first), _months(spans.shift(first, "month", 1))))
    raise Stop(Ask(said.group(), date_says.which_months(said.group()), options, "word", *said.span(), frozenset()))


def _months(start: date) -> str:
    end = spans.shift(start, "month", 2)
    return f"{start:%B} {start.year} to {end:%B} {end.year}"
