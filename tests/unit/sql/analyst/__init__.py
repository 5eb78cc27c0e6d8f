"""What analysts write, each with its rows over ``shop``: none of it may be refused or come out otherwise."""

from __future__ import annotations

from typing import Any

from tests.unit.sql.analyst import collections, dates, joins, nested, scalars, sets, windows

ANALYST: list[tuple[str, list[tuple[Any, ...]]]] = [
    *joins.STATEMENTS,
    *windows.STATEMENTS,
    *nested.STATEMENTS,
    *dates.STATEMENTS,
    *collections.STATEMENTS,
    *sets.STATEMENTS,
    *scalars.STATEMENTS,
]
