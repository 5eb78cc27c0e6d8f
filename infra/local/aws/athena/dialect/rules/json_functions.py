"""JSON: the short paths of json_extract, and SQL's own of json_query, json_value and json_exists.

json_extract takes keys and subscripts only, no wildcard: https://github.com/trinodb/trino/issues/21847. SQL's paths are
taken in so far as they are keys, subscripts and wildcards; in lax mode too an array is not unwrapped by itself.
"""

from __future__ import annotations

import re

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.rules.base import Context, Named, Rule, call, cast, named, renamed
from infra.local.aws.athena.errors import QueryError

_SHORT = re.compile(r'\.([\w:$\-/@|]+)|\["((?:[^"\\]|\\.)*)"\]|\[([\w\-]+)\]')
_STANDARD = re.compile(r'\.([A-Za-z_]\w*)|\."((?:[^"\\]|\\.)*)"|\[\s*(\d+|\*)\s*\]|\.(\*)')


def short_path(path: str) -> str:
    """json_extract's path as DuckDB writes it. Raises QueryError for one that Trino doesn't take."""
    parts: list[str] = []
    position = 1
    while path.startswith("$") and position < len(path):
        found = _SHORT.match(path, position)
        if found is None:
            break
        key = found[1] or found[2] or found[3]
        index = found[3] is not None and found[3].isdigit()
        parts.append(f"[{key}]" if index else f'."{key}"')
        position = found.end()
    if not path.startswith("$") or position < len(path):
        raise QueryError(words.invalid_json_path(path))
    return "$" + "".join(parts)


def standard_path(node: exp.Expr, path: exp.Expr | None, context: Context) -> tuple[str, bool]:
    """SQL's path as DuckDB writes it, and whether it may give several values."""
    if not isinstance(path, exp.Literal):
        raise context.unsupported(node, "a JSON path that isn't a literal")
    text = re.sub(r"^\s*(lax|strict)\s+", "", path.name, flags=re.I).strip()
    if not text.startswith("$"):
        raise QueryError(words.invalid_json_path(path.name))
    parts: list[str] = []
    position = 1
    while position < len(text):
        found = _STANDARD.match(text, position)
        if found is None:
            raise context.unsupported(node, f"the JSON path {path.name!r}")
        if found[4]:
            parts.append(".*")
        elif found[3]:
            parts.append(f"[{found[3]}]")
        else:
            parts.append(f'."{found[1] or found[2]}"')
        position = found.end()
    return "$" + "".join(parts), "*" in "".join(part for part in parts if '"' not in part)


def _extract(name: str) -> Rule:
    def rule(node: exp.JSONExtract | exp.JSONExtractScalar, context: Context) -> exp.Expr | None:
        if node.args.get("json_query"):
            return _query(node, context)
        path = node.expression
        wanted = exp.Literal.string(short_path(path.name)) if isinstance(path, exp.Literal) else path
        return call(name, node.this, wanted)

    return rule


def _query(node: exp.Expr, context: Context) -> exp.Expr:
    path, many = standard_path(node, node.args.get("expression"), context)
    option = node.text("option").upper()
    where = exp.Literal.string(path)
    if many:
        return call("t_json_many" if "WITH" in option.split() else "t_json_only", node.this, where)
    found = cast(call("t_json_extract", node.this, where), "VARCHAR")
    if "WITH" not in option.split():
        return found
    inside = exp.DPipe(this=exp.Literal.string("["), expression=found)
    return exp.Paren(this=exp.DPipe(this=inside, expression=exp.Literal.string("]")))


def _value(node: exp.JSONValue, context: Context) -> exp.Expr:
    path, many = standard_path(node, node.args.get("path"), context)
    if many:
        raise context.unsupported(node, "json_value with a wildcard")
    where = exp.Literal.string(path)
    found: exp.Expr = call("t_json_extract_scalar", node.this, where)
    returning = node.args.get("returning")
    if isinstance(returning, exp.DataType):
        found = exp.TryCast(this=found, to=exp.DataType.build(returning.sql("duckdb"), dialect="duckdb"))
    condition = node.args.get("on_condition")
    empty = condition.args.get("empty") if isinstance(condition, exp.OnCondition) else None
    if isinstance(empty, exp.Literal):
        missing = exp.Not(
            this=exp.Coalesce(
                this=call("t_json_exists", node.this.copy(), where.copy()), expressions=[exp.Boolean(this=True)]
            )
        )
        return exp.Paren(this=exp.Case(ifs=[exp.If(this=missing, true=empty.copy())], default=found))
    return found


def _exists(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    path, many = standard_path(node, arguments[1] if len(arguments) > 1 else None, context)
    return call("t_json_any" if many else "t_json_exists", arguments[0], exp.Literal.string(path))


RULES: dict[type[exp.Expr], Rule] = {
    exp.JSONArrayContains: renamed("json_array_contains"),
    exp.JSONExtract: _extract("t_json_extract"),
    exp.JSONExtractScalar: _extract("t_json_extract_scalar"),
    exp.JSONValue: _value,
}


NAMED: dict[str, Named] = {
    "json_array_length": named("t_json_array_length"),
    "json_exists": _exists,
}
