""" "The other three warehouses", after one of them: the known values that the question before left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, name_words
from infra.local.model.lexicon import Lexicon

OTHER = v.word_set("other others remaining")
ENDS = v.FILLER | v.word_set("? ! . , please then too now as well next to it beside")
MOST = 40
"""Values that are written out."""


def named(tokens: Sequence[Token], before: MetricRequest, lexicon: Lexicon) -> list[Token]:
    """The tokens with these values in the place of such words, side by side; else as they are."""
    kept = {f.field.casefold(): f for f in before.filters if f.op == "in"}
    for i, token in enumerate(tokens):
        if token.norm not in OTHER or lexicon.at(tokens, i) is not None or not kept:
            continue
        start, at = i, i + 1
        while start and tokens[start - 1].norm in ("the", "all", "our", "any"):
            start -= 1
        number, used = number_at(tokens, at)
        if number is None and start and (before_it := number_at(tokens, start - 1))[1]:
            number, start = before_it[0], start - 1
        at += used
        noun = lexicon.at(tokens, at)
        if noun is None and number is None and (token.norm != "others" or before.limit or not _ends(tokens, at)):
            continue
        refs = {s.ref.casefold() for s in noun[1] if s.kind == "field"} if noun else set(kept)
        fields = [f for ref, f in kept.items() if ref in refs]
        if len(fields) != 1:
            continue
        others = [x for x in lexicon.values.get(fields[0].field, ()) if x not in fields[0].values]
        if not others or len(others) > MOST or (number is not None and number != len(others)):
            continue
        end = at + (noun[0] if noun else 0)
        said = _written(others, replace(token, start=tokens[start].start, end=tokens[end - 1].end))
        return [*tokens[:start], *said, *tokens[end:]]
    return list(tokens)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    return all(t.norm in ENDS for t in tokens[at:])


def _written(values: Sequence[str], at: Token) -> list[Token]:
    made: list[Token] = []
    for n, value in enumerate(values):
        if n:
            made.append(replace(at, surface=",", norm=",", kind="symbol"))
        made += [replace(at, surface=word, norm=word, kind="word") for word in name_words(value)]
    if len(values) > 1:
        made += [replace(at, norm=word, kind="word") for word in ("side", "by", "side")]
    return made
