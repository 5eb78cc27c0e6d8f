"""What a drafted model says of itself: in its files, and in every answer that rests on a guess of it."""

from __future__ import annotations

GUESSED = "guessed from the catalogue"
_MARK = f" ({GUESSED})"

DRAFTED = (
    "This semantic model was drafted from the catalogue and nobody has checked it yet: its metrics, keys and types "
    "are guesses."
)


def guessed(what: str) -> str:
    return f"{what}{_MARK}"


def is_guess(description: str) -> bool:
    """Whether the words that the draft left behind are still there."""
    return GUESSED in description


def draft_count(table: str) -> str:
    return guessed(f"Number of rows of {table}")


def draft_sum(column: str, table: str) -> str:
    return guessed(f"Sum of {column} over the rows of {table}")


def draft_average(column: str, table: str) -> str:
    return guessed(f"Average of {column} over the rows of {table}")


def draft_model() -> str:
    return f"Drafted without a person: everything here is {GUESSED}. Check it before you rely on it."


def guessed_metric(label: str, description: str) -> str:
    said = description.replace(_MARK, "").strip().rstrip(".")
    return f"{label} is taken for the {said[:1].lower()}{said[1:]} (a guess)"


def guessed_join(many: str, one: str, columns: str) -> str:
    return f"{many} are matched to {one} by {columns} (a guess)"


def guessed_time(dataset: str, field: str) -> str:
    return f"{dataset} are dated by {field}, of several dates (a guess)"
