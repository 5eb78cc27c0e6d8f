"""Ways in which text can be read as a value, each a DuckDB expression that is NULL where the text isn't of its kind.

What is read is what a person would: 1.234,56 and 1,234.56, 31.12.2026, 12/31/2026, 5 Jan 2026, yes and no. A number
that begins with a zero (007) is none: it names something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "date", "timestamp", "boolean"]
Style = Literal["", "point", "comma", "day first", "month first"]

MISSING = (
    "n/a", "na", "#n/a", "null", "none", "nil", "nan", "-", "–", "—", "?", "#div/0!", "#ref!", "#value!", "#name?",
    "#num!", "#null!",
)  # fmt: skip
"""What stands, in a column of figures, for no figure. In a column of text they are text: NA is Namibia."""
PLAIN = r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?"
"""A figure without ornaments: most are, and are read faster so."""
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₫": "VND"}
_CODES = "EUR|USD|GBP|JPY|INR|VND|CHF|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|BRL|MXN|CNY|TRY"
SIGN = f"(?:[€$£¥₹₫%]|{_CODES})"
_TRUE = ("true", "yes", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "vero", "có")
_FALSE = ("false", "no", "falsch", "nein", "faux", "non", "falso", "không")
_SPACES = "'’\u00a0\u202f "
_TIME = r"(?:T| |, )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?"
_ZONE = r" ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)"
_TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p", "%H:%M:%S.%f")
_ISO = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_NAMED = r"(?:\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4})"
_DATES: tuple[tuple[Style, str, tuple[str, ...]], ...] = (
    ("", _ISO, ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")),
    ("", r"\d{1,2}\.\d{1,2}\.\d{4}", ("%d.%m.%Y",)),
    ("", r"\d{1,2}\.\d{1,2}\.\d{2}", ("%d.%m.%y",)),
    ("", _NAMED, ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")),
    ("day first", r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", ("%d/%m/%Y", "%d-%m-%Y")),
    ("month first", r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", ("%m/%d/%Y", "%m-%d-%Y")),
)


@dataclass(frozen=True)
class Reading:
    """``sql`` has ``{v}`` for the text, trimmed and not empty."""

    kind: Kind
    style: Style
    sql: str
    lenient: bool = False
    """Only for a type that a person has chosen."""
    zoned: bool = False

    def of(self, value: str) -> str:
        return self.sql.replace("{v}", value)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(literal(text) for text in texts)


def missing(value: str) -> str:
    """Whether the text stands for no figure."""
    return f"(lower({value}) IN ({_listed(MISSING)}))"


def core(value: str) -> str:
    """The digits of a figure: without a currency, a per cent sign, or the brackets of a negative amount."""
    bare = f"regexp_replace({value}, '^\\((.*)\\)$', '-\\1')"
    return f"trim(regexp_replace({bare}, '(?:^(-?)\\s*{SIGN})|(?:\\s*{SIGN}$)', '\\1'))"


def sign(value: str) -> str:
    """The currency or per cent sign of a figure; empty without one."""
    return f"regexp_extract({value}, '{SIGN}')"


def plain_digits(value: str, style: Style) -> str:
    """A figure's text with a point for decimals and nothing between thousands."""
    others = _SPACES.replace("'", "''") + ("." if style == "comma" else ",")
    bare = f"regexp_replace({core(value)}, '[{others}]', '', 'g')"
    return f"replace({bare}, ',', '.')" if style == "comma" else bare


def _number(style: Style) -> str:
    group, point = (r"\.", ",") if style == "comma" else (",", r"\.")
    spaces = _SPACES.replace("'", "''")
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d{{0,2}}(?:[{spaces}]\d{{3}})+"
    shape = rf"-?(?:{grouped}|0|[1-9]\d{{0,17}}|)(?:{point}\d+)?"
    exponent = "" if style == "comma" else r"|[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,3}"
    fits = f"regexp_full_match({core('{v}')}, '{shape}{exponent}')"
    fast = f"WHEN regexp_full_match({{v}}, '{PLAIN}') THEN TRY_CAST({{v}} AS DOUBLE) " if style == "point" else ""
    return f"CASE {fast}WHEN {fits} THEN TRY_CAST({plain_digits('{v}', style)} AS DOUBLE) END"


def _whole(number: str) -> str:
    return f"CASE WHEN ({number}) = round({number}) AND abs({number}) < 1e15 THEN CAST(({number}) AS BIGINT) END"


def _dated(shape: str, formats: Iterable[str], *, time: bool) -> str:
    if not time:
        fits, read = f"regexp_full_match({{v}}, '{shape}')", _listed(formats)
        return f"CASE WHEN {fits} THEN CAST(try_strptime({{v}}, [{read}]) AS DATE) END"
    spaced = "regexp_replace({v}, '(\\d)(?:T|, | )(\\d{1,2}:)', '\\1 \\2')"
    read = _listed([*(f"{day} {at}" for day in formats for at in _TIMES), *formats])
    return f"CASE WHEN regexp_full_match({{v}}, '{shape}(?:{_TIME})?') THEN try_strptime({spaced}, [{read}]) END"


_INTEGER = r"CASE WHEN regexp_full_match({v}, '-?(?:0|[1-9]\d{0,17})') THEN TRY_CAST({v} AS BIGINT) END"
_ANY_INTEGER = r"CASE WHEN regexp_full_match({v}, '[-+]?\d{1,18}') THEN TRY_CAST({v} AS BIGINT) END"
_BOOLEAN = (
    f"CASE WHEN lower({{v}}) IN ({_listed(_TRUE)}) THEN true WHEN lower({{v}}) IN ({_listed(_FALSE)}) THEN false END"
)
_ANY_BOOLEAN = (
    f"CASE WHEN lower({{v}}) IN ({_listed((*_TRUE, 'y', 't', 'j', 'x', '1'))}) THEN true "
    f"WHEN lower({{v}}) IN ({_listed((*_FALSE, 'n', 'f', '0'))}) THEN false END"
)
_ZONED = (
    f"CASE WHEN regexp_full_match({{v}}, '{_ISO}{_TIME}{_ZONE}') "
    "THEN TRY_CAST({v} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END"
)

READINGS: tuple[Reading, ...] = (
    Reading("boolean", "", _BOOLEAN),
    Reading("boolean", "", _ANY_BOOLEAN, lenient=True),
    Reading("integer", "", _INTEGER),
    Reading("integer", "", _ANY_INTEGER, lenient=True),
    Reading("integer", "point", _whole(_number("point")), lenient=True),
    Reading("integer", "comma", _whole(_number("comma")), lenient=True),
    Reading("number", "point", _number("point")),
    Reading("number", "comma", _number("comma")),
    Reading("number", "", f"CAST({_ANY_INTEGER} AS DOUBLE)", lenient=True),
    *(Reading("date", style, _dated(shape, formats, time=False)) for style, shape, formats in _DATES),
    *(Reading("timestamp", style, _dated(shape, formats, time=True)) for style, shape, formats in _DATES),
    Reading("timestamp", "", _ZONED, zoned=True),
)
