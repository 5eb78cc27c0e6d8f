"""Which of two does more: "Skarv or Granit, who made more profit", "is the rate of mobile higher than desktop's".

Both are shown side by side, whichever of them it is. Only between two values of one field: anything else that is more
than something is a bound, or a change over time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import DO
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import METRICS, Lexicon

MORE = frozenset(
    [
        "more",
        "higher",
        "better",
        "bigger",
        "larger",
        "greater",
        "stronger",
        "less",
        "fewer",
        "lower",
        "worse",
        "smaller",
    ]
)
TIMES = frozenset(["faster", "quicker", "slower", "longer"])
"""They compare what takes time: a figure that is named must be a time, and where none is it is asked how long."""
BEATS = frozenset(
    ["outsell", "outsold", "outsells", "outperform", "outperforms", "outperformed", "beat", "beats", "overtake",
     "overtook", "surpass", "surpassed", "outpace", "outpaced"]
)  # fmt: skip
SELLS = frozenset(["outsell", "outsold", "outsells"])
ASKS = frozenset(["who", "which", "what", "did", "does", "do", "is", "are", "was", "were", "has", "have", "whether"])
LINKS = frozenset(
    [
        "in",
        "on",
        "from",
        "for",
        "of",
        "at",
        "by",
        "the",
        "via",
        "with",
        "those",
        "that",
        "to",
        "our",
        "about",
        "through",
    ]
)
OR = frozenset(["or", "and", "vs", "versus"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the two as sides of a comparison."""
    kept = list(tokens)
    values = _values(kept, lexicon)
    if len(values) < 2:
        return kept
    return _beaten(kept, values, lexicon) or _more(kept, values, lexicon) or kept


def _values(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int, frozenset[str]]]:
    """Where known values stand: first token, the token behind, and the fields that have them."""
    found: list[tuple[int, int, frozenset[str]]] = []
    i = 0
    while i < len(tokens):
        length, senses = lexicon.at(tokens, i) or (1, ())
        refs = frozenset(s.ref for s in senses if s.kind == "value")
        if refs and not any(s.kind == "metric" and not s.weak for s in senses):
            found.append((i, i + length, refs))
        i += length
    return found


def _beaten(tokens: list[Token], values: list[tuple[int, int, frozenset[str]]], lexicon: Lexicon) -> list[Token] | None:
    """ "Did Skarv outsell Granit": by what is sold, where no figure is named."""
    for (_, behind, one), (first, after, other) in pairwise(values):
        verb = next((i for i in range(behind, first) if tokens[i].norm in BEATS), None)
        if (
            verb is None
            or not one & other
            or any(tokens[i].norm not in LINKS for i in range(behind, first) if i != verb)
        ):
            continue
        figure = any(lexicon.means_at(tokens, i, *METRICS, weak=False) for i in range(len(tokens)))
        if not figure and tokens[verb].norm not in SELLS:
            return None
        said = [] if figure else [_as("sold", tokens[verb])]
        kept = [t for t in tokens[:verb] if t.norm not in DO]
        return [*kept, _as("versus", tokens[verb]), *tokens[first:after], *said, *tokens[after:]]
    return None


def _more(tokens: list[Token], values: list[tuple[int, int, frozenset[str]]], lexicon: Lexicon) -> list[Token] | None:
    tokens, values = _who_did(tokens, values)
    at = next((i for i, t in enumerate(tokens) if t.norm in MORE | TIMES), None)
    if at is None or not any(t.norm in ASKS for t in tokens):
        return None
    figures = _figures(tokens, lexicon)
    timed = tokens[at].norm in TIMES
    if timed and not all(map(is_time, figures)):
        return None
    if timed and not figures and not _take_time(values, lexicon):
        return None
    asked = [_as(word, tokens[at]) for word in ("how", "long")] if timed and not figures else []
    than = next((i for i in range(at + 1, len(tokens)) if tokens[i].norm == "than"), None)
    if than is not None:
        first = than + 1
        while norm_at(tokens, first) in LINKS:
            first += 1
        other = next((v for v in values if v[0] == first), None)
        before = [v for v in values if v[0] < than and other is not None and v[2] & other[2]]
        named = timed or any(lexicon.means_at(tokens, i, *METRICS, weak=False) for i in range(len(tokens)))
        if other is None or len(before) != 1 or not named or not _follows(tokens, at, than, before[0], lexicon):
            return None
        kept = [t for i, t in enumerate(tokens[:than]) if i != at]
        return [*asked, *kept, _as("versus", tokens[than]), *tokens[first:]]
    behind = at + 1 + (norm_at(tokens, at + 1) in ("of", "the"))
    stated = _is_said_of(tokens, at, values, lexicon)
    if not timed and not stated and not lexicon.means_at(tokens, behind, *METRICS, weak=False):
        return None
    for (_, behind, one), (first, _, other) in pairwise(values):
        link = [i for i in range(behind, first) if tokens[i].norm in OR]
        if len(link) == 1 and one & other and all(tokens[i].norm in LINKS | OR for i in range(behind, first)):
            kept = [_as("versus", t) if i == link[0] else t for i, t in enumerate(tokens)]
            if stated:
                kept, at = kept[1:], at - 1
            return [*asked, *(t for i, t in enumerate(kept) if i != at)]
    return None


def _who_did(
    tokens: list[Token], values: list[tuple[int, int, frozenset[str]]]
) -> tuple[list[Token], list[tuple[int, int, frozenset[str]]]]:
    """ "Between A and B, who delivered faster": of A and B, which was faster. Without "between" and the verb."""
    at = next((i for i, t in enumerate(tokens) if t.norm in TIMES), 0)
    gone = {i for i, t in enumerate(tokens) if i + 1 == values[0][0] and t.norm == "between"}
    who = at - 2 - (norm_at(tokens, at - 2) in ("one", "ones"))
    if at > 1 and norm_at(tokens, who) in ("who", "which") and tokens[at - 1].norm not in DO:
        gone |= set(range(who + 1, at))
    if not gone or not at:
        return tokens, values
    kept = [t for i, t in enumerate(tokens) if i not in gone]
    moved = [(a - sum(g < a for g in gone), b - sum(g < b for g in gone), refs) for a, b, refs in values
             if a not in gone]  # fmt: skip
    return kept, moved


def _is_said_of(
    tokens: Sequence[Token], at: int, values: Sequence[tuple[int, int, frozenset[str]]], lexicon: Lexicon
) -> bool:
    """ "Is the return rate higher in A or B": the figure stands before the comparing word, both values behind it."""
    if norm_at(tokens, 0) not in ("is", "are", "was", "were") or any(v[0] < at for v in values):
        return False
    start = 1 + (norm_at(tokens, 1) in ("the", "our"))
    figure = lexicon.at(tokens, start)
    named = figure is not None and start + figure[0] == at and lexicon.means_at(tokens, start, *METRICS, weak=False)
    return named and all(t.norm in LINKS for t in tokens[at + 1 : values[0][0]])


def _take_time(values: Sequence[tuple[int, int, frozenset[str]]], lexicon: Lexicon) -> bool:
    """All values are of rows of which the model has a figure that is a time."""
    timed = {fact for m in lexicon.model.metrics if is_time(m) for fact in lexicon.reach.facts(m)}
    return all({ref.partition(".")[0].casefold() for ref in refs} & timed for _, _, refs in values)


def _figures(tokens: Sequence[Token], lexicon: Lexicon) -> list[Metric]:
    """The figures that are named, ambiguous words aside."""
    senses = [s for term in lexicon.terms(tokens) for s in term]
    return [m for s in senses if s.kind == "metric" and not s.weak and (m := lexicon.model.metric(s.ref))]


def _follows(
    tokens: Sequence[Token], at: int, than: int, value: tuple[int, int, frozenset[str]], lexicon: Lexicon
) -> bool:
    """ "Higher than", "more revenue than", "more orders from the app than"; not "more than 5 orders ... than"."""
    inside = range(at + 1, than)
    if not inside:
        return True
    named = next((j for j in inside if lexicon.means_at(tokens, j, *METRICS, weak=False)), None)
    if named is None:
        return False
    length = (lexicon.at(tokens, named) or (1, ()))[0]
    covered = {*range(named, named + length), *range(value[0], value[1])}
    return all(j in covered or tokens[j].norm in LINKS for j in inside)


def _as(norm: str, token: Token) -> Token:
    return replace(token, norm=norm, surface=norm, kind="word")
