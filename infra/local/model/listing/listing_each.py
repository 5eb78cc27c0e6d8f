"""The first of the things in each of something: "the dearest product in each category, by list price".

A list has one order for all its rows; so each thing's own number becomes a figure of it, which ranks within the groups.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic import column_figures
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel
from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model.parts import Direction
from infra.local.model.scan import Item

IN_EACH = frozenset(
    f"{lead}{each}"
    for lead in ("in ", "for ", "of ", "within ", "from ", "at ", "per ", "by ", "")
    for each in ("each", "every")
) | {"per"}
"""How groups are named, in each of which something comes first."""


def behind(items: Sequence[Item]) -> list[Item]:
    """ "For each category, the dearest product": the groups, put behind the things as where they are mostly said."""
    leads = len(items) > 2 and items[0].name == "by" and items[0].text.casefold() in IN_EACH and items[1].has("field")
    rest = items[2 + (len(items) > 2 and items[2].text in (",", ":")) :]
    if not leads or not any(i.kind == "rank" or i.name == "by" for i in rest[:3]):
        return list(items)
    return [*rest, *items[:2]]


def ranked(
    model: SemanticModel,
    own: Dataset,
    *,
    names: Sequence[ModelField],
    groups: Sequence[ModelField],
    by: tuple[ModelField, Direction],
    limit: int,
    filters: Sequence[Filter],
) -> MetricRequest | None:
    """``names`` tell the things of ``own``. None where they cannot go by that field: a key, a day, another's number."""
    field, direction = by
    if field.dataset != own.name or not column_figures.is_measure(model, field):
        return None
    figure = column_figures.column(model, "max" if direction == "desc" else "min", field).name
    return MetricRequest(
        metrics=(figure,),
        dimensions=tuple(dict.fromkeys(f.ref for f in (*groups, *names))),
        filters=tuple(filters),
        order=Order(by=figure, direction=direction),
        limit=limit,
        within=tuple(f.ref for f in groups),
    )
