"""A question whose period goes by another date than the figure's own ("tickets closed last week"), changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent_actions.semantic.model import DATED_TYPES, SemanticModel
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.outcomes import Stop
from infra.local.model.refusals import refuse


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
