"""Functions that can make a lot out of little: allowed with fixed, small arguments only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.sql import words

MAX_ELEMENTS = 10_000
"""Also Trino's own limit for ``sequence``."""
_DAYS = {"SECOND": 1 / 86_400, "MINUTE": 1 / 1_440, "HOUR": 1 / 24, "DAY": 1, "WEEK": 7, "MONTH": 28, "QUARTER": 89,
         "YEAR": 365}  # fmt: skip
_WIDE_FORMAT = re.compile(r"%[^a-zA-Z%]*\d{4,}")


def check_bounds(node: exp.Expr) -> None:
    """Raises FixableError when the size of what the function makes is not known, or too large."""
    if isinstance(node, exp.GenerateSeries):
        _require(_series(node), "sequence")
    elif isinstance(node, exp.Repeat):
        _require(_number(node.args.get("times")), "repeat")
    elif isinstance(node, exp.Pad):
        _require(_number(node.expression), "lpad or rpad")
    elif isinstance(node, exp.Format):
        pattern = node.this
        if not (isinstance(pattern, exp.Literal) and pattern.is_string) or _WIDE_FORMAT.search(pattern.name):
            raise FixableError(words.function_bound("format", MAX_ELEMENTS))
    elif isinstance(node, exp.Anonymous) and str(node.this).lower() == "ngrams":
        _require(_number(node.expressions[1] if len(node.expressions) > 1 else None), "ngrams")


def _require(size: float | None, name: str) -> None:
    if size is None or not -MAX_ELEMENTS <= size <= MAX_ELEMENTS:
        raise FixableError(words.function_bound(name, MAX_ELEMENTS))


def _series(node: exp.GenerateSeries) -> float | None:
    start, end, step = node.args.get("start"), node.args.get("end"), node.args.get("step")
    first, last = _number(start), _number(end)
    if first is not None and last is not None:
        by = 1.0 if step is None else _number(step)
        return abs(last - first) / abs(by) + 1 if by else None
    begun, ended = _moment(start), _moment(end)
    if begun is None or ended is None:
        return None
    days = 1.0 if step is None else _interval(step)
    return abs((ended - begun).total_seconds()) / 86_400 / abs(days) + 1 if days else None


def _number(node: exp.Expr | None) -> float | None:
    if isinstance(node, exp.Paren):
        return _number(node.this)
    if isinstance(node, exp.Neg):
        inner = _number(node.this)
        return None if inner is None else -inner
    if isinstance(node, exp.Literal) and not node.is_string and len(node.name) < 20:
        try:
            return float(node.name)
        except ValueError:
            return None
    return None


def _interval(node: exp.Expr | None) -> float | None:
    """Days, roughly and never too long."""
    if isinstance(node, exp.Neg | exp.Paren):
        return _interval(node.this)
    if not isinstance(node, exp.Interval) or not isinstance(node.this, exp.Literal) or len(node.this.name) > 9:
        return None
    try:
        return float(node.this.name) * _DAYS[node.text("unit").upper()]
    except (ValueError, KeyError):
        return None


def _moment(node: exp.Expr | None) -> datetime | None:
    """A point in time that is fixed by the statement, or follows from today."""
    if isinstance(node, exp.Paren | exp.TimestampTrunc):
        return _moment(node.this)
    if isinstance(node, exp.CurrentDate | exp.CurrentTimestamp | exp.Localtimestamp):
        return datetime.now(UTC).replace(tzinfo=None)
    if isinstance(node, exp.Cast | exp.TryCast | exp.Date | exp.FromISO8601Date):
        return _written(node.this) if isinstance(node.this, exp.Literal) else _moment(node.this)
    if isinstance(node, exp.Add | exp.Sub):
        base, days = _moment(node.this), _interval(node.expression)
        return _shift(base, days if isinstance(node, exp.Add) else -days) if base and days is not None else None
    if isinstance(node, exp.DateAdd):
        base, count = _moment(node.this), _number(node.expression)
        unit = _DAYS.get(node.text("unit").upper())
        return _shift(base, count * unit) if base and count is not None and unit else None
    return None


def _written(literal: exp.Literal) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(literal.name[:10]), datetime.min.time())
    except ValueError:
        return None


def _shift(moment: datetime, days: float) -> datetime | None:
    try:
        return moment + timedelta(days=days)
    except OverflowError:
        return None
