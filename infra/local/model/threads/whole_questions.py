"""A reply that is a whole question with a figure, and says no days: "which store had the most orders?".

It is of the days of the question before, and of the places and kinds that this was limited to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.consistent import STATES, counts_things
from infra.local.model.english.text import Token, name_words
from infra.local.model.english.vocabulary import TOGETHER
from infra.local.model.figures.meant import Meant
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Measure, Parts
from infra.local.model.says.unreachable import carried
from infra.local.model.threads import pointing
from infra.local.model.threads.earlier import Earlier


def of_its_days(parts: Parts, tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> Earlier | None:
    """The question before, as far as a whole question goes on from it; None where that is of days of its own.

    Things that last have none: "how many stores are there?", after revenue in May, and "revenue by country", after
    the stores that opened then.
    """
    other = parts.periods or parts.befores or (parts.grain and pointing.same_again(tokens))
    other = other or any(f.name.startswith(("before", "year", "over:")) for f in parts.figures)
    _count_rows(parts, lexicon)
    lasting = lasts(parts, lexicon) or any(counts_things(m, lexicon) for m in before.metrics)
    if other or lasting or not (before.request.period and parts.measures):
        return None
    metrics = lexicon.measured([s for m in parts.measures for s in m.item.senses])
    filters = tuple(f for f in before.request.filters if _stays(f, metrics, lexicon))
    request = MetricRequest(metrics=before.request.metrics, period=before.request.period, filters=filters)
    return replace(before, request=request)


def _count_rows(parts: Parts, lexicon: Lexicon) -> None:
    """ "Parcels by carrier": their number, where nothing else is asked of them."""
    if not parts.measures and len(parts.datasets) == 1 and len(lexicon.counters(parts.datasets[0].senses)) == 1:
        parts.measures = [Measure(parts.datasets.pop(), counts=True)]


def _stays(kept: Filter, metrics: Sequence[Metric], lexicon: Lexicon) -> bool:
    """A place or a kind that the figures know; but not how something stands: "cancelled", "late"."""
    field = lexicon.model.field(carried(lexicon.reach, kept.field, metrics, kept.values))
    if field is None or field.datatype == "Boolean" or set(name_words(field.name)) & STATES:
        return False
    return lexicon.reach.distance(metrics, field.dataset) is not None


def lasts(parts: Parts, lexicon: Lexicon) -> bool:
    """ "How many stores do we have?" """
    named = lexicon.measured([s for m in parts.measures for s in m.item.senses])
    return any(counts_things(m, lexicon) for m in named)


def check_whole(parts: Parts, tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> None:
    """ "How many orders in total?", after the cancelled ones: of these, or of all? Raises Stop."""
    request = before.request
    named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
    apart = request.dimensions or request.grain or request.by or parts.dimensions or parts.grain or parts.known
    whole = next((t for t in tokens if t.norm in TOGETHER), None)
    dated = request.period and not parts.periods and any(counts_things(m, lexicon) for m in before.metrics)
    if whole and not apart and (request.filters or dated) and named and named <= set(request.metrics):
        raise Stop(Unplaced((whole.surface,), whole.start, whole.end))


def freed(filters: Sequence[Filter], parts: Parts, meant: Meant, before: MetricRequest) -> list[Filter]:
    """ "Which country made the most?", after Germany: Germany is one of those that are ranked now."""
    if before.dimensions or not parts.ranked or not any(d.target for d in parts.dimensions):
        return list(filters)
    ranked = {d.ref for d in meant.dimensions}
    return [f for f in filters if not (f.field in ranked and f.op == "in" and len(f.values) == 1)]
