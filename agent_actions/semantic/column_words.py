"""What is said of figures straight from a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent_actions.semantic.words import lower_first

DESCRIPTION = "Computed from a column as it is."
LABELS: Mapping[str, Callable[[str], str]] = {
    "sum": lambda label: f"Total {lower_first(label)}",
    "avg": lambda label: f"Average {lower_first(label)}",
    "min": lambda label: f"Lowest {lower_first(label)}",
    "max": lambda label: f"Highest {lower_first(label)}",
}


def straight(label: str) -> str:
    """Said beside such a figure."""
    return f"{lower_first(label)} = straight from the column, not a published metric"
