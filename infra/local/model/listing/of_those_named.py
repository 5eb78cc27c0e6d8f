"""A whole question of each of the things that the message before named: "revenue per shop", after those in Germany.

It is answered for these alone, and that is said; "revenue per shop of all shops" is of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.model import Dataset
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english.text import tokenize
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing.listing_replies import rows_of
from infra.local.model.outcomes import Outcome, Query
from infra.local.model.reach import entity
from infra.local.model.says import thread_words
from infra.local.model.threads import history

_LEAD = re.compile(r"^(?:(?:and|now|also|then|ok|okay|so),?\s+)+", re.IGNORECASE)
WHOLE = word_set("all overall whole entire any everywhere altogether")


def in_reply(
    text: str, turns: Sequence[HistoryTurn], lexicon: Lexicon, plan_of: Callable[[str], Outcome]
) -> Query | None:
    """The question, limited to the things that the turn right before named or counted; None where it is no such.

    ``plan_of``: what a question on its own comes to.
    """
    before = history.last_request(turns[-1:])
    own = _named(before, lexicon) if before and not before.limit else None
    if before is None or own is None or WHOLE & {t.norm for t in tokenize(text)}:
        return None
    named, chosen = {f.ref for f in entity(lexicon.model, own)}, _chosen(before, own, lexicon)
    if not chosen or any(f.field.partition(".")[0] != own.name for f in chosen):
        return None
    asked = plan_of(_LEAD.sub("", text))
    request = asked.request if isinstance(asked, Query) else MetricRequest(metrics=())
    again = any(f.field.partition(".")[0] == own.name for f in request.filters)
    if not isinstance(asked, Query) or not request.metrics or again:
        return None
    if len(request.dimensions) != 1 or request.dimensions[0] not in named:
        return None
    request = request.model_copy(update={"filters": (*chosen, *request.filters)})
    return replace(asked, request=request, notes=(*asked.notes, thread_words.read_with(turns[-1].question)))


def _named(before: MetricRequest, lexicon: Lexicon) -> Dataset | None:
    """What was listed by name, or counted."""
    if not before.metrics:
        return rows_of(before, lexicon)
    metric = lexicon.model.metric(before.metrics[0]) if len(before.metrics) == 1 else None
    counted = lexicon.reach.counts(metric) if metric and not (before.dimensions or before.count) else None
    return lexicon.model.dataset(counted) if counted else None


def _chosen(before: MetricRequest, own: Dataset, lexicon: Lexicon) -> tuple[Filter, ...]:
    """By what they were chosen; those of a period by their day."""
    metric = lexicon.model.metric(before.metrics[0]) if before.metrics else None
    day = (metric.time if metric else f"{own.name}.{own.time}" if own.time else None) if before.period else None
    return (*before.filters, *((Filter(field=day, values=(before.period,)),) if day and before.period else ()))
