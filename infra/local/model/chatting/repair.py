"""One try at mending a call that came back: a name that the action knows under a spelling very near to ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from infra.local.model.english.text import distance, fold
from infra.local.model.port import ToolCall, ToolResult

NEAR = 2
"""Edits between our name and the one that the action offers."""


def mended(result: ToolResult, body: Mapping[str, Any]) -> ToolCall | None:
    """The call with one name replaced, or None when nothing obvious would mend it."""
    nearest = body.get("nearest")
    if result.call.name != "query_metrics" or not isinstance(nearest, list) or len(nearest) != 1:
        return None
    offered = str(nearest[0])
    try:
        request = json.loads(result.call.arguments.get("request", ""))
    except ValueError:
        return None
    if not isinstance(request, dict):
        return None
    names = [n for key in ("metrics", "dimensions") for n in request.get(key, []) if isinstance(n, str)]
    wrong = [n for n in names if n != offered and distance(fold(n), fold(offered), NEAR) <= NEAR]
    if len(wrong) != 1:
        return None
    for key in ("metrics", "dimensions"):
        request[key] = [offered if n == wrong[0] else n for n in request.get(key, [])]
    return ToolCall(
        result.call.group, result.call.name, {"request": json.dumps({k: v for k, v in request.items() if v})}
    )
