"""What was asked before in the thread, as the session attributes tell it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent_actions.contract import HISTORY_ATTRIBUTE, HistoryCall, HistoryTurn
from agent_actions.semantic.request import CertifiedRequest, MetricRequest
from infra.local.model.outcomes import Query, RunCertified, RunSql

_TURNS = TypeAdapter(list[HistoryTurn])
_OF_THEM = re.compile(r"\b(?:of|from|among) (?:all )?(?:of )?(?:them|those|these|which|that)\b", re.IGNORECASE)
DONE = ("ok", "empty")


def read(attributes: Mapping[str, str]) -> tuple[HistoryTurn, ...]:
    """Earlier turns, oldest first; what cannot be read counts as nothing."""
    try:
        return tuple(_TURNS.validate_json(attributes.get(HISTORY_ATTRIBUTE) or "[]"))
    except ValidationError:
        return ()


def last_request(turns: Sequence[HistoryTurn]) -> MetricRequest | None:
    """The newest metric request that gave an answer; none after a certified question, which nothing changes."""
    for call in _calls(turns):
        if _certified(call):
            return None
        if call.action == "query_metrics" and (request := metric_request(call.request)):
            return request
    return None


def before_last(turns: Sequence[HistoryTurn]) -> MetricRequest | None:
    """The request before the newest one that was another; None when there is none."""
    asked = [r for c in _calls(turns) if c.action == "query_metrics" and (r := metric_request(c.request))]
    return next((r for r in asked if r != asked[0]), None)


@dataclass(frozen=True)
class Narrowed:
    """The one condition that the last question put to the one before it."""

    field: str
    value: str
    counted: bool
    """It asked how many of those before meet it: "how many of them are members"."""


def narrowed(turns: Sequence[HistoryTurn]) -> Narrowed | None:
    """None where the last question changed anything else, or named several values."""
    answered = [(t.question, r) for t in turns if (r := last_request([t]))]
    if len(answered) < 2:
        return None
    (_, before), (question, last) = answered[-2:]
    new = [f for f in last.filters if f not in before.filters]
    same = last.model_copy(update={"filters": before.filters}) == before
    if not same or len(new) != 1 or len(last.filters) != len(before.filters) + 1:
        return None
    if new[0].op != "in" or len(new[0].values) != 1:
        return None
    return Narrowed(new[0].field, str(new[0].values[0]), _OF_THEM.search(question) is not None)


def last_call(turns: Sequence[HistoryTurn]) -> Query | RunSql | RunCertified | None:
    """The newest call whose SQL can be shown."""
    for call in _calls(turns):
        if call.action == "query_metrics" and (request := metric_request(call.request)):
            return Query(request)
        if found := _certified(call):
            return found
        if call.action == "run_sql" and call.request and isinstance(sql := call.request.get("sql"), str):
            return RunSql(sql)
    return None


def _certified(call: HistoryCall) -> RunCertified | None:
    given: Any = (call.request or {}).get("certified") if call.action == "run_sql" else None
    try:
        asked = CertifiedRequest.model_validate(given)
    except ValueError:
        return None
    return RunCertified(asked.name, asked.parameters)


def metric_request(arguments: Mapping[str, Any] | None) -> MetricRequest | None:
    """The request of a call: its argument, as an object or as JSON text, or the call's arguments themselves."""
    given: Any = (arguments or {}).get("request", arguments)
    try:
        given = json.loads(given) if isinstance(given, str) else given
        return MetricRequest.model_validate(given)
    except (ValueError, RecursionError):
        return None


def _calls(turns: Sequence[HistoryTurn]) -> list[HistoryCall]:
    return [c for turn in reversed(turns) for c in reversed(turn.calls) if c.status in DONE]
