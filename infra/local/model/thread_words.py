"""What the planner says of a thread: what a message goes on from, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.words import quoted

WITHOUT_THAT = "Without it"
MAX_SAID = 80
"""Characters of a message that is said again."""


def built_on_what(lost: Sequence[str], before: str) -> str:
    """``lost``: messages that were not answered; ``before``: the last one that was."""
    said = quoted([_short(text) for text in lost[-3:]])
    return f"I could not do {said}. Shall I go on from “{_short(before)}” without it? Or ask the whole question."


def built_on(before: str) -> str:
    return f"This goes on from “{_short(before)}”; what I could not do is left out."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SAID else f"{line[: MAX_SAID - 1].rstrip()}…"


def condition_gone(metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"The condition on {metric} is left out, as that is no longer asked for."


def in_percent(said: str, rate: str) -> str:
    """``rate``: the label of the figure that was taken, in the middle of a sentence."""
    return f"{said} = {rate} (“share of total” for parts of the whole)"


def all_of(name: str) -> str:
    return f"all of {name}"
