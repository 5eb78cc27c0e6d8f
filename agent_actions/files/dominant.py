"""The language that a text is in, by Comprehend."""

from __future__ import annotations

from agent_actions.context import Context
from agent_actions.files.pieces import pieces

SERVICE = "Comprehend"
_LOOKED_AT = 5_000
"""Bytes of the beginning that are enough to tell; Comprehend takes 100 kB."""
_LEAST = 0.5
"""Score below which the language counts as not known."""


def languages_of(context: Context, text: str) -> list[tuple[str, float]]:
    """(code, score from 0 to 1), the likeliest first."""
    beginning = pieces(text, _LOOKED_AT)[0]
    found = context.services.ai.comprehend.detect_dominant_language(Text=beginning)["Languages"]
    scored = [(item.get("LanguageCode", ""), item.get("Score", 0.0)) for item in found]
    return sorted(scored, key=lambda pair: -pair[1])


def dominant_language(context: Context, text: str) -> str:
    """Its code, or "" when Comprehend isn't sure."""
    code, score = next(iter(languages_of(context, text)), ("", 0.0))
    return code if score >= _LEAST else ""
