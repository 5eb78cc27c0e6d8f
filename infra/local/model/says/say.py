"""From results to words. Figures are never computed or restated here, but for the headline that code made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent_actions.semantic.model import SemanticModel
from infra.local.model.outcomes import (
    Ask,
    Describe,
    Explain,
    FileQuery,
    Look,
    OfferCertified,
    Outcome,
    Query,
    Refuse,
    Settle,
    ShowSql,
    Talk,
    Unplaced,
    Unreachable,
    UseFile,
)
from infra.local.model.port import Say, ToolResult
from infra.local.model.says import catalogue_words as c
from infra.local.model.says import words

MAX_LISTED = 40
MAX_NEAR = 5
MAX_EXAMPLES = 3
MAX_CERTIFIED = 5
MAX_GROUPS = 8
"""Datasets that a list of everything names."""
MAX_IN_GROUP = 6


def read_body(result: ToolResult) -> dict[str, Any]:
    """The action's answer; an answer that isn't a JSON object counts as an error in words."""
    try:
        body = json.loads(result.body)
    except ValueError:
        body = None
    if isinstance(body, dict):
        return body
    text = result.body.strip() if result.reprompt else ""
    return {"status": "error", "error": text or words.BROKEN_RESULT}


def say(outcome: Outcome, result: ToolResult, model: SemanticModel) -> Say:
    """The turn's last words, given what was decided and the result of the last call."""
    body = read_body(result)
    status = str(body.get("status", "error"))
    if status == "ambiguous":
        return _chosen(outcome, body)
    if status == "pending":
        # the bot tells what is waited for, and asks again when it is done
        return Say(())
    match outcome:
        case Ask() | Unplaced() | Refuse() | Unreachable() if status == "refused" and not result.reprompt:
            return Say((_failed(body),))
        case Unplaced(rest=rest) if rest:
            said = _unplaced(outcome, body, status).chunks[0]
            return Say((words.without_them(said, outcome.words, rest),), asks=True)
        case Ask():
            return Say((words.choose(outcome.question, [o.label for o in outcome.options]),), asks=True)
        case Unplaced():
            return _unplaced(outcome, body, status)
        case OfferCertified():
            return _offered(outcome, body)
        case Refuse():
            return Say((outcome.text,), asks=status in ("ok", "empty"))
        case Unreachable() if status not in ("ok", "empty"):
            return Say((words.cannot(outcome.text, str(body.get("error") or ""), outcome.ways),))
        case _:
            pass
    if status not in ("ok", "empty"):
        return Say((_failed(body),))
    match outcome:
        case Look():
            return Say((_warned(_catalogue(outcome, body), body),))
        case Settle():
            return Say((str(body.get("headline") or words.NOTHING_MATCHES),))
        case Explain():
            return Say((_warned(_explained(outcome, body, model), body),))
        case Describe():
            return Say((_warned(_described(body), body),))
        case ShowSql():
            return Say((words.sql_block(str(body["sql"])) if body.get("sql") else _answer(body, ()),))
        case Query():
            return Say((_answer(body, outcome.notes, outcome.taken),))
        case FileQuery() if "dataset" not in body:
            return Say((_answer(body, outcome.query.notes, outcome.query.taken),))
        case UseFile():
            return Say((_answer(body, outcome.notes),))
        case _:
            return Say((_answer(body, ()),))


def _strings(body: Mapping[str, Any], key: str) -> list[str]:
    found = body.get(key)
    return [str(v) for v in found] if isinstance(found, list) else []


def _dicts(body: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = body.get(key)
    return [v for v in found if isinstance(v, dict)] if isinstance(found, list) else []


def _answer(body: Mapping[str, Any], notes: Sequence[str], taken: Sequence[str] = ()) -> str:
    lines = [str(body.get("headline") or (words.NOTHING_MATCHES if body.get("status") == "empty" else ""))]
    if assumptions := [*_strings(body, "assumptions"), *taken]:
        lines.append(words.assumed(assumptions))
    lines += notes
    if withheld := _strings(body, "hidden"):
        lines.append(words.hidden(withheld))
    lines += _strings(body, "warnings")
    return "\n".join(line for line in lines if line)


def _warned(text: str, body: Mapping[str, Any]) -> str:
    return "\n\n".join([text, *_strings(body, "warnings")])


def _failed(body: Mapping[str, Any]) -> str:
    message = str(body.get("error") or words.GAVE_UP)
    text = words.nearest_to(message, _strings(body, "nearest"))
    withheld = _strings(body, "hidden")
    return f"{text}\n{words.hidden(withheld)}" if withheld else text


def _chosen(outcome: Outcome, body: Mapping[str, Any]) -> Say:
    labels = [str(c.get("label", "")) for c in _dicts(body, "choices")]
    message = str(body.get("error") or (outcome.question if isinstance(outcome, Ask) else words.GAVE_UP))
    return Say((words.choose(message, [label for label in labels if label]),), asks=True)


def _unplaced(outcome: Unplaced, body: Mapping[str, Any], status: str) -> Say:
    matches = [str(m.get("label") or m.get("name")) for m in _dicts(body, "matches") if m.get("kind") != "certified"]
    if status in ("ok", "empty") and matches:
        return Say((words.not_placed(outcome.words, list(dict.fromkeys(matches))[:MAX_NEAR]),), asks=True)
    return Say((words.not_known(outcome.words, _strings(body, "nearest")),), asks=status in ("ok", "empty"))


def _offered(outcome: OfferCertified, body: Mapping[str, Any]) -> Say:
    """The offer, where the person may see the question; else what is said without it."""
    if _dicts(body, "choices"):
        return Say((words.certified_offered(outcome.query, outcome.over),), asks=True)
    match outcome.otherwise:
        case Unplaced(unplaced):
            return Say((words.not_known(unplaced, ()),), asks=True)
        case Ask(_, question, options):
            return Say((words.choose(question, [o.label for o in options]),), asks=True)
        case Talk(text, asks):
            return Say((text,), asks)
        case _:
            return Say((words.GAVE_UP,), asks=True)


def _catalogue(outcome: Look, body: Mapping[str, Any]) -> str:
    about = body.get("about")
    if isinstance(about, dict) and _strings(about, "metrics"):
        return _about(about)
    if outcome.query:
        lines = [_entry(m) for m in _dicts(body, "matches")]
        return c.found(outcome.query, _short(lines)) if lines else str(body.get("headline") or words.NOTHING_MATCHES)
    metrics, datasets = _dicts(body, "metrics"), _dicts(body, "datasets")
    if not metrics and not datasets:
        return str(body.get("headline") or words.NOTHING_MATCHES)
    named = [_named(d) for d in datasets]
    if outcome.datasets or not metrics:
        lines = [c.entry(_named(d), _first_sentence(str(d.get("description") or ""))) for d in datasets]
        return c.datasets(str(body.get("headline") or ""), _short(lines, MAX_GROUPS), named)
    grouped: dict[str, list[str]] = {}
    for metric in metrics:
        grouped.setdefault(str(metric.get("dataset") or ""), []).append(_named(metric))
    lines, left = _by_dataset(grouped)
    fullest = max(grouped, key=lambda name: len(grouped[name]))
    return c.catalogue(
        str(body.get("headline") or ""),
        lines,
        left,
        _strings(body, "examples")[:MAX_EXAMPLES],
        fullest,
        _strings(body, "certified")[:MAX_CERTIFIED],
    )


def _about(about: Mapping[str, Any]) -> str:
    dataset = about.get("dataset")
    found = dataset if isinstance(dataset, dict) else {}
    return c.about(
        c.entry(_named(found), str(found.get("description") or "")),
        _strings(about, "metrics"),
        _strings(about, "split_by"),
        _strings(about, "examples")[:MAX_EXAMPLES],
    )


def _by_dataset(grouped: Mapping[str, Sequence[str]]) -> tuple[list[str], int]:
    """A line for each dataset with several metrics, one for all the others; and how many metrics are not named."""
    several = [(name, found) for name, found in grouped.items() if len(found) > 1][:MAX_GROUPS]
    others = [m for name, found in grouped.items() if name not in dict(several) for m in found]
    lines, left = [], 0
    for name, found in [*several, *([(c.OTHERS if several else "", others)] if others else [])]:
        left += max(len(found) - MAX_IN_GROUP, 0)
        lines.append(c.entry(name, ", ".join(found[:MAX_IN_GROUP])) if name else ", ".join(found[:MAX_IN_GROUP]))
    return lines, left


def _named(found: Mapping[str, Any]) -> str:
    return str(found.get("label") or found.get("name") or "")


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s|[:;]\s", text.strip(), maxsplit=1)[0].rstrip(".:;")


def _entry(found: Mapping[str, Any]) -> str:
    return c.entry(_named(found), str(found.get("description") or ""))


def _short(lines: Sequence[str], limit: int = MAX_LISTED) -> list[str]:
    kept = list(lines[:limit])
    return [*kept, c.more(len(lines) - len(kept))] if len(kept) < len(lines) else kept


def _explained(outcome: Explain, body: Mapping[str, Any], model: SemanticModel) -> str:
    """Only metrics that the action may show to this person are explained."""
    one = body.get("metric")
    given = [one] if isinstance(one, dict) else _dicts(body, "matches")
    found = {str(m.get("name", "")).casefold(): m for m in given}
    told: list[str] = []
    for name in outcome.metrics:
        metric = model.metric(name)
        if metric is None or metric.name.casefold() not in found:
            continue
        parts = found[metric.name.casefold()]
        time = model.field(metric.time) if metric.time else None
        told.append(
            c.explained(
                metric.label,
                metric.description,
                str(parts.get("formula") or ""),
                str(parts.get("definition") or metric.expression),
                metric.unit or "",
                str(parts.get("dated_by") or (time.label if time else "")),
            )
        )
        told += [c.left_out(left)] if (left := _strings(parts, "left_out")) else []
        told += [c.data_to(str(parts["data_as_of"])[:10])] if parts.get("data_as_of") else []
        split_by = _strings(parts, "split_by")
        if split_by:
            more = parts.get("more_splits")
            told.append(c.splits(split_by, more if isinstance(more, int) else 0))
    return "\n".join(told) or c.found(outcome.query, _short([_entry(m) for m in _dicts(body, "matches")]))


def _described(body: Mapping[str, Any]) -> str:
    dataset = body.get("dataset")
    description = str(dataset.get("description") or "") if isinstance(dataset, dict) else ""
    fields = [_field(f) for f in _dicts(body, "fields")]
    metrics = [str(m.get("label") or m.get("name")) for m in _dicts(body, "metrics")]
    return c.described(str(body.get("headline") or ""), description, _short(fields), metrics[:MAX_LISTED])


def _field(found: Mapping[str, Any]) -> str:
    values = _strings(found, "values")
    return c.field(
        str(found.get("label") or found.get("name")),
        str(found.get("type") or ""),
        str(found.get("description") or ""),
        values,
    )
