"""What is said of figures that are set against their plan."""

from __future__ import annotations

from agent_actions.semantic.words import lower_first


def planned_by(label: str, unit: str) -> str:
    return (
        f"{label} is by the {unit}: there is none for a part of one, nor by day, week or weekday. Name whole {unit}s."
    )


def whole_one(label: str, unit: str) -> str:
    return f"A {unit} under way or to come has its whole {lower_first(label)} here."


def under_way(label: str, unit: str) -> str:
    label = lower_first(label)
    return f"A {unit} under way or to come has its whole {label} here, beside no more than has come in so far."


def of_home(label: str, thing: str) -> str:
    """ "Only revenue of stores, as the target is theirs"."""
    return f"only {lower_first(label)} of {lower_first(thing)}, as the plan is for these"


def planned_so(said: str, label: str) -> str:
    return f"{said} = what the {lower_first(label)} is for"
