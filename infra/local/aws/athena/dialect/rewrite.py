# ruff: noqa: ARG001, ARG005 - all rules have one signature
"""A Trino tree into one that means the same in DuckDB. One small rule for each kind of node that differs.

Run on the tree after names are bound and types found; children are rewritten before their parents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.formats import joda_to_strftime, mysql_to_strftime
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.dialect.typing import MARK, Types, decimal, name_of
from infra.local.aws.athena.dialect.unnest import rewrite_unnests
from infra.local.aws.athena.errors import QueryError


@dataclass(frozen=True)
class Context:
    """What the rules may look at."""

    types: Types
    sql: str
    today: date | None = None

    def unsupported(self, node: exp.Expr, what: str) -> QueryError:
        return QueryError(words.not_supported(place(node, self.sql), what))


Rule = Callable[..., "exp.Expr | None"]


def rewrite(tree: exp.Query, context: Context) -> exp.Query:
    """Rewrite in place and return the tree. Raises QueryError for what has no counterpart."""
    for node in reversed(list(tree.walk(bfs=True))):
        rule = _RULES.get(type(node))
        if rule is None:
            continue
        new = rule(node, context)
        if new is not None and new is not node:
            if MARK in node.meta:
                new.meta.setdefault(MARK, node.meta[MARK])
            node.replace(new)
    return rewrite_unnests(tree, context.types, context.sql)


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(node: exp.Expr, type_: str | exp.DataType) -> exp.Cast:
    return exp.Cast(this=node, to=exp.DataType.build(type_, dialect="duckdb") if isinstance(type_, str) else type_)


def _wrap(node: exp.Expr, make: Callable[[exp.Expr], exp.Expr]) -> None:
    """Put a call around an aggregate together with its FILTER and OVER."""
    outer = node
    while isinstance(outer.parent, exp.Filter | exp.Window | exp.WithinGroup) and outer.parent.this is outer:
        outer = outer.parent
    hole = exp.Null()
    new = make(hole)
    if MARK in node.meta:
        new.meta.setdefault(MARK, node.meta[MARK])
    outer.replace(new)
    hole.replace(outer)


# Numbers


def _divide(node: exp.Div, context: Context) -> exp.Expr | None:
    one, other = context.types.family(node.left), context.types.family(node.right)
    if "float" in (one, other):
        return call("t_float_divide", cast(node.left, "DOUBLE"), cast(node.right, "DOUBLE"))
    exact = context.types.of(node)
    if "decimal" in (one, other) and {one, other} <= {"decimal", "integer"} and exact is not None:
        return cast(exp.Div(this=node.left, expression=node.right), exact)
    return None


def _multiply(node: exp.Mul, context: Context) -> exp.Expr | None:
    """DuckDB keeps a product of decimals in 18 digits where Trino takes as many as it needs."""
    one, other = context.types.numeric(node.left), context.types.numeric(node.right)
    families = {context.types.family(node.left), context.types.family(node.right)}
    if one and other and "decimal" in families and one[0] + other[0] > 18:
        wide = decimal(one[0] + other[0] if one[0] + other[0] <= 38 - other[1] else 38 - other[1], one[1])
        return exp.Mul(this=cast(node.left, wide), expression=node.right)
    return None


def _sum(node: exp.Sum, context: Context) -> None:
    if context.types.family(node) == "integer":
        _wrap(node, lambda inner: cast(inner, "BIGINT"))


def _average(node: exp.Avg, context: Context) -> None:
    exact = context.types.of(node)
    if context.types.family(node) == "decimal" and exact is not None:
        _wrap(node, lambda inner: cast(inner, exact.copy()))


def _cast(node: exp.Cast, context: Context) -> exp.Expr | None:
    source = context.types.family(node.this)
    target = node.to
    if target.is_type(*exp.DataType.INTEGER_TYPES) and source == "float":
        return type(node)(this=call("round", node.this), to=target)
    if target.is_type(*exp.DataType.TEXT_TYPES):
        text = _text(node, source)
        if target.expressions and target.expressions[0].name.isdigit():
            return call("left", text, exp.Literal.number(target.expressions[0].name))
        return text
    if target.is_type(exp.DataType.Type.DECIMAL) and not target.expressions:
        return type(node)(this=node.this, to=decimal(38, 0))
    if target.is_type(exp.DataType.Type.TIMESTAMP) and target.expressions:
        return type(node)(this=node.this, to=exp.DataType.build("TIMESTAMP", dialect="duckdb"))
    return None


def _text(node: exp.Cast, source: str | None) -> exp.Expr:
    if source == "float":
        return call("t_scientific", cast(node.this, "DOUBLE"))
    if source == "timestamp":
        return call("strftime", node.this, exp.Literal.string("%Y-%m-%d %H:%M:%S.%g"))
    if source == "timestamptz":
        text = call("strftime", node.this, exp.Literal.string("%Y-%m-%d %H:%M:%S.%g"))
        return exp.Paren(this=exp.DPipe(this=text, expression=exp.Literal.string(" UTC")))
    return type(node)(this=node.this, to=exp.DataType.build("VARCHAR", dialect="duckdb"))


def _try(node: exp.Try, context: Context) -> exp.Expr | None:
    """DuckDB's TRY takes no aggregates: then what can fail inside is made to give NULL instead."""
    aggregated = node.find(exp.AggFunc, exp.Window, exp.Query)
    for found in list(node.find_all(exp.Div, exp.Mod)):
        found.set("expression", exp.Nullif(this=found.expression, expression=exp.Literal.number(0)))
    for found in list(node.find_all(exp.Cast)):
        if not isinstance(found, exp.TryCast) and found.find_ancestor(exp.AggFunc) is None:
            found.replace(exp.TryCast(this=found.this, to=found.to))
    return node.this if aggregated else None


# Dates


def _truncate_date(node: exp.DateTrunc | exp.TimestampTrunc, context: Context) -> exp.Expr | None:
    unit = exp.Literal.string(node.args["unit"].name.lower())
    cut = call("date_trunc", unit, node.this)
    return cast(cut, "DATE") if context.types.family(node.this) == "date" else cut


_DAYS = {"day", "week", "month", "quarter", "year"}


def _add_date(node: exp.DateAdd, context: Context) -> exp.Expr | None:
    unit = node.args["unit"].name.lower() if node.args.get("unit") else "day"
    if unit.rstrip("s") not in {*_DAYS, "hour", "minute", "second", "millisecond"}:
        raise QueryError(words.invalid_value(f"'{unit}' is not a valid Time field"))
    amount = node.expression
    step = call(f"to_{unit.rstrip('s')}s", cast(amount, "BIGINT" if unit.startswith(("h", "mi")) else "INTEGER"))
    if unit.startswith("second"):
        step = call("to_seconds", cast(amount, "DOUBLE"))
    if unit.startswith("milli"):
        step = call("to_microseconds", exp.Mul(this=cast(amount, "BIGINT"), expression=exp.Literal.number(1000)))
    added = exp.Add(this=node.this, expression=step)
    if context.types.family(node.this) == "date" and unit.rstrip("s") in _DAYS:
        return cast(added, "DATE")
    return exp.Paren(this=added)


def _with_interval(node: exp.Add | exp.Sub, context: Context) -> exp.Expr | None:
    one, other = context.types.family(node.left), context.types.family(node.right)
    plain = type(node)(this=node.left, expression=node.right)
    if {one, other} == {"date", "interval"}:
        return cast(plain, "DATE")
    if isinstance(node, exp.Sub) and one == other == "date":
        return call("to_days", cast(plain, "INTEGER"))
    return None


def _date_difference(node: exp.DateDiff, context: Context) -> exp.Expr | None:
    """Whole units between the two, where DuckDB counts the boundaries crossed."""
    unit = exp.Literal.string(node.args["unit"].name.lower().rstrip("s") if node.args.get("unit") else "day")
    ends = [node.expression, node.this]
    if any(context.types.family(end) != "date" for end in ends):
        ends = [cast(end, "TIMESTAMP") for end in ends]
    return call("datesub", unit, *ends)


_FIELDS = {
    "dow": "isodow",
    "dayofweek": "isodow",
    "day_of_week": "isodow",
    "dayofweekiso": "isodow",
    "doy": "doy",
    "dayofyear": "doy",
    "day_of_year": "doy",
    "day_of_month": "day",
    "yow": "isoyear",
    "year_of_week": "isoyear",
    "week_of_year": "week",
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "week": "week",
    "day": "day",
    "hour": "hour",
    "minute": "minute",
    "second": "second",
}


def _extract(node: exp.Extract, context: Context) -> exp.Expr | None:
    field = _FIELDS.get(node.name.lower())
    if field is None:
        raise QueryError(words.invalid_value(f"Invalid EXTRACT field: {node.name}"))
    return call("date_part", exp.Literal.string(field), node.expression)


def _at_zone(node: exp.AtTimeZone, context: Context) -> exp.Expr | None:
    """The instant's wall clock in the zone: a timestamp without zone is the session's, UTC."""
    return _in_zone(node.this, node.args["zone"])


def _in_zone(value: exp.Expr, zone: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.AtTimeZone(this=cast(value, "TIMESTAMPTZ"), zone=zone))


def _from_unix(node: exp.UnixToTime, context: Context) -> exp.Expr | None:
    zone = node.args.get("zone")
    instant = call("to_timestamp", cast(node.this, "DOUBLE"))
    return _in_zone(instant, zone) if zone is not None else instant


def _format_date(node: exp.TimeToStr, context: Context) -> exp.Expr | None:
    pattern = node.args["format"]
    if not isinstance(pattern, exp.Literal):
        raise context.unsupported(node, "date_format with a format that isn't a literal")
    return call("strftime", node.this, exp.Literal.string(mysql_to_strftime(pattern.name)))


def _parse_date(node: exp.StrToTime, context: Context) -> exp.Expr | None:
    pattern = node.args["format"]
    if not isinstance(pattern, exp.Literal):
        raise context.unsupported(node, "date_parse with a format that isn't a literal")
    return call("strptime", node.this, exp.Literal.string(mysql_to_strftime(pattern.name)))


def _joda(node: exp.Expr, pattern: exp.Expr | None, context: Context) -> exp.Literal:
    if not isinstance(pattern, exp.Literal):
        raise context.unsupported(node, "a date format that isn't a literal")
    found = joda_to_strftime(pattern.name)
    if found is None:
        raise QueryError(words.invalid_format(place(node, context.sql), pattern.name))
    return exp.Literal.string(found)


def _parse_datetime(node: exp.ParseDatetime, context: Context) -> exp.Expr | None:
    parsed = call("strptime", node.this, _joda(node, node.args.get("format"), context))
    return cast(parsed, "TIMESTAMPTZ")


def _now(node: exp.Expr, context: Context) -> exp.Expr | None:
    """With a fixed date of today, the clock's time on that day."""
    if context.today is None:
        return None
    day = cast(exp.Literal.string(context.today.isoformat()), "DATE")
    if isinstance(node, exp.CurrentDate):
        return day
    clock = exp.Add(this=day, expression=cast(cast(exp.CurrentTimestamp(), "TIMESTAMP"), "TIME"))
    return cast(clock, "TIMESTAMPTZ" if isinstance(node, exp.CurrentTimestamp) else "TIMESTAMP")


# JSON and text


def _json(name: str) -> Rule:
    def rule(node: exp.JSONExtract | exp.JSONExtractScalar, context: Context) -> exp.Expr | None:
        path = node.expression
        text = path.sql(dialect="duckdb") if not isinstance(path, exp.Literal) else None
        wanted = path if text is None else exp.Literal.string(text.strip("'"))
        return call(name, node.this, wanted)

    return rule


def _regexp_extract(node: exp.RegexpExtract, context: Context) -> exp.Expr | None:
    return call("t_regexp_extract", node.this, node.expression, node.args.get("group") or exp.Literal.number(0))


def _regexp_replace(node: exp.RegexpReplace, context: Context) -> exp.Expr | None:
    new = node.args.get("replacement") or exp.Literal.string("")
    if isinstance(new, exp.Lambda):
        raise context.unsupported(node, "regexp_replace with a function")
    if isinstance(new, exp.Literal):
        new = exp.Literal.string(re.sub(r"\$(\d)", r"\\\1", new.name))
    return call("regexp_replace", node.this, node.expression, new, exp.Literal.string("g"))


def _split(node: exp.Split, context: Context) -> exp.Expr | None:
    limit = node.args.get("limit")
    return call("t_split_limit", node.this, node.expression, limit) if limit is not None else None


def _position(node: exp.StrPosition, context: Context) -> exp.Expr | None:
    occurrence = node.args.get("occurrence") or node.args.get("position")
    if occurrence is not None:
        raise context.unsupported(node, "strpos with an instance")
    return None


def _format(node: exp.Format, context: Context) -> exp.Expr | None:
    """Java's format as printf: %s takes any value as text."""
    pattern, arguments = node.this, list(node.expressions)
    if not isinstance(pattern, exp.Literal):
        raise context.unsupported(node, "format with a pattern that isn't a literal")
    marks = re.findall(r"%[-+ 0,(#]*\d*(?:\.\d+)?([a-zA-Z%])", pattern.name)
    kinds = [mark for mark in marks if mark not in "%n"]
    if len(kinds) > len(arguments):
        raise QueryError(words.invalid_value("format: fewer arguments than format specifiers"))
    typed: list[exp.Expr] = []
    for kind, argument in zip(kinds, arguments, strict=False):
        if kind in "sS":
            typed.append(
                _text(exp.Cast(this=argument, to=exp.DataType.build("VARCHAR")), context.types.family(argument))
            )
        else:
            typed.append(cast(argument, "BIGINT" if kind in "dx" else "DOUBLE"))
    return call("printf", pattern, *typed)


def _joined(node: exp.DPipe, context: Context) -> exp.Expr | None:
    one, other = context.types.family(node.left), context.types.family(node.right)
    if one == "array" and other not in (None, "array"):
        return call("list_append", node.left, node.right)
    if other == "array" and one not in (None, "array"):
        return call("list_prepend", node.left, node.right)
    return None


def _type_name(node: exp.Typeof, context: Context) -> exp.Expr | None:
    found = context.types.of(node.this)
    if found is None:
        return exp.Lower(this=exp.Typeof(this=node.this))
    if isinstance(node.this, exp.Literal) and node.this.is_string:
        return exp.Literal.string(f"varchar({len(node.this.name)})")
    return exp.Literal.string(name_of(found))


# Arrays, maps and lambdas


def _renamed(name: str) -> Rule:
    def rule(node: exp.Expr, context: Context) -> exp.Expr | None:
        arguments = [value for key in node.arg_types for value in _many(node.args.get(key))]
        return call(name, *arguments)

    return rule


def _many(value: object) -> list[exp.Expr]:
    items: Sequence[object] = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, exp.Expr)]


def _size(node: exp.ArraySize, context: Context) -> exp.Expr | None:
    kind = context.types.family(node.this)
    is_map = kind == "map" or isinstance(node.this, exp.Map | exp.MapFromEntries) or _names_map(node.this)
    return cast(call("cardinality" if is_map else "len", node.this), "BIGINT")


def _names_map(node: exp.Expr) -> bool:
    """Calls that give a map and whose type sqlglot doesn't know."""
    return isinstance(node, exp.Anonymous) and node.name.lower() in (
        "map_agg",
        "map_concat",
        "map_filter",
        "map_from_entries",
        "histogram",
        "split_to_map",
        "transform_keys",
        "transform_values",
    )


def _array_sort(node: exp.ArraySort, context: Context) -> exp.Expr | None:
    if node.args.get("expression") is not None:
        raise context.unsupported(node, "array_sort with a comparator")
    return None


def _reverse(node: exp.Reverse, context: Context) -> exp.Expr | None:
    return call("list_reverse", node.this) if context.types.family(node.this) == "array" else None


def _series(node: exp.GenerateSeries, context: Context) -> exp.Expr | None:
    start, end, step = node.args["start"], node.args["end"], node.args.get("step")
    if context.types.family(start) == "date":
        step = step or exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY"))
        return cast(call("generate_series", start, end, step), "DATE[]")
    return None


def _reduce(node: exp.Reduce, context: Context) -> exp.Expr | None:
    folded = call("list_reduce", node.this, node.args["merge"], node.args["initial"])
    finish = node.args.get("finish")
    if not isinstance(finish, exp.Lambda):
        return folded
    return call("list_extract", call("list_transform", exp.Array(expressions=[folded]), finish), exp.Literal.number(1))


def _by(name: str) -> Rule:
    def rule(node: exp.ArgMax | exp.ArgMin, context: Context) -> exp.Expr | None:
        return None if node.args.get("count") is not None else call(name, node.this, node.expression)

    return rule


def _row(node: exp.Struct, context: Context) -> exp.Expr | None:
    """ROW has nameless fields; DuckDB's ROW too."""
    if any(isinstance(item, exp.PropertyEQ) for item in node.expressions):
        return None
    return call("row", *node.expressions)


def _percentile(node: exp.ApproxQuantile, context: Context) -> exp.Expr | None:
    if node.args.get("weight") is not None or node.args.get("accuracy") is not None:
        raise context.unsupported(node, "approx_percentile with weights or accuracy")
    return None


# Functions that sqlglot has no class for


def _anonymous(node: exp.Anonymous, context: Context) -> exp.Expr | None:
    rule = _NAMED.get(node.name.lower())
    return rule(node, node.expressions, context) if rule else None


def _as(name: str) -> Callable[[exp.Anonymous, list[exp.Expr], Context], exp.Expr]:
    return lambda node, arguments, context: call(name, *arguments)


def _match(
    name: str, empty: bool, negate: bool = False
) -> Callable[[exp.Anonymous, list[exp.Expr], Context], exp.Expr]:
    def rule(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
        found = call(name, call("list_transform", *arguments))
        whole = exp.Coalesce(this=found, expressions=[exp.Boolean(this=empty)])
        known: exp.Expr = exp.Not(this=whole) if negate else whole
        # NULL for a NULL array.
        null = exp.Is(this=arguments[0].copy(), expression=exp.Null())
        return exp.Paren(this=exp.Case(ifs=[exp.If(this=exp.Not(this=null), true=known)]))

    return rule


def _format_datetime(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    return call("strftime", arguments[0], _joda(node, arguments[1], context))


def _iso(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    kind = context.types.family(arguments[0])
    if kind == "date":
        return cast(arguments[0], "VARCHAR")
    text = call("t_to_iso8601", arguments[0])
    return exp.Paren(this=exp.DPipe(this=text, expression=exp.Literal.string("Z"))) if kind == "timestamptz" else text


def _timezone(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    return _in_zone(arguments[0], arguments[1])


def _entries(name: str) -> Callable[[exp.Anonymous, list[exp.Expr], Context], exp.Expr]:
    """map_filter, transform_keys and transform_values: a lambda of key and value over the map's entries."""

    def rule(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
        body = arguments[1]
        if not isinstance(body, exp.Lambda) or len(body.expressions) != 2:
            raise context.unsupported(node, f"{name} without a function of key and value")
        key, value = (item.name.lower() for item in body.expressions)
        entry = exp.to_identifier("entry__")
        parts = {key: "key", value: "value"}

        def put(found: exp.Expr) -> exp.Expr:
            if isinstance(found, exp.Identifier | exp.Column) and found.name.lower() in parts:
                if isinstance(found.parent, exp.Column):
                    return found
                return exp.Dot(this=entry.copy(), expression=exp.to_identifier(parts[found.name.lower()]))
            return found

        inner = body.this.copy().transform(put)
        of = {part: exp.Dot(this=entry.copy(), expression=exp.to_identifier(part)) for part in ("key", "value")}
        entries = call("map_entries", arguments[0])
        if name == "map_filter":
            kept = exp.Lambda(this=inner, expressions=[entry.copy()])
            return call("map_from_entries", call("list_filter", entries, kept))
        fields = [of["key"], inner] if name == "transform_values" else [inner, of["value"]]
        made = exp.Lambda(this=call("row", *fields), expressions=[entry.copy()])
        return call("map_from_entries", call("list_transform", entries, made))

    return rule


_NAMED: dict[str, Callable[[exp.Anonymous, list[exp.Expr], Context], exp.Expr]] = {
    "any_match": _match("list_bool_or", empty=False),
    "none_match": _match("list_bool_or", empty=False, negate=True),
    "all_match": _match("list_bool_and", empty=True),
    "array_union": _as("t_array_union"),
    "at_timezone": _timezone,
    "format_datetime": _format_datetime,
    "json_array_length": _as("t_json_array_length"),
    "map_filter": _entries("map_filter"),
    "millisecond": _as("t_millisecond"),
    "to_iso8601": _iso,
    "to_milliseconds": _as("t_to_milliseconds"),
    "transform_keys": _entries("transform_keys"),
    "transform_values": _entries("transform_values"),
    "yow": _as("isoyear"),
}

_RULES: dict[type[exp.Expr], Rule] = {
    exp.Add: _with_interval,
    exp.Anonymous: _anonymous,
    exp.ApproxQuantile: _percentile,
    exp.ArgMax: _by("arg_max_null"),
    exp.ArgMin: _by("arg_min_null"),
    exp.ArrayDistinct: _renamed("t_array_distinct"),
    exp.ArrayExcept: _renamed("t_array_except"),
    exp.ArrayIntersect: _renamed("t_array_intersect"),
    exp.ArrayMax: _renamed("array_max"),
    exp.ArrayMin: _renamed("array_min"),
    exp.ArrayPosition: _renamed("t_array_position"),
    exp.ArraySize: _size,
    exp.ArraySlice: _renamed("t_slice"),
    exp.ArraySort: _array_sort,
    exp.AtTimeZone: _at_zone,
    exp.Avg: _average,
    exp.Cast: _cast,
    exp.CurrentDate: _now,
    exp.CurrentTimestamp: _now,
    exp.DPipe: _joined,
    exp.DateAdd: _add_date,
    exp.DateDiff: _date_difference,
    exp.DateTrunc: _truncate_date,
    exp.Div: _divide,
    exp.Extract: _extract,
    exp.Format: _format,
    exp.GenerateSeries: _series,
    exp.JSONArrayContains: _renamed("json_array_contains"),
    exp.JSONExtract: _json("t_json_extract"),
    exp.JSONExtractScalar: _json("t_json_extract_scalar"),
    exp.Localtimestamp: _now,
    exp.Mul: _multiply,
    exp.ParseDatetime: _parse_datetime,
    exp.Reduce: _reduce,
    exp.RegexpExtract: _regexp_extract,
    exp.RegexpReplace: _regexp_replace,
    exp.Repeat: _renamed("t_repeat"),
    exp.Reverse: _reverse,
    exp.SHA: _renamed("t_sha1"),
    exp.Split: _split,
    exp.SplitPart: _renamed("t_split_part"),
    exp.StrPosition: _position,
    exp.StrToMap: _renamed("split_to_map"),
    exp.StrToTime: _parse_date,
    exp.Struct: _row,
    exp.Sub: _with_interval,
    exp.Sum: _sum,
    exp.TimeToStr: _format_date,
    exp.TimestampTrunc: _truncate_date,
    exp.Try: _try,
    exp.TryCast: _cast,
    exp.Typeof: _type_name,
    exp.UnixToTime: _from_unix,
}
