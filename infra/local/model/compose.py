"""A whole question -> a request: period, grain, ranking and order put together with what the words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter, Grain, MetricRequest, Order
from agent_actions.semantic.words import lower_first
from infra.local.model.bounding import counted, kept_by_change
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import forms, name_words
from infra.local.model.everyday.timing import is_time
from infra.local.model.figures import arithmetic
from infra.local.model.figures.arithmetic import Beside
from infra.local.model.figures.comparison import Compared, Comparer, as_periods
from infra.local.model.figures.meant import Meant
from infra.local.model.outcomes import MAX_OPTIONS, Ask, Option, Query, Stop, Unplaced
from infra.local.model.parts import Direction, Parts
from infra.local.model.parts_of.rates import check_percent, counted_of, rate_of_value, share_as_rate
from infra.local.model.reach import Reach, aggregate
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.times import spans, taken_together, when_too
from infra.local.model.times.spans import Span, Unit

DEFAULT_TOP = 10
"""Rows of "top products" where no number is asked for."""
ROLLED: dict[Unit, int] = {"day": 30, "week": 12, "month": 12, "quarter": 8, "year": 5}
"""Rows of a rolling figure where no period is named."""
COUNTED = frozenset({"count", "distinct"})
FINER = {
    "week": ("day",),
    "month": ("day", "week"),
    "quarter": ("day", "week", "month"),
    "year": ("day", "week", "month", "quarter"),
}
"""Units of the calendar within one."""
CUTS = frozenset({"top", "best", "bottom", "worst", "leading"})
"""Ranking words that promise a short list; "highest" and "most" only promise an order."""


@dataclass(frozen=True)
class When:
    span: Span | None
    """None: no period was named. A span whose text is None: all time."""
    grain: Grain | None
    notes: tuple[str, ...] = ()


def when(parts: Parts, *, broken: bool) -> When:
    """The one period that is meant and the grain, when two periods are set side by side.

    ``broken``: something else than the time is told apart.
    """
    found = list(dict.fromkeys(parts.periods))
    if not found:
        return When(None, parts.grain)
    if len(found) == 2:
        year = next((s for s in found if s.unit == "year"), None)
        other = next((s for s in found if s.yearless), None)
        if year is not None and other is not None and year.text:
            return When(spans.with_year(other, year.start.year), parts.grain)
    if len(found) == 1:
        return When(found[0], parts.grain)
    joined = spans.join(found)
    if joined is not None and parts.grain in FINER.get(joined[1], ()) and not (parts.versus or parts.compare):
        return When(joined[0], parts.grain)  # "per month in 2024 and 2025"
    if joined is None or (parts.grain not in (None, joined[1])):
        raise Stop(refuse("two periods"))
    if parts.grain is None and "pooled" in parts.aggregates:
        return When(joined[0], None)  # "September and October together"
    if parts.grain is None and broken and taken_together.as_one(parts, found):
        return When(joined[0], None, (words.taken_together(joined[1]),))
    return When(joined[0], joined[1])


def check_comparison(parts: Parts, compared: Compared) -> None:
    """A comparison must have its two sides in the question, or be one with the time before."""
    sides = max(
        len({k.item.text.casefold() for k in parts.known if not k.negative}), len(parts.measures), len(parts.periods)
    )
    if parts.versus and sides < 2 and compared.kind is None and not parts.asks("rest"):
        raise Stop(refuse("comparison"))


def groups(parts: Parts, meant: Meant, grain: str | None) -> tuple[str, ...]:
    """In each of what a ranking goes on: categories in "top 3 products in each category". Raises Stop if unclear."""
    if parts.when_too and grain:
        when_too.check(parts, meant)
        return ()
    others = [d.ref for d in meant.dimensions if d not in (*meant.targets, *meant.listed)]
    if parts.ranked and meant.targets and (others or grain):
        return (*others, *([grain] if grain else []))
    if parts.ranked and parts.grain_target and not meant.targets and others:
        return tuple(others)
    if parts.ranked and parts.by and parts.of_each and others:
        return tuple(others)
    if parts.limit and grain and meant.dimensions:
        raise Stop(refuse("top per group"))
    return _in_each(parts, meant)


def _in_each(parts: Parts, meant: Meant) -> tuple[str, ...]:
    """ "Revenue by category, top 3 in each region". Raises Stop where the region may as well be told apart beside."""
    before = [d for d in parts.dimensions if d.item.end <= parts.rank_place[0]]
    after = [d for d in parts.dimensions if d.item.start >= parts.rank_place[1] and not d.listed]
    if not parts.ranked or parts.sorting or meant.targets or not (before and after):
        return ()
    if not parts.of_each or len(parts.dimensions) != len(meant.dimensions):
        raise Stop(refuse("top per group"))
    return tuple(f.ref for d, f in zip(parts.dimensions, meant.dimensions, strict=True) if d in after)


def ranking(
    parts: Parts, order_by: str, notes: list[str], grain_ranked: bool, *, grouped: bool = False
) -> tuple[Order | None, int | None]:
    """The order and the number of rows that ranking words ask for; ``grouped``: in each group."""
    direction: Direction = parts.direction or "desc"
    if not parts.ranked:
        return (Order(by=order_by, direction=direction) if parts.sorting or parts.limit else None), parts.limit
    limit = parts.limit
    if limit is None and not parts.sorting:
        if parts.target_plural is False or (grain_ranked and parts.target_plural is None):
            limit = 1
        elif parts.target_plural and (parts.rank_word in CUTS or parts.asks("rest")):
            limit = DEFAULT_TOP
            notes.append(words.TOP_TEN)
        elif grouped:
            limit = 1
    return Order(by=order_by, direction=direction), limit


def check_good_and_bad(parts: Parts, metric: Metric, filters: Sequence[Filter]) -> None:
    """The worst of a figure of which less is better may be its highest or its lowest: it is asked, not guessed.

    Of one that is bad by its own name it is the highest. So it is with the number of rows that are told by such a word:
    orders that were cancelled, parcels that are late.
    """
    word = parts.rank_word.split()[-1:]
    if not (parts.ranked or parts.sorting) or word not in (["worst"], ["best"], ["poorest"]):
        return
    kinds = [text for f in filters if f.op == "in" and aggregate(metric) == "count" for text in _kind_of(f)]
    if {form for text in (metric.label, *kinds) for word in name_words(text) for form in forms(word)} & v.BAD:
        parts.direction = "asc" if word == ["best"] else "desc"
        return
    named = (metric.label, *metric.synonyms, *kinds)
    said = {form for text in named for word in name_words(text) for form in forms(word)}
    if said & v.LESS_IS_BETTER or is_time(metric):
        start, end = parts.rank_place
        options = tuple(Option(word, word) for word in words.HIGHEST_OR_LOWEST)
        question = words.good_or_bad(parts.rank_word, lower_first(metric.label))
        raise Stop(Ask(parts.rank_word, question, options, "word", start, end, frozenset()))


def _kind_of(kept: Filter) -> list[str]:
    """Words by which rows are told: a value, or the name of what is so."""
    return [kept.field.partition(".")[2] if value is True else str(value) for value in kept.values]


def check_figure(parts: Parts, metrics: Sequence[Metric]) -> None:
    """Raises Stop where a ranking may go by how many there are, named first, as well as by their amount."""
    kinds = [aggregate(m) for m in metrics]
    if not parts.order_guessed or kinds[0] not in COUNTED or "sum" not in kinds:
        return
    options = tuple(Option(m.label, f"by {m.label}") for m in metrics)
    question = words.ranked_by(parts.rank_word, [lower_first(m.label) for m in metrics])
    raise Stop(Ask(parts.rank_word, question, options, "added"))


def by_change(order: Order | None, parts: Parts, metric: str, beside: Beside) -> Order | None:
    """A ranking of changes goes by the change: "which region grew most", "the three biggest drops"."""
    if order is None or order.by != metric or beside.compare is None or not parts.asks("change"):
        return order
    said = {word for f in parts.figures if f.name == "change" for word in f.text.casefold().split()}
    changes = (f for f in parts.figures if f.name == "change")
    if _shown_only(parts):
        return order
    if judged := next((f for f in changes if a.JUDGED & set(f.text.casefold().split())), None):
        raise Stop(Unplaced((judged.text,), judged.start, judged.end))
    relative = any(f.text.casefold() in a.PERCENT for f in parts.figures) or bool(said & a.RELATIVE)
    relative |= parts.in_percent or parts.rank_word in v.BY_TIME
    falls = bool(said & a.FALLS) and order.direction == "desc"
    return Order(by=f"{metric}_change{'_pct' if relative else ''}", direction="asc" if falls else order.direction)


def _shown_only(parts: Parts) -> bool:
    """ "Top 5 countries by revenue, with the change on September": the ranking says by what it goes."""
    by = next((m.item for m in parts.measures if m.ordering and parts.rank_place[0] < m.item.start), None)
    changes = [f.first for f in parts.figures if f.name == "change"]
    return parts.ranked and by is not None and all(at > by.last + 1 for at in changes)


def by_share(order: Order | None, parts: Parts, beside: Beside, *, limited: bool) -> Order | None:
    """ "Which country has the highest share of orders paid by card" goes by that share, not by the number behind it.

    Raises Stop for the first of several values' shares in each of something.
    """
    asked = parts.ranked or parts.sorting or limited
    if order is None or not (asked and beside.share and beside.show) or "." in order.by:
        return order
    if len(beside.show) > 1:
        if beside.within and limited:
            raise Stop(refuse("top per group"))
        return order
    counted = any(m.ordering for m in parts.measures) and not parts.asks("share")
    return order if counted or order.by.endswith("_share") else Order(by=f"{order.by}_share", direction=order.direction)


def check_contribution(parts: Parts) -> None:
    """ "Which brand contributed most to revenue" asks for no change, so it is not clear that one is to be explained."""
    said = next((f for f in parts.figures if f.name == "why" and "contribut" in f.text.casefold()), None)
    if said and not (parts.asks("change") or parts.versus or parts.compare):
        raise Stop(Unplaced((said.text,), said.start, said.end))


def by_contribution(
    order: Order | None, limit: int | None, parts: Parts, metric: str
) -> tuple[Order | None, int | None]:
    """ "Which country contributed most to that": the one whose part of the change is the largest."""
    most = any(f.name == "why" and "most" in f.text.casefold().split() for f in parts.figures)
    if order or limit or not most or parts.target_plural is not False or not parts.dimensions:
        return order, limit
    return Order(by=f"{metric}_contribution"), 1


def fresh(parts: Parts, meant: Meant, reach: Reach, today: date, week_start: str) -> Query:
    """The request of a question that stands on its own. Raises Stop when something must be asked or refused."""
    meant = _as_rate(parts, meant, reach)
    notes, taken = list(meant.notes), list(meant.taken)
    compared = Comparer(parts, today, week_start).compared()
    parts = as_periods(parts, compared)
    check_contribution(parts)
    moment = when(parts, broken=bool(meant.dimensions or meant.all_of or parts.by))
    notes += moment.notes
    check_comparison(parts, compared)
    beside = Beside()
    beside.said(parts, compared.kind)
    if moment.span is None and any(m.over and m.over.unit for m in meant.metrics):
        options = tuple(Option(p, p) for p in words.CHANGE_PERIODS)
        raise Stop(Ask("", words.CHANGE_OVER, options, "period", kinds=frozenset()))
    if beside.rolling and parts.window and moment.span is None:
        unit = cast("Unit", parts.window[1])
        moment = replace(moment, span=spans.last_units(ROLLED[unit], unit, today))
        notes.append(words.rolled_over(str(moment.span.text if moment.span else "")))
    grain = arithmetic.grain_for(parts, beside, _grain(parts, meant, moment), moment.span)
    if moment.span and moment.span.unit and grain in spans.UNITS and _longer(cast("Unit", grain), moment.span.unit):
        raise Stop(refuse("two periods"))
    within = groups(parts, meant, grain or beside.by)
    every = [] if "pooled" in parts.aggregates else meant.all_of  # "all warehouses together"
    dimensions = list(dict.fromkeys(d.ref for d in [*meant.dimensions, *every]))
    dimensions = [*(d for d in dimensions if d in within), *(d for d in dimensions if d not in within)]
    beside.within = within
    if parts.days_shared:
        if parts.ranked or parts.limit or meant.limits:
            raise Stop(refuse("share of what"))
        beside.within = (*dimensions, *([grain] if grain else []))
    parts_of = arithmetic.numerators(parts, meant)
    shown = arithmetic.shown(parts, meant.filters, parts_of)
    if rate := _of_value(parts, meant, parts_of, shown, reach):
        share = next(f for f in parts.figures if f.name == "share")
        field = reach.model.field(parts_of[0])
        said = shown[0] if shown[0] != "true" or field is None else lower_first(field.label)
        taken.append(words.field_chosen(f"{share.text} … {said}", lower_first(rate.label)))
        filters = arithmetic.without_fields(meant.filters, parts_of)
        first = parts.measures[0].item.first if parts.measures else share.first
        of_part = any(place.ref in parts_of and place.first < share.first for place in meant.places)
        beside_it = meant.metrics if first < share.first and not of_part else []
        if parts.share_beside and (of_part or share.first < first):
            beside_it = counted_of([rate], reach.model)
        meant = replace(meant, metrics=[*beside_it, rate], filters=filters, order_metric=meant.order_metric and rate)
        beside.share, parts_of = False, []
    if beside.share and not parts_of:
        beside.share = not check_percent(parts, meant.metrics, reach.model)
    if parts_of:
        beside.part(parts_of, dimensions, shown)
    dimensions += [ref for ref in parts_of if ref not in dimensions]
    if beside.why and not dimensions:
        dimensions = arithmetic.breakdown_for_why(meant.metrics, meant.filters, reach, beside)
    broken = bool(dimensions or grain or beside.by)
    if not broken and not meant.count and meant.limits and any(reach.counts(m) for m in meant.metrics):
        raise Stop(refuse("condition"))
    if meant.limits and counted.only_none(meant.limits):
        counted.check_none(meant, grain or beside.by, reach)
    limited = {t.item.first for t in parts.thresholds if t.item is not None}
    of_things = bool(limited) and all(m.item.first in limited for m in parts.measures)
    bounded = _bounded(meant) and not parts_of and (not dimensions or _shares_bound(parts))
    if beside.share and (bounded or of_things or _bound_of_part(parts)):
        raise Stop(refuse("share limit"))
    unbroken = meant.limits and not meant.count
    if not broken and (parts.ranked or parts.limit or beside.share or beside.why or unbroken):
        raise Stop(by_what(meant.metrics, reach))
    main = meant.order_metric or meant.metrics[0]
    check_figure(parts, meant.metrics)
    check_good_and_bad(parts, main, meant.filters)
    order_by = meant.sort_field.ref if meant.sort_field else main.name
    order, limit = ranking(parts, order_by, notes, broken and not dimensions, grouped=bool(within))
    if order is not None and not (broken or meant.count or meant.sort_field):
        raise Stop(by_what(meant.metrics, reach))
    if beside.rest and limit is None:
        said = next(f for f in parts.figures if f.name == "rest")
        raise Stop(Unplaced((said.text,), said.start, said.end))
    if meant.sort_field and parts.direction is None and order is not None:
        order = Order(by=order_by, direction="asc")
    if meant.sort_field and meant.sort_field.ref not in dimensions:
        dimensions.append(meant.sort_field.ref)
    order = by_share(by_change(order, parts, main.name, beside), parts, beside, limited=limit is not None)
    if order and parts.ranked and len(beside.show) == 1 and dimensions == list(parts_of) and not (grain or beside.by):
        raise Stop(by_what(meant.metrics, reach))  # of one value's share there is no highest
    order, limit = by_contribution(order, limit, parts, main.name)
    moved = kept_by_change.kept(parts, [m.name for m in meant.metrics], beside)
    changed: tuple[Filter, ...] = ()
    if moved and meant.count:
        raise Stop(refuse("condition count"))
    if moved and order is None and (dimensions or grain):
        order, changed = None if grain else moved[0], moved[1]
    request = MetricRequest(
        metrics=tuple(m.name for m in meant.metrics),
        dimensions=tuple(dimensions),
        grain=grain,
        period=moment.span.text if moment.span else None,
        count=meant.count or None,
        filters=(*arithmetic.without_fields(meant.filters, parts_of), *meant.limits, *changed),
        order=order,
        limit=limit,
        chart=parts.wish,
        **beside.fields(),  # type: ignore[arg-type]
    )
    if parts.asks("export"):
        notes.append(words.EXPORT)
    taken += [t for t in (compared.taken, *beside.taken) if t]
    return Query(request, tuple(notes), tuple(taken))


def _as_rate(parts: Parts, meant: Meant, reach: Reach) -> Meant:
    """With the published rate in place of a share of rows that it is the rate of; and so told."""
    rate = share_as_rate(parts, meant.metrics, reach.model)
    first = parts.measures[0].item.first if parts.measures else 0
    if rate is None or parts.days_shared or any(place.predicate or place.first < first for place in meant.places):
        return meant
    share = next(f for f in parts.figures if f.name == "share")
    parts.figures.remove(share)
    said = words.field_chosen(f"{share.text} {lower_first(meant.metrics[0].label)}", lower_first(rate.label))
    metrics = [*(meant.metrics if parts.share_beside else ()), rate]
    return replace(meant, metrics=metrics, order_metric=meant.order_metric and rate, taken=[*meant.taken, said])


def _of_value(parts: Parts, meant: Meant, parts_of: Sequence[str], shown: Sequence[str], reach: Reach) -> Metric | None:
    """The published rate of the rows whose share is asked for; None where there is none, or more is asked.

    So where their number is asked for too, and no figure is that.
    """
    if len(shown) != 1 or len(parts_of) != 1 or len(meant.metrics) != 1 or len(parts.figures) != 1:
        return None
    if any(d.ref in parts_of for d in meant.dimensions):
        return None
    rate = rate_of_value(meant.metrics[0], parts_of[0], shown[0], reach)
    return rate if rate and (counted_of([rate], reach.model) or not parts.share_beside) else None


def _longer(grain: Unit, unit: Unit) -> bool:
    """ "October of each year": rows longer than the period itself."""
    return spans.UNITS.index(grain) > spans.UNITS.index(unit)


def _bounded(meant: Meant) -> bool:
    """A bound on single rows: what share of all rows they are is no share by the values of a field."""
    return any(f.op not in ("in", "not_in") for f in meant.filters)


def _shares_bound(parts: Parts) -> bool:
    """ "Share of orders over 100 euros by channel": the part is told by the bound, which no share can be asked by."""
    share = next((f for f in parts.figures if f.name == "share" and f.text.casefold().endswith(" of")), None)
    return share is not None and any(
        c.op in ("gt", "gte", "lt", "lte") and c.item.first > share.first for c in parts.conditions
    )


def _bound_of_part(parts: Parts) -> bool:
    """ "Share of tickets resolved within a day": a bound behind the value is of the part alone, not of the whole."""
    bounds = [c.at for c in parts.conditions if c.at >= 0]
    return any(known.item.first < bound for known in parts.known for bound in bounds)


def _grain(parts: Parts, meant: Meant, moment: When) -> Grain | None:
    if moment.grain is not None:
        return moment.grain
    if parts.trend:
        return spans.fitting_grain(moment.span)
    return "day" if meant.by_time else None


def by_what(metrics: Sequence[Metric], reach: Reach) -> Ask:
    """The question back when a ranking names nothing to rank."""
    fields = reach.fields(metrics)[:MAX_OPTIONS]
    labels = [f.label for f in fields]
    question = words.which_dimension(metrics[0].label, labels)
    return Ask(metrics[0].label, question, tuple(Option(label, label) for label in labels), "dimension")
