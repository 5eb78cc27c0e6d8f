"""Every sentence of the actions that a person can read, but those of ``semantic`` and ``sql``."""

from __future__ import annotations

from collections.abc import Sequence

BROKEN = "Something broke while {title}. It was logged under {reference}; trying again in a minute may help."
NO_IDENTITY = "This request did not say who is asking, so nothing was read."
EMPTY = "Nothing matches: {title}."
EMPTY_HIDDEN = "Nothing that you may see matches: {title}. There may be more that is hidden from you here."
YOUR_SQL = "your statement"
TRUNCATED = "Only the first {shown} of {total} rows are listed here."
CERTIFIED_OR_SQL = "Give `certified` or `sql`, not both: a certified question runs exactly as it is published."
NO_STATEMENT = "Give `sql`, one SELECT, or `certified`, a certified question's name."
SQL_UNVERIFIED = "This SQL was written for this question and is not a published metric."


def unknown_action(name: str, known: Sequence[str]) -> str:
    return f"There is no action called {name!r}. Known are: {', '.join(known)}."


def action_not_granted(title: str) -> str:
    return f"You may not use this here: {title}. The owner of outcrop.yaml can grant it."


def bad_arguments(action: str, problems: Sequence[tuple[str, str]]) -> str:
    """``problems``: (where, what was wrong) of every field."""
    listed = "; ".join(f"{where}: {what}" if where else what for where, what in problems)
    return f"The arguments of {action} need mending: {listed}."


def nothing_found(query: str, nearest: Sequence[str]) -> str:
    if nearest:
        return f"I know nothing called “{query}”. The nearest that I know: {joined(nearest)}."
    return f"I know nothing called “{query}”. Ask “what can I ask?” for what there is."


def ambiguous(word: str, labels: Sequence[str]) -> str:
    return f"“{word}” can mean {joined(labels, 'or')}. Which one?"


def unknown_dataset(name: str, nearest: Sequence[str]) -> str:
    if nearest:
        return f"There is no dataset called “{name}” that you may see. The nearest: {joined(nearest)}."
    return f"There is no dataset called “{name}” that you may see."


def found(count: int, query: str) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'} for “{query}”."


def catalogue(datasets: int, metrics: int) -> str:
    return f"{metrics} published {plural(metrics, 'metric')} over {datasets} {plural(datasets, 'dataset')}."


def dataset_described(label: str, fields: int, metrics: int) -> str:
    return f"{label}: {fields} {plural(fields, 'field')}, {metrics} {plural(metrics, 'metric')}."


NO_NAME = "(none)"


def one_value(title: str, value: str) -> str:
    return f"{title}: {value}."


def one_row(title: str, name: str, value: str) -> str:
    return f"{title} – {name}: {value}."


def of(label: str, value: str) -> str:
    return f"{label} {value}"


def end(name: str, value: str) -> str:
    return f"{name} ({value})"


def ends(title: str, count: int, unit: str, first: str, last: str) -> str:
    """``first`` and ``last``: the table's first and last row."""
    return f"{title}: {count:,} {plural(count, unit)}, from {first} to {last}."


def yes_no(label: str, value: bool) -> str:
    return f"{label} {'yes' if value else 'no'}"


def not_begun(dataset: str, day: str) -> str:
    return f"The data of {dataset} begin on {day}."


def already_over(dataset: str, day: str) -> str:
    return f"The data of {dataset} go to {day}."


def no_data_for(title: str, why: str) -> str:
    return f"No data for {title}. {why}"


def rows(title: str, count: int) -> str:
    return f"{title}: {count:,} {plural(count, 'row')}."


def plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``"""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
