"""Figures, tables, receipt lines, keys and outcomes: data in, data out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from agent_actions.contract import Choice, Column, Receipt, Scalar, Table
from bot.keys import claim_key, message_key, queue_group, session_id, turn_id
from bot.outcome import choices_of, outcome_of, words_left_out
from bot.payload import question_text
from bot.reply.blocks import Answer, endings
from bot.reply.fences import open_fence, split_at
from bot.reply.numbers import shown, size
from bot.reply.receipt_line import receipt_line
from bot.reply.tables import shown_table
from bot.words import ENGLISH
from tests.unit.bot.support import REVENUE, event, press, revenue_receipt

TODAY = date(2026, 11, 15)


def column(**more: object) -> Column:
    return Column.model_validate({"name": "x", "label": "X", "type": "number", **more})


@pytest.mark.parametrize(
    ("value", "made", "text"),
    [
        (1_234_567.5, {"unit": "EUR", "format": "0.0a"}, "€1.2M"),
        (999_960, {"unit": "EUR", "format": "0.0a"}, "€1.0M"),
        (950, {"format": "0.0a"}, "950.0"),
        (-1_234.5, {"unit": "USD"}, "-$1,234.50"),
        (1_234.5, {"unit": "CHF", "format": "0,0.00"}, "1,234.50 CHF"),
        (0.1234, {"format": "0.0%"}, "12.3%"),
        (12.345, {"unit": "%", "format": "0.0"}, "12.3%"),
        (1_000_000, {"type": "integer"}, "1,000,000"),
        (0.005, {}, "0.01"),
        (0.0001, {}, "0.0001"),
        (2.675, {"format": "0.00"}, "2.68"),
        (-0.0001, {"format": "0.0"}, "0.0"),
        (None, {}, "–"),
        (True, {"type": "boolean"}, "yes"),
        ("2026-11-14", {"type": "date"}, "2026-11-14"),
        ("2026-11-14T10:30:00.000", {"type": "timestamp"}, "2026-11-14 10:30:00"),
    ],
)
def test_a_value_is_shown_by_its_columns_format_and_unit(value: Scalar, made: dict[str, object], text: str) -> None:
    assert shown(value, column(**made), ENGLISH) == text


def test_sizes_are_decimal_as_they_are_billed() -> None:
    assert [size(n) for n in (0, 999, 1000, 12_300_000, 999_960_000)] == ["0 B", "999 B", "1.0 kB", "12.3 MB", "1.0 GB"]


def test_a_table_keeps_to_slacks_limits() -> None:
    wide = Table(
        title="t",
        columns=tuple(Column(name=f"c{n}", label=f"C{n}", type="string") for n in range(30)),
        rows=tuple(tuple("x" * 40 for _ in range(30)) for _ in range(300)),
        total_rows=300,
    )
    made = shown_table(wide, ENGLISH)
    assert made is not None
    rows = made.rows
    cells = made.block["rows"]
    assert isinstance(cells, list)
    assert len(cells) == rows + 1 <= 101
    assert {len(row) for row in cells} == {20}
    assert sum(len(cell["text"]) for row in cells for cell in row) <= 10_000


def test_an_empty_result_has_no_table() -> None:
    assert shown_table(REVENUE.model_copy(update={"rows": (), "total_rows": 0}), ENGLISH) is None


def test_cells_are_inert_and_never_empty() -> None:
    table = REVENUE.model_copy(update={"rows": (("<!channel> https://evil.com", 1), ("", None))})
    made = shown_table(table, ENGLISH)
    assert made is not None
    texts = [cell["text"] for row in made.block["rows"] for cell in row]  # type: ignore[attr-defined]
    assert "&lt;!channel> `evil.com`" in texts
    assert all(texts)


def test_a_table_as_text_is_aligned() -> None:
    made = shown_table(REVENUE, ENGLISH)
    assert made is not None
    assert made.text == "Region  Revenue\nEMEA      €1.2M\nAPAC    €950.0k\nAMER          –"


def test_the_receipt_line_says_where_an_answer_comes_from() -> None:
    line = receipt_line(revenue_receipt("t"), ENGLISH, TODAY)
    assert line == "Metric · 3 rows · 12.3 MB scanned · data to 14 Nov"
    sql = revenue_receipt("t", provenance="sql", row_count=900, bytes_scanned=0, data_as_of="2025-12-31")
    assert receipt_line(sql, ENGLISH, TODAY, 100) == (
        "SQL · unverified · 100 of 900 rows shown · no data scanned · data to 31 Dec 2025"
    )


def test_several_results_take_several_messages_and_say_notes_once() -> None:
    first = revenue_receipt("t1", id="a", assumptions=("last month = October 2026",))
    second = revenue_receipt(
        "t1", id="b", assumptions=("last month = October 2026",), hidden=("rows outside EMEA, in this channel",)
    )
    answer = Answer(turn="t1", receipts=(first, second), tables={"a": REVENUE, "b": REVENUE}, in_channel=True)
    made = endings(answer, ENGLISH, TODAY)
    kinds = [[block["type"] for block in ending.blocks] for ending in made]
    assert kinds == [
        ["data_table", "context", "actions"],
        ["data_table", "context", "context", "actions", "context_actions"],
    ]
    text = str(made)
    assert text.count("Taken for granted: last month = October 2026") == 2  # once in blocks, once in the plainer ones
    assert "Hidden: rows outside EMEA, in this channel" in text
    assert "direct message" in text


def test_what_the_answer_says_itself_is_not_noted_again() -> None:
    one = revenue_receipt("t1", assumptions=("last month = October 2026",), hidden=("only region EMEA",))
    said = "Revenue: 4 rows.\nTaken as: last month = October 2026."
    text = str(endings(Answer(turn="t1", receipts=(one,), said=said), ENGLISH, TODAY))
    assert "October" not in text
    assert "Hidden: only region EMEA" in text


def test_an_answer_without_data_has_feedback_alone() -> None:
    (ending,) = endings(Answer(turn="t1"), ENGLISH, TODAY)
    assert [block["type"] for block in ending.blocks] == ["context_actions"]


def receipt(status: str, **more: object) -> Receipt:
    return Receipt.model_validate({"id": "r", "turn": "t", "action": "a", "status": status, **more})


@pytest.mark.parametrize(
    ("receipts", "text", "asked", "failed", "outcome"),
    [
        ([receipt("ok", provenance="metric")], "", False, True, "answered"),
        ([receipt("empty", provenance="sql")], "", False, False, "answered"),
        ([receipt("not_found"), receipt("ok", provenance="metric")], "x", True, False, "answered"),
        ([receipt("ambiguous")], "x", False, False, "asked_back"),
        ([], "Which month?", True, False, "asked_back"),
        ([receipt("needs_approval")], "x", False, False, "pending"),
        ([receipt("ok"), receipt("not_found")], "I don't know that.", False, False, "refused"),
        ([receipt("refused")], "", False, False, "refused"),
        ([receipt("error")], "", False, False, "error"),
        ([receipt("ok")], "There are five datasets.", False, False, "answered"),
        ([], "Hello.", False, False, "answered"),
        ([], "", False, False, "error"),
        ([], "Half", False, True, "error"),
    ],
)
def test_code_decides_the_outcome(receipts: list[Receipt], text: str, asked: bool, failed: bool, outcome: str) -> None:
    assert outcome_of(receipts, text=text, asked_back=asked, failed=failed) == outcome


def test_choices_come_from_the_last_receipt_that_offers_some() -> None:
    choice = Choice(label="A", text="a")
    receipts = [receipt("ambiguous", choices=(choice,), error="Which?"), receipt("not_found", error="No.")]
    assert choices_of("asked_back", receipts) == (choice,)
    assert choices_of("answered", receipts) == ()
    assert words_left_out("asked_back", receipts, ENGLISH) == "Which?"
    assert words_left_out("refused", receipts, ENGLISH) == "No."


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("Which figure do you want?\n• Shipments\n• Late share", ["Shipments", "Late share"]),
        ("Which one?\n- Revenue\n- Orders\n", ["Revenue", "Orders"]),
        ("Shall I leave it out?\n• Leave it out", ["Leave it out"]),
        ("One of them:\n• Revenue", []),
        ("• Revenue", []),
        ("• Revenue\n• Orders\nWhich one?", []),
        ("Which one?\n• Revenue\n• Revenue", []),
        ("Which one?\n" + "\n".join(f"• {i}" for i in range(9)), []),
        ("Which one?\n• " + "x" * 90 + "\n• y", []),
        ("Which one?\n• <@U1>\n• <https://example.com|here>", []),
        ("Revenue or orders?", []),
    ],
)
def test_the_answers_that_a_question_back_lists_have_a_button_each(said: str, labels: list[str]) -> None:
    found = choices_of("asked_back", [], said)
    assert [(c.label, c.text) for c in found] == [(label, label) for label in labels]
    assert choices_of("refused", [], said) == ()


def test_a_mention_and_its_twin_have_one_key_and_a_thread_one_group() -> None:
    mention, twin = event(kind="app_mention"), event(event_id="Ev2", channel="C1", channel_type="channel")
    assert claim_key(mention) == claim_key(twin) == message_key("T1", "C1", "1700000000.000100")
    later = event(ts="1700000009.000100", thread_ts="1700000000.000100", event_id="Ev3")
    assert queue_group(event()) == queue_group(later) == queue_group(press("outcrop_choice_0", "{}"))
    assert claim_key(press("a", "v", action_ts="1.1")) != claim_key(press("a", "v", action_ts="1.2"))


def test_ids_fit_where_they_go() -> None:
    assert re.fullmatch("t[0-9a-f]{25}", turn_id("any"))
    assert re.fullmatch("[a-zA-Z0-9][a-zA-Z0-9-_]{32,99}", session_id("T", "C", "1.2", "U"))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("<@UBOT> revenue &amp; profit", "revenue & profit"),
        ("hi <@UBOT|outcrop>, ask <@U2|luis> in <#C9|data>", "hi , ask @luis in #data"),
        ("see <https://x.com/a|this>, <https://y.com>", "see this, https://y.com"),
        ("<!here> a &lt; b", "@here a < b"),
        ("  <@UBOT>  ", ""),
    ],
)
def test_a_question_is_read_as_a_person_wrote_it(said: str, text: str) -> None:
    assert question_text(said, "UBOT") == text


def test_text_is_cut_at_lines_without_losing_any() -> None:
    text = "".join(f"line {n} – ünïcode\n" for n in range(500))
    parts, rest = [], text
    while rest:
        head, rest = split_at(rest, 900)
        assert 0 < len(head.encode()) <= 900
        parts.append(head)
    assert "".join(parts) == text
    assert all(part.endswith("\n") for part in parts)
    assert split_at("👍👍", 3) == ("", "👍👍")


def test_an_open_code_block_is_known() -> None:
    assert open_fence("a\n```sql\nSELECT 1") == "```sql"
    assert open_fence("```\nx\n```\n") is None
