""" "Names and cities of our outlets": a list of these, with what is named first beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.listing_words import PRICES
from infra.local.model.text import Token, is_plural, norm_at
from infra.local.model.vocabulary import word_set

LEADS = word_set("show give get list send pull me us the a i we need want please can could you all what are is")
NAMES = ("name", "names")
LINKS = word_set("and , & plus the their")
OURS = word_set("the our all those these any")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens as "list ... with name and city", where all of it is of things of one kind."""
    kept = list(tokens)
    at = next((i for i, t in enumerate(kept) if t.norm in NAMES), -1)
    if at < 0 or any(t.norm not in LEADS for t in kept[:at]):
        return kept
    i, columns, fields = at + 1, list[Token](), set[str]()
    while norm_at(kept, i) in LINKS and (found := lexicon.at(kept, i + 1) or _price(kept, i + 1)):
        refs = {s.ref for s in found[1] if s.kind == "field"}
        if found[1] and not refs:
            return kept
        columns += [replace(kept[i], norm="and", surface="and", kind="word"), *kept[i + 1 : i + 1 + found[0]]]
        fields |= refs
        i += 1 + found[0]
    if norm_at(kept, i) != "of":
        return kept
    i += 1
    while norm_at(kept, i) in OURS:
        i += 1
    owners, behind = _rows(kept, i, lexicon)
    if not owners or (fields and not {ref.partition(".")[0] for ref in fields} & owners):
        return kept
    if columns and any(s.kind in ("metric", "choice") for senses in lexicon.terms(kept[behind:]) for s in senses):
        return kept  # which of the things these are is told by a figure, which comes beside them
    end = len(kept)
    while end > i and not kept[end - 1].norm.isalnum():
        end -= 1
    put = lambda word: replace(kept[at], norm=word, surface=word, kind="word")  # noqa: E731
    return [put("list"), *kept[i:end], *([put("with"), *columns[1:]] if columns else [])]


def _price(tokens: Sequence[Token], i: int) -> tuple[int, tuple[Sense, ...]] | None:
    """ "Prices", which a list knows by themselves."""
    return (1, ()) if norm_at(tokens, i).removesuffix("s") in PRICES else None


def _rows(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[set[str], int]:
    """The things that are named here, and where that ends.

    By their own name, behind values too, or by one value of those of a register.
    """
    found = lexicon.at(tokens, i)
    if found is None:
        return set(), i
    end = i + found[0]
    of_value = all(s.kind == "value" for s in found[1])
    if of_value and end < len(tokens) and (noun := lexicon.at(tokens, end)):
        rows = {s.ref for s in noun[1] if s.kind == "dataset"}
        if rows and is_plural(tokens[end + noun[0] - 1].norm):
            return rows, end + noun[0]
    if not is_plural(tokens[end - 1].norm):
        return set(), end
    if rows := {s.ref for s in found[1] if s.kind == "dataset"}:
        return rows, end
    owners = {s.ref.partition(".")[0] for s in found[1]} if of_value else set[str]()
    own = lexicon.model.dataset(next(iter(owners))) if len(owners) == 1 else None
    called = lexicon.refs((tokens[end - 1].norm,), "dataset") == owners
    return (owners if own is not None and (called or own.freshness is None) else set()), end
