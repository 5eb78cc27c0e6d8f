"""What a person reads of figures worked out beside the metrics: comparisons, shares, totals, windows, the rest."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of, lower_first, or_of

NEEDS_GRAIN = {
    "running": "A running total needs a grain: day, week, month, quarter or year.",
    "rolling": "A rolling window needs a grain: its length counts days, weeks, months, quarters or years.",
}
COMPARE_NEEDS_PERIOD = (
    "A comparison needs a period that has a beginning, such as 'this month' or 'since 2026-01-01', to know what comes "
    "before it."
)
COMPARE_NEEDS_GRAIN = "'previous_grain' sets each row beside the one before it and needs a grain, such as month."
ROLLING_NEEDS_PERIOD = "A rolling window needs a period that has a beginning, such as 'last 90 days'."
WHY_NEEDS = (
    "To say why a figure changed, name what to compare with (compare: previous_period or previous_year) and at least "
    "one dimension to split the change by."
)
REST_NEEDS = "All others together need a limit and at least one dimension: the top N of what, and the rest of it."
WITHIN_NEEDS = (
    "'within' needs a limit or a share, for the top N or the share in each value of a dimension; it does not go with "
    "'rest'."
)
SHOW_NEEDS = "'show' needs a share and the dimension whose values are shown."
MEAN_NEEDS = "A moving average needs 'rolling': over how many days, weeks or months."
ALL_OTHERS = "All others"


def unknown_within(name: str, allowed: Sequence[str]) -> str:
    return f"Cannot rank within '{name}': it is not in this request. Use {or_of(allowed)}."


def only_with_rows(grain: str) -> str:
    return f"{grain.replace('_', ' ')}s without any rows are not listed"


def mean_of_ratio(metric: str) -> str:
    return f"{metric} is given for each window as a whole, as it is no sum that could be averaged"


def in_each(top: str, labels: Sequence[str]) -> str:
    return f"{top} in each {list_of(lower_first(label) for label in labels)}"


def share_within(labels: Sequence[str]) -> str:
    return f"shares are of the total of each {list_of(lower_first(label) for label in labels)}"


def share_of(values: Sequence[str]) -> str:
    return f"share of {list_of(values)}"


def too_long_window(count: int, grain: str, most: int) -> str:
    return f"Together with its rolling windows the period has {count:,} {grain}s; at most {most:,} can be lined up."


def cannot_align(label: str, grain: str) -> str:
    return (
        f"{label} and what lies before it cannot be lined up by {grain.replace('_', ' ')}. Ask by day, or for a period "
        f"of whole {grain.replace('_', ' ')}s."
    )


def no_hours(label: str) -> str:
    return f"{label} has no time of day, so it cannot be split by hour."


_SHARED = {
    "share": "Shares of a total cannot be given for {metric}",
    "running": "{metric} has no running total",
    "rolling": "{metric} cannot be computed over a rolling window",
    "rest": "{metric} cannot be computed for all others together",
    "contribution": "The change of {metric} cannot be split into contributions",
}
_WHY_NOT = {
    "distinct": "the same thing can count in several parts, so their counts do not add up to the whole",
    "ratio": "it is a ratio, and ratios of parts do not add up to that of the whole",
    "extreme": "the highest or lowest values of parts do not add up to that of the whole",
    "other": "its values for parts do not add up to that of the whole",
}


def does_not_add_up(what: str, metric: str, reason: str) -> str:
    """``what``: share, running, rolling, rest or contribution. ``reason``: distinct, ratio, extreme or other."""
    return f"{_SHARED[what].format(metric=metric)}: {_WHY_NOT[reason]}. Leave it out, or choose a metric that adds up."


def order_of_rest(allowed: Sequence[str]) -> str:
    return f"With all others together, rows can be ranked by {or_of(allowed)} only."


def same_period(label: str) -> str:
    return f"{label} cannot be compared with itself."


def days_beside(count: int, other: int) -> str:
    return f"{count} days stand beside {other}"


def compared_with(label: str) -> str:
    return f"compared with {label}"


def one_before(grain: str) -> str:
    return f"the {grain.replace('_', ' ')} before"


def as_far(label: str) -> str:
    return f"{label}: whole days that have passed, on both sides"


WEEKS_BEFORE = "weeks stand beside those 52 weeks before, so that weekdays match"


def leap_day(day: str, beside: str) -> str:
    return f"{day} is counted with {beside}"


def shorter(grain: str, label: str) -> str:
    return f"compared {grain} by {grain}, so only with {label}"


def and_rest(title: str) -> str:
    return f"{title} and all others"


RESTED = "rows without a name count among all others"
CONTRIBUTION_OF_RATIO = (
    "contribution to a ratio's change = the change of the value's part of it, less the average ratio times the change "
    "of its weight; they add up to the whole change"
)


def rolling_from(day: str) -> str:
    return f"rolling windows draw on data from {day}, as far as there are any"


def previous(label: str, period: str) -> str:
    """``period``: what the rows are compared with; empty where each row has a partner of its own."""
    return f"{label}, {period or 'before'}"


def change(label: str) -> str:
    return f"{label}, change"


def change_in(label: str, *, percent: bool = False) -> str:
    """What rows are kept by: "change in revenue under 0"."""
    return f"change in {lower_first(label)}{' in %' if percent else ''}"


def change_pct(label: str) -> str:
    return f"{label}, change in %"


def share(label: str) -> str:
    return f"{label}, share"


def running(label: str) -> str:
    return f"{label}, running total"


def rolling(label: str, count: int, grain: str, *, mean: bool = False) -> str:
    return f"{label}, {'average of' if mean else 'rolling'} {count} {grain.replace('_', ' ')}s"


def contribution(label: str) -> str:
    return f"{label}, contribution"
