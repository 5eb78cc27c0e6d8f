"""A query's result as the table of an answer, and what is to be said of its length."""

from __future__ import annotations

from agent_actions import words
from agent_actions.contract import RESULT_ROWS, Column, Table
from agent_actions.query import Ran


def result_table(title: str, columns: tuple[Column, ...], ran: Ran) -> Table:
    return Table(
        title=title,
        columns=columns,
        rows=tuple(ran.result.rows[:RESULT_ROWS]),
        total_rows=ran.total_rows,
        truncated=ran.total_rows > RESULT_ROWS or ran.limited,
        at_least=ran.at_least,
    )


def cut(table: Table) -> tuple[str, ...]:
    """The warning that not every row is here."""
    if len(table.rows) < table.total_rows or table.at_least:
        return (words.truncated(len(table.rows), table.total_rows, at_least=table.at_least),)
    return ()


def nothing(title: str, *, unseen: bool) -> str:
    """``unseen``: rows may be hidden by rights, so there may be some after all."""
    return (words.EMPTY_HIDDEN if unseen else words.EMPTY).format(title=title)


def output_key(ran: Ran) -> str | None:
    """The engine's own output, ``s3://bucket/key``, without its bucket."""
    output = ran.result.output
    return output.split("/", 3)[3] if output.startswith("s3://") and output.count("/") > 2 else None
