""" "Each kind of landing page": where things are told apart by a field itself, its kinds are its values.

"Garden stuff" are the things of that kind.

A field that is called a kind or type, of those very things, is meant as before: "kind of machine".
"""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import entity, is_key
from infra.local.model.text import Token
from infra.local.model.vocabulary import word_set

KINDS = word_set("kind kinds type types sort sorts")

STUFF = word_set("stuff things gear equipment kit")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without "kind of" before the name of such a field, and without "stuff" behind a kind of thing."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].norm in KINDS and i + 2 < len(tokens) and tokens[i + 1].norm == "of" and _of(tokens, i, lexicon):
            i += 2
            continue
        if tokens[i].norm in STUFF and lexicon.at(tokens, i) is None and _things(tokens, i, lexicon):
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


def _things(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """A value that sorts things with names stands before this place: no orders, no visits."""
    for start in range(max(end - lexicon.longest, 0), end):
        term = lexicon.at(tokens, start)
        if term and start + term[0] == end and all(s.kind == "value" for s in term[1]):
            owners = [lexicon.model.dataset(s.ref.partition(".")[0]) for s in term[1]]
            return all(d and any(not is_key(lexicon.model, f) for f in entity(lexicon.model, d)) for d in owners)
    return False
