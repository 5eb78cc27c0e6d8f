"""The period of a changed question: as said now or as it was, by the figure's own date or by another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent_actions.semantic.model import DATED_TYPES, SemanticModel
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.says.refusals import refuse
from infra.local.model.times import spans
from infra.local.model.times.spans import Span


def period(
    span: Span | None, request: MetricRequest, base: Span | None, flags: set[str], *, whole: bool = False
) -> str | None:
    """The period of a changed request. ``span``: as said now; ``base``: of before. Raises Stop for half of what.

    ``whole``: it is no part of the period before, though it may lie in it.
    """
    old = request.period
    if span is None:
        dropped = flags & v.PERIOD_WORDS and (flags & v.DROP_WORDS)
        return None if dropped else old
    if base is not None and base.unit and (span.text or "").startswith("..") and base.start <= span.end <= base.end:
        return spans.between(base.start, span.end).text
    if span.half and span.yearless and base is not None and base.unit not in (None, "year"):
        raise Stop(Unplaced((f"{'first' if span.half == 1 else 'second'} half",)))
    if span.yearless:
        said_year = base is not None and base.text is not None and re.match(r"\d{4}", base.text)
        if said_year and base is not None and base.start.year == base.end.year:
            return spans.with_year(span, base.start.year).text
    within = _inside(span, base) if base is not None and base.text and not whole else None
    return (within or span).text


def _inside(span: Span, base: Span) -> Span | None:
    """ "Only March", after last year: the one that lies in it."""
    if not span.yearless or span.unit == "year" or base.start <= span.start <= span.end <= base.end:
        return None
    years = {base.start.year, base.end.year}
    found = [spans.with_year(span, year) for year in years]
    found = [s for s in found if base.start <= s.start <= span.start and s.end <= base.end]
    return found[0] if len(found) == 1 else None


def redated(request: Mapping[str, Any], before: MetricRequest, model: SemanticModel) -> dict[str, Any]:
    """The request with a new period where the old one was. Raises Stop for what such a date cannot be asked for."""
    changed = dict(request)
    filters: Sequence[Filter] = changed["filters"]
    dated = [f for f in filters if before.period is None and f.op == "in" and _is_date(model, f.field)]
    if not dated:
        return changed
    if changed.get("grain") or changed.get("by") or changed.get("compare") or changed.get("why"):
        raise Stop(refuse("other date"))
    if changed["period"]:
        changed["filters"] = tuple(
            f.model_copy(update={"values": (changed["period"],)}) if f in dated else f for f in filters
        )
        changed["period"] = None
    return changed


def _is_date(model: SemanticModel, ref: str) -> bool:
    field = model.field(ref)
    return field is not None and (field.datatype in DATED_TYPES or field.is_time)
