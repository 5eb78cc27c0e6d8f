"""The list of datasets, from search_catalog's answer to an empty query. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bot.reply.inert import inert
from bot.words import Words

LISTED = 40
DESCRIPTION = 120


def datasets_text(answer: Mapping[str, object], words: Words) -> str:
    """Lines ``Label: description``, then the metrics by name."""
    datasets, metrics = _objects(answer, "datasets"), _objects(answer, "metrics")
    if not datasets:
        error = answer.get("error")
        return inert(error) if isinstance(error, str) and error else words.no_datasets
    lines = [words.datasets_title, *(f"• {_line(dataset)}" for dataset in datasets[:LISTED])]
    if len(datasets) > LISTED:
        lines.append(words.and_more(len(datasets) - LISTED))
    if metrics:
        lines.append(words.metrics_listed([inert(_label(metric)) for metric in metrics[:LISTED]]))
    return "\n".join(lines)


def _line(match: Mapping[str, object]) -> str:
    label = _label(match)
    description = " ".join(str(match.get("description") or "").split())
    if len(description) > DESCRIPTION:
        description = description[: DESCRIPTION - 1].rstrip() + "…"
    return inert(f"{label}: {description}" if description else label)


def _label(match: Mapping[str, object]) -> str:
    return str(match.get("label") or match.get("name") or "")


def _objects(answer: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    found = answer.get(key)
    listed = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Mapping[str, object]", item) for item in listed if isinstance(item, Mapping)]
