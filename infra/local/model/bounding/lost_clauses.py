"""Clauses that say more of what is counted than its own rows tell: "tickets from customers who ordered".

A verb in such a clause may be a word that elsewhere says nothing ("orders placed"); here it limits the figure, so it is
accounted for or the question stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent_actions.semantic.model import Metric
from infra.local.model.bounding.quantities import kind_of
from infra.local.model.english.arithmetic_words import JUDGED
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, name_words, stems
from infra.local.model.english.verb_kin import called, fits
from infra.local.model.english.vocabulary import ADD_WORDS, UNITS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.reach import aggregate
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

OPENS = word_set("who that which and but")
BESIDE_VERB = word_set("have has had also then ever already only were was did not never later actually")
VERBS = word_set("ordered registered placed performed produced generated earned reached recorded")
"""Verbs that say nothing beside a figure of their own."""


def check(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop at a clause that would be lost."""
    metrics = [m for item in [m.item for m in parts.measures] or parts.datasets[:1] for m in _named(item, lexicon)]
    for at, token in enumerate(tokens):
        if token.norm not in OPENS or not any(i.last < at and i.kind == "term" for i in items):
            continue
        verb = at + 1
        while verb < len(tokens) and tokens[verb].norm in BESIDE_VERB:
            verb += 1
        if verb >= len(tokens):
            return
        figure = next((i for i in items if i.first == verb and i.last > verb and i.has("metric")), None)
        if figure is not None and token.norm in ("who", "that") and _measured(figure, parts):
            raise Stop(refuse("figure of a figure", figure.text))
        idle = tokens[verb].norm in VERBS and not _covered(verb, items)
        if metrics and idle and not all(_tells(tokens[verb].norm, m, lexicon) for m in metrics):
            raise Stop(Unplaced((tokens[verb].surface,), tokens[verb].start, tokens[verb].end))


ASKS = word_set("do does did is are was were")
EACH = frozenset(["per", "each", "every", "for each", "for every", "in each", "in every"])
WHOLE = word_set("total overall all")
RELATIVES = word_set("that which who")
JOINS = word_set("and & vs versus plus")
DENIED_BEFORE = 6
"""Tokens before "within" in which a "not" makes it a bound that no field has."""
BOUNDS = word_set("more less least most over under exactly up")
AGAIN = word_set("them those these")
EVERY = word_set("every each")
BOUND_BY_PLAN = ("plan_missed", "plan_met", "plan_beaten")
TALLY = word_set("count total sum average list")
HOW_MANY = (("how", "many"), ("how", "much"), ("number", "of"))


def counted_twice(tokens: Sequence[Token]) -> None:
    """ "How many parcels left, and how many of them were late?", "count them and total them": two figures are asked.

    Raises Stop, as of one of them the other would be lost.
    """
    norms = [t.norm for t in tokens]
    asks = [i for i in range(len(norms) - 1) if norms[i : i + 2] == ["how", "many"]]
    joined = [i for i in asks[1:] if norms[i + 2 : i + 3] == ["of"] and AGAIN & set(norms[i + 3 : i + 4])]
    tallies = [i for i in range(len(norms) - 1) if norms[i] in TALLY and norms[i + 1] in (*AGAIN, "it")]
    if joined:
        raise Stop(refuse("figures apart", "how many"))
    if len(tallies) > 1:
        raise Stop(refuse("figures apart"))


def counted_apart(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """ "How many were returned, and how many cancelled": each number for itself.

    Raises Stop where they are told by different fields: "how many are urgent, and how many from Germany".
    """
    told = {t.item.first: t.item for t in (*parts.known, *parts.conditions)}
    norms = [t.norm for t in tokens]
    asks = [i for i, pair in enumerate(pairwise(norms)) if pair in HOW_MANY]
    for ask in asks[1:]:
        rest = (i for i in items if i.first > ask + 1)
        said = next((i for i in rest if not (i.kind == "preposition" or i.name in ("is", "by"))), None)
        if said is None or said.first not in told:
            continue
        refs = {s.ref for s in said.senses}
        before = [i for first, i in told.items() if asks[0] < first < ask]
        if not any(refs & {s.ref for s in i.senses} for i in before):
            raise Stop(refuse("figures apart", "how many"))
        parts.each = True


def every_time(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Which stores beat their plan every month": in all of them, which no bound on one month tells. Raises Stop."""
    if not (parts.thresholds or parts.plan in BOUND_BY_PLAN):
        return
    for token, unit in pairwise(tokens):
        if token.norm in EVERY and UNITS.get(unit.norm) == parts.grain and parts.grain:
            raise Stop(Unplaced((f"{token.surface} {unit.surface}",), token.start, unit.end))


def of_one(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How much freight does a parcel cost": of one of them, and no total. Raises Stop."""
    metrics = [m for measure in parts.measures for m in _named(measure.item, lexicon)]
    if not metrics or parts.pers or any(aggregate(m) not in ("sum", "count", "distinct") for m in metrics):
        return
    said = {item.first: item for item in (*parts.datasets, *(k.item for k in parts.known))}
    for i in range(len(tokens) - 2):
        item = said.get(i + 2)
        if tokens[i].norm in ("do", "does", "did") and tokens[i + 1].norm in ("a", "an", "one") and item is not None:
            raise Stop(Unplaced((f"{tokens[i + 1].surface} {item.text}",), tokens[i + 1].start, item.end))


def late_by(items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "3 days late", "late by more than a day", "not done within 48 hours": bounds that no field has. Raises Stop."""
    norms = [t.norm for t in tokens]
    for item in items:
        flag = any(
            (f := lexicon.model.field(s.ref)) and f.datatype == "Boolean" for s in item.senses if s.kind == "field"
        )
        timed = flag and item.first > 1 and kind_of(norms[item.first - 1]) == "time"
        period = any(i.kind == "period" and i.last == item.first - 1 for i in items)
        if timed and not period and number_at(tokens, item.first - 2)[0] is not None:
            raise Stop(Unplaced((f"{tokens[item.first - 1].surface} {item.text}",), item.start, item.end))
    for at, token in enumerate(tokens):
        rest = norms[at + 1 : at + 5]
        spans = [i for i, word in enumerate(rest) if kind_of(word) == "time"]
        named = lexicon.at(tokens, at + 1) is not None  # "by topic most last week" is no bound
        before = rest[: min(spans[0], 3)] if spans and not named else []  # nor is "by week over the last 12 weeks"
        bounded = bool(BOUNDS & set(before)) or (rest[:1] in (["a"], ["an"]) and spans == [1])
        flagged = any(i.last == at - 1 and i.kind == "term" and not i.has("dataset") for i in items)
        if token.norm == "by" and spans and bounded and (flagged or rest[0] not in ("a", "an")):
            raise Stop(Unplaced((f"by {' '.join(rest[: spans[0] + 1])}",), token.start, tokens[at + 1 + spans[0]].end))
        denied = {"not", "never"} & set(norms[max(at - DENIED_BEFORE, 0) : at])
        if token.norm == "within" and denied and number_at(tokens, at + 1)[0] is not None:
            raise Stop(Unplaced(("not … within",), token.start, token.end))


def beside_values(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """ "Revenue for Germany, and for France the orders", "total and online", "also the cancelled", "per robot".

    What stands beside the value says more than that it is to be kept. Raises Stop.
    """
    norms = [t.norm for t in tokens]
    for rows in parts.datasets:
        value = next((i for i in items if i.last == rows.first - 2 and norms[rows.first - 1] == "the"), None)
        link = next((i for i in items if value is not None and i.last == value.first - 1), None)
        apart = value is not None and value.kind == "term" and value.has("value") and link is not None
        if apart and link is not None and link.kind == "preposition" and rows.has("metric") and parts.measures:
            raise Stop(refuse("figures apart"))
    for known in parts.known:
        first, last, text = known.item.first, known.item.last, known.item.text
        at = first - 1 - (norms[first - 1 : first] == ["the"])
        said = tokens[at] if at >= 0 else None
        mark = next((i for i in items if i.last == first - 1 and i.kind == "mark"), None)
        whole = norms[first - 2 : first - 1] if first > 1 else []
        joined = (whole and whole[0] in WHOLE and norms[first - 1] in JOINS) or (
            norms[last + 1 : last + 2] and norms[last + 1] in JOINS and norms[last + 2 : last + 3] == ["total"]
        )
        also = said is not None and said.norm in ("also", "even") and parts.measures
        if (also or joined) and not parts.asks("share"):
            start = (said or known.item).start
            raise Stop(Unplaced((f"{norms[at]} {text}" if also else f"total, {text}",), start, known.item.end))
        noun = any(i.first == last + 1 and i.kind == "term" for i in items)
        each = mark is not None and mark.name == "by" and mark.text.casefold() in EACH
        if each and mark is not None and not noun and not known.negative:
            raise Stop(Unplaced((f"{mark.text} {text}",), mark.start, known.item.end))


def where(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Where do orders come from?" asks for a breakdown that isn't named. Raises Stop."""
    opening = tokens[0] if tokens else None
    if opening is None or opening.norm != "where" or len(tokens) < 2 or tokens[1].norm not in ASKS:
        return
    if not (parts.dimensions or parts.known or parts.conditions or parts.ranked) and (parts.measures or parts.datasets):
        raise Stop(Unplaced((opening.surface,), opening.start, opening.end))


def moved(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Only countries where it fell": rows are not kept by their change. Raises Stop."""
    if parts.ranked or "only" not in {t.norm for t in tokens}:
        return
    for figure in (f for f in parts.figures if f.name == "change"):
        at = figure.first - 1
        while at > 0 and tokens[at].norm in ("it", "they", "this", "that", "has", "have", "had", "figure", "number"):
            at -= 1
        told = next((t for t in tokens[at : figure.first] if t.norm in ("where", "that", "which", "who", "with")), None)
        if told is not None:
            raise Stop(Unplaced((f"{told.surface} … {figure.text}",), figure.start, figure.end))


def share_told_late(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Share of visits from each source that converted": the part of each one's own, as in "that are open"."""
    if parts.asks("share") and parts.dimensions:
        by = max(d.item.last for d in parts.dimensions)
        told = [c.item.first > by + 1 and tokens[c.item.first - 1].norm in RELATIVES for c in parts.conditions]
        parts.conditions = [
            replace(c, predicate=c.predicate or late) for c, late in zip(parts.conditions, told, strict=True)
        ]


def per_too(parts: Parts, items: Sequence[Item], base: Sequence[str]) -> None:
    """ "Rides per rider as well", beside rides: one over the other, and no breakdown of what there is. Raises Stop.

    ``base``: the figures of the question that this one builds on.
    """
    if not parts.flags & (ADD_WORDS | {"and"}) or len(parts.measures) != 1 or len(parts.dimensions) != 1:
        return
    figure, by = parts.measures[0].item, parts.dimensions[0].item
    mark = next((i for i in items if i.last == by.first - 1), None)
    named = {s.ref for s in figure.senses if s.kind == "metric"}
    if (
        figure.text
        and named
        and named <= set(base)
        and mark is not None
        and mark.text.casefold() == "per"
        and mark.first > figure.last
    ):
        raise Stop(Unplaced((f"{figure.text} per {by.text}",), figure.start, by.end))


STARTS = word_set("start begin origin departure pickup")
ENDS = word_set("end destination arrival dropoff finish")


def directed(parts: Parts, items: Sequence[Item], lexicon: Lexicon) -> None:
    """ "From A to B", "to A", where only the place of the start is known. Raises Stop."""
    metrics = [m for item in [m.item for m in parts.measures] or parts.datasets[:1] for m in _named(item, lexicon)]
    facts = {name for m in metrics for name in lexicon.reach.facts(m)}
    for known in parts.known:
        item = known.item
        before = next((i for i in reversed(items) if i.last < item.first), None)
        if before is None or before.kind != "preposition" or before.name not in ("to", "from"):
            continue
        refs = {s.ref for s in item.senses}
        ways = [
            i for i in items if i.last == before.first - 1 and refs & {s.ref for s in i.senses if s.kind == "value"}
        ]
        ways = [i for i in ways if any(x.name == "from" and x.last == i.first - 1 for x in items)]
        owners = {ref.partition(".")[0].casefold() for ref in refs}
        links = [r for r in lexicon.model.relationships if r.one.casefold() in owners and r.many.casefold() in facts]
        other = STARTS if before.name == "to" else ENDS
        told = [word for r in links for name in (r.name, *r.many_columns) for word in name_words(name)]
        if (before.name == "to" and ways and not parts.flags) or (links and set(told) & other):
            raise Stop(Unplaced((f"{before.text} {item.text}",), before.start, item.end))


def of_each_thing(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """ "Shops opened in 2025 with their format and revenue": of each shop, and no total by format. Raises Stop."""
    told = {d.item.first for d in parts.dimensions}
    some = parts.periods or parts.known or parts.conditions
    nouns = {i.first for i in items if i.kind == "term"}
    for at, token in enumerate(tokens):
        if token.norm != "their":
            continue
        heads = {i.first for i in items if i.kind == "term" and i.last < at and i.has("dataset")}
        alone = [k.item for k in parts.known if k.item.first > at and k.item.last + 1 not in nouns]
        lost = [i for i in alone if tokens[i.first - 1].norm in ("their", "and")]
        lost += [i for i in items if i.first == at + 1 and i.first in told and some and heads and not heads & told]
        whole = heads and not (told or parts.grain) and len(parts.measures) == 1
        if whole and tokens[at - 1].norm in ("with", "and", "plus"):
            behind = {at + 1, *(i.last + 1 for i in items if i.kind == "period" and i.first == at + 1)}
            lost += [m.item for m in parts.measures if m.item.first in behind]  # "with their October takings"
        if lost:
            raise Stop(Unplaced((f"{token.surface} {lost[0].text}",), token.start, lost[0].end))


def of_whom(parts: Parts, tokens: Sequence[Token]) -> None:
    """ "Who got worse", "tickets by topic, and who had the most", where nobody is told apart: that would be lost."""
    judged = [f for f in parts.figures if f.name == "change" and JUDGED & set(f.text.casefold().split())]
    if judged and any(t.norm in ("who", "whose") for t in tokens) and not parts.dimensions:
        parts.unknown.append(judged[0].text.split()[-1])
    for before, token in pairwise(tokens):
        behind = token.norm == "who" and before.norm == "and" and parts.ranked and token.start < parts.rank_place[0]
        if behind and not any(d.item.start >= token.start for d in parts.dimensions):
            parts.unknown.append(token.surface)


def _covered(at: int, items: Sequence[Item]) -> bool:
    return any(i.first <= at <= i.last for i in items)


def _measured(figure: Item, parts: Parts) -> bool:
    """It was read as a figure beside another one."""
    firsts = [m.item.first for m in parts.measures]
    if any(t.item is not None and t.item.first == figure.first for t in parts.thresholds):
        return False
    return len(firsts) > 1 and figure.first in firsts and figure.first != min(firsts)


def _tells(verb: str, metric: Metric, lexicon: Lexicon) -> bool:
    date = lexicon.model.field(metric.time or "")
    told = name_words(metric.description or "")
    return called(verb, metric) or bool(date and fits(verb, date)) or any(stems(verb) & stems(word) for word in told)


def _named(item: Item, lexicon: Lexicon) -> list[Metric]:
    return lexicon.meant(item.senses)
