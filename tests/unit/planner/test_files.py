"""Messages about shared files: which call they become, of which file, and what is asked back or said instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent_actions.contract import FILES_ATTRIBUTE, FileKind, HistoryTurn, SharedFile
from infra.local.model.files.file_refs import read
from infra.local.model.known import Known
from infra.local.model.outcomes import AskFile, FileQuery, Outcome, Talk, UseFile
from infra.local.model.plan import plan
from infra.local.model.port import CallTools, ModelTurn, Say, Step, Tool, ToolCall, ToolResult
from tests.unit.planner.models import LEXICONS, PLANNERS, TODAY, TOOLS, make_turn
from tests.unit.planner.notation import brief
from tests.unit.planner.tables import read_blocks, told

KINDS: dict[str, tuple[FileKind, str]] = {
    ".png": ("image", "image/png"),
    ".ogg": ("audio", "audio/ogg"),
    ".txt": ("text", "text/plain"),
    ".xlsx": ("table", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".csv": ("table", "text/csv"),
    ".pdf": ("document", "application/pdf"),
}


def shared(name: str, *, now: bool) -> SharedFile:
    kind, mime = KINDS[Path(name).suffix]
    return SharedFile(id=f"F{name}", name=name, kind=kind, mime=mime, size=100, now=now)


def files_of(head: str) -> tuple[SharedFile, ...]:
    """The files of a line in brackets."""
    new, _, old = head.partition("|")
    listed = [(name.strip(), now) for part, now in ((new, True), (old, False)) for name in part.split(",")]
    return tuple(shared(name, now=now) for name, now in listed if name)


def said(outcome: Outcome) -> str:
    match outcome:
        case UseFile():
            given = dict(outcome.arguments)
            file = given.pop("file", "").removeprefix("F")
            parts = [outcome.action, file, *(f"{name}={value}" for name, value in sorted(given.items(), reverse=True))]
            parts += ["but no summary"] if outcome.notes else []
            parts += [f"then {outcome.then}"] if outcome.then else []
            return " ".join(part for part in parts if part)
        case FileQuery():
            noun = f" ({outcome.noun})" if outcome.noun else ""
            side = f" {outcome.bound}" if outcome.bound else ""
            column = f" [{outcome.column}{side}]" if outcome.column else ""
            return f"<file> {outcome.name}: {brief(outcome.query.request)}{noun}{column}"
        case AskFile():
            return f"<ask> {outcome.slot}" + (f": {', '.join(outcome.answers)}" if outcome.slot == "file" else "")
        case Talk():
            return f"<says> {outcome.text}"
        case _:
            return told(outcome)


ROWS = [(head, *row) for head, rows in read_blocks("files.txt") for row in rows]


@pytest.mark.parametrize(("head", "message", "expected"), ROWS)
def test_a_message_about_files_becomes_this_call(head: str, message: str, expected: str) -> None:
    found = said(plan(message, Known(LEXICONS["shop"], TODAY, files=files_of(head))))
    assert found.startswith(expected) if expected.startswith("<says>") else found == expected


def test_files_that_cannot_be_read_count_as_none() -> None:
    for odd in ("", "[]", "no json", '[{"id": 1}]'):
        assert read({"outcrop_files": odd}) == ()


def with_files(question: str, *files: SharedFile, results: Sequence[ToolResult] = (), history: Any = ()) -> ModelTurn:
    turn = make_turn(question, history, results, (*TOOLS, *FILE_TOOLS))
    listed = json.dumps([f.model_dump(mode="json") for f in files])
    return replace(turn, prompt_session_attributes={**turn.prompt_session_attributes, FILES_ATTRIBUTE: listed})


FILE_TOOLS = tuple(
    Tool(group, name, "")
    for group, name in (("documents", "read_document"), ("speech", "speak"), ("language", "translate"))
)
PLANNER = PLANNERS["shop"]
LIST = shared("stores.csv", now=True)


def made(*columns: tuple[str, str], rows: Sequence[Sequence[object]] = ()) -> str:
    dataset = {"name": "stores", "columns": [{"name": n, "label": n, "type": kind} for n, kind in columns]}
    return json.dumps({"status": "ok", "headline": "A dataset.", "dataset": dataset, "rows": list(map(list, rows))})


def second_step(question: str, body: str) -> Step:
    first = PLANNER.next(with_files(question, LIST))
    assert isinstance(first, CallTools)
    assert dict(first.calls[0].arguments) == {"file": LIST.id, "want": "dataset"}
    return PLANNER.next(with_files(question, LIST, results=[ToolResult(first.calls[0], body)]))


def joined_by(step: Step) -> tuple[str, str]:
    assert isinstance(step, CallTools)
    request = json.loads(step.calls[0].arguments["request"])
    assert request["file"]["dataset"] == "stores"
    (on,) = request["file"]["on"]
    return on["column"], on["field"]


@pytest.mark.parametrize(
    ("columns", "rows", "match"),
    [
        ([("store_id", "text"), ("store_name", "text"), ("target", "number")], [], ("store_id", "stores.store_id")),
        ([("Store", "text"), ("target", "number")], [], ("Store", "stores.store_name")),
        ([("region", "text"), ("target", "integer")], [], ("region", "stores.region")),
        ([("where", "text"), ("goal", "integer")], [["Berlin", 1], ["Paris", 2]], ("where", "stores.city")),
    ],
)
def test_figures_are_matched_by_the_surest_column(
    columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]], match: tuple[str, str]
) -> None:
    assert joined_by(second_step("revenue last month for the rows in this file", made(*columns, rows=rows))) == match


def test_where_no_column_fits_it_is_asked_and_the_answer_taken() -> None:
    question, body = "revenue last month for the rows in this file", made(("column_1", "text"), ("column_2", "text"))
    step = second_step(question, body)
    assert isinstance(step, Say)
    assert step.asks
    assert "• column_1\n• column_2" in step.chunks[0]
    history = [HistoryTurn(question=question, outcome="asked_back")]
    reply = "column 2 is the product"
    first = PLANNER.next(with_files(reply, LIST, history=history))
    assert isinstance(first, CallTools)
    again = PLANNER.next(with_files(reply, LIST, history=history, results=[ToolResult(first.calls[0], body)]))
    assert joined_by(again) == ("column_2", "products.product_name")


def test_the_answer_is_that_of_the_figures() -> None:
    step = second_step("revenue for these stores", made(("store_id", "text")))
    assert isinstance(step, CallTools)
    results = [
        ToolResult(ToolCall("documents", "read_document", {}), made(("store_id", "text"))),
        ToolResult(step.calls[0], json.dumps({"status": "ok", "headline": "Revenue: 3 rows."})),
    ]
    last = PLANNER.next(with_files("revenue for these stores", LIST, results=results))
    assert isinstance(last, Say)
    assert "".join(last.chunks) == "Revenue: 3 rows."


def test_a_file_that_cannot_be_made_a_dataset_is_said() -> None:
    step = second_step("revenue for these stores", json.dumps({"status": "error", "error": "It holds no table."}))
    assert isinstance(step, Say)
    assert "It holds no table." in "".join(step.chunks)


def test_what_a_file_says_is_read_aloud_in_a_second_call() -> None:
    letter = shared("carta.txt", now=True)
    first = PLANNER.next(with_files("read this letter aloud", letter))
    assert isinstance(first, CallTools)
    body = json.dumps({"status": "ok", "headline": "Read.", "text": "Hola a todos"})
    second = PLANNER.next(with_files("read this letter aloud", letter, results=[ToolResult(first.calls[0], body)]))
    assert isinstance(second, CallTools)
    assert (second.calls[0].name, dict(second.calls[0].arguments)) == ("speak", {"text": "Hola a todos"})


def test_work_that_goes_on_is_left_for_the_bot_to_tell() -> None:
    memo = shared("letter.pdf", now=True)
    first = PLANNER.next(with_files("read it", memo))
    assert isinstance(first, CallTools)
    waiting = ToolResult(first.calls[0], json.dumps({"status": "pending", "headline": "Reading letter.pdf."}))
    assert PLANNER.next(with_files("read it", memo, results=[waiting])) == Say(())


def test_which_file_and_which_language_are_asked_and_the_answers_taken() -> None:
    pictures = (shared("a.png", now=True), shared("b.png", now=True))
    asked = [HistoryTurn(question="describe this picture", outcome="asked_back")]
    known = Known(LEXICONS["shop"], TODAY, tuple(asked), files=pictures)
    for reply in ("b.png", "2", "the b.png"):
        assert said(plan(reply, known)) == "look_at_image b.png", reply
    letter = (shared("carta.txt", now=False),)
    asked = [HistoryTurn(question="translate this letter", outcome="asked_back")]
    known = Known(LEXICONS["shop"], TODAY, tuple(asked), files=letter)
    for reply, language in (("Spanish", "Spanish"), ("into Italian", "Italian"), ("2", "Spanish")):
        assert said(plan(reply, known)) == f"translate carta.txt to={language}", reply
