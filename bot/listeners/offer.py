"""What a person can ask, from search_catalog's answer to an empty query: prompts and the Home view. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from bot.buttons import ASK
from bot.reply.elements import BUTTON_TEXT, actions_block, button, context_block, paragraph, plain
from bot.reply.inert import inert
from bot.slack_api import Block
from bot.words import Words

PROMPTS = 4
"""Most suggested prompts (https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts)."""
QUESTIONS, GROUPS, METRICS, CERTIFIED = 8, 20, 12, 12
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

Catalogue = Mapping[str, object]


def prompts(answer: Catalogue, words: Words) -> list[Mapping[str, str]]:
    """The first questions from the model that fit, then the ones that always hold."""
    asked = [(question, question) for question in _texts(answer, "examples") if len(question) <= BUTTON_TEXT]
    always = list(words.prompts)
    chosen = [*asked[: PROMPTS - 1], *always][:PROMPTS]
    return [{"title": inert(title), "message": message} for title, message in chosen]


def prompts_title(answer: Catalogue, words: Words) -> str:
    return words.prompts_title_noted if _texts(answer, "warnings") else words.prompts_title


def home_view(answer: Catalogue, words: Words) -> Mapping[str, object]:
    """The app's Home: questions as buttons that ask them, then what there is, by dataset."""
    return {"type": "home", "blocks": [_header(words.prompts_title), paragraph(words.home), *_offer(answer, words)]}


def _offer(answer: Catalogue, words: Words) -> list[Block]:
    metrics = _objects(answer, "metrics")
    if not metrics and not _objects(answer, "datasets"):
        error = answer.get("error")
        return [paragraph(inert(error) if isinstance(error, str) and error else words.no_datasets)]
    asked = [*_texts(answer, "examples")[: QUESTIONS - len(words.prompts)], *(message for _, message in words.prompts)]
    buttons = [button(f"{ASK}{i}", question, question) for i, question in enumerate(asked)]
    warned = [inert(text) for text in _texts(answer, "warnings")]
    blocks = [context_block([words.warnings(warned)])] if warned else []
    blocks += [_header(words.home_try), actions_block(buttons)]
    groups = _groups(metrics)
    if groups:
        lines = [(name, ", ".join(_some(labels, METRICS, words))) for name, labels in groups[:GROUPS]]
        if len(groups) > GROUPS:
            lines.append(("", words.and_more(len(groups) - GROUPS)))
        blocks += [_header(words.home_metrics), _bullets(lines)]
    certified = [("", _PLACEHOLDER.sub("…", question)) for question in _texts(answer, "certified")]
    if certified:
        blocks += [_header(words.home_certified), _bullets(certified[:CERTIFIED])]
    return blocks


def _groups(metrics: Sequence[Catalogue]) -> list[tuple[str, list[str]]]:
    """Metrics by the label of their dataset, the fullest first."""
    grouped: dict[str, list[str]] = {}
    for metric in metrics:
        grouped.setdefault(str(metric.get("dataset") or ""), []).append(str(metric.get("label") or metric.get("name")))
    return sorted(grouped.items(), key=lambda group: -len(group[1]))


def _some(labels: Sequence[str], most: int, words: Words) -> list[str]:
    return [*labels[:most], *([words.and_more(len(labels) - most)] if len(labels) > most else [])]


def _header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def _bullets(lines: Sequence[tuple[str, str]]) -> Block:
    """(bold beginning, rest) a line: rich text, in which nothing of a catalogue is read as markup."""
    items: list[Block] = []
    for name, rest in lines:
        parts: list[Block] = [{"type": "text", "text": f"{name}: ", "style": {"bold": True}}] if name else []
        items.append({"type": "rich_text_section", "elements": [*parts, {"type": "text", "text": rest or "–"}]})
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}


def _texts(answer: Catalogue, key: str) -> list[str]:
    found = answer.get(key)
    return [item for item in cast("list[object]", found) if isinstance(item, str)] if isinstance(found, list) else []


def _objects(answer: Catalogue, key: str) -> list[Catalogue]:
    found = answer.get(key)
    listed = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Catalogue", item) for item in listed if isinstance(item, Mapping)]
