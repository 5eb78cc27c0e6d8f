""" "When were they launched?", behind an answer about things: the day of each of them beside it."""

from __future__ import annotations

import re

from agent_actions.semantic.request import MetricRequest
from infra.local.model.english.text import fold
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing.listing_head import dates
from infra.local.model.reach import entity

_ASKED = re.compile(
    r"(?:and\s+|ok,?\s+|so\s+)?when\s+(?:were|was|did|have|has|had|are|is)\s+"
    r"(?:they|it|(?:each|all)(?:\s+(?:one|of\s+(?:them|these|those)))?|these|those|(?:these|those)\s+\w+)\s+"
    r"(?:all\s+|each\s+|been\s+)*(?P<done>\w+)(?:\s+(?:up|out|in|down))?[\s?!.]*",
    re.IGNORECASE,
)


def asked(text: str) -> str:
    """What was done to those that were told before, where a message asks for the day of it; else empty."""
    said = _ASKED.fullmatch(text.strip())
    return fold(said["done"]) if said else ""


def shown(done: str, before: MetricRequest, lexicon: Lexicon) -> MetricRequest | None:
    """The answer before with that day of each; None where it was of no things, or of such as have no such day."""
    model = lexicon.model
    things = [d for d in model.datasets if any(f.ref in before.dimensions for f in entity(model, d))]
    days = dates(done, things[0]) if len(things) == 1 else []
    plain = not (before.grain or before.by or before.count or before.file or before.rest)
    if len(days) != 1 or not plain:
        return None
    columns = tuple(dict.fromkeys([*before.dimensions, days[0].ref]))
    return before.model_copy(update={"dimensions": columns})
