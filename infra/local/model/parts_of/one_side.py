"""A value of one side only: "the freight bill as a percentage of online revenue", "discounts vs app revenue".

A request is limited as a whole, so the freight would be that of online orders too. Raises Stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

LINKS = (("divided", "by"), ("over",), ("relative", "to"), ("versus",), ("vs",), ("against",), ("compared", "to"),
         ("compared", "with"), ("of",))  # fmt: skip
ARTICLES = frozenset(["the", "our", "all", "its", "their"])
SHARES = ("as ", "in ")


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    figures = sorted((m.item for m in parts.measures), key=lambda i: i.first)
    _goes_to(parts, figures, items)
    behind = [i for i in items if i.kind == "term" and (i.has("metric") or i.has("dataset"))]
    figures = [*figures[:1], *(i for i in behind if figures and i.first > figures[0].last)]
    values = {k.item.first: k.item for k in parts.known if not k.negative}
    for before, after in pairwise(figures):
        value = next((v for v in values.values() if v.last == after.first - 1), None)
        if value is None or value.first <= before.last:
            continue
        at = value.first - 1
        while norm_at(tokens, at) in ARTICLES:
            at -= 1
        link = next((link for link in LINKS if _ends(tokens, at, link)), ())
        shared = any(f.name == "share" and before.last < f.first <= at and _as_one(f.text) for f in parts.figures)
        if not link or (link == ("of",) and not shared) or _same_field(value, before, values):
            continue
        if at - len(link) == before.last or shared or any(i.kind == "unsupported" and i.last < at for i in items):
            raise Stop(refuse("figures apart"))


def check_per(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Revenue per German customer", where revenue per customer is a figure, is no list of customers. Raises Stop."""
    figures = {m.item.last: m.item for m in parts.measures}
    starts = {m.item.first for m in parts.measures}
    ends = {k.item.first: k.item.last for k in parts.known}
    for value in (*(k.item for k in parts.known), *(d.item for d in parts.dimensions)):
        per, noun = value.first - 1, value.last + 1
        noun = ends.get(noun, noun - 1) + 1
        figure = figures.get(per - 1) if norm_at(tokens, per) == "per" else None
        thing = norm_at(tokens, noun) if value.first in ends else ""
        named = figure and thing and lexicon.refs((*name_words(figure.text), "per", thing), "metric")
        if figure and (named or noun in starts):
            said = tokens[per : noun + 1]
            raise Stop(Unplaced((" ".join({t.start: t.surface for t in said}.values()),), said[0].start, said[-1].end))


def _goes_to(parts: Parts, figures: Sequence[Item], items: Sequence[Item]) -> None:
    """ "What percentage of online revenue goes to freight": of the one figure in the other."""
    share = next((f for f in parts.figures if f.name == "share" and f.text.casefold().endswith(" of")), None)
    if share is None or len(figures) < 2 or share.first > figures[0].first or parts.pers:
        return
    between = [i for i in items if figures[0].last < i.first < figures[1].first]
    if not any(i.name == "and" for i in between) and not parts.share_beside:
        raise Stop(refuse("share of what"))


def _ends(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    return all(norm_at(tokens, at - len(words) + 1 + n) == word for n, word in enumerate(words))


def _as_one(text: str) -> bool:
    """ "As a share", of what stands behind it."""
    return text.casefold().startswith(SHARES)


def _same_field(value: Item, figure: Item, values: dict[int, Item]) -> bool:
    """ "Online orders vs retail orders": each side has its own."""
    refs = {s.ref for s in value.senses if s.kind == "value"}
    near = [v for v in values.values() if v.first <= figure.last + 2 and v is not value]
    return any(refs & {s.ref for s in v.senses} for v in near)
