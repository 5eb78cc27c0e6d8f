"""Tables of what a machine read: columns that nothing filled are left out, long ones are cut with their size told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from agent_actions.contract import RESULT_ROWS, Column, Scalar, Table

Kind = Literal["string", "integer", "number"]

_NUMBER = re.compile(r"[-+]?[\d.,\s']*\d\s*%?|[-+]?[€$£]\s*[\d.,]+|[\d.,]+\s*[€$£]")


def column(name: str, label: str, kind: Kind = "string", unit: str | None = None, pattern: str | None = None) -> Column:
    return Column(name=name, label=label, type=kind, unit=unit, format=pattern)


def confidence(label: str) -> Column:
    """Per cent, as AWS's services give it."""
    return column("confidence", label, "number", "%", "0.0")


def found_table(title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Scalar]]) -> Table | None:
    """None without rows. ``rows`` map column names to values; a column without any value is left out."""
    if not rows:
        return None
    used = [c for c in columns if any(row.get(c.name) is not None for row in rows)]
    kept = tuple(tuple(row.get(c.name) for c in used) for row in rows[:RESULT_ROWS])
    return Table(title=title, columns=tuple(used), rows=kept, total_rows=len(rows), truncated=len(rows) > RESULT_ROWS)


def split_header(
    rows: Sequence[Sequence[str | None]], headed: bool | None = None
) -> tuple[list[str], list[Sequence[str | None]]]:
    """Labels of the columns and the rows below. ``headed`` None: the first row counts when it reads like a header.

    A column without a label is "Column 3".
    """
    width = max((len(row) for row in rows), default=0)
    first = [" ".join((cell or "").split()) for cell in rows[0]] if rows else []
    first += [""] * (width - len(first))
    if headed is None:
        filled = [cell.casefold() for cell in first if cell]
        headed = (
            len(rows) > 1
            and len(filled) >= max(1, width - 1)
            and len(set(filled)) == len(filled)
            and not any(_NUMBER.fullmatch(cell) for cell in filled)
        )
    labels = [(cell if headed else "") or f"Column {n}" for n, cell in enumerate(first, 1)]
    return labels, list(rows[1:] if headed else rows)


def names_of(labels: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """A column name for each label: lower case, joined by underscores, each once."""
    names: list[str] = []
    for number, label in enumerate(labels, 1):
        base = re.sub(r"\W+", "_", label.lower()).strip("_")[:60] or f"column_{number}"
        name, again = base, 2
        while name in names or name in taken:
            name, again = f"{base}_{again}", again + 1
        names.append(name)
    return names
