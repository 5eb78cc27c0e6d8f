"""Bedrock's Converse in the planner's place, its wire spoken by botocore's own service model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.local.aws.errors import AwsError
from infra.local.aws.server import AwsServer
from infra.local.aws.service import Service
from infra.local.errors import LocalError
from infra.local.model.chatting.choice import chat_model
from infra.local.model.port import CallTools, Say, ToolResult, Usage
from infra.local.settings import LocalSettings
from tests.unit.chat.support import Chat, chatting, turn

Json = dict[str, Any]
MODEL = "bedrock:anthropic.claude-3-haiku-20240307-v1:0"
USE = {"toolUseId": "t1", "name": "query_metrics", "input": {"request": {"metrics": ["revenue"]}}}


@dataclass
class Converse(Service):
    """Answers with one message, whole or in events."""

    content: list[Json] = field(default_factory=list[Json])
    reason: str = "end_turn"
    error: AwsError | None = None
    requests: list[Json] = field(default_factory=list[Json])
    name = "bedrock-runtime"

    def converse(self, request: Json) -> Json:
        self.requests.append(request)
        if self.error:
            raise self.error
        message = {"role": "assistant", "content": self.content}
        usage = {"inputTokens": 11, "outputTokens": 5, "totalTokens": 16}
        return {"output": {"message": message}, "stopReason": self.reason, "usage": usage, "metrics": {"latencyMs": 1}}

    def converse_stream(self, request: Json) -> Json:
        self.requests.append(request)
        if self.error and self.error.status != 200:
            raise self.error
        return {"stream": self._events()}

    def _events(self) -> Iterator[Json]:
        yield {"messageStart": {"role": "assistant"}}
        for index, block in enumerate(self.content):
            if "toolUse" in block:
                use = block["toolUse"]
                start = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
                yield {"contentBlockStart": {"contentBlockIndex": index, "start": start}}
                delta = {"toolUse": {"input": str(use["input"]).replace("'", '"')}}
            else:
                delta = {"text": block["text"]}
            yield {"contentBlockDelta": {"contentBlockIndex": index, "delta": delta}}
            yield {"contentBlockStop": {"contentBlockIndex": index}}
        if self.error:
            raise self.error
        yield {"messageStop": {"stopReason": self.reason}}
        usage = {"inputTokens": 11, "outputTokens": 5, "totalTokens": 16}
        yield {"metadata": {"usage": usage, "metrics": {"latencyMs": 1}}}


@pytest.fixture
def converse() -> Converse:
    return Converse()


@pytest.fixture
def chat(converse: Converse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "y"),
        ("AWS_DEFAULT_REGION", "eu-central-1"),
    ):
        monkeypatch.setenv(name, value)
    with AwsServer([converse]) as server, chatting(server.url, name=MODEL) as chat:
        yield chat


def test_text_is_streamed_and_answered_whole(converse: Converse, chat: Chat) -> None:
    converse.content = [{"text": "It was drawn above."}]
    said, step = chat.hear(turn())

    assert isinstance(step, Say)
    assert said + "".join(step.chunks) == "It was drawn above."
    assert step.usage == Usage(11, 5)
    assert chat.model.next(turn()) == Say(("It was drawn above.",), usage=Usage(11, 5))
    (asked,) = converse.requests[0]["messages"]
    assert asked["content"][0]["text"] == "revenue last month"
    assert converse.requests[0]["system"][0]["text"].startswith("You are Outcrop")
    tools = [t["toolSpec"]["name"] for t in converse.requests[0]["toolConfig"]["tools"]]
    assert tools == ["search_catalog", "query_metrics"]


def test_calls_go_out_and_their_results_back(converse: Converse, chat: Chat) -> None:
    converse.content, converse.reason = [{"text": "Looking."}, {"toolUse": USE}], "tool_use"
    for step in (chat.hear(turn())[1], chat.model.next(turn())):
        assert isinstance(step, CallTools)
        assert step.rationale == "Looking."
        assert step.calls[0].arguments == {"request": '{"metrics": ["revenue"]}'}

    converse.content, converse.reason = [{"text": "Done."}], "end_turn"
    (made,) = step.calls
    chat.says(turn("revenue", ToolResult(made, '{"status": "ok"}')))
    result = converse.requests[-1]["messages"][-1]["content"][0]["toolResult"]
    assert (result["toolUseId"], "ok" in str(result["content"])) == ("t1", True)


def test_an_intervening_guardrail_is_said(converse: Converse, chat: Chat) -> None:
    converse.content, converse.reason = [{"text": "I can't talk about that."}], "guardrail_intervened"
    assert chat.says(turn()) == "I can't talk about that."


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (AwsError("ThrottlingException", "slow", 429), "ThrottlingException", "Too many requests"),
        (AwsError("ThrottlingException", "slow", 200), "ThrottlingException", "Too many requests"),
        (AwsError("AccessDeniedException", "no", 403), "AccessDeniedException", "AWS credentials"),
        (AwsError("ResourceNotFoundException", "no", 404), "ResourceNotFoundException", "region"),
        (
            AwsError("ValidationException", "The provided model identifier is invalid.", 400),
            "ResourceNotFoundException",
            "region",
        ),
        (AwsError("ModelNotReadyException", "soon", 429), "ModelNotReadyException", "still be loading"),
        (AwsError("InternalServerException", "oops", 500), "BadGatewayException", "oops"),
    ],
)
def test_converse_s_errors_become_the_agent_s(
    converse: Converse, chat: Chat, error: AwsError, code: str, told: str
) -> None:
    converse.error = error
    with pytest.raises(AwsError) as raised:
        chat.hear(turn())
    assert raised.value.code == code, raised.value.message
    assert told in raised.value.message


def test_without_a_region_it_is_said_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with pytest.raises(LocalError, match="AWS_REGION"):
        chat_model(LocalSettings(model=MODEL))
