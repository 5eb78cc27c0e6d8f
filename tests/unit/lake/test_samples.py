"""The demo's sample files are what their script draws, and what it says they are."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from PIL import Image

from infra.local.lake import samples
from infra.local.lake.assortment import products
from infra.local.lake.company import STORES
from infra.local.lake.samples import memo
from infra.local.lake.samples.make import SAMPLES
from infra.local.lake.samples.papers import invoice_lines


@pytest.mark.parametrize(
    "name", [name for name in SAMPLES if name.endswith((".csv", ".png", ".txt")) or name == "invoice.pdf"]
)
def test_a_kept_file_is_what_the_script_draws(name: str) -> None:
    kept, made = (samples.FILES / name).read_bytes(), SAMPLES[name]()
    if name.endswith(".png"):  # another version of the drawing library may round differently
        one, two = (np.asarray(Image.open(BytesIO(content)).convert("L"), dtype=float) for content in (kept, made))
        assert one.shape == two.shape
        assert float(np.abs(one - two).mean()) < 3
    else:
        assert kept == made


def test_every_file_has_its_drawing_and_all_are_small() -> None:
    kept = {path.name: path.stat().st_size for path in samples.FILES.iterdir()}
    assert set(SAMPLES) <= set(kept)
    assert sum(kept.values()) < 1_000_000


def test_the_scan_has_two_pages_without_text() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(samples.FILES / "stock-count.pdf")
    assert [page.get_textpage().count_chars() for page in document] == [0, 0]
    document.close()


def test_targets_and_returns_name_the_lakes_stores() -> None:
    rows = list(csv.DictReader(StringIO((samples.FILES / "store-targets.csv").read_text())))
    known = {store.id: store.name for store in STORES}
    assert {row["store_id"]: row["store_name"] for row in rows} == known
    assert all(int(row["target"]) > 0 and row["month"] == "2026-10" for row in rows)
    book = load_workbook(samples.FILES / "returns.xlsx", data_only=True)
    assert book.sheetnames == ["Returns", "Reasons"]
    returned = list(book["Returns"].iter_rows(min_row=2, values_only=True))
    reasons = list(book["Reasons"].iter_rows(min_row=2, values_only=True))
    assert {str(row[0]) for row in returned} == set(known)
    assert sum(int(str(row[2])) for row in returned) == sum(int(str(row[1])) for row in reasons)


def test_the_invoices_lines_are_products_of_the_lake() -> None:
    names = {product.id: product.name for product in products()}
    assert all(names[product.id] == product.name for _, product in invoice_lines())


def test_the_memo_is_a_short_recording() -> None:
    import av

    with av.open(str(samples.FILES / memo.NAME), "r") as recording:
        sound = recording.streams.audio[0]
        assert (sound.codec_context.name, sound.channels) == ("opus", 1)
        assert 10 < (recording.duration or 0) / av.time_base < 20


def test_files_are_put_where_a_person_can_pick_them_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "invoice.pdf").write_text("spoilt")
    samples.copy_to(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", *(p.name for p in samples.FILES.iterdir())}
    assert (tmp_path / "invoice.pdf").read_bytes() == (samples.FILES / "invoice.pdf").read_bytes()
