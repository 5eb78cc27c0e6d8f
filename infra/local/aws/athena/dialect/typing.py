"""Trino's types of expressions, as far as they can be known from the catalogue: for the rewrite and for strictness.

sqlglot's type annotation with Trino's own rules for numbers (``1.5`` is a decimal; decimal division keeps the larger
scale): https://trino.io/docs/current/functions/decimal.html. What isn't known stays unknown and is left alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from sqlglot import exp
from sqlglot.dialects.athena import Athena
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.files import data_type
from infra.local.aws.athena.protocol import Hint

log = logging.getLogger(__name__)

T = exp.DataType.Type
MARK = "outcrop"

_INTEGERS = {T.TINYINT: 3, T.SMALLINT: 5, T.INT: 10, T.BIGINT: 19}
_FLOATS = {T.DOUBLE, T.FLOAT}
_FAMILIES: dict[exp.DType, str] = {
    **dict.fromkeys(_INTEGERS, "integer"),
    **dict.fromkeys(_FLOATS, "float"),
    T.DECIMAL: "decimal",
    **dict.fromkeys((T.VARCHAR, T.TEXT, T.CHAR, T.NCHAR, T.NVARCHAR), "varchar"),
    T.BOOLEAN: "boolean",
    T.DATE: "date",
    T.TIME: "time",
    T.TIMESTAMP: "timestamp",
    T.TIMESTAMPNTZ: "timestamp",
    T.DATETIME: "timestamp",
    T.TIMESTAMPTZ: "timestamptz",
    T.INTERVAL: "interval",
    T.ARRAY: "array",
    T.LIST: "array",
    T.MAP: "map",
    T.STRUCT: "row",
    T.OBJECT: "row",
    T.JSON: "json",
    T.VARBINARY: "varbinary",
    T.BINARY: "varbinary",
}


class Types:
    """Types of the nodes of one tree, and ``hints`` for its columns: none, or one for each."""

    def __init__(self, known: Mapping[int, exp.DataType], hints: tuple[Hint, ...] = ()) -> None:
        self._known = known
        self.hints = hints

    def zone(self, node: exp.Expr | None) -> str | None:
        """The zone of a ``timestamp with time zone`` whose value the engine holds as that zone's wall clock."""
        return zone_of(self.of(node))

    def of(self, node: exp.Expr | None) -> exp.DataType | None:
        """The node's type, or None when it isn't known."""
        if node is None:
            return None
        found = self._known.get(node.meta.get(MARK, -1))
        return self.of(node.this) if found is None and isinstance(node, exp.Paren) else found

    def family(self, node: exp.Expr | None) -> str | None:
        """``integer``, ``float``, ``decimal``, ``varchar``, ``date``, ``timestamp``..., or None."""
        found = self.of(node)
        return _FAMILIES.get(found.this) if found is not None else None

    def numeric(self, node: exp.Expr | None) -> tuple[int, int] | None:
        """Precision and scale of an exact number, or None."""
        found = self.of(node)
        return _exact(found) if found is not None else None


def family(type_: exp.DataType) -> str | None:
    return _FAMILIES.get(type_.this)


def name_of(type_: exp.DataType) -> str:
    """The type as Trino's messages write it."""
    found = type_.sql("trino").lower()
    if type_.this in (T.TEXT, T.VARCHAR) and not type_.expressions:
        return "varchar"
    if _FAMILIES.get(type_.this) == "timestamp":
        return "timestamp(3)"
    return found.replace(", ", ",")


def find_types(tree: exp.Expr, tables: Mapping[tuple[str, str], GlueTable]) -> Types:
    """Types of what can be known. Marks the nodes of ``tree``; never raises for a strange query."""
    for index, node in enumerate(tree.walk()):
        node.meta[MARK] = index
    schema: dict[str, Any] = {}
    for (database, name), table in tables.items():
        columns = {column.name: data_type(column.type) for column in table.all_columns}
        schema.setdefault(database, {})[name] = columns
    mapping = MappingSchema(schema, dialect="athena") if schema else None
    try:
        copy = qualify(
            tree.copy(), schema=mapping, dialect="athena", validate_qualify_columns=False, quote_identifiers=False
        )
        copy = annotate_types(copy, schema=mapping, dialect="athena", expression_metadata=_metadata())  # type: ignore[arg-type]
    except (SqlglotError, RecursionError, KeyError, AttributeError, TypeError, ValueError):
        log.debug("types of a query could not be found", exc_info=True)
        return Types({})
    known: dict[int, exp.DataType] = {}
    for node in copy.walk():
        mark = node.meta.get(MARK)
        if mark is not None and isinstance(node.type, exp.DataType) and node.type.this is not T.UNKNOWN:
            known.setdefault(mark, node.type)
    return Types(known, tuple(_hint(item) for item in copy.selects) if isinstance(copy, exp.Query) else ())


def _hint(item: exp.Expr) -> Hint:
    found = item.type
    if not isinstance(found, exp.DataType):
        return Hint()
    return Hint("char" if found.this in (T.CHAR, T.NCHAR) else None, zone_of(found))


def zoned(zone: str) -> exp.DataType:
    """``timestamp with time zone`` of a known zone."""
    found = exp.DataType(this=T.TIMESTAMPTZ)
    found.set("zone", zone)
    return found


def zone_of(type_: exp.DataType | None) -> str | None:
    found = type_.args.get("zone") if type_ is not None else None
    return found if isinstance(found, str) else None


_ZONED = re.compile(r"(.*\d) ?([+-]\d{1,2}:\d{2}|[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)\s*")


def split_zone(text: str) -> tuple[str, str] | None:
    """``2026-01-02 03:04 Europe/Berlin`` as its wall clock and zone; None without a zone, or for UTC."""
    found = _ZONED.fullmatch(text.strip())
    if found is None or re.fullmatch(r"\s*\d{4}-\d{1,2}", found[1]) or found[2].upper() in ("UTC", "Z"):
        return None
    return found[1], found[2]


def decimal(precision: int, scale: int) -> exp.DataType:
    return exp.DataType.build(f"DECIMAL({min(38, precision)}, {min(38, scale)})")


def _exact(type_: exp.DataType) -> tuple[int, int] | None:
    if type_.this in _INTEGERS:
        return _INTEGERS[type_.this], 0
    if type_.this is T.DECIMAL:
        sizes = [int(part.name) for part in type_.expressions if part.name.isdigit()]
        return (sizes[0], sizes[1] if len(sizes) > 1 else 0) if sizes else None
    return None


def _literal(annotator: Any, node: exp.Literal) -> None:
    if node.is_string:
        annotator._set_type(node, T.VARCHAR)
    elif "e" in node.name.lower():
        annotator._set_type(node, T.DOUBLE)
    elif "." in node.name:
        whole, _, part = node.name.partition(".")
        annotator._set_type(node, decimal(max(1, len(whole.lstrip("0")) + len(part)), len(part)))
    else:
        annotator._set_type(node, T.INT if abs(int(node.name)) < 2**31 else T.BIGINT)


def _arithmetic(annotator: Any, node: exp.Binary) -> None:
    left, right = _known(node.left), _known(node.right)
    annotator._set_type(node, _binary_type(node, left, right) or T.UNKNOWN)


def _known(node: exp.Expr) -> exp.DataType | None:
    found = node.type
    if isinstance(node, exp.Interval):
        return exp.DataType.build("interval")
    return found if isinstance(found, exp.DataType) and found.this is not T.UNKNOWN else None


def _binary_type(
    node: exp.Binary, left: exp.DataType | None, right: exp.DataType | None
) -> exp.DataType | exp.DType | None:
    if left is None or right is None:
        return None
    for one, other in ((left, right), (right, left)):
        if _FAMILIES.get(one.this) in ("date", "timestamp", "timestamptz", "time"):
            return one if _FAMILIES.get(other.this) == "interval" else T.INTERVAL if one.this == other.this else None
    if left.this in _FLOATS or right.this in _FLOATS:
        return T.FLOAT if left.this == right.this == T.FLOAT else T.DOUBLE
    first, second = _exact(left), _exact(right)
    if first is None or second is None:
        return None
    if left.this in _INTEGERS and right.this in _INTEGERS:
        return left.this if first >= second else right.this
    (p1, s1), (p2, s2) = first, second
    if isinstance(node, exp.Mul):
        return decimal(p1 + p2, s1 + s2)
    if isinstance(node, exp.Div | exp.IntDiv):
        return decimal(p1 + s2 + max(0, s2 - s1), max(s1, s2))
    if isinstance(node, exp.Mod):
        return decimal(min(p1 - s1, p2 - s2) + max(s1, s2), max(s1, s2))
    return decimal(max(s1, s2) + max(p1 - s1, p2 - s2) + 1, max(s1, s2))


def _sum(annotator: Any, node: exp.Sum) -> None:
    found = _known(node.this.this if isinstance(node.this, exp.Distinct) else node.this)
    if found is None:
        annotator._set_type(node, T.UNKNOWN)
    elif found.this in _INTEGERS:
        annotator._set_type(node, T.BIGINT)
    elif found.this is T.DECIMAL:
        exact = _exact(found)
        annotator._set_type(node, decimal(38, exact[1]) if exact else T.UNKNOWN)
    else:
        annotator._set_type(node, found)


def _average(annotator: Any, node: exp.Avg) -> None:
    found = _known(node.this.this if isinstance(node.this, exp.Distinct) else node.this)
    if found is None:
        annotator._set_type(node, T.UNKNOWN)
    else:
        annotator._set_type(node, found if found.this in (T.DECIMAL, T.INTERVAL) else T.DOUBLE)


def _same(annotator: Any, node: exp.Expr) -> None:
    found = _known(node.this) if isinstance(node.this, exp.Expr) else None
    annotator._set_type(node, found or T.UNKNOWN)


def _truncated(annotator: Any, node: exp.Expr) -> None:
    """date_trunc, date_add: of the type of the date that they get."""
    found = _known(node.this)
    temporal = found is not None and _FAMILIES.get(found.this) in ("date", "timestamp", "timestamptz", "time")
    annotator._set_type(node, found if temporal else T.UNKNOWN)


def _at_zone(annotator: Any, node: exp.Expr) -> None:
    zone = node.args.get("zone")
    annotator._set_type(node, zoned(zone.name) if isinstance(zone, exp.Literal) and zone.is_string else T.TIMESTAMP)


def _from_unix(annotator: Any, node: exp.UnixToTime) -> None:
    if node.args.get("zone") is None:
        annotator._set_type(node, T.TIMESTAMPTZ)
    else:
        _at_zone(annotator, node)


def _call(annotator: Any, node: exp.Anonymous) -> None:
    zone = node.expressions[1] if len(node.expressions) > 1 else None
    known = isinstance(zone, exp.Literal) and zone.is_string
    if node.name.lower() in ("at_timezone", "with_timezone") and zone is not None:
        annotator._set_type(node, zoned(zone.name) if known else T.TIMESTAMP)
    else:
        annotator._set_type(node, T.UNKNOWN)


def _cast(annotator: Any, node: exp.Cast) -> None:
    target = node.to
    if target.this is T.TIMESTAMPTZ:
        held = zone_of(_known(node.this))
        written = split_zone(node.this.name) if isinstance(node.this, exp.Literal) and node.this.is_string else None
        zone = written[1] if written else held
        if zone:
            target = zoned(zone)
    annotator._set_type(node, target)


def _first(annotator: Any, node: exp.Expr) -> None:
    """Of several values' common type; with the zone of the first, which sqlglot would lose."""
    found = _known(node.this) if isinstance(node.this, exp.Expr) else None
    if found is not None and zone_of(found):
        annotator._set_type(node, found)
    elif isinstance(node, exp.Coalesce | exp.Greatest | exp.Least):
        annotator._annotate_by_args(node, "this", "expressions")
    else:
        annotator._annotate_by_args(node, "this")


def _unknown(annotator: Any, node: exp.Expr) -> None:
    annotator._set_type(node, T.UNKNOWN)


def _metadata() -> dict[type[exp.Expr], dict[str, Any]]:
    rules: dict[type[exp.Expr], Any] = {
        exp.Literal: _literal,
        exp.Sum: _sum,
        exp.Avg: _average,
        exp.DateTrunc: _truncated,
        exp.TimestampTrunc: _truncated,
        exp.DateAdd: _truncated,
        exp.DateSub: _truncated,
        exp.TsOrDsAdd: _truncated,
        exp.Neg: _same,
        exp.Abs: _same,
        exp.Round: _same,
        exp.Ceil: _unknown,
        exp.Floor: _unknown,
        exp.Sign: _unknown,
        exp.Anonymous: _call,
        exp.Cast: _cast,
        exp.TryCast: _cast,
        **dict.fromkeys((exp.Min, exp.Max, exp.Coalesce, exp.FirstValue, exp.LastValue, exp.Lag, exp.Lead), _first),
        exp.DateDiff: lambda annotator, node: annotator._set_type(node, T.BIGINT),
        exp.Count: lambda annotator, node: annotator._set_type(node, T.BIGINT),
        exp.Length: lambda annotator, node: annotator._set_type(node, T.BIGINT),
        exp.Extract: lambda annotator, node: annotator._set_type(node, T.BIGINT),
        exp.CurrentTimestamp: lambda annotator, node: annotator._set_type(node, T.TIMESTAMPTZ),
        exp.UnixToTime: _from_unix,
        exp.AtTimeZone: _at_zone,
        exp.StrToTime: lambda annotator, node: annotator._set_type(node, T.TIMESTAMP),
        exp.JSONExtractScalar: lambda annotator, node: annotator._set_type(node, T.VARCHAR),
        exp.JSONExtract: lambda annotator, node: annotator._set_type(
            node, T.VARCHAR if node.args.get("json_query") else T.JSON
        ),
        **dict.fromkeys((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod), _arithmetic),
    }
    base: dict[type[exp.Expr], dict[str, Any]] = dict(Athena.EXPRESSION_METADATA)  # type: ignore[arg-type]
    return {**base, **{kind: {"annotator": rule} for kind, rule in rules.items()}}
