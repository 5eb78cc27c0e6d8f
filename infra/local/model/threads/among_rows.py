""" "And for marketplace orders?", after a return rate: the same figure of these rows, and not their number.

And "add how many of those were late": one figure more, beside that of before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token, tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Parts
from infra.local.model.sentence import only
from infra.local.model.threads.earlier import Earlier

_AMONG = re.compile(
    r"(?:(?:and|so|ok|okay|now|then|but|only|just|what about|how about|what|how|the|same|again|do|that|thing|it) )*"
    r"(?:for|of|in|among|amongst|within|from|with) "
)
_COUNTED = re.compile(
    r"(?P<add>(?:and |now |please |also )*(?:add|include|show|put)(?: also| too)?) (?:how many|the number)"
    r"(?: of (?:them|those|these|which))?(?: (?:were|are|was|is|came|got))?"
    r" (?P<value>[\w ]+?)(?: too| as well| please)?[.?!]?"
)


def check(parts: Parts, said: Sequence[Token], before: Earlier, lexicon: Lexicon) -> None:
    """Takes the noun of such rows for what it limits, where the figure before is told by rows of theirs."""
    if len(parts.measures) != 1 or not (parts.known or parts.thresholds or parts.conditions):
        return
    if not _AMONG.match(" ".join(token.norm or "-" for token in said) + " "):
        return
    measure = parts.measures[0]
    rows = {s.ref.casefold() for s in measure.item.senses if s.kind == "dataset"}
    facts = {fact.casefold() for metric in before.metrics for fact in lexicon.reach.facts(metric)}
    if rows & facts and not measure.ordering:
        parts.measures.remove(measure)
        parts.datasets.append(only(measure.item, "dataset"))


def added(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """The message as one that adds the published number of such rows; as it is where there is none."""
    found = _COUNTED.fullmatch(text.strip().casefold())
    counted = lexicon.reach.counts(before.metrics[0]) if before.metrics else None
    dataset = lexicon.model.dataset(counted) if counted else None
    if found is None or dataset is None:
        return text
    for noun in (dataset.label, *dataset.synonyms):
        words = tuple(token.norm for token in tokenize(f"{found['value']} {noun}"))
        if any(sense.kind == "metric" for sense in lexicon.lookup(words)):
            return f"add {found['value']} {noun}"
    return text
