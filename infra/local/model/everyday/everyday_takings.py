"""Money that is taken: "which shop took the most", "how much did we take in August", "took less than 20k".

Read where the model has one figure in money that is called by the noun of that verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import CURRENCIES, SCALES
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import METRICS, Lexicon

NOUN = "takings"
MOST = re.compile(
    r"(?<!\S)(?P<fig>(?:took|takes?|taken|taking)(?:\sin)?\s(?:the\s)?(?P<rank>most|least)(?:\smoney)?)(?!\S)"
)
HOW_MUCH = re.compile(
    r"(?<!\S)(?P<fig>how\smuch(?:\smoney)?\s(?:did|do|does|have|has))\s(?P<who>(?:\S+\s){1,4}?)(?P<x1>(?:take|taken)(?:\sin)?)"
    r"(?!\S)(?!\s(?:off|out|back|away|up|over|part|to|from|longer|a|an|the)\b)"
)
BOUND = re.compile(
    r"(?<!\S)(?P<fig>(?:took|takes?|taken)(?:\sin)?)\s(?P<than>(?:more|less|fewer)\sthan|over|under|above|below|at\s(?:least|most))\s"
)
WE = frozenset(["we", "they", "us", "you"])
BEHIND = frozenset(["", "?", "!", ".", ",", "in", "on", "last", "this", "during", "over", "for", "since", "yesterday"])
"""Behind "the most", or behind a number, they begin something else than what was taken."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the noun for what was taken."""
    kept = _of_figure(list(tokens), lexicon)
    refs = lexicon.refs((NOUN,), *METRICS, weak=False)
    metrics = [m for ref in refs if (m := lexicon.model.metric(ref))]
    if len(refs) != 1 or len(metrics) != 1 or not money(metrics[0]) or _names_figure(kept, lexicon):
        return kept
    return _most(kept) or _how_much(kept) or _bound(kept) or kept


def _names_figure(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Another figure is named than the number of the things that took something."""
    named = [m for senses in lexicon.terms(tokens) for m in lexicon.metrics(senses, weak=False)]
    return any(not lexicon.reach.counts(m) for m in named)


def _most(tokens: list[Token]) -> list[Token] | None:
    wording = Wording(tokens)
    found = MOST.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at or not _ends(tokens, at[-1] + 1):
        return None
    return wording.put(at, (NOUN,), (), found["fig"], f"had the {found['rank']}")


def _how_much(tokens: list[Token]) -> list[Token] | None:
    """ "How much did the flagship stores take last month"."""
    wording = Wording(tokens)
    found = HOW_MUCH.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at:
        return None
    who, verb = wording.place(found, "who"), wording.place(found, "x1")
    ours = found["who"].split() in [[word] for word in WE]
    made = wording.put(at, (NOUN,), (who, verb) if ours else (verb,), f"{found['fig']} ... {found['x1']}")
    if ours:
        return made
    end = at[0] + 1
    return [*made[:end], Token("", "of", "word", made[end].start, made[end].start), *made[end:]]


def _bound(tokens: list[Token]) -> list[Token] | None:
    """ "Took less than 20k"; not "took more than 7 days"."""
    took, said, behind = _taken(tokens)
    return Wording(tokens).put(took, (NOUN,), (), said, "had") if took and _ends(tokens, behind) else None


def _of_figure(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Took more than 60,000 euros in revenue": had so much of it."""
    took, _, behind = _taken(tokens)
    named = behind < len(tokens) and tokens[behind].norm in ("in", "of")
    if not took or not named or not lexicon.means_at(tokens, behind + 1, *METRICS, weak=False):
        return tokens
    had = Token(" ".join(tokens[i].surface for i in took), "had", "word", tokens[took[0]].start, tokens[took[-1]].end)
    return [*tokens[: took[0]], had, *tokens[took[-1] + 1 :]]


def _taken(tokens: list[Token]) -> tuple[range, str, int]:
    """Where the verb before a bound in money or in plain numbers stands, as said, and what follows the number."""
    wording = Wording(tokens)
    found = BOUND.search(wording.line + " ")
    at = wording.place(found, "fig") if found else range(0)
    number = wording.place(found, "than")[-1] + 1 if found else len(tokens)
    if number < len(tokens) and tokens[number].norm in CURRENCIES:
        number += 1
    if found is None or number >= len(tokens) or not any(c.isdigit() for c in tokens[number].surface):
        return range(0), "", len(tokens)
    behind = number + 1
    while behind < len(tokens) and tokens[behind].norm in (*CURRENCIES, *SCALES):
        behind += 1
    return at, found["fig"], behind


def _ends(tokens: Sequence[Token], i: int) -> bool:
    return i >= len(tokens) or tokens[i].norm in BEHIND or not tokens[i].norm
