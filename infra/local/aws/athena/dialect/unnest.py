"""UNNEST in Trino's ways: several arrays side by side, maps, arrays of rows, WITH ORDINALITY.

Each becomes a lateral subquery that unnests in its select list, where DuckDB pads the shorter list with NULL.
"""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.dialect.typing import Types
from infra.local.aws.athena.errors import QueryError


def rewrite_unnests(tree: exp.Query, types: Types, sql: str) -> exp.Query:
    for unnest in list(tree.find_all(exp.Unnest)):
        if not isinstance(unnest.parent, exp.From | exp.Join):
            continue
        unnest.replace(exp.Lateral(this=_subquery(unnest, types, sql), alias=_alias(unnest)))
    return tree


def _alias(unnest: exp.Unnest) -> exp.TableAlias:
    alias = unnest.args.get("alias")
    name = alias.this if isinstance(alias, exp.TableAlias) and alias.this else exp.to_identifier("unnested")
    return exp.TableAlias(this=name, columns=_names(unnest) or None)


def _names(unnest: exp.Unnest) -> list[exp.Identifier]:
    alias = unnest.args.get("alias")
    names = list(alias.args.get("columns") or []) if isinstance(alias, exp.TableAlias) else []
    offset = unnest.args.get("offset")
    if isinstance(offset, exp.Identifier):
        names.append(offset)
    return names


def _subquery(unnest: exp.Unnest, types: Types, sql: str) -> exp.Subquery:
    arguments = unnest.expressions
    names = _names(unnest)
    ordinality = bool(unnest.args.get("offset"))
    wanted = len(names) - ordinality
    columns: list[exp.Expr] = []
    lengths: list[exp.Expr] = []
    for argument in arguments:
        parts = _parts(argument, types, pairs=bool(names) and wanted == 2 * len(arguments))
        columns += [exp.Anonymous(this="unnest", expressions=[part]) for part in parts]
        lengths.append(exp.Anonymous(this="len", expressions=[parts[0].copy()]))
    if names and wanted != len(columns):
        raise QueryError(words.alias_list(place(unnest, sql), len(names), len(columns) + ordinality))
    if ordinality:
        most = lengths[0] if len(lengths) == 1 else exp.Anonymous(this="greatest", expressions=lengths)
        end = exp.Add(this=most, expression=exp.Literal.number(1))
        numbers = exp.Anonymous(this="range", expressions=[exp.Literal.number(1), end])
        columns.append(exp.Anonymous(this="unnest", expressions=[numbers]))
    named = [exp.alias_(column, f"_col{index}") for index, column in enumerate(columns)]
    return exp.Subquery(this=exp.Select(expressions=named))


def _parts(argument: exp.Expr, types: Types, *, pairs: bool) -> list[exp.Expr]:
    """The lists behind one argument: a map's keys and values, a row's fields, or the array itself."""
    found = types.of(argument)
    kind = types.family(argument)
    if kind == "map" or (kind is None and pairs):
        return [exp.Anonymous(this=name, expressions=[argument.copy()]) for name in ("map_keys", "map_values")]
    if kind == "array" and found is not None and found.expressions:
        element = found.expressions[0]
        if isinstance(element, exp.DataType) and element.is_type(exp.DataType.Type.STRUCT) and element.expressions:
            return [_field(argument, index) for index in range(len(element.expressions))]
    return [argument]


def _field(argument: exp.Expr, index: int) -> exp.Expr:
    item = exp.to_identifier("item__")
    taken = exp.Anonymous(this="struct_extract_at", expressions=[item.copy(), exp.Literal.number(index + 1)])
    made = exp.Lambda(this=taken, expressions=[item])
    return exp.Anonymous(this="list_transform", expressions=[argument.copy(), made])
