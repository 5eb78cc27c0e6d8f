"""Marks that were given: "where the customer gave us a 1 or a 2", "rated 4 or more" tell the mark of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, ModelField
from infra.local.model.english.everyday_words import PEOPLE, SATISFACTION
from infra.local.model.english.text import Token, name_words, stems
from infra.local.model.english.vocabulary import NUMBERS
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import Lexicon

MOST = 10
"""The highest mark of any scale."""
_N = rf"(?:\d{{1,2}}|{'|'.join(word for word, n in NUMBERS.items() if n <= MOST)})"
_STARS = r"(?:\s(?:stars?|points?))?"
_JOINED = rf"(?:\s(?:,\s)?(?:or|and|,)\s(?:an?\s|only\sa\s)?{_N}{_STARS})*"
_WHO = rf"(?:(?:where|that|which|when)\s)?(?:{PEOPLE}\s)?(?:(?:have|had|has|were|was|are|got)\s)*"
_ENDS = r"(?=\s(?:[,.?!;:]|-|in|on|for|from|by|per|last|this|since|during|how|over|between|$)|\s\W|$)"
_GIVEN = re.compile(
    rf"(?<!\S)(?P<fig>{_WHO}(?:(?:rated|graded|marked|scored)(?:\s(?:us|it|them|with|as|at|only))*"
    rf"|(?:gave|given|give|gives|left)\s(?:us|it|them|support)(?:\sonly)?(?=\san?\s|\s{_N}\s(?:stars?|points?))"
    rf"|(?:got|received|earned|get)(?:\sonly)?(?=\san?\s|\s{_N}\s(?:stars?|points?))))"
    rf"\s(?P<marks>(?:an?\s)?{_N}{_STARS}{_JOINED}){_ENDS}"
)
_NONE = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:that|which|got|have|had|has|were|was|received|are)\s)*"
    r"(?:(?:no|without(?:\san?|\sany)?)\s(?:customer\s)?(?:ratings?|grades?|scores?)|(?:not|never)\s(?:yet\s)?(?:rated|graded)|unrated))(?!\S)"
)
_DROPPED = frozenset(["a", "an", "only", "star", "stars", "point", "points"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the field of the marks in place of such a turn, where the rows have one."""
    kept = _none(list(tokens), lexicon)
    wording = Wording(kept)
    found = _GIVEN.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    field = _mark(kept, lexicon) if found and at else None
    if found is None or field is None:
        return kept
    marks = wording.place(found, "marks")
    said = [kept[i] for i in marks if kept[i].norm not in _DROPPED]
    if any(t.norm == "and" for t in said):
        return kept
    first = kept[at[0]]
    lead = [replace(first, norm=word, kind="word") for word in ("with", "a", *name_words(field.label), "of")]
    return [*kept[: at[0]], *lead, *said, *kept[marks[-1] + 1 :]]


def _none(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Got no rating", "not rated": rows without the mark."""
    wording = Wording(tokens)
    found = _NONE.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    rest = [t for i, t in enumerate(tokens) if i not in at]
    field = _mark(rest, lexicon) if found and at else None
    if found is None or field is None or lexicon.names(tokens[at[0] : at[-1] + 1], "field", "metric", weak=False):
        return tokens
    return wording.put(at, name_words(field.label), (), found["fig"], "without a")


def _mark(tokens: Sequence[Token], lexicon: Lexicon) -> ModelField | None:
    """The one number of the rows that are named whose name is that of a mark."""
    named = [s for senses in lexicon.terms(tokens) for s in senses]
    rows = {s.ref.casefold() for s in named if s.kind == "dataset"}
    metrics = [m for s in named if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    rows |= {fact for m in metrics for fact in lexicon.reach.facts(m)}
    about = frozenset[str]().union(*(stems(word) for word in SATISFACTION))
    found = [
        f
        for d in lexicon.model.datasets
        if d.name.casefold() in rows
        for f in d.fields
        if f.datatype in NUMBER_TYPES and any(stems(word) & about for word in name_words(f.label))
    ]
    labels = found and {s.ref for s in lexicon.lookup(name_words(found[0].label)) if s.kind == "field"}
    return found[0] if len(found) == 1 and labels == {found[0].ref} else None
