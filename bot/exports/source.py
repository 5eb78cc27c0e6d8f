"""The engine's own output, row by row.

Athena writes CSV with a header, every value in quotes, NULL as nothing between commas and an empty text as ``""``; a
value may hold line breaks. The csv module can't tell NULL from an empty text, so records are read here.
https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from agent_actions.contract import Table

from bot.exports.errors import UnreadableError

Cells = list[str | None]

READ_BYTES = 1 << 20
RECORD_CHARACTERS = 64_000_000
"""Twice what Athena takes for a row (32 MB); a record that goes on past it has lost a quote."""
ROWS_BETWEEN_LOOKS = 4_096

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')


class TableRows:
    """The rows of a table that was kept whole, as the engine would write them."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.count = len(table.rows)

    def close(self) -> None:
        """Nothing is open."""

    def __iter__(self) -> Iterator[Cells]:
        for row in self._table.rows:
            yield [None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row]


class Rows:
    """The rows under the header of ``stream``; iterate once. ``count`` is how many came so far.

    Parameters
    ----------
    columns
        How many there ought to be.
    unreadable
        The sentence of the UnreadableError that is raised for anything but such a CSV.
    look
        Called now and then; raises to end the reading.
    """

    def __init__(self, stream: IO[bytes], columns: int, unreadable: str, look: Callable[[], None]) -> None:
        self._stream, self._columns, self._unreadable, self._look = stream, columns, unreadable, look
        self.count = 0

    def close(self) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[Cells]:
        records = self._records()
        header = next(records, None)
        if header is None:
            raise UnreadableError(self._unreadable)
        self._cells(header)
        for record in records:
            if self.count % ROWS_BETWEEN_LOOKS == 0:
                self._look()
            self.count += 1
            yield self._cells(record)

    def _records(self) -> Iterator[str]:
        """Lines, joined while a quote is open, without the line break at the end."""
        held: list[str] = []
        length, is_open = 0, False
        for line in self._lines():
            if line.count('"') & 1:
                is_open = not is_open
            if not held and not is_open:
                yield line.removesuffix("\n")
                continue
            held.append(line)
            length += len(line)
            if length > RECORD_CHARACTERS:
                break
            if not is_open:
                yield "".join(held).removesuffix("\n")
                held, length = [], 0
        if held:
            raise UnreadableError(self._unreadable)

    def _lines(self) -> Iterator[str]:
        """Lines of UTF-8 that end with a line feed and with nothing else."""
        held = b""
        while piece := self._stream.read(READ_BYTES):
            lines = (held + piece).split(b"\n")
            held = lines.pop()
            for line in lines:
                yield line.decode(errors="replace") + "\n"
            if len(held) > RECORD_CHARACTERS:
                raise UnreadableError(self._unreadable)
        if held:
            yield held.decode(errors="replace")

    def _cells(self, record: str) -> Cells:
        if '""' not in record and ",," not in record and len(record) > 1 and record[0] == '"' == record[-1]:
            # neither NULL, nor an empty text, nor a quote in a text: every quote begins or ends a value
            plain: Cells = [*record[1:-1].split('","')]
            if len(plain) == self._columns:
                return plain
        cells = self._careful(record)
        if len(cells) != self._columns:
            raise UnreadableError(self._unreadable)
        return cells

    def _careful(self, record: str) -> Cells:
        cells: Cells = []
        position = 0
        while True:
            found = _QUOTED.match(record, position)
            if found:
                cells.append(found[1].replace('""', '"'))
                position = found.end()
            else:
                cells.append(None)
            if position >= len(record):
                return cells
            if record[position] != ",":
                raise UnreadableError(self._unreadable)
            position += 1
