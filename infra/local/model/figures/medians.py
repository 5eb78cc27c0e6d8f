"""Medians and percentiles: none is computed; the average that is published of the same is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from agent_actions.semantic.words import lower_first
from infra.local.model.english.text import Token, name_words
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Refuse, Stop
from infra.local.model.reach import aggregate
from infra.local.model.says import words
from infra.local.model.says.refusal_words import MISSING

SAID = word_set("median medians percentile percentiles quartile quartiles decile deciles quantile quantiles")
_SHORT = re.compile(r"p\d\d")
BETWEEN = word_set("of for in the our number value")
LONGEST = 5


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop with the average to take instead, or with the reason; a published median has its own name."""
    covered = 0
    for i, token in enumerate(tokens):
        term = lexicon.at(tokens, i)
        covered = max(covered, i + term[0] if term else i)
        if i >= covered and (token.norm in SAID or _SHORT.fullmatch(token.norm)):
            raise Stop(_instead(tokens, i, lexicon))


def _instead(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Ask | Refuse:
    first = i - 1 if i and tokens[i - 1].kind in ("ordinal", "number") else i
    j = i + 1
    while j < len(tokens) and tokens[j].norm in BETWEEN:
        j += 1
    found, last = _average(tokens, j, lexicon)
    if found is None:
        return Refuse(tokens[i].surface, words.NO_MEDIAN, MISSING["statistics"])
    said = " ".join(t.surface for t in tokens[first:last])
    own = [s.ref for s in lexicon.lookup(name_words(found.label)) if s.kind == "metric"] == [found.name]
    option = Option(found.label, found.label if own else found.name)
    question = words.no_median(said, lower_first(found.label))
    kinds = frozenset({"metric", "choice"})
    return Ask(said, question, (option,), "word", tokens[first].start, tokens[last - 1].end, kinds)


def _average(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> tuple[Metric | None, int]:
    """The published average of what is named here, and the place behind its name."""
    for n in range(min(LONGEST, len(tokens) - j), 0, -1):
        named = tuple(t.norm for t in tokens[j : j + n])
        if not all(named):
            continue
        for phrase in (("average", *named), named):
            metrics = lexicon.metrics(lexicon.lookup(phrase))
            averages = [m for m in dict.fromkeys(metrics) if aggregate(m) == "average"]
            if len(averages) == 1 and len(metrics) == 1 and not str(averages[0].format or "").endswith("%"):
                return averages[0], j + n
    return None, j
