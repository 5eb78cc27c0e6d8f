"""The till receipt, the supplier's invoice and the scanned stock count."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from PIL import Image

from infra.local.lake.assortment import Product, products
from infra.local.lake.company import FOUNDED, STORES
from infra.local.lake.samples.paper import noisy, photographed, tilted
from infra.local.lake.samples.pdf import Sheet, drawn, pdf

SEED = 20261101
VAT = Decimal("0.19")
CENT = Decimal("0.01")


def sold_since_the_start(category: str, brand: str = "") -> list[Product]:
    return [
        product
        for product in products()
        if product.category == category and product.launched == FOUNDED and brand in ("", product.brand)
    ]


def receipt_lines() -> list[tuple[int, Product]]:
    """(quantity, product) of the till receipt."""
    draw = random.Random(SEED)
    return list(zip((1, 2, 1, 3), draw.sample(sold_since_the_start("Kitchen"), 4), strict=True))


def receipt() -> bytes:
    """A photo of a till receipt, PNG."""
    store = STORES[0]
    lines = receipt_lines()
    sheet = Sheet(300, 190 + 30 * len(lines) + 130)
    sheet.text(62, 40, "Fell & Hearth", 22, "Helvetica-Bold")
    for y, text in ((62, f"{store.name}, Torstr. 12"), (76, "10119 Berlin"), (90, "Tel. 030 5550 0142")):
        sheet.text(84, y, text, 9)
    sheet.text(24, 120, "Receipt no. 4471-0093", 10, "Courier")
    sheet.text(24, 134, "Date: 2026-11-03   14:26", 10, "Courier")
    y = 164.0
    total = Decimal(0)
    for quantity, product in lines:
        price = Decimal(product.price)
        sheet.text(24, y, product.name, 10, "Courier")
        sheet.text(40, y + 13, f"{quantity} x {product.price}", 10, "Courier")
        sheet.number(276, y + 13, f"{quantity * price:.2f}", 10, "Courier")
        total += quantity * price
        y += 30
    net = (total / (1 + VAT)).quantize(CENT)
    sheet.line(24, y - 6, 276, y - 6)
    for label, amount, size in (("Subtotal", net, 10), ("VAT 19%", total - net, 10), ("TOTAL EUR", total, 13)):
        y += 16
        font = "Courier-Bold" if size > 10 else "Courier"
        sheet.text(24, y, label, size, font)
        sheet.number(276, y, f"{amount:.2f}", size, font)
    sheet.text(24, y + 24, "Card", 10, "Courier")
    sheet.number(276, y + 24, f"{total:.2f}", 10, "Courier")
    sheet.text(66, y + 52, "Thank you for your visit", 10)
    out = BytesIO()
    photo = photographed(drawn(sheet, 170), SEED, degrees=2.2, margin=46)
    photo.convert("L").quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def invoice_lines() -> list[tuple[int, Product]]:
    """(quantity, product) of the supplier's invoice; products are Fell & Hearth's own numbers and names."""
    draw = random.Random(SEED + 1)
    chosen = sorted(draw.sample(sold_since_the_start("Camping", "Tarnwald"), 6), key=lambda product: product.id)
    return [(draw.choice((10, 20, 24, 40, 60)), product) for product in chosen]


def invoice() -> bytes:
    """A supplier's invoice, PDF with a text layer."""
    sheet = Sheet()
    sheet.text(56, 72, "Tarnwald GmbH", 22, "Helvetica-Bold")
    sheet.text(56, 90, "Lagerweg 8, 87435 Kempten, Germany", 9)
    sheet.text(420, 72, "INVOICE", 18, "Helvetica-Bold")
    for y, label, value in (
        (134, "Invoice number:", "TW-2026-1187"), (150, "Invoice date:", "2026-10-19"),
        (166, "Due date:", "2026-11-18"), (182, "Order number:", "PO-30418"),
    ):  # fmt: skip
        sheet.text(340, y, label, 10, "Helvetica-Bold")
        sheet.text(440, y, value, 10)
    sheet.text(56, 134, "Bill to:", 10, "Helvetica-Bold")
    sheet.text(56, 150, "Fell & Hearth", 10)
    sheet.text(56, 164, "Torstr. 12, 10119 Berlin", 10)
    columns = (("Product ID", 56), ("Description", 124), ("Qty", 360), ("Unit price", 408), ("Amount", 492))
    for heading, x in columns:
        sheet.text(x, 226, heading, 10, "Helvetica-Bold")
    sheet.line(56, 232, 539, 232)
    y, total = 250.0, Decimal(0)
    for quantity, product in invoice_lines():
        amount = quantity * Decimal(product.cost)
        total += amount
        sheet.text(56, y, str(product.id), 10)
        sheet.text(124, y, product.name, 10)
        for right, text in ((378, str(quantity)), (456, product.cost), (539, f"{amount:,.2f}")):
            sheet.number(right, y, text, 10)
        y += 18
    sheet.line(340, y, 539, y)
    tax = (total * VAT).quantize(CENT)
    for label, amount in (("Subtotal", total), ("VAT 19%", tax), ("Total EUR", total + tax)):
        y += 18
        sheet.text(340, y, label, 10, "Helvetica-Bold" if label.startswith("Total") else "Helvetica")
        sheet.number(539, y, f"{amount:,.2f}", 10)
    sheet.text(56, 760, "Payment terms: 30 days net. Goods remain ours until paid.", 9)
    return pdf([sheet], "Invoice TW-2026-1187")


def count_rows() -> list[tuple[str, str, str, str, str]]:
    """(product id, product, counted, expected, difference) of the stock count."""
    draw = random.Random(SEED + 2)
    rows: list[tuple[str, str, str, str, str]] = []
    for product in draw.sample(sold_since_the_start("Hiking"), 14):
        expected = draw.randint(6, 48)
        counted = max(0, expected + draw.choice((0, 0, 0, -1, -2, 1)))
        rows.append((str(product.id), product.name, str(counted), str(expected), str(counted - expected)))
    return rows


COUNT_HEADINGS = ("Product ID", "Product", "Counted", "Expected", "Difference")
_EDGES = (56.0, 122.0, 330.0, 396.0, 464.0, 539.0)
FIRST_PAGE_ROWS = 8


def stock_count() -> bytes:
    """A scan of a stock count's two pages, PDF of pictures only: a ruled table that goes on over the page."""
    store = STORES[1]
    rows = count_rows()
    first, second = Sheet(), Sheet()
    first.text(56, 76, f"Stock count, {store.name}", 18, "Helvetica-Bold")
    first.text(56, 100, "Date: 2026-10-31", 11)
    first.text(56, 116, "Counted by: J. Lorenz", 11)
    first.text(56, 132, "Department: Hiking", 11)
    _count_table(first, 160, rows[:FIRST_PAGE_ROWS])
    first.text(500, 806, "Page 1 of 2", 9)
    end = _count_table(second, 76, rows[FIRST_PAGE_ROWS:])
    second.text(56, end + 36, "Two pairs of socks were found behind shelf 4 and are included above.", 11)
    second.text(56, end + 54, "Differences of more than one piece are to be counted again.", 11)
    second.text(500, 806, "Page 2 of 2", 9)
    pages: list[Image.Image] = []
    for number, (sheet, degrees) in enumerate(((first, 0.7), (second, -0.5))):
        page = tilted(drawn(sheet), degrees)
        pages.append(noisy(page, SEED + number, 3.0).convert("L"))
    out = BytesIO()
    same_day = time.struct_time((2026, 11, 1, 9, 0, 0, 0, 0, 0))
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=150.0, quality=52,
        creationDate=same_day, modDate=same_day,
    )  # fmt: skip
    return out.getvalue()


def _count_table(sheet: Sheet, top: float, rows: Sequence[Sequence[str]]) -> float:
    """A ruled table; returns its lower edge."""
    tall = 22.0
    for row, cells in enumerate((COUNT_HEADINGS, *rows)):
        y = top + row * tall
        for column, cell in enumerate(cells):
            font = "Helvetica-Bold" if row == 0 else "Helvetica"
            if column >= 2 and row:
                sheet.number(_EDGES[column + 1] - 8, y + 15, cell, 10, font)
            else:
                sheet.text(_EDGES[column] + 6, y + 15, cell, 10, font)
    bottom = top + (len(rows) + 1) * tall
    for row in range(len(rows) + 2):
        sheet.line(_EDGES[0], top + row * tall, _EDGES[-1], top + row * tall)
    for x in _EDGES:
        sheet.line(x, top, x, bottom)
    return bottom
