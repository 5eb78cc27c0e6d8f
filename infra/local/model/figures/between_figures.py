"""What stands between two figures that make a third: "freight as a share of revenue", "gross profit after ad spend".

The words between them become one mark, where figures of the model stand on both sides: of the same unit for a
difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, longest, name_words, norm_at, stems
from infra.local.model.english.vocabulary import groups, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import pools

SHARE_OF, OVER, LESS = "as_share_of", "as_ratio_to", "taken_off_by"
ADDED, RATIO = "added_up_with", "as_ratio_of"
SHARE_TOO, UNCLEAR, SHARE_WHOLE = "as_share_of_too", "as_share_of_all", "as_share_of_every"
"""In place of the words between the figures; nobody writes so."""
_PHRASES = {
    name: tuple(tuple(phrase.split()) for phrase in said)
    for name, said in groups(
        {
            SHARE_OF: (
                "as a share of | as share of | as a percentage of | as percentage of | as a percent of | as "
                "percent of | as % of | as a % of | in % of | in percent of | in percentage of | as a proportion "
                "of | as proportion of | as a fraction of | as a part of | expressed as a percentage of | "
                "expressed as a share of | as a percentage share of | as pct of | in pct of | as a pct of | as a "
                "portion of | in proportion to"
            ),
            OVER: "relative to | in relation to",
            LESS: (
                "minus | less | net of | after | after deducting | after deduction of | after subtracting | after "
                "taking off | after taking out | after taking away | after paying | after paying for | once we "
                "take off | reduced by | less the cost of"
            ),
        }
    ).items()
}
SOFT = word_set("after net")
"""With these a figure may be so already by its own definition."""
TOO = word_set("also and both plus too with well")
"""Before "as a share of" they ask for it beside the figure."""
WHOLE = word_set("all total overall every")
ARTICLES = word_set("the our its their") | WHOLE
SHARES = word_set("share percentage percent % part proportion fraction portion pct")
SPENT = tuple(
    tuple(phrase.split())
    for phrase in groups(
        {
            "on": (
                "is | are | was | were | goes on | goes to | goes into | go on | go to | went on | went to | "
                "went into | is spent on | was spent on | is eaten by | is eaten up by | was eaten up by | is "
                "taken by | do we spend on | did we spend on | did we pay for | do we pay for | is used for | "
                "was used for | is lost to | was lost to"
            )
        }
    )["on"]
)
"""Between the whole and its part: "what share of revenue goes on freight"."""
GAP = "difference_of_both"
BESIDE = word_set("and vs versus against") | {","}
COMPARES = word_set("vs versus against compared before previous earlier prior change")
GAPS = tuple(
    tuple(phrase.split())
    for phrase in groups(
        {
            "gap": (
                "and the difference | with the difference | plus the difference | , the difference | and their "
                "difference | and the difference between them | and the gap | with the gap | and the gap between them"
            )
        }
    )["gap"]
)
JOINS = ("and", ",", "plus")
PAIRS = (("difference", "between"), ("gap", "between"), ("spread", "between"), ("distance", "between"))
MOST = 4


@dataclass(frozen=True)
class Found:
    """A figure at token ``first``; ``last``: the token behind it."""

    first: int
    last: int
    metrics: tuple[Metric, ...]


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with a mark for such words."""
    found = _with_gap(_part(_pair(list(tokens), lexicon), lexicon), lexicon)
    i = 1
    while i < len(found):
        name, n = phrase_at(found, i)
        after = figure_at(found, i + n, lexicon) if n else None
        before = _before(found, i, lexicon, beside=name != SHARE_OF) if after else None
        if not (before and after) or _same(before, after):
            i += 1
            continue
        whole = any(t.norm in WHOLE for t in found[i + n : after.first])
        if name == SHARE_OF:
            too = before.last < i and found[i - 1].norm in TOO
            limited = whole and not _plain(found[before.last : i])
            name = UNCLEAR if limited else SHARE_TOO if too else SHARE_WHOLE if whole else SHARE_OF
        if name == LESS and (not alike(before, after) or _already(found[i].norm, before, after)):
            i += 1
            continue
        found[i : after.first] = [_mark(name, found[i], found[i + n - 1])]
        i += 1
        if name == LESS:
            i = _chain(found, i, before, lexicon)
    return found


def figure_at(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Found | None:
    """The published figure, or the rows that one counts, named here behind an article or none."""
    while i < len(tokens) and tokens[i].norm in ARTICLES:
        i += 1
    term = lexicon.at(tokens, i)
    if term is None:
        return None
    metrics = lexicon.metrics(term[1], weak=False) or lexicon.counters(term[1])
    return Found(i, i + term[0], tuple(dict.fromkeys(metrics))) if metrics else None


def alike(one: Found, other: Found) -> bool:
    """Both are of the same known unit, and add up to totals."""
    units = {m.unit or "" for m in (*one.metrics, *other.metrics)}
    return len(units) == 1 and "" not in units and not any(pools(m) for m in (*one.metrics, *other.metrics))


def phrase_at(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """Which of the marks is said here, and in how many tokens; the longest."""
    best = ("", 0)
    for name, phrases in _PHRASES.items():
        for phrase in phrases:
            n = len(phrase)
            if n > best[1] and tuple(t.norm for t in tokens[i : i + n]) == phrase:
                best = (name, n)
    return best


def _before(tokens: Sequence[Token], i: int, lexicon: Lexicon, *, beside: bool) -> Found | None:
    """The last figure before the place; ``beside``: right before it."""
    j, found = 0, None
    while j < i:
        here = (
            figure_at(tokens, j, lexicon)
            if tokens[j].norm not in ARTICLES and not _is_topic(tokens, j, lexicon)
            else None
        )
        if here and here.last <= i:
            found, j = here, here.last
            continue
        term = lexicon.at(tokens, j)
        j += term[0] if term else 1
    return found if found and (not beside or found.last == i) else None


def _is_topic(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """ "(Tickets) about returns": what they are about is a value, whatever figure is called so."""
    term = lexicon.at(tokens, j) if norm_at(tokens, j - 1) in ("about", "regarding", "concerning") else None
    return term is not None and any(s.kind == "value" for s in term[1])


def _plain(between: Sequence[Token]) -> bool:
    """What stands between the figure and the words doesn't limit the one alone: "also", commas."""
    return all(t.norm in {"", ",", "then", "it", "this", "that"} | TOO for t in between)


def _same(one: Found, other: Found) -> bool:
    return bool(set(one.metrics) & set(other.metrics))


def _already(word: str, one: Found, other: Found) -> bool:
    """By its description the figure is after the other already: "goods sold, after discounts"."""
    if word not in SOFT:
        return False
    said = [name_words(m.description) for m in one.metrics]
    names = [stems(w[0]) for m in other.metrics if len(w := name_words(m.label)) == 1]
    return any(stems(word) & name for words in said for word in words for name in names)


def _chain(tokens: list[Token], i: int, first: Found, lexicon: Lexicon) -> int:
    """ "After ad spend and freight": what follows is taken off as well. The place behind it all."""
    for _ in range(MOST):
        found = figure_at(tokens, i, lexicon)
        if found is None:
            return i
        join = found.last
        while join < len(tokens) and tokens[join].norm in JOINS:
            join += 1
        following = figure_at(tokens, join, lexicon) if join > found.last else None
        if following is None or not alike(first, following) or _same(first, following):
            return found.last
        tokens[found.last : following.first] = [_mark(LESS, tokens[found.last], tokens[join - 1])]
        i = found.last + 1
    return i


def _pair(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The difference between A and B" is A less B."""
    for i in range(len(tokens) - 3):
        one = figure_at(tokens, i + 2, lexicon) if tuple(t.norm for t in tokens[i : i + 2]) in PAIRS else None
        if one is None or one.last >= len(tokens) or tokens[one.last].norm != "and":
            continue
        other = figure_at(tokens, one.last + 1, lexicon)
        if other and alike(one, other) and not _same(one, other):
            mark = _mark(LESS, tokens[one.last], tokens[one.last])
            start = i - (i > 0 and tokens[i - 1].norm == "the")
            return [*tokens[:start], *tokens[one.first : one.last], mark, *tokens[other.first :]]
    return tokens


def _with_gap(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "A and B with the difference": of the two, where nothing else is set against another."""
    at = next((i for i in range(len(tokens)) if longest(tokens, i, GAPS)), None)
    if at is None:
        return tokens
    for i in range(at):
        one = figure_at(tokens, i, lexicon) if tokens[i].norm not in ARTICLES else None
        join = one.last if one else at
        other = figure_at(tokens, join + 1, lexicon) if join < at and tokens[join].norm in BESIDE else None
        if not (one and other) or other.last > at or not _parted(one, other):
            continue
        rest = [t.norm for t in (*tokens[:i], *tokens[other.last : at], *tokens[at + longest(tokens, at, GAPS) :])]
        if set(rest) & COMPARES:
            return tokens
        return [*tokens[:at], _mark(GAP, tokens[at], tokens[at]), *tokens[at + longest(tokens, at, GAPS) :]]
    return tokens


def _part(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What share of B goes on A", "the share of A in B", "A's share of B": A as a share of B."""
    for i in range(1, len(tokens) - 2):
        if tokens[i].norm != "of" or tokens[i - 1].norm not in SHARES | {"much"}:
            continue
        one = figure_at(tokens, i + 1, lexicon)
        if one is None:
            continue
        start = i - 1
        while start and tokens[start - 1].norm in ("what", "the", "how", "a", "which"):
            start -= 1
        asked = any(t.norm in ("what", "which", "how") for t in tokens[start:i])
        link = max(
            (len(p) for p in SPENT if tuple(t.norm for t in tokens[one.last : one.last + len(p)]) == p), default=0
        )
        other = figure_at(tokens, one.last + link, lexicon) if asked and link else None
        if other and other.last <= len(tokens) and _parted(other, one):
            return _shared(tokens, start, other, one, other.last)
        within = one.last < len(tokens) and tokens[one.last].norm in ("in", "within") and tokens[i - 1].norm != "much"
        other = figure_at(tokens, one.last + 1, lexicon) if within else None
        if other and _parted(one, other):
            return _shared(tokens, start, one, other, other.last)
        before = _before(tokens, i - 1, lexicon, beside=True)
        if before and tokens[i - 1].norm in SHARES and _parted(before, one):
            mark = _mark(SHARE_OF, tokens[i - 1], tokens[i])
            return [*tokens[: i - 1], mark, *tokens[one.first :]]
    return tokens


def _parted(part: Found, whole: Found) -> bool:
    return alike(part, whole) and not _same(part, whole)


def _shared(tokens: list[Token], start: int, part: Found, whole: Found, last: int) -> list[Token]:
    mark = _mark(SHARE_OF, tokens[start], tokens[start])
    named = tokens[part.first : part.last], tokens[whole.first : whole.last]
    return [*tokens[:start], *named[0], mark, *named[1], *tokens[last:]]


def _mark(name: str, first: Token, last: Token) -> Token:
    return replace(first, norm=name, kind="word", end=last.end)
