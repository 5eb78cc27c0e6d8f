"""Rows told by how they moved: "only districts where it fell", "just those that grew", "which of them went up?".

No request keeps rows by their change: they are ordered by it, and the answer says that none was left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Order
from infra.local.model import words

_DOWN = (
    r"(?:fell|fallen|falls?|falling|dropped|drops?|dropping|declined|declining|declines?|decreased|decreasing|"
    r"shrank|shrunk|shrinking|dipped|(?:went|going|gone|goes|came|is|are|was|were)\s+down|a\s+(?:drop|fall|decline|decrease|dip))"
)
_UP = (
    r"(?:grew|grown|grows?|growing|rose|risen|rises?|rising|increased|increasing|increases?|gained|"
    r"(?:went|going|gone|goes|is|are|was|were)\s+up|a\s+(?:rise|gain|growth|increase|jump))"
)
_HAS = r"(?:has\s+|have\s+|had\s+|did\s+|is\s+|are\s+|was\s+|were\s+|actually\s+|really\s+|even\s+)*"
_NONE = r"(?!\s+(?:by|from|to|below|under|above|over|more|less|the|most|least|fastest|\d))"
_FIGURE = r"(?:(?:it|they|this|that|these|those|the\s+figure|the\s+number|the\s+value)\s+)?"


def _pattern(moved: str) -> re.Pattern[str]:
    clause = rf"(?:where|in\s+which|for\s+which|that|which|who|with)\s+{_FIGURE}{_HAS}{moved}"
    return re.compile(
        rf"\b(?:(?:only|just|those|ones|keep)\b(?:\s+[\w-]+){{0,3}}\s+{clause}|(?:only|just)\s+(?:the\s+)?{moved}\s+[\w-]+"
        rf"|which\s+(?:of\s+(?:them|these|those)|ones)\s+{_HAS}{moved})\b{_NONE}",
        re.IGNORECASE,
    )


_MOVED = {"asc": _pattern(_DOWN), "desc": _pattern(_UP)}


def moved(text: str) -> str:
    """The end from which rows are ordered: ``asc`` where those are wanted that fell; empty where nothing is said so."""
    said = [end for end, pattern in _MOVED.items() if pattern.search(text)]
    return said[0] if len(said) == 1 else ""


def ordered(end: str, metrics: Sequence[Metric], notes: list[str]) -> Order:
    """The order of a comparison by its change; ``notes`` gets what is said of it."""
    notes.append(words.rows_by_change(fell=end == "asc"))
    return Order(by=f"{metrics[0].name}_change", direction="asc" if end == "asc" else "desc")
