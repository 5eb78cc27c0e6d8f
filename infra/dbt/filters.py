"""dbt's ``where`` templates as SQL over the model's fields: ``{{ Dimension('order__status') }} = 'returned'``."""

from __future__ import annotations

import re

from sqlglot import exp

from agent_actions.semantic.expressions import ExpressionError, parse_expression
from infra.dbt import words
from infra.dbt.datasets import Datasets, ref

_TEMPLATE = re.compile(
    r"""\{\{\s*(?P<kind>Dimension|TimeDimension|Entity|Metric)\(\s*['"](?P<name>\w+)['"]\s*
        (?:,\s*(?:time_granularity_name\s*=\s*)?['"](?P<grain>\w+)['"]\s*)?
        (?:,\s*entity_path\s*=\s*\[[^\]]*\]\s*)?\)
        (?:\.grain\(\s*['"](?P<by>\w+)['"]\s*\))?\s*\}\}""",
    re.VERBOSE,
)


class NoCounterpartError(Exception):
    """Something of the manifest that cannot be had here. The message says what, to go behind a name."""


def condition(datasets: Datasets, dataset: str, template: str) -> exp.Expr:
    """The filter as a tree; names without an entity are of ``dataset``. Raises NoCounterpartError."""
    placed: dict[str, exp.Expr] = {}

    def put(found: re.Match[str]) -> str:
        if found["kind"] == "Metric":
            raise NoCounterpartError(words.FILTER_METRIC)
        name = f"outcrop_slot_{len(placed)}"
        placed[name] = _named(datasets, dataset, found["kind"], found["name"], found["grain"] or found["by"])
        return name

    sql = _TEMPLATE.sub(put, template)
    if "{{" in sql or "{%" in sql:
        raise NoCounterpartError(words.FILTER_TEMPLATE.format(template=template))
    try:
        tree = parse_expression(sql).copy()
    except ExpressionError as error:
        raise NoCounterpartError(words.NOT_SQL.format(reason=error)) from None

    def filled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            return placed.get(node.name) or ref(dataset, datasets.fields[dataset].of_column(node.name))
        return node

    return exp.paren(tree.transform(filled), copy=False)


def _named(datasets: Datasets, dataset: str, kind: str, name: str, grain: str | None) -> exp.Expr:
    *path, last = name.split("__")
    if kind == "Entity":
        found = [d for d in [dataset, *datasets.models] if datasets.key(d, last)][:1]
        column = datasets.key(found[0], last) if found else None
    else:
        found = datasets.home(path[-1], last) if path else [dataset]
        found = [dataset] if dataset in found else found
        column = last
    if len(found) > 1:
        raise NoCounterpartError(words.filter_of_several(name, found))
    if not found or column is None or column.casefold() not in datasets.fields[found[0]].fields:
        raise NoCounterpartError(words.unknown(kind.lower(), name))
    tree = ref(found[0], column)
    return exp.func("DATE_TRUNC", exp.Literal.string(grain), tree) if grain else tree
