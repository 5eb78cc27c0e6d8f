"""Custom terminologies: words whose translation is given. CSV and TSV as Amazon Translate reads them.

https://docs.aws.amazon.com/translate/latest/dg/creating-custom-terminology.html: the first row names the languages, the
first column is the source (UNI) or every column may be (MULTI); matching is exact and heeds case.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infra.local.aws.language import words
from infra.local.aws.language.codes import NAMES
from infra.local.aws.language.pieces import Keep, Piece

DELIMITERS = {"CSV": ",", "TSV": "\t"}
MAX_TERM_BYTES = 200
MAX_LANGUAGES = 11


class TerminologyError(Exception):
    """The file is not a terminology; the message says why."""


@dataclass(frozen=True)
class Terminology:
    languages: tuple[str, ...]
    """The source first."""
    rows: tuple[tuple[str, ...], ...]
    multi: bool
    skipped: int = 0

    def terms(self, source: str, target: str) -> dict[str, str]:
        """What to write for what, from one language to another."""
        if target not in self.languages or source not in self.languages:
            return {}
        first, second = self.languages.index(source), self.languages.index(target)
        if first and not self.multi:
            return {}
        return {row[first]: row[second] for row in self.rows if row[first] and row[second]}


def read(data: bytes, kind: str, directionality: str) -> Terminology:
    """Raises TerminologyError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TerminologyError(words.NOT_UTF8) from error
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=DELIMITERS[kind]) if any(row)]
    if not rows:
        raise TerminologyError(words.EMPTY_TERMINOLOGY)
    languages = tuple(cell.strip() for cell in rows[0])
    unknown = [code for code in languages if code not in NAMES]
    if unknown:
        raise TerminologyError(words.unknown_language(unknown[0]))
    if not 2 <= len(languages) <= MAX_LANGUAGES or len(set(languages)) < len(languages):
        raise TerminologyError(words.LANGUAGES_OF_TERMINOLOGY)
    taken: dict[str, tuple[str, ...]] = {}
    skipped = 0
    for row in rows[1:]:
        cells = tuple(cell.strip() for cell in row)
        wrong = len(cells) != len(languages) or not cells[0] or cells[0] in taken
        if wrong or any(len(cell.encode()) > MAX_TERM_BYTES for cell in cells):
            skipped += 1
        else:
            taken[cells[0]] = cells
    if not taken:
        raise TerminologyError(words.EMPTY_TERMINOLOGY)
    return Terminology(languages, tuple(taken.values()), directionality == "MULTI", skipped)


def applied(parts: Iterable[Piece], terms: dict[str, str]) -> tuple[list[Piece], list[str]]:
    """The pieces with each term's translation in its place, and the terms that were found."""
    if not terms:
        return list(parts), []
    pattern = _pattern(list(terms))
    found: list[str] = []
    result: list[Piece] = []
    for part in parts:
        if isinstance(part, Keep):
            result.append(part)
            continue
        for number, text in enumerate(pattern.split(part)):
            if number % 2:
                found.append(text)
                result.append(Keep(terms[text]))
            elif text:
                result.append(text)
    return result, list(dict.fromkeys(found))


def in_text(text: str, terms: dict[str, str]) -> list[str]:
    """The terms that a text has."""
    return list(dict.fromkeys(_pattern(list(terms)).findall(text))) if terms else []


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Whole words, the longest term first."""
    alternatives = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({alternatives})(?!\w)")
