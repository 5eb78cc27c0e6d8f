"""The order and the number of rows of a changed request: as said now, or as they were."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest, Order
from infra.local.model import compose
from infra.local.model.english import vocabulary as v
from infra.local.model.everyday import breakdowns
from infra.local.model.figures.meant import Meant
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts


def ordered(
    parts: Parts,
    request: MetricRequest,
    meant: Meant,
    lexicon: Lexicon,
    metrics: Sequence[Metric],
    dimensions: Sequence[str],
    grain: str | None,
    notes: list[str],
) -> tuple[Order | None, int | None]:
    """``request``: of before. Raises Stop for a ranking of one figure, or an order that can't be turned round."""
    names = {m.name for m in metrics}
    broken = bool(dimensions or grain)
    if parts.reverse:
        return _reversed(parts, request, metrics, broken)
    if parts.flags & v.DROP_WORDS and "limit" in parts.flags:
        return request.order, None
    ranks = parts.ranked or parts.limit or parts.sorting
    if any(f.ref in request.dimensions for f in meant.all_of) and not ranks:
        return request.order if broken else None, None  # "all carriers", after the top 3
    if grain and not dimensions and request.dimensions and not ranks:
        return None, None
    if parts.ranked and "only" in parts.flags and not (parts.sorting or parts.limit or parts.known or parts.conditions):
        if parts.target_plural:
            raise Stop(Unplaced((parts.rank_word,)))  # "only the largest stores": how many of them
        parts.limit = 1
    if ranks:
        if not broken:
            raise Stop(compose.by_what(metrics, lexicon.reach))
        held = request.order.by if request.order and request.order.by in names else _asked(request, metrics)
        by = meant.order_metric.name if meant.order_metric else held
        by = meant.sort_field.ref if meant.sort_field else by
        if parts.sort_field and dimensions and breakdowns.by_own_name(parts.sort_field, dimensions):
            by = dimensions[0]
        elif meant.sort_field and meant.sort_field.ref not in dimensions:
            raise Stop(Unplaced((parts.sort_field.text if parts.sort_field else meant.sort_field.label,)))
        if (ranked := lexicon.model.metric(by)) is not None:
            compose.check_good_and_bad(parts, ranked, (*request.filters, *meant.filters))
        order, limit = compose.ranking(parts, by, notes, grain is not None and not dimensions)
        if order is not None and ranked is None and parts.direction is None:
            order = Order(by=by, direction="asc")
        if order is not None and not (meant.order_metric or meant.sort_field) and by in names:
            order = _by_change(parts, request, names) or order
        return order, request.limit if limit is None and _as_many(parts, request, dimensions, grain) else limit
    if parts.by and not dimensions:
        return None, None
    if not broken or request.order is None:
        return None, request.limit if broken else None
    if request.order.by in names or request.order.by in dimensions:
        return request.order, request.limit
    if request.compare and request.order.by.removesuffix("_pct").removesuffix("_change") in names:
        return _of_change(parts, request.order, meant), request.limit
    if request.why and request.order.by.removesuffix("_contribution") in names:
        return request.order, request.limit
    changed = re.fullmatch(r"(.+?)(_change(?:_pct)?|_share)", request.order.by)
    if changed and request.share and changed[2] == "_share" and changed[1] in names:
        return request.order, request.limit
    if changed and (request.share if changed[2] == "_share" else request.compare) and changed[1] in request.metrics:
        return Order(by=metrics[0].name + changed[2], direction=request.order.direction), request.limit
    if request.order.by in request.metrics:
        return Order(by=metrics[0].name, direction=request.order.direction), request.limit
    return None, request.limit


def _asked(request: MetricRequest, metrics: Sequence[Metric]) -> str:
    """The first figure; of two the one that keeps no rows: the revenue of customers with more than 5 orders."""
    bounds = {f.field for f in request.filters}
    others = [m for m in metrics if m.name not in bounds]
    return others[0].name if len(metrics) == 2 and len(others) == 1 else metrics[0].name


def _by_change(parts: Parts, request: MetricRequest, names: set[str]) -> Order | None:
    """ "Show the top 5", after the one that grew the most: those that did. Raises Stop where the end is unclear."""
    before = request.order
    if before is None or not request.compare or before.by in names or parts.dropped_figures:
        return None
    if before.by.removesuffix("_pct").removesuffix("_change") not in names or parts.asks("change", "why"):
        return None
    by = before.by + ("_pct" if parts.in_percent and not before.by.endswith("_pct") else "")
    if before.direction == "desc":
        return Order(by=by, direction=parts.direction or "desc")
    if parts.rank_word and parts.rank_word not in ("top", "most", "least"):
        raise Stop(Unplaced((parts.rank_word,)))  # "the worst", after the one that fell the most
    turned = parts.rank_word == "least" or (not parts.rank_word and parts.direction == "desc")
    return Order(by=by, direction="desc" if turned else "asc")


def _of_change(parts: Parts, before: Order, meant: Meant) -> Order:
    """An order by change: "by revenue" goes by the figure itself, "in percent" by the change in percent."""
    if parts.measures and all(m.ordering for m in parts.measures) and not parts.asks("change"):
        return Order(by=meant.metrics[0].name, direction="desc")
    if parts.in_percent and not before.by.endswith("_pct"):
        return Order(by=f"{before.by}_pct", direction=before.direction)
    return before


def _as_many(parts: Parts, request: MetricRequest, dimensions: Sequence[str], grain: str | None) -> bool:
    """Only the order is another one, or the other end of the same rows: "and the least?" is one where the most was."""
    same = list(request.dimensions) == list(dimensions) and request.grain == grain
    return parts.sorting or (parts.target_plural is None and same)


def _reversed(
    parts: Parts, request: MetricRequest, metrics: Sequence[Metric], broken: bool
) -> tuple[Order, int | None]:
    """The order of before the other way round; without one, the lowest first."""
    if not broken:
        raise Stop(Unplaced((parts.reverse,)))
    if request.order is None and not request.dimensions:
        raise Stop(Unplaced((parts.reverse,)))
    if request.order is None:
        return Order(by=metrics[0].name, direction="asc"), request.limit
    turned = "asc" if request.order.direction == "desc" else "desc"
    return Order(by=request.order.by, direction=turned), request.limit
