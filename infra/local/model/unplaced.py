"""Words of a message that have no place in what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import RANK_ASC, RANK_DESC
from infra.local.model.outcomes import Unplaced
from infra.local.model.parts import Parts
from infra.local.model.scan import Item

JOINS = frozenset(["and", "n", ",", "plus", "or", "with", "also"])
ASKS = frozenset(["is", "are", "do", "does", "did"])
THEY = frozenset(["it", "they", "he", "she", "each"])
"""Behind ", when" they ask for one more thing to be told of each row."""
COMPARES = (
    "compar", "chang", "develop", "differ", "did", "do", "look", "stack", "perform", "fare", "evolv", "mov", "rank",
)  # fmt: skip
"""How figures do beside others is no field of theirs."""
SHORT = 5
"""Words of "is a ticket urgent ?"."""
UNTIL = frozenset(["until", "till", "til", "since"])
COURTESY = frozenset(["please", "pls", "plz", "thanks", "thx", "exactly", ""])


def asked_when(tokens: Sequence[Token]) -> str:
    """The "when" of "which one, and when" and of "until when do orders go"; a figure does not answer it."""
    for i, token in enumerate(tokens):
        before = tokens[i - 1].norm if i else ""
        told = norm_at(tokens, i + 2)
        if token.norm == "how" and before in JOINS and norm_at(tokens, i + 1) in THEY and not told.startswith(COMPARES):
            return f"how {norm_at(tokens, i + 1)} {told}"
        if token.norm != "when":
            continue
        rest = [t for t in tokens[i + 1 :] if t.norm not in COURTESY]
        if before in UNTIL:
            return f"{tokens[i - 1].surface} {token.surface}"
        if before in JOINS | {":", ";"} and rest and rest[0].norm in THEY:
            return f"{token.surface} {rest[0].surface}"
        if before in JOINS and (not rest or rest[0].norm in (",", "?", ".", "!", ";", "and", "for", "by")):
            return token.surface
        said = [t.norm for t in rest]
        ranked = said[:1] in (["is"], ["are"]) and set(said) & (RANK_ASC | RANK_DESC)
        if not i and said and said[0] in ASKS and len(said) <= SHORT and not ranked:
            return token.surface  # "when is a ticket urgent?"
    return ""


def unplaced(items: Sequence[Item], parts: Parts) -> Unplaced:
    """Unknown words that stand side by side count as one thing."""
    found: list[str] = []
    start, end, last = -1, 0, -2
    for before, item in zip((None, *items), items, strict=False):
        if item.kind not in ("unknown", "quoted", "number", "unit", "mark") or item.text not in parts.unknown:
            continue
        if item.first == last + 1 and found:
            found[-1] = f"{found[-1]} {item.text}"
            end = item.end if len(found) == 1 else end
        else:
            averaged = before is not None and before.kind == "aggregate" and before.last + 1 == item.first
            found.append(f"{before.text} {item.text}" if before is not None and averaged else item.text)
            if start < 0:
                start, end = (before.start if before is not None and averaged else item.start), item.end
        last = item.last
    if not found and (item := next((i for i in items if i.text in parts.unknown), None)):
        start, end = item.start, item.end
    return Unplaced(tuple(dict.fromkeys(found or parts.unknown)), max(start, 0), end)
