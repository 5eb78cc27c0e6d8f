"""A whole question -> a request: period, grain, ranking and order put together with what the words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest, Order
from infra.local.model import spans, words
from infra.local.model.outcomes import Ask, Option, Query, Stop
from infra.local.model.parts import Direction, Parts
from infra.local.model.reach import Reach
from infra.local.model.refusals import refuse
from infra.local.model.resolve import MAX_OPTIONS, Meant
from infra.local.model.spans import Span, Unit

DEFAULT_TOP = 10
"""Rows of "top products" where no number is asked for."""
CUTS = frozenset({"top", "best", "bottom", "worst", "leading"})
"""Ranking words that promise a short list; "highest" and "most" only promise an order."""


@dataclass(frozen=True)
class When:
    span: Span | None
    """None: no period was named. A span whose text is None: all time."""
    grain: Unit | None


def when(parts: Parts) -> When:
    """The one period that is meant and the grain, when two periods are set side by side."""
    found = list(dict.fromkeys(parts.periods))
    if not found:
        return When(None, parts.grain)
    if len(found) == 2:
        year = next((s for s in found if s.unit == "year"), None)
        other = next((s for s in found if s.yearless), None)
        if year is not None and other is not None and year.text:
            return When(spans.with_year(other, year.start.year), parts.grain)
    if len(found) == 1:
        return When(found[0], parts.grain)
    joined = spans.join(found)
    if joined is None or (parts.grain not in (None, joined[1])):
        raise Stop(refuse("two periods"))
    return When(joined[0], joined[1])


def check_comparison(parts: Parts) -> None:
    """A comparison must have its two sides in the question; a change that is to be computed is refused."""
    sides = max(
        len({k.item.text.casefold() for k in parts.known if not k.negative}), len(parts.measures), len(parts.periods)
    )
    if parts.versus and sides < 2:
        raise Stop(refuse("change"))


def check_ranking(parts: Parts, meant: Meant, grain: Unit | None) -> None:
    """A ranking of one thing inside another (top products of each region) is refused."""
    others = [d for d in meant.dimensions if d not in meant.targets]
    if parts.ranked and meant.targets and (others or grain):
        raise Stop(refuse("top per group"))
    if parts.limit and grain and meant.dimensions:
        raise Stop(refuse("top per group"))


def ranking(parts: Parts, order_by: str, notes: list[str], grain_ranked: bool) -> tuple[Order | None, int | None]:
    """The order and the number of rows that ranking words ask for."""
    direction: Direction = parts.direction or "desc"
    if not parts.ranked:
        return (Order(by=order_by, direction=direction) if parts.sorting or parts.limit else None), parts.limit
    limit = parts.limit
    if limit is None:
        if parts.target_plural is False or (grain_ranked and parts.target_plural is None):
            limit = 1
        elif parts.target_plural and parts.rank_word in CUTS:
            limit = DEFAULT_TOP
            notes.append(words.TOP_TEN)
    return Order(by=order_by, direction=direction), limit


def fresh(parts: Parts, meant: Meant, reach: Reach) -> Query:
    """The request of a question that stands on its own. Raises Stop when something must be asked or refused."""
    notes = list(meant.notes)
    moment = when(parts)
    check_comparison(parts)
    grain = moment.grain
    if grain is None and meant.by_time:
        grain = "day"
    if grain is None and parts.trend:
        grain = spans.fitting_grain(moment.span)
    check_ranking(parts, meant, grain)
    dimensions = list(dict.fromkeys(d.ref for d in [*meant.dimensions, *meant.all_of]))
    if (parts.ranked or parts.limit) and not dimensions and not grain:
        raise Stop(by_what(meant.metrics, reach))
    main = meant.order_metric or meant.metrics[0]
    order_by = meant.sort_field.ref if meant.sort_field else main.name
    order, limit = ranking(parts, order_by, notes, grain is not None and not dimensions)
    if meant.sort_field and parts.direction is None and order is not None:
        order = Order(by=order_by, direction="asc")
    if meant.sort_field and meant.sort_field.ref not in dimensions:
        dimensions.append(meant.sort_field.ref)
    request = MetricRequest(
        metrics=tuple(m.name for m in meant.metrics),
        dimensions=tuple(dimensions),
        grain=grain,
        period=moment.span.text if moment.span else None,
        filters=tuple(meant.filters),
        order=order,
        limit=limit,
        chart=parts.wish,
    )
    return Query(request, tuple(notes), tuple(meant.taken))


def by_what(metrics: Sequence[Metric], reach: Reach) -> Ask:
    """The question back when a ranking names nothing to rank."""
    fields = reach.fields(metrics)[:MAX_OPTIONS]
    labels = [f.label for f in fields]
    question = words.which_dimension(metrics[0].label, labels)
    return Ask(metrics[0].label, question, tuple(Option(label, label) for label in labels), "dimension")
