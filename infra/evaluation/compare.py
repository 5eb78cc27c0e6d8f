"""Is an answer's table the right result set? Column names are ignored; columns may come in any order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime

from agent_actions.contract import Scalar

RELATIVE, ABSOLUTE = 1e-6, 1e-9
"""Tolerance of numbers: engines sum floating point figures in different orders."""
MOST_ORDERS = 5_000
"""Orders of columns that are tried where the values alone don't tell which column is which."""

Row = Sequence[Scalar]
Cell = tuple[int, float, str]


def same_result(got: Sequence[Row], wanted: Sequence[Row], *, ordered: bool = False) -> bool:
    """Both as lists of rows; duplicates count. ``ordered``: their order counts too.

    Where nothing but days are wanted, a time on that day is right.
    """
    if len(got) != len(wanted):
        return False
    if not wanted:
        return True
    if any(len(row) != len(wanted[0]) for row in (*got, *wanted)):
        return False
    mine, right = [[_cell(v) for v in row] for row in got], [[_cell(v) for v in row] for row in wanted]
    if not any(_time_of_day(cell) for row in right for cell in row):
        mine = [[_day(cell) for cell in row] for row in mine]
    return any(_rows_match(mine, right, order, ordered) for order in _orders(mine, right))


def long_form(rows: Sequence[Row], labels: Sequence[str], width: int) -> list[list[Scalar]] | None:
    """A cross table of one figure as rows of ``width`` cells: what its rows are, what its column is, the figure.

    Cells without a value have no row. None for what can't be such a table.
    """
    named = width - 2
    if named < 1 or len(labels) < named + 1 or any(len(row) != len(labels) for row in rows):
        return None
    return [
        [*row[:named], label, value]
        for row in rows
        for label, value in zip(labels[named:], row[named:], strict=True)
        if value is not None
    ]


def nothing_in(rows: Sequence[Row]) -> bool:
    """No rows, or rows of nulls alone."""
    return all(value is None for row in rows for value in row)


def _cell(value: Scalar) -> Cell:
    """A cell in a form that sorts and compares: kind, number, text."""
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, bool):
        return (1, float(value), "")
    if isinstance(value, int | float):
        return (2, float(value), "")
    return (3, 0.0, _text(value))


def _text(value: str) -> str:
    """Midnight is a date: grains give dates, ``date_trunc`` gives timestamps."""
    text = value.strip()
    if len(text) < 11 or not text[:4].isdigit():
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None and not (moment.hour or moment.minute or moment.second or moment.microsecond):
        return moment.date().isoformat()
    return moment.isoformat()


def _time_of_day(cell: Cell) -> bool:
    return _day(cell) != cell


def _day(cell: Cell) -> Cell:
    """The day of a moment; every other cell as it is."""
    text = cell[2]
    if len(text) < 11 or not text[:4].isdigit() or text[10] != "T":
        return cell
    try:
        return (cell[0], cell[1], datetime.fromisoformat(text).date().isoformat())
    except ValueError:
        return cell


def _close(one: Cell, other: Cell) -> bool:
    if one[0] != other[0] or one[2] != other[2]:
        return False
    return math.isclose(one[1], other[1], rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _orders(got: list[list[Cell]], wanted: list[list[Cell]]) -> Iterator[tuple[int, ...]]:
    """For each of ``wanted``'s columns which of ``got``'s it may be, by its values; as they stand comes first."""
    width = len(wanted[0])
    sides = [[sorted(row[i] for row in rows) for i in range(width)] for rows in (got, wanted)]
    fits = [
        [i for i in range(width) if all(_close(a, b) for a, b in zip(sides[0][i], sides[1][j], strict=True))]
        for j in range(width)
    ]
    found = 0

    def walk(j: int, taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        nonlocal found
        if j == width:
            found += 1
            yield taken
            return
        for i in sorted(fits[j], key=lambda i: i != j):
            if i not in taken and found < MOST_ORDERS:
                yield from walk(j + 1, (*taken, i))

    yield from walk(0, ())


def _rows_match(got: list[list[Cell]], wanted: list[list[Cell]], order: tuple[int, ...], ordered: bool) -> bool:
    mine = [[row[i] for i in order] for row in got]
    if ordered:
        return all(_row_close(a, b) for a, b in zip(mine, wanted, strict=True))
    left, right = sorted(mine, key=_coarse), sorted(wanted, key=_coarse)
    if all(_row_close(a, b) for a, b in zip(left, right, strict=True)):
        return True
    return _paired(left, right)


def _coarse(row: list[Cell]) -> tuple[list[tuple[int, str]], list[float]]:
    """Sort key in which figures, which may differ in their last digits, come after all else."""
    return [(kind, text) for kind, _, text in row], [float(f"{number:.6g}") for _, number, _ in row]


def _paired(left: list[list[Cell]], right: list[list[Cell]]) -> bool:
    """Each row with one that is close to it, where rounding put neighbours into another order."""
    free = list(right)
    for row in left:
        match = next((i for i, other in enumerate(free) if _row_close(row, other)), None)
        if match is None:
            return False
        del free[match]
    return True


def _row_close(one: list[Cell], other: list[Cell]) -> bool:
    return all(_close(a, b) for a, b in zip(one, other, strict=True))
