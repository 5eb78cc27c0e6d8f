"""Metrics beside the rows of a shared file: what is looked at before they are shown, and what is said of them."""

from __future__ import annotations

from agent_actions.context import Context
from agent_actions.contract import Table
from agent_actions.errors import FixableError
from agent_actions.query import Ran, rows_of
from agent_actions.semantic import file_join_words as words
from agent_actions.semantic.file_join import FileJoined

EXAMPLES = 3


def refuse_repeats(context: Context, joined: FileJoined) -> None:
    """Raise FixableError when two rows of the file would be given the same figures."""
    if joined.repeats is None:
        return
    found = rows_of(context, joined.repeats, f"repeats\0{joined.repeats}")
    if found:
        values = [", ".join(str(value) for value in row[: len(joined.keys)]) for row in found]
        raise FixableError(words.repeated(joined.label, joined.keys, values))


def unmatched(context: Context, joined: FileJoined, table: Table, ran: Ran) -> tuple[str, ...]:
    """How many of the file's rows have no figure at all. Nothing where not every row is here."""
    metrics = [i for i, column in enumerate(table.columns) if column.role == "metric"]
    without = [row for row in table.rows if all(row[i] is None for i in metrics)]
    if not without or len(table.rows) < table.total_rows:
        return ()
    keys = len(joined.keys)
    shown = [", ".join(words.EMPTY if v is None else str(v) for v in row[:keys]) for row in without[:EXAMPLES]]
    hidden = any(context.grant.row_filters(ref) for ref in ran.guarded.tables)
    return (words.unmatched(len(without), len(table.rows), joined.label, shown, hidden=hidden),)
