"""The period of the question before, moved back: "the month before", "the 7 days before", "the same months of 2025"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from infra.local.model.english import vocabulary as v
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, tokenize
from infra.local.model.figures import comparison
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.times import spans
from infra.local.model.times.spans import Span, Unit

LENGTHS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")
_UNIT = "|".join(sorted(v.UNITS, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(sorted((n for n in v.NUMBERS if n != "one"), key=len, reverse=True))
_MONTH = "|".join(sorted(v.MONTHS, key=len, reverse=True))
_BEFORE = re.compile(
    rf"\b(?:the )?(?:(?:previous|preceding|prior) (?P<same>week|month|quarter|year|day)"
    rf"|(?:a|one) (?P<year_ago>year|yr) (?:ago|earlier|before|prior)"
    rf"|(?:a|one) (?P<one>{_UNIT}) (?:earlier|before|prior)"
    rf"|(?P<count>{_COUNT}) (?P<units>{_UNIT}) (?:before|prior|earlier)(?: that| this| these| those| them)?"
    rf"|(?:fiscal )?(?P<unit>{_UNIT}) (?:before|earlier|prior)(?: that| this)?"
    rf"|(?:previous|preceding|prior) (?P<period>period|one|(?P<counts>{_COUNT}) (?P<many>{_UNIT}))"
    rf"|same (?:period|time|month|week|quarter) (?P<year>last year|a year ago)"
    rf"|(?:(?:for|in|on|over|during) )?(?:the |those |these )?(?:very )?same (?:(?P<length>{_COUNT}) )?"
    rf"(?P<units_of>{_UNIT}|half(?: year)?|dates?|period|time|stretch|span)(?: (?:of|in|from|for|but))*,? "
    rf"(?P<of_year>(?P<in_year>20\d\d)|(?:last|previous|prior|the (?:previous|last|prior)) (?:fiscal )?(?:year|yr)"
    rf"|(?:a|one|the) (?:fiscal )?(?:year|yr) (?:ago|earlier|before|prior))"
    rf"|(?P<month>{_MONTH}) (?:before|prior)(?: that)?|(?:last|previous|prior) (?P<last_month>{_MONTH})"
    rf"|(?:the )?(?P<weekday>{'|'.join(v.WEEKDAYS)}) (?:before|prior)(?: that)?"
    rf"|(?P<that>before that))\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:vs|versus|against|than|compar\w+|relative|grow\w*|grew|chang\w+|increas\w+|decreas\w+|differ\w+|why|"
    r"(?:up|down)\s+(?:on|from|over|since)|ahead\s+of|better|worse|next\s+to|alongside|beside)\b",
    re.IGNORECASE,
)
"""Before "the month before" these ask for a comparison with it, not for it."""


_NEXT_TO = re.compile(r"\b(?:next\s+to|alongside|beside)\s+$", re.IGNORECASE)
_GAP = re.compile(
    r"[\s,]*(?:and|with|plus|including|incl|along with|as well as)\s+(?:also\s+)?"
    r"(?:(?:what(?:'s| is| was)?|how (?:much|big) (?:is|was))\s+)?"
    r"(?:the|its|their) (?:\w+ )?(?:difference|change|gap|delta)\b(?! (?:of|to|from|between|on|against|with|since)\b)",
    re.IGNORECASE,
)
"""Behind another period: the difference between that and the one of the question before."""


_KEPT = re.compile(
    rf"(?:\b(?:for|in|over|during|on|at|within) )?\b(?:the |those |these )?(?:very |exact )?same (?:(?P<unit>{_UNIT})"
    r"|dates?|period|time ?frame|time ?span|range|time)\b(?! (?:last|previous|prior|preceding|of|in|a|an|one|the|this|"
    r"next|as|before|earlier|ago|but|\d))"
    r"|\b(?:in|for|over|during|within) that (?:time|period|time ?frame|time ?span|window)\b"
    r"|\b(?:in|for|over|during|across|within) (?:(?:the |those |these )?(?:whole|entire|full)"
    rf"|all(?: of)?(?: the| those| these)?|those|these) "
    rf"(?P<many>{_COUNT}) (?P<units>{_UNIT})\b(?: together| combined| taken together)?",
    re.IGNORECASE,
)
"""The period of the question before, said again."""


_ELSEWHEN = re.compile(
    r"[\s,(–-]*(?:(?:but|only|just)\s+)?(?:(?:of|in|from|for)\s+)?(?:(?:the|a|an|one)\s+)?(?:last|previous|prior|preceding|next|year|month|week|day|"
    r"quarter|before|earlier|ago|as|than|yesterday|20\d\d|\d)",
    re.IGNORECASE,
)
"""Behind "the same month" it is another one: "same month, a year earlier"."""


_WHEN = (
    r"(?:the )?(?:last|previous|prior|preceding) (?:fiscal )?(?:year|quarter|month|week)"
    r"|(?:a|one|the) (?:fiscal )?(?:year|quarter|month|week) (?:ago|earlier|before|prior)"
)
_TURNED = re.compile(
    rf"\b(?P<when>{_WHEN}),? (?:but )?(?:(?:for|in|over|during|at) )?"
    r"(?:(?:the )?(?P<same>same (?:period|days|dates|time|months|weeks|stretch|span|time ?frame))"
    r"|(?:up )?(?:to|until|till|through) (?:the |that )?same (?:day|date|point)"
    r"(?: in time)?)\b(?! (?:last|previous|prior|of|in|from|a|one|the|as|this|before)\b)",
    re.IGNORECASE,
)
""" "Last year, same period", "the quarter before, up to the same day"."""


def turned(text: str) -> str:
    """ "The same period last year" of these; as long as the text was."""

    def said(match: re.Match[str]) -> str:
        return f"{match['same'] or 'same days'} {match['when']}".ljust(len(match[0]))

    return _TURNED.sub(said, text)


_THAT = re.compile(
    r"\s+(?:(?:in|for|over|during|within) )?that (?P<unit>month|week|day|quarter|year)(?=\s*[?.!]*$)", re.IGNORECASE
)
""" "What was its peak that month?", after a question of a month."""


def kept(text: str, span: Span | None) -> str:
    """ "And Reno, same months", "how many clicks in that time": without these words, as the period stays anyway."""
    that = _THAT.search(text)
    if that and span is not None and span.unit == _unit(that["unit"]):
        text = f"{text[: that.start()]}{' ' * len(that[0])}{text[that.end() :]}"
    match = _KEPT.search(text)
    if not match or span is None:
        return text
    units = _unit(match["units"])
    if units and not spans.is_long(span, _number(match["many"]), units):
        return text
    unit = _unit(match["unit"])
    plural = (match["unit"] or "").casefold().endswith("s")
    if unit and span.unit and unit != span.unit and not (plural and (unit == "day" or _within(unit, span.unit))):
        return text
    rest = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return rest if re.search(r"\w", rest) else text


@dataclass(frozen=True)
class Again:
    """A period of which a question of its own says only that it is the same: "by carrier, same month"."""

    text: str
    start: int
    end: int
    unit: str
    span: Span | None
    """That of the question before."""


def said_again(
    text: str, tokens: Sequence[Token], span: Span | None, lexicon: Lexicon
) -> tuple[Sequence[Token], Again | None]:
    """The tokens without "same month", which is no breakdown by month."""
    match = _KEPT.search(text)
    if not match or _ELSEWHEN.match(text[match.end() :]) or not (match["unit"] or span):
        return tokens, None
    at = [i for i, t in enumerate(tokens) if match.start() <= t.start < match.end() and t.norm]
    if not at or any(lexicon.lookup((tokens[i].norm,)) for i in at):
        return tokens, None
    rest = [t for i, t in enumerate(tokens) if i not in at]
    return rest, Again(match[0].strip(), match.start(), match.end(), _unit(match["unit"]) or "", span)


def settle(parts: Parts, again: Again | None) -> None:
    """Puts in the period that is meant. Raises Stop where none was named before, or one of another length."""
    if again is None:
        return
    own = parts.periods[0] if len(parts.periods) == 1 else None
    span = own or (None if parts.periods else again.span)
    if span is None or (again.unit and span.unit != again.unit):
        raise Stop(Unplaced((again.text,), again.start, again.end))
    if not own:
        parts.periods = [span]


def shifted(text: str, span: Span | None, today: date) -> tuple[str, Span] | None:
    """The message without these words, and the period they mean; None where they are no such words, or unclear."""
    match = _BEFORE.search(text)
    if not match or span is None or _AGAINST.search(text[: match.start()]):
        return None
    rest = text[match.end() :]
    if _other_calendar(match, span) or _GAP.match(rest):
        return None
    if rest.lstrip()[:1].isalnum() and match["unit"] and not match[0].endswith("that"):
        return None
    moved = _moved(match, _so_far(match[0], span, today))
    return (f"{text[: match.start()]} {rest}", moved) if moved else None


def beside(text: str, parts: Parts, span: Span | None) -> None:
    """ "What about September, and the difference in percent?", after October: the one against the other.

    Puts in that comparison, where what is named lies before the period of the question before.
    """
    gap = _GAP.search(text)
    named = parts.periods[0] if len(parts.periods) == 1 and not (parts.versus or parts.compare) else None
    if gap is None or named is None or span is None or named.end >= span.start or parts.grain:
        return
    if not all(f.name == "change" and f.start >= gap.start() for f in parts.figures):
        return
    parts.figures = []
    parts.compare = True


def _other_calendar(match: re.Match[str], span: Span) -> bool:
    """ "The fiscal year before", after a calendar year."""
    return "fiscal" in match[0].casefold() and span.unit is not None


def _so_far(said: str, span: Span, today: date) -> Span:
    """ "The same days", of a month that is not over: those until today; "the same month" is a whole one."""
    same = re.search(r"\bsame (?:very )?(\w+)", said, re.IGNORECASE)
    running = span.start <= today < span.end
    whole = same is None or (span.unit is not None and _unit(same[1]) == span.unit)
    return span if whole or not running else spans.between(span.start, today)


def against(text: str, span: Span | None) -> str:
    """ "Versus the 7 days before", "against the same months of 2025": with these words as the parser reads them."""
    match = _BEFORE.search(text)
    if not match or span is None or not _AGAINST.search(text[: match.start()]) or _other_calendar(match, span):
        return text
    moved = _moved(match, span)
    if moved is None:
        return text
    if moved == spans.before(span) or (moved.start, moved.end) == _ends(spans.before(span)):
        said = "the previous period"
    elif (moved.start, moved.end) == _ends(comparison.year_earlier(span)):
        said = "the same period last year"
    else:
        said = moved.text if moved.unit and moved.text else f"{moved.start} to {moved.end}"
    return f"{_NEXT_TO.sub('vs ', text[: match.start()])}{said}{text[match.end() :]}"


def _ends(span: Span | None) -> tuple[date, date] | None:
    return (span.start, span.end) if span else None


def _moved(match: re.Match[str], span: Span) -> Span | None:
    if match["month"]:
        return _month_before(v.MONTHS[match["month"].casefold()], span)
    if match["last_month"]:
        month = v.MONTHS[match["last_month"].casefold()]
        return _month_before(month, span) if span.unit == "month" and span.start.month == month else None
    if match["weekday"]:
        return _weekday_before(v.WEEKDAYS[match["weekday"].casefold()], span)
    if match["of_year"]:
        return _year_of(match, span)
    if match["count"] or match["counts"]:
        number = _number(match["count"] or match["counts"])
        return _stretch_before(number, _unit(match["units"] or match["many"]), span)
    if match["same"] and match["same"].casefold() != span.unit:
        return None
    unit = _unit(match["unit"] or match["one"])
    by_year = match["year"] or ((match["year_ago"] or unit == "year") and span.unit != "year")
    if match["unit"] and span.unit not in (None, unit) and not by_year:
        return None
    return comparison.year_earlier(span) if by_year else spans.before(span)


def _number(said: str) -> int:
    return int(number_at(tokenize(said), 0)[0] or 0)


def _unit(said: str | None) -> Unit | None:
    return v.UNITS.get((said or "").casefold())  # type: ignore[return-value]


def _month_before(month: int, span: Span) -> Span:
    """ "The October before": the last one that ended before the period began."""
    year = span.start.year - (month >= span.start.month)
    return spans.whole(date(year, month, 1), "month")


def _weekday_before(weekday: int, span: Span) -> Span:
    """ "The Saturday before": the last one that ended before the period began."""
    return spans.whole(span.start - timedelta(days=(span.start.weekday() - weekday - 1) % 7 + 1), "day")


def _year_of(match: re.Match[str], span: Span) -> Span | None:
    """ "The same three months of 2025". None for another length than the period has."""
    unit = _unit(match["units_of"])
    if match["units_of"].casefold().startswith("half") and not spans.is_long(span, 6, "month"):
        return None
    if match["length"] and (unit is None or not spans.is_long(span, _number(match["length"]), unit)):
        return None
    if unit and not match["length"] and span.unit and not _within(unit, span.unit):
        return None
    years = span.start.year - int(match["in_year"]) if match["in_year"] else 1
    for _ in range(years):
        moved = comparison.year_earlier(span)
        if moved is None:
            return None
        span = moved
    return span if years > 0 else None


def _within(unit: Unit, whole: Unit) -> bool:
    """Whether the longer unit is made of whole ones of the other: months of a quarter."""
    return unit == whole or (unit != "week" and LENGTHS.index(unit) < LENGTHS.index(whole))


def _stretch_before(number: int, unit: Unit | None, span: Span) -> Span | None:
    """ "The 28 days before", after 28 days. None for another length."""
    return spans.before(span) if unit and number and spans.is_long(span, number, unit) else None
