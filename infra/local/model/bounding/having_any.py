"""Only those that have any: "machines with alerts", "which machines had alerts", "on which days were there any?".

A row for each of all would say of most that it has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from infra.local.model.english.listing_words import THEIR
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts import Dimension, Parts, Threshold
from infra.local.model.reach import aggregate
from infra.local.model.scan import Item
from infra.local.model.threads.earlier import Earlier

HAD = word_set("had has have got saw did do does was were is are there we they any some at all ever actually been")
"""Between "which machines" and the figure, and in "which days were there any?"."""
VERBS = word_set("had has have got")
SOME = word_set("any some ever actually")
DENIED = word_set("not never no without or")
ASKS = ("which", "what")
SMALL = HAD | word_set("on in at and so ok okay but of exactly those these that they them it ? which what the")


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Machines with alerts", "which machines had alerts": each with its figure; all of them "with their alerts".

    "Which days had urgent tickets": rows of one kind, of which other days have none.
    """
    behind = [d.item for d in parts.dimensions if parts.measures and d.item.first > parts.measures[0].item.last]
    asks = any(i.name == "which" for i in items)
    behind = behind if asks and not any(d.target for d in parts.dimensions if d.item in behind) else []
    heads = [*parts.datasets, *(d.item for d in parts.dimensions if d.item not in behind)]
    units = [i for i in items if i.kind == "unit"] if parts.grain_target and not heads else []
    if len(parts.measures) != 1 or len([*heads, *units]) != 1 or parts.counting or parts.thresholds or parts.pers:
        return
    figure, head = parts.measures[0].item, [*heads, *units][0]
    if parts.ranked or parts.figures or not (figure.has("metric") or (units and parts.known)):
        return
    metrics = [m for s in figure.senses if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    metrics = metrics or lexicon.counters(figure.senses)
    own = {f for m in metrics for f in lexicon.reach.facts(m)} & {s.ref.casefold() for s in head.senses}
    if own or not all(aggregate(m) in ("sum", "count", "distinct") for m in metrics):
        return
    link = [i for i in items if head.last < i.first < figure.first]
    had = _had(tokens[head.last + 1 : figure.first])
    if parts.conditions and not had:
        return
    if [i.name for i in link] in (["with"], ["having"]) and not (units or head.has("metric")):
        parts.datasets.clear()
        parts.dimensions = parts.dimensions or [Dimension(head)]
        if not {t.norm for t in tokens[head.last + 1 : figure.first]} & THEIR:
            parts.thresholds.append(Threshold(figure, "gt", 0, counted=True))
    elif _which(head, items) and _some(metrics, lexicon, timed=bool(units)):
        kinds = [n for k in parts.known if units and not k.negative for n in range(k.item.first, k.item.last + 1)]
        between = [tokens[n].norm for n in range(head.last + 1, figure.first) if n not in kinds]
        if had or (between and set(between) <= HAD):
            parts.thresholds.append(Threshold(figure, "gt", 0, counted=True))


def _had(between: Sequence[Token]) -> bool:
    """ "(Which machines) in Reno had any (alerts)", "were installed before 2020 and had": the verb is right before."""
    words = [t.norm for t in between if t.norm]
    while words and words[-1] in SOME:
        words.pop()
    return bool(words) and words[-1] in VERBS and not set(words) & DENIED


def asked(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> None:
    """ "On which days?", after a number of things: those that have any."""
    request = before.request
    apart = request.dimensions or request.grain or request.by or request.compare or request.share or request.order
    heads = [d.item for d in parts.dimensions if d.target] or [i for i in items if i.kind == "unit"]
    more = parts.measures or parts.thresholds or parts.ranked or parts.known or parts.figures or parts.periods
    if apart or more or len(heads) != 1 or len(before.metrics) != 1 or not _which(heads[0], items):
        return
    rest = {t.norm for i, t in enumerate(tokens) if not heads[0].first <= i <= heads[0].last}
    if rest <= SMALL | {""} and _some(before.metrics, lexicon, timed=parts.grain_target):
        parts.thresholds.append(Threshold(None, "gt", 0, counted=True))


def _which(head: Item, items: Sequence[Item]) -> bool:
    return any(i.kind == "mark" and i.name == "which" and i.last + 1 == head.first for i in items)


def _some(metrics: Sequence[Metric], lexicon: Lexicon, *, timed: bool) -> bool:
    """Numbers that may be none: those of rows of one kind, and any over the days, of which each has its row."""
    counts = ("count", "distinct")
    return all(aggregate(m) in counts and (timed or lexicon.reach.counts(m) is None) for m in metrics)
