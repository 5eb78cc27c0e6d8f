"""What is said of figures that are computed from published ones."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import lower_first


def per_metric(label: str, thing: str, things: str, currency: str, times: int) -> str:
    """ "Tickets per 100 orders"; ``thing``: in the singular."""
    if currency:
        return f"{label} per {f'{times:,} ' if times > 1 else ''}{currency} of {lower_first(things)}"
    return f"{label} per {f'{times:,} {lower_first(things)}' if times > 1 else thing}"


def as_share(label: str, whole: str) -> str:
    return f"{label} as a share of {lower_first(whole)}"


def summed(label: str, others: Sequence[tuple[str, str]]) -> str:
    """ "Gross margin minus ad spend and freight cost"; ``others``: with "+" or "-" before each."""
    said, before = label, ""
    for sign, other in others:
        word = "and" if sign == before else "plus" if sign == "+" else "minus"
        said, before = f"{said} {word} {lower_first(other)}", sign
    return said


def computed_sum(label: str, *, taken_off: bool) -> str:
    """``taken_off``: something is, so that nothing to take off is told from 0."""
    said = f"{label}: computed for this question, not a published metric"
    return f"{said}; empty where there is nothing to take off" if taken_off else said


def no_sum_of(label: str) -> str:
    return f"{label} cannot be added to other figures or taken off them: it does not add up to a total itself."


def average_per(label: str, thing: str) -> str:
    label = lower_first(label)
    return f"Average {label} per {thing}"


def divided_by(label: str, other: str, times: int) -> str:
    by = f"{lower_first(label)} divided by {lower_first(other)}"
    return f"{by}, times {times:,}" if times > 1 else by


def divided_by_units(label: str, unit: str) -> str:
    return f"{lower_first(label)} divided by the number of {unit}s in the period"


def divided_by_things(label: str, thing: str) -> str:
    """``thing``: in the singular."""
    return f"{lower_first(label)} divided by the number of different values of {thing} in the same rows"


def computed(label: str, said: str) -> str:
    return f"{label} = {said}; computed for this question, not a published metric"


def no_average_of(label: str) -> str:
    return f"An average of {label} cannot be computed: it does not add up to a total that could be divided."


def average_needs_period(unit: str) -> str:
    return f"An average per {unit} needs a period with a beginning and an end, such as 'last month'."


def not_whole(label: str, unit: str) -> str:
    return f"{label} is not made of whole {unit}s that have passed. Ask for an average per day, or for another period."


def average_alone(unit: str) -> str:
    return f"An average per {unit} is computed over the whole period: not by time as well."


def over_units(count: int, unit: str, label: str) -> str:
    return f"averaged over {count:,} {unit}{'s' if count != 1 else ''}: {label}"
