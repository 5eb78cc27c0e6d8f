"""A chat model of the environment against a scripted server, and turns to give it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from infra.local.model.chatting.chat import ChatModel
from infra.local.model.chatting.choice import chat_model
from infra.local.model.port import CallTools, Exchange, ModelTurn, Say, Step, Tool, ToolCall, ToolParameter, ToolResult
from infra.local.settings import LocalSettings
from tests.scripted_model import ScriptedModel

TOOLS = (
    Tool("catalog", "search_catalog", "Find things.", (ToolParameter("query", "string", "words", True),)),
    Tool(
        "analytics",
        "query_metrics",
        "Query.",
        (
            ToolParameter("request", "string", "JSON", True),
            ToolParameter("limit", "integer", "rows", False),
        ),
    ),
)


@dataclass
class Chat:
    model: ChatModel
    notices: list[str] = field(default_factory=list[str])

    def hear(self, turn: ModelTurn) -> tuple[str, Step]:
        """What was said while it was made, and the step at the end."""
        said = ""
        for part in self.model.stream(turn):
            if not isinstance(part, str):
                return said, part
            said += part
        raise AssertionError("no step")

    def says(self, turn: ModelTurn) -> str:
        said, step = self.hear(turn)
        assert isinstance(step, Say), step
        return said + "".join(step.chunks)

    def calls(self, turn: ModelTurn) -> tuple[ToolCall, ...]:
        _, step = self.hear(turn)
        assert isinstance(step, CallTools), step
        return step.calls


@contextmanager
def chatting(url: str, *, timeout: float = 20, name: str = "openai:scripted", **more: Any) -> Iterator[Chat]:
    notices: list[str] = []
    settings = LocalSettings(model=name, model_url=url, model_timeout=timeout, **more)
    model = chat_model(settings, notices.append)
    assert model is not None
    chat = Chat(model, notices)
    try:
        yield chat
    finally:
        model.close()


def turn(text: str = "revenue last month", *results: ToolResult, **more: Any) -> ModelTurn:
    given: dict[str, Any] = {"session_attributes": {}, "prompt_session_attributes": {}, **more}
    return ModelTurn("You are Outcrop, a data teammate for tests.", TOOLS, text, results=results, **given)


def followed(chat: Chat, **more: Any) -> tuple[ModelTurn, Say]:
    """Let the model go on until it says something, every good call answered with ``{"status": "ok"}``."""
    results: list[ToolResult] = []
    while True:
        asked = turn("revenue last month", *results, **more)
        _, step = chat.hear(asked)
        if isinstance(step, Say):
            return asked, step
        results += [ToolResult(c, c.problem or json.dumps({"status": "ok"}), bool(c.problem)) for c in step.calls]


def messages(server: ScriptedModel, number: int = -1) -> list[dict[str, Any]]:
    return server.requests[number]["messages"]


EXCHANGE = Exchange("revenue in May", "It was drawn above.")
