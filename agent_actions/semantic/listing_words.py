"""What is said of lists: requests without metrics."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of

NOTHING_ASKED = "Name metrics, or the fields to list as dimensions."


def only_beside_metrics(given: Sequence[str]) -> str:
    return (
        f"A list without metrics takes dimensions, filters, period, order and limit only, not {list_of(given)}. "
        "Name a metric, or leave these out."
    )


def apart(labels: Sequence[str]) -> str:
    return f"{list_of(labels)} have no rows in common that could be listed: name fields of one dataset."


def first_rows(limit: int) -> str:
    return f"first {limit}"
