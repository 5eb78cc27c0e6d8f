""" "Machines that raised no alert", "have never placed an order", "didn't file a single ticket": without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, is_plural, norm_at
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import aggregate

DOES = word_set(
    "raise raises raised raising place places placed placing make makes made open opens opened file files filed submit "
    "submits submitted report reports reported send sends sent trigger triggers triggered log logs logged write wrote "
    "written have has had get gets got gotten receive receives received record recorded produce produced cause caused "
    "see saw seen generate generated bring brings brought take takes took taken"
)
"""What one does with rows of what happens, so that there is one."""
HAVE = word_set("have has had did do does were was")
RELATIVES = word_set("who that which")
NEVER = word_set("never not")
BETWEEN = word_set("ever yet once actually even")
ONE = word_set("a an any one single even")
NO = word_set("no zero")
AT_ALL = (("at", "all"), ("ever",), ("whatsoever",), ("in", "total"))


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "without" in the place of such words."""
    for i in range(1, len(tokens)):
        start, noun = _never(tokens, i) or _none(tokens, i) or (0, 0)
        tokens = _several(tokens, noun, lexicon) if start else tokens
        end = _counted(tokens, noun, lexicon) if start else 0
        if not end:
            continue
        start -= norm_at(tokens, start - 1) in RELATIVES and start > 1
        tail = next((len(said) for said in AT_ALL if _at(tokens, end, said)), 0)
        said = Token("", "without", "word", tokens[start].start, tokens[start].start)
        article = [] if is_plural(tokens[end - 1].norm) else [replace(said, norm="an")]
        return [*tokens[:start], said, *article, *tokens[noun:end], *tokens[end + tail :]]
    return list(tokens)


def _never(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """ "(Have) never placed an", "did not raise a single": where it begins, and where the noun stands."""
    if tokens[i].norm not in NEVER:
        return None
    verb = i + 1
    while norm_at(tokens, verb) in BETWEEN:
        verb += 1
    at = verb + 1
    while norm_at(tokens, at) in ONE:
        at += 1
    if norm_at(tokens, verb) not in DOES or at == verb + 1:
        return None
    return i - (norm_at(tokens, i - 1) in HAVE and i > 1), at


def _none(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """ "Raised no", "got not a single", "have raised zero"."""
    if tokens[i].norm not in DOES - HAVE or norm_at(tokens, i - 1) in NEVER:
        return None
    at = i + 1
    if norm_at(tokens, at) in NO:
        at += 1 + (norm_at(tokens, at + 1) == "single")
    elif norm_at(tokens, at) == "not" and norm_at(tokens, at + 1) in ONE:
        while norm_at(tokens, at + 1) in ONE:
            at += 1
        at += 1
    else:
        return None
    return i - (norm_at(tokens, i - 1) in HAVE and i > 1), at


def _several(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Sequence[Token]:
    """ "No alert", where "alerts" are what is counted."""
    word, found = norm_at(tokens, i), lexicon.at(tokens, i) if i < len(tokens) else None
    counted = found is not None and any(s.kind in ("metric", "dataset") for s in found[1])
    if not word or counted or not lexicon.metrics(lexicon.lookup((f"{word}s",)), weak=False):
        return tokens
    return [*tokens[:i], replace(tokens[i], norm=f"{word}s"), *tokens[i + 1 :]]


def _counted(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Where the name of rows that are counted ends, which begins here; 0 for anything else."""
    found = lexicon.at(tokens, i) if i < len(tokens) else None
    if found is None or any(s.kind in ("value", "choice") for s in found[1]):
        return 0
    metrics = [*lexicon.metrics(found[1], weak=False)]
    metrics += [m for s in found[1] if s.kind == "dataset" for m in lexicon.reach.counters(s.ref)]
    numbers = bool(metrics) and all(aggregate(m) in ("count", "distinct", "sum") and not money(m) for m in metrics)
    return i + found[0] if numbers else 0


def _at(tokens: Sequence[Token], i: int, said: tuple[str, ...]) -> bool:
    return tuple(norm_at(tokens, i + k) for k in range(len(said))) == said
