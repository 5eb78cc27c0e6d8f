""" "Names and cities of our outlets": a list of these, with what is named first beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Dataset
from infra.local.model.english.listing_words import NUMBERED, PRICES
from infra.local.model.english.text import Token, is_plural, name_words, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import entity

LEADS = word_set("show give get list send pull me us the a i we need want please can could you all what are is")
NAMES = ("name", "names")
LINKS = word_set("and , & plus the their")
OURS = word_set("the our all those these any")
BY_THEMSELVES = word_set("date day value total amount")
"""Columns that a list knows by the rows alone."""
SPLITS = word_set("by per each every most least fewest top best worst")
LEAST = 2
"""Columns without which "X of Y" may be anything else."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens as "list ... with name and city", where all of it is of things of one kind."""
    kept = _by_own_number(list(tokens), lexicon)
    at = next((i for i, t in enumerate(kept) if t.norm in NAMES), -1)
    if at < 0:
        return _columns_first(kept, lexicon)
    if any(t.norm not in LEADS for t in kept[:at]):
        return kept
    i, columns, fields = at + 1, list[Token](), set[str]()
    before = _before_of(kept, at)
    while norm_at(kept, i) in LINKS and (found := lexicon.at(before, i + 1) or _price(kept, i + 1)):
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


def _by_own_number(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Parcel number", where the model calls it the shipment number: the key of such rows, by its name."""
    for i in range(len(tokens) - 1):
        found = lexicon.at(tokens, i) if tokens[i + 1].norm in NUMBERED and norm_at(tokens, i + 2) != "of" else None
        rows = [d for s in found[1] if s.kind == "dataset" and (d := lexicon.model.dataset(s.ref))] if found else []
        key = rows[0].field(rows[0].primary_key[0]) if len(rows) == 1 and len(rows[0].primary_key) == 1 else None
        if not found or found[0] > 1 or key is None or is_plural(tokens[i].norm):
            continue
        said = [replace(tokens[i], norm=word, end=tokens[i + 1].end) for word in name_words(key.label)]
        return [*tokens[:i], *said, *_by_own_number(tokens[i + 2 :], lexicon)]
    return tokens


def _columns_first(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Order number, date and value of all orders over 5,000": these rows, with such columns.

    The first column is a field of theirs, and so is each that follows but for words that a list knows by themselves.
    """
    at = next((i for i, t in enumerate(tokens) if t.norm not in LEADS), len(tokens))
    i, fields = at, list[set[str]]()
    before = _before_of(tokens, at)
    while found := _column(before, i, lexicon, first=i == at):
        fields.append({s.ref.partition(".")[0] for s in found[1] if s.kind == "field"})
        i += found[0]
        end = i
        while norm_at(tokens, i) in LINKS:
            i += 1
        if i == end:
            break
    if norm_at(tokens, i) != "of" or len(fields) < LEAST or not fields[0]:
        return tokens
    first = i + 1
    while norm_at(tokens, first) in OURS:
        first += 1
    owners, behind = _rows(tokens, first, lexicon)
    some = not owners
    owners = owners or _some_of(tokens, first, behind, lexicon)
    other = {t.norm for t in tokens[behind:]} & SPLITS
    own = lexicon.model.dataset(next(iter(owners))) if len(owners) == 1 else None
    if own is None or other or any(told and own.name not in told for told in fields):
        return tokens
    named = not some and any(f.name not in own.primary_key for f in entity(lexicon.model, own))
    if not named and not _of_one_row(tokens[at:i], own, lexicon):
        return tokens  # "channel and country of orders": how many in each
    end = len(tokens)
    while end > first and not tokens[end - 1].norm.isalnum():
        end -= 1
    colon = replace(tokens[i], norm=":", surface=":", kind="symbol")
    said = replace(tokens[at], norm="list", surface="list", kind="word")
    return [said, *tokens[first:end], colon, *tokens[at:i]]


def _some_of(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> set[str]:
    """The rows of which a figure counts some: "open tickets"."""
    counts = end - i > 1 and lexicon.means_at(tokens, i, "metric") and is_plural(norm_at(tokens, end - 1))
    return lexicon.refs((tokens[end - 1].norm,), "dataset") if counts else set()


def _before_of(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    return tokens[: next((k for k, t in enumerate(tokens) if k > at and t.norm == "of"), len(tokens))]


def _of_one_row(columns: Sequence[Token], own: Dataset, lexicon: Lexicon) -> bool:
    """One of the columns is another in each row: its number, its day, what it is worth."""
    refs = {s.ref for senses in lexicon.terms(columns) for s in senses if s.kind == "field"}
    apart = [f for f in own.fields if f.ref in refs and (f.name in own.primary_key or f.is_time)]
    return bool(apart) or any(t.norm in BY_THEMSELVES for t in columns)


def _column(tokens: Sequence[Token], i: int, lexicon: Lexicon, *, first: bool) -> tuple[int, tuple[Sense, ...]] | None:
    """A field and no figure; behind the first, "date" and "value" too."""
    if not first and norm_at(tokens, i) in BY_THEMSELVES:
        return 1, ()
    found = lexicon.at(tokens, i) if i < len(tokens) else None
    told = found and any(s.kind == "field" for s in found[1])
    return found if told and found and not any(s.kind in ("metric", "choice") for s in found[1]) else None


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
