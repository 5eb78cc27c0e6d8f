"""Requests in one readable line, so that the tables of the tests can be read."""

from __future__ import annotations

from agent_actions.semantic.request import Filter, MetricRequest


def condition(kept: Filter) -> str:
    values = f" ({', '.join(str(v) for v in kept.values)})" if kept.values else ""
    return f"{kept.field} {kept.op}{values}"


def brief(request: MetricRequest) -> str:
    """``revenue by stores.region per month over 2026 where stores.region in (EMEA) order revenue desc limit 5``"""
    parts = [", ".join(request.metrics) or "list"]
    if request.count:
        parts.insert(0, f"count of {request.count} by")
    if request.dimensions:
        parts.append(f"by {', '.join(request.dimensions)}")
    if request.grain:
        parts.append(f"per {request.grain}")
    if request.by:
        parts.append(f"each {request.by}")
    if request.period:
        parts.append(f"over {request.period}")
    if request.weekdays:
        parts.append(f"on {' '.join(request.weekdays)}")
    if request.hours:
        parts.append(f"at {request.hours}")
    if request.filters:
        conditions = [
            f"{f.field} {f.op}" + (f" ({', '.join(str(v) for v in f.values)})" if f.values else "")
            for f in request.filters
        ]
        parts.append(f"where {' and '.join(conditions)}")
    if request.order:
        parts.append(f"order {request.order.by} {request.order.direction}")
    if request.limit:
        parts.append(f"limit {request.limit}")
    if request.within:
        parts.append(f"within {' and '.join(request.within)}")
    beside = [name for name in ("why", "share", "running", "rest") if getattr(request, name)]
    if request.rolling:
        beside.append(f"{'mean' if request.mean else 'rolling'} {request.rolling}")
    if request.show:
        beside.append(f"showing {' and '.join(request.show)}")
    if request.compare:
        beside.insert(0, f"against {request.compare}")
    if beside:
        parts.append(f"with {', '.join(beside)}")
    if request.chart:
        parts.append(f"as {request.chart}")
    return " ".join(parts)
