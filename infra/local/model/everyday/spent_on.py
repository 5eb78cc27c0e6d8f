""" "How much was spent on affiliates": the one figure of what we spend whose rows have such a value.

And "customers by spend": what one of them spends, where the model has a figure that is called so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.names import singular
from infra.local.model.english.text import Token, name_words
from infra.local.model.english.verb_kin import spent
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import name_of
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.heads import people

SPENT = re.compile(
    r"(?<!\S)(?P<fig>(?:how\smuch|what)\s(?:money\s)?(?:(?:was|were|is|has\sbeen|have\sbeen)\sspent|"
    r"(?:did|do|have)\swe\s(?:spend|spent))\son)\s(?:the\s|our\s)?(?P<on>\S+)"
)

NOUNS = frozenset(["dataset", "field", "metric"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the figure's own name in the place of the verb."""
    tokens = _by_spend(list(tokens), lexicon)
    wording = Wording(tokens)
    found = SPENT.search(wording.line)
    at, on = (wording.place(found, "fig"), wording.place(found, "on")) if found else (range(0), range(0))
    value = lexicon.at(tokens, on[0]) if at and on else None
    if found is None or value is None or any(s.kind != "value" for s in value[1]):
        return list(tokens)
    rows = {s.ref.partition(".")[0].casefold() for s in value[1]}
    figures = [m for m in lexicon.model.metrics if spent(m) and set(lexicon.reach.facts(m)) & rows]
    words = name_of(figures[0], lexicon) if len(figures) == 1 else ()
    if not words:
        return list(tokens)
    link = Token("", "for", "word", tokens[on[0]].start, tokens[on[0]].start)
    put = wording.put(at, words, (), wording.said(at))
    first = at[0] + len(words)
    return [*put[:first], link, *put[first:]]


def _by_spend(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Top 20 customers by spend": by the figure that the model calls what one of them spends."""
    rows = people(lexicon.model)
    person = singular(name_words(rows.label)[-1]) if rows else ""
    if rows is None or not lexicon.means((person, "spend"), "metric", weak=False):
        return tokens
    for i in range(2, len(tokens)):
        spend = tokens[i].norm in ("spend", "spending") and tokens[i - 1].norm in ("by", "their", "total")
        if tokens[i].norm in ("spent", "spend") and (said := _how_much(tokens, i)):
            tokens, spend = [*tokens[: said + 1], *tokens[i:]], True
            i = said + 1
        things = [senses for senses in lexicon.terms(tokens[: i - 1]) if any(s.kind in NOUNS for s in senses)]
        if spend and things and any(s.kind == "dataset" and s.ref == rows.name for s in things[-1]):
            return [*tokens[:i], *(replace(tokens[i], norm=word) for word in (person, "spend")), *tokens[i + 1 :]]
    return tokens


def _how_much(tokens: Sequence[Token], i: int) -> int:
    """Where "by" stands in "by money spent", "by how much they spent"; 0 where it doesn't."""
    before = tuple(t.norm for t in tokens[:i])
    ways = (("by", "money"), ("by", "amount"), ("by", "how", "much", "they"), ("by", "how", "much", "they", "have"))
    return next((i - len(way) for way in ways if before[-len(way) :] == way), 0)
