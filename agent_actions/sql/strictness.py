"""What Trino's analysis refuses and DuckDB lets by: clauses that it doesn't have, and types that do not meet.

A type is looked at only where it is certain. Every message says what to write in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.sql import words
from agent_actions.sql.inference import infer

Types = Mapping[int, str | None]

_FIELDS = frozenset({
    "year", "quarter", "month", "week", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy",
    "year_of_week", "yow", "hour", "minute", "second", "timezone_hour", "timezone_minute",
})  # fmt: skip
_SPELLED = {"dayofweek": "day_of_week", "isodow": "day_of_week", "dayofyear": "day_of_year", "weekofyear": "week",
            "isoyear": "year_of_week", "dayofmonth": "day_of_month"}  # fmt: skip
_NUMBERS = frozenset({"tinyint", "smallint", "integer", "int", "bigint", "real", "double", "decimal"})
_TIMES = frozenset({"date", "timestamp"})
_ON_NUMBERS = (exp.Sum, exp.Avg, exp.Round, exp.Abs, exp.Ceil, exp.Floor, exp.Sqrt, exp.Stddev, exp.Variance)
_ON_TEXT = (exp.Lower, exp.Upper, exp.Length, exp.Trim, exp.Substring, exp.RegexpLike, exp.Like, exp.SplitPart)
_AROUND = (exp.Filter, exp.IgnoreNulls, exp.RespectNulls)


def check_strictly(tree: exp.Expr, types: Types) -> None:
    """Raise FixableError for the first thing that Athena would refuse. ``types``: of bound columns, by node id."""
    for node in tree.walk():
        for kinds, check in _CHECKS:
            if isinstance(node, kinds):
                check(node, types)


def _family(node: exp.Expr | None, types: Types) -> str | None:
    """text, number, time or boolean; None where it is not certain."""
    if node is None:
        return None
    kind = infer(node, types)
    base = (kind or "").partition("(")[0].partition(" ")[0]
    if base in ("varchar", "char"):
        return "text"
    if base in _NUMBERS:
        return "number"
    if base in _TIMES:
        return "time"
    if base == "boolean" or isinstance(node, exp.Boolean):
        return "boolean"
    return base or None


def _said(node: exp.Expr) -> str:
    return node.sql(dialect="athena", comments=False)[:80]


def _natural(node: exp.Join, _types: Types) -> None:
    if str(node.args.get("method") or "").upper() == "NATURAL":
        raise FixableError(words.NATURAL_JOIN)


def _window(node: exp.Window, _types: Types) -> None:
    function: exp.Expr = node.this
    while isinstance(function, _AROUND):
        function = function.this
    if isinstance(function.args.get("this"), exp.Distinct):
        raise FixableError(words.distinct_window(_said(function)))
    if isinstance(function, exp.Lag | exp.Lead) and node.args.get("alias") is None:  # OVER w: its order is in WINDOW
        if node.args.get("order") is None:
            raise FixableError(words.window_order(function.key))
        if node.args.get("spec") is not None:
            raise FixableError(words.window_frame(function.key))


def _listagg(node: exp.GroupConcat, _types: Types) -> None:
    if not isinstance(node.this, exp.Order):
        raise FixableError(words.LISTAGG)


def _quantified(node: exp.Any | exp.All, _types: Types) -> None:
    if not isinstance(node.this, exp.Subquery | exp.Query):
        raise FixableError(words.QUANTIFIED)


def _extract(node: exp.Extract, _types: Types) -> None:
    field = node.name.lower()
    if field not in _FIELDS:
        raise FixableError(words.extract_field(field[:40], _SPELLED.get(field), sorted(_FIELDS)))


def _subscript(node: exp.Bracket, types: Types) -> None:
    index = node.expressions[0] if len(node.expressions) == 1 else None
    if isinstance(index, exp.Neg) and index.this == exp.Literal.number(1):  # sqlglot counts from 0
        kind = infer(node.this, types) or ""
        if not kind.startswith("map"):
            raise FixableError(words.SUBSCRIPT_ZERO)


def _json_text(node: exp.Binary, types: Types) -> None:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if type(side) is exp.JSONExtract and not side.args.get("json_query") and _family(other, types) == "text":
            raise FixableError(words.json_as_text(_said(side)))


def _json_path(node: exp.JSONExtract | exp.JSONExtractScalar, _types: Types) -> None:
    path = node.args.get("expression")
    if not isinstance(path, exp.Literal) or not path.is_string or node.args.get("json_query"):
        return
    if not path.name.startswith("$"):
        raise FixableError(words.json_path_start(path.name[:60]))


def _joined(node: exp.DPipe | exp.Concat, types: Types) -> None:
    items = node.expressions if isinstance(node, exp.Concat) else [node.left, node.right]
    families = [_family(item, types) for item in items]
    if "text" in families:
        for item, family in zip(items, families, strict=True):
            if family in ("number", "time", "boolean"):
                raise FixableError(words.joined_as_text(_said(item)))


def _branches(node: exp.Expr, types: Types) -> None:
    """CASE, IF and COALESCE give one type."""
    found: list[exp.Expr | None]
    if isinstance(node, exp.Case):
        found = [branch.args.get("true") for branch in node.args.get("ifs") or ()] + [node.args.get("default")]
    elif isinstance(node, exp.If):
        if isinstance(node.parent, exp.Case):
            return
        found = [node.args.get("true"), node.args.get("false")]
    else:
        found = [node.this, *node.expressions]
    known: dict[str, exp.Expr] = {}
    for branch in found:
        family = _family(branch, types)
        if branch is not None and family is not None:
            known.setdefault(family, branch)
    if len(known) > 1:
        first, second = list(known.values())[:2]
        raise FixableError(words.mixed_types(_said(first), _said(second)))


def _set_operation(node: exp.SetOperation, types: Types) -> None:
    left, right = _outputs(node.left), _outputs(node.right)
    if left is None or right is None:
        return
    if len(left) != len(right):
        raise FixableError(words.set_columns(len(left), len(right)))
    for position, (one, other) in enumerate(zip(left, right, strict=True), 1):
        first, second = _family(one, types), _family(other, types)
        if first and second and first != second:
            raise FixableError(words.set_types(position, _said(one), _said(other)))


def _outputs(query: exp.Expr) -> Sequence[exp.Expr] | None:
    """The columns of a query's SELECT; None where a star stands for some."""
    while isinstance(query, exp.Subquery | exp.SetOperation):
        query = query.this
    if not isinstance(query, exp.Select):
        return None
    outputs = query.expressions
    return None if any(o.is_star or isinstance(o, exp.Columns) for o in outputs) else outputs


def _ordered(node: exp.Select, _types: Types) -> None:
    """Positions that are not there, and what SELECT DISTINCT cannot be ordered by."""
    outputs = _outputs(node)
    if outputs is None:
        return
    for clause, spoken in (("group", "GROUP BY"), ("order", "ORDER BY")):
        part = node.args.get(clause)
        for item in part.expressions if part else ():
            key = item.this if isinstance(item, exp.Ordered) else item
            if isinstance(key, exp.Literal) and key.is_int and not 1 <= int(key.name) <= len(outputs):
                raise FixableError(words.no_position(spoken, key.name, len(outputs)))
            if clause == "order" and node.args.get("distinct") and not _is_output(key, outputs):
                raise FixableError(words.distinct_order(_said(key)))


def _is_output(key: exp.Expr, outputs: Sequence[exp.Expr]) -> bool:
    if isinstance(key, exp.Literal):
        return True
    if isinstance(key, exp.Column) and any(key.name.casefold() == o.alias_or_name.casefold() for o in outputs):
        return True
    return any(key == (o.this if isinstance(o, exp.Alias) else o) for o in outputs)


def _numbers(node: exp.Func, types: Types) -> None:
    inner = node.this.expressions[0] if isinstance(node.this, exp.Distinct) else node.this
    if isinstance(inner, exp.Expr) and _family(inner, types) in ("text", "time", "boolean"):
        raise FixableError(words.needs_number(node.sql_name().lower(), _said(inner)))


def _text(node: exp.Expr, types: Types) -> None:
    if _family(node.this, types) in ("number", "time", "boolean"):
        name = "LIKE" if isinstance(node, exp.Like) else node.sql_name().lower() if isinstance(node, exp.Func) else ""
        raise FixableError(words.needs_text(name, _said(node.this)))


def _days(node: exp.Add | exp.Sub, types: Types) -> None:
    """``current_date - 7``: a number is no length of time."""
    if _family(node.left, types) == "time" and _family(node.right, types) == "number":
        sign = "-" if isinstance(node, exp.Sub) else "+"
        raise FixableError(words.time_and_number(_said(node.left), sign, _said(node.right)))


def _condition(node: exp.Where | exp.Having | exp.Not, types: Types) -> None:
    if _family(node.this, types) in ("text", "number", "time"):
        raise FixableError(words.no_condition(_said(node.this)))


_Check = Callable[..., None]
_CHECKS: tuple[tuple[tuple[type[exp.Expr], ...], _Check], ...] = (
    ((exp.Join,), _natural),
    ((exp.Window,), _window),
    ((exp.GroupConcat,), _listagg),
    ((exp.Any, exp.All), _quantified),
    ((exp.Extract,), _extract),
    ((exp.Bracket,), _subscript),
    ((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), _json_text),
    ((exp.JSONExtract, exp.JSONExtractScalar), _json_path),
    ((exp.DPipe, exp.Concat), _joined),
    ((exp.Case, exp.If, exp.Coalesce), _branches),
    ((exp.SetOperation,), _set_operation),
    ((exp.Select,), _ordered),
    (_ON_NUMBERS, _numbers),
    (_ON_TEXT, _text),
    ((exp.Add, exp.Sub), _days),
    ((exp.Where, exp.Having, exp.Not), _condition),
)
