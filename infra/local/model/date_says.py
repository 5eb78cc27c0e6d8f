"""Sentences about what a date is there for: by which one a figure goes, and what is only known of today."""

from __future__ import annotations

from agent_actions.semantic.words import lower_first


def dated_by_another(metric: str, own: str, other: str) -> str:
    return f"{metric} go by the {own}, and I cannot count them by the {other}. Ask by the {own}, or without a period."


def stood_then(state: str) -> str:
    return (
        f"What is {state} now is known, but not what was at the time. Ask for what is {state} now, or without “was” or "
        "“were” for those of that date that still are."
    )


def dated_unasked(metric: str, field: str) -> str:
    return (
        f"A period of {lower_first(metric)} goes by the {field}: I can count those of that date in a period, or all of "
        f"them, but not how many there were at the time. Ask for “{lower_first(metric)} by {field}”, or without a "
        "period."
    )
