"""Whom the golden questions are put to: the whole offline stack, or a deployed agent."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent_actions.contract import Audience, Caller, HistoryTurn, Scalar
from bot.agents.port import AgentTurn, AskedBack, TextDelta
from bot.errors import AgentError
from bot.keys import session_id
from bot.ledger import Ledger
from bot.outcome import calls_of, data_receipts, outcome_of, words_left_out
from bot.words import ENGLISH
from infra.evaluation import words
from infra.evaluation.errors import GoldenError
from infra.local import names
from infra.local.asking import Desk, person
from infra.local.slack.people import TEAM_ID

if TYPE_CHECKING:
    from bot.agents.port import Agent
    from bot.receipts import Receipts
    from infra.evaluation.golden import Golden
    from infra.local.home import Running

TEAM = "T_EVAL"
DIRECT = "D_EVAL"


@dataclass(frozen=True)
class Answer:
    """What came of a question. ``rows``: of its last result; None when it brought none."""

    outcome: str
    text: str
    thread: str
    rows: tuple[tuple[Scalar, ...], ...] | None = None
    total_rows: int = 0
    columns: tuple[str, ...] = ()
    sql: str | None = None
    seconds: float = 0.0


class Asker(Protocol):
    def ask(self, text: str, user: str, channel: str | None, thread: str | None) -> Answer:
        """Raises LocalError when the question could not be put at all."""
        ...


class StackAsker:
    """From a signed Slack event to the finished reply, as ``outcrop ask`` does it."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._ledger = Ledger(names.client("dynamodb", running.aws_url), names.TABLE)

    def ask(self, text: str, user: str, channel: str | None, thread: str | None) -> Answer:
        self._forget(user)
        asked = Desk(self._running, user, channel).ask(text, thread, list[Path]())
        self._forget(user)
        table = asked.tables[-1] if asked.tables else None
        return Answer(
            outcome=asked.outcome,
            text=asked.text,
            thread=asked.thread,
            rows=tuple(tuple(row) for row in table["rows"]) if table else None,
            total_rows=int(table["total_rows"]) if table else 0,
            columns=tuple(c["name"] for c in table["columns"]) if table else (),
            sql=asked.receipts[-1]["sql"] if asked.receipts else None,
            seconds=asked.elapsed_ms / 1_000,
        )

    def _forget(self, user: str) -> None:
        """What the person chose in another question is not to answer this one."""
        asker = person(user)
        for word in self._ledger.meanings(TEAM_ID, asker):
            self._ledger.mean(TEAM_ID, asker, word, "")


class AgentAsker:
    """A deployed agent and its receipts, without Slack: ``people`` of the golden file say who asks."""

    def __init__(self, agent: Agent, receipts: Receipts, golden: Golden, today: date | None = None) -> None:
        self._agent, self._receipts, self._golden, self._today = agent, receipts, golden, today
        self._threads: dict[str, tuple[HistoryTurn, ...]] = {}

    def ask(self, text: str, user: str, channel: str | None, thread: str | None) -> Answer:
        began = time.monotonic()
        caller, audience = self._caller(user), self._audience(channel)
        thread = thread or uuid.uuid4().hex
        turn = f"eval-{uuid.uuid4().hex}"
        asked = AgentTurn(
            turn=turn,
            session=session_id(TEAM, audience.channel, thread, caller.user),
            text=text,
            caller=caller,
            audience=audience,
            today=(self._today or datetime.now(UTC).date()).isoformat(),
            history=self._threads.get(thread, ()),
        )
        said, asked_back, failure = "", False, ""
        try:
            for event in self._agent.ask(asked):
                said += event.text if isinstance(event, TextDelta) else ""
                asked_back = asked_back or isinstance(event, AskedBack)
        except AgentError as error:
            failure = str(error)
        receipts = self._receipts.read(turn)
        outcome = outcome_of(receipts, text=said, asked_back=asked_back, failed=bool(failure))
        calls = HistoryTurn(question=text, outcome=outcome, calls=calls_of(receipts))
        self._threads[thread] = (*self._threads.get(thread, ()), calls)
        data = data_receipts(receipts)
        table = self._receipts.table(data[-1]) if data else None
        return Answer(
            outcome=outcome,
            text=said.strip() or failure or words_left_out(outcome, receipts, ENGLISH),
            thread=thread,
            rows=table.rows if table else None,
            total_rows=table.total_rows if table else 0,
            columns=tuple(c.name for c in table.columns) if table else (),
            sql=data[-1].sql if data else None,
            seconds=time.monotonic() - began,
        )

    def _caller(self, name: str) -> Caller:
        people: Mapping[str, object] = self._golden.people
        person = self._golden.people.get(name)
        if person is None:
            raise GoldenError(words.unknown_person(name, list(people)))
        return Caller(
            team=TEAM,
            user=person.user,
            name=name,
            email=person.email,
            kind=person.kind,
            groups=tuple(person.groups),
            timezone=person.timezone,
        )

    def _audience(self, channel: str | None) -> Audience:
        if channel is None:
            return Audience(kind="dm", channel=DIRECT)
        name = "#" + channel.lstrip("#")
        known = {"#" + key.lstrip("#"): value for key, value in self._golden.channels.items()}
        if name not in known:
            raise GoldenError(words.unknown_channel(name, list(known)))
        return Audience(kind="channel", channel=known[name], name=name)
