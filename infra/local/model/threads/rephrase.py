"""Turns of English with which people change an earlier question, put the way that the parser reads them.

"Swap X for Y" and "Y instead of X" are "replace X with Y"; "zoom in on X" is "only X"; "add X back" is "include X".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.threads import reply_turns

SWAPS = frozenset(["swap", "exchange", "swapping"])
SWAPPED = frozenset(["for", "with", "to", "by", "against"])
INSTEAD = (("instead", "of"), ("rather", "than"), ("in", "place", "of"), ("in", "lieu", "of"))
SCALES = frozenset(["by", "per", "in", "as", "a", "the"])
SHARES = frozenset(["percent", "percentage", "percentages", "%", "pct"])
SHOWS = frozenset(["show", "give", "use", "take", "do", "make", "see", "display", "i", "can", "could", "let", "please"])
"""After "instead of X" what is wanted begins with one of these, or after a comma."""
CLOSER = frozenset(["zoom", "zooming", "drill", "drilling", "dig", "dive", "hone", "home", "focus", "concentrate"])
CLOSER_TAIL = frozenset(["in", "into", "on", "down", "deeper", "to", "further", "at"])
BACK_VERBS = frozenset(["add", "put", "bring", "include", "take", "let", "get", "have", "adding", "bringing"])
OUT_VERBS = frozenset(["leave", "take", "filter", "keep", "cut", "kick", "throw", "strip", "rule", "drop"])
IN_VERBS = frozenset(["put", "throw", "bring", "add", "take", "include", "let"])
ALSO = v.ADD_WORDS | {"as", "again"}
RETURNS = frozenset(["go", "going", "get", "switch", "return", "revert", "move", "jump", "and", "now", "ok", "okay"])
WHOLE_LIST = frozenset(
    ["all", "all of them", "all of these", "all of those", "them all", "everything", "the full list", "full list",
     "the whole list", "the complete list", "complete list", "whole list", "no limit", "without limit",
     "without the limit", "without a limit", "every one", "every one of them", "all rows", "every row"]
)  # fmt: skip
"""Said alone they ask for every row of a list that was cut."""
IS = frozenset(["is", "was", "has", "had", "did", "s"])
SAME = frozenset(["thing", "question", "figure", "figures", "numbers", "query"])
COURTESIES = frozenset(
    ["ok", "okay", "and", "now", "can", "could", "you", "please", "just", "so", "then", "show", "me", "list", "see",
     "give", "i", "want", "to", "us", "let"]
)  # fmt: skip
LEADS = frozenset(
    ["and", "now", "then", "ok", "okay", "so", "please", "but", "just", "can", "could", "you", "show", "me"]
)
"""Before "Y instead of X"."""
CHANGES = frozenset(
    ["change", "difference", "growth", "gap", "delta", "increase", "decrease", "drop", "rise", "decline"]
)
SINCE = frozenset(["from", "to", "over", "with", "on", "against", "vs", "versus"])
ASKS_CHANGE = frozenset(
    ["the", "what", "whats", "is", "s", "was", "how", "big", "much", "add", "with", "give", "i", "need", "want", "a"]
)
POLITE = v.FILLER | {"please", "ok", "and", "now", "so"}


def reworded(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The message with such turns put plainly; without any it stays as it is."""
    tokens = reply_turns.plainly(tokens, lexicon)
    found = [t for t in tokens if t.norm]
    if " ".join(_norms(_bare(found))) in WHOLE_LIST:
        return (_as("remove", found[0]), _as("limit", found[-1]))
    for turn in (_changed, _on_top, _made, _out, _whole, _same, _swap, _instead, _closer, _back, _the_one):
        tokens = turn(tokens, lexicon)
    return tuple(tokens)


def _on_top(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "And by channel on top": by it as well. "Worst on top" tells which rows come first."""
    words = [t for t in tokens if t.norm]
    if _norms(words[-2:]) != ("on", "top") or "by" not in _norms(words[:-3]):
        return tokens
    named = lexicon.means((words[-3].norm,), "field", "dataset", weak=True)
    return [*words[:-2], _as("too", words[-1])] if named else tokens


def _changed(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "And the change from September", "growth over last year": of what was asked, against that time."""
    start = next((i for i, t in enumerate(tokens) if t.norm and t.norm not in LEADS | ASKS_CHANGE), len(tokens))
    end = start + 1
    if norm_at(tokens, start) not in CHANGES or norm_at(tokens, end) not in SINCE:
        return tokens
    rest = tokens[end + 1 :]
    names = any(lexicon.at(tokens, i) for i in range(end + 1, len(tokens)))
    if not rest or names or {"to", "and", "until", "till", "through"} & set(_norms(rest)):
        return tokens
    return [*tokens[:start], _as("vs", tokens[start]), *rest]


def _norms(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(t.norm for t in tokens)


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Without the courtesies around."""
    kept = list(tokens)
    while kept and kept[0].norm in COURTESIES:
        kept.pop(0)
    while kept and kept[-1].norm in ("please", "again", "now", "then", "instead", "?", "!", "thanks"):
        kept.pop()
    return kept


def _as(word: str, at: Token) -> Token:
    return replace(at, norm=word, kind="word")


def _out(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Leave the US out", "filter out Spain", "get rid of Spain": exclude; "put Spain in": include."""
    norms = _norms(tokens)
    for i, word in enumerate(norms):
        if lexicon.at(tokens, i) is not None or any(n not in POLITE for n in norms[:i]):
            continue
        if word == "get" and norms[i + 1 : i + 3] == ("rid", "of"):
            return [*tokens[:i], _as("exclude", tokens[i]), *tokens[i + 3 :]]
        ways = (("out", OUT_VERBS, "exclude"), ("in", IN_VERBS, "include"))
        for particle, verbs, plain in ways:
            if word not in verbs or particle not in norms[i + 1 :]:
                continue
            j = norms.index(particle, i + 1)
            named = [lexicon.at(tokens, k) for k in range(i + 1, len(tokens)) if k != j]
            apart = j == i + 1 or all(n in POLITE | {"too", "also", "?", ""} | ALSO for n in norms[j + 1 :])
            if apart and any(n and any(s.kind == "value" for s in n[1]) for n in named):
                return [*tokens[:i], _as(plain, tokens[i]), *tokens[i + 1 : j], *tokens[j + 1 :]]
    return tokens


def _made(tokens: Sequence[Token], _lexicon: Lexicon) -> Sequence[Token]:
    """ "Make it weekly", where "make" could name something; "make it 10" is a limit."""
    for i, token in enumerate(tokens):
        number = norm_at(tokens, i + 2).isdigit() or norm_at(tokens, i + 2) in v.NUMBERS
        after = norm_at(tokens, i + 3)
        if token.norm == "make" and norm_at(tokens, i + 1) in v.PRONOUNS and number and i and not after.isalnum():
            return [*tokens[:i], _as("limit", token), *tokens[i + 2 :]]
    for i, token in enumerate(tokens[:4]):
        if token.norm == "make" and norm_at(tokens, i + 1) in v.PRONOUNS:
            return [*tokens[:i], *tokens[i + 2 :]]
    return tokens


def _whole(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "The whole of APAC", "the entire US": all of it."""
    for i, token in enumerate(tokens):
        j = i + 1 + (norm_at(tokens, i + 1) == "of")
        named = lexicon.at(tokens, j) if token.norm in ("whole", "entire") and j < len(tokens) else None
        if named and any(s.kind == "value" for s in named[1]):
            return [*tokens[:i], _as("all", token), *tokens[j:]]
    return tokens


def _same(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "The same thing for Canada"."""
    return [
        t
        for i, t in enumerate(tokens)
        if not (t.norm in SAME and norm_at(tokens, i - 1) == "same" and lexicon.at(tokens, i) is None)
    ]


def _swap(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Swap X (out) for Y", "switch from X to Y"; of a pronoun: "swap that for orders"."""
    for i, token in enumerate(tokens):
        switched = token.norm == "switch" and norm_at(tokens, i + 1) == "from"
        if not (token.norm in SWAPS or switched) or lexicon.at(tokens, i) is not None:
            continue
        link = next((j for j in range(i + 2, len(tokens)) if tokens[j].norm in SWAPPED), None)
        if link is None or link + 1 >= len(tokens):
            return tokens
        first = i + 1 + switched + (norm_at(tokens, i + 1) == "out")
        old = [t for t in tokens[first:link] if t.norm not in ("out", "the", "our")]
        if not old or all(t.norm in v.PRONOUNS for t in old):
            return [*tokens[:i], _as("switch", token), _as("to", tokens[link]), *tokens[link + 1 :]]
        return [*tokens[:i], _as("replace", token), *old, _as("with", tokens[link]), *tokens[link + 1 :]]
    return tokens


def _instead(tokens: Sequence[Token], _lexicon: Lexicon) -> Sequence[Token]:
    """ "Y instead of X", "instead of X show Y"."""
    for i in range(len(tokens)):
        said = next((p for p in INSTEAD if tuple(_norms(tokens[i : i + len(p)])) == p), None)
        if said is None:
            continue
        after = list(tokens[i + len(said) :])
        new = [t for t in tokens[:i] if t.norm not in (",", "?", "")]
        if any(t.norm not in POLITE for t in new):
            while new[0].norm in LEADS:
                new.pop(0)
            old = after
        else:
            cut = next((j for j, t in enumerate(after) if j and (t.norm in SHOWS or t.norm in (",", ":"))), None)
            if cut is None:
                return tokens
            old, new = after[:cut], after[cut + (after[cut].norm in (",", ":")) :]
        old = [t for t in old if t.norm not in ("the", "our", "by", "per", "for", "in")]
        if not old or not new:
            return tokens
        return _of_scales(old, new) or [_as("replace", tokens[i]), *old, _as("with", tokens[i]), *new]
    return tokens


def _of_scales(old: Sequence[Token], new: Sequence[Token]) -> list[Token] | None:
    """ "Quarters instead of months", "in percent rather than euros": steps of time, and what a figure is shown in."""
    said = [t for t in new if t.norm not in SCALES]
    if len(old) != 1 or len(said) != 1:
        return None
    first, last = said[0], old[0]
    if first.norm in v.UNITS and last.norm in v.UNITS:
        return [_as("replace", last), _as(v.UNITS[last.norm], last), _as("with", last), _as("by", first), first]
    if first.norm in SHARES and last.norm in v.CURRENCIES:
        return [_as("in", first), _as("percent", first)]
    if first.norm in v.CURRENCIES and last.norm in SHARES:
        return [_as("in", first), _as("absolute", first), _as("numbers", first)]
    return None


def _closer(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Zoom in on X", "drill into X": only that value, or one level further down where X names a field."""
    for i, token in enumerate(tokens):
        if token.norm not in CLOSER or norm_at(tokens, i + 1) not in CLOSER_TAIL or lexicon.at(tokens, i) is not None:
            continue
        j = i + 1
        while norm_at(tokens, j) in CLOSER_TAIL:
            j += 1
        k = j + (norm_at(tokens, j) in ("the", "our"))
        named = lexicon.at(tokens, k)
        if named is None or j == i + 1:
            return tokens
        kinds = {s.kind for s in named[1]}
        if "value" in kinds:
            return [*tokens[:i], _as("only", token), *tokens[j:]]
        if kinds & {"field", "dataset"}:
            return [*tokens[:i], _as("also", token), _as("by", tokens[i + 1]), *tokens[k:]]
    return tokens


def _back(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Add Germany back in", "go back to all countries"."""
    i = next((i for i, t in enumerate(tokens) if t.norm == "back" and lexicon.at(tokens, i) is None), None)
    if i is None:
        return tokens
    if norm_at(tokens, i + 1) == "to" and all(t.norm in RETURNS | POLITE for t in tokens[:i]):
        return [_as("now", tokens[i]), *tokens[i + 2 :]]
    verb = next((j for j in range(i) if tokens[j].norm in BACK_VERBS), None)
    if verb is None:
        return tokens
    rest = i + 1 + (norm_at(tokens, i + 1) == "in")
    return [*tokens[:verb], _as("include", tokens[verb]), *tokens[verb + 1 : i], *tokens[rest:]]


def _the_one(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Which one is the lowest?", "who is best?": the lowest one."""
    norms = _norms(tokens)
    start = next((i for i, n in enumerate(norms) if n in ("which", "who", "whos")), None)
    if start is None or any(lexicon.at(tokens, i) for i in range(start, len(tokens))):
        return tokens
    verb = start + 1 + (norm_at(tokens, start + 1) == "one")
    if norms[start] != "whos" and norm_at(tokens, verb) not in IS:
        return tokens
    ranked = [i for i, n in enumerate(norms) if n in v.RANK_ASC | v.RANK_DESC]
    if len(ranked) != 1 or any(t.kind == "number" or t.norm in v.NUMBERS for t in tokens[verb:]):
        return tokens
    at = ranked[0]
    if any(n not in POLITE | {"", "?", "one"} for n in norms[at + 1 :]):
        return tokens
    return [*tokens[:at], tokens[at], _as("one", tokens[at])]
