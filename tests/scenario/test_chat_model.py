"""A language model behind InvokeAgent: it calls the real actions over the demo's lake, and its words are streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from agent_actions.contract import Audience, Caller, Receipt, receipt_prefix
from bot.agents.classic import ClassicAgent
from bot.agents.port import AgentEvent, AgentTurn, StepFinished, StepStarted, TextDelta, Usage
from bot.errors import AgentError
from infra.local import names
from infra.local.asking import person
from infra.local.aws.server import AwsServer
from infra.local.aws.services.bedrock_agent_runtime import BedrockAgentRuntimeService
from infra.local.model.chatting.choice import chat_model
from infra.local.offline_aws import agent_definition
from infra.local.settings import LocalSettings
from infra.local.slack.people import TEAM_ID
from infra.local.stack import Stack
from tests.scripted_model import Reply, ScriptedModel, call, fail, say, scripted_model

WORDS = "Revenue last month is drawn above, by region. It covers October 2026, by order date. " * 4
BY_REGION = {"metrics": ["revenue"], "dimensions": ["orders.region"], "period": "2026-10"}


@dataclass
class Seat:
    """Maya at an agent that asks a scripted language model."""

    server: ScriptedModel
    agent: ClassicAgent
    stack: Stack
    number: int = 0

    def ask(self, text: str, session: str = "chat-model-session-0123456789-abcdef") -> list[AgentEvent]:
        self.number += 1
        caller = Caller(team=TEAM_ID, user=person("maya"), kind="member", email="maya@example.com")
        audience = Audience(kind="dm", channel="D_MAYA")
        turn = AgentTurn(self.turn, session, text, caller, audience, today="2026-11-15")
        return list(self.agent.ask(turn))

    @property
    def turn(self) -> str:
        return f"chat-model-turn-{self.number}"

    def receipts(self) -> list[Receipt]:
        s3 = names.client("s3", self.stack.running.aws_url)
        listed = s3.list_objects_v2(Bucket=names.BUCKET, Prefix=receipt_prefix(self.turn)).get("Contents", [])
        bodies = [s3.get_object(Bucket=names.BUCKET, Key=e["Key"])["Body"].read() for e in listed]
        return [Receipt.model_validate_json(body) for body in bodies]


@pytest.fixture(scope="module")
def seat(stack: Stack) -> Iterator[Seat]:
    with scripted_model() as server:
        model = chat_model(LocalSettings(model="openai:scripted", model_url=server.url))
        assert model is not None
        service = BedrockAgentRuntimeService([agent_definition()], model, stack.aws.runtime)
        with AwsServer([service]) as aws:
            client = names.client("bedrock-agent-runtime", aws.url)
            agent = ClassicAgent(client, names.AGENT_ID, names.AGENT_ALIAS, sleep=lambda _: None)
            yield Seat(server, agent, stack)
        model.close()


def text_of(events: list[AgentEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextDelta))


def last_body(seat: Seat) -> dict[str, Any]:
    return json.loads(seat.server.requests[-1]["messages"][-1]["content"])


def test_a_turn_goes_from_the_model_through_an_action_to_a_streamed_answer(seat: Seat) -> None:
    search = Reply("I look first.", calls=(("search_catalog", '{"query": "revenue"}'),))
    seat.server.plays(search, call("query_metrics", request=BY_REGION), say(WORDS))
    events = seat.ask("revenue by region last month")

    steps = [(e.action, e.status) for e in events if isinstance(e, StepFinished)]
    assert steps == [("search_catalog", "complete"), ("query_metrics", "complete")]
    assert text_of(events) == WORDS
    assert len([e for e in events if isinstance(e, TextDelta)]) > 5
    assert [e for e in events if isinstance(e, Usage)] == [Usage(11, 5)] * 3
    assert "drawn for the person" in seat.server.requests[0]["messages"][0]["content"]
    assert "<outcrop_today>2026-11-15</outcrop_today>" in seat.server.requests[0]["messages"][1]["content"]
    answer = next(r for r in seat.receipts() if r.action == "query_metrics")
    assert (answer.status, answer.provenance, (answer.row_count or 0) > 1) == ("ok", "metric", True)
    assert last_body(seat)["headline"] == answer.headline


def test_arguments_that_are_no_json_and_a_metric_that_is_none_are_mended(seat: Seat) -> None:
    seat.server.plays(
        Reply(calls=(("query_metrics", '{"request": {"metrics": '),)),
        call("query_metrics", request={"metrics": ["sunshine"]}),
        call("query_metrics", request=BY_REGION),
        say("Done."),
    )
    events = seat.ask("revenue by region last month")

    told = [m["content"] for m in seat.server.requests[-1]["messages"] if m["role"] == "tool"]
    assert "not valid JSON" in told[0]
    assert "sunshine" in told[1]
    assert [e.action for e in events if isinstance(e, StepStarted)] == ["query_metrics"] * 2
    assert text_of(events) == "Done."


def test_the_next_turn_of_a_session_is_told_what_was_said(seat: Seat) -> None:
    session = "chat-model-session-that-goes-on-0123456789"
    seat.server.plays(say("Hello there."))
    seat.ask("hello", session)
    seat.ask("and now?", session)
    assert [m["content"] for m in seat.server.requests[-1]["messages"][1:3]][1] == "Hello there."


def test_a_busy_model_is_tried_again_and_a_refused_key_is_not(seat: Seat) -> None:
    seat.server.plays(fail(429, "slow down"), fail(503, "loading"), say("Hello."))
    assert text_of(seat.ask("hello")) == "Hello."

    seat.server.plays(fail(401, "who are you"))
    with pytest.raises(AgentError, match="can't reach the agent"):
        seat.ask("hello")
    assert len(seat.server.requests) == 1


def test_what_was_said_before_the_connection_broke_is_kept_and_said_to_be_cut(seat: Seat) -> None:
    seat.server.plays(say(WORDS, cut=True))
    with pytest.raises(AgentError, match="cut off"):
        seat.ask("revenue")
