"""What an answer teaches about a person's words: "sales" is revenue to those who chose it, or said so."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.contract import HistoryTurn, Receipt

MORE_WORDS = 3
"""Words of a reply beside the meaning's own by which it still is an answer to what was asked back."""


def learned(text: str, history: Sequence[HistoryTurn], receipts: Sequence[Receipt]) -> dict[str, str]:
    """Word -> metric (empty: forgotten), from what the person said outright, or answered when asked back."""
    found: dict[str, str] = {}
    for receipt in receipts:
        found |= receipt.meanings
    last = history[-1] if history else None
    if found or last is None or not last.by_asker or last.outcome != "asked_back":
        return found
    used = {m.name for r in receipts if r.status in ("ok", "empty") for m in r.metrics}
    choices = [c for call in last.calls for c in call.choices if c.word and c.metric in used]
    if len({c.metric for c in choices}) != 1 or len(text.split()) > len(choices[0].label.split()) + MORE_WORDS:
        return found
    return {c.word: c.metric for c in choices}
