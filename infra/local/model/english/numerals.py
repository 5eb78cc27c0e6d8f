"""Numbers in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import NUMBERS, SCALES, SUFFIXES

THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
"""Points where others write commas."""


def number_at(tokens: Sequence[Token], i: int) -> tuple[float | None, int]:
    """The number that starts at token i and how many tokens it takes: "twenty five" -> (25, 2), else (None, 0)."""
    if i >= len(tokens):
        return None, 0
    value, used = _plain(tokens, i)
    if value is not None and (scale := SCALES.get(_word(tokens, i + used))):
        return value * scale, used + 1
    return value, used


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].norm if i < len(tokens) else ""


def _plain(tokens: Sequence[Token], i: int) -> tuple[float | None, int]:
    token = tokens[i]
    if token.kind == "number":
        scale = next((s for s in sorted(SUFFIXES, key=len, reverse=True) if token.norm.endswith(s)), "")
        value = _digits(token.norm.removesuffix(scale))
        return (value * SUFFIXES.get(scale, 1) if value is not None else None), 1
    if token.norm == "a" and i + 1 < len(tokens) and tokens[i + 1].norm in ("dozen", "hundred"):
        return NUMBERS[tokens[i + 1].norm], 2
    value = NUMBERS.get(token.norm)
    if value is None:
        return None, 0
    following = i + 2 if i + 1 < len(tokens) and tokens[i + 1].norm == "" else i + 1
    if value in range(20, 100, 10) and following < len(tokens):
        unit = NUMBERS.get(tokens[following].norm, 0)
        if 0 < unit < 10:
            return value + unit, following + 1 - i
    if value < 10 and following < len(tokens) and tokens[following].norm in ("hundred", "dozen"):
        return value * NUMBERS[tokens[following].norm], following + 1 - i
    return value, 1


def _digits(text: str) -> float | None:
    """1,000 and 2.5 as numbers; a comma counts as decimal only when it cannot part thousands."""
    head, comma, tail = text.rpartition(",")
    if comma and not (len(tail.split(".")[0]) == 3 and head.replace(",", "").isdigit()):
        return None
    if THOUSANDS.fullmatch(text):
        # 1.000 is a thousand where points part them; 1.234 may be either
        return float(text.replace(".", "")) if text.endswith("00") else None
    cleaned = text.replace(",", "")
    try:
        value = float(cleaned)
    except ValueError:
        return None
    return value if value < 1e15 else None
