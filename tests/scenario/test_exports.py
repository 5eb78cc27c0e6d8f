"""The whole result behind an answer as a file: the button on the page, the file in the thread, the lake beside it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import duckdb
import httpx
import openpyxl
import pytest

from infra.local.asking import Asked, Desk
from infra.local.home import Running
from infra.local.slack.people import BOT_USER
from tests.scenario.conftest import Ask
from tests.whole import Json, Office, until

LONG = "SELECT order_id, ordered_at, region, channel, status FROM sales.orders ORDER BY order_id LIMIT 9000"


class Downloads:
    """What the bot posts into the thread of one answer."""

    def __init__(self, office: Office, running: Running, asked: Asked) -> None:
        self._office, self._running, self._asked = office, running, asked
        self._channel, _, self._thread = asked.thread.rpartition(":")

    def press(self, kind: str, user: str = "maya") -> None:
        action = f"outcrop_export_{kind}"
        button = next(b for b in self._asked.buttons if b["action_id"] == action)
        place = {"as": user, "channel": self._channel, "message_ts": self._answer()["ts"]}
        self._office.page("POST", "/page/actions", **place, action={"action_id": action, "value": button["value"]})

    def files(self) -> list[Json]:
        return [f for m in self._messages() if m["user"] == BOT_USER for f in m.get("files") or []]

    def comments(self) -> list[str]:
        return [m["text"] for m in self._messages() if m.get("files")]

    def file(self, kind: str) -> Json:
        return until(lambda: next((f for f in self.files() if f["filetype"] == kind), None), f"{kind} in the thread")

    def content(self, kind: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._running.slack_token}"}
        answer = httpx.get(self.file(kind)["url_private_download"], headers=headers, trust_env=False)
        assert answer.is_success
        return answer.content

    def _messages(self) -> list[Json]:
        found = self._office.slack.conversations_replies(channel=self._channel, ts=self._thread, limit=200)
        return list(found.get("messages") or [])

    def _answer(self) -> Json:
        return next(m for m in self._messages() if "outcrop_export_csv" in json.dumps(m.get("blocks")))


@pytest.fixture(scope="module")
def long_answer(running: Running) -> Asked:
    asked = Desk(running, "maya", None).ask(f"run this SQL: {LONG}", None, [])
    assert asked.outcome == "answered", asked.text
    assert asked.tables[0]["total_rows"] == 9_000
    return asked


def expected(lake: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return lake.execute(LONG).fetchall()


def test_csv_holds_every_row_of_the_lake(
    long_answer: Asked, office: Office, running: Running, lake: duckdb.DuckDBPyConnection
) -> None:
    downloads = Downloads(office, running, long_answer)
    downloads.press("csv")
    text = downloads.content("csv").decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    labels = [column["label"] for column in long_answer.tables[0]["columns"]]
    assert header == labels
    assert len(rows) == 9_000
    kinds = [column["type"] for column in long_answer.tables[0]["columns"]]
    for row, wanted in zip(rows, expected(lake), strict=True):
        assert [_plain(cell, kind) for cell, kind in zip(row, kinds, strict=True)] == [_same(v) for v in wanted]
    assert any("9,000 rows" in comment for comment in downloads.comments())


def test_excel_holds_every_row_with_its_type(
    long_answer: Asked, office: Office, running: Running, lake: duckdb.DuckDBPyConnection
) -> None:
    downloads = Downloads(office, running, long_answer)
    downloads.press("xlsx")
    book = openpyxl.load_workbook(io.BytesIO(downloads.content("xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [[_same(v) for v in row] for row in rows] == [[_same(v) for v in row] for row in expected(lake)]
    about = {label: text for label, text in book["About"].iter_rows(values_only=True) if label}
    assert about["Rows"] == "9,000 rows"
    assert about["Where it comes from"] == "SQL · unverified"
    assert "9000" in str(about["SQL"])


def test_figures_of_a_metric_come_as_numbers(ask: Ask, office: Office, running: Running) -> None:
    asked = ask("revenue by region last month")
    downloads = Downloads(office, running, asked)
    downloads.press("xlsx")
    book = openpyxl.load_workbook(io.BytesIO(downloads.content("xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in rows] == [pytest.approx(row) for row in asked.tables[0]["rows"]]
    assert "€" in rows[0][1].number_format


def test_another_person_gets_no_file(ask: Ask, office: Office, running: Running) -> None:
    asked = ask("orders by region last month", channel="#general")
    downloads = Downloads(office, running, asked)
    downloads.press("csv", user="luis")

    def told() -> list[str]:
        place = {"as": "luis", "channel": "#general", "thread_ts": asked.thread.rpartition(":")[2]}
        shown = office.http.get(f"{running.slack_url}/page/messages", params=place).json()["messages"]
        return [m["text"] for m in shown if m.get("is_ephemeral")]

    assert "Only the person who asked" in until(told, "word to luis")[0]
    assert downloads.files() == []


def test_a_double_press_makes_one_file(ask: Ask, office: Office, running: Running) -> None:
    asked = ask("orders by channel last month")
    downloads = Downloads(office, running, asked)
    downloads.press("csv")
    downloads.press("csv")
    downloads.press("xlsx")
    downloads.file("xlsx")
    assert sorted(file["filetype"] for file in downloads.files()) == ["csv", "xlsx"]


def _same(value: Any) -> Any:
    """Midnight is the day, as spreadsheets have it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    return datetime(value.year, value.month, value.day).isoformat(sep=" ") if isinstance(value, date) else value


def _plain(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind in ("date", "timestamp"):
        return _same(datetime.fromisoformat(cell.split(".")[0]))
    return float(cell) if kind == "number" else cell
