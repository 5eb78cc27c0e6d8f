"""The table's rows, and which measurement finds which of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure, Row
from tests.bench.size import Size

ROWS: tuple[Row, ...] = (
    Row("ack", "Signed event to 200, 40 at once, p99", "< 250 ms", "ms", 250, "plain Bolt, no queue"),
    Row("ack_once", "The same: lost or doubled on the queue", "0", "", 0, "", at_limit=True),
    Row("first_sign", "Message to first visible sign in the thread, p50", "< 300 ms", "ms", 300, "Slack's call alone"),
    Row("last_byte", "The agent's last byte to the finished message, p50", "< 150 ms", "ms", 150, "Slack's call alone"),
    Row("action", "An action's time beyond the query's own, p50", "< 80 ms", "ms", 80, "PyAthena, a poll a second"),
    Row("guard", "Guard and rewrite, p50", "< 10 ms", "ms", 10, "sqlglot, parse and write"),
    Row("compile", "Metric compiled, p50", "< 12 ms", "ms", 12, "sqlglot, parse and write"),
    Row("search", "search_catalog over 10,000 datasets, p95", "< 25 ms", "ms", 25, "substring scan"),
    Row("import", "Front Lambda: import", "<= 1.2x bolt + boto3 + powertools + pydantic", "x", 1.2, "", at_limit=True),
    Row("memory", "Front Lambda: memory after import", "< 75 MB", "MB", 75, "the four alone"),
    Row("start", "`outcrop demo`, installed, lake cached, to the page", "< 8 s", "s", 8, "MiniStack alone"),
    Row("question", "A demo question, message to finished answer, p50 of 20", "p50 < 1.5 s", "s", 1.5, "DuckDB alone"),
    Row("first", "The first question of a fresh stack, message to answer", "", "s", None, "the same again"),
    Row("ask", "`outcrop ask` with a stack of its own", "", "s", None, "with a demo running"),
    Row("athena", "A simple query through the offline Athena", "", "ms", None, "DuckDB alone"),
    Row("export_csv", "1,000,000-row result to CSV, the worker's memory grows", "< 128 MB", "MB", 128, ""),
    Row("export_xlsx", "The same to XLSX", "< 128 MB", "MB", 128, ""),
    Row("intake", "1 GB file, Slack to S3 (worker in its own process), memory grows", "< 64 MB", "MB", 64, ""),
    Row("ocr_errors", "Worn print in 7 fonts: characters read wrong", "<= 2 %", "%", 2, "clean print", at_limit=True),
    Row("ocr_page", "A scanned page with a table read, p50", "", "s", None, "a page with a text layer"),
    Row("table_cells", "Table cells read wrong, PDFs and worn scans", "0", "", 0, "", at_limit=True),
    Row("receipt_fields", "Receipt fields read wrong, three layouts, worn", "0", "", 0, "", at_limit=True),
    Row("ocr_memory", "The reading engines' process, resident", "", "MB", None, ""),
    Row("heard_wrong", "The sample memo heard: words wrong", "", "%", None, ""),
    Row("heard_speed", "The same: seconds a second of sound", "", "x", None, "with loading the engine"),
    Row("heard_memory", "The hearing engine's process, resident", "", "MB", None, ""),
    Row("spoken", "The memo's text spoken, as MP3, p50", "", "ms", None, "with loading the engine"),
    Row("translated", "The sample letter translated to English by Apertium, p50", "", "s", None, ""),
    Row("translated_unknown", "The same: words it does not know", "", "%", None, ""),
    Row("lake", "The demo's lake generated", "", "s", None, "crawling it"),
)

NOT_BUILT: tuple[tuple[str, str], ...] = ()

MEASUREMENTS: Mapping[str, tuple[str, ...]] = {
    "front": ("ack", "ack_once"),
    "asking": ("first_sign", "last_byte", "action", "question", "first", "athena"),
    "thinking": ("guard", "compile"),
    "searching": ("search",),
    "importing": ("import", "memory"),
    "starting": ("start", "ask"),
    "exports": ("export_csv", "export_xlsx"),
    "intake": ("intake",),
    "reading": ("ocr_errors", "ocr_page", "table_cells", "receipt_fields", "ocr_memory"),
    "hearing": ("heard_wrong", "heard_speed", "heard_memory", "spoken", "translated", "translated_unknown"),
    "lake": ("lake",),
}
"""Module beside this one -> the keys of its figures."""


def measurement(name: str) -> Callable[[Size, Path], dict[str, Figure]]:
    """``measure(size, home)`` of a module; the home is shared by all runs and keeps the demo's lake."""
    return import_module(f"tests.bench.{name}").measure
