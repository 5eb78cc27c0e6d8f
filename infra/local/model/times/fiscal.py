"""The fiscal calendar in English -> canonical periods: "FY26", "Q1 of FY2026", "this fiscal quarter", "FYTD", "P9".

A year that is told by where it lies to the present one is written as so many years from it: "FY+0" is this fiscal
year, "FY-1-Q3" the third quarter of the last one; "FY?" is the latest one in which that has begun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.vocabulary import NUMBERS

_YEAR = re.compile(r"fy(?P<year>\d{4}|\d{2})(?:q(?P<quarter>[1-4]))?")
_PERIOD = re.compile(r"p(?P<number>\d{1,2})")
_FISCAL = ("fiscal", "financial")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4}
_WHICH = {
    "this": "this", "current": "this", "present": "this", "last": "last", "previous": "last", "past": "last",
    "prior": "last", "latest": "last", "preceding": "last",
}  # fmt: skip
_WHOLE = ("full", "complete", "whole", "entire", "completed")
_OUR = ("the", "our", "since", "of", "in", "until", "through", "for", "from", "during")
"""Before "fiscal year" alone they say that it is the present one."""
_MONTHS = 12
_PRIORITIES = 5
"""P1 to P5 are priorities where nothing else is said."""
_BOOKS = frozenset(["fiscal", "finance", "financial", "period", "periods", "books", "closing", "close", "ledger", "fy"])


_STARTS = frozenset([*_ORDINALS, *_WHICH, "quarter", "so", "ytd"])


def fiscal_at(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """How many words at place ``i`` name a fiscal period, and the period as a request names it, or by its years."""
    word = _at(words, i)
    if i < 0 or not (word in _STARTS or word[:1] in ("q", "h", "p", "f") or word.isdigit()):
        return None
    readers = (_to_date, _relative, _several, _year_first, _part_first, _numbered)
    found = [f for reader in readers if (f := reader(words, i))]
    return max(found, key=lambda f: f[0], default=None)


def is_code(word: str) -> bool:
    """ "P9": a fiscal period, where the model has nothing that is called so."""
    return _PERIOD.fullmatch(word) is not None


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _skip(words: Sequence[str], i: int, *over: str) -> int:
    while i < len(words) and words[i] in ("", *over):
        i += 1
    return i


def _year(words: Sequence[str], i: int, *, of: bool = False) -> tuple[int, str] | None:
    """ "FY26", "fiscal year 2026", "this fiscal year", "fiscal last year": the place after it, and "FY2026", "FY-1".

    ``of``: something before it says that one year is meant: "the third quarter of the fiscal year".
    """
    word, following = _at(words, i), _skip(words, i + 1)
    if (match := _YEAR.fullmatch(word)) and not match["quarter"]:
        year = match["year"]
        return i + 1, f"FY{year if len(year) == 4 else '20' + year}"
    if which := _WHICH.get(word):
        name = "FY+0" if which == "this" else "FY-1"
        j = _skip(words, i + 1, *_WHOLE)
        if _at(words, j) == "fy":
            return j + 1, name
        return (j + 2, name) if _at(words, j) in _FISCAL and _at(words, j + 1) == "year" else None
    if word.isdigit() and len(word) == 4 and _at(words, i + 1) in _FISCAL and _at(words, i + 2) == "year":
        return i + 3, f"FY{word}"
    if word != "fy" and word not in _FISCAL:
        return None
    whose = _WHICH.get(_at(words, i + 1))
    if whose and _at(words, i + 2) == "year" and word in _FISCAL:
        return i + 3, "FY+0" if whose == "this" else "FY-1"
    j = _skip(words, following, "year") if word in _FISCAL else following
    said = _at(words, j)
    if said.isdigit() and (len(said) == 4 or (len(said) == 2 and word == "fy")):
        return j + 1, f"FY{said if len(said) == 4 else '20' + said}"
    named = word == "fy" or _at(words, i + 1) == "year"
    before = _at(words, i - 1)
    end = i + 1 + (word != "fy")
    alone = of or (before in _OUR and _at(words, i - 2) not in ("by", "per", "each")) or _at(words, end) == "until"
    if not (named and alone):
        return None
    return (end + 2, "FY-2") if (_at(words, end), _at(words, end + 1)) == ("before", "last") else (end, "FY+0")


def _quarter(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "Q3", "third quarter", "quarter 3", "H1", "first half": the place after it, and "Q3" or "H1"."""
    word = _at(words, i)
    if len(word) == 2 and ((word[0] == "q" and word[1] in "1234") or word in ("h1", "h2")):
        return i + 1, word.upper()
    j = _skip(words, i + 1, *_FISCAL)
    if word in _ORDINALS and _at(words, j) == "quarter":
        return j + 1, f"Q{_ORDINALS[word]}"
    if _ORDINALS.get(word, 4) < 3 and _at(words, j) == "half":
        return j + 1, f"H{_ORDINALS[word]}"
    if word == "quarter" and _at(words, i + 1) in ("1", "2", "3", "4"):
        return i + 2, f"Q{words[i + 1]}"
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
    if quarter and _at(words, quarter[0] - 1) == "quarter" and _at(words, quarter[0] - 2) == "last":
        quarter = None
    return (quarter[0] - i, f"{year[1]}-{quarter[1]}") if quarter else (year[0] - i, year[1])


def _part_first(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "Q1 FY26", "first quarter of fiscal year 2026"; without a year: of the latest one begun ("fiscal Q3")."""
    fiscal = _at(words, i) in _FISCAL
    part = _quarter(words, i + fiscal)
    if part is None:
        return None
    fiscal |= any(w in _FISCAL for w in words[i : part[0]])
    if _at(words, i) == "last" and _at(words, i + 1) in _FISCAL:
        return None  # "the last fiscal quarter"
    j = part[0]
    if not fiscal and _at(words, j) in _FISCAL and _at(words, j + 1) != "year":
        fiscal, j = True, j + 1
    at = _skip(words, j, "of", "in", "the", ",", "our")
    if fiscal and (which := _WHICH.get(_at(words, at))) and _at(words, at + 1) == "year":
        return at + 2 - i, f"FY{'+0' if which == 'this' else '-1'}-{part[1]}"
    if year := _year(words, at, of=at > j):
        return year[0] - i, f"{year[1]}-{part[1]}"
    if year := _year(words, part[0]):
        return year[0] - i, f"{year[1]}-{part[1]}"
    return (j - i, f"FY?-{part[1]}") if fiscal else None


def _numbered(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "P9", "fiscal period 9", "fiscal month 9 of FY26": a month of the fiscal year."""
    word, fiscal = _at(words, i), _at(words, i) in _FISCAL
    match = _PERIOD.fullmatch(word)
    said = match["number"] if match else ""
    j = i + 1
    if fiscal and _at(words, i + 1) in ("period", "month"):
        said, j = _at(words, i + 2), i + 3
    if not said.isdigit() or not 1 <= int(said) <= _MONTHS:
        return None
    year = _year(words, _skip(words, j, "of", "in", "the", ","), of=True)
    if not (year or fiscal or int(said) > _PRIORITIES or any(w in _BOOKS for w in words)):
        return None
    return (year[0] - i, f"{year[1]}-P{int(said)}") if year else (j - i, f"FY?-P{int(said)}")


def _relative(words: Sequence[str], i: int) -> tuple[int, str] | None:
    which = _WHICH.get(_at(words, i))
    j = _skip(words, i + 1, *_WHOLE)
    if which and _at(words, j) in _FISCAL and _at(words, j + 1) in ("year", "quarter"):
        return j + 2 - i, f"{which} fiscal {words[j + 1]}"
    if which and _at(words, j) == "fy":
        return j + 1 - i, f"{which} fiscal year"
    return None


def _several(words: Sequence[str], i: int) -> tuple[int, str] | None:
    """ "The last two complete fiscal quarters"."""
    if _WHICH.get(_at(words, i)) != "last":
        return None
    said = _at(words, i + 1)
    count = int(said) if said.isdigit() else NUMBERS.get(said, 0)
    j = _skip(words, i + 2, *_WHOLE)
    if _at(words, j) not in _FISCAL or not 1 <= count <= 400:
        return None
    unit = _at(words, j + 1).removesuffix("s")
    return (j + 2 - i, f"last {count} fiscal {unit}s") if unit in ("quarter", "year") else None


def _to_date(words: Sequence[str], i: int) -> tuple[int, str] | None:
    word = _at(words, i)
    if word == "fytd" or (word, _at(words, i + 1)) in [(f, "ytd") for f in _FISCAL]:
        return 1 + (word != "fytd"), "fiscal year to date"
    if word == "ytd" and _at(words, i + 1) in _FISCAL and _at(words, i + 2) != "quarter":
        return 2 + (_at(words, i + 2) == "year"), "fiscal year to date"
    if (word, _at(words, i + 1)) == ("so", "far"):
        year = _year(words, _skip(words, i + 2, "in", "the"), of=True)
        return (year[0] - i, "fiscal year to date") if year and year[1] == "FY+0" else None
    j = i + (_WHICH.get(word) == "this")
    if _at(words, j) in _FISCAL and _at(words, j + 1) in ("year", "quarter"):
        unit, j = words[j + 1], j + 2
    elif _at(words, j) == "fy":
        unit, j = "year", j + 1
    else:
        return None
    to = _skip(words, j)
    then = _skip(words, to + 1)
    said = (_at(words, to), _at(words, then))
    return (then + 1 - i, f"fiscal {unit} to date") if said in (("to", "date"), ("so", "far")) else None
