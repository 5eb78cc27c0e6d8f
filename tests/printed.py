"""Texts, tables and receipts whose content is known, printed for the reading engines, and how far off a reading is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from infra.local.lake.samples.paper import noisy, tilted
from infra.local.lake.samples.pdf import Font, Sheet, drawn
from tests.drawn import page

FONTS: tuple[Font, ...] = ("Helvetica", "Times-Roman", "Courier")
LETTER = (
    "Dear Ms Walsh,",
    "thank you for order 40-2217 of 3 November 2026.",
    "Two of five parasols left Leipzig today. We charge",
    "1,249.50 EUR (19% VAT included) to account 0093.",
    "Señora Muñoz and Herr Müller were told at café Zoë.",
    "Questions? Write to help@fellhearth.example or call",
    "+49 30 5550 0142, Mon-Fri, 8:00-17:30.",
)


def distance(one: str, two: str) -> int:
    """Levenshtein's: how many characters must be put in, left out or changed."""
    row = list(range(len(two) + 1))
    for at, character in enumerate(one, 1):
        last, row[0] = row[0], at
        for place, other in enumerate(two, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (character != other))
    return row[-1]


def error_rate(expected: Sequence[str], found: Sequence[str]) -> float:
    """Wrong characters per character that is there."""
    whole = " ".join(" ".join(expected).split())
    return distance(whole, " ".join(" ".join(found).split())) / len(whole)


def letter(font: Font) -> Image.Image:
    return drawn(page(LETTER, font=font))


def worn(picture: Image.Image, seed: int, degrees: float = 1.8) -> Image.Image:
    """Askew, noisy and a JPEG of middling quality."""
    out = BytesIO()
    noisy(tilted(picture, degrees), seed, 9.0).save(out, "JPEG", quality=60)
    return Image.open(out).convert("RGB")


STOCK: tuple[tuple[str, ...], ...] = (
    ("Store", "City", "Orders", "Revenue", "Change"),
    ("S01", "Berlin", "1,204", "88,410.50", "4.2%"),
    ("S07", "London", "960", "71,002.00", "-1.1%"),
    ("S10", "Paris", "871", "64,355.75", "0.0%"),
    ("S22", "Tokyo", "1,013", "80,220.10", "12.9%"),
)


def table(rows: Sequence[Sequence[str]], *, ruled: bool, heading: str = "") -> Sheet:
    """Rows under each other in columns of equal width: texts from the left, amounts to the right."""
    wide, tall, left, top = 84.0, 22.0, 40.0, 70.0
    columns = len(rows[0])
    sheet = Sheet(2 * left + wide * columns, top + tall * len(rows) + 50)
    sheet.text(left, 40, heading, 13, "Helvetica-Bold")
    for at, row in enumerate(rows):
        y = top + tall * at
        for column, cell in enumerate(row):
            if cell[:1].isdigit() or cell[:1] == "-":
                sheet.number(left + wide * (column + 1) - 8, y + 15, cell, 11)
            else:
                sheet.text(left + wide * column + 6, y + 15, cell, 11, "Helvetica" if at else "Helvetica-Bold")
    if ruled:
        for at in range(len(rows) + 1):
            sheet.line(left, top + tall * at, left + wide * columns, top + tall * at)
        for column in range(columns + 1):
            sheet.line(left + wide * column, top, left + wide * column, top + tall * len(rows))
    return sheet


@dataclass(frozen=True)
class Receipt:
    """A layout and what is on it."""

    name: str
    lines: tuple[tuple[str, str], ...]
    """(left, right) of each line."""
    fields: dict[str, str]
    items: tuple[dict[str, str], ...]

    def sheet(self, font: Font = "Helvetica") -> Sheet:
        sheet = Sheet(330, 60 + 19 * len(self.lines))
        for at, (left, right) in enumerate(self.lines):
            y = 40 + 19 * at
            sheet.text(24, y, left, 17 if at == 0 else 11, "Helvetica-Bold" if at == 0 else font)
            if right:
                sheet.number(306, y, right, 11, "Courier")
        return sheet


RECEIPTS: tuple[Receipt, ...] = (
    Receipt(
        "quantity first",
        (
            ("Corner Grocery", ""), ("12 Mill Lane, Leeds", ""), ("03/11/2026 09:41", ""), ("", ""),
            ("2 x Oat milk", "£3.90"), ("1 x Rye bread", "£2.75"), ("3 x Apples", "£1.80"),
            ("Subtotal", "£8.45"), ("VAT 5%", "£0.42"), ("Total", "£8.87"), ("Cash", "£10.00"), ("Change", "£1.13"),
        ),
        {"VENDOR_NAME": "Corner Grocery", "INVOICE_RECEIPT_DATE": "03/11/2026", "SUBTOTAL": "£8.45", "TAX": "£0.42",
         "TOTAL": "£8.87", "AMOUNT_PAID": "£10.00"},
        (
            {"QUANTITY": "2", "ITEM": "Oat milk", "PRICE": "£3.90"},
            {"QUANTITY": "1", "ITEM": "Rye bread", "PRICE": "£2.75"},
            {"QUANTITY": "3", "ITEM": "Apples", "PRICE": "£1.80"},
        ),
    ),
    Receipt(
        "German, decimal comma",
        (
            ("Bäckerei Lorenz", ""), ("Hauptstr. 4, 04109 Leipzig", ""), ("Datum: 14.10.2026", ""),
            ("Bon Nr. 20-118", ""), ("Roggenbrot", "4,20"), ("Brezel", "1,10"), ("Kaffee groß", "3,40"),
            ("Zwischensumme", "8,70"), ("MwSt 7%", "0,57"), ("Summe EUR", "8,70"),
        ),
        {"VENDOR_NAME": "Bäckerei Lorenz", "INVOICE_RECEIPT_DATE": "14.10.2026", "INVOICE_RECEIPT_ID": "20-118",
         "SUBTOTAL": "8,70", "TAX": "0,57", "TOTAL": "8,70"},
        (
            {"ITEM": "Roggenbrot", "PRICE": "4,20"},
            {"ITEM": "Brezel", "PRICE": "1,10"},
            {"ITEM": "Kaffee groß", "PRICE": "3,40"},
        ),
    ),
    Receipt(
        "name, then pieces and price",
        (
            ("Harbor Hardware", ""), ("Boston, MA", ""), ("Receipt # 7781", ""), ("Oct 21, 2026", ""),
            ("Wood screws 4 x 40", ""), ("5 @ 2.10", "10.50"), ("Paint brush", ""), ("2 @ 6.25", "12.50"),
            ("Sub Total", "$23.00"), ("Sales Tax", "$1.44"), ("TOTAL", "$24.44"), ("VISA", "$24.44"),
        ),
        {"VENDOR_NAME": "Harbor Hardware", "INVOICE_RECEIPT_DATE": "Oct 21, 2026", "INVOICE_RECEIPT_ID": "7781",
         "SUBTOTAL": "$23.00", "TAX": "$1.44", "TOTAL": "$24.44", "AMOUNT_PAID": "$24.44"},
        (
            {"ITEM": "Wood screws 4 x 40", "QUANTITY": "5", "UNIT_PRICE": "2.10", "PRICE": "10.50"},
            {"ITEM": "Paint brush", "QUANTITY": "2", "UNIT_PRICE": "6.25", "PRICE": "12.50"},
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Invoice:
    """Item rows under column headings, headings above values, sums beneath."""

    name: str
    head: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]
    fields: dict[str, str]
    kinds: tuple[str, ...]
    """What the columns are to AnalyzeExpense."""
    ruled: bool = False

    def sheet(self) -> Sheet:
        places = (50.0, 130.0, 330.0, 400.0, 480.0)[-len(self.columns) :] if len(self.columns) == 5 else (
            50.0, 330.0, 400.0, 480.0)  # fmt: skip
        sheet = Sheet(595, 120 + 18 * (len(self.head) + len(self.rows) + len(self.sums)))
        y = 40.0
        for at, row in enumerate(self.head):
            for x, text in zip((50.0, 210.0, 370.0), row, strict=False):
                sheet.text(x, y, text, 10 if at else 16)
            y += 18
        top, edges = y - 3, [*(x - 5 for x in places), 550.0]
        y += 10
        for at, row in enumerate((self.columns, *self.rows)):
            for column, text in enumerate(row):
                if at and column >= len(self.columns) - 3:
                    sheet.number(edges[column + 1] - 6, y, text, 10)
                else:
                    sheet.text(places[column], y, text, 10, "Helvetica" if at else "Helvetica-Bold")
            y += 18
        if self.ruled:
            for at in range(len(self.rows) + 2):
                sheet.line(edges[0], top + 18 * at, edges[-1], top + 18 * at)
            for x in edges:
                sheet.line(x, top, x, top + 18 * (len(self.rows) + 1))
        y += 8
        for label, amount in self.sums:
            sheet.text(350, y, label, 10)
            sheet.number(545, y, amount, 10)
            y += 18
        return sheet


INVOICES: tuple[Invoice, ...] = (
    Invoice(
        "ruled, item numbers and descriptions",
        (("Pinefold Ltd",), ("Invoice No: INV-204", "Date: 5 October 2026")),
        ("Item", "Description", "Quantity", "Rate", "Total"),
        (("A-1", "Garden bench", "2", "210.00", "420.00"), ("A-2", "Parasol, 3 m, sand", "1", "110.00", "110.00")),
        (("Subtotal", "530.00"), ("VAT (20%)", "106.00"), ("Amount due", "£636.00")),
        {"VENDOR_NAME": "Pinefold Ltd", "INVOICE_RECEIPT_ID": "INV-204", "INVOICE_RECEIPT_DATE": "5 October 2026",
         "SUBTOTAL": "530.00", "TAX": "106.00", "AMOUNT_DUE": "£636.00"},
        ("PRODUCT_CODE", "ITEM", "QUANTITY", "UNIT_PRICE", "PRICE"), ruled=True,
    ),
    Invoice(
        "headings above their values",
        (("Skarv AS",), ("Bergen, Norway",), ("Invoice", "Date", "Due date"), ("88123", "2026-09-30", "2026-10-30")),
        ("Description", "Qty", "Price", "Amount"),
        (("Tent, 2 persons", "3", "180.00", "540.00"), ("Camp stove", "10", "38.50", "385.00")),
        (("Net amount", "925.00"), ("VAT 25 %", "231.25"), ("Total", "1,156.25")),
        {"VENDOR_NAME": "Skarv AS", "INVOICE_RECEIPT_ID": "88123", "INVOICE_RECEIPT_DATE": "2026-09-30",
         "DUE_DATE": "2026-10-30", "SUBTOTAL": "925.00", "TAX": "231.25", "TOTAL": "1,156.25"},
        ("ITEM", "QUANTITY", "UNIT_PRICE", "PRICE"),
    ),
    Invoice(
        "French",
        (("Maison Lumo",), ("Facture n° F-2026-77", "Date : 12/10/2026")),
        ("Désignation", "Qté", "P.U.", "Montant"),
        (("Théière en fonte", "4", "38,00", "152,00"), ("Tasse émaillée", "12", "9,50", "114,00")),
        (("Sous-total", "266,00"), ("TVA 20 %", "53,20"), ("Total TTC", "319,20")),
        {"VENDOR_NAME": "Maison Lumo", "INVOICE_RECEIPT_ID": "F-2026-77", "INVOICE_RECEIPT_DATE": "12/10/2026",
         "SUBTOTAL": "266,00", "TAX": "53,20", "TOTAL": "319,20"},
        ("ITEM", "QUANTITY", "UNIT_PRICE", "PRICE"),
    ),
)  # fmt: skip
