"""InvokeAgent's events and failures, and actions called without an agent, over the real wire."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config

from agent_actions.contract import Audience, Caller, HistoryTurn
from bot.actions import Actions
from bot.agents.classic import ClassicAgent
from bot.agents.port import AgentEvent, AgentTurn, AskedBack, Done, StepFinished, StepStarted, TextDelta, Usage
from bot.errors import ActionsError, AgentError
from bot.words import ENGLISH
from tests.unit.bot.wire_double import WireDouble, broken, called, chunk, member, observed, trace

CALLER = Caller(team="T1", user="UMAYA", kind="member")
AUDIENCE = Audience(kind="dm", channel="D1")
TURN = AgentTurn(
    turn="t1", session="s-" + "0" * 40, text="revenue?", caller=CALLER, audience=AUDIENCE, today="2026-11-15",
    history=(HistoryTurn(question="before", outcome="answered"),),
)  # fmt: skip


@pytest.fixture
def wire() -> Iterator[WireDouble]:
    double = WireDouble()
    yield double
    double.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def agent(wire: WireDouble, waits: list[float]) -> ClassicAgent:
    client = boto3.client(
        "bedrock-agent-runtime", endpoint_url=wire.url, region_name="eu-central-1", aws_access_key_id="x",
        aws_secret_access_key="x", config=Config(retries={"total_max_attempts": 1}),
    )  # fmt: skip
    return ClassicAgent(client, "AGENT1", "ALIAS1", waits.append)


def events(agent: ClassicAgent) -> list[AgentEvent]:
    return list(agent.ask(TURN))


def test_identity_and_history_travel_in_attributes(agent: ClassicAgent, wire: WireDouble) -> None:
    wire.answers = [chunk(b"Hello.")]
    assert events(agent) == [TextDelta("Hello."), Done()]
    path, body = wire.requests[0]
    assert path == f"/agents/AGENT1/agentAliases/ALIAS1/sessions/{TURN.session}/text"
    assert (body["inputText"], body["enableTrace"]) == ("revenue?", True)
    session, prompt = body["sessionState"]["sessionAttributes"], body["sessionState"]["promptSessionAttributes"]
    assert Caller.model_validate_json(session["outcrop_caller"]) == CALLER
    assert Audience.model_validate_json(session["outcrop_audience"]) == AUDIENCE
    assert session["outcrop_turn"] == "t1"
    assert prompt["outcrop_today"] == "2026-11-15"
    assert [turn["question"] for turn in json.loads(prompt["outcrop_history"])] == ["before"]


def test_traces_become_steps_and_usage(agent: ClassicAgent, wire: WireDouble) -> None:
    answer = json.dumps({"status": "ok", "headline": "EMEA leads."})
    refusal = json.dumps({"status": "refused", "error": "Not allowed."})
    wire.answers = [
        trace(rationale={"text": "thinking"})
        + called("query_metrics", "a", request="{}")
        + trace(modelInvocationOutput={"metadata": {"usage": {"inputTokens": 7, "outputTokens": 2}}})
        + observed("a", answer)
        + called("run_sql", "b", sql="DROP")
        + observed("b", refusal)
        + trace(observation={"type": "FINISH", "finalResponse": {"text": "EMEA."}})
        + chunk(b"EMEA.")
    ]
    assert events(agent) == [
        StepStarted("1-a", "query_metrics", {"request": "{}"}),
        Usage(7, 2),
        StepFinished("1-a", "query_metrics", "complete", "EMEA leads.", answer),
        StepStarted("2-b", "run_sql", {"sql": "DROP"}),
        StepFinished("2-b", "run_sql", "error", "Not allowed.", refusal),
        TextDelta("EMEA."),
        Done(),
    ]


def test_a_question_back_to_the_person_is_seen_in_the_trace(agent: ClassicAgent, wire: WireDouble) -> None:
    asked = trace(observation={"type": "ASK_USER", "finalResponse": {"text": "Which?"}})
    wire.answers = [asked + chunk(b"Which?")]
    assert events(agent) == [AskedBack(), TextDelta("Which?"), Done()]


def test_characters_split_over_chunks_stay_whole(agent: ClassicAgent, wire: WireDouble) -> None:
    data = "Umsatz für 東京 👍🏽 مرحبا".encode()
    wire.answers = [b"".join(chunk(data[i : i + 1]) for i in range(len(data)))]
    text = "".join(event.text for event in events(agent) if isinstance(event, TextDelta))
    assert text == data.decode()


@pytest.mark.parametrize(
    "failure", [broken("throttlingException"), (409, "ConflictException"), (424, "ModelNotReadyException")]
)
def test_a_busy_agent_is_asked_again_while_nothing_was_said_or_done(
    agent: ClassicAgent, wire: WireDouble, waits: list[float], failure: bytes | tuple[int, str]
) -> None:
    wire.answers = [failure, failure, chunk(b"At last.")]
    assert events(agent) == [TextDelta("At last."), Done()]
    assert len(waits) == 2
    assert waits[1] > waits[0] / 2


def test_an_agent_that_stays_busy_is_given_up_on(agent: ClassicAgent, wire: WireDouble) -> None:
    wire.answers = [(429, "ThrottlingException")] * 5
    with pytest.raises(AgentError) as raised:
        events(agent)
    assert raised.value.message == ENGLISH.agent_busy("t1")


@pytest.mark.parametrize("begun", [chunk(b"Half"), called("run_sql", "a", sql="x")])
def test_a_turn_that_began_is_never_run_again(agent: ClassicAgent, wire: WireDouble, begun: bytes) -> None:
    wire.answers = [begun + broken("throttlingException"), chunk(b"again")]
    with pytest.raises(AgentError) as raised:
        events(agent)
    assert raised.value.message == ENGLISH.cut_off
    assert len(wire.requests) == 1


def test_a_connection_that_breaks_in_the_stream_is_a_cut_off(agent: ClassicAgent, wire: WireDouble) -> None:
    wire.answers = [chunk(b"Half") + chunk(b"lost")]
    wire.breaks = True
    with pytest.raises(AgentError) as raised:
        events(agent)
    assert raised.value.message == ENGLISH.cut_off


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            called("run_sql", "a", sql="x") + broken("dependencyFailedException"),
            ENGLISH.agent_action_failed("run_sql", "t1"),
        ),
        (broken("internalServerException"), ENGLISH.agent_unavailable("t1")),
        (broken("accessDeniedException"), ENGLISH.agent_unavailable("t1")),
        ((404, "ResourceNotFoundException"), ENGLISH.agent_unavailable("t1")),
        (member("returnControl", {"invocationId": "i", "invocationInputs": []}), ENGLISH.agent_wants_control("t1")),
    ],
)
def test_failures_are_told_in_words_without_details(
    agent: ClassicAgent, wire: WireDouble, answer: bytes | tuple[int, str], words: str
) -> None:
    wire.answers = [answer]
    with pytest.raises(AgentError) as raised:
        events(agent)
    assert raised.value.message == words
    assert "arn" not in raised.value.message


@pytest.fixture
def actions(wire: WireDouble) -> Actions:
    client = boto3.client(
        "lambda", endpoint_url=wire.url, region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )  # fmt: skip
    return Actions(client, "outcrop-actions", {"outcrop_today": "2026-11-15"})


def test_an_action_is_called_with_bedrocks_own_event(actions: Actions, wire: WireDouble) -> None:
    body = json.dumps({"status": "ok", "rows": [[1]]})
    response = {"functionResponse": {"responseBody": {"TEXT": {"body": body}}}}
    wire.answers = [{"messageVersion": "1.0", "response": response}]
    answer = actions.call("run_sql", "analytics", {"sql": "SELECT 1"}, CALLER, AUDIENCE, "t9")
    assert answer == {"status": "ok", "rows": [[1]]}
    path, sent = wire.requests[0]
    assert path == "/2015-03-31/functions/outcrop-actions/invocations"
    assert (sent["messageVersion"], sent["actionGroup"], sent["function"]) == ("1.0", "analytics", "run_sql")
    assert sent["parameters"] == [{"name": "sql", "type": "string", "value": "SELECT 1"}]
    assert sent["sessionAttributes"]["outcrop_turn"] == "t9"
    assert sent["promptSessionAttributes"] == {"outcrop_today": "2026-11-15"}


@pytest.mark.parametrize(
    "answer", [{"errorMessage": "arn:secret"}, {"response": {}}, (404, "ResourceNotFoundException"), {"response": 5}]
)
def test_an_action_that_breaks_is_told_in_words(
    actions: Actions, wire: WireDouble, answer: dict[str, object] | tuple[int, str]
) -> None:
    wire.answers = [answer]
    with pytest.raises(ActionsError) as raised:
        actions.call("run_sql", "analytics", {}, CALLER, AUDIENCE, "t9")
    assert raised.value.message == ENGLISH.actions_failed
