"""What was asked before in the thread, as the session attributes tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent_actions.contract import HISTORY_ATTRIBUTE, HistoryCall, HistoryTurn
from agent_actions.semantic.request import CertifiedRequest, MetricRequest
from infra.local.model.outcomes import Query, RunCertified, RunSql

_TURNS = TypeAdapter(list[HistoryTurn])
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
