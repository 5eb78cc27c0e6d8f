"""Figures asked for as rates and parts: "as a rate, not a count", "how big a part of", "as % of all hours"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.vocabulary import BE, TIME_UNITS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.rates import is_percent, rate_of

RATES = frozenset(
    ["rate", "rates", "share", "shares", "percentage", "percentages", "percent", "%", "pct", "proportion"]
)
COUNTS = frozenset(["count", "counts", "number", "numbers", "total", "totals", "absolute", "volume", "amount"])
BIG = frozenset(["big", "large", "high", "great", "small", "much"])
SIZED = BIG - {"much"} | {"low"}
DEAR = frozenset(["expensive", "costly", "dear", "pricey"])
ARTICLES = frozenset(["a", "an", "the", "our"])
PART_WITHIN = 5
PARTS = frozenset(
    ["part", "share", "portion", "proportion", "percentage", "fraction", "slice", "chunk", "percent", "pct"]
)
BETWEEN = frozenset(["a", "an", "of", "is", "was", "were", "are", "the", "our"])
WHOLE = frozenset(["all", "the", "total", "our", "every", "of"])
DONE_TO = word_set("that which get gets got is are was were been being have has had")
AS_RATE = (("as", "a", "rate"), ("as", "rate"), ("as", "rates"), ("as", "a", "quota"))


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the published rate's name, or "share of", in place of such turns."""
    kept = [replace(t, norm="percent") if t.norm == "pct" else t for t in tokens]
    kept = _done_to(_how_big(_not_counts(kept), lexicon), lexicon)
    if not RATES & {t.norm for t in kept}:
        return kept
    figures = _metrics(kept, lexicon)
    if len({m.name for _, _, m in figures}) != 1:
        return kept
    start, behind, figure = figures[0]
    rate = rate_of(figure, lexicon.model) or _called_alike(figure, lexicon)
    if rate is None:
        return kept
    if whole := _of_units(kept, behind, figure):
        name = _named(name_words(rate.label), kept[start], kept[behind - 1])
        return [*kept[:start], *name, *kept[behind : whole[0]], *kept[whole[1] :]]
    if rate_of(figure, lexicon.model) is None:
        return _of_all(kept, behind, rate) or kept
    name = [*name_words(rate.label)]
    for i in range(behind, len(kept)):
        length = max((len(p) for p in AS_RATE if tuple(t.norm for t in kept[i : i + len(p)]) == p), default=0)
        if length:
            whole = [*kept[:start], *_named(name, kept[start], kept[behind - 1]), *kept[behind:i]]
            return [*whole, *kept[i + length :]]
    return kept


def _of_units(tokens: Sequence[Token], first: int, figure: Metric) -> tuple[int, int] | None:
    """Where "as % of hours" stands, of a figure in hours, with nothing to say that both are wanted."""
    for i in range(first, len(tokens)):
        found = _its_units(tokens, i, figure)
        if found and norm_at(tokens, i - 1) not in ("and", "also", ","):
            return i, found
    return None


def _its_units(tokens: Sequence[Token], i: int, figure: Metric) -> int:
    """The place behind "as % of all hours" that stands here, where the figure is in hours; else 0."""
    unit = (figure.unit or "").casefold()
    at = i + 1 + (norm_at(tokens, i + 1) in ("a", "the"))
    if norm_at(tokens, i) not in ("as", "in") or norm_at(tokens, at) not in RATES or norm_at(tokens, at + 1) != "of":
        return 0
    at += 2
    while norm_at(tokens, at) in WHOLE:
        at += 1
    return at + 1 if unit in TIME_UNITS and norm_at(tokens, at) in (unit, "time") else 0


def _called_alike(figure: Metric, lexicon: Lexicon) -> Metric | None:
    """ "Downtime rate" of downtime hours: the one percentage of the same rows that bears the same name."""
    own = set(name_words(figure.label))
    facts = set(lexicon.reach.facts(figure))
    found = [
        m
        for m in lexicon.model.metrics
        if is_percent(m) and (said := set(name_words(m.label)) - RATES) and said < own
        and set(lexicon.reach.facts(m)) == facts
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _of_all(tokens: list[Token], behind: int, rate: Metric) -> list[Token] | None:
    """ "Downtime hours ..., and as % of all hours": of more than the figure itself."""
    noun = tokens[behind - 1].norm
    for i in range(behind, len(tokens) - 2):
        at = i + 1
        while norm_at(tokens, at) in WHOLE:
            at += 1
        if tokens[i].norm in RATES and at > i + 1 and norm_at(tokens, at) == noun and "all" in _norms(tokens[i:at]):
            first = i
            while first > behind and norm_at(tokens, first - 1) in ("as", "in", "a", "the", "also", "and", ","):
                first -= 1
            return [*tokens[:first], *_named(("and", *name_words(rate.label)), tokens[first]), *tokens[at + 1 :]]
    return None


def _norms(tokens: Sequence[Token]) -> set[str]:
    return {t.norm for t in tokens}


def _named(words: Sequence[str], first: Token, last: Token | None = None) -> list[Token]:
    end = (last or first).end
    return [replace(first, norm=word, surface=word, kind="word", end=end) for word in words]


def _metrics(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int, Metric]]:
    found: list[tuple[int, int, Metric]] = []
    i = 0
    while i < len(tokens):
        length, senses = lexicon.at(tokens, i) or (1, ())
        own = lexicon.metrics(senses, weak=False)
        found += [(i, i + length, own[0])] if len(own) == 1 else []
        i += length
    return found


def _not_counts(tokens: list[Token]) -> list[Token]:
    """ "As a rate, not a count", "share not count": what it is not says nothing more."""
    for i in range(1, len(tokens) - 1):
        at = i - 1 - (norm_at(tokens, i - 1) in (",", ""))
        if tokens[i].norm != "not" or norm_at(tokens, at) not in RATES:
            continue
        noun = i + 1 + (norm_at(tokens, i + 1) in ("a", "the", "as", "in"))
        noun += norm_at(tokens, noun) in ("a", "an", "the", "absolute")
        if norm_at(tokens, noun) in COUNTS and norm_at(tokens, noun + 1) not in ("of",):
            return [*tokens[: at + 1], *tokens[noun + 1 :]]
    return tokens


def _done_to(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What portion of pieces gets sent back": the figure that is called "share of pieces sent back"."""
    for i in range(len(tokens) - 4):
        if norm_at(tokens, i) not in PARTS or norm_at(tokens, i + 1) != "of":
            continue
        first = i + 2
        while norm_at(tokens, first) in WHOLE:
            first += 1
        at = first + 1
        while norm_at(tokens, at) in DONE_TO:
            at += 1
        for end in (at + 2, at + 1) if at > first + 1 else ():
            name = ("share", "of", norm_at(tokens, first), *(t.norm for t in tokens[at:end]))
            alone = end <= len(tokens) and norm_at(tokens, end) not in ("or", "and")
            if alone and all(name) and lexicon.means(name, "metric", weak=False):
                return [*tokens[:i], *_named(name, tokens[i], tokens[end - 1]), *tokens[end:]]
    return tokens


def _what(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "How high was the return rate", "how big is Germany's part of it", "how expensive is a click": what it is."""
    word = norm_at(tokens, i + 1)
    at = i + 3
    if word in DEAR:
        end = at + norm_at(tokens, at).isalpha() + (norm_at(tokens, at) in ARTICLES)
        name = ("cost", "of", *(t.norm for t in tokens[at:end]))
        known = all(name) and lexicon.means(name, "metric")
        return [*tokens[:i], *_named(name, tokens[i], tokens[end - 1]), *tokens[end:]] if known else None
    if word not in SIZED:
        return None
    what = replace(tokens[i], norm="what", end=tokens[i + 1].end)
    for j in range(at + 1, min(at + PART_WITHIN, len(tokens) - 1)):
        if norm_at(tokens, j) in PARTS and norm_at(tokens, j + 1) == "of":
            share = replace(tokens[j], norm="share")
            return [*tokens[:i], what, *tokens[i + 2 : j], share, *tokens[j + 1 :]]
    at += norm_at(tokens, at) in ARTICLES
    named = lexicon.at(tokens, at)
    figure = named is not None and any(s.kind in ("metric", "choice") and not s.weak for s in named[1])
    rows = named is not None and any(s.kind == "dataset" for s in named[1])
    return [*tokens[:i], what, *tokens[i + 2 :]] if figure and not rows else None


def _how_big(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How big a part of", "what part of the orders": what share of them."""
    for i, token in enumerate(tokens):
        if token.norm == "how" and norm_at(tokens, i + 1) in BIG:
            at = i + 2
            while norm_at(tokens, at) in BETWEEN:
                at += 1
            if at > i + 2 and norm_at(tokens, at) in PARTS:
                return [*tokens[:i], *_named(("what", "share"), token, tokens[at]), *tokens[at + 1 :]]
        if token.norm == "how" and norm_at(tokens, i + 2) in BE and (asked := _what(tokens, i, lexicon)):
            return asked
        part = norm_at(tokens, i + 1) in ("part", "portion") and norm_at(tokens, i + 2) == "of"
        if token.norm in ("what", "which") and part:
            at = i + 3
            while norm_at(tokens, at) in WHOLE:
                at += 1
            named = lexicon.at(tokens, at)
            if named and any(s.kind in ("metric", "dataset", "choice") for s in named[1]):
                return [*tokens[: i + 1], *_named(("share",), tokens[i + 1]), *tokens[i + 2 :]]
    return tokens
