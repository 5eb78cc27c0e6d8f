"""A metric's formula in words, and what else is said to explain it."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of, lower_first, or_of

_OF = {
    "sum": "the sum of {of}",
    "average": "the average {of}",
    "lowest": "the lowest {of}",
    "highest": "the highest {of}",
    "median": "the median {of}",
    "filled": "the number of rows with {of}",
    "distinct": "the number of different values of {of}",
}


def aggregate(kind: str, of: str) -> str:
    return _OF[kind].format(of=of)


def rows_of(dataset: str) -> str:
    return f"the number of {lower_first(dataset)}"


def percentile(share: str, of: str) -> str:
    return f"the {share} percentile of {of}"


def where(what: str, conditions: Sequence[str]) -> str:
    return f"{what} where {list_of(conditions)}"


def bracketed(what: str) -> str:
    return f"({what})"


def divided(over: str, under: str) -> str:
    return f"{over} divided by {under}"


def binary(sign: str, left: str, right: str) -> str:
    said = {"+": "plus", "-": "less", "*": "times"}[sign]
    return f"{left} {said} {right}"


def is_one_of(label: str, values: Sequence[str], *, kept: bool) -> str:
    label = lower_first(label)
    if not values:
        return f"there is {'a' if kept else 'no'} {label}"
    return f"{label} is {'' if kept else 'not '}{or_of(values)}"


def compared(label: str, sign: str, value: str) -> str:
    said = {">": "is over", ">=": "is at least", "<": "is under", "<=": "is at most"}[sign]
    return f"{lower_first(label)} {said} {value}"


def metric_explained(label: str, description: str) -> str:
    return f"{label}: {description}" if description else f"{label}."
