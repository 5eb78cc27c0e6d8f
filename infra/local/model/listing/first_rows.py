"""Which rows come first: "most expensive first", "worst on top", "the slowest last", "earliest first"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, longest, norm_at
from infra.local.model.english.verb_kin import money
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import Lexicon

FIRST = (("first",), ("on", "top"), ("at", "the", "top"), ("up", "top"), ("at", "top"), ("to", "the", "top"))
LAST = (("last",), ("at", "the", "bottom"), ("at", "bottom"), ("at", "the", "end"))
DEAR = v.word_set("dearest priciest costliest expensive costly pricey")
CHEAP = v.word_set("cheapest")
HIGH = v.RANK_DESC | DEAR
LOW = v.RANK_ASC | CHEAP
JUDGED = v.BY_TIME | v.word_set("best worst poorest")
"""Which end they are depends on the figure."""
OLD = v.word_set("earliest oldest")
"""Time runs so anyway."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such a turn as the words by which rows are sorted.

    Left as it is where the figures that are named are of another kind: tickets are not expensive.
    """
    for i, token in enumerate(tokens):
        word = token.norm
        if word not in HIGH | LOW | OLD or lexicon.at(tokens, i) is not None:
            continue
        at, least = i + 1, word == "least" or norm_at(tokens, i - 1) == "least"
        if word in ("most", "least"):
            at += norm_at(tokens, at) in DEAR
            if at == i + 1 and not longest(tokens, at, FIRST):
                continue
        elif word in ("expensive", "costly", "pricey"):
            continue
        at += norm_at(tokens, at) in ("one", "ones")
        at += _again(tokens, i, at, lexicon)
        on, off = longest(tokens, at, FIRST), longest(tokens, at, LAST)
        if not (on or off) or norm_at(tokens, at + (on or off)).isdigit() or not _fits(word, tokens, at, lexicon):
            continue
        if norm_at(tokens, at + (on or off)) in v.UNITS or (word in OLD and not (on and _runs(tokens[:i]))):
            continue
        start = i - (norm_at(tokens, i - 1) == "the")
        end = at + (on or off)
        if word in OLD:
            start -= norm_at(tokens, start - 1) in (",", "-", ";")
            return [*tokens[:start], *tokens[end:]]
        desc = (word in HIGH and not least) == bool(on)
        said = replace(token, norm="descending" if desc else "ascending", end=tokens[end - 1].end)
        if word in JUDGED and on:
            by = [replace(token, norm="sorted"), replace(token, norm="by")]
            rest = [t for t in tokens[end:] if t.norm != "?"]
            rest = rest[1:] if not start and norm_at(rest, 0) == "," else rest
            return [*tokens[:start], *rest, *by, token]
        return [*tokens[:start], said, *tokens[end:]]
    return list(tokens)


def _again(tokens: Sequence[Token], i: int, at: int, lexicon: Lexicon) -> int:
    """The length of a noun that is told apart before, as in "(revenue by store, the biggest) store (first)"."""
    term = lexicon.at(tokens, at)
    told = i - (norm_at(tokens, i - 1) == "the")
    if term is None or norm_at(tokens, told - 1) != "," or not longest(tokens, at + term[0], FIRST):
        return 0
    refs = {s.ref for s in term[1]}
    split = [lexicon.at(tokens, j + 1) for j in range(told - 1) if tokens[j].norm in v.BY_EACH]
    return term[0] if any(found and refs & {s.ref for s in found[1]} for found in split) else 0


def _fits(word: str, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the figures that the message names, if any, can be as the word says."""
    refs: set[str] = set()
    i = 0
    while i < len(tokens):
        term = lexicon.at(tokens, i)
        refs |= {s.ref for s in term[1] if s.kind == "metric" and not s.weak} if term else set()
        i += term[0] if term else 1
    metrics = [m for ref in refs if (m := lexicon.model.metric(ref))]
    if word in DEAR | CHEAP or norm_at(tokens, at - 1) in DEAR:
        return bool(metrics) and all(money(m) for m in metrics)
    return word not in v.BY_TIME or not metrics or any(is_time(m) for m in metrics)


def _runs(tokens: Sequence[Token]) -> bool:
    """The rows are days, weeks or the like: "per week", "daily", "by month"."""
    norms = [t.norm for t in tokens]
    said = any(b in v.UNITS and a in v.BY_EACH for a, b in pairwise(norms))
    return said or bool({"daily", "weekly", "monthly", "quarterly", "yearly"} & set(norms))
