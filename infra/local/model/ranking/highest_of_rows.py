""" "The highest order total among completed orders": the row that has it, the completed order with the highest one.

"The highest order total in October", "by country": the number alone, as no row is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.column_figures import is_measure
from agent_actions.semantic.model import ModelField
from infra.local.model.english.text import Token, forms, is_plural, name_words, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.reach import is_plain_average, plain_field

LEADS = word_set("show give me us the our what whats which is was s please tell")
ENDS = {
    "highest": "highest", "largest": "highest", "biggest": "highest", "maximum": "highest", "max": "highest",
    "lowest": "lowest", "smallest": "lowest", "minimum": "lowest", "min": "lowest",
}  # fmt: skip
SPANS = word_set("by per in of on for since during last this yesterday today and between until , ? .") | {""}
"""Behind the name: the number itself is asked for, and not what has it."""
GIVEN = word_set("we i they gave give given granted grant got charged paid made")
ON = word_set("on of for in")
ONE = word_set("a an one any single")
MEASURED = word_set("measured recorded registered observed")
LINKS = word_set("among amongst of for from in")
ALL = word_set("all the our any")
SPLITS = word_set("by per each every and or most least")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens so, where a number of single rows is named and then these rows, and no figure."""
    kept = _numbers(list(tokens), lexicon)
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


def _numbers(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Highest and lowest list price by category" at the head: "maximum list price and minimum list price"."""
    at = next((i for i, t in enumerate(tokens) if t.norm not in LEADS), len(tokens))
    both = norm_at(tokens, at + 1) == "and" and norm_at(tokens, at + 2) in ENDS
    ends = [i for i in (at, at + 2)[: 1 + both] if norm_at(tokens, i) in ENDS]
    first = ends[-1] + 1 if ends else len(tokens)
    used, field, words = _named(tokens, first, lexicon)
    if not field or norm_at(tokens, first + used) not in SPANS or not is_measure(lexicon.model, field):
        return tokens
    behind = tokens[first + used :]
    if any(lexicon.refs((t.norm,), "dataset") == {field.dataset} and is_plural(t.norm) for t in behind):
        return tokens
    last = tokens[first + used - 1].end
    name = [replace(tokens[first], norm=word, end=last) for word in words]
    put = lambda i: replace(tokens[i], norm="maximum" if ENDS[tokens[i].norm] == "highest" else "minimum")  # noqa: E731
    one = [[put(i), *name] for i in ends]
    return [*tokens[:at], *one[0], *([tokens[at + 1], *one[1]] if both else []), *behind]


def _named(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, ModelField | None, tuple[str, ...]]:
    """The field that is named from token i: how many tokens, and its name.

    Also "discount (we gave) on an order", and "vibration measured": single values of what a figure averages.
    """
    term = lexicon.at(tokens, i) if i < len(tokens) else None
    n, senses = term or (1, ())
    fields, metrics = lexicon.fields(senses), lexicon.metrics(senses)
    for length in (n, 1):
        if found := _of_one(tokens, i, i + length, lexicon):
            return found
    if len(fields) == 1 and not any(s.kind in METRICS for s in senses):
        return n, fields[0], tuple(t.norm for t in tokens[i : i + n])
    of = [f for m in metrics if is_plain_average(m) and (f := lexicon.model.field(plain_field(m)))]
    if len(of) == len(metrics) == 1 and norm_at(tokens, i + n) in MEASURED:
        return n + 1, of[0], name_words(of[0].label)
    return n, None, ()


def _of_one(
    tokens: Sequence[Token], i: int, after: int, lexicon: Lexicon
) -> tuple[int, ModelField, tuple[str, ...]] | None:
    said = tuple(t.norm for t in tokens[i:after])
    while norm_at(tokens, after) in GIVEN:
        after += 1
    if norm_at(tokens, after) not in ON or norm_at(tokens, after + 1) not in ONE:
        return None
    owners = lexicon.refs((norm_at(tokens, after + 2),), "dataset")
    fields = [f for d in lexicon.model.datasets if d.name in owners for f in d.fields]
    own = [f for f in fields if said in (name_words(f.name), name_words(f.label))]
    return (after + 3 - i, own[0], name_words(own[0].label)) if len(own) == 1 else None


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
