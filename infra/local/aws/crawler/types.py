"""Types: DuckDB's into Hive's, and the type of a CSV column from what its values look like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duckdb.sqltypes import DuckDBPyType

from infra.local.aws.athena.text import children_of

_HIVE = {
    "tinyint": "tinyint",
    "smallint": "smallint",
    "integer": "int",
    "bigint": "bigint",
    "utinyint": "smallint",
    "usmallint": "int",
    "uinteger": "bigint",
    "ubigint": "decimal(20,0)",
    "hugeint": "decimal(38,0)",
    "uhugeint": "decimal(38,0)",
    "float": "float",
    "double": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_s": "timestamp",
    "timestamp_ms": "timestamp",
    "timestamp_ns": "timestamp",
    "timestamp with time zone": "timestamp",
    "blob": "binary",
}
_PLAIN = re.compile(r"[A-Za-z_]\w*")


def hive_type(type_: DuckDBPyType) -> str:
    """Hive's name of a DuckDB type; ``string`` for what Hive doesn't have."""
    kind = "json" if str(type_) == "JSON" else str(type_.id)
    if kind == "decimal":
        sizes = dict(type_.children)
        return f"decimal({sizes['precision']},{sizes['scale']})"
    if kind in ("list", "array"):
        return f"array<{hive_type(children_of(type_)['child'])}>"
    if kind == "map":
        children = children_of(type_)
        return f"map<{hive_type(children['key'])},{hive_type(children['value'])}>"
    if kind == "struct":
        fields = children_of(type_)
        if not all(_PLAIN.fullmatch(name) for name in fields):
            return "string"
        return f"struct<{','.join(f'{name}:{hive_type(child)}' for name, child in fields.items())}>"
    return _HIVE.get(kind, "string")


# How a person may write a date, beside ISO 8601; the first two fit the same texts when no day is past 12.
DATE_FORMATS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y")
TIMESTAMP_FORMATS = (
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
)


@dataclass(frozen=True)
class Looks:
    """What holds for all values of a CSV column that aren't empty."""

    filled: int
    boolean: bool
    integer: bool
    number: bool
    leading_zero: bool
    date: bool
    timestamp: bool
    date_formats: tuple[str, ...]
    timestamp_formats: tuple[str, ...]


def looks_query(column: str) -> list[str]:
    """SQL aggregates over a quoted text column, in the order of ``Looks``; the formats one by one at the end."""
    number = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"

    def every(condition: str) -> str:
        return f"coalesce(bool_and({condition}) FILTER (WHERE {column} IS NOT NULL), false)"

    return [
        f"count({column})",
        every(f"lower({column}) IN ('true', 'false')"),
        every(f"regexp_matches({column}, '^[-+]?[0-9]{{1,19}}$') AND try_cast({column} AS BIGINT) IS NOT NULL"),
        every(f"regexp_matches({column}, '{number}') AND try_cast({column} AS DOUBLE) IS NOT NULL"),
        f"coalesce(bool_or(regexp_matches({column}, '^[-+]?0[0-9]')), false)",
        every(
            f"regexp_matches({column}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$') AND try_cast({column} AS DATE) IS NOT NULL"
        ),
        every(
            f"regexp_matches({column}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T][0-9]{{2}}:[0-9]{{2}}.*)?$')"
            f" AND try_cast({column} AS TIMESTAMP) IS NOT NULL"
        ),
        *(
            every(f"regexp_matches({column}, '[0-9]') AND try_strptime({column}, '{form}') IS NOT NULL")
            for form in (*DATE_FORMATS, *TIMESTAMP_FORMATS)
        ),
    ]


LOOKS_WIDTH = 7 + len(DATE_FORMATS) + len(TIMESTAMP_FORMATS)


def looks(values: tuple[object, ...]) -> Looks:
    """The query's answer for one column."""
    flags = [bool(value) for value in values[7:]]
    dates = tuple(form for form, fits in zip(DATE_FORMATS, flags, strict=False) if fits)
    times = tuple(form for form, fits in zip(TIMESTAMP_FORMATS, flags[len(DATE_FORMATS) :], strict=True) if fits)
    filled, boolean, integer, number, leading, date, timestamp = values[:7]
    return Looks(
        int(str(filled)),
        bool(boolean),
        bool(integer),
        bool(number),
        bool(leading),
        bool(date),
        bool(timestamp),
        dates,
        times,
    )


def csv_type(found: Looks) -> str:
    """The Hive type of a CSV column. Codes with leading zeros stay text, money in CSV is a double."""
    if not found.filled:
        return "string"
    if found.boolean:
        return "boolean"
    if found.leading_zero and found.number:
        return "string"
    if found.integer:
        return "bigint"
    if found.number:
        return "double"
    if found.date:
        return "date"
    if found.timestamp:
        return "timestamp"
    # Two formats that both fit (is 03/04 in March or April?) are no date: text is honest.
    if len(found.date_formats) == 1:
        return "date"
    return "timestamp" if len(found.timestamp_formats) == 1 else "string"
