"""Stands in for the foundation model: reads a question with the semantic model's own words and plans one call.

It knows the published metrics, fields, known values and datasets, the English of :mod:`vocabulary`, the calendar, and
what was asked before in the thread. A word outside of these makes it ask or refuse; it never guesses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from agent_actions.contract import TODAY_ATTRIBUTE, HistoryCall, HistoryTurn
from agent_actions.semantic.model import SemanticModel
from agent_actions.sql.tables import Tables
from infra.local.model.chatting import repair
from infra.local.model.figures import meanings
from infra.local.model.files import file_refs
from infra.local.model.files.file_data import beside_file
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon, build
from infra.local.model.outcomes import (
    Ask,
    AskFile,
    Describe,
    Explain,
    FileQuery,
    Look,
    OfferCertified,
    Outcome,
    Query,
    Refuse,
    RunCertified,
    RunSql,
    Settle,
    ShowSql,
    Talk,
    Unplaced,
    Unreachable,
    UseFile,
)
from infra.local.model.plan import plan
from infra.local.model.port import CallTools, Exchange, ModelTurn, Say, Step, ToolCall, ToolResult
from infra.local.model.says import words
from infra.local.model.says.say import read_body, say
from infra.local.model.threads import history

MAX_EXCHANGES = 8
"""Earlier messages of the agent session that are read again where no history was given."""


class Planner:
    """Implements :class:`infra.local.model.port.Model` without any model."""

    def __init__(self, model: Callable[[], SemanticModel], tables: Callable[[], Tables]) -> None:
        self._model = model
        self._tables = tables
        self._lexicon: tuple[SemanticModel, Tables, Lexicon] | None = None

    def next(self, turn: ModelTurn) -> Step:
        """One tool call first, then words about its result. Never raises for anything that a person wrote."""
        lexicon = self._read_model()
        known = Known(
            lexicon, _today(turn.prompt_session_attributes), (), meanings.read(turn.prompt_session_attributes)
        )
        known = replace(known, turns=_earlier(turn, known), files=file_refs.read(turn.prompt_session_attributes))
        outcome = plan(_asked(turn.text), known)
        if isinstance(outcome, Talk):
            return Say((outcome.text,), outcome.asks)
        if isinstance(outcome, AskFile):
            return Say((words.choose(outcome.question, outcome.answers),), asks=True)
        if not turn.results:
            return _call(turn, outcome)
        result = turn.results[-1]
        if isinstance(outcome, UseFile | FileQuery) and (following := _following(outcome, result, lexicon)):
            return following if isinstance(following, Say) else _call(turn, following)
        if result.reprompt and len(turn.results) == 1 and (mended := repair.mended(result, read_body(result))):
            return CallTools((mended,), words.MENDING)
        return say(outcome, result, lexicon.model)

    def _read_model(self) -> Lexicon:
        model, tables = self._model(), self._tables()
        if self._lexicon is None or self._lexicon[0] is not model or self._lexicon[1] is not tables:
            self._lexicon = (model, tables, build(model, tables))
        return self._lexicon[2]


def _following(outcome: UseFile | FileQuery, result: ToolResult, lexicon: Lexicon) -> Say | UseFile | Query | None:
    """What comes after the first call on a file; None when its result is what is said."""
    body = read_body(result)
    if body.get("status") != "ok" or result.call.name not in ("read_document", "transcribe_audio"):
        return None
    if isinstance(outcome, UseFile):
        text = str(body.get("text") or "")
        return UseFile("speak", {"text": text}) if outcome.then == "speak" and text else None
    found = beside_file(outcome, body, lexicon)
    if isinstance(found, Talk):
        return Say((found.text,), found.asks)
    if isinstance(found, AskFile):
        return Say((words.choose(found.question, found.answers),), asks=True)
    return found


def _call(turn: ModelTurn, outcome: Outcome) -> Step:
    name, arguments = _action(outcome)
    tool = next((t for t in turn.tools if t.name == name), None)
    if tool is not None:
        return CallTools((ToolCall(tool.group, tool.name, arguments),), words.rationale(name))
    if isinstance(outcome, Unreachable):
        return Say((words.cannot(outcome.text, "", outcome.ways),))
    if isinstance(outcome, Refuse):
        return Say((outcome.text,))
    if isinstance(outcome, Ask):
        return Say((words.choose(outcome.question, [o.label for o in outcome.options]),), asks=True)
    return Say((words.not_known(outcome.words, ()) if isinstance(outcome, Unplaced) else words.no_tool(name),))


def _action(outcome: Outcome) -> tuple[str, Mapping[str, str]]:
    """The action that carries an outcome out, and its arguments."""
    match outcome:
        case Query(request) | Unreachable(request=request):
            return "query_metrics", {"request": json.dumps(request.model_dump(mode="json", exclude_defaults=True))}
        case RunSql(sql):
            return "run_sql", {"sql": sql}
        case UseFile(action, arguments):
            return action, arguments
        case FileQuery(file):
            return "read_document", {"file": file, "want": "dataset"}
        case RunCertified(certified, parameters):
            return "run_sql", {"certified": json.dumps({"name": certified, "parameters": dict(parameters)})}
        case ShowSql(call):
            return _action(call)
        case Describe(dataset):
            return "describe_dataset", {"name": dataset}
        case Explain((metric,)):
            return "describe_dataset", {"name": metric}
        case Unplaced(unplaced):
            return "search_catalog", {"query": " ".join(unplaced)}
        case Refuse(query, _, missing):
            return "search_catalog", {"query": missing or query}
        case Look() | Settle() | Explain() | Ask() | OfferCertified():
            return "search_catalog", {"query": outcome.query}
        case Talk() | AskFile():
            return "", {}


def _asked(text: str) -> str:
    """The question without the message that is quoted below it: somebody's words, not what is asked for."""
    asked, _, quoted = text.partition("\n\n> ")
    return asked if all(line.startswith(">") for line in quoted.splitlines()[1:]) else text


def _today(attributes: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(attributes.get(TODAY_ATTRIBUTE, ""))
    except ValueError:
        return date.today()


def _earlier(turn: ModelTurn, known: Known) -> tuple[HistoryTurn, ...]:
    """The thread's history; for a client that sends none, what this agent session was asked before."""
    given = history.read(turn.prompt_session_attributes)
    return given or _replayed(turn.exchanges[-MAX_EXCHANGES:], known)


def _replayed(exchanges: tuple[Exchange, ...], known: Known) -> tuple[HistoryTurn, ...]:
    turns: tuple[HistoryTurn, ...] = ()
    for exchange in exchanges:
        outcome = plan(exchange.user, replace(known, turns=turns))
        calls: tuple[HistoryCall, ...] = ()
        if isinstance(outcome, ShowSql):
            outcome = outcome.call
        if isinstance(outcome, Query):
            request = outcome.request.model_dump(mode="json", exclude_defaults=True)
            calls = (HistoryCall(action="query_metrics", status="ok", request=request),)
        elif isinstance(outcome, RunSql):
            calls = (HistoryCall(action="run_sql", status="ok", request={"sql": outcome.sql}),)
        elif isinstance(outcome, RunCertified):
            certified = {"name": outcome.name, "parameters": dict(outcome.parameters)}
            calls = (HistoryCall(action="run_sql", status="ok", request={"certified": certified}),)
        ended = "asked_back" if isinstance(outcome, Ask | Unplaced | OfferCertified) else "answered"
        if isinstance(outcome, Refuse | Unreachable):
            ended = "refused"
        turns = (
            *turns,
            HistoryTurn(question=exchange.user, outcome=ended, calls=calls),
        )
    return turns
