"""Rows of a period that nothing else tells apart, "show me the orders in October": the list, or how many?

They may be thousands, and "show me orders in October" is their number. "List the orders in October" asks for the rows.
"Orders in October with channel" may be each with its own, or how many of each.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import listing_words as w
from infra.local.model.english.text import Token, fold, is_plural
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import listing_columns
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.reach import entity
from infra.local.model.says import words
from infra.local.model.scan import Item


def check(request: MetricRequest, said: Sequence[Token], parts: Parts, text: str, lexicon: Lexicon) -> None:
    """Raises Stop where it is not said which of the two is wanted; the rows of one day are few."""
    own = lexicon.model.dataset(request.dimensions[0].partition(".")[0]) if request.dimensions else None
    told_apart = request.metrics or request.filters or request.limit or request.order or request.weekdays
    if own is None or told_apart or not request.period or all(span.days < 2 for span in parts.periods):
        return
    shown = {f.ref for f in entity(lexicon.model, own)} | {f"{own.name}.{own.time}"}
    norms = [t.norm for t in said]
    if set(request.dimensions) - shown or set(norms) & w.LISTS or not w.shows(said) or "the" not in norms:
        return
    rows = next((i for i, n in enumerate(norms) if i > norms.index("the") and lexicon.at(said, i)), 0)
    if rows and lexicon.reach.counters(own.name):
        start, end = said[0].start, said[rows].start
        question = words.rows_or_number(said[rows].surface)
        options = (Option(words.HOW_MANY, "the number of "), Option(words.THE_LIST, "list the "))
        raise Stop(Ask(text[start:end].strip(), question, options, "word", start, end, frozenset(), text))


def check_counted(request: MetricRequest, items: Sequence[Item], text: str, lexicon: Lexicon) -> None:
    """Raises Stop where rows were counted by what stands behind "with", and that may be told of each of them."""
    metric = lexicon.model.metric(request.metrics[0]) if len(request.metrics) == 1 else None
    own = lexicon.reach.counts(metric) if metric else None
    plain = request == MetricRequest(metrics=request.metrics, dimensions=request.dimensions, period=request.period)
    head = next((n for n, item in enumerate(items) if item.kind == "term"), 0)
    named = items[head] if items else None
    rows = named and any(s.kind == "dataset" and s.ref.casefold() == own for s in named.senses)
    if not (own and plain and named and rows and request.dimensions) or not is_plural(fold(named.text).split()[-1]):
        return
    link = next((n for n, item in enumerate(items) if n > head and item.name == "with"), 0)
    if not link or not listing_columns.shown(items) or any(item.kind == "mark" for item in items[:head]):
        return
    whole, start = text.rstrip(" ?.!"), items[head].start
    by = f"the number of {whole[start : items[link].start]}by {whole[items[link + 1].start :]}"
    options = (Option(words.HOW_MANY, by), Option(words.THE_LIST, f"list {whole[start:]}"))
    said = text[items[link].start : items[link + 1].end]
    question = words.each_or_number(named.text, items[link + 1].text)
    raise Stop(Ask(said, question, options, "word", 0, len(text), frozenset(), text))
