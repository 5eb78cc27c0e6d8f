"""A message that changes the question before it: "and by channel?", "only EMEA", "what about last year?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent_actions.semantic.request import MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, is_plural, name_words, stems
from infra.local.model.english.vocabulary import NUMBERS
from infra.local.model.figures.comparison import Comparer, as_periods
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Query, Stop, Talk, Unplaced
from infra.local.model.parts import Dimension, Known, Measure, Parts
from infra.local.model.parts_of import rates
from infra.local.model.reach import entity
from infra.local.model.resolve import Resolver
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.sentence import only
from infra.local.model.threads import whole_questions
from infra.local.model.threads.change import Change
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.history import Narrowed
from infra.local.model.times import spans
from infra.local.model.times.spans import Span

_UNDO = re.compile(
    r"(?:(?:ok|okay|no|please|and|now|can you|could you|actually|just)\s+)*"
    r"(?:undo(?: that| this| it| the last(?: change| one)?)?|go back(?: one)?(?: step)?|step back|one step back|"
    r"revert(?: that| this| it)?|take that back|(?:go )?back to the (?:previous|last) (?:one|answer|question|result)|"
    r"go back to (?:what we had|before|the one before)(?: before)?|back|as (?:it was )?before)(?: please| again)*"
)
_START = tuple(sorted(v.FOLLOW_STARTS, key=len, reverse=True))
_STRONG = frozenset(
    ["and", "what about", "how about", "now", "same", "the same", "also", "add", "instead", "remove", "drop", "then",
     "do the same", "replace", "use", "switch to", "plus", "and now", "show the same", "with", "change"]
)  # fmt: skip
"""Starts after which even a message with a metric of its own builds on the question before."""
ROW_WORDS = v.word_set("only just ones those these where whose who rows missing empty unknown")
ROWS = "rows"
"""The flag of a reply that tells of rows, and of no breakdown."""


def earlier(request: MetricRequest, lexicon: Lexicon) -> Earlier | None:
    """None for a list without figures, and when the model no longer has one of the request's metrics."""
    metrics = [lexicon.model.metric(name) for name in request.metrics]
    return Earlier(request, tuple(m for m in metrics if m)) if metrics and all(metrics) else None


def starts_as_followup(normal: str, *, strong: bool = False) -> bool:
    """``normal``: the message's folded words joined by spaces."""
    return any(normal == s or normal.startswith(s + " ") for s in _START if not strong or s in _STRONG)


def goes_back(normal: str) -> bool:
    """ "Undo that", "go back"."""
    return bool(_UNDO.fullmatch(normal))


def merge(
    parts: Parts, before: Earlier, lexicon: Lexicon, today: date, week_start: str, narrowed: Narrowed | None = None
) -> Query | Talk:
    """The changed request. Raises Stop when something must be asked or refused.

    ``narrowed``: the condition that the last question put to the one before it.
    """
    if _beside(parts, before):
        parts.versus = parts.compare = False
        parts.flags.add("add")
    _fields_meant(parts, before, lexicon)
    _give_roles(parts, before, lexicon)
    _check_words(parts, before.request, lexicon)
    _check_drops(parts, before, lexicon)
    _against_kept(parts, before)
    base = spans.read(before.request.period, today, week_start, lexicon.model.config.defaults.fiscal_year_start)
    parts = _one_more_period(parts, before, base)
    compared = Comparer(parts, today, week_start, base, based=True).compared()
    parts = as_periods(parts, compared)
    if compared.kind is None:
        _other_side(parts, base)
    rated = rates.asked_now(parts, before, lexicon.model)
    meant = Resolver(lexicon, _without_drops(parts), before.metrics, before.refs).resolve()
    if rated:
        meant.metrics, meant.taken = rated[0], [*meant.taken, *rated[1]]
    change = Change(parts, before, meant, lexicon, today, week_start, compared, narrowed)
    if parts.empty and not change.says_something:
        return Talk(words.WHICH_CHANGE, asks=True)
    return change.query()


def builds_on(parts: Parts, normal: str, earlier: Earlier, lexicon: Lexicon) -> bool:
    """True when the message changes the earlier question instead of asking a new one."""
    if earlier.request.period and whole_questions.lasts(parts, lexicon) and not starts_as_followup(normal, strong=True):
        return False
    if only_figures(parts):
        return True
    if not parts.measures and not (parts.counting and parts.datasets):
        own = {ref.partition(".")[0] for ref in earlier.refs} | {d for m in earlier.metrics for d in m.datasets}
        folded = {name.casefold() for name in own}
        other = any(not folded & {s.ref.casefold() for s in i.senses if s.kind == "dataset"} for i in parts.datasets)
        subject = parts.datasets and (parts.dimensions or (parts.periods and other))
        return not subject or starts_as_followup(normal)
    if parts.flags & (v.ADD_WORDS | v.REPLACE_WORDS | v.DROP_WORDS) and not (parts.periods and parts.dimensions):
        return True
    if parts.figures and not (parts.periods and parts.dimensions):
        named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
        if named and named <= set(earlier.request.metrics):
            return True
    mended = parts.flags & {"again", "actually", "meant", "mean"}
    if not parts.periods and (mended or ("only" in parts.flags and parts.thresholds)):
        return True
    bare = not (parts.dimensions or parts.periods or parts.known or parts.grain)
    if bare and _beside(parts, earlier):
        return True
    if "only" in parts.flags and (bare or _same_figure(parts, normal, earlier)):
        return True
    if parts.sorting and bare:
        return True
    if _ranks_again(parts, earlier):
        return True
    if (
        parts.ranked
        and all(m.ordering for m in parts.measures)
        and (normal.split()[0] in ("by", "sort", "order", "rank") or (bare and earlier.request.dimensions))
    ):
        return True
    return starts_as_followup(normal, strong=True)


def _same_figure(parts: Parts, normal: str, before: Earlier) -> bool:
    """ "Only orders placed in October", after orders by channel: of those."""
    named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
    begins = normal.startswith(("only ", "just ", "keep only "))
    return begins and bool(named) and named <= set(before.request.metrics) and not (parts.dimensions or parts.grain)


def _ranks_again(parts: Parts, before: Earlier) -> bool:
    """ "Which machine had the most alerts?", after downtime by machine: a figure ranked by what is told apart."""
    named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
    fields = [{s.ref.casefold() for s in d.item.senses if s.kind in ("field", "dataset")} for d in parts.dimensions]
    old = {name for ref in before.request.dimensions for name in (ref.casefold(), ref.partition(".")[0].casefold())}
    other = parts.periods or parts.known or parts.conditions or parts.thresholds or parts.grain or parts.versus
    same = bool(named) and all(refs & old for refs in fields)
    return parts.ranked and bool(fields) and same and not other


def _beside(parts: Parts, before: Earlier) -> bool:
    """ "Compare that with the target", "vs ad spend": one other figure beside those of before."""
    named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
    other = len(parts.measures) == 1 and named and not named & set(before.request.metrics)
    said = parts.periods or parts.known or parts.figures or parts.dimensions or parts.ranked or parts.thresholds
    return bool((parts.versus or parts.compare) and other and not said and not before.request.compare)


def only_figures(parts: Parts) -> bool:
    """ "What's the conversion rate?": another figure and nothing else, so the rest of the question before stays."""
    said = (
        parts.dimensions, parts.known, parts.conditions, parts.datasets, parts.drops, parts.all_of, parts.periods,
        parts.grain, parts.trend, parts.ranked, parts.limit, parts.sorting, parts.direction, parts.versus,
        parts.compare, parts.thresholds, parts.figures, parts.dropped_figures, parts.by, parts.timed,
    )  # fmt: skip
    return bool(parts.measures) and not any(said)


def rows_meant(parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """ "Only the stores in Spain", after revenue by store: the rows that are told apart, not their number."""
    own = {ref.partition(".")[0].casefold() for ref in before.request.dimensions}
    limited = {s.ref.partition(".")[0].casefold() for k in parts.known for s in k.item.senses if s.kind == "value"}
    every = "all" in parts.flags and not parts.known and not parts.asks("share")
    for item in [i for i in parts.datasets if every]:
        if {s.ref.casefold() for s in item.senses if s.kind == "dataset"} & own:
            parts.datasets.remove(item)
            parts.all_of.append(item)
    for measure in list(parts.measures):
        rows = {s.ref.casefold() for s in measure.item.senses if s.kind == "dataset"}
        if measure.ordering and "only" in parts.flags and rows and _told_apart(rows & own, before, lexicon):
            parts.measures.remove(measure)  # "only the largest stores": of these, by the figure of before
            parts.target_plural = is_plural(measure.item.text.casefold())
        if measure.counts or measure.ordering or len(parts.measures) > 1:
            continue
        if "only" in parts.flags and rows & limited:
            parts.measures.remove(measure)
            parts.datasets.append(only(measure.item, "dataset"))
        if not rows & own or parts.asks("share"):
            continue
        if every:  # "orders for all", after baskets by channel, is a figure of each of these
            if _told_apart(rows & own, before, lexicon):
                parts.measures.remove(measure)
                parts.all_of.append(only(measure.item, "dataset"))
        elif measure in parts.measures and ("only" in parts.flags or rows & limited):
            parts.measures.remove(measure)
            parts.datasets.append(only(measure.item, "dataset"))


def _told_apart(names: set[str], before: Earlier, lexicon: Lexicon) -> bool:
    """These rows themselves stood there one by one, and not only something that is known of them."""
    entities = [entity(lexicon.model, d) for d in lexicon.model.datasets if d.name.casefold() in names]
    return any({f.ref for f in fields} & set(before.request.dimensions) for fields in entities)


def _check_drops(parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """What is to go must be there. Raises Stop."""
    request = before.request
    there = {r.casefold() for r in (*request.metrics, *before.refs)}
    kept = {(f.field.casefold(), str(x)) for f in request.filters for x in f.values}
    rates.dropped(parts, before)
    for item in list(parts.drops):
        values = [s for s in item.senses if s.kind == "value"]
        if values and len(values) == len(item.senses) and not any((s.ref.casefold(), s.value) in kept for s in values):
            parts.drops.remove(item)
            parts.known.append(Known(item, negative=True))
    parts.drops = [_figures_of(item, before, lexicon) for item in parts.drops]
    for item in parts.drops:
        named = {s.ref.casefold() for s in item.senses}
        rows = {ref.partition(".")[0] for ref in there}
        if item.kind == "term" and not named & (there | rows):
            raise Stop(Unplaced((item.text,), item.start, item.end))


def _figures_of(item: Item, before: Earlier, lexicon: Lexicon) -> Item:
    """ "The plan", called like the dataset of one of several figures, or a word that may mean it: that figure."""
    if {s.ref.casefold() for s in item.senses} & {r.casefold() for r in (*before.request.metrics, *before.refs)}:
        return item
    meant = lexicon.choices(item.senses)
    if len(there := [m for m in before.metrics if m in meant]) == 1 < len(before.metrics):
        return replace(item, senses=(Sense("metric", there[0].name),))
    rows = {s.ref.casefold() for s in item.senses if s.kind == "dataset"}
    own = [m for m in before.metrics if {d.casefold() for d in m.datasets} & rows]
    if not own or len(own) == len(before.metrics):
        return item
    return replace(item, senses=tuple(Sense("metric", m.name) for m in own))


def rows_alone(parts: Parts, lexicon: Lexicon) -> None:
    """ "And parcels", behind what they cost: how many there are, where nothing else is said of them."""
    if len(parts.datasets) != 1 or parts.flags - v.ADD_WORDS - {"and"} or parts.figures or parts.ranked:
        return
    item = parts.datasets[0]
    counters = [m for s in item.senses if s.kind == "dataset" for m in lexicon.reach.counters(s.ref)]
    if len(counters) != 1 or not replace(parts, datasets=[]).empty:
        return
    parts.datasets.remove(item)
    parts.measures.append(Measure(item, counts=True))


def rows_said(parts: Parts, said: Sequence[Token]) -> None:
    """Notes that the reply speaks of rows: "only those without a segment", "where the segment is missing"."""
    if ROW_WORDS & {t.norm for t in said}:
        parts.flags.add(ROWS)


def number_meant(parts: Parts, before: Earlier) -> None:
    """ "Make it 10", after a list of five."""
    said = parts.unknown[0] if len(parts.unknown) == 1 and parts.empty and before.request.limit else ""
    number = NUMBERS.get(said.casefold(), int(said) if said.isdigit() and len(said) < 5 else 0)
    if number and not (parts.figures or parts.flags & (v.ADD_WORDS | v.DROP_WORDS)):
        parts.unknown, parts.limit = [], number
        if before.request.order:
            parts.direction = before.request.order.direction


def figure_meant(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "Add to cart instead of bounce": a figure of before, by a word of its name that means nothing else."""
    found = list(tokens)
    for i, token in enumerate(tokens):
        lead, first = (tokens[i - n].norm if i >= n else "" for n in (1, 2))
        instead = (first, lead) in (("instead", "of"), ("place", "of"), ("rather", "than"))
        swapped = instead or lead in v.REPLACE_WORDS | v.DROP_WORDS
        if not swapped or token.kind != "word" or lexicon.at(tokens, i) is not None or token.norm in v.FILLER:
            continue
        after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
        named = [m for m in before.metrics if stems(token.norm) & {s for w in name_words(m.label) for s in stems(w)}]
        if len(named) == 1 and (not after.isalnum() or after in v.FILLER | {"with"}):
            words = [replace(token, norm=w) for w in name_words(named[0].label)]
            return [*found[:i], *words, *found[i + 1 :]]
    return found


def _check_words(parts: Parts, before: MetricRequest, lexicon: Lexicon) -> None:
    """ "Both" must be of two things; what is replaced must have something in its place. Raises Stop."""
    pairs = (parts.known, parts.measures, parts.periods, parts.dimensions)
    apart = [f for f in before.filters if f.op == "in" and len(f.values) == 2 and f.field in before.dimensions]
    there = len(apart) + (len(before.metrics) == 2) + bool(before.compare) == 1  # "orders for both", of two channels
    if "both" in parts.flags and not (parts.all_of or there) and all(len(things) < 2 for things in pairs):
        raise Stop(Unplaced(("both",)))
    if "both" in parts.flags and any(len(lexicon.values.get(s.ref, ())) > 2 for i in parts.all_of for s in i.senses):
        raise Stop(Unplaced(("both",)))
    for item in parts.gone:
        there = parts.periods if item.kind == "period" else parts.grain or parts.dimensions or parts.by
        if not there or not parts.flags & v.REPLACE_WORDS:
            raise Stop(Unplaced((item.text,), item.start, item.end))


def _against_kept(parts: Parts, before: Earlier) -> None:
    """ "Versus desktop", "desktop next to it", after mobile alone: both, side by side.

    Raises Stop where what is to stand next to it is a value of something else.
    """
    new = [k for k in parts.known if not k.negative]
    beside = parts.each and bool(parts.flags & v.ADD_WORDS) and not parts.dimensions
    if not (parts.versus or beside) or len(new) != 1 or parts.periods:
        return
    refs = {s.ref.casefold() for s in new[0].item.senses if s.kind == "value"}
    kept = [f for f in before.request.filters if f.op == "in" and f.field.casefold() in refs]
    if beside and not kept:
        raise Stop(refuse("figures apart"))
    if beside and before.request.limit:
        raise Stop(refuse("top per group"))
    if len(kept) != 1:
        return
    for value in kept[0].values:
        sense = Sense("value", kept[0].field, str(value))
        parts.known.append(Known(replace(new[0].item, text=str(value), senses=(sense,))))


def _one_more_period(parts: Parts, before: Earlier, base: Span | None) -> Parts:
    """ "2025 as well", "add the month before": beside the period of before, as a series or as a comparison."""
    others = parts.measures or parts.dimensions or parts.known or parts.drops or parts.grain
    if len(parts.periods) != 1 or others or base is None or not parts.flags & v.ADD_WORDS:
        return parts
    new = parts.periods[0]
    if new.yearless and new.unit != "year":
        new = spans.with_year(new, base.start.year)
    if before.request.grain is None:
        return replace(parts, periods=[new], versus=True)
    joined = spans.join([base, new])
    if joined is None:
        raise Stop(refuse("two periods"))
    return replace(parts, periods=[joined[0]])


def _fields_meant(parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """ "And category", which is a value of another subject too: the field that the figure of before has."""
    if parts.measures:
        return

    def reached(ref: str) -> bool:
        field = lexicon.model.field(ref)
        return field is not None and lexicon.reach.distance(before.metrics, field.dataset) is not None

    for known in list(parts.known):
        senses = known.item.senses
        named = lexicon.lookup(name_words(known.item.text))
        fields = tuple(s for s in named if s.kind == "field" and not s.weak and reached(s.ref))
        if known.negative or not fields or any(s.kind == "value" and reached(s.ref) for s in senses):
            continue
        parts.known.remove(known)
        parts.dimensions.append(Dimension(replace(known.item, senses=fields), said=False))


def _give_roles(parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """A dataset named alone is counted when a metric does so, else it is the new breakdown.

    "Without the region" drops that breakdown when there is one; "only those without a region" keeps these rows.
    """
    broken = set[str]() if ROWS in parts.flags else {d.casefold() for d in before.request.dimensions}
    for condition in list(parts.conditions):
        if condition.op == "is_null" and any(s.ref.casefold() in broken for s in condition.item.senses):
            parts.conditions.remove(condition)
            parts.drops.append(condition.item)
    for item in list(parts.datasets):
        counted = lexicon.counters(item.senses)
        own = {d.casefold() for m in before.metrics for d in m.datasets}
        if parts.known or parts.conditions or {s.ref.casefold() for s in item.senses} & own:
            continue
        parts.datasets.remove(item)
        if counted:
            parts.measures.append(Measure(item, counts=True))
        else:
            parts.dimensions.append(Dimension(item, said=False))


def _other_side(parts: Parts, base: Span | None) -> None:
    """ "vs September": what the question before was about is the other side of the comparison."""
    if parts.versus and len(parts.periods) == 1 and not parts.known and base is not None:
        new = parts.periods[0]
        new = spans.with_year(new, base.start.year) if new.yearless and new.unit != "year" else new
        parts.periods = [base, new]


def _without_drops(parts: Parts) -> Parts:
    return replace(parts, drops=[], aggregates=[] if not parts.measures else parts.aggregates)
