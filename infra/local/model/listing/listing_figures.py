""" "What did each of those cost?", "I'd also like their click-through rate": figures of the things of a list before.

Only of whole lists of what there is, and where the reply says nothing else but a period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token
from infra.local.model.known import Known
from infra.local.model.listing.listing_replies import rows_of
from infra.local.model.listing.things_with import figures_of
from infra.local.model.outcomes import Query
from infra.local.model.parts import Parts
from infra.local.model.parts_of import known_ratios
from infra.local.model.scan import Item

_COST = re.compile(
    r"(?:and |so |ok |now )*(?:what|how much) (?:did|do|does|has|have) (?:they|those|these|each|all)"
    r"(?: one)?(?: of (?:them|those|these))? (?:each )?cost(?: us)?(?: (?:in total|altogether|each|so far|overall))*"
)
POINTS = v.word_set("they them those these their theirs each")
SMALL = v.FILLER | v.ADD_WORDS | v.PREPOSITIONS | v.DO | v.BE | POINTS | v.word_set(
    "i d would could can you we us me and so what which how many much the our of one ones as a by"
)  # fmt: skip


def asked(
    said: Sequence[Token], items: Sequence[Item], parts: Parts, before: MetricRequest, known: Known
) -> Query | None:
    """The figures that a reply asks of each of them; None where it asks anything else."""
    lexicon, own = known.lexicon, rows_of(before, known.lexicon)
    if own is None or own.freshness is not None or before.limit or before.period:
        return None
    norms = [t.norm for t in said if t.norm and t.norm.isalnum()]
    if _COST.fullmatch(" ".join(norms)):
        cost = known_ratios.spent_by(own.name, lexicon)
        metrics = [cost] if cost else []
    elif POINTS & set(norms) and _nothing_else(said, items, parts):
        found = [lexicon.metrics(m.item.senses, weak=False) for m in parts.measures]
        metrics = [named[0] for named in found if len(named) == 1]
        metrics = metrics if len(metrics) == len(found) else []
    else:
        return None
    if not metrics or any(not _of(m, own.name, known) for m in metrics):
        return None
    text = parts.periods[0].text if parts.periods else None
    request = figures_of(before, MetricRequest(metrics=tuple(m.name for m in metrics), period=text), lexicon)
    return Query(request) if request else None


def _of(metric: Metric, rows: str, known: Known) -> bool:
    """The figure is of other rows, which lead to these."""
    return bool(known.lexicon.reach.distance([metric], rows))


def _nothing_else(said: Sequence[Token], items: Sequence[Item], parts: Parts) -> bool:
    """The reply names figures, and says no more than of what and over which time."""
    other = (
        parts.known, parts.conditions, parts.thresholds, parts.dimensions, parts.datasets, parts.drops, parts.grain,
        parts.by, parts.ranked, parts.limit, parts.sorting, parts.figures, parts.versus, parts.compare,
        parts.aggregates, parts.happened, parts.pers, parts.trend, parts.chart, len(parts.periods) > 1,
    )  # fmt: skip
    named = {n for i in items if i.kind in ("term", "period") for n in range(i.first, i.last + 1)}
    rest = {t.norm for n, t in enumerate(said) if n not in named and t.norm.isalnum()}
    return bool(parts.measures) and not any(other) and rest <= SMALL
