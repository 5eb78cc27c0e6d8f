"""The sum of a result's rows, where it says something. Pure.

It stands below the table and not in it: Slack's ``data_table`` sorts, filters, pages and counts its rows, and a total
among them would be moved, hidden and counted with them.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, cast

from bot.reply.inert import inert
from bot.reply.numbers import number
from bot.reply.values import number_of
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Table

SUMMED = (None, "metric", "previous", "change")


def totals(table: Table, receipt: Receipt, words: Words) -> str:
    """``Total: €27,773,312``; nothing for ratios, distinct counts and results that were cut.

    Where a limit or a condition on a figure left rows out, it says that it is the total of these rows.
    """
    if receipt.status != "ok" or table.truncated or not 2 <= len(table.rows) == table.total_rows:
        return ""
    adding = {metric.name for metric in receipt.metrics if metric.adds_up}
    parts: list[tuple[str, str]] = []
    sums: dict[tuple[str, str], float] = {}
    for index, column in enumerate(table.columns):
        of = column.of or column.name
        if of not in adding or column.role not in SUMMED or column.type not in ("integer", "number"):
            continue
        found = [value for row in table.rows if (value := number_of(row[index])) is not None]
        if not found:
            continue
        total = _sum(found)
        sums[of, column.role or "metric"] = total
        parts.append((inert(column.label or column.name), _shown(total, column, sums, of, words)))
    if not parts:
        return ""
    of_these = len(table.rows) if _is_part(receipt) else None
    return words.total(parts, of_these)


def _sum(values: list[float]) -> float:
    """Whole numbers exactly, others without the error of adding one by one."""
    return sum(values) if all(isinstance(value, int) for value in values) else fsum(values)


def _shown(total: float, column: Column, sums: dict[tuple[str, str], float], of: str, words: Words) -> str:
    text = number(total, column)
    before = sums.get((of, "previous"))
    if column.role == "change" and before and before > 0:
        return words.with_share(text, f"{total / before:+.1%}")
    return text


def _is_part(receipt: Receipt) -> bool:
    """Whether the request left rows out: by a limit without "the rest", or by a condition on a metric."""
    request = receipt.request or {}
    filters = cast("list[dict[str, object]]", request.get("filters") or [])
    cut = bool(request.get("limit")) and not request.get("rest") and request.get("limit") == receipt.row_count
    return cut or any("." not in str(one.get("field", "")) for one in filters)
