"""What is said of metrics beside the rows of a shared file. ``file`` is the file's name."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of, lower_first, or_of


def unknown_dataset(name: str, known: Sequence[str]) -> str:
    if known:
        return f"There is no dataset {name} in this thread. There is: {list_of(known)}."
    return (
        f"There is no dataset {name} in this thread. Share a CSV, a workbook or another table here, and make it a "
        "dataset first: read_document with want=dataset."
    )


def unknown_column(name: str, file: str, near: Sequence[str]) -> str:
    return f"{file} has no column {name}. It has: {list_of(near)}."


def not_together(parts: Sequence[str]) -> str:
    return (
        f"Beside the rows of a file there can be no {or_of(parts)}: each of its rows has a row. "
        "Leave that out, or ask without the file."
    )


def twice(field: str) -> str:
    return f"{field} is matched with two columns of the file. Name one."


def kinds_differ(column: str, kind: str, field: str, other: str) -> str:
    return f"{column} holds {kind} and {field} holds {other}, so their values can't be matched."


KINDS = {
    "text": "text",
    "integer": "whole numbers",
    "number": "numbers",
    "date": "dates",
    "timestamp": "points of time",
    "boolean": "yes or no",
    "other": "lists or records",
}


AGAINST_ONE = "A column of the file can be set against one metric at a time. Name one."


def against_numbers(column: str) -> str:
    return f"{column} of the file holds no numbers, so no figure can be set against it."


def against_key(column: str) -> str:
    return f"{column} is what the rows are matched by. Name another column to set the figure against."


def difference(metric: str, column: str) -> str:
    return f"{metric} less {lower_first(column)}"


def difference_pct(column: str) -> str:
    return f"Difference in % of {lower_first(column)}"


EMPTY = "(empty)"


def beside(title: str, file: str, against: str = "") -> str:
    """``against``: label of the column that the metric is set against."""
    return f"{title}, for the rows of {file}" + (f", against {lower_first(against)}" if against else "")


def of_the_file(label: str) -> str:
    """A column of the file that is called like a metric."""
    return f"{label} in the file"


def matched(file: str, pairs: Sequence[tuple[str, str]]) -> str:
    """``pairs``: labels of a column and of the field it is matched with."""
    return f"rows of {file} matched by {list_of([f'{column} = {field}' for column, field in pairs])}"


def repeated(file: str, columns: Sequence[str], values: Sequence[str]) -> str:
    return (
        f"{file} has rows with the same {list_of(columns)} ({list_of(values)}), so the figures would be shown, and "
        "added up, more than once. Remove the repeated rows and share the file again."
    )


def counted(count: int, word: str) -> str:
    return f"{count:,} {word if count == 1 else word + 's'}"


def unmatched(rows: int, total: int, file: str, examples: Sequence[str], *, hidden: bool) -> str:
    seen = " that you may see" if hidden else ""
    which = f", such as {list_of(examples)}" if examples else ""
    verb = "has" if rows == 1 else "have"
    return f"{rows:,} of {counted(total, 'row')} of {file} {verb} no figures{seen}{which}."
