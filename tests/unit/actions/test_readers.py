"""Files that need no service, read in the limited process: text and tables as they stand."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image

from agent_actions.errors import RefusedError
from agent_actions.files import convert, reader
from agent_actions.files.child import run_limited
from agent_actions.files.limits import READ
from agent_actions.files.reading import MODULE
from tests.unit.actions import hostile

OFFICE = "application/vnd.openxmlformats-officedocument."


def ask(folder: Path, do: str, data: bytes, name: str, mime: str) -> dict[str, Any]:
    path = folder / "file"
    path.write_bytes(data)
    return reader.read({"do": do, "path": str(path), "name": name, "mime": mime})


def letter() -> bytes:
    made = docx.Document()
    made.add_paragraph("Dear Ana,")
    table = made.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["Item", "Price", "Bolt", "1.20"], strict=True):
        cell.text = text
    made.add_paragraph("Regards")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Targets"
    for row in [
        ["store", "target", "day", "open"],
        ["007", 1200.0, date(2026, 11, 1), True],
        ["008", 0.5, None, False],
    ]:
        sheet.append(row)
    made.create_sheet("Empty")
    notes = made.create_sheet("Notes")
    notes["B3"] = datetime(2026, 11, 1, 8, 30)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_letter_is_read_in_its_order(tmp_path: Path) -> None:
    mime = OFFICE + "wordprocessingml.document"
    assert ask(tmp_path, "text", letter(), "a.docx", mime)["text"] == "Dear Ana,\nItem\tPrice\nBolt\t1.20\nRegards"
    (table,) = ask(tmp_path, "tables", letter(), "a.docx", mime)["tables"]
    assert table["rows"] == [["Item", "Price"], ["Bolt", "1.20"]]


def test_a_workbook_gives_a_table_for_each_sheet_that_has_one(tmp_path: Path) -> None:
    targets, notes = ask(tmp_path, "tables", book(), "b.xlsx", OFFICE + "spreadsheetml.sheet")["tables"]
    assert (targets["title"], targets["total"]) == ("Targets", 3)
    assert targets["rows"][1:] == [["007", "1200", "2026-11-01", "true"], ["008", "0.5", None, "false"]]
    assert notes["rows"] == [[None, "2026-11-01 08:30:00"]]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("name;price\nBolt, long;1,20\nNut;2\n".encode("cp1252"), "a.csv"),
        ("name\tprice\nBolt, long\t1,20\nNut\t2\n".encode("utf-16"), "a.tsv"),
        (b'[{"name": "Bolt, long", "price": "1,20"}, {"name": "Nut", "price": 2.0}]', "a.json"),
        (b'{"name": "Bolt, long", "price": "1,20"}\n{"name": "Nut", "price": 2}\n', "a.jsonl"),
        (b'{"page": 1, "rows": [{"name": "Bolt, long", "price": "1,20"}, {"name": "Nut", "price": 2}]}', "b.json"),
    ],
)
def test_tables_of_plain_files_are_read_whatever_divides_them(data: bytes, name: str, tmp_path: Path) -> None:
    (table,) = ask(tmp_path, "tables", data, name, "text/plain")["tables"]
    assert table["rows"] == [["name", "price"], ["Bolt, long", "1,20"], ["Nut", "2"]]


def test_a_long_text_is_cut_and_its_length_told(tmp_path: Path) -> None:
    answer = ask(tmp_path, "text", b"word " * 500_000, "long.txt", "text/plain")
    assert (len(answer["text"]), answer["cut"]) == (2_000_000, 2_500_000)


def test_a_broken_office_file_is_told_from_the_child(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(hostile.archive({"word/document.xml": b"<w"}))
    request = {"do": "text", "path": str(path), "name": "a.docx", "mime": OFFICE + "wordprocessingml.document"}
    with pytest.raises(RefusedError, match=r"“a\.docx” is damaged"):
        run_limited(MODULE, request, tmp_path, READ)


@pytest.mark.parametrize(
    ("mode", "size", "kind", "most", "mime", "scaled"),
    [
        ("RGBA", (300, 200), "WEBP", 10_000_000, "image/png", False),
        ("P", (300, 200), "GIF", 10_000_000, "image/png", False),
        ("RGB", (3_000, 200), "BMP", 10_000_000, "image/png", True),
        ("RGB", (800, 800), "BMP", 20_000, "image/jpeg", True),
    ],
)
def test_a_picture_is_made_fit_for_the_services(
    mode: str, size: tuple[int, int], kind: str, most: int, mime: str, scaled: bool, tmp_path: Path
) -> None:
    noise = Image.effect_noise(size, 90).convert("RGB").convert(mode)
    noise.save(tmp_path / "file", kind)
    request = {"path": str(tmp_path / "file"), "name": "x", "out": str(tmp_path), "side": 2_000, "bytes": most}
    made = convert.convert(request)
    assert (made["mime"], made["scaled"]) == (mime, scaled)
    assert Path(made["path"]).stat().st_size <= most
    with Image.open(made["path"]) as picture:
        assert picture.size == (made["width"], made["height"])
        assert max(picture.size) <= 2_000
