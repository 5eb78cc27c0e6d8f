""" "Each kind of landing page", "destination country": words beside a field's name that tell which one is meant.

Where things are told apart by a field itself, its kinds are its values.

"Garden stuff" are the things of that kind.

A field that is called a kind or type, of those very things, is meant as before: "kind of machine".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.lookup import full_label
from infra.local.model.english.text import Token, fold, name_words, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import entity, is_key

DESTINATIONS = word_set("destination destinations receiving")
GOES = re.compile(r"\b(?:goes|sent|shipped|delivered|going|carried) to\b|\bdestination\b")
KINDS = word_set("kind kinds type types sort sorts")

WAYS = word_set("way ways form forms mode modes means")
"""Before "of payment" they stand for the method, type or mode by which the model calls it."""
CALLED = ("method", "type", "mode", "form", "kind", "means")
STUFF = word_set("stuff things gear equipment kit")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without "kind of" and "stuff" around a kind of thing, and with the field that is a destination."""
    tokens = _destined(tokens, lexicon)
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].norm in KINDS and i + 2 < len(tokens) and tokens[i + 1].norm == "of" and _of(tokens, i, lexicon):
            i += 2
            continue
        if tokens[i].norm in WAYS and norm_at(tokens, i + 1) == "of" and (name := _way(tokens, i, lexicon)):
            kept += name
            i += 3
            continue
        if tokens[i].norm in STUFF and _things(tokens, i, lexicon):
            i += 1
            continue
        kept.append(tokens[i])
        i += 1
    return kept


def _of(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    term = lexicon.at(tokens, i + 2)
    if term is None or any(s.kind != "field" for s in term[1]):
        return False
    named = {s.ref.partition(".")[0].casefold() for s in term[1]}
    own = lexicon.at(tokens, i)
    kinds = {s.ref.partition(".")[0].casefold() for s in own[1] if s.kind == "field"} if own and own[0] == 1 else set()
    return (own is None or own[0] == 1) and not named & kinds


def _way(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token]:
    """ "Way of payment": the payment method, where one field has such a name."""
    noun = norm_at(tokens, i + 2)
    names = [(noun, word) for word in CALLED if noun and lexicon.means((noun, word), "field", weak=False)]
    if len({ref for name in names for ref in lexicon.refs(name, "field")}) != 1 or lexicon.at(tokens, i):
        return []
    said = replace(tokens[i], end=tokens[i + 2].end)
    return [replace(said, norm=word) for word in names[0]]


def _things(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """A value that sorts things with names stands before this place: no orders, no visits."""
    for start in range(max(end - lexicon.longest, 0), end):
        term = lexicon.at(tokens, start)
        if term and start + term[0] == end and all(s.kind == "value" for s in term[1]):
            owners = [lexicon.model.dataset(s.ref.partition(".")[0]) for s in term[1]]
            if not _apart([d.name for d in owners if d], lexicon.at(tokens, end), lexicon):
                return False
            return all(d and any(not is_key(lexicon.model, f) for f in entity(lexicon.model, d)) for d in owners)
    return False


def _destined(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Destination country", "country of destination": the one of such fields that tells where things go."""
    for i, token in enumerate(tokens):
        if token.norm not in DESTINATIONS or lexicon.at(tokens, i) is not None:
            continue
        behind = i > 1 and tokens[i - 1].norm == "of"
        at = i - 2 if behind else i + 1
        senses = lexicon.lookup((tokens[at].norm,)) if at < len(tokens) else ()
        fields = [f for s in senses if s.kind == "field" and (f := lexicon.model.field(s.ref))]
        own = [f for f in fields if GOES.search(fold(f.description or ""))]
        name = name_words(full_label(lexicon.model, own[0])) if len(own) == 1 else ()
        first, last = min(i, at), max(i, at)
        if name and {s.ref for s in lexicon.lookup(name)} == {own[0].ref}:
            said = replace(token, start=tokens[first].start, end=tokens[last].end)
            return [*tokens[:first], *(replace(said, norm=word) for word in name), *tokens[last + 1 :]]
    return tokens


def _apart(owners: Sequence[str], noun: tuple[int, tuple[Sense, ...]] | None, lexicon: Lexicon) -> bool:
    """The noun names nothing that the things have to do with: "camping equipment" is none of the machines."""
    if noun is None:
        return True
    named = {s.ref.partition(".")[0] for s in noun[1]}
    steps = lexicon.reach.steps
    return noun[0] == 1 and all(steps(o, n) is None and steps(n, o) is None for o in owners for n in named)
