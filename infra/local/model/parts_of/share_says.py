"""Of what a share is one, as the sentence says it: the part in "share of orders paid by card, by country", and the
whole in "cancelled orders as % of all orders".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from agent_actions.semantic.words import lower_first
from infra.local.model.english.text import fold, forms
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Figure, Known, Measure, Parts
from infra.local.model.parts_of.rates import counted_of, is_percent, is_under, rate_of, share_as_rate
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

_PART = re.compile(
    r"\b(?:com(?:es?|ing)|came|ma[dk]e|paid|placed|raised|handled|sent|shipped|opened|was|were|is|are|went|gone|by|via|"
    r"through|using|thanks|on|with)\b",
    re.IGNORECASE,
)
"""Between a figure and a value they say that the value is the part: "comes from retail", "paid by card"."""
_FROM = re.compile(r"\s*(?:(?:coming\s+)?from|about)(?:\s+the)?\s*", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:and|also|plus|as well)\W*(?:also\W*)?$|\balso\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:and|also|plus|as well as)\b\W*(?:(?:also|what|which|the|in|as|an?|that|how\s+(?:big|high)\s+an?)\s+)*$",
    re.IGNORECASE,
)
"""Before a share that stands beside the number: "and what share (of orders is that)", "number and percentage"."""
_AND_COUNT = re.compile(
    r"\b(?:and|also|plus)\b\W*(?:also\s+)?how\s+many(?:\s+\w+)?\s+(?:is|are|was|were)\s+(?:that|those|these|it|they|there)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:do|does|did|has|have|make|makes)\b.*\beach\b|\beach\b.*\b(?:has|have|makes?)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\W*(?:that|which|who)\b(?:\s+(?:have|has|had|were|was|are|is|also|ever)\b)*", re.IGNORECASE)
_WITH = re.compile(r"\s*with(?:\s+(?:a|an|any))?\s*", re.IGNORECASE)
WHOLE = frozenset(["of"])
PASSED = frozenset(["all", "total", "overall", "the", "our", "every"])


def settle(parts: Parts, items: Sequence[Item], text: str, lexicon: Lexicon) -> None:
    """Raises Stop where it is not clear of what the share is one."""
    share = next((f for f in parts.figures if f.name == "share"), None)
    counts = _AND_COUNT.search(text)
    if share is None:
        asked = [m for measure in parts.measures for m in lexicon.measured(measure.item.senses)]
        rated = [m for m in asked if is_percent(m)]
        if counts and any(m not in asked for m in counted_of(rated, lexicon.model)):
            raise Stop(refuse("figures apart"))
        return
    after = next((i for i in items if i.start >= share.end), None)
    of_value = after is not None and after.has("value") and after.first - share.first <= len(share.text.split())
    if of_value and share.text.casefold().endswith(" of") and after and _EACH.search(text[after.end :]):
        raise Stop(refuse("share of what"))
    heads = [m.item for m in parts.measures] or parts.datasets[:1]
    behind = heads and heads[0].end <= share.start and _BESIDE.search(text[heads[0].end : share.start])
    parts.share_beside = bool(behind or (counts and counts.start() >= share.end))
    if heads and share.first < heads[0].first and _relative(heads[0], parts, items, text):
        return
    if heads and share.first < heads[0].first:
        _part(heads[0], parts, items, text, lexicon)
    elif parts.measures:
        _whole(share, parts, items, text, lexicon)


def _relative(measure: Item, parts: Parts, items: Sequence[Item], text: str) -> bool:
    """ "Share of visits with a cart that converted": what the clause says is the part, and all before it the whole."""
    told = sorted((s.item for s in (*parts.known, *parts.conditions) if s.item.start > measure.end), key=_place)
    if len(told) < 2:
        return False
    last = told[-1]
    before = next((i for i in reversed(items) if i.last < last.first and i.kind == "term"), measure)
    if not _RELATIVE.match(text[before.end : last.start]):
        return False
    parts.known = [replace(k, predicate=k.item is last) for k in parts.known]
    parts.conditions = [replace(c, predicate=c.item is last and c.op == "in") for c in parts.conditions]
    return True


def _place(item: Item) -> int:
    return item.first


def _part(measure: Item, parts: Parts, items: Sequence[Item], text: str, lexicon: Lexicon) -> None:
    """Values that are told of the figure by a verb or "via" are the part, where something else breaks it down."""
    if share_as_rate(parts, lexicon.measured(measure.senses), lexicon.model):
        return
    for i, condition in enumerate(parts.conditions):
        link = text[measure.end : condition.item.start]
        next_to = (
            condition.item.first == measure.last + 1 or _RELATIVE.fullmatch(link.rstrip()) or _WITH.fullmatch(link)
        )
        if condition.op in ("is_null", "is_not_null") and parts.dimensions and condition.item.start > measure.end:
            raise Stop(refuse("share of what"))  # of each, those without; or of all those without, what each has
        if condition.op == "in" and condition.values == (True,) and next_to:
            parts.conditions[i] = replace(condition, predicate=True)  # "share of visits (that) bounced"
    if not (parts.dimensions or parts.grain or parts.trend):
        return
    for i, known in enumerate(parts.known):
        item = known.item
        if known.negative or item.start < measure.end:
            continue
        before = next((x for x in reversed(items) if x.last < item.first and x.kind == "term"), measure)
        link = text[before.end : item.start]
        if known.predicate or _PART.search(link):
            parts.known[i] = replace(known, predicate=True)
        elif before is measure and _FROM.fullmatch(link) and not _other_part(parts, known):
            raise Stop(refuse("share of what"))


def _other_part(parts: Parts, known: Known) -> bool:
    """ "Orders from Germany that were cancelled": the verb says another part, and this is of the whole."""
    return any(said.predicate for said in (*parts.known, *parts.conditions) if said is not known)


def _whole(share: Figure, parts: Parts, items: Sequence[Item], text: str, lexicon: Lexicon) -> None:
    """ "As % of all orders": the published rate where it is one of these rows; never a share of something else."""
    at = next((i for i, x in enumerate(items) if x.first == share.first), -1)
    after = [x for x in items[at + 1 :] if fold(x.text) not in PASSED]
    said_of = share.text.casefold().endswith(" of")
    if not said_of and (not after or after[0].name not in WHOLE):
        return
    after = after if said_of else after[1:]
    if not after or after[0].kind not in ("term", "unknown", "unit"):
        return
    whole, measure = after[0], next((m for m in reversed(parts.measures) if m.item.first < share.first), None)
    if measure is None:
        return
    own, others = lexicon.measured(measure.item.senses), lexicon.measured(whole.senses)
    if others and set(others) <= set(own):
        parts.all_of = [i for i in parts.all_of if i.first != whole.first]
    if (
        len(own) != 1
        or (others and set(others) <= set(own))
        or whole.has("value")
        or (whole.has("field") and not others)
    ):
        return
    if not whole.senses and not _unit(whole, own[0]):
        return
    rate = rate_of(own[0], lexicon.model)
    under = any(is_under(rate, m) for m in others) if rate else False
    if rate is None or not (under or _rows(whole, own[0], lexicon) or _unit(whole, own[0])):
        raise Stop(Unplaced((f"{share.text} {whole.text}",), share.start, whole.end))
    parts.figures.remove(share)
    parts.measures = [m for m in parts.measures if m.item.first != whole.first]
    parts.datasets = [d for d in parts.datasets if d.first != whole.first]
    parts.unknown = [u for u in parts.unknown if u != whole.text]
    parts.flags -= {"all"}
    senses = (Sense("metric", rate.name),)
    item = replace(measure.item, first=share.first, last=share.first, text=rate.label, senses=senses)
    also = _ALSO.search(text[measure.item.end : share.start])
    where = parts.measures.index(measure)
    added = Measure(item)
    parts.measures[where : where + 1] = [measure, added] if also else [added]
    parts.chosen.append((words.field_chosen(text[share.start : whole.end], lower_first(rate.label)), ""))


def _rows(whole: Item, metric: Metric, lexicon: Lexicon) -> bool:
    """The noun names the rows of which the figure counts some."""
    facts = set(lexicon.reach.facts(metric))
    named = {s.ref.casefold() for s in whole.senses if s.kind == "dataset"}
    plain = {lexicon.reach.counts(m) for m in lexicon.measured(whole.senses)}
    return bool(facts & (named | {p.casefold() for p in plain if p}))


def _unit(whole: Item, metric: Metric) -> bool:
    """ "Hours down as % of all hours"."""
    return not whole.senses and bool(set(forms(fold(whole.text))) & set(forms(fold(metric.unit or ""))))
