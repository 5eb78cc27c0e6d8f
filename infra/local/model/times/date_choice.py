"""By which of its dates a figure is to go, said outright: "go by the delivery date, no matter when they were sent"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_actions.semantic.model import TIME_TYPES
from infra.local.model.english.text import Token, longest, name_words, norm_at
from infra.local.model.english.verb_kin import fits, is_verb
from infra.local.model.english.vocabulary import IRREGULAR_VERBS, word_set
from infra.local.model.everyday.deeds import Deeds
from infra.local.model.lexicon import Lexicon

GOES = (("go", "by"), ("going", "by"), ("goes", "by"), ("based", "on"), ("counted", "by"), ("counting", "by"),
        ("measured", "by"), ("dated", "by"), ("according", "to"), ("use",), ("using",))  # fmt: skip
NO_MATTER = (
    ("not", "by"),
    ("and", "not", "by"),
    (",", "not", "by"),
    ("instead", "of"),
    ("no", "matter"),
    ("regardless", "of"),
    ("irrespective", "of"),
)
ARE = word_set("were was are is got been")
SUBJECT = 4
"""Words of "no matter when the parcels were"."""


@dataclass
class DateChoice:
    """``tokens``: the message without what is said of dates."""

    tokens: tuple[Token, ...]
    by: list[tuple[frozenset[str], str]] = field(default_factory=list[tuple[frozenset[str], str]])
    """Dates to go by, as refs that the words may name, and the words."""
    not_by: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Verbs whose date doesn't matter, and the words."""

    def settle(self, deeds: Deeds) -> None:
        """Go by that date; what cannot be placed is unknown."""
        parts, metrics = deeds.parts, deeds.metrics
        dates = [d for m in metrics for d in deeds.dates(m)]
        for refs, text in self.by:
            used = self._used(deeds)
            chosen = list({d.ref: d for d in dates if d.ref.casefold() in refs}.values())
            if used & refs:
                continue
            if len(chosen) == 1 and len(parts.periods) == 1 and not (self._moved(deeds) or _says_own(deeds)):
                deeds.go_by(chosen[0], text)
            else:
                parts.unknown.append(text)
        for verb, text in self.not_by:
            used = self._used(deeds)
            own = [d for d in dates if d.ref.casefold() in used]
            if not any(fits(verb, d) for d in dates) or any(fits(verb, d) for d in own):
                parts.unknown.append(text)

    def _moved(self, deeds: Deeds) -> set[str]:
        return {s.ref.casefold() for c in deeds.parts.conditions if c.op == "in" for s in c.item.senses} & {
            d.ref.casefold() for m in deeds.metrics for d in deeds.dates(m)
        }

    def _used(self, deeds: Deeds) -> set[str]:
        """The date that the period is of: one that it was moved to, or the figure's own."""
        return self._moved(deeds) or {(m.time or "").casefold() for m in deeds.metrics}


def _says_own(deeds: Deeds) -> bool:
    """The verb of the figure's own date is said, beside it or in its name: "parcels sent"."""
    said = [word for m in deeds.parts.measures for word in name_words(m.item.text)]
    verbs = [word for word in said if word.endswith("ed") or word in IRREGULAR_VERBS]
    own = [date for m in deeds.metrics for date in deeds.dates(m)[:1]]
    return deeds.says_own or any(fits(verb, date) for verb in verbs for date in own)


def read(tokens: Sequence[Token], lexicon: Lexicon) -> DateChoice:
    found = DateChoice(())
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        n = _by(tokens, i, lexicon, found) or _no_matter(tokens, i, found)
        if not n:
            kept.append(tokens[i])
        i += n or 1
    found.tokens = tuple(kept)
    return found


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.surface for t in tokens)


def _by(tokens: Sequence[Token], i: int, lexicon: Lexicon, found: DateChoice) -> int:
    n = longest(tokens, i, GOES)
    j = i + n + (norm_at(tokens, i + n) in ("the", "their", "its"))
    term = lexicon.at(tokens, j) if n and j < len(tokens) else None
    refs = (
        frozenset(s.ref.casefold() for s in term[1] if s.kind == "field" and _is_date(s.ref, lexicon)) if term else ()
    )
    if not term or not refs:
        return 0
    found.by.append((frozenset(refs), _text(tokens[i : j + term[0]])))
    return j + term[0] - i


def _no_matter(tokens: Sequence[Token], i: int, found: DateChoice) -> int:
    n = longest(tokens, i, NO_MATTER)
    if not n or norm_at(tokens, i + n) != "when":
        return 0
    for j in range(i + n + 2, min(i + n + 2 + SUBJECT, len(tokens))):
        if norm_at(tokens, j - 1) in ARE and is_verb(tokens, j):
            found.not_by.append((norm_at(tokens, j), _text(tokens[i : j + 1])))
            return j + 1 - i
    verb = i + n + 2
    if norm_at(tokens, verb - 1) in ("they", "it", "those") and norm_at(tokens, verb) in ("came", "come", "arrived"):
        verb += norm_at(tokens, verb + 1) == "in"
        found.not_by.append(("received", _text(tokens[i : verb + 1])))
        return verb + 1 - i
    return 0


def _is_date(ref: str, lexicon: Lexicon) -> bool:
    date = lexicon.model.field(ref)
    return date is not None and (date.is_time or date.datatype in TIME_TYPES)
