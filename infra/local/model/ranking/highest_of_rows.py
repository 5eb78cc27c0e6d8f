""" "The highest order total among completed orders": the row that has it, the completed order with the highest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.column_figures import is_measure
from infra.local.model.english.text import Token, forms, is_plural, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import METRICS, Lexicon

LEADS = word_set("show give me us the our what whats which is was s please tell")
ENDS = {
    "highest": "highest", "largest": "highest", "biggest": "highest", "maximum": "highest", "max": "highest",
    "lowest": "lowest", "smallest": "lowest", "minimum": "lowest", "min": "lowest",
}  # fmt: skip
LINKS = word_set("among amongst of for from in")
ALL = word_set("all the our any")
SPLITS = word_set("by per each every and or most least")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens so, where a number of single rows is named and then these rows, and no figure."""
    kept = list(tokens)
    at = next((i for i, t in enumerate(kept) if t.norm not in LEADS), len(kept))
    end = ENDS.get(norm_at(kept, at), "")
    term = lexicon.at(kept, at + 1) if end and at + 1 < len(kept) else None
    fields = lexicon.fields(term[1]) if term else []
    if not term or len(fields) != 1 or any(s.kind in METRICS for s in term[1]):
        return kept
    link = at + 1 + term[0]
    first = link + 1
    while norm_at(kept, first) in ALL:
        first += 1
    rows = _rows(kept, first, fields[0].dataset, lexicon)
    other = any(t.norm in SPLITS for t in kept[link:])
    if norm_at(kept, link) not in LINKS or not rows or other or not is_measure(lexicon.model, fields[0]):
        return kept
    noun = forms(kept[rows].norm)[-1]
    one = replace(kept[rows], norm=noun, surface=noun, end=kept[rows].start + len(noun))
    put = lambda word: replace(kept[at], norm=word, surface=word, kind="word")  # noqa: E731
    return [*kept[first:rows], one, put("with"), put("the"), put(end), *kept[at + 1 : link], *kept[rows + 1 :]]


def _rows(tokens: Sequence[Token], i: int, dataset: str, lexicon: Lexicon) -> int:
    """Where the noun for these rows stands, behind nothing but values; 0 where none does."""
    while i < len(tokens) and (found := lexicon.at(tokens, i)):
        last = i + found[0] - 1
        if is_plural(tokens[last].norm) and lexicon.refs((tokens[last].norm,), "dataset") == {dataset}:
            values = all(lexicon.means((tokens[k].norm,), "value") for k in range(i, last))
            return last if values else 0
        if not all(s.kind == "value" for s in found[1]):
            return 0
        i += found[0]
    return 0
