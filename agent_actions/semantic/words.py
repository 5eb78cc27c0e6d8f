"""Every sentence of the semantic layer that a person can read: refusals, titles, assumptions, periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def list_of(items: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    found = list(items)
    return f"{', '.join(found[:-1])} {last} {found[-1]}" if len(found) > 1 else "".join(found)


def or_of(items: Iterable[str]) -> str:
    return list_of(items, "or")


# Requests


def no_model(place: str) -> str:
    return f"No semantic model is published at {place} yet. The data team can put Ossie documents there."


def unknown_metric(name: str, near: Sequence[str]) -> str:
    return f"There is no published metric named '{name}'.{_nearest(near)}"


def unknown_dimension(name: str, near: Sequence[str]) -> str:
    return f"There is no field named '{name}' to group or filter by.{_nearest(near)}"


def _nearest(near: Sequence[str]) -> str:
    return f" Nearest: {', '.join(near)}." if near else ""


def word_is_ambiguous(word: str, labels: Sequence[str]) -> str:
    return f"'{word}' can mean {or_of(labels)}. Which one?"


def field_is_ambiguous(name: str, refs: Sequence[str]) -> str:
    return f"'{name}' can mean {or_of(refs)}. Which one?"


def unknown_value(value: str, label: str, near: Sequence[str]) -> str:
    return f"{label} has no value '{value}'.{_nearest(near)}"


def needs_values(label: str, op: str) -> str:
    return f"The filter on {label} needs a value for '{op}'."


def one_value(label: str, op: str) -> str:
    return f"The filter on {label} takes one value for '{op}'."


def not_a_number(value: object, label: str) -> str:
    return f"{label} is a number, but the filter says '{value}'."


def not_a_boolean(value: object, label: str) -> str:
    return f"{label} is yes or no, but the filter says '{value}'. Use true or false."


def no_comparison(label: str, op: str) -> str:
    return f"{label} cannot be compared by '{op}'. Use in, not_in, is_null or is_not_null."


def unknown_order(name: str, allowed: Sequence[str]) -> str:
    return f"Cannot order by '{name}': it is not in this request. Use {or_of(allowed)}."


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIME_PARTS = {
    "weekday": "Weekday",
    "part_of_week": "Part of the week",
    "hour": "Hour",
    "month_of_year": "Month of the year",
}


def ambiguous_path(fact: str, target: str, ways: Sequence[str]) -> str:
    return (
        f"{fact} and {target} are related in more than one way ({'; '.join(ways)}), which would give "
        "different figures. The data team can remove one relationship or add a dataset of its own for each meaning."
    )


def fan_out(fact: str, target: str) -> str:
    return (
        f"{fact} cannot be split or filtered by {target}: one row of {fact} has many rows of {target}, "
        "so it would be counted more than once."
    )


def fan_out_through(fact: str, target: str, shared: str) -> str:
    return (
        f"{fact} cannot be split or filtered by {target}: {fact} and {target} only meet in {shared}, and one row there "
        "has many rows of each, so figures would be counted more than once."
    )


def fan_out_by(fact: str, target: str, bridge: str) -> str:
    return (
        f"{fact} cannot be split or filtered by {target}: by way of {bridge}, one row of {fact} goes with many rows of "
        f"{target}, so it would be counted more than once."
    )


def no_path(fact: str, target: str) -> str:
    return f"{fact} cannot be split or filtered by {target}: no relationship leads from {fact} to {target}."


def metric_spans(metric: str, datasets: Sequence[str]) -> str:
    return f"{metric} adds up values of {list_of(datasets)} in one aggregate, and no many-to-one path joins them."


def cannot_be_dated(metric: str, dataset: str) -> str:
    return (
        f"{metric} has no date to count a period by. The data team can set `time` for the metric or for {dataset} "
        "in outcrop.yaml."
    )


def broken_definition(name: str) -> str:
    return f"The definition of {name} is broken. The data team can find out why with `outcrop model check`."


def metric_by(metrics: Sequence[str], dimensions: Sequence[str]) -> str:
    labels = [metrics[0], *(lower_first(m) for m in metrics[1:])]
    by = f" by {list_of(lower_first(d) for d in dimensions)}" if dimensions else ""
    return list_of(labels) + by


def lower_first(label: str) -> str:
    """The label inside a sentence: "Order count" -> "order count", but "SKU" and "ID number" stay."""
    return label[:1].lower() + label[1:] if not label[:2].isupper() else label


def top_rows(limit: int, descending: bool) -> str:
    return f"{'top' if descending else 'bottom'} {limit}"


def metric_comparison(label: str) -> str:
    return f"{label} is a metric: keep rows by it with gt, gte, lt, lte or in."


def only(values: Sequence[str]) -> str:
    return f"{list_of(values)} only"


def without(values: Sequence[str]) -> str:
    return f"without {list_of(values)}"


def label_is(label: str, values: Sequence[str]) -> str:
    return f"{lower_first(label)} {or_of(values)}"


def label_is_not(label: str, values: Sequence[str]) -> str:
    return f"{lower_first(label)} not {or_of(values)}"


_COMPARISONS = {"gt": "over", "gte": "at least", "lt": "under", "lte": "at most", "in": "exactly"}
_DATE_COMPARISONS = {"gt": "after", "gte": "from", "lt": "before", "lte": "until"}


def compared(label: str, op: str, value: str, *, dated: bool = False) -> str:
    return f"{lower_first(label)} {(_DATE_COMPARISONS if dated else _COMPARISONS)[op]} {value}"


_TEXTS = {"contains": "containing", "starts_with": "starting with", "ends_with": "ending with"}


def like(label: str, op: str, values: Sequence[str]) -> str:
    quoted = [f"'{value}'" for value in values]
    return f"{lower_first(label)} {_TEXTS[op]} {or_of(quoted)}"


def is_missing(label: str) -> str:
    return f"{lower_first(label)} missing"


def is_known(label: str) -> str:
    return f"{lower_first(label)} known"


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def by_date(label: str) -> str:
    return f"by {lower_first(label)}"


def period_means(text: str, label: str, dates: Sequence[str]) -> str:
    """ "last month = October 2026, by order date"."""
    meaning = label if not text or label.casefold().startswith(text.casefold()) else f"{text} = {label}"
    return ", ".join([meaning, list_of(dates)] if dates else [meaning])


def counted_by(metric: str, dates: Sequence[str]) -> str:
    return f"{lower_first(metric)} by {list_of(lower_first(date) for date in dates)}"


def period_not_over(label: str) -> str:
    return f"{label} is not over yet"


def cut_edges(grain: str, *, first: bool, last: bool) -> str:
    grain = grain.replace("_", " ")
    edges = f"first and the last {grain} are" if first and last else f"{'first' if first else 'last'} {grain} is"
    return f"the {edges} only partly in the period"


ALL_TIME = "all time: no period was named"


def named_only(labels: Sequence[str], *, ranked: bool = True) -> str:
    return (
        f"rows without {or_of(_a(lower_first(label)) for label in labels)} are {'not ranked' if ranked else 'left out'}"
    )


def told_apart(name: str, keys: Sequence[str]) -> str:
    """ "rows with the same customer are told apart by customer number"."""
    return f"namesakes ({lower_first(name)}) are told apart by {list_of(lower_first(key) for key in keys)}"


def by_name_only(name: str) -> str:
    return f"rows with the same {lower_first(name)} are counted together"


def _a(label: str) -> str:
    return f"{'an' if label[:1].casefold() in 'aeiou' else 'a'} {label}"


def default_filter(dataset: str, condition: str) -> str:
    return f"{dataset}: only rows where {condition}"


def left_out(dataset: str, label: str, values: Sequence[str], *, kept: bool) -> str:
    """No ``values``: rows that have any, or for a yes-or-no field those where it holds."""
    rows = f"{lower_first(dataset)} with {_having(label, values)}"
    return f"only {rows} count" if kept else f"{rows} are left out"


def rows_kept(label: str, values: Sequence[str], *, kept: bool) -> str:
    return f"{'only' if kept else 'without'} {_having(label, values)}"


def _having(label: str, values: Sequence[str]) -> str:
    return f"{lower_first(label)} {or_of(values)}".rstrip()


def not_dated(part: str) -> str:
    return f"{part}: not dated, counted in full whatever the period"


# Example questions


def example_by(metric: str, field: str, *, dated: bool) -> str:
    return f"{metric} by {lower_first(field)}{' last month' if dated else ''}"


def example_over_time(metric: str) -> str:
    return f"{metric} by month this year"


def example_ranking(metric: str, field: str, *, dated: bool) -> str:
    return f"{metric} by {lower_first(field)}{' last month' if dated else ''}, highest first"


# Periods

PERIOD_ALLOWED = (
    "Allowed: today, yesterday, 'this|last week|month|quarter|year', 'last 30 days', '3 months ago', 'year to date', "
    "'2026', '2026-Q3', '2026-10', '2026-W45', '2026-10-05', '2026-10-01..2026-10-31', 'since 2026-10-01', 'FY2026', "
    "'FY2026-Q1', 'this fiscal year'."
)
DAY_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def period_unknown(text: str) -> str:
    return f"'{text[:60]}' is not a period I know. {PERIOD_ALLOWED}"


def no_such_date(text: str) -> str:
    return f"'{text[:60]}' is not a date in the calendar."


def period_backwards(text: str) -> str:
    return f"The period '{text[:60]}' ends before it starts."


def period_too_far(text: str) -> str:
    return f"The period '{text[:60]}' lies outside the years 1 to 9998."


def days_ending_yesterday(dates: str, count: int) -> str:
    return f"{dates} ({count} days ending yesterday)"


def week_of(day: str) -> str:
    return f"week of {day}"


def unit_from(unit: str, day: str) -> str:
    return f"{unit} from {day}"


def since(day: str) -> str:
    return f"since {day}"


def until(day: str) -> str:
    return f"until {day}"


ALL_DATES = "all time"


def from_to(start: str, end: str) -> str:
    return f"{start} to {end}"


def fiscal(name: str, dates: str) -> str:
    return f"{name} ({dates})"


# Search


def value_of(field: str, dataset: str) -> str:
    return f"{field} of {dataset}"


def raw_table(table: str) -> str:
    return f"Table {table}, not in the semantic model"
