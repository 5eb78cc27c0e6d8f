"""What the reading engines make of pages whose content is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from infra.local.aws.reading.documents import Read, read_page
from infra.local.aws.reading.expense import read_expense
from infra.local.aws.reading.filters import keep
from infra.local.aws.reading.layout import Page, Table
from infra.local.aws.reading.lines import arrange
from infra.local.aws.reading.ocr import Ocr, framed
from infra.local.aws.reading.tables import find_tables
from infra.local.lake.samples.pdf import Font, Sheet, drawn, pdf
from tests.printed import FONTS, INVOICES, LETTER, RECEIPTS, STOCK, Invoice, Receipt, error_rate, letter, table, worn

MOST_WRONG = 0.02
"""Characters of a hundred that may be wrong on a worn page; a clean one is read without a mistake in most fonts."""


def read(picture: Image.Image, ocr: Ocr) -> Read:
    found = ocr.read(picture)
    return Read(arrange(1, picture.width, picture.height, found.words, found.regions), picture)


def lines(page: Page) -> list[str]:
    return [page.text(index for line in row for index in line.words) for row in page.rows]


def cells(page: Page, table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = page.text(cell.words)
    return rows


def of_pdf(sheet: Sheet, path: Path) -> Read:
    path.write_bytes(pdf([sheet], "test"))
    return read_page(path, 1, Ocr())  # a text layer: nothing is loaded


@pytest.mark.parametrize("font", FONTS)
def test_print_is_read_with_few_wrong_characters_clean_and_worn(font: Font, ocr: Ocr) -> None:
    assert error_rate(LETTER, lines(read(letter(font), ocr).page)) <= MOST_WRONG
    page = read(worn(letter(font), seed=FONTS.index(font)), ocr).page
    assert error_rate(LETTER, lines(page)) <= MOST_WRONG
    assert page.angle == pytest.approx(1.8 * 3.14159 / 180, abs=0.008)


def test_a_text_layer_is_read_without_a_mistake(tmp_path: Path) -> None:
    from tests.drawn import page

    found = of_pdf(page(LETTER), tmp_path / "letter.pdf")
    assert (found.picture, lines(found.page)) == (None, list(LETTER))


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "aligned"])
def test_tables_of_a_pdf_and_of_a_worn_scan_are_exact(ruled: bool, ocr: Ocr, tmp_path: Path) -> None:
    sheet = table(STOCK, ruled=ruled, heading="Stores in October")
    path = tmp_path / "table.pdf"
    for found in (of_pdf(sheet, path), read(worn(drawn(sheet), seed=5, degrees=-1.2), ocr)):
        (only,) = find_tables(found, path, 1)
        assert cells(found.page, only) == [list(row) for row in STOCK]
        assert only.header


def test_a_cell_over_two_columns_is_one_cell(tmp_path: Path) -> None:
    sheet = table((("Region", "2025", "2026"), ("EMEA", "410", "455"), ("Total", "865", "")), ruled=True)
    plain = of_pdf(sheet, tmp_path / "plain.pdf")
    (only,) = find_tables(plain, tmp_path / "plain.pdf", 1)
    assert all((cell.row_span, cell.column_span) == (1, 1) for cell in only.cells)
    merged = Sheet(332, 186)
    merged._parts = [part for part in sheet._parts if "208.00 " not in part]  # the ruling between the last two columns
    merged.line(208, 70, 208, 114)
    found = of_pdf(merged, tmp_path / "merged.pdf")
    (only,) = find_tables(found, tmp_path / "merged.pdf", 1)
    wide = [cell for cell in only.cells if cell.column_span > 1]
    assert [(cell.row, cell.column, cell.column_span, found.page.text(cell.words)) for cell in wide] == [
        (2, 1, 2, "865")
    ]


def test_prose_and_forms_are_no_tables(tmp_path: Path) -> None:
    form = Sheet(400, 200)
    for at, (label, value) in enumerate((("Name:", "Ada Park"), ("Department:", "Garden"), ("Since:", "2021-03-01"))):
        form.text(30, 40 + 20 * at, label)
        form.text(150, 40 + 20 * at, value)
    from tests.drawn import page

    for sheet in (form, page(LETTER)):
        assert find_tables(of_pdf(sheet, tmp_path / "page.pdf"), tmp_path / "page.pdf", 1) == ()


@pytest.mark.parametrize("receipt", RECEIPTS, ids=lambda receipt: receipt.name)
def test_receipts_of_several_layouts_are_read_field_by_field(receipt: Receipt, ocr: Ocr, tmp_path: Path) -> None:
    path = tmp_path / "receipt.pdf"
    readings = [of_pdf(receipt.sheet(), path)]
    if receipt is RECEIPTS[-1]:  # the others would cost seconds; the wire test reads a photographed one
        readings.append(read(worn(drawn(receipt.sheet("Courier")), seed=3), ocr))
    for found in readings:
        page = found.page
        expense = read_expense(page, find_tables(found, path, 1))
        fields: dict[str, Any] = {field.type: page.text(field.value) for field in expense.fields}
        assert {name: fields.get(name) for name in receipt.fields} == receipt.fields
        items = [{kind: page.text(words) for kind, words in item.parts.items()} for item in expense.items]
        assert items == list(receipt.items)


@pytest.mark.parametrize("invoice", INVOICES, ids=lambda invoice: invoice.name)
def test_invoices_of_several_layouts_are_read_row_by_row(invoice: Invoice, tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    found = of_pdf(invoice.sheet(), path)
    page = found.page
    expense = read_expense(page, find_tables(found, path, 1))
    fields = {field.type: page.text(field.value) for field in expense.fields}
    assert {name: fields.get(name) for name in invoice.fields} == invoice.fields
    items = [tuple(page.text(item.parts[kind]) for kind in invoice.kinds) for item in expense.items]
    assert items == list(invoice.rows)


def test_words_are_filtered_by_score_size_and_place_and_counted_to_a_hundred() -> None:
    def word(number: int, left: float, height: float, score: float) -> dict[str, Any]:
        box = {"Left": left, "Top": 0.1, "Width": 0.1, "Height": height}
        return {"Type": "WORD", "Id": number, "ParentId": number % 2, "Geometry": {"BoundingBox": box},
                "Confidence": score}  # fmt: skip

    lines = [{"Type": "LINE", "Id": 0}, {"Type": "LINE", "Id": 1}]
    found = [*lines, word(2, 0.0, 0.05, 99), word(3, 0.5, 0.2, 99), word(4, 0.5, 0.05, 40)]

    def kept(filters: dict[str, Any], most: int = 100) -> list[int]:
        return [one["Id"] for one in keep(found, filters, most)]

    assert kept({}) == [0, 1, 2, 3, 4]
    assert kept({}, most=1) == [0, 2]
    assert kept({"WordFilter": {"MinConfidence": 50}}) == [0, 1, 2, 3]
    assert kept({"WordFilter": {"MinBoundingBoxHeight": 0.1}}) == [1, 3]
    right = [{"X": 0.4, "Y": 0.0}, {"X": 1.0, "Y": 0.0}, {"X": 1.0, "Y": 1.0}, {"X": 0.4, "Y": 1.0}]
    assert kept({"RegionsOfInterest": [{"Polygon": right}]}) == [0, 1, 3, 4]


def test_a_very_thin_picture_gets_a_margin_and_no_other_does() -> None:
    assert framed(Image.new("RGB", (2000, 1))).size == (2000, 250)
    assert framed(Image.new("RGB", (1, 2000))).size == (250, 2000)
    assert framed(Image.new("RGB", (800, 120))).size == (800, 120)
