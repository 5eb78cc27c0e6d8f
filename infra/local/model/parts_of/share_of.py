"""The figure before as a percentage of another, or of its own whole: "as a percentage of turnover" behind profit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.parts_of.rates import is_under, rate_of
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.threads.earlier import Earlier

_VALUE_TOTAL = re.compile(
    r"\b(?:share|percentage|percent|proportion|%|part)\s+of\s+the\s+(?P<of>\w+)\s+(?:total|whole|sum)\b(?!\s+\w)",
    re.IGNORECASE,
)
_IN_EACH = re.compile(
    r"\s*(?:in|of|for|within|per|from)?\s*(?:the|that|this|each|every|its|their|each\s+of\s+the)?\s*", re.IGNORECASE
)
_OF_ALL = re.compile(r"\W*(?:of\s+)?(?:(?:all|the|total)\s+)+", re.IGNORECASE)
NEAR = 2
"""Tokens from "as a percentage of" to the figure, with an article between them."""


def of_shown(text: str, before: MetricRequest, lexicon: Lexicon) -> str:
    """ "Share of the Skarv total", of what is limited to Skarv: of the total."""
    found = _VALUE_TOTAL.search(text)
    senses = lexicon.lookup((found["of"].casefold(),)) if found else ()
    limited = {(f.field, str(f.values[0])) for f in before.filters if f.op == "in" and len(f.values) == 1}
    if found is None or not any(s.kind == "value" and (s.ref, str(s.value)) in limited for s in senses):
        return text
    return f"{text[: found.start('of')]}{' ' * len(found['of'])}{text[found.end('of') :]}"


def settle(parts: Parts, items: Sequence[Item], text: str, before: Earlier, lexicon: Lexicon) -> None:
    """What the share of a reply is one of. Raises Stop where that can't be told."""
    _over_another(parts, before.metrics, lexicon)
    _of_whole(parts, items, text, before, lexicon)


def _over_another(parts: Parts, before: Sequence[Metric], lexicon: Lexicon) -> None:
    """Make it the published rate of the one over the other. Raises Stop where there is none."""
    said = [f for f in parts.figures if f.name == "share" and f.text.casefold().startswith(("as ", "in "))]
    if len(said) != 1 or len(parts.measures) != 1 or len(before) != 1:
        return
    item = parts.measures[0].item
    named = lexicon.metrics(item.senses)
    last = said[0].first + len(said[0].text.split())
    if len(named) != 1 or named[0] in before or not 0 <= item.first - last <= NEAR:
        return
    rate = rate_of(before[0], lexicon.model)
    if rate is None or not is_under(rate, named[0]):
        raise Stop(refuse("ratio", item.text))
    parts.measures[0] = replace(parts.measures[0], item=replace(item, senses=(Sense("metric", rate.name),)))
    parts.figures = [f for f in parts.figures if f is not said[0]]


def _of_whole(parts: Parts, items: Sequence[Item], text: str, before: Earlier, lexicon: Lexicon) -> None:
    """ "As a percentage of all clients in the region", behind clients without a segment by region."""
    share = next((f for f in parts.figures if f.name == "share"), None)
    after = [i for i in items if share and i.kind == "term" and i.start >= share.end]
    facts = {name for m in before.metrics for name in lexicon.reach.facts(m)}
    rows = {s.ref.casefold() for i in after[:1] for s in i.senses if s.kind == "dataset"} & facts
    if (
        share is None
        or not rows
        or "total" in share.text.casefold()
        or not _OF_ALL.fullmatch(text[share.end : after[0].start])
    ):
        return
    said = set(before.request.dimensions)
    by = after[1] if len(after) > 1 else None
    each = by is not None and any(s.kind == "field" and s.ref in said for s in by.senses)
    each = each and by is not None and _IN_EACH.fullmatch(text[after[0].end : by.start]) is not None
    if each or by is None:
        parts.whole = "each" if each else "all"
