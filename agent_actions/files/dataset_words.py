"""Every sentence about tables made of files that a person can read."""

from __future__ import annotations

from collections.abc import Sequence

DATABASE = "Tables made of files shared in Slack; each belongs to one thread and expires"
TABLES_UNAVAILABLE = "The tables made of shared files can't be listed right now. Try again in a minute."
NOT_KEPT = "The table could not be kept. Try again in a minute."


def shared_here(label: str) -> str:
    return f"{label}, shared in this thread"


def part_of(name: str, part: str, *, table: bool) -> str:
    """ "plan.xlsx, Targets", "invoice.pdf, table 2", or the file's name alone."""
    return f"{name}, {'table ' if table else ''}{part}" if part else name


def listed(items: Sequence[str], last: str = "and") -> str:
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def quoted(items: Sequence[str]) -> str:
    return listed([f"“{item}”" for item in items])


def counted(count: int, word: str) -> str:
    return f"{count:,} {word if count == 1 else word + 's'}"


# What no table can be made of

NOT_A_TABLE = "tables are made of CSV, TSV, XLSX, JSON and Parquet files, and of tables in PDFs and pictures"


def too_many_rows(name: str, most: int) -> str:
    return f"“{name}” has more than {most:,} rows, the most that one dataset may have. Share a part of it."


def too_many_columns(name: str, count: int, most: int) -> str:
    return f"“{name}” has {count:,} columns; a dataset may have {most:,}. Share the columns that you need."


def too_heavy(name: str) -> str:
    return f"“{name}” takes more memory than one file may. Share a part of it."


def no_table(name: str) -> str:
    return f"I find no rows and columns in “{name}”."


def no_rows(name: str) -> str:
    return f"“{name}” has column names, but no row under them."


def unreadable(name: str) -> str:
    return f"“{name}” can't be read as the table that it says it is. Save it again, as CSV if need be."


def not_records(name: str) -> str:
    return f'“{name}” holds no list of records: each row has to be an object such as {{"store": 1, "target": 200}}.'


def no_sheet(name: str, wanted: str, sheets: Sequence[str]) -> str:
    return f"“{name}” has no sheet “{wanted}”. It has: {listed(list(sheets[:10]))}."


def no_found_table(name: str) -> str:
    return f"I find no table in “{name}”: {NOT_A_TABLE}."


# What a person chose

NO_DATASETS = "There is no dataset in this thread yet. Share a table here and make it a dataset first."


def no_dataset(name: str, known: Sequence[str]) -> str:
    return f"There is no dataset “{name}” in this thread. There is: {listed(known)}." if known else NO_DATASETS


def no_column(column: str, names: Sequence[str]) -> str:
    return f"There is no column “{column}”. The columns are: {listed(list(names[:30]))}."


def no_type(type_: str) -> str:
    return f"There is no type “{type_}”. A column is text, integer, number, date, timestamp or boolean."


BAD_TYPES = 'Types are given as JSON, such as {"store_id": "text", "opened": "date"}.'


# How the rows were read

NO_HEADER = "the first row holds values, so the columns are numbered"


def encoded(encoding: str) -> str:
    return "the letters were read as Windows-1252, as the file isn't UTF-8" if encoding == "cp1252" else ""


def titles_left_out(titles: Sequence[str]) -> str:
    return f"above the table stands {quoted([t[:60] for t in titles[:2]])}, which is no part of it"


def merged_header(examples: Sequence[str]) -> str:
    return f"merged cells in the header were joined with those below: {quoted(examples)}"


def headers_twice(labels: Sequence[str]) -> str:
    return f"{quoted(labels)} heads more than one column: the later ones have a number behind the name"


def longer_rows(count: int, width: int) -> str:
    return f"{counted(count, 'row')} {'has' if count == 1 else 'have'} more than {width} cells; the rest is left out"


def of_sheets(name: str, others: Sequence[str]) -> str:
    return f"this is the sheet “{name}”; {quoted(list(others[:5]))} {'is' if len(others) == 1 else 'are'} there too"


def of_tables(number: int, count: int, page: int | None) -> str:
    where = f" (page {page})" if page else ""
    return f"this is table {number} of {count}{where}; say which one if you mean another"


# How the columns were read

PLURALS = {
    "text": "text", "integer": "whole numbers", "number": "numbers", "date": "dates", "timestamp": "points of time",
    "boolean": "yes or no",
}  # fmt: skip

SINGULARS = {
    "text": "text", "integer": "a whole number", "number": "a number", "date": "a date",
    "timestamp": "a point of time", "boolean": "yes or no",
}  # fmt: skip


def leading_zeros(label: str, example: str) -> str:
    return f"{label} is text, so that {example} keeps its zeros"


def two_numbers(label: str, example: str) -> str:
    return (
        f"{label} stays text: {example} can be a decimal or have thousands set apart. "
        "Choose integer for thousands, number for decimals"
    )


def two_dates(label: str, example: str, *, month_first: bool) -> str:
    read = "with the month first" if month_first else "with the day first"
    return f"{label} stays text: nothing tells whether {example} begins with day or month. As a date it is read {read}"


def stays_text(label: str, kind: str, misfits: int, total: int, examples: Sequence[str]) -> str:
    such = f", such as {quoted(examples)}" if examples else ""
    not_ = f"isn't {SINGULARS[kind]}" if misfits == 1 else f"aren't {PLURALS[kind]}"
    return f"{label} stays text: {misfits:,} of {counted(total, 'cell')} {not_}{such}"


def mixed_units(label: str, signs: Sequence[str]) -> str:
    mixed = listed(list(signs)) if len(signs) > 1 else f"figures with and without {''.join(signs)}"
    return f"{label} stays text: it mixes {mixed}"


def none_fits(label: str, kind: str) -> str:
    return f"{label} stays text: none of its cells can be read as {PLURALS[kind]}"


def left_empty(label: str, kind: str, misfits: int, total: int, examples: Sequence[str]) -> str:
    such = f", such as {quoted(examples)}" if examples else ""
    not_ = f"isn't {SINGULARS[kind]} and is" if misfits == 1 else f"aren't {PLURALS[kind]} and are"
    return f"{misfits:,} of {counted(total, 'cell')} of {label} {not_} left empty{such}"


def no_figure(label: str, count: int, example: str) -> str:
    return f"{counted(count, 'cell')} of {label} with {quoted([example])} {'is' if count == 1 else 'are'} left empty"


def in_unit(label: str, unit: str) -> str:
    return f"{label} is in {unit}"


def read_as(label: str, style: str) -> str:
    return f"dates of {label} are read with the {style}"


def to_utc(label: str) -> str:
    return f"{label} is given in UTC"


def nested(label: str) -> str:
    return f"{label} holds lists or records, kept as JSON text"


def bytes_left_out(label: str) -> str:
    return f"{label} holds bytes and is left out"


# The result

USE = (
    "run_sql by its table's name, or query_metrics with "
    '{"file": {"dataset": its name, "on": [{"column": one of its fields, "field": dataset.field}], "columns": []}}'
)


def made(label: str, rows: int, columns: int, days: int) -> str:
    return (
        f"{label} is a dataset of this thread now: {counted(rows, 'row')}, {counted(columns, 'column')}. "
        f"You can ask about it here for {counted(days, 'day')}."
    )


def retyped(label: str, changed: Sequence[tuple[str, str]]) -> str:
    """``changed``: labels of columns with the type that each has now."""
    if not changed:
        return f"The types of {label} are as they were."
    return f"{label}: {listed([f'{column} is {kind} now' for column, kind in changed])}."


def swept(count: int) -> str:
    return f"{counted(count, 'expired dataset')} removed."


def described(label: str, rows: str, columns: int, until: str) -> str:
    many = f"{int(rows):,} rows, " if rows.isdigit() else ""
    return f"{label}: {many}{counted(columns, 'column')}, a dataset of this thread until {until}."
