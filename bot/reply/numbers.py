"""Values as a person reads them: a column's number pattern and unit, dates and sizes."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_actions.contract import Column, Scalar
    from bot.words import Words

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "VND": "₫"}
_PATTERN = re.compile(r"^(?P<whole>0|0,0)(?:\.(?P<decimals>0+))?(?P<short>a)?(?P<percent>%)?$")
_CURRENCY = re.compile(r"^[A-Z]{3}$")


def shown(value: Scalar, column: Column, words: Words) -> str:
    """A cell as text; never empty."""
    if value is None or value == "":
        return words.empty_cell
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, int | float):
        return number(value, column)
    return _timestamp(value) if column.type == "timestamp" else value


def number(value: int | float, column: Column) -> str:
    """``1234567.5`` with format ``0.0a`` and unit EUR -> ``€1.2M``.

    A format's ``%`` multiplies by 100, as the value is a fraction; the unit ``%`` says that it is in percent already.
    Without a format: whole numbers whole, money with two decimals, others with up to two.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    match = _PATTERN.match(column.format or "")
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if match is None:
        return _with_unit(_default(exact, column), column.unit)
    decimals, suffix = len(match["decimals"] or ""), ""
    if match["percent"]:
        return f"{_fixed(exact * 100, decimals, grouped=True)}%"
    if match["short"]:
        exact, suffix = _shortened(exact, decimals)
    grouped = match["whole"] == "0,0" or bool(match["short"])
    return _with_unit(_fixed(exact, decimals, grouped=grouped) + suffix, column.unit)


def size(count: int) -> str:
    """Bytes in decimal units, as Athena bills them: ``12.3 MB``."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 999.95 or unit == "TB":
            return f"{count} B" if unit == "B" else f"{value:,.1f} {unit}"
        value /= 1000
    return f"{count} B"


def _default(value: Decimal, column: Column) -> str:
    if value == value.to_integral_value() and not (_CURRENCY.match(column.unit or "") and column.type == "number"):
        return f"{int(value):,}"
    text = _fixed(value, 2, grouped=True)
    if _CURRENCY.match(column.unit or ""):
        return text
    if Decimal(text.replace(",", "")) == 0:
        return f"{float(value):.2g}"
    return text.rstrip("0").rstrip(".")


def _shortened(value: Decimal, decimals: int) -> tuple[Decimal, str]:
    steps = ((Decimal(1), ""), (Decimal(10) ** 3, "k"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 9, "B"))
    at = max(index for index, (step, _) in enumerate(steps) if abs(value) >= step or index == 0)
    # 999,960 with one decimal is 1.0M, not 1,000.0k
    if at + 1 < len(steps) and abs(round(value / steps[at][0], decimals)) >= 1000:
        at += 1
    step, suffix = steps[at]
    return value / step, suffix


def _fixed(value: Decimal, decimals: int, *, grouped: bool) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,}" if grouped else f"{rounded}"


def _with_unit(text: str, unit: str | None) -> str:
    if not unit:
        return text
    if unit == "%":
        return f"{text}%"
    if unit in SYMBOLS:
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        return f"{sign}{SYMBOLS[unit]}{digits}"
    return f"{text} {unit}" if _CURRENCY.match(unit) else text


def _timestamp(value: str) -> str:
    text = value.replace("T", " ")
    return re.sub(r"(?: 00:00:00(?:\.0+)?|\.0+)$", "", text) or value
