"""A column's number pattern and unit as a spreadsheet's number format. Pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.reply.numbers import SYMBOLS

if TYPE_CHECKING:
    from agent_actions.contract import Column

DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm:ss"
UNITS = {"month": "mmm yyyy", "year": "yyyy", "quarter": DAY, "week": DAY, "day": DAY}
WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND"})

_PATTERN = re.compile(r"(?P<whole>0|0,0)(?:\.(?P<decimals>[0#]+))?(?P<short>a)?(?P<percent>%)?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def number_format(column: Column, grain: str | None = None) -> str:
    """``0.0a`` with unit EUR -> ``"€"#,##0.00;-"€"#,##0.00``: a file holds whole figures, never thousands as k.

    ``grain``: the calendar unit whose first days the column holds, if it does; they stay dates.
    """
    if column.type in ("date", "timestamp") and grain in UNITS:
        return UNITS[grain]
    if column.type == "date":
        return DAY
    if column.type == "timestamp":
        return MOMENT
    if column.type not in ("integer", "number"):
        return ""
    found = _PATTERN.fullmatch(column.format or "")
    if found and found["percent"]:
        return _digits(found["whole"], found["decimals"]) + "%"
    unit = column.unit or ""
    money = bool(_CURRENCY.fullmatch(unit))
    if found and not found["short"]:
        digits = _digits(found["whole"], found["decimals"])
    elif money:
        digits = "#,##0" if unit in WITHOUT_CENTS or column.type == "integer" else "#,##0.00"
    elif found or unit:
        digits = "#,##0" if column.type == "integer" else "#,##0.00"
    else:
        digits = "0" if column.type == "integer" else "General"
    return _with_unit(digits, unit)


def _digits(whole: str, decimals: str | None) -> str:
    return ("#,##0" if whole == "0,0" else "0") + ("." + "0" * len(decimals) if decimals else "")


def _with_unit(digits: str, unit: str) -> str:
    if unit == "%":
        return digits + '"%"'
    if unit in SYMBOLS:
        return f'"{SYMBOLS[unit]}"{digits};-"{SYMBOLS[unit]}"{digits}'
    return f'{digits} "{unit}"' if _CURRENCY.fullmatch(unit) else digits
