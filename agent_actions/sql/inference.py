"""Athena type of an expression, where it is easily told; None elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

_TEXT = (exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.Concat, exp.ConcatWs, exp.DPipe, exp.Replace,
         exp.RegexpReplace, exp.RegexpExtract, exp.SplitPart, exp.TimeToStr, exp.JSONExtractScalar)  # fmt: skip
_SAME_AS_FIRST = (exp.Paren, exp.TimestampTrunc, exp.Min, exp.Max, exp.AnyValue, exp.Coalesce, exp.Nullif, exp.Lag,
                  exp.Lead, exp.FirstValue, exp.LastValue, exp.Window, exp.Filter, exp.DateAdd, exp.ArgMax,
                  exp.ArgMin, exp.Greatest, exp.Least, exp.Try)  # fmt: skip
_COUNTS = (exp.Count, exp.CountIf, exp.ApproxDistinct, exp.Length, exp.DateDiff, exp.Year, exp.Month, exp.Day,
           exp.Quarter, exp.Hour, exp.WeekOfYear, exp.DayOfWeekIso, exp.RowNumber, exp.Rank)  # fmt: skip


def infer(node: exp.Expr, columns: Mapping[int, str | None]) -> str | None:
    """``columns``: id of a bound Column node -> its type."""
    while isinstance(node, _SAME_AS_FIRST):
        node = node.this
    if isinstance(node, exp.Column):
        return columns.get(id(node))
    if isinstance(node, exp.Alias):
        return infer(node.this, columns)
    if isinstance(node, exp.Cast):
        return node.to.sql(dialect="athena").lower()
    if isinstance(node, exp.Literal):
        return "varchar" if node.is_string else ("bigint" if node.is_int else "double")
    if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
        return infer(node.this, columns)
    if isinstance(node, _TEXT):
        return "varchar"
    if isinstance(node, _COUNTS):
        return "bigint"
    if isinstance(node, exp.Date | exp.CurrentDate | exp.LastDay | exp.FromISO8601Date):
        return "date"
    if isinstance(node, exp.StrToTime | exp.Localtimestamp):
        return "timestamp"
    if isinstance(node, exp.CurrentTimestamp | exp.FromISO8601Timestamp | exp.UnixToTime | exp.AtTimeZone):
        return "timestamp with time zone"
    return None
