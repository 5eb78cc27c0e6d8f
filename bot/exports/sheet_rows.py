"""Rows of a worksheet as XML, a line at a time.

XlsxWriter makes the workbook around them. Its own cells take several times as long, and in constant-memory mode it
writes a text that looks like ``<r>...</r>`` without escaping it: a cell of somebody's data could hold a formula.
https://learn.microsoft.com/openspecs/office_standards/ms-oe376 (ECMA-376, part 1, 18.3.1)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.exports.values import day_serial, exact_number, moment_serial

CELL_CHARACTERS = 32_767
"""UTF-16 units that a cell takes: https://support.microsoft.com/office/excel-specifications-and-limits"""

_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")
_LEFT_OUT = "…"

Writer = Callable[[str, str], str]
"""(the row's number, the cell's text) -> the cell as XML, for one column."""

_day = lru_cache(maxsize=8_192)(day_serial)


class Texts:
    """Texts of a sheet; ``cut`` counts those that are longer than a cell takes."""

    def __init__(self) -> None:
        self.cut = 0

    def writer(self, column: int, style: int = 0) -> Writer:
        before, after = f'<c r="{letters(column)}', _style(style) + ' t="inlineStr"><is><t>'
        spaced = _style(style) + ' t="inlineStr"><is><t xml:space="preserve">'

        def text(row: str, cell: str) -> str:
            if len(cell) > CELL_CHARACTERS // 2:
                cell = self._fitting(cell)
            if _SPECIAL.search(cell) is None:
                return f"{before}{row}{after}{cell}</t></is></c>"
            return f"{before}{row}{spaced}{_safe(cell)}</t></is></c>"

        return text

    def _fitting(self, cell: str) -> str:
        """As many UTF-16 units as a cell takes, an ellipsis for the rest."""
        units = cell.encode("utf-16-le", errors="surrogatepass")
        if len(units) <= 2 * CELL_CHARACTERS:
            return cell
        self.cut += 1
        return units[: 2 * (CELL_CHARACTERS - len(_LEFT_OUT))].decode("utf-16-le", errors="ignore") + _LEFT_OUT


def number_writer(column: int, style: int, text: Writer) -> Writer:
    """What is no number, or one of whose digits a spreadsheet would lose some, stays text."""
    before, after = f'<c r="{letters(column)}', _style(style) + "><v>"

    def number(row: str, cell: str) -> str:
        if _PLAIN_NUMBER.fullmatch(cell):
            return f"{before}{row}{after}{cell}</v></c>"
        found = exact_number(cell)
        return text(row, cell) if found is None else f"{before}{row}{after}{found!r}</v></c>"

    return number


def date_writer(column: int, style: int, text: Writer, *, moments: bool) -> Writer:
    before, after = f'<c r="{letters(column)}', _style(style) + "><v>"
    serial_of: Callable[[str], float | None] = moment_serial if moments else _day

    def day(row: str, cell: str) -> str:
        serial = serial_of(cell)
        return text(row, cell) if serial is None else f"{before}{row}{after}{serial!r}</v></c>"

    return day


def truth_writer(column: int, text: Writer) -> Writer:
    before = f'<c r="{letters(column)}'

    def truth(row: str, cell: str) -> str:
        if cell not in ("true", "false"):
            return text(row, cell)
        return f'{before}{row}" t="b"><v>{int(cell == "true")}</v></c>'

    return truth


def row_xml(number: int, cells: Sequence[str | None], writers: Sequence[Writer]) -> str:
    """Row ``number`` from 1; what is NULL or empty has no cell."""
    at = str(number)
    return f'<row r="{at}">{"".join([w(at, cell) for cell, w in zip(cells, writers, strict=False) if cell])}</row>'


def letters(column: int) -> str:
    """0 -> ``A``, 26 -> ``AA``."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _style(style: int) -> str:
    """What ends a cell's address, and its format if it has one."""
    return f'" s="{style}"' if style else '"'


def _safe(text: str) -> str:
    """Escaped for XML; a control character as ``_xHHHH_``, as Excel writes it, and what only looks like that too."""
    text = _ESCAPED.sub(r"_x005F_\1", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
