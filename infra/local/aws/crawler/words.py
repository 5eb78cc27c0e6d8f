"""What the crawler says to a person: what it does, and what is wrong with a file and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence


def reading(table: str, files: int) -> str:
    return f"Reading {table} ({files} {'file' if files == 1 else 'files'})"


def unchanged(tables: int) -> str:
    return f"{tables} tables, unchanged"


def no_folder(folder: str) -> str:
    return f"There is no folder {folder}. Give the path of a folder with CSV, JSON or Parquet files."


def nothing_found(folder: str) -> str:
    return f"No CSV, JSON or Parquet files in {folder}. Put them there as <table>.csv or <database>/<table>/<files>."


def empty(file: str) -> str:
    return f"{file} is empty. Put data in it or remove it."


def not_readable(file: str) -> str:
    return f"{file} may not be read. Give this user the right to read it."


def corrupt(file: str, kind: str, detail: str) -> str:
    return f"{file} is not a readable {kind} file ({detail}). Export it again or remove it."


def not_text(file: str, kind: str) -> str:
    return f"{file} is not {kind}: it holds binary data. Save it as {kind} or remove it."


def not_utf8(file: str) -> str:
    return f"{file} is not UTF-8 text. Save it again with the encoding UTF-8."


def no_columns(file: str) -> str:
    return f"{file} has no columns. The first line should name them."


def mixed_formats(table: str, formats: Sequence[str]) -> str:
    return f"{table} mixes {' and '.join(formats)} files. Keep files of one format in a table's folder."


def other_columns(file: str, first: str) -> str:
    return f"{file} has other columns than {first}. Files of one table need the same columns in the same order."


def other_partitions(file: str, first: str) -> str:
    return f"{file} has other partition folders than {first}. Files of one table need the same key=value folders."


def same_name(path: str, other: str, name: str) -> str:
    return f"{path} is left out: its table would be called {name}, as that of {other}. Rename one of them."


def same_column(file: str, column: str) -> str:
    return f"{file} has two columns that would both be called {column}. Rename one of them."


def key_in_columns(table: str, column: str, renamed: str | None) -> str:
    done = f"called {renamed}" if renamed else "left out"
    return f"{table}: the column {column} of the files is {done}, because a partition folder has the same name."
