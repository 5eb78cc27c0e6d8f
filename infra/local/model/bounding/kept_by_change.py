""" "Which categories sold less than a year ago", "countries where revenue grew": rows kept by how their figure changed.

"How much did revenue grow by country" asks for the change of each, and "which grew most" ranks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.request import Filter, Order
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english.vocabulary import word_set
from infra.local.model.figures.arithmetic import Beside
from infra.local.model.parts import Parts

RISEN = word_set(
    "grew grown growing rose risen rising increased increasing gained climbed jumped soared surged spiked up"
)
FALLEN = word_set(
    "fell fallen falling dropped dropping decreased decreasing declined declining dipped shrank shrunk shrinking "
    "slumped slipped sank sunk tumbled tanked plunged plummeted down"
)
"""What rows did that are told apart; as nouns such words name the change of each of them."""
RISE = word_set("grow rise increase climb")
FALL = word_set("fall drop decrease decline dip shrink slip")
"""The same behind "did"; without it "the drop in revenue" is a figure."""
SUFFIX = "_change"
ROWS = "by change"
"""The flag of a reply that keeps some of the rows by how they changed."""


def kept(parts: Parts, metrics: Sequence[str], beside: Beside) -> tuple[Order, tuple[Filter, ...]] | None:
    """The order of rows that rose, or that fell, and the condition that keeps only these; None where all are asked for.

    "Is it lower in A and B" asks of each of them.
    """
    if beside.compare is None or beside.why or len(metrics) != 1 or parts.ranked or parts.sorting or parts.limit:
        return None
    rises = _leans(parts)
    if rises is None and _said_of_rows(parts):
        rises = _moved(parts)
    if rises is None:
        return None
    field = f"{metrics[0]}{SUFFIX}"
    some = parts.dimensions or parts.grain or parts.counted
    bound = Filter(field=field, op="gt" if rises else "lt", values=(0,))
    return Order(by=field, direction="desc" if rises else "asc"), (bound,) if some else ()


def again(
    limits: Sequence[Filter], order: Order | None, parts: Parts, metrics: Sequence[str], model: SemanticModel
) -> tuple[list[Filter], Order | None]:
    """The bounds on figures of before and the order, after a reply: "and which had more?", "which grew most?"."""
    old = next((f for f in limits if by_change(f, model)), None)
    if old is None and ROWS in parts.flags:
        old = Filter(field=f"{metrics[0]}{SUFFIX}", op="gt" if direction(parts) else "lt", values=(0,))
        limits, order = (*limits, old), None
    if old is None:
        return list(limits), order
    others = [f for f in limits if f is not old]
    if parts.ranked and parts.asks("change"):
        return others, order
    figure = figure_of(old.field, model)
    field = old.field if figure in metrics else f"{metrics[0]}{SUFFIX}"
    said = [direction(parts), "more" in parts.flags or None, False if "less" in parts.flags else None]
    rises = next((r for r in said if r is not None), old.op == "gt")
    if order is None or rises != (old.op == "gt"):
        order = Order(by=field, direction="desc" if rises else "asc")
    return [*others, Filter(field=field, op="gt" if rises else "lt", values=(0,))], order


def fitting(request: dict[str, Any], model: SemanticModel) -> dict[str, Any]:
    """Without what goes by a change, where nothing is compared any more."""
    if request.get("compare"):
        return request
    order = request.get("order")
    by = figure_of(order.by, model) if order else ""
    kept = tuple(f for f in request["filters"] if not by_change(f, model))
    return request | {"filters": kept, "order": Order(by=by, direction=order.direction) if order and by else order}


def figure_of(field: str, model: SemanticModel) -> str:
    """The figure that a filter bounds, by its own number or by its change; empty for a field of rows."""
    if model.metric(field):
        return field
    name = field.removesuffix("_pct").removesuffix(SUFFIX)
    return name if name != field and model.metric(name) else ""


def by_change(kept: Filter, model: SemanticModel) -> bool:
    """A figure's change is bounded, which nothing but a comparison has."""
    return model.metric(kept.field) is None and bool(figure_of(kept.field, model))


def direction(parts: Parts) -> bool | None:
    """Whether what is said of the change is up; None where neither is."""
    leans = _leans(parts)
    return _moved(parts) if leans is None else leans


def _words(parts: Parts) -> list[str]:
    said = [f.text.casefold().split() for f in parts.figures if f.name == "change"]
    return [words[0] for words in said if "or" not in words]


def _leans(parts: Parts) -> bool | None:
    """ "Had fewer orders than", "was lower than": whether that is more; None where neither is said."""
    word = next((w for w in (*_words(parts), parts.leans) if w in a.LESS | a.MORE), "")
    return word in a.MORE if word else None


def _said_of_rows(parts: Parts) -> bool:
    """The change is said of what is told apart: "which countries", "countries where"."""
    changes = [f.first for f in parts.figures if f.name == "change"]
    rows = [d.item.last for d in parts.dimensions if d.target or not d.said]
    return len(changes) == 1 == len(rows) and rows[0] < changes[0]


def _moved(parts: Parts) -> bool | None:
    """ "Grew", "did fall": whether that is up; None for what names no direction."""
    word = next(iter(_words(parts)), "")
    if word in RISEN | FALLEN:
        return word in RISEN
    target = any(d.target for d in parts.dimensions)
    return word in RISE if target and word in RISE | FALL else None
