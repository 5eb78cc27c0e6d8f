"""Turns that have a plainer one with the same meaning: "EUR and %", "how many of each", "with and without helmet"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.names import singular
from infra.local.model.english.listing_words import LISTS
from infra.local.model.english.text import Token
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import Lexicon, Sense

_PERCENT = r"(?:%|percent|percentage|per\scent)"
_MONEY = r"(?:eur|euros?|usd|dollars?|gbp|pounds?|absolute|money|amounts?)"
_RATE = r"(?:rate|rates|percentage|percentages|share|shares|%|percent)"
_BESIDE = re.compile(
    r"(?<!\S)(?:vs|versus|against|compared|with\sthe\schange|year\s(?:earlier|before)|last\syear|change)(?!\S)"
)
_BOTH = re.compile(
    rf"(?<=,\s)(?:in\s)?(?P<said>(?:{_MONEY}\sand\s{_PERCENT}|{_PERCENT}\sand\s{_MONEY}))(?=\s[.?!]|\splease|$)"
)
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\S)(?P<said>per\scent)(?!\S)"), "percent"),
    (
        re.compile(
            r"(?<!\S)(?P<said>(?:cumulative|cumulated|accumulated|running)\s"
            r"(?:numbers?|counts?|figures?|values?|sums?|amounts?))(?!\S)"
        ),
        "cumulative",
    ),
    (
        re.compile(r"(?<!\S)(?P<said>(?:cumulate|accumulate)(?:\s(?:it|them|both|these|those))?)(?!\S)"),
        "cumulative",
    ),
    (re.compile(r"[,:-]\s(?P<said>(?:how\smany|number)\s(?:of\s)?each(?:\sof\sthem)?)(?=\s|$)"), "how many"),
    (
        re.compile(
            rf"as\s(?:an?\s)?(?:\w+\s(?:numbers?|figures?|counts?)|counts?)\s(?P<said>(?:rather\sthan|instead\sof)\s(?:as\s)?"
            rf"(?:an?\s|the\s)?{_RATE})(?!\S)"
        ),
        "",
    ),
    (re.compile(r"(?<!\S)how\smany\s(?:different|distinct|unique)\s.*?\s(?P<said>at\sleast\sonce)(?!\S)"), ""),
)
"""The last: what is told apart counts once anyway."""
_OR = r"(?:and|or|vs|versus|&)"
_EITHER = re.compile(rf"(?<!\S)(?P<said>with\s{_OR}\swithout|without\s{_OR}\swith)(?!\S)")
_AND_WITHOUT = re.compile(
    rf"(?<!\S)with\s(?:an?\s|the\s)?(?P<x>[^\s,]+(?:\s[^\s,]+)?)\s(?:,\s)?{_OR}\s"
    r"(?:(?:how\smany|how\smuch|those|the\sones|ones)\s)?(?:(?:were|are|had|went)\s)?without"
    r"(?:\s(?:it|one|them|any|(?:an?\s|the\s)?(?P=x)))?(?=\s[,.?!;]|\s(?:in|on|at|per|by|last|this|since|for)\s|$)"
)
_VOLUMES = frozenset(["volume", "volumes"])
_COUNTS = frozenset(["count", "number"])
_OPENS = frozenset([",", ":", "-", "–", "—", ";"])
_ARTICLES = frozenset(["a", "an", "the", "any"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns put plainly; what a model itself calls so stays."""
    kept = _count_and(_volume(_with_and_without(list(tokens), lexicon), lexicon), lexicon)
    line = Wording(kept).line
    both = [(_BOTH, "absolute and percentage change")] if _BESIDE.search(line) else []
    for pattern, plain in (*_TURNS, *both):
        wording = Wording(kept)
        found = pattern.search(wording.line)
        at = wording.place(found, "said") if found else range(0)
        if not at or lexicon.lookup(tuple(kept[i].norm for i in at)):
            continue
        kept = wording.put(at, (), (), "", plain) if plain else [t for i, t in enumerate(kept) if i not in at]
    return kept


def _count_and(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Card orders in October, count and average value": number of orders and average order value."""
    named = [(i, term) for i in range(len(tokens)) if (term := lexicon.at(tokens, i))]
    rows = [(i, term[0]) for i, term in named if any(s.kind == "dataset" for s in term[1])]
    for i in range(1, len(tokens) - 2):
        listed = tokens[i - 1].norm in _OPENS and tokens[i + 1].norm in ("and", "plus", "&")
        if tokens[i].norm not in _COUNTS or not listed or len(rows) != 1 or rows[0][0] > i:
            continue
        noun = [t.norm for t in tokens[rows[0][0] : rows[0][0] + rows[0][1]]]
        after = list(tokens[i + 2 :])
        whole = ("average", *noun[:-1], singular(noun[-1]), "value")
        if [t.norm for t in after[:2]] == ["average", "value"] and lexicon.refs(whole, "metric", weak=False):
            after[:2] = [replace(after[0], norm=word) for word in whole]
        figure = lexicon.at(after, 0)
        if figure is None or not any(s.kind == "metric" for s in figure[1]) or any(t.norm in LISTS for t in tokens):
            continue  # "list the tickets: number and agent" asks for the number that each has
        made = [replace(tokens[i], norm=word) for word in ("number", "of", *noun)]
        return [*tokens[:i], *made, tokens[i + 1], *after]
    return tokens


def _with_and_without(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Rides with and without helmet": by helmet, where that is a yes-or-no field; else it is not known."""
    wording = Wording(tokens)
    if (split := _AND_WITHOUT.search(wording.line)) and _flag(things := wording.place(split, "x"), tokens, lexicon):
        whole = wording.place(split, 0)
        return [
            *tokens[: whole[0]],
            replace(tokens[whole[0]], norm="by"),
            *(tokens[i] for i in things),
            *tokens[whole[-1] + 1 :],
        ]
    found = _EITHER.search(wording.line)
    at = wording.place(found, "said") if found else range(0)
    if not at:
        return tokens
    first = at[-1] + 1
    while first < len(tokens) and tokens[first].norm in _ARTICLES:
        first += 1
    term = lexicon.at(tokens, first)
    known = term is not None and _flag(range(first, first + term[0]), tokens, lexicon)
    lead = replace(tokens[at[0]], norm="by" if known else "withandwithout", end=tokens[at[-1]].end)
    lead = lead if known else replace(lead, surface=wording.said(at))
    return [*tokens[: at[0]], lead, *tokens[first:]]


def _volume(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Parcel volume", "the volume of parcels": how many there are, where rows are counted so."""
    for i, token in enumerate(tokens):
        if token.norm not in _VOLUMES or lexicon.at(tokens, i):
            continue
        before = lexicon.lookup((tokens[i - 1].norm,)) if i else ()
        within = i and any((t := lexicon.at(tokens, j)) and j + t[0] > i for j in range(max(i - 3, 0), i))
        if not within and _counted(before, lexicon):
            return [*tokens[:i], *tokens[i + 1 :]]
        of = i + 2 < len(tokens) and tokens[i + 1].norm == "of"
        if of and _counted(lexicon.lookup((tokens[i + 2].norm,)), lexicon):
            return [*tokens[:i], replace(token, norm="number"), *tokens[i + 1 :]]
    return tokens


def _counted(senses: Sequence[Sense], lexicon: Lexicon) -> bool:
    """Rows that one figure counts, and that are no other figure by that name."""
    rows = {s.ref for s in senses if s.kind == "dataset"}
    counters = {m.name for name in rows for m in lexicon.reach.counters(name)}
    others = {s.ref for s in senses if s.kind in ("metric", "choice")} - counters
    return len(counters) == 1 and not others


def _flag(at: range, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """A yes-or-no field is named here."""
    senses = lexicon.lookup(tuple(tokens[i].norm for i in at))
    fields = {field.ref: field for s in senses if (field := lexicon.model.field(s.ref))}
    return len(fields) == 1 and all(f.datatype == "Boolean" for f in fields.values())
