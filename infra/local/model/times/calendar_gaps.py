"""What is said of days on which nothing happened: "including the days without any". A series has them as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.model.english.text import Token, stems
from infra.local.model.english.vocabulary import UNITS, word_set

WITH = word_set("including include includes incl even also plus and with")
EMPTY = word_set("empty zero quiet blank missing")
NONE = (("without", "any"), ("with", "none"), ("with", "zero"), ("with", "0"), ("without",), ("with", "no"),
        ("that", "have", "none"), ("that", "had", "none"), ("which", "had", "none"), ("where", "there", "were", "none"),
        ("where", "there", "are", "none"), ("when", "there", "were", "none"), ("with", "nothing"),
        ("on", "which", "there", "were", "none"))  # fmt: skip
OPEN = (("without",), ("with", "no"), ("with", "zero"), ("with", "0"), ("without", "any"))
"""What is not there may be named behind them, as it was before."""
ZEROS = (("zeros", "for"), ("zeroes", "for"), ("zero", "for"), ("0", "for"), ("a", "zero", "for"), ("a", "0", "for"))
SHOW = word_set("with show showing fill filling put use using and")


@dataclass(frozen=True)
class Gap:
    """Days, weeks or months without any; ``last``: the last token of the phrase."""

    unit: str
    text: str
    first: int
    last: int


def at(tokens: Sequence[Token], i: int) -> Gap | None:
    """The phrase that begins here: "including the days without any", "with zeros for empty days"."""
    norm = [t.norm for t in tokens]
    j = i
    shown = False
    if norm[j] in SHOW and (n := _says(norm, j + 1, ZEROS)):
        j, shown = j + 1 + n, True
    elif norm[j] in WITH:
        j += 1
    else:
        return None
    while j < len(norm) and norm[j] in ("the", "for", "on", "those", "also", "any"):
        j += 1
    empty = j < len(norm) and norm[j] in EMPTY
    j += empty
    unit = UNITS.get(norm[j]) if j < len(norm) and norm[j].endswith("s") else None
    if unit is None:
        return None
    n = _says(norm, j + 1, NONE)
    if n:
        open_end = tuple(norm[j + 1 : j + 1 + n]) in OPEN
        j += n
        if open_end and (more := _said_before(norm, j + 1, i)):
            j += more
        elif open_end and norm[j] in ("without", "no"):
            return None
    elif not empty:
        return None
    return Gap(unit, " ".join(t.surface for t in tokens[i : j + 1]), i, j) if n or shown or empty else None


def _says(norm: Sequence[str], i: int, phrases: Sequence[tuple[str, ...]]) -> int:
    return max((len(p) for p in phrases if tuple(norm[i : i + len(p)]) == p), default=0)


def _said_before(norm: Sequence[str], j: int, i: int) -> int:
    """1 when the word here was said before the phrase: "tickets per day, including days without tickets"."""
    if j >= len(norm) or not norm[j].isalpha():
        return 0
    return int(any(stems(norm[j]) & stems(word) for word in norm[:i] if word))
