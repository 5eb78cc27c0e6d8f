# ruff: noqa: ARG001 - all rules have one signature
"""Dates: whole units, ISO weekdays, time zones, formats."""

from __future__ import annotations

import re

from sqlglot import exp

from infra.local.aws.athena import words
from infra.local.aws.athena.dialect.formats import joda_to_strftime, mysql_to_strftime
from infra.local.aws.athena.dialect.places import place
from infra.local.aws.athena.dialect.rules.base import Context, Named, Rule, call, cast, named
from infra.local.aws.athena.errors import QueryError


def _truncate_date(node: exp.DateTrunc | exp.TimestampTrunc, context: Context) -> exp.Expr | None:
    unit = exp.Literal.string(node.args["unit"].name.lower())
    cut = call("date_trunc", unit, node.this)
    return cast(cut, "DATE") if context.types.family(node.this) == "date" else cut


_DAYS = {"day", "week", "month", "quarter", "year"}


def _add_date(node: exp.DateAdd, context: Context) -> exp.Expr | None:
    unit = node.args["unit"].name.lower() if node.args.get("unit") else "day"
    if unit.rstrip("s") not in {*_DAYS, "hour", "minute", "second", "millisecond"}:
        raise QueryError(words.invalid_unit(unit))
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
    if isinstance(node, exp.Sub) and "interval" not in (one, other):
        _compared(node, context)
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
    if len({context.types.zone(end) for end in ends}) > 1:
        ends = [instant(end, context) for end in ends]
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
        raise QueryError(words.invalid_field(node.name))
    return call("date_part", exp.Literal.string(field), node.expression)


def _at_zone(node: exp.AtTimeZone, context: Context) -> exp.Expr | None:
    """The instant's wall clock in the zone: a timestamp without zone is the session's, UTC."""
    return _in_zone(instant(node.this, context), node.args["zone"])


def _in_zone(value: exp.Expr, zone: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.AtTimeZone(this=cast(value, "TIMESTAMPTZ"), zone=engine_zone(zone)))


def engine_zone(zone: exp.Expr) -> exp.Expr:
    """DuckDB knows no offsets as zones, but ``Etc/GMT-2`` is two hours ahead of UTC."""
    found = re.fullmatch(r"([+-])0?(\d{1,2}):00", zone.name) if isinstance(zone, exp.Literal) else None
    if found is None:
        return zone
    sign = "-" if found[1] == "+" else "+"
    return exp.Literal.string("UTC" if found[2] == "0" else f"Etc/GMT{sign}{found[2]}")


def instant(node: exp.Expr, context: Context) -> exp.Expr:
    """A value as a moment: what is held as a zone's wall clock becomes one again."""
    zone = context.types.zone(node)
    if zone is None:
        return node
    return exp.Paren(this=exp.AtTimeZone(this=node, zone=engine_zone(exp.Literal.string(zone))))


def _compared(node: exp.Expr, context: Context) -> exp.Expr | None:
    """Moments are compared, not wall clocks of different zones."""
    values = [node.args.get(key) for key in ("this", "expression", "low", "high")]
    values += node.expressions if isinstance(node, exp.In) else []
    sides = [value for value in values if isinstance(value, exp.Expr)]
    zones = {context.types.zone(side) for side in sides}
    if zones != {None} and len(zones) > 1:
        for side in sides:
            if context.types.zone(side) is not None:
                hole = exp.Null()
                side.replace(hole)
                hole.replace(instant(side, context))
    return None


def _from_unix(node: exp.UnixToTime, context: Context) -> exp.Expr | None:
    zone = node.args.get("zone")
    moment = call("to_timestamp", cast(node.this, "DOUBLE"))
    return _in_zone(moment, zone) if zone is not None else moment


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


def _format_datetime(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    return call("strftime", arguments[0], _joda(node, arguments[1], context))


def _iso(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    kind = context.types.family(arguments[0])
    if kind == "date":
        return cast(arguments[0], "VARCHAR")
    zone = context.types.zone(arguments[0])
    text = call("t_to_iso8601", arguments[0])
    if zone is not None:
        offset = call("t_offset", arguments[0].copy(), instant(arguments[0].copy(), context))
        return exp.Paren(this=exp.DPipe(this=text, expression=offset))
    return exp.Paren(this=exp.DPipe(this=text, expression=exp.Literal.string("Z"))) if kind == "timestamptz" else text


def _timezone(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    return _in_zone(instant(arguments[0], context), arguments[1])


def _with_timezone(node: exp.Anonymous, arguments: list[exp.Expr], context: Context) -> exp.Expr:
    """The wall clock as it is, in another zone."""
    return cast(arguments[0], "TIMESTAMP")


def _unix(node: exp.TimeToUnix, context: Context) -> exp.Expr | None:
    return call("epoch", instant(node.this, context))


RULES: dict[type[exp.Expr], Rule] = {
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In), _compared),
    exp.Add: _with_interval,
    exp.AtTimeZone: _at_zone,
    exp.CurrentDate: _now,
    exp.CurrentTimestamp: _now,
    exp.DateAdd: _add_date,
    exp.DateDiff: _date_difference,
    exp.DateTrunc: _truncate_date,
    exp.Extract: _extract,
    exp.Localtimestamp: _now,
    exp.ParseDatetime: _parse_datetime,
    exp.StrToTime: _parse_date,
    exp.Sub: _with_interval,
    exp.TimeToStr: _format_date,
    exp.TimeToUnix: _unix,
    exp.TimestampTrunc: _truncate_date,
    exp.UnixToTime: _from_unix,
}


NAMED: dict[str, Named] = {
    "at_timezone": _timezone,
    "format_datetime": _format_datetime,
    "millisecond": named("t_millisecond"),
    "to_iso8601": _iso,
    "to_milliseconds": named("t_to_milliseconds"),
    "with_timezone": _with_timezone,
    "yow": named("isoyear"),
}
