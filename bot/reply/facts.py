"""What a text may say: every number that code put into a receipt, the person into a question, or a source into itself.

A fact has a value and a unit. A figure of the text is held when a fact lies within what the figure may stand for and
the units agree: money in the same currency, percent against percent (a fraction counts times 100). Which column a fact
is from isn't looked at. Numbers that the model itself put into a call are no facts, or it could make its own.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from bot.reply.figure import BYTES, PERCENT, TIMES, Figure
from bot.reply.numerals import numbers
from bot.reply.plain import plain

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Scalar, Table

ANY = ""
"""Unit of a fact that doesn't say what it counts, such as a number in a question or in a column of free SQL."""
_COUNT = "#"
_PART = "~"
"""Unit of a fraction as it is in its column, 0.123, which 12.3% or 0.12 may tell and 0 may not."""
_FRACTIONS = frozenset({"change_pct", "share", "previous_share", "contribution"})
_CURRENCY = re.compile(r"[A-Z]{3}")
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](\d\d:\d\d))?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME = re.compile(r"[^\W_]*\d[\w]*(?:[-_/.:]\w+)*|\w+(?:[-_/.:]\w*\d\w*)+")
_SHORT_NAME = 2
"""Digits of a word such as B2B or p95 that pass for a name without a source."""
_NEARBY_YEARS = (-5, 1)
"""Years around today's that a question back may name."""
_SPELLED = re.compile(
    r"\b(?:ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?|millions?|billions?|two|three|four|five|six|seven|eight"
    r"|nine|zero|half|third|quarter|\w*doubl\w*|tripl\w+|quadrupl\w+|twice|thrice|halv\w+|\w+fold)\b",
    re.IGNORECASE,
)


_IN_RECEIPT = frozenset(
    {
        "status", "receipt", "provenance", "title", "headline", "error", "choices", "assumptions", "hidden", "warnings",
        "sql", "columns", "row_count", "rows", "rows_shown", "score",
        "text", "text_characters",
    }
)  # fmt: skip
"""Parts of an action's answer that its receipt holds too, or that are no fact."""


class Facts:
    def __init__(self, today: date | None = None) -> None:
        self._values: dict[str, list[float]] = {}
        self._unsorted: set[str] = set()
        self._names: set[str] = set()
        self._words: set[str] = set()
        self._years: set[int] = set()
        self._months: set[tuple[int, int]] = set()
        self._days: set[tuple[int, int, int]] = set()
        self._ranks = 0
        self._sql: list[str] = []
        self._today = today
        self.seen_rows = False
        """True once a receipt brought rows."""
        if today is not None:
            self._day(today.year, today.month, today.day)

    def holds(self, figure: Figure, *, asking: bool = False, choice: bool = False) -> bool:
        """Whether a source has ``figure``.

        ``asking``: in a question back, which may name a year to choose; ``choice``: in an answer listed below it, which
        may name days too.
        """
        match figure.kind:
            case "number":
                return self._number(figure) or (figure.exact and not figure.unit and figure.text in self._names)
            case "count":
                return not self._beside_data(figure) or self._number(figure.as_written())
            case "rank":
                return 0 < figure.high <= self._ranks or self._number(figure)
            case "date":
                return self._date(figure) or ((asking or choice) and self._near(figure, days=choice))
            case "name":
                word = figure.text.casefold()
                digits = sum(character.isdigit() for character in word)
                return word in self._names or (word[0].isalpha() and digits <= _SHORT_NAME)
            case "unread":
                return figure.text.casefold() in self._names

    def shows_sql(self, line: str) -> bool:
        """Whether a line of a code block is a part of a statement that ran."""
        return any(_squeezed(line) in sql for sql in self._sql)

    # what is added

    def say(self, text: str, *, but: Facts | None = None) -> None:
        """Words of a person, of a source or of our own code. ``but``: numbers that the model may have put there."""
        if not text:
            return
        self._words.update(_stem(word) for word in _WORD.findall(plain(text).casefold()))
        if not any(character.isnumeric() for character in text) and not _spelled(text):
            return
        for number in numbers(text):
            for figure in (figure for reading in number.readings for figure in reading):
                if but is None or not but.says(figure):
                    self._figure(figure)
        if but is None:
            self._name_all(text)
        else:
            self._names |= {name for name in _names(text) if name not in but._names}

    def says(self, figure: Figure) -> bool:
        """Whether exactly this was added."""
        if figure.kind in ("name", "unread"):
            return figure.text.casefold() in self._names
        if figure.kind == "date":
            return self._date(figure)
        return any(math.isclose(value, figure.middle) for values in self._values.values() for value in values)

    def receipt(self, receipt: Receipt, table: Table | None, asked: Facts) -> None:
        """What one call of an action brought. ``asked``: the person's own numbers, facts wherever they are."""
        given = given_by_model(receipt.request, asked)
        for text in (receipt.title, receipt.headline, receipt.error or "", *receipt.assumptions, *receipt.hidden,
                     *receipt.warnings, *(choice.label for choice in receipt.choices)):  # fmt: skip
            self.say(text, but=given)
        self._dates_of(json.dumps(receipt.request or {}))
        if receipt.provenance is None:
            return
        if receipt.sql:
            self._sql.append(_squeezed(receipt.sql))
            self._dates_of(receipt.sql)
            for found in re.findall(r"\blimit\s+(\d+)", receipt.sql, re.IGNORECASE):
                self._add(float(found), _COUNT)
        self.say(receipt.text or "", but=given)
        limit = (receipt.request or {}).get("limit")
        if isinstance(limit, int):
            self._add(float(limit), _COUNT)
        self._dates_of(receipt.data_as_of or "")
        for count in (receipt.row_count, table.total_rows if table else None):
            if count is not None:
                self._add(float(count), _COUNT)
                self._ranks = max(self._ranks, count)
        if receipt.bytes_scanned is not None:
            self._add(float(receipt.bytes_scanned), BYTES)
        if receipt.cost_usd is not None:
            self._add(receipt.cost_usd, "USD")
        if table is not None:
            self.seen_rows = True
            self._table(table)
            if receipt.provenance == "machine-read":
                # what was read stays text: "Total: €1,234.56"
                for cell in {cell for row in table.rows for cell in row if isinstance(cell, str)}:
                    self.say(cell, but=given)

    def _table(self, table: Table) -> None:
        self.say(table.title)
        for index, column in enumerate(table.columns):
            self.say(f"{column.label} {column.name.replace('_', ' ')} {column.unit or ''}")
            cells = [row[index] for row in table.rows if index < len(row)]
            for cell in cells:
                self._cell(cell, column)
            if column.role in ("dimension", "time") or column.type in ("string", "date", "timestamp"):
                self._add(float(len({cell for cell in cells if cell is not None})), _COUNT)

    def _cell(self, cell: Scalar, column: Column) -> None:
        if isinstance(cell, str):
            if any(character.isnumeric() for character in cell):
                self._dates_of(cell)
                self._name_all(cell)
            return
        if cell is None or isinstance(cell, bool) or not math.isfinite(cell):
            return
        value, unit = float(cell), column.unit or ""
        if unit == PERCENT:
            self._add(value, PERCENT)
        elif _CURRENCY.fullmatch(unit):
            self._add(value, unit)
        else:
            part = column.role in _FRACTIONS or (column.format or "").endswith("%")
            self._add(value, _PART if part else _COUNT if unit else ANY)
            if part or (column.type == "number" and not unit):
                self._add(value * 100, PERCENT)

    def _figure(self, figure: Figure) -> None:
        if figure.kind == "date":
            self._date_parts(figure)
        elif figure.kind in ("number", "count"):
            value = figure.middle if not figure.sign else math.copysign(figure.middle, figure.sign)
            self._add(value, figure.unit or ANY)

    def _add(self, value: float, unit: str) -> None:
        self._values.setdefault(unit, []).append(value)
        self._unsorted.add(unit)

    def _name_all(self, text: str) -> None:
        self._names |= _names(text)

    def _dates_of(self, text: str) -> None:
        for year, month, day, time in _ISO.findall(text):
            if not 1 <= int(month) <= 12:
                continue
            if time:
                self._names.add(time)
            if day:
                self._day(int(year), int(month), int(day))
            else:
                self._month(int(year), int(month))
        for quarter in re.finditer(r"\b(\d{4})-?Q([1-4])\b", text):
            for month in range(int(quarter[2]) * 3 - 2, int(quarter[2]) * 3 + 1):
                self._month(int(quarter[1]), month)
        self._years.update(int(year) for year in re.findall(r"(?<![\w.,])(?:19|20)\d\d(?![\w.,])", text))

    def _date_parts(self, figure: Figure) -> None:
        year = figure.year
        if figure.quarter:
            for month in range(figure.quarter * 3 - 2, figure.quarter * 3 + 1):
                self._month(year or 0, month)
        elif figure.month and figure.day:
            self._day(year or 0, figure.month, figure.day)
        elif figure.month:
            self._month(year or 0, figure.month)
        if year:
            self._years.add(year)
            self._days |= {(year, 1, 1), (year, 12, 31)}

    def _day(self, year: int, month: int, day: int) -> None:
        """A day, and the one before: periods end before their last bound."""
        try:
            before = date(year or 2024, month, day) - timedelta(days=1)
        except ValueError:
            return
        self._days |= {(year, month, day), (before.year if year else 0, before.month, before.day)}
        self._months |= {(year, month), (before.year if year else 0, before.month)}
        self._years |= {year, before.year} if year else set()

    def _month(self, year: int, month: int) -> None:
        self._day(year, month, 1)
        following = date((year or 2024) + month // 12, month % 12 + 1, 1)
        self._day(following.year if year else 0, following.month, 1)
        self._months.add((year, month))

    def output(self, body: str, given: Facts) -> None:
        """What an action told the agent beside its receipt, such as descriptions of datasets."""
        try:
            answer: object = json.loads(body)
        except ValueError:
            return
        if isinstance(answer, dict):
            told = {k: v for k, v in cast("dict[str, object]", answer).items() if k not in _IN_RECEIPT}
            for text in _texts(told):
                self.say(text, but=given)
            lengths = [len(cast("list[object]", value)) for value in told.values() if isinstance(value, list)]
            self._ranks = max([self._ranks, *lengths])

    # how it is looked up

    def _number(self, figure: Figure) -> bool:
        return any(self._within(figure, unit) for unit in self._units(figure.unit, figure.exact)) or (
            figure.unit == TIMES and self._grown(figure)
        )

    def _units(self, unit: str, exact: bool) -> Iterable[str]:
        if unit == "":
            return [name for name in self._values if name not in (BYTES, PERCENT) and not (exact and name == _PART)]
        return {PERCENT: (PERCENT,), BYTES: (BYTES,), TIMES: (TIMES, ANY)}.get(unit, (unit, ANY))

    def _within(self, figure: Figure, unit: str) -> bool:
        values = self._values.get(unit, [])
        if unit in self._unsorted:
            values.sort()
            self._unsorted.discard(unit)
        slack = 1e-9 * max(abs(figure.low), abs(figure.high), 1.0)
        spans = [(figure.low, figure.high)] if figure.sign >= 0 else []
        if figure.sign <= 0:
            spans.append((-figure.high, -figure.low))
        for low, high in spans:
            at = bisect_left(values, low - slack)
            if at < len(values) and values[at] <= high + slack:
                return True
        return False

    def _grown(self, figure: Figure) -> bool:
        """ "Doubled" is a change of 100%."""
        low, high = (figure.low - 1) * 100, (figure.high - 1) * 100
        return any(low <= value <= high for value in self._values.get(PERCENT, []))

    def _date(self, figure: Figure) -> bool:
        year, month, day = figure.year, figure.month, figure.day
        if figure.quarter:
            months = range(figure.quarter * 3 - 2, figure.quarter * 3 + 1)
            known = any((m in months and y in (year, 0)) or (year is None and m in months) for y, m in self._months)
            return known and (year is None or year in self._years)
        if day:
            return any((m, d) == (month, day) and (year is None or y in (year, 0)) for y, m, d in self._days)
        if month:
            return any(m == month and (year is None or y in (year, 0)) for y, m in self._months)
        return year in self._years

    def _near(self, figure: Figure, *, days: bool) -> bool:
        if self._today is None or (figure.day and not days) or figure.year is None:
            return False
        return _NEARBY_YEARS[0] <= figure.year - self._today.year <= _NEARBY_YEARS[1]

    def _beside_data(self, figure: Figure) -> bool:
        """Whether a word of the data follows: "three orders" is a figure, "two ways" is none."""
        words = re.findall(r"[^\W\d_]+", figure.after.casefold())[:3]
        return any(_stem(word) in self._words for word in words if len(word) > 2)


def given_by_model(request: Mapping[str, object] | None, asked: Facts) -> Facts:
    """The numbers that a call's own arguments hold, but for the person's own."""
    given = Facts()
    for text in _texts(request):
        given.say(text, but=asked)
    return given


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield f"{value}"
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in cast("list[object]", value):
            yield from _texts(item)


def _names(text: str) -> set[str]:
    return {found.casefold() for found in _NAME.findall(plain(text))}


def _spelled(text: str) -> bool:
    return bool(_SPELLED.search(text))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
