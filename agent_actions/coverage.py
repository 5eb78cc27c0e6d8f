"""How far the data reach: whether a question's period lies before the first or after the last row of its facts.

Without it, a count over a time from which no data are kept would be a confident nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agent_actions import words
from agent_actions.context import Context
from agent_actions.query import newest_of, reading
from agent_actions.semantic.model import Dataset, ModelField
from agent_actions.semantic.periods import Period, day_label

FIRST_ROW_SECONDS = 6 * 3600
"""How long a dataset's first day is kept."""

_readers = ThreadPoolExecutor(4, thread_name_prefix="coverage")
"""Of its own: :func:`coverage` itself waits on a thread of the background's."""


@dataclass(frozen=True)
class Coverage:
    """First and last day of a dataset's rows; None where it could not be read."""

    label: str
    first: date | None
    last: date | None


def coverage(context: Context, times: Sequence[str]) -> tuple[Coverage, ...]:
    """``times``: the fields (``dataset.field``) by which the facts are dated; those with tracked freshness count."""
    tracked: list[tuple[Dataset, ModelField]] = []
    for ref in dict.fromkeys(times):
        field = context.model.field(ref)
        dataset = context.model.dataset(field.dataset) if field else None
        if field and dataset and (dataset.freshness or "").split(".")[-1].casefold() == field.name.casefold():
            tracked.append((dataset, field))
    first = [_readers.submit(_first_day, context, dataset, field) for dataset, field in tracked]
    last = [_readers.submit(newest_of, context, (dataset.source,)) for dataset, _ in tracked]
    return tuple(
        Coverage(dataset.label, begins.result(), _day(ends.result()))
        for (dataset, _), begins, ends in zip(tracked, first, last, strict=True)
    )


def nothing_there(period: Period, covered: Sequence[Coverage]) -> str:
    """Why there can be no row at all in the period, in words; empty when there can be some."""
    outside: list[str] = []
    for c in covered:
        if c.first and period.end <= c.first:
            outside.append(words.not_begun(c.label, day_label(c.first)))
        elif c.last and period.start > c.last:
            outside.append(words.already_over(c.label, day_label(c.last)))
    return " ".join(outside) if len(outside) == len(covered) else ""


def partly_there(period: Period, covered: Sequence[Coverage], today: date) -> tuple[str, ...]:
    """What of the period the data do not reach; a period that is under way is not expected to be complete."""
    found: list[str] = []
    for c in covered:
        if c.first and not period.open_start and period.start < c.first:
            found.append(words.not_begun(c.label, day_label(c.first)))
        expected = min(period.last, today - timedelta(days=1))
        if c.last and not period.open_end and period.start <= expected and c.last < expected:
            found.append(words.already_over(c.label, day_label(c.last)))
    return tuple(found)


def _first_day(context: Context, dataset: Dataset, field: ModelField) -> date | None:
    """By partitions first, where one follows the time, so that little is read."""
    where = ""
    for column, rule in dataset.partitions.items():
        if rule.field.split(".")[-1].casefold() == field.name.casefold():
            first = reading(context, dataset, f'min("{column}")', "", FIRST_ROW_SECONDS)
            if first is None:
                return None
            where = f""" WHERE "{column}" = '{first.replace("'", "''")}'"""
            break
    return _day(reading(context, dataset, f"min({field.expression})", where, FIRST_ROW_SECONDS))


def _day(value: str | None) -> date | None:
    try:
        return datetime.fromisoformat(value.split(".")[0].removesuffix(" UTC")).date() if value else None
    except ValueError:
        return None
