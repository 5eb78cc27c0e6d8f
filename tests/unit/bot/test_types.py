"""The types of a dataset's columns, corrected by the person who asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent_actions.contract import Column, Receipt, Table
from bot.agents.port import AgentEvent, AgentTurn, Done, StepFinished, StepStarted, TextDelta
from bot.buttons import CORRECT_TYPES
from bot.job_words import ENGLISH
from bot.reply.types_view import CHOICE, MOST_COLUMNS, TYPES_VIEW, Reference, changed_types, types_view
from infra.local.slack.blockcheck import view_problems
from infra.local.slack.rules import Rules
from tests.unit.bot.slack_double import TEAM, SlackDouble, blocks_of
from tests.unit.bot.support import Bench, event, press
from tests.unit.bot.wire_double import WireDouble

TS = "1700000000.000100"
TARGETS = Table(
    title="store-targets.csv",
    columns=(
        Column(name="store_id", label="Store", type="integer"),
        Column(name="target", label="Target", type="string"),
        Column(name="since", label="<@UMAYA>", type="date"),
    ),
    rows=((7, "1.000", "2026-10-01"),),
    total_rows=48,
)


def made(turn: str) -> Receipt:
    return Receipt(
        id="r1", turn=turn, action="read_document", status="ok", provenance="machine-read", dataset="store_targets",
        columns=TARGETS.columns, row_count=48,
    )  # fmt: skip


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireDouble]:
    double = WireDouble()
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", double.url)
    yield double
    double.close()


@pytest.fixture
def pressed(aws: str, wire: WireDouble, bench: Bench) -> dict[str, Any]:
    """Maya's file is a dataset; the button under its answer."""

    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield StepStarted("1", "read_document", {})
        bench.put_receipt(made(turn.turn), TARGETS)
        yield StepFinished("1", "read_document", "complete", "")
        yield TextDelta("It is a table now.")
        yield Done()

    bench.agent.script = script
    bench.deliver(event())
    bench.work()
    (actions,) = blocks_of(bench.slack.replies(TS)[0], "actions")
    (button,) = [element for element in actions["elements"] if element["action_id"] == CORRECT_TYPES]
    return press(CORRECT_TYPES, button["value"])


def submission(view: dict[str, Any], user: str = "UMAYA", **chosen: str) -> dict[str, Any]:
    """The window as Slack sends it back: every select with its value."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            kind = chosen.get(block["block_id"], block["element"]["initial_option"]["value"])
            values[block["block_id"]] = {CHOICE: {"type": "static_select", "selected_option": {"value": kind}}}
    return {
        "type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "api_app_id": "A1",
        "token": "legacy", "trigger_id": "t", "view": {**view, "id": "V1", "hash": "h1", "state": {"values": values}},
    }  # fmt: skip


def opened(bench: Bench, pressed: dict[str, Any]) -> dict[str, Any]:
    assert bench.interact(pressed)["statusCode"] == 200
    (call,) = bench.slack.called("views.open")
    assert call["trigger_id"] == pressed["trigger_id"]
    view = call["view"]
    return json.loads(view) if isinstance(view, str) else view


def answers(wire: WireDouble, **body: Any) -> None:
    """What the action's Lambda says next."""
    wire.answers.append({"response": {"functionResponse": {"responseBody": {"TEXT": {"body": json.dumps(body)}}}}})


def test_chosen_types_reach_the_action_and_are_told_in_the_thread_once(
    bench: Bench, pressed: dict[str, Any], wire: WireDouble
) -> None:
    view = opened(bench, pressed)
    selects = [block for block in view["blocks"] if block["type"] == "input"]
    assert [select["label"]["text"] for select in selects] == ["Store", "Target", "&lt;@UMAYA>"]
    assert [s["element"]["initial_option"]["value"] for s in selects] == ["integer", "text", "date"]
    columns = [{"name": "store_id", "label": "Store", "type": "string"}, {"name": "target", "type": "number"}]
    answers(wire, status="ok", columns=columns, warnings=["1 value is no number."])
    assert bench.interact(submission(view, column0="text", column1="number"))["statusCode"] == 200
    records = bench.queued()
    assert bench.run([*records, *records]) == {"batchItemFailures": []}
    ((_, call),) = wire.requests
    arguments = {parameter["name"]: parameter["value"] for parameter in call["parameters"]}
    assert (call["function"], arguments["dataset"]) == ("retype_dataset", "store_targets")
    assert json.loads(arguments["types"]) == {"store_id": "text", "target": "number"}
    assert call["sessionAttributes"]["outcrop_thread"] == bench.agent.turns[0].thread
    told = bench.slack.replies(TS)[1:]
    assert [message["text"] for message in told] == [
        "The columns of store_targets are now Store: text, target: number.\n1 value is no number."
    ]


def test_a_refusal_says_why_the_types_stay(bench: Bench, pressed: dict[str, Any], wire: WireDouble) -> None:
    view = opened(bench, pressed)
    answers(wire, status="error", error="No value of “Target” is a date.")
    bench.interact(submission(view, column1="date"))
    assert bench.work() == {"batchItemFailures": []}
    said = bench.slack.replies(TS)[1]["text"]
    assert said == "The types of store_targets stay as they are. No value of “Target” is a date."


def test_nothing_chosen_and_strangers_windows_change_nothing(bench: Bench, pressed: dict[str, Any]) -> None:
    view = opened(bench, pressed)
    bench.interact(submission(view))
    bench.interact(submission({**view, "private_metadata": "{}"}, column0="text"))
    bench.interact(submission(view, "ULUIS", column0="text"))
    assert bench.work() == {"batchItemFailures": []}
    assert len(bench.slack.replies(TS)) == 1


def test_only_the_person_who_asked_gets_the_window(bench: Bench, pressed: dict[str, Any], slack: SlackDouble) -> None:
    bench.interact({**pressed, "user": {"id": "ULUIS", "team_id": TEAM}})
    bench.interact(press(CORRECT_TYPES, '{"turn": "tnone", "receipt": "r"}'))
    assert [call["text"] for call in slack.called("chat.postEphemeral")] == [
        ENGLISH.types_not_yours, ENGLISH.types_gone
    ]  # fmt: skip
    assert slack.called("views.open") == []


def test_a_table_of_very_many_columns_fits_a_window() -> None:
    columns = tuple(Column(name=f"c{n}", label="x" * 300, type="json") for n in range(200))
    receipt = made("t" * 26).model_copy(update={"columns": columns})
    view = types_view(receipt, Reference("t" * 26, "r" * 16, "C" * 11, "1700000000.000100"))
    assert view_problems(dict(view), Rules()) == []
    assert len([b for b in view["blocks"] if b["type"] == "input"]) == MOST_COLUMNS  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]
    assert view["callback_id"] == TYPES_VIEW
    assert changed_types(receipt, {"view": {"state": {"values": {"column0": {CHOICE: {}}}}}}) == {}
