"""Plain questions about shared files, from the message with its file to the finished answer, on the sample files."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

import infra.local.lake
from infra.local.asking import Asked, Desk
from infra.local.home import Running

SAMPLES = Path(infra.local.lake.__path__[0]) / "samples" / "files"
REVENUE = """SELECT store_id, sum(net_amount) FROM sales.order_items JOIN sales.orders USING (order_id)
    WHERE order_items.status = 'completed' AND order_items.order_month = '{month}' AND store_id IS NOT NULL
    GROUP BY 1"""


def asked(running: Running, text: str, *files: str, thread: str | None = None) -> Asked:
    return Desk(running, "maya", None).ask(text, thread, [SAMPLES / name for name in files])


def figures(rows: Sequence[Sequence[Any]], key: int, value: int) -> dict[Any, float]:
    return {row[key]: round(float(row[value]), 2) for row in rows if row[value] is not None}


def test_figures_stand_beside_the_rows_of_a_list(running: Running, lake: duckdb.DuckDBPyConnection) -> None:
    first = asked(running, "revenue of these stores in October 2026", "store-targets.csv")
    assert first.outcome == "answered", first.text
    request = first.receipts[-1]["request"]
    assert request["file"]["on"] == [{"column": "store_id", "field": "stores.store_id"}]
    names = [column["name"] for column in first.tables[-1]["columns"]]
    found = figures(first.tables[-1]["rows"], names.index("store_id"), names.index("revenue"))
    wanted = {k: round(float(v), 2) for k, v in lake.execute(REVENUE.format(month="2026-10")).fetchall()}
    assert found == {store: value for store, value in wanted.items() if store in found}
    assert len(found) > 5

    later = asked(running, "and in September?", thread=first.thread)
    assert later.outcome == "answered", later.text
    assert later.receipts[-1]["request"]["file"] == request["file"]
    found = figures(later.tables[-1]["rows"], names.index("store_id"), names.index("revenue"))
    wanted = {k: round(float(v), 2) for k, v in lake.execute(REVENUE.format(month="2026-09")).fetchall()}
    assert found == {store: value for store, value in wanted.items() if store in found}

    targets = asked(running, "compare the targets with revenue in October 2026", thread=first.thread)
    assert targets.outcome == "answered", targets.text
    names = [column["name"] for column in targets.tables[-1]["columns"]]
    assert {"target", "revenue", "difference", "difference_pct"} <= set(names)
    for row in targets.tables[-1]["rows"]:
        of = dict(zip(names, row, strict=True))
        assert of["difference"] == pytest.approx(of["revenue"] - of["target"])


def test_which_rows_miss_what_the_file_says(running: Running, lake: duckdb.DuckDBPyConnection) -> None:
    found = asked(running, "which stores had revenue below their target in October 2026?", "store-targets.csv")
    assert found.outcome == "answered", found.text
    (table,) = found.tables  # the rows of the file alone are not shown beside what was made of them
    names = [column["name"] for column in table["columns"]]
    with (SAMPLES / "store-targets.csv").open(newline="") as lines:
        targets = {row["store_id"]: float(row["target"]) for row in csv.DictReader(lines)}
    made = {k: float(v) for k, v in lake.execute(REVENUE.format(month="2026-10")).fetchall()}
    assert {row[names.index("store_id")] for row in table["rows"]} == {k for k, t in targets.items() if made[k] < t}
    assert "down 16.3% (€9,853) on target" in found.text


def test_a_file_that_an_answer_does_not_draw_on_is_named(running: Running) -> None:
    found = asked(running, "revenue by region last month", "store-targets.csv")
    assert found.outcome == "answered"
    assert "Not used for this answer: “store-targets.csv”." in found.text
    assert "Not used" not in asked(running, "show its rows", "store-targets.csv").text
    unclear = asked(running, "which stores missed their target in October?", "store-targets.csv")
    assert (unclear.outcome, unclear.tables) == ("asked_back", [])


def test_the_lines_of_an_invoice_stand_beside_what_was_sold(running: Running) -> None:
    found = asked(running, "compare the invoice's lines with units sold in October 2026", "invoice.pdf")
    assert found.outcome == "answered", found.text
    assert found.receipts[-1]["request"]["file"]["on"][0]["field"].startswith("products.")
    assert any(value for row in found.tables[-1]["rows"] for value in row if isinstance(value, int | float))


@pytest.mark.parametrize(
    ("question", "file", "action", "want"),
    [
        ("how much is this receipt?", "receipt.png", "read_document", "expenses"),
        ("read the text of invoice.pdf", "invoice.pdf", "read_document", None),
        ("show me sheet Reasons", "returns.xlsx", "read_document", "tables"),
        ("which language is this letter in?", "carta.txt", "analyze_text", "language"),
        ("describe visitors.png", "visitors.png", "look_at_image", None),
    ],
)
def test_a_plain_request_is_carried_out(
    running: Running, question: str, file: str, action: str, want: str | None
) -> None:
    found = asked(running, question, file)
    assert found.outcome == "answered", found.text
    (receipt,) = found.receipts
    assert (receipt["action"], receipt["request"].get("want")) == (action, want)
    assert receipt["provenance"] == "machine-read"


def test_what_does_not_fit_is_said_with_what_does(running: Running) -> None:
    found = asked(running, "transcribe this", "receipt.png")
    assert found.outcome == "asked_back"
    assert "“receipt.png” is a picture, so I can't transcribe it. I can describe it" in found.text
    assert "Share one here" in asked(running, "what is on this picture?").text


def test_an_answer_is_translated_with_its_figures_as_they_were(running: Running) -> None:
    first = asked(running, "revenue by region last month")
    figures_said = set(re.findall(r"€[\d,]+", first.text))
    later = asked(running, "translate that to Spanish", thread=first.thread)
    assert later.outcome == "answered", later.text
    assert later.receipts[-1]["action"] == "translate"
    assert figures_said
    assert figures_said <= set(re.findall(r"€[\d,]+", later.text))
    assert "octubre" in later.text
    assert "What is to be translated?" in asked(running, "translate it to Spanish").text


def test_which_language_is_asked_and_answered(running: Running) -> None:
    first = asked(running, "translate this", "carta.txt")
    assert (first.outcome, "Into which language?" in first.text) == ("asked_back", True)
    second = asked(running, "English", thread=first.thread)
    assert second.receipts[-1]["action"] == "translate"
    assert second.receipts[-1]["request"]["to"] == "English"
