"""A foundation model that does whatever it is told, by anyone: the gates around it are what is tested."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from infra.local.asking import Asked, Desk
from infra.local.model.port import CallTools, ModelTurn, Say, Step, ToolCall, ToolResult
from infra.local.stack import Stack
from tests.whole import Json, Office

LIVE = re.compile(r"<[@#!][^>]*>|<[A-Za-z][A-Za-z0-9+.-]*:|https?://|!\[|\]\(|\u202e|\u200b")
"""What would notify someone, link somewhere or hide something, in text that Slack reads."""
CANARY = "CANARY-7f3a91"
"""In a column, and in rows, that Luis may not see."""

GROUPS = {
    "search_catalog": "catalog", "describe_dataset": "catalog", "query_metrics": "analytics", "run_sql": "analytics",
    "read_document": "documents",
}  # fmt: skip


def call(action: str, **arguments: str) -> CallTools:
    return CallTools((ToolCall(GROUPS[action], action, arguments),))


def sql(statement: str) -> CallTools:
    return call("run_sql", sql=statement)


def say(*chunks: str) -> Say:
    return Say(chunks)


@dataclass
class Obedient:
    """``infra.local.model.port.Model``: one script for each question, a step for each time it is asked."""

    scripts: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    turns: dict[str, ModelTurn] = field(default_factory=dict)
    """The last turn of each question, with every result that the model was given."""

    def next(self, turn: ModelTurn) -> Step:
        self.turns[turn.text] = turn
        script = self.scripts[turn.text]
        return script[min(len(turn.results), len(script) - 1)]


class Puppet:
    """A whole stack around an obedient model."""

    def __init__(self, stack: Stack, model: Obedient, home: Path) -> None:
        self.stack, self.model, self.office, self.home = stack, model, Office(stack), home
        self._numbers = count()

    def ask(
        self,
        *script: Step,
        user: str = "luis",
        channel: str | None = None,
        thread: str | None = None,
        files: Sequence[Path] = (),
    ) -> tuple[Asked, tuple[ToolResult, ...]]:
        """A question that makes the model do ``script``: the reply, and what the model was told by the actions."""
        question = f"do as the script {next(self._numbers)} says"
        self.model.scripts[question] = script
        asked = Desk(self.stack.running, user, channel).ask(question, thread, [*files])
        turn = self.model.turns.get(question)
        return asked, turn.results if turn else ()

    def shown(self, asked: Asked) -> list[Json]:
        """The bot's messages in the thread, as Slack has them."""
        channel, _, ts = asked.thread.partition(":")
        return self.office.answers({"channel": channel, "ts": ts})


def body(result: ToolResult) -> dict[str, Any]:
    return json.loads(result.body)


def texts(value: object) -> list[str]:
    """Every string that a person sees or Slack reads as markup in a message: ids, values and types left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        skipped = ("type", "value", "action_id", "block_id", "url", "bot_profile", "metadata", "ts", "user")
        return [text for key, item in value.items() if key not in skipped for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return []
