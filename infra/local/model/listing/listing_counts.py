""" "How many of these does each agent have?", after a list: its rows by what each of them has."""

from __future__ import annotations

import re

from agent_actions.semantic.model import Dataset
from agent_actions.semantic.request import MetricRequest
from infra.local.model.english.text import name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query

KEEPS = frozenset(["keep", "leave", "retain"])
"""At the beginning of a reply to a list they say which rows stay."""
_EACH_HAS = re.compile(
    r"(?:and |so |now )?how many(?: of (?:these|those|them))? (?:does|do|did|has) each (?:of the )?(?P<of>[\w ]+?) "
    r"(?:have|has|handle|got)"
)


def of_each_one(normal: str, own: Dataset, before: MetricRequest, lexicon: Lexicon) -> Query | None:
    """``normal``: the reply's folded words. None where it asks anything else, or the list was cut."""
    asked = _EACH_HAS.fullmatch(normal)
    named = lexicon.lookup(name_words(asked["of"])) if asked else ()
    fields = [f for s in named if s.kind == "field" and (f := lexicon.model.field(s.ref))]
    fields = [f for f in fields if f.dataset == own.name] or fields
    counters = lexicon.reach.counters(own.name)
    if len(fields) != 1 or len(counters) != 1 or before.limit:
        return None
    if lexicon.reach.distance(counters, fields[0].dataset) is None:
        return None
    counted = MetricRequest(metrics=(counters[0].name,), period=before.period, filters=before.filters)
    return Query(counted.model_copy(update={"dimensions": (fields[0].ref,)}))
