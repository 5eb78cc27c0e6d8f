"""Dates that may lie ahead: "promised after 10 November" is no stretch up to today."""

from __future__ import annotations

import re
from dataclasses import replace

from agent_actions.semantic.model import DATED_TYPES
from agent_actions.semantic.request import Filter
from infra.local.model.english.text import name_words
from infra.local.model.english.vocabulary import word_set
from infra.local.model.known import Known
from infra.local.model.outcomes import Outcome, Query

AHEAD = word_set(
    "end ended ends promised due expected planned scheduled expires expired expiry deadline valid target until renewal"
)
"""In the name of a date: its days are known before they come."""
_BEGINS = re.compile(r"\b(?:after|since|later than|onwards?|from|starting)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:between|until|till|through|(?:and|to) (?:today|now|\d)|so far)\b", re.IGNORECASE)
_STRETCH = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")


def settled(outcome: Outcome, text: str, known: Known) -> Outcome:
    """With the end of such a stretch left open, where the words only say when it begins."""
    if not isinstance(outcome, Query) or not _BEGINS.search(text) or _ENDS.search(text):
        return outcome
    filters = tuple(_opened(f, known) for f in outcome.request.filters)
    return replace(outcome, request=outcome.request.model_copy(update={"filters": filters}))


def _opened(kept: Filter, known: Known) -> Filter:
    field = known.lexicon.model.field(kept.field)
    found = _STRETCH.fullmatch(str(kept.values[0])) if len(kept.values) == 1 and kept.op == "in" else None
    if field is None or found is None or field.datatype not in DATED_TYPES:
        return kept
    ahead = AHEAD & {word for name in (field.name, field.label) for word in name_words(name)}
    today = known.today.isoformat()
    if not ahead or not (found[2] == today or found[1] == found[2] > today):
        return kept
    return kept.model_copy(update={"values": (f"{found[1]}..",)})
