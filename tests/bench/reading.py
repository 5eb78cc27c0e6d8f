"""How well and how fast the offline Textract's engines read: pages, tables and receipts whose content is known."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from infra.local.aws.reading.reader import Reader
from infra.local.lake.samples import FILES, papers
from infra.local.lake.samples.pdf import FONTS, drawn, pdf
from tests.bench.figures import Figure, percentile
from tests.bench.machine import resident_mb
from tests.bench.size import Size
from tests.printed import LETTER, RECEIPTS, STOCK, Receipt, distance, letter, table, worn

SEEDS = 3
"""Worn copies of each letter in a whole run."""


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Every page goes through the engines' own process, as a request's does."""
    whole = size.rounds > 1
    with tempfile.TemporaryDirectory(prefix="outcrop-bench-") as folder:
        reader = Reader(Path(folder))
        try:
            reader.do("read_page", path=str(_saved(Path(folder), letter("Helvetica"))), number=1, features=())
            made = {
                "ocr_errors": _letters(reader, Path(folder), SEEDS if whole else 1, len(FONTS) if whole else 1),
                "ocr_page": _pages(reader, size.rounds),
                "table_cells": _tables(reader, Path(folder)),
                "receipt_fields": _receipts(reader, Path(folder), len(RECEIPTS) if whole else 1),
            }
            memory = resident_mb(reader.pid or 0)
        finally:
            reader.stop()
    return {**made, "ocr_memory": Figure(memory)}


def _letters(reader: Reader, folder: Path, seeds: int, fonts: int) -> Figure:
    """Wrong characters in a hundred of worn copies; beside it the clean ones."""
    wanted = " ".join(LETTER)
    wrong = {"clean": 0, "worn": 0}
    count = {"clean": 0, "worn": 0}
    for font in FONTS[:fonts]:
        copies: list[tuple[str, Image.Image]] = [("clean", letter(font))]
        copies += [("worn", worn(letter(font), seed, 1.2 * seed - 1.5)) for seed in range(seeds)]
        for kind, picture in copies:
            wrong[kind] += distance(wanted, " ".join(_rows(_blocks(reader, _saved(folder, picture)))))
            count[kind] += len(wanted)
    also = {"characters": float(count["worn"])}
    return Figure(100 * wrong["worn"] / count["worn"], 100 * wrong["clean"] / count["clean"], also)


def _pages(reader: Reader, rounds: int) -> Figure:
    """Seconds of a scanned page with a table; beside it a page with a text layer."""
    scanned = [_timed(reader, FILES / "stock-count.pdf") for _ in range(min(rounds, 5))]
    own = [_timed(reader, FILES / "invoice.pdf") for _ in range(min(rounds, 5))]
    return Figure(percentile(scanned, 0.5), percentile(own, 0.5))


def _timed(reader: Reader, path: Path) -> float:
    began = time.perf_counter()
    reader.do("read_page", path=str(path), number=1, features=("TABLES",))
    return time.perf_counter() - began


def _tables(reader: Reader, folder: Path) -> Figure:
    """Cells that differ: ruled and aligned, of a PDF and of a worn scan, and the sample scan's two pages."""
    wrong = cells = 0
    for ruled in (True, False):
        sheet = table(STOCK, ruled=ruled, heading="Stores in October")
        own = folder / "table.pdf"
        own.write_bytes(pdf([sheet], "table"))
        for path in (own, _saved(folder, worn(drawn(sheet), 5, -1.2))):
            missed, held = _missed(STOCK, _blocks(reader, path))
            wrong, cells = wrong + missed, cells + held
    rows, first = papers.count_rows(), papers.FIRST_PAGE_ROWS
    for number, part in ((1, rows[:first]), (2, rows[first:])):
        blocks = _blocks(reader, FILES / "stock-count.pdf", number)
        missed, held = _missed([papers.COUNT_HEADINGS, *part], blocks)
        wrong, cells = wrong + missed, cells + held
    return Figure(wrong, None, {"cells": float(cells)})


def _receipts(reader: Reader, folder: Path, count: int) -> Figure:
    """Fields and parts of items that are missing or wrong, of worn pictures of several layouts."""
    wrong = held = 0
    for seed, receipt in enumerate(RECEIPTS[:count]):
        for font in ("Courier", "Helvetica"):
            path = _saved(folder, worn(drawn(receipt.sheet(font)), seed))
            found = reader.do("read_expense", path=str(path), number=1)
            wanted, given = set(_facts(receipt)), set(_given(found))
            wrong, held = wrong + len(wanted - given), held + len(wanted)
    return Figure(wrong, None, {"fields": float(held)})


def _facts(receipt: Receipt) -> Iterator[tuple[int, str, str]]:
    """(0, field, text) and (item's number, part, text)."""
    yield from ((0, name, text) for name, text in receipt.fields.items())
    for number, item in enumerate(receipt.items, 1):
        yield from ((number, kind, text) for kind, text in item.items())


def _given(document: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    for field in document["SummaryFields"]:
        yield 0, field["Type"]["Text"], field["ValueDetection"]["Text"]
    for group in document["LineItemGroups"]:
        for number, row in enumerate(group["LineItems"], 1):
            for field in row["LineItemExpenseFields"]:
                yield number, field["Type"]["Text"], field["ValueDetection"]["Text"]


def _saved(folder: Path, picture: Image.Image) -> Path:
    path = folder / "page.png"
    picture.save(path)
    return path


def _blocks(reader: Reader, path: Path, number: int = 1) -> list[dict[str, Any]]:
    return reader.do("read_page", path=str(path), number=number, features=("TABLES",))


def _rows(blocks: Sequence[dict[str, Any]]) -> list[str]:
    return [block["Text"] for block in blocks if block["BlockType"] == "LINE"]


def _missed(rows: Sequence[Sequence[str]], blocks: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """(cells that aren't as expected, cells expected) of a page with one table."""
    by_id = {block["Id"]: block for block in blocks}
    found: dict[tuple[int, int], str] = {}
    for cell in (block for block in blocks if block["BlockType"] == "CELL"):
        words = [by_id[name]["Text"] for relation in cell.get("Relationships", ()) for name in relation["Ids"]]
        found[(cell["RowIndex"], cell["ColumnIndex"])] = " ".join(words)
    wanted = {(at, to): text for at, row in enumerate(rows, 1) for to, text in enumerate(row, 1)}
    wrong = sum(found.get(place) != text for place, text in wanted.items())
    return wrong + len(found.keys() - wanted.keys()), len(wanted)
