"""The CSV of store targets, the workbook of returns and the chart."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter

from infra.local.lake import finance
from infra.local.lake.company import STORES
from infra.local.lake.samples.pdf import Sheet, drawn

SEED = 20261102
MONTH = date(2026, 10, 1)
VISITORS = (("May", 41_200), ("June", 46_800), ("July", 52_300), ("August", 49_900), ("September", 38_700),
            ("October", 35_400))  # fmt: skip
REASONS = ("Does not fit", "Damaged", "Wrong item", "Changed mind")


def targets() -> list[tuple[str, str, str, int]]:
    """(store id, store name, month, target in EUR): a sales manager's own idea of the month, near the plan."""
    draw = random.Random(SEED)
    plan = dict(finance.targets(MONTH))
    return [
        (store.id, store.name, f"{MONTH:%Y-%m}", round(plan[store.id] * draw.uniform(0.92, 1.1) / 100) * 100)
        for store in STORES
        if store.id in plan
    ]


def store_targets() -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("store_id", "store_name", "month", "target"))
    writer.writerows(targets())
    return out.getvalue().encode()


def workbook() -> bytes:
    """Two sheets: returned items by store, and why they came back."""
    draw = random.Random(SEED + 1)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Returns in October", "created": datetime(2026, 11, 2, 9, 0)})
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    returns = book.add_worksheet("Returns")
    reasons = book.add_worksheet("Reasons")
    returns.write_row(0, 0, ("store_id", "store_name", "returned_items", "refunded"), bold)
    total = 0
    for row, store in enumerate(STORES, 1):
        items = draw.randint(4, 60)
        total += items
        returns.write_row(row, 0, (store.id, store.name, items))
        returns.write_number(row, 3, round(items * draw.uniform(18, 74), 2), money)
    reasons.write_row(0, 0, ("reason", "items"), bold)
    left = total
    for row, reason in enumerate(REASONS, 1):
        items = left if reason == REASONS[-1] else round(left * draw.uniform(0.25, 0.45))
        left -= items
        reasons.write_row(row, 0, (reason, items))
    returns.set_column(1, 1, 22)
    reasons.set_column(0, 0, 18)
    book.close()
    return out.getvalue()


def chart() -> bytes:
    """A column chart of visitors by month, PNG."""
    sheet = Sheet(480, 300)
    sheet.text(24, 34, "Store visitors by month, 2026", 16, "Helvetica-Bold")
    top, bottom, most = 64.0, 256.0, 60_000
    for mark in range(0, most + 1, 20_000):
        y = bottom - (bottom - top) * mark / most
        sheet.line(64, y, 460, y, 0.3)
        sheet.number(58, y + 4, f"{mark:,}", 9)
    for at, (month, visitors) in enumerate(VISITORS):
        x, tall = 76 + at * 64, (bottom - top) * visitors / most
        sheet.bar(x, bottom - tall, 40, tall, (0.16, 0.42, 0.56))
        sheet.text(x, bottom - tall - 5, f"{visitors:,}", 9)
        sheet.text(x, bottom + 14, month, 9)
    out = BytesIO()
    drawn(sheet, 144).quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
