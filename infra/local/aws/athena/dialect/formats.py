"""Date patterns: MySQL's (date_format, date_parse) and Joda's (format_datetime, parse_datetime) as strftime's."""

from __future__ import annotations

import re

# sqlglot has turned most of MySQL's into strftime's by then; these are left.
_MYSQL = {
    "%v": "%V",
    "%x": "%G",
    "%i": "%M",
    "%s": "%S",
    "%h": "%I",
    "%e": "%-d",
    "%c": "%-m",
    "%k": "%-H",
    "%l": "%-I",
}

# https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormat.html; the longest match first.
_JODA = (
    ("yyyy", "%Y"),
    ("YYYY", "%Y"),
    ("xxxx", "%G"),
    ("yy", "%y"),
    ("y", "%Y"),
    ("MMMM", "%B"),
    ("MMM", "%b"),
    ("MM", "%m"),
    ("M", "%-m"),
    ("dd", "%d"),
    ("d", "%-d"),
    ("EEEE", "%A"),
    ("EEE", "%a"),
    ("E", "%a"),
    ("e", "%u"),
    ("DDD", "%j"),
    ("D", "%-j"),
    ("ww", "%V"),
    ("HH", "%H"),
    ("H", "%-H"),
    ("hh", "%I"),
    ("h", "%-I"),
    ("mm", "%M"),
    ("m", "%-M"),
    ("ss", "%S"),
    ("s", "%-S"),
    ("SSSSSS", "%f"),
    ("SSS", "%g"),
    ("a", "%p"),
    ("ZZZ", "%Z"),
    ("ZZ", "%z"),
    ("Z", "%z"),
)


def mysql_to_strftime(pattern: str) -> str:
    return re.sub(r"%.", lambda found: _MYSQL.get(found[0], found[0]), pattern)


def joda_to_strftime(pattern: str) -> str | None:
    """None when the pattern holds a letter that has no counterpart."""
    parts: list[str] = []
    index = 0
    while index < len(pattern):
        if pattern[index] == "'":
            end = pattern.find("'", index + 1)
            if end < 0:
                return None
            parts.append((pattern[index + 1 : end] or "'").replace("%", "%%"))
            index = end + 1
            continue
        found = next(((joda, ours) for joda, ours in _JODA if pattern.startswith(joda, index)), None)
        if found is None:
            if pattern[index].isalpha():
                return None
            parts.append(pattern[index].replace("%", "%%"))
            index += 1
            continue
        parts.append(found[1])
        index += len(found[0])
    return "".join(parts)
