"""Turns of English in a reply, put plainly: a remark before it, what is put beside what, which rows come first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, longest, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import first_rows

SOUNDS = v.word_set("hm hmm hmmm mm mmh ah oh uh um erm eh aha wow nice interesting right fine good perfect cool great")
"""Said before what is wanted, they ask for nothing."""
STOPS = frozenset([",", ";", ":", ".", "..", "", "!", "?"])
THAT_IS = v.word_set("thats that its it this is was looks still a bit little bit far much way somewhat really very")
"""Before "too noisy" in a remark."""
NEVER_MIND = (("never", "mind"), ("nvm",), ("nevermind",), ("forget", "it"), ("forget", "that"), ("scratch", "that"))
TO_THAT = v.word_set("it that them those these this")
PUTS = v.word_set("put place set show add have see display want give want get line stick throw")
BESIDE = (("next", "to"), ("beside",), ("besides",), ("alongside",), ("along", "side"), ("right", "next", "to"))
EACH = (("each",), ("each", "one"), ("each", "of", "them"), ("each", "of", "those"), ("each", "of", "these"))
WITH = v.word_set("add with include show plus give")
LEADING = v.word_set("and so ok okay then but now")
LOOKS = v.word_set("what how did does do was is were it that this things look looks looking like go going")
SETS = v.word_set("set put hold held stack stacked place placed pit")
CALENDAR = frozenset({*v.UNITS, *v.MONTHS, *v.WEEKDAYS, "today", "yesterday"})
DATED = CALENDAR | v.word_set("the a same last previous prior earlier ago of in before time period")
FAR = re.compile(
    r"(?:(?:and|so|ok|okay|now)[\s,]+)*how far (?:(?:off|away|above|below|behind|ahead) )?(?:(?:is|was|are|were) "
    r"(?:that|it|this|they|we) )?(?:(?:off|away|above|below|behind|ahead|from|of) )*(?P<when>[\w\s]+?)[\s?.!]*",
    re.IGNORECASE,
)
COLUMN = v.word_set("column columns col")
ANOTHER = v.word_set("a an another one extra second third additional separate more new own")
COUNTS = v.word_set("count counts number numbers absolute total totals amount amounts sum sums")
SHARES = v.word_set("share shares percent percentage percentages % pct rate rates ratio proportion")
SMALL = v.FILLER | v.word_set("please and then now so but ok okay with the by in of")


def off_from(text: str) -> str:
    """ "How far off (is that from) the same month last year?" as compared with it."""
    found = FAR.fullmatch(text.strip())
    dated = found and all(w in DATED or w.isdigit() for w in found["when"].casefold().split())
    return f"compared with {found['when']}" if found and dated else text


def plainly(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The reply without remarks, and with such turns in the words that the parser reads."""
    tokens = _remarked(list(tokens), lexicon)
    for turn in (
        _each,
        _behind,
        _looked,
        _set_against,
        _put_apart,
        _not_but,
        _alone,
        _beside,
        _attribute,
        first_rows.read,
        _shares,
        _not_that,
    ):
        tokens = turn(tokens, lexicon)
    return tokens


def _put_apart(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Put Germany and France side by side": these, side by side."""
    at = 0
    while norm_at(tokens, at) in LEADING:
        at += 1
    said = [n for n in _norms(tokens) if n not in STOPS | {"please"}]
    apart = said[-3:] == ["side", "by", "side"] or said[-4:] == ["next", "to", "each", "other"]
    put = norm_at(tokens, at) in SETS and lexicon.at(tokens, at) is None
    return [*tokens[:at], *tokens[at + 1 :]] if apart and put else tokens


def _norms(tokens: Sequence[Token]) -> list[str]:
    return [t.norm for t in tokens]


def _remarked(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Hm.", "too noisy," and "never mind," before what is wanted are no part of it."""
    while tokens:
        at = 0
        if tokens[0].norm in SOUNDS and lexicon.at(tokens, 0) is None and len(tokens) > 1:
            at = 1
        elif said := longest(tokens, 0, NEVER_MIND):
            at = said if len(tokens) > said else 0
        else:
            at = _too(tokens, lexicon)
        if not at:
            return tokens
        while at < len(tokens) and tokens[at].norm in STOPS:
            at += 1
        if at >= len(tokens):
            return tokens
        tokens = tokens[at:]
    return tokens


def _too(tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Tokens of "too noisy", "that's a bit too much" before a comma; no word of it may name anything."""
    i = 0
    while norm_at(tokens, i) in THAT_IS:
        i += 1
    if norm_at(tokens, i) != "too" or norm_at(tokens, i + 2) not in STOPS or i + 3 >= len(tokens):
        return 0
    word = tokens[i + 1]
    return i + 2 if word.kind == "word" and lexicon.at(tokens, i + 1) is None else 0


def _each(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What did each cost?" asks what they cost, and nothing by the cost."""
    for i in range(1, len(tokens) - 1):
        named = lexicon.at(tokens, i + 1) is not None
        if tokens[i].norm == "each" and tokens[i - 1].norm in v.DO and named:
            return [*tokens[:i], replace(tokens[i], norm="they"), *tokens[i + 1 :]]
    return tokens


def _behind(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many visits are behind each of those?": how many those are."""
    at = next((i for i, t in enumerate(tokens) if t.norm == "behind" and lexicon.at(tokens, i) is None), 0)
    asked = any(t.norm == "how" and norm_at(tokens, i + 1) in ("many", "much") for i, t in enumerate(tokens[:at]))
    points = [t.norm for t in tokens[at + 1 :] if t.norm not in ("", "?", "please")]
    if at and asked and tokens[at - 1].norm in v.BE and points and set(points) <= TO_THAT | {"each", "of", "one"}:
        return [*tokens[:at], *tokens[at + 1 :]]
    return tokens


def _looked(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What did it look like in July?", "how was that in July": what comes behind it."""
    at = 0
    while at < len(tokens) and tokens[at].norm in LEADING:
        at += 1
    first = at
    while at < len(tokens) and tokens[at].norm in LOOKS and lexicon.at(tokens, at) is None:
        at += 1
    said = set(_norms(tokens[first:at]))
    whole = bool(said & {"it", "that", "this", "things"}) and bool(said & {"look", "looks", "like", "how"})
    placed = norm_at(tokens, at) in ("in", "for", "on", "during", "back", "at", "a", "the", "last")
    return [*tokens[:first], *tokens[at:]] if whole and placed and said & {"what", "how", "was", "is"} else tokens


def _set_against(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "And set against September last year?": against it."""
    for i, token in enumerate(tokens[:-1]):
        if token.norm in SETS and lexicon.at(tokens, i) is None:
            at = i + 1
            while norm_at(tokens, at) in TO_THAT | {"up"}:
                at += 1
            if norm_at(tokens, at) in v.AGAINST:
                return [*tokens[:i], *tokens[at:]]
    return tokens


def _not_but(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Not last month but since January": the latter, where the former is no name of the model."""
    norms = _norms(tokens)
    if norms.count("not") != 1 or norms.count("but") != 1 or norms.index("but") < norms.index("not"):
        return tokens
    first, last = norms.index("not"), norms.index("but")
    said = range(first + 1, last)
    timed = any(tokens[k].norm in CALENDAR or tokens[k].kind in ("date", "number") for k in said)
    if not timed or any(lexicon.at(tokens, k) is not None for k in said) or any(n not in SMALL for n in norms[:first]):
        return tokens
    return [*tokens[:first], *tokens[last + 1 :]]


def _alone(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Social alone": only social."""
    for i, token in enumerate(tokens):
        if token.norm != "alone" or lexicon.at(tokens, i) is not None:
            continue
        for start in range(max(i - 4, 0), i):
            named = lexicon.at(tokens, start)
            if named and start + named[0] == i and any(s.kind == "value" for s in named[1]):
                at = start - (norm_at(tokens, start - 1) in ("the", "our"))
                return [*tokens[:at], replace(token, norm="only"), *tokens[at:i], *tokens[i + 1 :]]
    return tokens


def _beside(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Put X next to it", "X beside that", "with X alongside", "add a column for X": also X."""
    norms = _norms(tokens)
    for i in range(len(tokens)):
        used = longest(tokens, i, BESIDE)
        if not used or lexicon.at(tokens, i) is not None:
            continue
        end = i + used + (norm_at(tokens, i + used) in TO_THAT)
        if each := longest(tokens, i + used, EACH):
            end = i + used + each
        closed = norm_at(tokens, end) in STOPS | {"please", "and", "too", "as", "then", "now", "again"}
        if not closed or (norms[i] == "next" and end == i + used):
            continue
        before = [t for t in tokens[:i] if t.norm not in PUTS]
        if _named(before, lexicon):
            start = next(k for k in range(i) if lexicon.at(tokens, k) is not None or tokens[k].norm not in PUTS | SMALL)
            head = [t for t in tokens[:start] if t.norm not in PUTS | SMALL]
            named = list(tokens[start:i])
            added = "also" if lexicon.names(named, "value") else "add"
            if lexicon.names(named, "value"):
                named += [replace(tokens[i], norm=word, kind="word") for word in ("side", "by", "side")]
            return [*head, replace(tokens[0], norm=added, kind="word"), *named, *tokens[end:]]
    for i, word in enumerate(norms):
        if word not in COLUMN or lexicon.at(tokens, i) is not None or i + 2 >= len(tokens):
            continue
        if norms[i + 1] in ("for", "with", "of", "showing") and all(n in PUTS | ANOTHER | SMALL for n in norms[:i]):
            return [replace(tokens[0], norm="also", kind="word"), *tokens[i + 2 :]]
    return tokens


def _named(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    return any(lexicon.at(tokens, k) is not None or t.norm in v.UNITS or t.norm in v.MONTHS or t.kind == "number"
               for k, t in enumerate(tokens))  # fmt: skip


def _attribute(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "With their city", "add the city", "with channel": by it as well, no value and not in place of another."""
    said = [t for t in tokens if t.norm not in STOPS]
    while said and said[0].norm in LEADING:
        said.pop(0)
    while said and said[-1].norm in v.ADD_WORDS | {"please", "as"}:
        said.pop()
    owned = len(said) > 2 and said[1].norm in ("the", "their", "its")
    named = lexicon.at(said, 1 + owned) if len(said) > 1 and said[0].norm in WITH else None
    if named is None or 1 + owned + named[0] != len(said):
        return tokens
    kinds = {s.kind for s in named[1]}
    if owned and {"field", "value"} <= kinds:
        return [replace(said[0], norm="also"), replace(said[1], norm="by"), *said[2:]]
    if said[0].norm == "with" and kinds == {"field"}:
        return [replace(said[0], norm="also"), replace(said[0], norm="by"), *said[1 + owned :]]
    return tokens


def most_first(tokens: Sequence[Token]) -> list[Token]:
    """ "Most first", "with the fewest on top", at the end of a message: sorted so."""
    for i, token in enumerate(tokens):
        on = longest(tokens, i + 1, first_rows.FIRST) if token.norm in ("most", "least", "fewest") else 0
        start = i - (norm_at(tokens, i - 1) == "the")
        start -= norm_at(tokens, start - 1) == "with"
        ends = on and all(t.norm in ("", "?", "please", "pls") for t in tokens[i + 1 + on :])
        if ends and start > 1 and (start < i or not norm_at(tokens, i - 1) or norm_at(tokens, i - 1) == ","):
            said = replace(token, norm="descending" if token.norm == "most" else "ascending", end=tokens[i + on].end)
            return [*tokens[:start], said, *tokens[i + 1 + on :]]
    return list(tokens)


def _shares(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Share, not count", "in percent, not the absolute numbers": the last words say the same again."""
    norms = _norms(tokens)
    if "not" not in norms:
        return tokens
    at = norms.index("not")
    rest = [n for n in norms[at + 1 :] if n not in SMALL | {"the", "a", "as", "in", "just", "?", ""}]
    before = set(norms[:at])
    named = any(lexicon.at(tokens, k) is not None for k in range(at + 1, len(tokens)))
    if rest and set(rest) <= COUNTS and before & SHARES and not named:
        return tokens[:at]
    return tokens


def _not_that(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Revenue, not orders", "the money, not the orders": one figure in the place of another."""
    norms = _norms(tokens)
    if norms.count("not") != 1:
        return tokens
    at = norms.index("not")
    old = [t for t in tokens[at + 1 :] if t.norm not in STOPS | {"the", "our", "please"}]
    new = tokens[:at]
    while new and new[-1].norm in (",", "and", "but"):
        new = new[:-1]
    figure = lexicon.at(old, 0) if old else None
    if not new or figure is None or figure[0] != len(old):
        return tokens
    if not any(s.kind == "metric" for s in figure[1]) or any(s.kind == "value" for s in figure[1]):
        return tokens
    named = [term for k in range(len(new)) if (term := lexicon.at(new, k))]
    if len(named) != 1 or not any(s.kind == "metric" for s in named[0][1]):
        return tokens
    as_new = [t for t in new if t.norm not in SMALL]
    return [replace(tokens[at], norm="replace", kind="word"), *old, replace(tokens[at], norm="with", kind="word"),
            *as_new]  # fmt: skip
