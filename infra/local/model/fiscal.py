"""The fiscal calendar in English -> canonical periods: "FY26", "Q1 of FY2026", "this fiscal quarter", "FYTD"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR = re.compile(r"fy(?P<year>\d{4}|\d{2})(?:q(?P<quarter>[1-4]))?")
_FISCAL = ("fiscal", "financial")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WHICH = {
    "this": "this", "current": "this", "last": "last", "previous": "last", "past": "last", "prior": "last",
    "latest": "last",
}  # fmt: skip


def fiscal_at(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """How many words at place ``i`` name a fiscal period, and the period as a request names it.

    "FY?-Q3": the third fiscal quarter of a year that was not said.
    """
    if i < 0:
        return None
    found = [f for reader in (_to_date, _relative, _year_first, _quarter_first) if (f := reader(words, i))]
    return max(found, key=lambda f: f[0], default=None)


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _skip(words: Sequence[str], i: int, *over: str) -> int:
    while i < len(words) and words[i] in ("", *over):
        i += 1
    return i


def _year(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "FY26", "FY 2026", "fiscal year 2026", "fiscal 2026": the place after it, and "FY2026"."""
    word, following = _at(words, i), _skip(words, i + 1)
    if (match := _YEAR.fullmatch(word)) and not match["quarter"]:
        year = match["year"]
        return i + 1, f"FY{year if len(year) == 4 else '20' + year}"
    if word == "fy" or word in _FISCAL:
        j = _skip(words, following, "year") if word in _FISCAL else following
        said = _at(words, j)
        if said.isdigit() and (len(said) == 4 or (len(said) == 2 and word == "fy")):
            return j + 1, f"FY{said if len(said) == 4 else '20' + said}"
    return None


def _quarter(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """ "Q3", "third quarter", "quarter 3": the place after it, and the number."""
    word = _at(words, i)
    if len(word) == 2 and word[0] == "q" and word[1] in "1234":
        return i + 1, int(word[1])
    if word in _ORDINALS and _at(words, i + 1) in ("quarter", "qtr"):
        return i + 2, _ORDINALS[word]
    if word == "quarter" and _at(words, i + 1) in ("1", "2", "3", "4"):
        return i + 2, int(words[i + 1])
    return None


def _year_first(words: Sequence[str], i: int) -> tuple[int, str] | None:
    match = _YEAR.fullmatch(_at(words, i))
    if match and match["quarter"]:
        year = match["year"]
        return 1, f"FY{year if len(year) == 4 else '20' + year}-Q{match['quarter']}"
    year = _year(words, i)
    if year is None:
        return None
    quarter = _quarter(words, _skip(words, year[0], ","))
    return (quarter[0] - i, f"{year[1]}-Q{quarter[1]}") if quarter else (year[0] - i, year[1])


def _quarter_first(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "Q1 FY26", "first quarter of fiscal year 2026"; without a year: of this fiscal year ("fiscal Q3")."""
    quarter = _quarter(words, i)
    if _at(words, i) in _FISCAL and (of := _quarter(words, i + 1)):
        return of[0] - i, f"FY?-Q{of[1]}"
    if _at(words, i) in _ORDINALS and _at(words, i + 1) in _FISCAL and _at(words, i + 2) == "quarter":
        year = _year(words, _skip(words, i + 3, "of", "in", "the", ","))
        number = _ORDINALS[words[i]]
        return (year[0] - i, f"{year[1]}-Q{number}") if year else (3, f"FY?-Q{number}")
    if quarter:
        year = _year(words, _skip(words, quarter[0], "of", "in", "the", ","))
        return (year[0] - i, f"{year[1]}-Q{quarter[1]}") if year else None
    return None


def _relative(words: Sequence[str], i: int) -> tuple[int, str] | None:
    which = _WHICH.get(_at(words, i))
    if which and _at(words, i + 1) in _FISCAL and _at(words, i + 2) in ("year", "quarter"):
        return 3, f"{which} fiscal {words[i + 2]}"
    if which and _at(words, i + 1) == "fy":
        return 2, f"{which} fiscal year"
    return None


def _to_date(words: Sequence[str], i: int) -> tuple[int, str] | None:
    if _at(words, i) == "fytd":
        return 1, "fiscal year to date"
    j = i + 2 if _at(words, i) in _FISCAL and _at(words, i + 1) in ("year", "quarter") else i + 1
    if j == i + 1 and _at(words, i) != "fy":
        return None
    to = _skip(words, j)
    date = _skip(words, to + 1)
    if (_at(words, to), _at(words, date)) == ("to", "date"):
        unit = words[i + 1] if j == i + 2 else "year"
        return date + 1 - i, f"fiscal {unit} to date"
    return None
