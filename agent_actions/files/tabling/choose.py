"""Of which type each column of text is: what all its values can be read as, else text, with a note where that is near.

Looked at in two steps: a sample says which readings are worth a try, the whole column decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from agent_actions.files import dataset_words as words
from agent_actions.files.tabling.readings import (
    CURRENCIES,
    PLAIN,
    READINGS,
    Kind,
    Reading,
    Style,
    missing,
    plain_digits,
    sign,
)

RAW = "raw"
"""The table of text that is read: every column VARCHAR, trimmed, NULL where there is nothing."""
_SAMPLE = 2_000
_WORTH_A_TRY = 0.5
_NEARLY = 0.8
"""From this share of readable values on, a column that stays text is worth a note."""
_SCALE, _DIGITS = 4, 18
_EXAMPLES = 3
_NUMBERS = ("integer", "number")
_KINDS: tuple[Kind, ...] = ("boolean", "integer", "number", "date", "timestamp")


@dataclass
class Choice:
    """How a column comes out. ``sql``: an expression over its text."""

    kind: Kind
    sql: str
    unit: str = ""
    notes: list[str] = field(default_factory=list[str])
    doubts: list[str] = field(default_factory=list[str])
    """What a person should look at: cells that don't fit, or that can be read in two ways."""
    style: Style = ""


@dataclass(frozen=True)
class _Counted:
    """A column's values: how many there are, how many stand for none, how many each reading can read."""

    column: str
    values: int
    none: int
    read: Mapping[Reading, int]

    @property
    def asked(self) -> int:
        return self.values - self.none

    def reads_all(self, reading: Reading) -> bool:
        return self.asked > 0 and self.read.get(reading, 0) == self.asked


def choose_types(
    connection: DuckDBPyConnection,
    columns: Sequence[tuple[str, str]],
    wanted: Mapping[str, Kind],
    *,
    delimiter: str = "",
    month_first: bool = False,
) -> dict[str, Choice]:
    """``columns``: physical name in RAW and the label for people. ``wanted``: types that a person chose.

    ``month_first``: what a person of this locale means by 01/02/2026, where nothing in the file tells.
    """
    counted = {name: _count(connection, name, wanted.get(name)) for name, _ in columns}
    numbers = _evidence(counted.values(), _NUMBERS)
    dates = _evidence(counted.values(), ("date", "timestamp"))
    if not numbers and delimiter == ",":
        numbers.add("point")
    chosen: dict[str, Choice] = {}
    for name, label in columns:
        own = counted[name]
        if name in wanted:
            chosen[name] = _as_wanted(connection, own, label, wanted[name], numbers, dates, month_first)
        else:
            chosen[name] = _by_values(connection, own, label, numbers, dates, month_first)
    return chosen


def _count(connection: DuckDBPyConnection, column: str, wanted: Kind | None) -> _Counted:
    usable = [r for r in READINGS if r.kind == wanted or (not r.lenient and wanted is None)]
    if wanted == "text":
        return _Counted(column, 0, 0, {})
    sample = (
        f'(SELECT "{column}" FROM (SELECT "{column}" FROM {RAW} WHERE "{column}" IS NOT NULL)'
        f" USING SAMPLE reservoir({_SAMPLE} ROWS) REPEATABLE (7))"
    )
    first = _counts(connection, column, usable, sample)
    least = first.asked * (_WORTH_A_TRY if wanted is None else 0.0)
    worth = [r for r in usable if first.read[r] and first.read[r] >= least]
    found = _Counted(column, first.values, first.none, {})
    for kind in _KINDS:
        near = {"number": "integer", "timestamp": "date"}.get(kind)
        left = [r for r in worth if r.kind == kind]
        left += [r for r in usable if r.kind == kind and r not in left and any(w.kind == near for w in worth)]
        if left:
            whole = _counts(connection, column, left, RAW)
            found = _Counted(column, whole.values, whole.none, {**found.read, **whole.read})
            if wanted is None and any(whole.reads_all(r) for r in left):
                break
    return found


def _counts(connection: DuckDBPyConnection, column: str, readings: Sequence[Reading], source: str) -> _Counted:
    value = f'"{column}"'
    reads = "".join(f", count({reading.of(value)})" for reading in readings)
    row = connection.execute(
        f"SELECT count({value}), count(*) FILTER (WHERE {missing(value)}){reads} FROM {source}"
    ).fetchone()
    assert row is not None, "an aggregate has a row"
    return _Counted(column, row[0], row[1], dict(zip(readings, row[2:], strict=True)))


def _evidence(columns: Iterable[_Counted], kinds: Sequence[str]) -> set[Style]:
    """The styles that columns of these kinds can only be read in."""
    found: set[Style] = set()
    for column in columns:
        fitting = [r for r in column.read if r.kind in kinds and not r.lenient and column.reads_all(r)]
        if any(not r.style for r in fitting):
            continue
        if len({r.style for r in fitting}) == 1:
            found.add(fitting[0].style)
    return found


def _by_values(
    connection: DuckDBPyConnection,
    own: _Counted,
    label: str,
    numbers: set[Style],
    dates: set[Style],
    month_first: bool,
) -> Choice:
    for kind in _KINDS:
        fitting = [r for r in own.read if r.kind == kind and own.reads_all(r)]
        if not fitting:
            continue
        known = numbers if kind in _NUMBERS else dates
        if len({r.style for r in fitting}) > 1:
            fitting = [r for r in fitting if r.style in known] if len(known) == 1 else []
        if not fitting:
            example = _example(connection, own.column, kind)
            choice = Choice("text", f'"{own.column}"')
            if kind == "number":
                choice.doubts.append(words.two_numbers(label, example))
            else:
                choice.doubts.append(words.two_dates(label, example, month_first=month_first))
            return choice
        return _finished(connection, own, label, fitting[0])
    return _text(connection, own, label)


def _text(connection: DuckDBPyConnection, own: _Counted, label: str) -> Choice:
    choice = Choice("text", f'"{own.column}"')
    value = f'"{own.column}"'
    zeros = connection.execute(
        f"SELECT count(*) FILTER (WHERE regexp_full_match({value}, '\\d+')) = count({value}),"
        f" count(*) FILTER (WHERE regexp_full_match({value}, '0\\d+')) FROM {RAW}"
    ).fetchone()
    if zeros and zeros[0] and zeros[1]:
        example = _one(connection, f"SELECT min({value}) FROM {RAW} WHERE regexp_full_match({value}, '0\\d+')")
        choice.notes.append(words.leading_zeros(label, example))
        return choice
    best = max(own.read, key=lambda r: own.read[r], default=None)
    if best is not None and own.asked and own.read[best] >= own.asked * _NEARLY:
        misfits = own.asked - own.read[best]
        choice.doubts.append(words.stays_text(label, best.kind, misfits, own.values, _misfits(connection, own, best)))
    return choice


def _as_wanted(
    connection: DuckDBPyConnection,
    own: _Counted,
    label: str,
    wanted: Kind,
    numbers: set[Style],
    dates: set[Style],
    month_first: bool,
) -> Choice:
    """The reading of that type that reads the most; of equals the one that the file, then the locale, speaks for."""
    if wanted == "text":
        return Choice("text", f'"{own.column}"')

    def liking(reading: Reading) -> tuple[int, bool, bool, bool]:
        known = numbers if reading.kind in _NUMBERS else dates
        preferred = "month first" if month_first else "day first"
        local = reading.style in (("", "point") if reading.kind in _NUMBERS else ("", preferred))
        return own.read[reading], reading.style in known, local, not reading.lenient

    best = max(own.read, key=liking, default=None)
    if best is None or not own.read[best]:
        choice = Choice("text", f'"{own.column}"')
        if own.values:
            choice.doubts.append(words.none_fits(label, wanted))
        return choice
    choice = _finished(connection, own, label, best, narrow=False)
    misfits = own.asked - own.read[best]
    if misfits:
        choice.doubts.append(words.left_empty(label, wanted, misfits, own.values, _misfits(connection, own, best)))
    if best.style in ("day first", "month first") and len(dates) != 1:
        choice.notes.append(words.read_as(label, best.style))
    return choice


def _finished(
    connection: DuckDBPyConnection, own: _Counted, label: str, reading: Reading, *, narrow: bool = True
) -> Choice:
    value = f'"{own.column}"'
    choice = Choice(reading.kind, reading.of(value), style=reading.style)
    if own.none:
        example = _one(connection, f"SELECT min({value}) FROM {RAW} WHERE {missing(value)}")
        choice.notes.append(words.no_figure(label, own.none, example))
    if reading.zoned:
        choice.notes.append(words.to_utc(label))
    if reading.kind == "number" and not reading.lenient:
        _number(connection, own, label, reading, choice, narrow=narrow)
    return choice


def _number(
    connection: DuckDBPyConnection, own: _Counted, label: str, reading: Reading, choice: Choice, *, narrow: bool
) -> None:
    """The unit of a column of figures, and the narrowest type that keeps them exactly."""
    value = f'"{own.column}"'
    bare = connection.execute(
        f"SELECT bool_and(regexp_full_match({value}, '{PLAIN}')) FROM {RAW} WHERE ({choice.sql}) IS NOT NULL"
    ).fetchone()
    digits = value if bare and bare[0] else plain_digits(value, reading.style)
    row = connection.execute(
        f"SELECT list(DISTINCT {sign(value)} ORDER BY {sign(value)}), count(*) FILTER (WHERE {sign(value)} = '%'),"
        f" max(length(regexp_extract({digits}, '\\.(\\d+)$', 1))),"
        f" max(length(regexp_extract({digits}, '^-?(\\d*)', 1))),"
        f" count(*) FILTER (WHERE contains(lower({digits}), 'e')), count(*)"
        f" FROM {RAW} WHERE ({choice.sql}) IS NOT NULL"
    ).fetchone()
    assert row is not None, "an aggregate has a row"
    signs = [s for s in row[0] if s]
    if len(signs) > 1 or (signs == ["%"] and row[1] != row[5]):
        choice.kind, choice.sql = "text", value
        choice.doubts.append(words.mixed_units(label, signs))
        return
    if signs:
        choice.unit = CURRENCIES.get(signs[0]) or str(signs[0])
        choice.notes.append(words.in_unit(label, choice.unit))
    scale, whole, exponents = row[2] or 0, row[3] or 0, row[4]
    if not exponents and not scale and narrow and whole <= _DIGITS:
        choice.kind, choice.sql = "integer", _cast(choice.sql, digits, "BIGINT")
    elif not exponents and 0 < scale <= _SCALE and whole + scale <= _DIGITS:
        choice.sql = _cast(choice.sql, digits, f"DECIMAL({_DIGITS},{scale})")


def _cast(reads: str, digits: str, type_: str) -> str:
    return f"CASE WHEN ({reads}) IS NOT NULL THEN TRY_CAST({digits} AS {type_}) END"


def _misfits(connection: DuckDBPyConnection, own: _Counted, reading: Reading) -> list[str]:
    value = f'"{own.column}"'
    found = connection.execute(
        f"SELECT DISTINCT {value} FROM {RAW} WHERE {value} IS NOT NULL AND NOT {missing(value)}"
        f" AND ({reading.of(value)}) IS NULL ORDER BY 1 LIMIT {_EXAMPLES}"
    ).fetchall()
    return [str(row[0])[:40] for row in found]


def _example(connection: DuckDBPyConnection, column: str, kind: Kind) -> str:
    shape = "[.,]" if kind == "number" else "\\d"
    return _one(connection, f'SELECT "{column}" FROM {RAW} WHERE regexp_matches("{column}", \'{shape}\') LIMIT 1')


def _one(connection: DuckDBPyConnection, sql: str) -> str:
    row = connection.execute(sql).fetchone()
    return str(row[0])[:40] if row and row[0] is not None else ""
