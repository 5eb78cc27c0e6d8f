# ruff: noqa: ARG001 - all rules have one signature
"""Arrays, maps, rows and functions over them; aggregates that pick a row."""

from __future__ import annotations

from sqlglot import exp

from infra.local.aws.athena.dialect.rules.base import Context, Named, Rule, call, cast, named, renamed


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


def _match(name: str, empty: bool, negate: bool = False) -> Named:
    def rule(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
        found = call(name, call("list_transform", *arguments))
        whole = exp.Coalesce(this=found, expressions=[exp.Boolean(this=empty)])
        known: exp.Expr = exp.Not(this=whole) if negate else whole
        # NULL for a NULL array.
        null = exp.Is(this=arguments[0].copy(), expression=exp.Null())
        return exp.Paren(this=exp.Case(ifs=[exp.If(this=exp.Not(this=null), true=known)]))

    return rule


def _entries(name: str) -> Named:
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


def _zip_with(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    """A lambda of two lists' items, over the pairs of both."""
    body = arguments[2] if len(arguments) > 2 else None
    if not isinstance(body, exp.Lambda) or len(body.expressions) != 2:
        raise context.unsupported(node, "zip_with without a function of two items")
    pair = exp.to_identifier("pair__")
    places = {item.name.lower(): index for index, item in enumerate(body.expressions, 1)}

    def put(found: exp.Expr) -> exp.Expr:
        if isinstance(found, exp.Identifier | exp.Column) and found.name.lower() in places:
            if isinstance(found.parent, exp.Column):
                return found
            return call("struct_extract_at", pair.copy(), exp.Literal.number(places[found.name.lower()]))
        return found

    made = exp.Lambda(this=body.this.copy().transform(put), expressions=[pair.copy()])
    return call("list_transform", call("list_zip", *arguments[:2]), made)


RULES: dict[type[exp.Expr], Rule] = {
    exp.ApproxQuantile: _percentile,
    exp.ArgMax: _by("arg_max_null"),
    exp.ArgMin: _by("arg_min_null"),
    exp.ArrayDistinct: renamed("t_array_distinct"),
    exp.ArrayExcept: renamed("t_array_except"),
    exp.ArrayIntersect: renamed("t_array_intersect"),
    exp.ArrayMax: renamed("array_max"),
    exp.ArrayMin: renamed("array_min"),
    exp.ArrayPosition: renamed("t_array_position"),
    exp.ArraySize: _size,
    exp.ArraySlice: renamed("t_slice"),
    exp.ArraySort: _array_sort,
    exp.GenerateSeries: _series,
    exp.Reduce: _reduce,
    exp.Repeat: renamed("t_repeat"),
    exp.Reverse: _reverse,
    exp.Struct: _row,
}


NAMED: dict[str, Named] = {
    "all_match": _match("list_bool_and", empty=True),
    "any_match": _match("list_bool_or", empty=False),
    "array_union": named("t_array_union"),
    "map_filter": _entries("map_filter"),
    "none_match": _match("list_bool_or", empty=False, negate=True),
    "transform_keys": _entries("transform_keys"),
    "transform_values": _entries("transform_values"),
    "zip_with": _zip_with,
}
