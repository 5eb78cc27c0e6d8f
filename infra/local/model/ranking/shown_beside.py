"""What is named behind a ranking as something to show of each row: "top 10 stores by revenue, name and city".

Each row of the ranking has one of it, so it goes beside the row and parts nothing: it is no group of its own. In a
reply, "top 10 with brand and units sold", the figures go beside too, and the rows come as they were ranked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent_actions.semantic.model import ModelField, SemanticModel
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english.text import Token, tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome, Query, Stop, Unplaced
from infra.local.model.parts import Dimension
from infra.local.model.reach import entity
from infra.local.model.scan import Item
from infra.local.model.sentence import Sentence
from infra.local.model.threads.earlier import Earlier

NAMES = frozenset(["name", "names"])
JOINING = frozenset(["and", ",", "", "the", "their", "also", "please", "too", "plus"])
"""Between the things that are to be shown."""
_ROWS_WITH = re.compile(
    r"(?P<rows>.*\b(?:top|bottom|first|last|best|worst)\s+\w+(?:\s+(?:ones|rows|please|pls))?)\s*"
    r"(?:(?:,\s*)?(?:and\s+)?(?:with|including|incl|showing|also|plus|add|adding|along\s+with)|,|\band)\s+(?P<shown>.+)",
    re.IGNORECASE,
)
_ONLY_WITH = re.compile(
    r"(?:(?:and|also|now|then|please|ok)\s+)*(?:(?P<them>list|show|name|give)\s+(?:me\s+)?(?:them|those|these)\s+(?:all\s+)?with"
    r"|with|add|include|including|show|showing|plus)\s+(?:me\s+|also\s+)?"
    r"(?P<shown>.+?)(?:\s+(?:of|for|to|beside|next\s+to)\s+each(?:\s+one|\s+of\s+them)?)?",
    re.IGNORECASE,
)
Changed = Callable[[str, MetricRequest], Outcome | None]
"""What a message makes of a request."""


def listed_behind(sentence: Sentence, index: int) -> bool:
    """Whether nothing such as "by" or "per" asks for groups of the field that stands here."""
    at = index
    while True:
        before = sentence.at(at - 1)
        joined = before is not None and (
            before.name == "and" or (before.kind == "preposition" and before.name == "with")
        )
        earlier = sentence.at(at - 2)
        if not joined or earlier is None:
            return at < index
        if not _field(earlier) or _ranked(sentence, at - 2):
            return True
        at -= 2
        if sentence.is_mark(at - 1, "by", "which", "howmany"):
            return False


def settled(
    dimensions: Sequence[Dimension], model: SemanticModel
) -> tuple[list[Dimension], dict[int, list[ModelField]]]:
    """The breakdowns without mere names of the rows, and which fields the listed ones are: by the first of their words.

    Raises Stop where what is listed is not one thing of each row.
    """
    targets = [d for d in dimensions if d.target] or [d for d in dimensions if not d.listed][:1]
    heads = [f for d in targets for f in _fields(d.item, model)]
    kept: list[Dimension] = []
    found: dict[int, list[ModelField]] = {}
    for dimension in dimensions:
        item = dimension.item
        if not dimension.listed or not heads:
            kept.append(dimension)
            continue
        if item.text.casefold() in NAMES:
            continue
        own = [d for d in model.datasets for h in heads if d.name == h.dataset and h in entity(model, d)]
        fields = [f for f in _fields(item, model) if f.dataset in {d.name for d in own}]
        if len(fields) != 1:
            raise Stop(Unplaced((item.text,), item.start, item.end))
        found[item.first] = fields
        kept.append(dimension)
    return kept, found


def in_reply(text: str, before: Earlier, lexicon: Lexicon, changed: Changed) -> Outcome | None:
    """ "Top 10 with brand and units sold", of products before: these rows of that ranking, with more of each.

    None where anything but names of fields and figures stands behind the rows. Raises Stop where what is to be
    shown is not one thing of each row.
    """
    bare = text.strip().rstrip(" .?!")
    said = _ROWS_WITH.fullmatch(bare)
    more = said or _ONLY_WITH.fullmatch(bare)
    found = _named(tokenize(more["shown"]), lexicon) if more else None
    told = bool(before.request.dimensions or before.request.grain or before.request.by)
    if more is None or found is None or not told:
        return None
    fields, figures = found
    rows = changed(said["rows"], before.request) if said else Query(before.request)
    if not isinstance(rows, Query) or (said and rows.request.limit is None):
        return None if isinstance(rows, Query) else rows
    own = {d.name for d in lexicon.model.datasets for f in entity(lexicon.model, d) if f.ref in rows.request.dimensions}
    refs: list[str] = []
    for word, named in fields:
        of_each = [f.ref for f in named if f.dataset in own]
        if len(of_each) != 1 and said:
            raise Stop(Unplaced((word,)))
        refs += of_each
    beside = bool(refs) or (not said and figures and more["them"])
    if not said and (not beside or len(refs) != len(fields)):
        return None
    if figures:
        also = changed(f"add {' and '.join(figures)}", rows.request)
        if not isinstance(also, Query):
            return also
        rows = replace(also, request=also.request.model_copy(update={"order": rows.request.order}))
    shown = tuple(dict.fromkeys([*rows.request.dimensions, *refs]))
    return replace(rows, request=rows.request.model_copy(update={"dimensions": shown}))


def _named(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[list[tuple[str, list[ModelField]]], list[str]] | None:
    """The fields, each with its word, and the words for figures; None where there is anything else."""
    fields: list[tuple[str, list[ModelField]]] = []
    figures: list[str] = []
    i = 0
    while i < len(tokens):
        term = lexicon.at(tokens, i)
        if term is None:
            if tokens[i].norm not in JOINING and tokens[i].surface not in JOINING:
                return None
            i += 1
            continue
        word = " ".join(t.surface for t in tokens[i : i + term[0]])
        named = [f for s in term[1] if s.kind == "field" and (f := lexicon.model.field(s.ref))]
        if any(s.kind in ("metric", "dataset", "choice") for s in term[1]):
            figures.append(word)
        elif named:
            fields.append((word, named))
        else:
            return None
        i += term[0]
    return (fields, figures) if fields or figures else None


def _fields(item: Item, model: SemanticModel) -> list[ModelField]:
    named = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
    rows = [f for s in item.senses if s.kind == "dataset" and (d := model.dataset(s.ref)) for f in entity(model, d)]
    return named or rows


def _field(item: Item) -> bool:
    return item.kind == "term" and item.has("field") and not item.has("metric")


def _ranked(sentence: Sentence, index: int) -> bool:
    before = sentence.at(index - 1)
    number = before is not None and before.kind == "number"
    before = sentence.at(index - 2) if number else before
    return before is not None and before.kind == "rank"
