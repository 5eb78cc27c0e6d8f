"""A table laid out by what stands across: "brands as columns", "one column per brand", "months down, sites across"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.lexicon import Lexicon
from infra.local.model.text import Token, stems
from infra.local.model.vocabulary import UNITS, word_set
from infra.local.model.wording import Wording

_LEAD = r"(?<!\S)(?:(?:,|;|-|and|with)\s)*(?:(?:the|as)\s)?"
_X = r"(?P<x>[^\s,]+(?:\s[^\s,]+)?)"
_END = r"(?=\s(?:,|;|\.|\?|!|please|and|as)(?:\s|$)|$)"
ACROSS = (
    re.compile(rf"{_LEAD}{_X}\s(?:as|in|for|going\sin)\s(?:the\s)?columns?{_END}"),
    re.compile(rf"{_LEAD}{_X}\s(?:going\s)?across(?:\sthe\stop)?{_END}"),
    re.compile(rf"{_LEAD}(?:one|a|1)\scolumn\s(?:per|for\seach|for\severy|each|for)\s{_X}{_END}"),
    re.compile(rf"{_LEAD}columns?\s(?:by|per|for\seach)\s{_X}{_END}"),
)
DOWN = (
    re.compile(rf"{_LEAD}{_X}\s(?:as|in|for)\s(?:the\s)?rows?{_END}"),
    re.compile(rf"{_LEAD}{_X}\s(?:going\s)?down(?:\sthe\sside)?{_END}"),
    re.compile(rf"{_LEAD}(?:one|a|1)\srow\s(?:per|for\seach|for\severy|each)\s{_X}{_END}"),
)
POLITE = word_set("please and now then ok okay with , . ? ! ; but also") | {""}
DAILY = word_set("daily weekly monthly quarterly yearly annually hourly")
BY = frozenset(["by", "per", "each", "every", "and", ","])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such a layout as breakdowns and a cross table, the one across last.

    Left unread where it is not the last that stands across; times always do, so nothing else can beside them.
    """
    kept, across = _taken(list(tokens), ACROSS, lexicon)
    if not across:
        return list(tokens)
    kept, down = _taken(kept, DOWN, lexicon)
    named = _named(kept, lexicon)
    keys = [_key(t) for t in named]
    column = _key(across)
    others = [key for key in keys if key != column]
    alone = not any(t.norm not in POLITE for t in kept)
    if not (others or down or alone):
        return list(tokens)
    timed = any(_in_time(thing) for thing in (*named, down) if thing) or _daily(kept)
    if not _in_time(across) and (timed or (column in keys and keys[-1] != column)):
        return [replace(t, norm="in") if t.norm == "as" else t for t in tokens]
    made: list[Token] = []
    for thing in (down, across):
        if thing and _key(thing) not in keys:
            made += [replace(thing[0], norm="by", kind="word"), *thing]
    last = across[-1]
    made += [replace(last, norm=word, surface=word, kind="word") for word in ("as", "a", "pivot")]
    while kept and kept[-1].norm in ("", ",", ".", "?", "!", ";"):
        kept.pop()
    return [*kept, *made]


def _taken(
    tokens: list[Token], patterns: Sequence[re.Pattern[str]], lexicon: Lexicon
) -> tuple[list[Token], list[Token]]:
    """The tokens without the first such turn, and what it names."""
    for pattern in patterns:
        wording = Wording(tokens)
        for found in pattern.finditer(wording.line):
            whole, at = wording.place(found, 0), wording.place(found, "x")
            thing = [tokens[i] for i in at]
            term = lexicon.at(thing, 0) if thing else None
            if len(thing) == 2 and not (term and term[0] == 2):
                thing = thing[1:]
                term = lexicon.at(thing, 0)
                whole = range(max(at[-1] - 1, whole[0]) + 1, whole[-1] + 1)
            of_model = term is not None and any(s.kind in ("field", "dataset") for s in term[1])
            if thing and whole and (of_model or (len(thing) == 1 and thing[0].norm in UNITS)):
                return [*tokens[: whole[0]], *tokens[whole[-1] + 1 :]], thing
    return tokens, []


def _named(tokens: Sequence[Token], lexicon: Lexicon) -> list[list[Token]]:
    """The breakdowns that are told by "by" or "per", in their order."""
    found: list[list[Token]] = []
    for i, token in enumerate(tokens[:-1]):
        listed = token.norm in ("and", ",") and bool(found) and tokens[i - 1] is found[-1][-1]
        if token.norm not in BY or (token.norm in ("and", ",") and not listed):
            continue
        term = lexicon.at(tokens, i + 1)
        if term and any(s.kind in ("field", "dataset") for s in term[1]):
            found.append(list(tokens[i + 1 : i + 1 + term[0]]))
        elif tokens[i + 1].norm in UNITS:
            found.append([tokens[i + 1]])
    return found


def _daily(tokens: Sequence[Token]) -> bool:
    return any(t.norm in DAILY for t in tokens)


def _in_time(thing: Sequence[Token]) -> bool:
    return len(thing) == 1 and thing[0].norm in UNITS


def _key(thing: Sequence[Token]) -> str:
    """The same for "month" and "months", "channel" and "channels"."""
    if _in_time(thing):
        return UNITS[thing[0].norm]
    return " ".join(min(stems(t.norm), key=len) for t in thing)
