"""What is said of a count of things that pass conditions on figures."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of, lower_first

NEEDS_CONDITION = (
    "'count' needs a filter on a metric of the request with gt, gte, lt, lte or in: it counts what passes it."
)
NOT_BY_CHANGE = "What is counted can be kept by figures of one period, not by how they changed: list it instead."
GRAIN_TWICE = "Count days, weeks or months without a 'grain' or 'by' beside them."
NONE_NOT_LISTED = "what has no row at all is not listed"
MASKED = "You may not see the column by which those are told apart, so they cannot be counted for you."


def unknown(name: str, allowed: Sequence[str]) -> str:
    return f"'count' takes a dataset, a field or a grain, not '{name}'. Use for example {' or '.join(allowed)}."


def no_key(label: str) -> str:
    return f"{label} cannot be counted: the model names no primary key for them."


def not_with(what: str) -> str:
    return f"'count' does not go with '{what}'."


def none_unknown(label: str) -> str:
    """Nothing at all passes the conditions too, and who has nothing cannot be told under the other filters."""
    things = lower_first(label)
    return (
        f"{label} without any pass these conditions too, and which {things} those are cannot be told from the rows "
        "that there are. Ask for at least 1 as well, or leave out the filters and dimensions that are no part of "
        f"{things}."
    )


def plural(label: str) -> str:
    """The label's last word in the plural: "Country" -> "Countries"; one that is plural already stays."""
    if label.endswith(("ies", "s")) and not label.endswith(("ss", "us", "is")):
        return label
    if label.endswith("y") and label[-2:-1] not in tuple("aeiou"):
        return label[:-1] + "ies"
    return label + ("es" if label.endswith(("s", "x", "ch", "sh")) else "s")


def counted(label: str, conditions: Sequence[str]) -> str:
    """ "Customers with orders over 5"."""
    return f"{label} with {list_of(conditions)}"


def each_once(label: str, key: str, apart: Sequence[str]) -> str:
    """How they are told apart, and in what each of them is counted anew."""
    within = f", in each {list_of(lower_first(a) for a in apart)} that they meet the condition in" if apart else ""
    return f"{lower_first(label)} are told apart by {lower_first(key)}{within}"


def key_of(key: str, holders: Sequence[str]) -> str:
    return f"the {lower_first(key)} of {list_of(lower_first(h) for h in holders)}"


def none_counted(label: str, until: str) -> str:
    return f"{lower_first(label)} without any count too" + (f", if they were there by {until}" if until else "")


def none_left_out(label: str) -> str:
    return f"{lower_first(label)} without any row in this selection do not count"


def none_listed(label: str, until: str) -> str:
    return f"{lower_first(label)} without any row at all too" + (f", if they were there by {until}" if until else "")
