"""Filters of a follow-up: one more, in place of another, or without some of its values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import sqlglot.expressions as exp

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter
from infra.local.model.reach import parsed


def minus(old: Filter, values: set[str | None]) -> Filter | None:
    """The filter without these values; None when nothing is left of it."""
    if not values or old.op not in ("in", "not_in"):
        return old
    kept = tuple(x for x in old.values if x not in values)
    return old.model_copy(update={"values": kept}) if kept else None


def with_filter(old: list[Filter], new: Filter, *, adds: bool, replaces: bool = False) -> list[Filter]:
    """The filters with one more, which takes the place of another on the same field; what is left out stays out.

    ``replaces``: what was left out before is not meant any more.
    """
    same = [f for f in old if f.field.casefold() == new.field.casefold()]
    others = [f for f in old if f not in same]
    if new.op == "in" and adds:
        values = [x for f in same if f.op == "in" for x in f.values]
        left_out = [g for f in same if f.op == "not_in" and (g := minus(f, {str(x) for x in new.values}))]
        if not values and any(f.op == "not_in" for f in same):
            return [*others, *left_out]
        return [*others, new.model_copy(update={"values": tuple(dict.fromkeys([*values, *new.values]))})]
    if new.op == "not_in":
        kept = [g for f in same if f.op == "in" and (g := minus(f, {str(x) for x in new.values}))]
        if kept and any(f.values != g.values for f, g in zip([f for f in same if f.op == "in"], kept, strict=False)):
            return [*others, *kept]
        if kept and not any(f.op == "not_in" for f in same):
            return old
        out = [x for f in same if f.op == "not_in" for x in f.values] if not replaces else []
        return [*others, *kept, new.model_copy(update={"values": tuple(dict.fromkeys([*out, *new.values]))})]
    return [*others, new]


def of_all(filters: list[Filter], rates: Sequence[Metric], said: set[str]) -> tuple[list[Filter], list[str]]:
    """ "Bounce rate", after those that bounced: of these it would be all of them, so that condition goes.

    ``said``: fields of this message's own conditions, which stay. Returns the fields of those that went too.
    """
    trees = [tree for m in rates if (tree := parsed(m.expression))]
    counted = {c.sql().casefold() for tree in trees for c in tree.find_all(exp.Column)} - said
    kept = [f for f in filters if f.field.casefold() not in counted]
    return kept, [f.field for f in filters if f not in kept]


Thing = TypeVar("Thing")


def in_place(old: Sequence[Thing], gone: Sequence[Thing], new: Sequence[Thing]) -> list[Thing]:
    """The old things with the new ones where the first of those that go stood."""
    at = next(i for i, thing in enumerate(old) if thing in gone)
    kept = [[x for x in part if x not in gone] for part in (old[:at], old[at:])]
    return list(dict.fromkeys([*kept[0], *new, *kept[1]]))
