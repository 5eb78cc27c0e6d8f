"""Whether the names that figures are asked by are each one row's: looked at in the data, as the asker sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_actions.context import Context
from agent_actions.errors import ActionError
from agent_actions.query import reading
from agent_actions.semantic.entities import key_beside
from agent_actions.semantic.lookup import field_named, label_for, metric_named
from agent_actions.semantic.model import ModelField
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.words import by_name_only

KEPT_SECONDS = 3_600
"""How long it is kept that names repeat, or that they don't."""


@dataclass(frozen=True)
class Namesakes:
    """``apart``: fields (``dataset.field``) whose names some rows share, to be told apart by their key."""

    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    """What is to be said of names whose key the asker may not see."""


def namesakes(context: Context, request: MetricRequest) -> Namesakes:
    """One small statement for each name that is asked for, kept for an hour; none for names declared unique.

    A name that can't be looked at counts as one that some rows share.
    """
    apart: list[str] = []
    together: list[str] = []
    for field in _asked(context, request):
        keys = key_beside(context.model, field)
        dataset = context.model.dataset(field.dataset)
        if not keys or dataset is None:
            continue
        withheld = context.grant.hidden_columns(dataset.source) | context.grant.masked_columns(dataset.source)
        shared = f"count({field.expression}) - count(DISTINCT {field.expression})"
        if reading(context, dataset, shared, "", KEPT_SECONDS) == "0":
            continue
        if any(key.name.casefold() in withheld for key in keys):
            together.append(by_name_only(label_for(context.model, field)))
        else:
            apart.append(field.ref)
    return Namesakes(tuple(apart), tuple(together))


def _asked(context: Context, request: MetricRequest) -> Iterator[ModelField]:
    """The fields of the request's breakdowns and file keys; what doesn't resolve is refused elsewhere, in words."""
    names = [*request.dimensions, *(pair.field for pair in (request.file.on if request.file else ()))]
    for name in names:
        try:
            facts = [d for metric in request.metrics for d in metric_named(context.model, metric).datasets]
            yield field_named(context.model, name, facts)
        except ActionError:
            continue
