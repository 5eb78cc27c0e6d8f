""" "What share of EMEA is that?", "as a share of EMEA", after a figure of one country: what is named is the whole.

What the question before was limited to is the part. Only a place in a larger place is surely a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.vocabulary import BE, DO, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query, Stop
from infra.local.model.parts import Figure, Parts
from infra.local.model.reach import PLACES
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.threads.earlier import Earlier

ARTICLES = word_set("the our all total entire whole")
ONE = word_set("that it this")
THAT = ONE | word_set("they these those them")
CLOSES = (
    THAT | BE | DO | word_set("s have has make makes up represent represents account for come to then exactly as well")
)
SIZES = tuple(frozenset(names) for names in PLACES)
LARGER = {0: (1, 3), 1: (3,)}
"""By the place of a field among ``PLACES``: those of larger places. A city is in a country, or in a region."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """ "How much of EMEA is that?" as "what share of EMEA is that?"."""
    for i in range(len(tokens) - 4):
        if [t.norm for t in tokens[i : i + 3]] != ["how", "much", "of"]:
            continue
        at = i + 3 + (norm_at(tokens, i + 3) in ARTICLES)
        term = lexicon.at(tokens, at) if at < len(tokens) else None
        closes = {t.norm for t in tokens[at + term[0] :] if t.norm.isalpha()} if term else set[str]()
        if term and any(s.kind == "value" for s in term[1]) and closes & THAT and closes <= CLOSES:
            share = [replace(tokens[i], norm="what"), replace(tokens[i + 1], norm="share", surface="share")]
            return [*tokens[:i], *share, *tokens[i + 2 :]]
    return list(tokens)


def settled(query: Query, parts: Parts, tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> Query:
    """With the part's own rows told apart among those of the whole, where the message names a whole.

    Raises Stop where the part is not surely one of it, or not known.
    """
    share = next((f for f in parts.figures if f.name == "share"), None)
    known = [k.item for k in parts.known if not k.negative]
    if share is None or not known:
        _check_field(parts, tokens)
        _check_other(parts, tokens, before.request)
        return query
    whole = known[-1]
    between = [t.norm for t in tokens if share.end <= t.start < whole.start and t.norm]
    closes = {t.norm for t in tokens if t.start >= whole.end and t.norm.isalnum() and not _in_measure(t, parts)}
    follows = share.text.casefold().endswith(" of") or between[:1] == ["of"]
    if not (follows and set(between) <= ARTICLES | {"of"} and closes <= CLOSES):
        return query
    if len(known) > 1:
        if known[0].start < share.start:
            raise Stop(refuse("share of what"))  # "Japan's share of APAC"
        return query
    limited = [f for f in before.request.filters if "." in f.field]
    apart = before.request.dimensions or before.request.grain or before.request.by
    if apart and closes & ONE:
        raise Stop(refuse("share of what"))  # there are several of them
    if apart or not limited or parts.dimensions or parts.grain or parts.by:
        return query
    if found := _inside(query, limited, whole, lexicon):
        return found
    if _as(tokens, share) or closes & THAT:
        raise Stop(refuse("share of what"))
    return query


def _check_field(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "What share of the whole region is that?": it doesn't say of which. Raises Stop."""
    said = [t.norm for t in tokens if t.norm.isalpha()]
    of = [d.item for d in parts.dimensions if not parts.known and not d.target]
    if parts.asks("share") and len(of) == 1 and said[-2:] in (["is", "that"], ["is", "it"], ["was", "that"]):
        ahead = [t.norm for t in tokens if t.start < of[0].start and t.norm.isalpha()]
        while ahead and ahead[-1] in ARTICLES:
            ahead.pop()
        if ahead[-1:] == ["of"]:
            raise Stop(refuse("share of what"))


def _check_other(parts: Parts, tokens: Sequence[Token], before: MetricRequest) -> None:
    """ "And delivery?", after the share of urgent tickets: their share, or the urgent ones of them? Raises Stop.

    A place is no part of that kind: "and Japan?" asks for the share there.
    """
    if not before.show or len(parts.known) != 1 or parts.measures or parts.dimensions:
        return
    item = parts.known[0].item
    refs = {s.ref for s in item.senses if s.kind == "value"}
    lead = next((t.norm for t in reversed(tokens) if t.end <= item.start and t.norm), "")
    joined = lead in ("and", "about", "plus")
    if joined and not refs & set(before.dimensions) and all(_size(ref) < 0 for ref in refs):
        raise Stop(refuse("share of what"))


def _in_measure(token: Token, parts: Parts) -> bool:
    return any(m.item.start <= token.start < m.item.end for m in parts.measures)


def _as(tokens: Sequence[Token], share: Figure) -> bool:
    """ "As a share of", "in percent of"."""
    return share.text.casefold().startswith(("as ", "in ")) or any(
        t.norm in ("as", "in") and t.start < share.start for t in tokens
    )


def _inside(query: Query, limited: Sequence[Filter], whole: Item, lexicon: Lexicon) -> Query | None:
    """None where what the question before was limited to is no place in the whole."""
    part = limited[0]
    refs = {s.ref: str(s.value) for s in whole.senses if s.kind == "value"}
    ref = next((r for r in query.request.dimensions if r in refs), "")
    sizes = [_size(r) for r in (part.field, ref)]
    single = part.op == "in" and len(part.values) == 1 == len(limited)
    if not single or sizes[1] not in LARGER.get(sizes[0], ()):
        return None
    fields = [lexicon.model.field(r) for r in (part.field, ref)]
    plain = all(f is not None and len(name_words(f.label)) == 1 for f in fields)
    if not plain and part.field.partition(".")[0] != ref.partition(".")[0]:
        return None  # the country of a customer is in no region of orders
    return replace(query, request=query.request.model_copy(update={
        "dimensions": (part.field,), "within": (), "share": True, "show": (str(part.values[0]),),
        "filters": (*(f for f in query.request.filters if f != part), Filter(field=ref, values=(refs[ref],))),
    }))  # fmt: skip


def _size(ref: str) -> int:
    said = set(name_words(ref.partition(".")[2]))
    return next((n for n, names in enumerate(SIZES) if said & names), -1)
