"""A value to keep that a figure leaves out by its definition: "units returned", of a figure that counts only sales."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from agent_actions.semantic.model import Metric, SemanticModel
from agent_actions.semantic.request import Filter
from infra.local.model.reach import parsed


def left_out(model: SemanticModel, metrics: Sequence[Metric], filters: Sequence[Filter]) -> Metric | None:
    """The first metric that can only be empty under these filters, as each of its parts keeps other values."""
    for metric in metrics:
        kept = kept_values(metric)
        for asked in filters:
            own = _own(model, kept, asked.field)
            if own and asked.op == "in" and not own & {str(v) for v in asked.values}:
                return metric
            if own and asked.op == "not_in" and own <= {str(v) for v in asked.values}:
                return metric
    return None


def _own(model: SemanticModel, kept: dict[str, set[str]], ref: str) -> set[str]:
    """What the metric keeps of this field, or of one that says the same in another dataset: the status of a line."""
    if own := kept.get(ref.casefold()):
        return own
    field = model.field(ref)
    known = set(field.values) if field else set[str]()
    column = ref.rpartition(".")[2].casefold()
    alike = [values for own_ref, values in kept.items() if own_ref.rpartition(".")[2] == column and values <= known]
    return alike[0] if len(alike) == 1 else set()


def kept_values(metric: Metric) -> dict[str, set[str]]:
    """``dataset.field`` -> the values of it that any part of the metric keeps; only fields that every part limits."""
    tree = parsed(metric.expression)
    parts = list(tree.find_all(exp.AggFunc)) if tree is not None else []
    limits = [_limits(part) for part in parts]
    shared = set.intersection(*(set(found) for found in limits)) if limits else set[str]()
    return {ref: set[str]().union(*(found[ref] for found in limits)) for ref in shared}


def _limits(part: exp.Expr) -> dict[str, set[str]]:
    """What the conditions of one aggregate keep: ``CASE WHEN status = 'completed' THEN ... END``, without an ELSE."""
    case = part.find(exp.Case)
    if case is None or case.args.get("default") is not None or len(case.args.get("ifs") or []) != 1:
        return {}
    condition = case.args["ifs"][0].this
    found: dict[str, set[str]] = {}
    terms = list(condition.flatten()) if isinstance(condition, exp.And) else [condition]
    for term in terms:
        column = term.this if isinstance(term, exp.EQ | exp.In) else None
        values = [term.expression] if isinstance(term, exp.EQ) else list(term.expressions) if column is not None else []
        if isinstance(column, exp.Column) and values and all(isinstance(v, exp.Literal) for v in values):
            found[f"{column.table}.{column.name}".casefold()] = {v.name for v in values}
    return found
