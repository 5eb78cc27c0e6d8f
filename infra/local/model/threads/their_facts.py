""" "Which site is it in?", "what brand are they?", after figures of machines, or of products: that beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import ModelField
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import entity
from infra.local.model.threads.earlier import Earlier

LEADS = v.word_set("and so ok okay now then but also in from at of to on under for")
ASKS = v.word_set("which what")
VERBS = v.BE | v.DO | v.word_set("s")
THEY = v.word_set("it they that those these this each")
REST = v.word_set(
    "one ones all each of them belong belongs come comes stand stands live lives located based situated sit from in at "
    "to part made sold under exactly then please"
)


def beside(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """The reply as "also by site", where what is asked for tells something of each of the things before."""
    said = [t for t in tokens if t.norm and t.norm not in ("?", "!", ",", ".")]
    at = next((i for i, t in enumerate(said) if t.norm not in LEADS), len(said))
    named = lexicon.at(said, at + 1) if at + 1 < len(said) and said[at].norm in ASKS else None
    after = [t.norm for t in said[at + 1 + named[0] :]] if named else []
    if named is None or len(after) < 2 or after[0] not in VERBS or after[1] not in THEY or set(after[2:]) - REST:
        return list(tokens)
    of_these = [f for ref in before.request.dimensions for f in _facts(ref, lexicon)]
    refs = {s.ref for s in named[1] if s.kind == "field"}
    asked = [f for f in of_these if f.ref in refs and f.ref not in before.request.dimensions]
    if len(asked) != 1:
        return list(tokens)
    return [replace(tokens[0], norm=word, kind="word") for word in ("also", "by", *name_words(asked[0].label))]


def _facts(ref: str, lexicon: Lexicon) -> Sequence[ModelField]:
    """What is known of the thing whose name the field holds."""
    field = lexicon.model.field(ref)
    dataset = lexicon.model.dataset(field.dataset) if field else None
    return dataset.fields if field and dataset and field in entity(lexicon.model, dataset) else ()
