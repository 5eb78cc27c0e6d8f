""" "Drop all but X": X alone is kept. So it is with "nothing but X", "no carriers except X", "keep only X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon

REMOVES = word_set(
    "drop remove exclude hide ignore skip omit lose delete discard eliminate strip cut without excluding excludes "
    "removing dropping ignoring hiding skipping omitting minus eliminating deleting discarding scrap ditch"
)
OUT = word_set("leave leaving take taking filter filtering throw throwing cut cutting keep keeping kick rule strip")
"""With "out" they remove too."""
LETS_IN = word_set("show keep give see want display use include need")
"""Behind "not" they remove: "don't show anything but Spain"."""
EVERY = word_set("all everything everyone everybody everywhere anything anyone anybody every any anywhere")
NOTHING = word_set("nothing none noone nobody nowhere no")
BEGINS = word_set("and now then please just ok so")
"""Before "nothing but" no thing stands that has nothing else."""
PASSED = word_set("the of our me them these those other others rest")
ONLY = "only"
LONGEST = 3
"""Words of the name of what is left out: "all the other carriers"."""
EXCEPTS = (("apart", "from"), ("aside", "from"), ("other", "than"), ("except", "for"), ("but", "for"), ("save", "for"))
ONE_WORD = word_set("but except excepting besides bar barring save")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "only" in the place of such words."""
    for i in range(len(tokens)):
        if lexicon.at(tokens, i) is not None and tokens[i].norm not in REMOVES | NOTHING:
            continue
        alone = not i or norm_at(tokens, i - 1) in LETS_IN | BEGINS or not tokens[i - 1].norm.isalnum()
        end = _except_behind(tokens, i, lexicon) if alone and tokens[i].norm in NOTHING else 0
        verb = _removing(tokens, i)
        end = end or (_except_behind(tokens, verb, lexicon) if verb and norm_at(tokens, verb) in EVERY else 0)
        if end and _names_value(tokens, end, lexicon):
            start = i - (i > 0 and tokens[i].norm in NOTHING and norm_at(tokens, i - 1) in LETS_IN)
            said = replace(tokens[i], norm=ONLY, kind="word", end=tokens[end - 1].end)
            return read([*tokens[:start], said, *tokens[end:]], lexicon)
    return list(tokens)


def _removing(tokens: Sequence[Token], i: int) -> int:
    """Where a verb that removes ends, which begins here; 0 where none does."""
    word = norm_at(tokens, i)
    if word in OUT and norm_at(tokens, i + 1) == "out":
        return _passed(tokens, i + 2)
    if word == "get" and (norm_at(tokens, i + 1), norm_at(tokens, i + 2)) == ("rid", "of"):
        return _passed(tokens, i + 3)
    if word == "not" and norm_at(tokens, i + 1) in LETS_IN:
        return _passed(tokens, i + 2)
    return _passed(tokens, i + 1) if word in REMOVES else 0


def _passed(tokens: Sequence[Token], i: int) -> int:
    while norm_at(tokens, i) in PASSED - {"rest"}:
        i += 1
    return i


def _except_behind(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Where "but", "except for" or the like ends, behind "all" that stands here and the name of what it is of."""
    at = _passed(tokens, i + 1)
    if end := _excepting(tokens, i + 1) or _excepting(tokens, at):
        return end
    found = lexicon.at(tokens, at)
    if found is None or found[0] > LONGEST or not any(s.kind in ("field", "dataset") for s in found[1]):
        return 0
    end = _excepting(tokens, at + found[0])
    refs = {s.ref for s in found[1] if s.kind == "field"}
    value = lexicon.at(tokens, _passed(tokens, end)) if end else None
    owners = {ref.partition(".")[0] for ref in refs} | {s.ref for s in found[1] if s.kind == "dataset"}
    told = {s.ref for s in value[1] if s.kind == "value"} if value else set[str]()
    own = told & refs or (tokens[i].norm not in NOTHING and {ref.partition(".")[0] for ref in told} & owners)
    return end if own else 0


def _excepting(tokens: Sequence[Token], i: int) -> int:
    if (norm_at(tokens, i), norm_at(tokens, i + 1)) in EXCEPTS:
        return i + 2
    return i + 1 if norm_at(tokens, i) in ONE_WORD else 0


def _names_value(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    found = lexicon.at(tokens, _passed(tokens, i))
    return found is not None and any(s.kind == "value" for s in found[1])
