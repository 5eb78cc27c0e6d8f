"""A text that a name holds: "products with "Tent" in the name", "customers whose name contains Smith"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.english import COMMON
from infra.local.model.english.text import Token, is_plural, norm_at
from infra.local.model.english.vocabulary import (
    AGGREGATES,
    BE,
    BY_EACH,
    FILLER,
    MONTHS,
    NUMBERS,
    PREPOSITIONS,
    RANK_ASC,
    RANK_DESC,
    UNITS,
    WEEKDAYS,
    WITHIN_CLAUSE,
)
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import entity
from infra.local.model.times.feasts import FEAST_WORDS

LITERAL = "literal"
"""The kind of a token that is a text whatever it may name."""
NAMES = frozenset(["name", "names", "title", "titles"])
HOLDS = frozenset(
    ["contains", "contain", "containing", "includes", "include", "including", "has", "have", "having", "mentions"]
)
WITH = HOLDS | {"with", "that", "which", "got"}
OWN = frozenset(["the", "their", "its", "his", "her", "a"])
WORDS = frozenset(["word", "text", "words", "string", "letters"])
SOMETHING = frozenset(["something", "anything", "sth"])
COUNTED = frozenset(["many", "of", "count"])
RANKS = frozenset(RANK_DESC | RANK_ASC | set(NUMBERS))
LONGEST = 3
"""Words of a text without quotation marks."""
STARTS = frozenset(["starts", "start", "starting", "begins", "begin", "beginning"])
ENDS = frozenset(["ends", "end", "ending"])
CALLED = frozenset(["called", "named"])
STOPS = PREPOSITIONS | frozenset(
    ["and", "or", "by", "per", "last", "this", "since", "how", "what", "which", "list", "please", "over", "of", "from",
     "sorted", "top", "each", "every", "we", "have", "did", "do", "were", "are", "is", "yesterday", "today", "show"]
)  # fmt: skip
"""Words that a text without quotation marks doesn't go on with."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as "products containing "Tent""."""
    kept = list(tokens)
    for i in range(1, len(kept)):
        for turn in (_everything, _in_the_name, _whose_name, _begins, _called_something, _called, _of_a_place):
            if (found := turn(kept, i, lexicon)) is not None:
                return found
    return kept


def _text(tokens: Sequence[Token], i: int, until: frozenset[str] = frozenset()) -> tuple[int, Token] | None:
    """The text that stands here, with where it ends; without quotation marks it goes on up to ``until``."""
    i += 2 if norm_at(tokens, i) == "the" and norm_at(tokens, i + 1) in WORDS else norm_at(tokens, i) in WORDS
    if i >= len(tokens):
        return None
    if tokens[i].kind == "quoted":
        return i + 1, replace(tokens[i], kind=LITERAL)
    last = i
    while until and last < len(tokens) and tokens[last].norm not in until:
        last += 1
    last = last if until else i + 1
    words = tokens[i:last]
    plain = all(t.kind == "word" and t.norm for t in words)
    if not words or len(words) > LONGEST or not plain or (until and last >= len(tokens)):
        return None
    if not until and not words[0].surface[:1].isupper():
        return None
    said = Token(words[0].surface, " ".join(t.norm for t in words), LITERAL, words[0].start, words[-1].end)
    return last, said


def _loose(tokens: Sequence[Token], i: int) -> tuple[int, Token] | None:
    """The text behind "whose name contains" and the like, in whatever spelling: as far as the next small word."""
    if (said := _text(tokens, i)) is not None and said[1].kind == LITERAL and tokens[said[0] - 1].kind == "quoted":
        return said
    last = i
    while last < len(tokens) and tokens[last].kind == "word" and tokens[last].norm and tokens[last].norm not in STOPS:
        last += 1
    if last == i or last - i > LONGEST or _calendar(tokens[i].norm):
        return None
    words = tokens[i:last]
    said_so = " ".join(t.norm for t in words)
    return last, Token(words[0].surface, said_so, LITERAL, words[0].start, words[-1].end)


def _calendar(word: str) -> bool:
    return word in MONTHS or word in WEEKDAYS or word in UNITS


def _noun(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> tuple[int, bool] | None:
    """Where the noun that ends here begins, and whether it is what is counted."""
    for start in (end - 2, end - 1):
        if start < 0 or not all(t.norm for t in tokens[start:end]):
            continue
        senses = lexicon.lookup(tuple(t.norm for t in tokens[start:end]))
        if any(s.kind == "dataset" or (s.kind == "field" and not s.weak) for s in senses):
            before = start - (norm_at(tokens, start - 1) in ("the", "our", "different"))
            counted = before <= 0 or norm_at(tokens, before - 1) in COUNTED - {"of"}
            counted |= before > 0 and (tokens[before - 1].kind == "number" or norm_at(tokens, before - 1) in RANKS)
            counted |= norm_at(tokens, before - 1) == "of" and norm_at(tokens, before - 2) in ("number", "count")
            return start, counted and any(s.kind == "dataset" for s in senses)
    return None


def _put(
    tokens: Sequence[Token],
    noun: tuple[int, bool],
    end: int,
    said: Token,
    rest: int,
    named: Sequence[Token] = (),
    how: str = "containing",
) -> list[Token]:
    """``named``: the noun that the name is of, where it is another one than the rows; ``how``: a word of the marks."""
    rows = tokens[noun[0] : end]
    holds = Token(how, how, "word", said.start, said.start)
    by = norm_at(tokens, noun[0] - 1) in BY_EACH
    counted = [*rows] if noun[1] or named or by else []
    return [*tokens[: noun[0]], *counted, *(named or rows), holds, said, *tokens[rest:]]


def _in_the_name(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Products with "Tent" in the name", "orders with "Tent" in the product name"."""
    noun = _noun(tokens, i, lexicon) if norm_at(tokens, i) in WITH else None
    first = i + 1 + (norm_at(tokens, i) in ("that", "which", "got") and norm_at(tokens, i + 1) in HOLDS | {"with"})
    found = _text(tokens, first, frozenset(["in"])) if noun else None
    if noun is None or found is None or norm_at(tokens, found[0]) not in ("in", "within"):
        return None
    at = found[0] + 1
    at += norm_at(tokens, at) in OWN
    if norm_at(tokens, at) in NAMES or (norm_at(tokens, at) in ("it", "them") and tokens[first].kind == "quoted"):
        return _put(tokens, noun, i, found[1], at + 1)
    of = _noun(tokens, at + 1, lexicon)
    if norm_at(tokens, at + 1) in NAMES and of is not None and of[0] == at:
        return _put(tokens, noun, i, found[1], at + 2, tokens[at : at + 1])
    return None


def _everything(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Everything with Headlamp in the product name": what the name is of."""
    if norm_at(tokens, i) not in WITH or norm_at(tokens, i - 1) not in SOMETHING | {"everything", "all", "whatever"}:
        return None
    found = _text(tokens, i + 1, frozenset(["in"]))
    if found is None or norm_at(tokens, found[0]) != "in":
        return None
    at = found[0] + 1 + (norm_at(tokens, found[0] + 1) in OWN)
    of = _noun(tokens, at + 1, lexicon)
    if of is None or of[0] != at or norm_at(tokens, at + 1) not in NAMES:
        return None
    first = i - 1 - (norm_at(tokens, i - 2) == "of")
    kept = [*tokens[:first], *tokens[i - 2 : i - 1]] if first < i - 1 else [*tokens[:first]]
    noun = len(kept)
    return _put([*kept, tokens[at], *tokens[i:]], (noun, False), noun + 1, found[1], at + 2 - (i - noun - 1))


def _whose_name(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Customers whose name contains Smith", "products whose name has "Tent" in it"."""
    named = norm_at(tokens, i) == "whose" and norm_at(tokens, i + 1) in NAMES and norm_at(tokens, i + 2) in HOLDS
    named |= norm_at(tokens, i) in ("with", "having") and norm_at(tokens, i + 1) in ("a", "names")
    first = i + 3
    if norm_at(tokens, i) != "whose" and named:
        first = i + 2 + (norm_at(tokens, i + 1) == "a")
        named = norm_at(tokens, first - 1) in NAMES and norm_at(tokens, first) in HOLDS | {"that"}
        first += 1 + (norm_at(tokens, first) == "that")
    noun = _noun(tokens, i, lexicon) if named else None
    if named and noun is None and (end := _before_place(tokens, i, lexicon)) and _noun(tokens, end, lexicon):
        moved = _whose_name([*tokens[:end], *tokens[i:]], end, lexicon)
        at = next((j for j, t in enumerate(moved or ()) if t.kind == LITERAL), None)
        return [*moved[: at + 1], *tokens[end:i], *moved[at + 1 :]] if moved and at is not None else None
    ends = any(tokens[j].norm == "in" and norm_at(tokens, j + 1) in ("it", "them") for j in range(i, len(tokens)))
    found = (_text(tokens, first, frozenset(["in"])) if ends else _loose(tokens, first)) if noun else None
    if noun is None or found is None:
        return None
    rest = found[0]
    rest += 2 if norm_at(tokens, rest) in ("in", "within") and norm_at(tokens, rest + 1) in ("it", "them") else 0
    return _put(tokens, noun, i, found[1], rest)


def _before_place(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> int:
    """Where "in Vietnam" begins, if such words end here; 0 where none do."""
    for first in range(max(end - 5, 1), end - 1):
        found = lexicon.at(tokens, first + 1) if norm_at(tokens, first) in ("in", "from", "of") else None
        if found and first + 1 + found[0] == end and any(s.kind == "value" for s in found[1]):
            return first
    return 0


def _begins(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Products starting with "Skarv"", "customers whose name ends with son", "names that begin with Mc"."""
    word, link = norm_at(tokens, i), norm_at(tokens, i + 1)
    how = "startingwith" if word in STARTS and link == "with" else ""
    how = how or ("endingwith" if word in ENDS and link in ("with", "in", "on") else "")
    if not how:
        return None
    at, named = i, False
    while norm_at(tokens, at - 1) in NAMES | OWN | BE | {"whose", "that", "which", "who", "with"}:
        named |= norm_at(tokens, at - 1) in NAMES
        at -= 1
    noun = _noun(tokens, at, lexicon)
    found = (_loose if named else _text)(tokens, i + 2) if noun else None
    if noun is None or found is None or (not named and _calendar(found[1].norm)):
        return None
    return _put(tokens, noun, at, found[1], found[0], how=how)


def _called(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Customers called Smith": it is in their name; not of "who called", which did something."""
    before = norm_at(tokens, i - 1)
    if norm_at(tokens, i) not in CALLED or before in ("who", "that", "which", "we", "they", "not"):
        return None
    at = i - (before in BE)
    at -= at < i and norm_at(tokens, at - 1) in WITHIN_CLAUSE
    noun = _noun(tokens, at, lexicon)
    first = i + 1
    last = first
    while last < len(tokens) and last - first < LONGEST and tokens[last].surface[:1].isupper():
        last += 1
    if noun is None or (last == first and not (first < len(tokens) and tokens[first].kind == "quoted")):
        return None
    if tokens[first].kind == "quoted":
        return _put(tokens, noun, at, replace(tokens[first], kind=LITERAL), first + 1)
    words = tokens[first:last]
    said = Token(words[0].surface, " ".join(t.norm for t in words), LITERAL, words[0].start, words[-1].end)
    return _put(tokens, noun, at, said, last)


def _of_a_place(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "The Berlin store": an unknown name before the noun for one of them is part of what they are called."""
    found = lexicon.at(tokens, i) if _is_name(tokens[i - 1], lexicon) else None
    rows = [d for s in found[1] if (d := lexicon.model.dataset(s.ref.partition(".")[0]))] if found else []
    if found is None or not rows or is_plural(tokens[i + found[0] - 1].norm):
        return None
    keys = {f"{d.name}.{k}".casefold() for d in rows for k in d.primary_key}
    names = [f for d in rows for f in entity(lexicon.model, d) if f.ref.casefold() not in keys]
    named = [f for f in names if any(s.ref in (f.ref, f.dataset) for s in found[1]) and not lexicon.values.get(f.ref)]
    first = i
    while first > 0 and i - first < LONGEST and _is_name(tokens[first - 1], lexicon):
        first -= 1
    led = first == 0 or norm_at(tokens, first - 1) in ("the", "our", "of", "in", "at", "for", "from", "to", ",")
    if not named or len({f.ref for f in named}) > 1 or not led or all(len(t.norm) < 4 for t in tokens[first:i]):
        return None
    said = " ".join(t.norm for t in tokens[first:i])
    text = Token(tokens[first].surface, said, LITERAL, tokens[first].start, tokens[i - 1].end)
    holds = Token("containing", "containing", "word", text.start, text.start)
    return [*tokens[:first], *tokens[i : i + found[0]], holds, text, *tokens[i + found[0] :]]


def _is_name(token: Token, lexicon: Lexicon) -> bool:
    """A word in capitals that is neither the model's nor English."""
    word = token.norm
    if token.kind != "word" or not token.surface[:1].isupper() or token.surface.isupper() or len(word) < 2:
        return False
    english = word in COMMON | FILLER | FEAST_WORDS | RANKS | set(AGGREGATES) or word.endswith("est")
    known = english or word in lexicon.words or bool(lexicon.lookup((word,)))
    return not (known or _calendar(word))


def _called_something(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Products called something with "lamp"", "named anything like "lamp"": a part of the name, not all of it."""
    if norm_at(tokens, i) not in ("called", "named") or norm_at(tokens, i + 1) not in SOMETHING:
        return None
    noun = _noun(tokens, i - (norm_at(tokens, i - 1) in ("are", "is")), lexicon)
    found = _text(tokens, i + 3) if norm_at(tokens, i + 2) in HOLDS | {"with", "like"} else None
    return _put(tokens, noun, i, found[1], found[0]) if noun and found else None
