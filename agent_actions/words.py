"""Every sentence of the actions that a person can read, but those of ``semantic`` and ``sql``."""

from __future__ import annotations

from collections.abc import Sequence

BROKEN = "Something broke while {title}. It was logged under {reference}; trying again in a minute may help."
NO_IDENTITY = "This request did not say who is asking, so nothing was read."
EMPTY = "Nothing matches: {title}."
EMPTY_HIDDEN = "Nothing that you may see matches: {title}. There may be more that is hidden from you here."
YOUR_SQL = "your statement"
CERTIFIED_OR_SQL = "Give `certified` or `sql`, not both: a certified question runs exactly as it is published."
NO_STATEMENT = "Give `sql`, one SQL SELECT, or `certified`, a certified question's name."
SHARES_OF_SEEN = "The shares are of what you may see here: there may be more that is hidden from you."
SQL_UNVERIFIED = "This SQL was written for this question and is not a published metric."


def unknown_action(name: str, known: Sequence[str]) -> str:
    return f"There is no action called {name!r}. Known are: {', '.join(known)}."


def action_not_granted(title: str) -> str:
    return f"You may not use this here: {title}. The owner of outcrop.yaml can grant it."


def bad_arguments(action: str, problems: Sequence[tuple[str, str]]) -> str:
    """``problems``: (where, what was wrong) of every field."""
    listed = "; ".join(f"{where}: {what}" if where else what for where, what in problems)
    return f"The arguments of {action} need mending: {listed}."


def as_chosen(word: str, metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"{word} = {metric}, as you chose"


def meaning_settled(word: str, metric: str) -> str:
    return f"From now on “{word}” means {metric} when you ask. Say “forget what {word} means” to be asked again."


def meaning_forgotten(word: str) -> str:
    return f"I will ask you again what you mean by “{word}”."


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


def ends_and_rest(said: str, rest: str) -> str:
    """``rest``: the row of all others."""
    return f"{said.rstrip('.')}; {rest[:1].lower()}{rest[1:]}."


def one_share(title: str, share: str, value: str, before: str = "") -> str:
    return f"{title}: {share} ({value}){f', {before}' if before else ''}."


def yes_no(label: str, value: bool) -> str:
    return f"{label} {'yes' if value else 'no'}"


def not_begun(dataset: str, day: str) -> str:
    return f"The data of {dataset} begin on {day}."


def already_over(dataset: str, day: str) -> str:
    return f"The data of {dataset} go to {day}."


def no_data_for(title: str, why: str) -> str:
    return f"No data for {title}. {why}"


def in_period(label: str) -> str:
    """ "in October 2026", "on 15 Nov 2026", "from 1 Oct 2026 to 15 Nov 2026", "since 1 Oct 2026"."""
    if " to " in label:
        return f"in {label}" if label.startswith("FY") else f"from {label}"
    if label.startswith(("since", "until", "all")):
        return label
    if label.startswith("week"):
        return f"in the {label}"
    return f"on {label}" if label[:1].isdigit() and " " in label else f"in {label}"


def was(label: str, value: str, period: str, filters: Sequence[str], moved: str) -> str:
    """A figure and how it moved; ``filters`` say what it is confined to."""
    verb = "were" if label.endswith("s") and not label.endswith("ss") else "was"
    return ", ".join([" ".join(part for part in (label, verb, value, period) if part), *filters, moved]) + "."


def and_moved(value: str, moved: str) -> str:
    return f"{value}, {moved}"


def moved(up: bool, size: str, before: str) -> str:
    return f"{'up' if up else 'down'} {size} on {before}"


def moved_by(up: bool, share: str, size: str, before: str) -> str:
    return f"{'up' if up else 'down'} {share} ({size}) on {before}"


def unchanged(before: str) -> str:
    return f"the same as in {before}"


def nothing_before(before: str) -> str:
    return f"with no figure for {before} to compare it with"


def only_before(value: str, before: str) -> str:
    return f"after {value} in {before}"


def points(count: str) -> str:
    return f"{count} percentage points"


def largest_change(label: str, name: str, moved: str) -> str:
    return f"The largest change of {label} is in {name}: {moved}."


def whole_change(label: str, moved: str) -> str:
    return f"{label} in all: {moved}."


def largest_contribution(label: str, name: str, part: str) -> str:
    return f"The largest part of the change of {label} comes from {name}: {part} of it."


def largest_share(label: str, name: str, share: str) -> str:
    return f"The largest share of {label} has {name}: {share}."


def ran_up(label: str, value: str) -> str:
    return f"{label} at the end: {value}."


def rolled(label: str, value: str) -> str:
    return f"{label} at the end: {value}."


def more(count: int) -> str:
    return f"{count} more"


def adds_to(label: str, terms: Sequence[tuple[str, str]], whole: str) -> str:
    """ "change of revenue: EMEA €40,000 + APAC -€2,000 = €38,000"."""
    return f"change of {label}: {' + '.join(f'{name} {change}' for name, change in terms)} = {whole}"


def shown_as_nought(count: int, total: int, grain: str, label: str, *, zero: bool) -> str:
    """Buckets of a series that have no rows, or whose figures are nought."""
    return f"{count} of {total} {plural(total, grain)} have no {label}{' and show 0' if zero else ''}"


def empty_by_filters(title: str, filters: Sequence[str]) -> str:
    return (
        f"Nothing matches: {title}. The data reach over this time, but no row is left by the "
        f"{plural(len(filters), 'filter')} “{joined(filters)}”."
    )


def no_comparison(label: str, why: str) -> str:
    return f"There is nothing to compare with in {label}. {why}"


PIVOT_ONE_FIGURE = "Not laid out as a cross table: that takes one figure, without others beside it."
PIVOT_CUT = "Not laid out as a cross table: there are too many rows to see them all."


def pivot_needs(breakdowns: int) -> str:
    return f"Not laid out as a cross table: that takes two breakdowns, and this has {breakdowns or 'none'}."


def pivot_too_wide(most: int) -> str:
    return f"Not laid out as a cross table: neither breakdown has at most {most} values to stand as columns."


def rows(title: str, count: int, *, at_least: bool = False) -> str:
    return f"{title}: {'more than ' if at_least else ''}{count:,} {plural(count, 'row')}."


def truncated(shown: int, total: int, *, at_least: bool) -> str:
    return f"Only the first {shown:,} of {'more than ' if at_least else ''}{total:,} rows are listed here."


def plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``"""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
