"""What a turn's answer may rest on: the question, earlier questions, and what the actions brought so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from bot.reply.facts import Facts, given_by_model

if TYPE_CHECKING:
    from agent_actions.contract import Receipt, Table
    from bot.agents.port import AgentTurn
    from bot.receipts import Receipts


class Evidence:
    def __init__(self, receipts: Receipts, turn: AgentTurn, skip: Collection[str] = ()) -> None:
        """``skip``: keys of receipts that an earlier attempt left."""
        self._store, self._turn, self._seen = receipts, turn.turn, set(skip)
        self._receipts: dict[str, Receipt] = {}
        self._tables: dict[str, Table | None] = {}
        self._arguments: dict[str, Mapping[str, str]] = {}
        self._stale = False
        self._sources = {file.id: file.name for file in turn.files}
        day = date.fromisoformat(turn.today)
        self._asked, self._facts = Facts(day), Facts(day)
        for said in (turn.text, *(earlier.question for earlier in turn.history)):
            self._asked.say(said)
            self._facts.say(said)
        for file in turn.files:
            self._facts.say(f"{file.name} {file.pages or ''} {file.width or ''} {file.height or ''}")
        for call in (call for earlier in turn.history for call in earlier.calls):
            for choice in call.choices:
                self._facts.say(choice.label)

    @property
    def sources(self) -> Mapping[str, str]:
        """Names of the thread's files by id."""
        return self._sources

    def called(self, step: str, arguments: Mapping[str, str]) -> None:
        """The agent called an action with these arguments: its own words, which prove nothing."""
        self._arguments[step] = arguments

    def told(self, step: str, output: str) -> None:
        """An action came back: there may be a receipt, and it may have told more than that."""
        self._stale = True
        if output:
            self._facts.output(output, given_by_model(self._arguments.get(step), self._asked))

    def facts(self) -> Facts:
        """All facts by now. Reads the receipts that are new."""
        if self._stale:
            self._read()
        return self._facts

    def receipts(self) -> tuple[Receipt, ...]:
        """The turn's receipts in order, all of them."""
        self._read()
        return tuple(self._receipts.values())

    def table(self, receipt: Receipt) -> Table | None:
        """The rows behind one of them."""
        return self._tables.get(receipt.id)

    def _read(self) -> None:
        self._stale = False
        keys = [key for key in self._store.keys(self._turn) if key not in self._seen]
        self._seen.update(keys)
        for receipt in self._store.of(keys):
            table = self._store.table(receipt) if receipt.status in ("ok", "empty") else None
            self._receipts[receipt.id], self._tables[receipt.id] = receipt, table
            self._facts.receipt(receipt, table, self._asked)
