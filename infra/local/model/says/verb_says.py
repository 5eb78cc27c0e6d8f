"""What is said about words that a question cannot be answered by, or that may mean several things."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import lower_first
from infra.local.model.says.words import joined


def other_date(metric: str, own: str, other: str) -> str:
    return (
        f"{metric} go by the {own}. By the {other} I can count them in one past period, but neither over time, nor "
        "beside another period, nor without what is named. Please ask for one period, or go by the "
        f"{own}."
    )


def which_date(word: str, labels: Sequence[str]) -> str:
    return f"“{word}”: does the period go by {joined([lower_first(label) for label in labels], 'or')}?"


def how_much(word: str, labels: Sequence[str]) -> str:
    return f"“{word}”: which figure do you mean, {joined(labels, 'or')}?" if labels else f"“{word}”: which figure?"


def rate_or_whole(rate: str, told: str, literal: str) -> str:
    """Two ratios of one figure: the published ``rate``, as it is ``told``, or the one that the words say."""
    return f"The {rate} is published: {told.rstrip('.')}. Do you want that, or {literal}?"
