"""Results as files: what is in them, what a spreadsheet makes of it, who gets them and how often."""

from __future__ import annotations

import csv
import io
import json
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from agent_actions.contract import Column, Receipt
from bot.agents.port import AgentEvent, AgentTurn, Done
from bot.exports.about import about_lines
from bot.exports.csv_file import write_csv
from bot.exports.errors import ExportError, UnreadableError
from bot.exports.filename import file_name, numbered, sheet_name
from bot.exports.formats import number_format
from bot.exports.sheet_rows import letters
from bot.exports.source import Cells, Rows
from bot.exports.upload import Uploads
from bot.exports.xlsx_file import SheetWords, Written, write_xlsx
from bot.reply.traces import lost_replies
from bot.words import ENGLISH
from tests.unit.bot.slack_double import BOT_USER, blocks_of
from tests.unit.bot.support import REVENUE, Bench, event, press, revenue_receipt

TS = "1700000000.000100"
WORDS = SheetWords("Orders: 2026", "Result", "About", "Too big.")


def column(kind: str = "string", label: str = "", **more: Any) -> Column:
    return Column.model_validate({"name": "c", "label": label or "Label", "type": kind, **more})


def engine_csv(*rows: Sequence[str | None], header: Sequence[str] = ()) -> bytes:
    """As Athena writes it."""
    head = header or [f"c{n}" for n in range(len(rows[0]) if rows else 1)]
    lines = [["" if v is None else '"' + v.replace('"', '""') + '"' for v in row] for row in (head, *rows)]
    return "".join(",".join(line) + "\n" for line in lines).encode()


def read(data: bytes, columns: int) -> list[Cells]:
    return list(Rows(io.BytesIO(data), columns, "bad", lambda: None))


def as_csv(tmp_path: Path, columns: Sequence[Column], *rows: Sequence[str | None]) -> str:
    path = tmp_path / "result.csv"
    write_csv(Rows(io.BytesIO(engine_csv(*rows)), len(columns), "bad", lambda: None), columns, path)
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "a byte order mark tells Excel that this is UTF-8"
    return text[3:].decode()


def as_book(
    tmp_path: Path, columns: Sequence[Column], *rows: Sequence[str | None], sheet_rows: int = 1_048_576
) -> tuple[openpyxl.Workbook, Written]:
    path = tmp_path / "result.xlsx"
    header = [f"c{n}" for n in range(len(columns))]
    source = Rows(io.BytesIO(engine_csv(*rows, header=header)), len(columns), "bad", lambda: None)
    written = write_xlsx(source, columns, path, lambda w: [("Rows", f"{w.rows}")], WORDS, sheet_rows=sheet_rows)
    return openpyxl.load_workbook(path), written


def in_sheet(tmp_path: Path, columns: Sequence[Column], *rows: Sequence[str | None]) -> list[tuple[Any, ...]]:
    book, _ = as_book(tmp_path, columns, *rows)
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows(min_row=2)]


# reading what the engine wrote


@pytest.mark.parametrize(
    "row",
    [
        ["a", "b", "c"],
        [None, "b", "c"],
        ["a", None, "c"],
        ["a", "b", None],
        [None, None, None],
        ["", "", ""],
        ["", None, ""],
        [",", ",,", '","'],
        ['"', '""', 'say "hi"'],
        ["two\nlines", "three\r\nof\rthem", "\n"],
        ["שלום עולם", "مرحبا", "a\u2028b\u0085c\x0bd"],
        ["👩‍👩‍👧", "ﬁ", "\t"],
    ],
)
def test_what_the_engine_wrote_is_read_back(row: list[str | None]) -> None:
    assert read(engine_csv(row, ["1", "2", "3"], row), 3) == [row, ["1", "2", "3"], row]


def test_one_column_of_nulls_is_read() -> None:
    assert read(engine_csv(["x"], [None], [""]), 1) == [["x"], [None], [""]]


def test_pieces_may_break_anywhere() -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(3, size or 3))

    data = engine_csv(["ä\n€", 'q"q'], [None, "x"])
    assert list(Rows(Dripping(data), 2, "bad", lambda: None)) == [["ä\n€", 'q"q'], [None, "x"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'"a"\n"1"\n',
        b'"a","b"\n"1"\n',
        b'"a","b"\n"1","2","3"\n',
        b'"a","b"\n"1","2\n',
        b'"a","b"\n"1"2,"3"\n',
        b"a,b\n1,2\n",
        b'"a","b"\n"1" ,"2"\n',
        b"PK\x03\x04 not a csv at all",
    ],
)
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="bad"):
        read(data, 2)


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", '=HYPERLINK("http://evil.example")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1",
        "\n=1", "＝1+1", "-5", "+49 30 1234", "=",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(tmp_path: Path, text: str) -> None:
    written = as_csv(tmp_path, [column(label=text)], [text])
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["'" + text], ["'" + text]]
    ((value,),) = in_sheet(tmp_path, [column()], [text])
    assert unescape(value) == text
    book, _ = as_book(tmp_path, [column()], [text])
    assert book.worksheets[0]["A2"].data_type == "s"
    assert book.worksheets[0]["A2"].hyperlink is None


@pytest.mark.parametrize("text", ["-5", "+5", "-0.25", "1E7", "-1.5E-3", "12345678901234567890", "0"])
def test_numbers_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert as_csv(tmp_path, [column("number")], [text]).splitlines()[1] == text


@pytest.mark.parametrize(("text", "cell"), [("-Infinity", '"\'-Infinity"'), ("NaN", '"NaN"'), ("=1", '"\'=1"')])
def test_what_is_no_number_is_treated_as_text_in_a_column_of_numbers(tmp_path: Path, text: str, cell: str) -> None:
    assert as_csv(tmp_path, [column("number")], [text]).splitlines()[1] == cell


def test_nulls_are_empty_and_empty_texts_are_not_null(tmp_path: Path) -> None:
    columns = [column(), column("number"), column()]
    assert as_csv(tmp_path, columns, [None, None, None], ["", "1", "x"]).splitlines()[1:] == [",,", '"",1,"x"']


def test_labels_are_the_header(tmp_path: Path) -> None:
    assert as_csv(tmp_path, [column(label='Net "revenue"'), column(label="Région")], ["a", "b"]).splitlines()[0] == (
        '"Net ""revenue""","Région"'
    )


@pytest.mark.parametrize("text", ["a,b;c", 'say "hi"', "two\nlines", "שלום", "مرحبا بالعالم", "x" * 40_000])
def test_texts_survive_in_csv(tmp_path: Path, text: str) -> None:
    written = as_csv(tmp_path, [column(), column()], [text, "end"])
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [text, "end"]


def test_an_empty_result_is_a_header(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    write_csv(Rows(io.BytesIO(b'"c"\n'), 1, "bad", lambda: None), [column()], path)
    assert path.read_text("utf-8-sig") == '"Label"\n'
    assert in_sheet(tmp_path, [column()]) == []


# Excel


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "42", 42),
        ("integer", "-7", -7),
        ("integer", "9007199254740993", "9007199254740993"),
        ("number", "1234.50", 1234.5),
        ("number", "1.5E7", 15_000_000),
        ("number", "NaN", "NaN"),
        ("number", "Infinity", "Infinity"),
        ("number", "1E999", "1E999"),
        ("date", "2026-11-15", datetime(2026, 11, 15)),
        ("date", "1899-01-01", "1899-01-01"),
        ("date", "soon", "soon"),
        ("timestamp", "2026-11-15 08:30:00.000", datetime(2026, 11, 15, 8, 30)),
        ("timestamp", "2026-11-15 08:30:00.000 UTC", "2026-11-15 08:30:00.000 UTC"),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("json", '{"a": [1]}', '{"a": [1]}'),
        ("string", "007", "007"),
        ("string", "https://example.com", "https://example.com"),
        ("string", "שלום\nעולם", "שלום\nעולם"),
        ("string", None, None),
        ("number", None, None),
    ],
)
def test_cells_have_their_type(tmp_path: Path, kind: str, text: str | None, value: Any) -> None:
    ((found, _),) = in_sheet(tmp_path, [column(kind), column()], [text, "x"])
    assert found == value
    assert isinstance(found, bool) is isinstance(value, bool)


@pytest.mark.parametrize(
    ("made", "pattern"),
    [
        (column("number", unit="EUR", format="0.0a"), '"€"#,##0.00;-"€"#,##0.00'),
        (column("number", unit="EUR"), '"€"#,##0.00;-"€"#,##0.00'),
        (column("number", unit="JPY"), '"¥"#,##0;-"¥"#,##0'),
        (column("number", unit="CHF", format="0,0"), '#,##0 "CHF"'),
        (column("number", format="0.0%"), "0.0%"),
        (column("number", unit="%", format="0.0"), '0.0"%"'),
        (column("integer", unit="orders"), "#,##0"),
        (column("integer"), "0"),
        (column("number"), "General"),
        (column("number", format='[Red]"x"'), "General"),
        (column("number", unit='EU"R'), "#,##0.00"),
        (column("date"), "yyyy-mm-dd"),
        (column("timestamp"), "yyyy-mm-dd hh:mm:ss"),
        (column("string", format="0.0"), ""),
    ],
)
def test_figures_look_like_their_metric(made: Column, pattern: str) -> None:
    assert number_format(made) == pattern


def test_the_sheet_is_ready_to_work_with(tmp_path: Path) -> None:
    columns = [column("date", "Day"), column("number", "Revenue", unit="EUR"), column(label="Who")]
    book, _ = as_book(tmp_path, columns, ["2026-11-15", "12.5", "somebody with a rather long name"])
    sheet = book.worksheets[0]
    assert book.sheetnames == ["Orders 2026", "About"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C2")
    assert (sheet["B2"].number_format, sheet["A2"].number_format) == ('"€"#,##0.00;-"€"#,##0.00', "yyyy-mm-dd")
    assert sheet["A2"].value == datetime.combine(date(2026, 11, 15), datetime.min.time())
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    assert [[cell.value for cell in row] for row in book["About"].rows] == [["Rows", "1"]]


def test_what_is_over_excels_rows_goes_on_on_the_next_sheet(tmp_path: Path) -> None:
    rows = [[str(n)] for n in range(10)]
    book, written = as_book(tmp_path, [column("integer", "N")], *rows, sheet_rows=5)
    assert written == Written(10, sheets=3)
    assert book.sheetnames == ["Orders 2026", "Orders 2026 (2)", "Orders 2026 (3)", "About"]
    columns = [[row[0].value for row in book[name].iter_rows()] for name in book.sheetnames[:3]]
    assert columns == [["N", 0, 1, 2, 3], ["N", 4, 5, 6, 7], ["N", 8, 9]]
    assert [book[name].auto_filter.ref for name in book.sheetnames[:3]] == ["A1:A5", "A1:A5", "A1:A3"]
    lines = dict(about_lines(revenue_receipt("t1"), "", written, 10, ENGLISH))
    assert lines["Rows"].startswith("10 rows on 3 sheets")


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (4, 1), (5, 2), (8, 2)])
def test_a_sheet_is_begun_for_rows_alone(tmp_path: Path, count: int, sheets: int) -> None:
    _, written = as_book(tmp_path, [column("integer")], *([str(n)] for n in range(count)), sheet_rows=5)
    assert (written.rows, written.sheets) == (count, sheets)


def test_a_numbered_sheets_name_is_no_longer_than_excel_takes() -> None:
    assert numbered("a" * 31, 12) == f"{'a' * 26} (12)"
    assert len(numbered("😀" * 15, 2).encode("utf-16-le")) // 2 <= 31


def test_a_text_longer_than_a_cell_is_cut_and_counted(tmp_path: Path) -> None:
    book, written = as_book(tmp_path, [column()], ["😀" * 20_000])
    value = str(book.worksheets[0]["A2"].value)
    assert (len(value.encode("utf-16-le")) // 2, value[-1]) == (32_767, "…")
    assert written.cut_cells == 1


def test_control_characters_make_no_broken_workbook(tmp_path: Path) -> None:
    ((value,),) = in_sheet(tmp_path, [column()], ["a\x00b\x1fc\ufffe_x0041_"])
    assert str(value).startswith("a")


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>x</t></r>",
        '<r></r></is></c><c r="Z9"><f>HYPERLINK("http://127.0.0.1/")</f></c></r>',
        "a & b < c > d",
        "  spaces around  ",
        "two\nlines",
        "_x0041_",
        "]]>",
    ],
)
def test_no_text_is_markup_of_the_workbook(tmp_path: Path, text: str) -> None:
    book, _ = as_book(tmp_path, [column("string"), column("number")], [text, "1"], ["x", "2"])
    sheet = book.worksheets[0]
    assert unescape(str(sheet["A2"].value)) == text
    assert (sheet["A2"].data_type, sheet["B2"].value, sheet.dimensions) == ("s", 1, "A1:B3")


def test_calendar_units_are_dates_that_look_like_units() -> None:
    day = column("date")
    assert [number_format(day, grain) for grain in ("month", "year", "quarter", "week", None)] == [
        "mmm yyyy", "yyyy", "yyyy-mm-dd", "yyyy-mm-dd", "yyyy-mm-dd",
    ]  # fmt: skip


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


def test_reading_may_be_ended_in_the_middle(tmp_path: Path) -> None:
    def look() -> None:
        raise ExportError("Too late.")

    rows = Rows(io.BytesIO(engine_csv(["1"])), 1, "bad", look)
    with pytest.raises(ExportError, match=r"Too late\."):
        write_xlsx(rows, [column()], tmp_path / "x.xlsx", lambda _: [], WORDS)


def test_the_second_sheet_says_where_the_figures_come_from() -> None:
    receipt = revenue_receipt(
        "t1",
        title="Revenue",
        assumptions=["last month = October 2026"],
        hidden=["rows outside EMEA"],
        warnings=["Note"],
    )
    lines = list(about_lines(receipt, "revenue by region?", Written(3, 2, 1), 3, ENGLISH))
    for line in (
        ("Title", "Revenue"),
        ("Where it comes from", "Metric"),
        ("Data to", "2026-11-14"),
        ("SQL", receipt.sql),
        ("Taken for granted", "last month = October 2026"),
        ("Hidden", "rows outside EMEA"),
        ("Rows", "3 rows"),
        ("Notes on the answer", "Note"),
        ("", ENGLISH.cells_cut(2)),
        ("", ENGLISH.columns_cut(1)),
    ):
        assert line in lines


# names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Revenue by region, October 2026", "Revenue by region, October 2026.csv"),
        ("../../etc/passwd", "etc passwd.csv"),
        ("C:\\secret\x00\n\t", "C secret.csv"),
        ("..", "Result.csv"),
        ("", "Result.csv"),
        ("CON", "Result.csv"),
        ("=cmd|calc", "cmd calc.csv"),
        ("Doanh thu tháng 10", "Doanh thu tháng 10.csv"),
        ("evil\u202egpj.exe", "evilgpj.exe.csv"),
        ("x" * 300, "x" * 80 + ".csv"),
        ("字" * 300, "字" * 66 + ".csv"),
    ],
)
def test_file_names_are_safe(title: str, name: str) -> None:
    assert file_name(title, "Result", "csv") == name


@pytest.mark.parametrize(
    ("title", "name"),
    [("A/B [x]: y?", "A B x y"), ("about", "Result"), ("History", "Result"), ("'", "Result"), ("é" * 40, "é" * 31)],
)
def test_sheet_names_are_excels(title: str, name: str) -> None:
    assert sheet_name(title, "Result", "About") == name


# pressing the button


OUTPUT = engine_csv(["EMEA", "1234567.5"], ["=1+1", "-950000.0"], ["AMER", None], header=["region", "revenue"])


def answered(bench: Bench, output: bytes | None = OUTPUT, **more: Any) -> dict[str, str]:
    """Maya's answered question; the values of its buttons by action id."""

    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        key = f"athena/{turn.turn}.csv"
        if output is not None:
            bench.s3.put_object(Bucket=bench.settings.bucket, Key=key, Body=output)
        receipt: Receipt = revenue_receipt(turn.turn, output_key=key, title="Revenue <!channel>", **more)
        bench.put_receipt(receipt, REVENUE)
        yield Done()

    bench.agent.script = script
    bench.deliver(event())
    bench.work()
    (actions,) = blocks_of(bench.slack.replies(TS)[0], "actions")
    return {element["action_id"]: element["value"] for element in actions["elements"]}


def click(bench: Bench, kind: str, value: str, user: str = "UMAYA", at: str = "2000000000.1") -> None:
    bench.interact(press(f"outcrop_export_{kind}", value, user, at))


def shared(bench: Bench) -> list[dict[str, Any]]:
    return [{**upload, **share} for upload in bench.slack.uploads.values() for share in upload["shared"]]


def whispered(bench: Bench) -> list[str]:
    return [body["text"] for body in bench.slack.called("chat.postEphemeral")]


def test_the_whole_result_comes_into_the_thread_as_csv(bench: Bench) -> None:
    buttons = answered(bench)
    names = ["outcrop_show_sql", "outcrop_export_csv", "outcrop_export_xlsx", "outcrop_export_png"]
    assert list(buttons) == names
    click(bench, "csv", buttons["outcrop_export_csv"])
    assert bench.work() == {"batchItemFailures": []}
    (file,) = shared(bench)
    assert (file["channel_id"], file["thread_ts"], file["filename"]) == ("D1", TS, "Revenue !channel.csv")
    assert file["initial_comment"] == "Revenue &lt;!channel&gt;: 3 rows"
    assert file["length"] == len(file["data"])
    assert file["data"].decode("utf-8-sig").splitlines() == [
        '"Region","Revenue"', '"EMEA",1234567.5', "\"'=1+1\",-950000.0", '"AMER",',
    ]  # fmt: skip
    assert whispered(bench) == []


def test_the_whole_result_comes_into_the_thread_as_a_workbook(bench: Bench) -> None:
    buttons = answered(bench)
    click(bench, "xlsx", buttons["outcrop_export_xlsx"])
    bench.work()
    (file,) = shared(bench)
    book = openpyxl.load_workbook(io.BytesIO(file["data"]))
    assert [[cell.value for cell in row] for row in book.worksheets[0].rows] == [
        ["Region", "Revenue"], ["EMEA", 1234567.5], ["=1+1", -950000], ["AMER", None],
    ]  # fmt: skip
    about = {row[0].value: row[1].value for row in book["About"].rows}
    assert (about["Rows"], about["Question"], about["Where it comes from"]) == ("3 rows", "revenue by region", "Metric")


def test_only_the_person_who_asked_gets_the_file(bench: Bench) -> None:
    click(bench, "csv", answered(bench)["outcrop_export_csv"], "ULUIS")
    bench.work()
    assert (shared(bench), whispered(bench)) == ([], [ENGLISH.export_not_yours])
    assert bench.slack.called("chat.postEphemeral")[0]["user"] == "ULUIS"


def test_one_press_makes_one_file_however_often_it_comes(bench: Bench) -> None:
    click(bench, "csv", answered(bench)["outcrop_export_csv"])
    records = bench.queued()
    for _ in range(3):
        bench.run(records)
    bench.run(records, bench.another_worker())
    assert len(shared(bench)) == 1


def test_a_double_click_makes_one_file_and_a_later_press_another(bench: Bench) -> None:
    value = answered(bench)["outcrop_export_csv"]
    for at in ("1000000000.1", "1000000000.2"):
        click(bench, "csv", value, at=at)
    bench.work()
    assert len(shared(bench)) == 1
    click(bench, "csv", value, at="4000000000.1")
    bench.work()
    assert len(shared(bench)) == 2


@pytest.mark.parametrize("value", ["{}", "garbage", '{"turn": "tnone", "receipt": "r"}', "[1]"])
def test_a_button_of_a_forgotten_answer_says_so(bench: Bench, value: str) -> None:
    click(bench, "csv", value)
    assert bench.work() == {"batchItemFailures": []}
    assert whispered(bench) == [ENGLISH.export_gone]


def test_rows_that_have_expired_are_said_to_be_gone(bench: Bench) -> None:
    click(bench, "xlsx", answered(bench, None)["outcrop_export_xlsx"])
    assert bench.work() == {"batchItemFailures": []}
    assert (whispered(bench), bench.slack.uploads) == ([ENGLISH.export_gone], {})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_cannot_be_read_are_said_to_be_so(bench: Bench, kind: str) -> None:
    click(bench, kind, answered(bench, b'"region"\n"x"\n')[f"outcrop_export_{kind}"])
    assert bench.work() == {"batchItemFailures": []}
    assert (whispered(bench), bench.slack.uploads) == ([ENGLISH.export_unreadable], {})


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("files.getUploadURLExternal", "file_uploads_disabled"),
        ("files.getUploadURLExternal", "storage_limit_reached"),
        ("files.completeUploadExternal", "file_type_not_allowed"),
        ("files.completeUploadExternal", "not_in_channel"),
        ("files.completeUploadExternal", "something_new"),
    ],
)
def test_what_slack_refuses_is_said_in_words(bench: Bench, method: str, code: str) -> None:
    value = answered(bench)["outcrop_export_csv"]
    bench.slack.refuse(method, code)
    click(bench, "csv", value)
    assert bench.work() == {"batchItemFailures": []}
    assert whispered(bench) == [ENGLISH.upload_refused(code)]
    assert shared(bench) == []


def test_a_broken_connection_is_tried_again(bench: Bench) -> None:
    value = answered(bench)["outcrop_export_csv"]
    bench.slack.refuse("files.getUploadURLExternal", "internal_error")
    click(bench, "csv", value)
    records = bench.queued()
    assert len(bench.run(records)["batchItemFailures"]) == 1
    assert bench.run(records) == {"batchItemFailures": []}
    assert (len(shared(bench)), whispered(bench)) == (1, [])


def test_what_never_works_ends_in_words(bench: Bench) -> None:
    value = answered(bench)["outcrop_export_csv"]
    bench.slack.refuse("files.getUploadURLExternal", "internal_error", 10)
    click(bench, "csv", value)
    records = bench.queued()
    assert [len(bench.run(records)["batchItemFailures"]) for _ in range(5)] == [1, 1, 1, 0, 0]
    assert whispered(bench) == [ENGLISH.export_failed]


def test_a_lost_answer_to_the_last_call_makes_no_second_file(bench: Bench) -> None:
    value = answered(bench)["outcrop_export_csv"]
    bench.slack.refuse("files.completeUploadExternal", "lost")
    click(bench, "csv", value)
    assert bench.work() == {"batchItemFailures": []}
    assert len(shared(bench)) == 1


def test_a_worker_that_died_after_posting_makes_no_second_file(bench: Bench) -> None:
    value = answered(bench)["outcrop_export_csv"]
    bench.slack.refuse("files.completeUploadExternal", "lost")
    bench.slack.refuse("files.info", "internal_error")
    click(bench, "csv", value)
    records = bench.queued()
    assert len(bench.run(records)["batchItemFailures"]) == 1
    assert bench.run(records, bench.another_worker()) == {"batchItemFailures": []}
    assert len(shared(bench)) == 1


def test_a_turn_that_cleans_up_leaves_files_alone(bench: Bench) -> None:
    file = {"ts": "1800000009.1", "user": BOT_USER, "thread_ts": TS, "files": [{"id": "F1"}]}
    bench.slack.messages[file["ts"]] = file
    client = bench.services.slack(time.monotonic() + 10)
    assert lost_replies(client, "D1", TS, bot_user=BOT_USER, after=TS, known=()) == []


def test_a_disk_without_room_is_said_in_words(bench: Bench) -> None:
    click(bench, "csv", answered(bench)["outcrop_export_csv"])
    records, (soft, hard) = bench.queued(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, hard))
    try:
        assert bench.run(records) == {"batchItemFailures": []}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (whispered(bench), shared(bench)) == ([ENGLISH.export_too_big], [])


def test_a_long_file_is_announced(bench: Bench) -> None:
    click(bench, "csv", answered(bench, row_count=1_000_000)["outcrop_export_csv"])
    bench.work()
    assert whispered(bench) == [ENGLISH.export_begun(1_000_000)]
    assert len(shared(bench)) == 1


def test_an_answer_without_the_engines_output_has_no_download(bench: Bench) -> None:
    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        bench.put_receipt(revenue_receipt(turn.turn), REVENUE)
        yield Done()

    bench.agent.script = script
    bench.deliver(event())
    bench.work()
    (actions,) = blocks_of(bench.slack.replies(TS)[0], "actions")
    assert [element["action_id"] for element in actions["elements"]] == ["outcrop_show_sql", "outcrop_export_png"]


@pytest.mark.parametrize(
    "url",
    ["http://files.slack.com/x", "https://slack.com.evil.example/x", "file:///etc/passwd", "https://evilslack.com/"],
)
def test_rows_go_to_slack_alone(tmp_path: Path, url: str) -> None:
    class Elsewhere:
        def __getattr__(self, name: str) -> Any:
            return lambda **_: {"file_id": "F1", "upload_url": url}

    path = tmp_path / "x.csv"
    path.write_text("secret")
    client: Any = Elsewhere()
    with pytest.raises(ConnectionError, match="outside Slack"):
        Uploads("https://slack.com/api/").send(
            client, path, title="", comment="", channel="C1", thread_ts="", too_big="", before_shown=lambda _: None
        )


def test_a_download_button_has_the_names_of_turn_and_receipt_alone(bench: Bench) -> None:
    assert set(json.loads(answered(bench)["outcrop_export_csv"])) == {"turn", "receipt"}
