"""A value of one side only: "the freight bill as a percentage of online revenue", "discounts vs app revenue".

A request is limited as a whole, so the freight would be that of online orders too. Raises Stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.text import Token, norm_at

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
