"""What a reply makes of a list before it: "and in France?", "with their city", "only the outlets", "newest first".

And of a number of things: "list them with their city" asks for these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent_actions.semantic.column_figures import rows
from agent_actions.semantic.model import DATED_TYPES, NUMBER_TYPES, Dataset
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.english import listing_words
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import listing
from infra.local.model.listing.listing_counts import KEEPS, of_each_one
from infra.local.model.outcomes import Outcome, Query, Stop, Talk
from infra.local.model.reach import aggregate, entity
from infra.local.model.says import thread_words
from infra.local.model.scan import Item
from infra.local.model.threads import bound_again
from infra.local.model.threads.earlier import Earlier
from infra.local.model.times import spans

_WHICH = re.compile(
    rf"{listing_words.LEADS}which (?:ones?(?: (?:are|were) (?:they|those|these|that))?"
    r"|(?:are|were) (?:they|those|these))(?: (?:exactly|then|please))?"
)
TOO = frozenset(["too", "also", "well", "additionally", "plus"])
"""With them a value is listed beside those of before, and not in their place."""


def changed(said: Sequence[Token], items: Sequence[Item], before: MetricRequest, known: Known) -> Query | None:
    """The list with what the reply says of it; None where the one is no list or the other says anything else."""
    lexicon = known.lexicon
    own = rows_of(before, lexicon)
    norms = frozenset(t.norm for t in said)
    rest = [i for i in items if i.text and i.text.casefold() not in v.ADD_WORDS | {"add", "as well"}]
    if own is not None and (of_each := of_each_one(" ".join(t.norm for t in said if t.norm), own, before, lexicon)):
        return of_each
    if rest and rest[0].text.casefold() in KEEPS and "out" not in norms:
        rest, norms = rest[1:], norms - KEEPS
    if own is None or not rest or norms & v.DROP_WORDS:
        return None
    asked = rest[1:] if rest[0].name == "and" else rest
    if asked and asked[0].kind == "mark" and asked[0].name == "howmany":
        return _counted(asked[1:], norms, own, before, lexicon)
    if rest[0].has("dataset"):
        return None
    more = listing.told(rest, norms, own, lexicon)
    if more is None or more == MetricRequest(metrics=()):
        return None
    columns = list(dict.fromkeys([*before.dimensions, *more.dimensions]))
    if len(columns) > listing.MOST_COLUMNS:
        return None
    dated = _dated(before, more, lexicon) if more.period else before
    if dated is None:
        return None
    filters = _filters(dated.filters, more.filters, too=bool(norms & TOO))
    if not norms & (v.REPLACE_WORDS | TOO):
        filters = tuple(_within(f, before.filters, said, known) for f in filters)
    request = dated.model_copy(
        update={
            "dimensions": tuple(columns),
            "filters": filters,
            "order": more.order or before.order,
            "limit": more.limit or before.limit,
        }
    )
    return Query(request) if request != before else None


def _dated(before: MetricRequest, more: MetricRequest, lexicon: Lexicon) -> MetricRequest | None:
    """ "And in September?": the list by the same day in another period; None where no one day chose its rows."""
    if before.period:
        return before.model_copy(update={"period": more.period})
    dated = [f for f in before.filters if (day := lexicon.model.field(f.field)) and day.datatype in DATED_TYPES]
    if len(dated) != 1 or dated[0].op != "in":
        return None
    moved = dated[0].model_copy(update={"values": (more.period,)})
    return before.model_copy(update={"filters": tuple(moved if f is dated[0] else f for f in before.filters)})


def _counted(
    rest: Sequence[Item], norms: frozenset[str], own: Dataset, before: MetricRequest, lexicon: Lexicon
) -> Query | None:
    """ "How many are there?", "how many of them are outlets?": the rows of a whole list, or some of them."""
    of_them = bool(rest) and rest[0].kind == "preposition" and rest[0].name == "of"
    some = [i for i in rest[of_them:] if not (i.kind == "mark" and i.name == "is")]
    more = listing.told(some, norms, own, lexicon) if some else MetricRequest(metrics=())
    if before.limit or more is None or more.order or more.limit or (some and not more.filters):
        return None
    return (found := counted(before, _filters(before.filters, more.filters, too=False), own, lexicon)) and Query(found)


def counted(before: MetricRequest, filters: Sequence[Filter], own: Dataset, lexicon: Lexicon) -> MetricRequest | None:
    """How many rows a list has with these filters; None where they are counted in several ways, or by no day."""
    counters = lexicon.reach.counters(own.name)
    if before.limit or len(counters) > 1 or (before.period and not counters):
        return None
    metric = counters[0].name if counters else rows(lexicon.model, own).name
    return MetricRequest(metrics=(metric,), period=before.period, filters=tuple(filters))


def of_counted(normal: str, before: Earlier, lexicon: Lexicon, plan_of: Callable[[str], Outcome]) -> Query | None:
    """The things that the question before counted: "list them with their agent", "which ones?", "which are outlets?".

    None where the reply asks for no list, or the question counted nothing of which there is one.
    ``plan_of``: what a question on its own comes to.
    """
    request = before.request
    rest, some, ones = listing_words.rows_asked(normal), listing_words.some_asked(normal), listing_words.ones(normal)
    told = {"metrics", "period", "filters", "chart", *(("dimensions",) if some or asks_which(normal) else ())}
    plain = all(getattr(request, n) == f.default for n, f in type(request).model_fields.items() if n not in told)
    if (rest is None and some is None and ones is None) or not plain or len(before.metrics) != 1:
        return None
    metric = before.metrics[0]
    own = lexicon.model.dataset(metric.datasets[0]) if len(metric.datasets) == 1 else None
    if own is None or aggregate(metric) != "count":
        return None
    every = lexicon.reach.counts(metric) is not None
    noun = lower_first(own.label if every else metric.label)
    if request.dimensions:
        outside = any(ref.partition(".")[0] != own.name for ref in request.dimensions)
        apart = own.freshness and request.dimensions  # of what happens day by day, the number of some of it
        if apart or outside or not every:
            return None
    if some:
        rest = f"that {some}"
    asked = plan_of(f"list the {ones[0]} {noun} {ones[1]}" if ones else f"list {noun} {rest}")
    listed = asked.request if isinstance(asked, Query) and not asked.request.metrics else None
    if listed is None and every and rest == "" and (key := own.primary_key) and own.time:
        listed = MetricRequest(metrics=(), dimensions=(f"{own.name}.{key[0]}", f"{own.name}.{own.time}"))
    if listed is None or listed.metrics or listed.period or listed.limit or rows_of(listed, lexicon) is not own:
        return None
    if some and not (listed.filters and entity(lexicon.model, own)):
        return None
    shown = (*listed.dimensions[:1], *_chosen_by(request, own), *listed.dimensions[1:], *request.dimensions)
    listed = listed.model_copy(update={"dimensions": tuple(dict.fromkeys(shown))})
    filters = (*request.filters, *(f for f in listed.filters if f not in request.filters))
    changed: dict[str, object] = {"filters": filters, "period": request.period}
    named = any(f.name not in own.primary_key for f in entity(lexicon.model, own))
    if request.period and (named or own.freshness is None) and metric.time:  # the day of a thing is shown
        changed["period"] = None
        changed["filters"] = (*filters, Filter(field=metric.time, op="in", values=(request.period,)))
        changed["dimensions"] = tuple(dict.fromkeys([*listed.dimensions, metric.time]))
    return Query(listed.model_copy(update=changed))


def check_which(normal: str, before: MetricRequest) -> None:
    """ "Which ones?", of rows that stand in the answer before, or of one figure: the same again is no answer.

    Raises Stop.
    """
    if asks_which(normal) and not before.count:
        raise Stop(Talk(thread_words.WHICH_THINGS, asks=True))


def asks_which(normal: str) -> bool:
    return _WHICH.fullmatch(normal) is not None


def _chosen_by(counted: MetricRequest, own: Dataset) -> list[str]:
    """The days, and the bounds on numbers, by which what was counted was chosen; each of them has its own."""
    dated = {f.ref for f in own.fields if f.datatype in DATED_TYPES}
    numbers = {f.ref for f in own.fields if f.datatype in NUMBER_TYPES}
    return [
        kept.field
        for kept in counted.filters
        if (kept.field in dated and kept.op == "in") or (kept.field in numbers and kept.op in bound_again.RANGES)
    ]


def rows_of(before: MetricRequest, lexicon: Lexicon) -> Dataset | None:
    """The rows that the list names, one each; None for a list of categories or of several things."""
    found = lexicon.model.field(before.dimensions[0]) if before.dimensions and not before.metrics else None
    own = lexicon.model.dataset(found.dataset) if found else None
    named = own is not None and (found in entity(lexicon.model, own) or (found and found.name in own.primary_key))
    return own if named else None


def _filters(old: Sequence[Filter], new: Sequence[Filter], *, too: bool) -> tuple[Filter, ...]:
    """Another value of the same field takes the place of the one before, or stands beside it."""
    ranges = [f for f in new if f.op in bound_again.RANGES]
    kept = bound_again.put(old, ranges, narrows=True, replaces=False)
    for added in (f for f in new if f not in ranges):
        same = next((f for f in kept if (f.field, f.op) == (added.field, added.op) and f.op in ("in", "not_in")), None)
        if same is None:
            kept.append(added)
            continue
        values = tuple(dict.fromkeys([*same.values, *added.values])) if too else added.values
        kept[kept.index(same)] = Filter(field=added.field, op=added.op, values=values)
    return tuple(kept)


def _within(kept: Filter, old: Sequence[Filter], said: Sequence[Token], known: Known) -> Filter:
    """ "Only those opened before 2024", of those opened after 2020: the days that both leave."""
    before = next((f for f in old if f.field == kept.field and f.op == "in" and f != kept), None)
    field = known.lexicon.model.field(kept.field)
    if before is None or field is None or field.datatype not in DATED_TYPES or kept.op != "in":
        return kept
    new, base = (known.days(str(f.values[0])) if len(f.values) == 1 else None for f in (kept, before))
    if new is None or base is None:
        return kept
    if new.unit != "year" and not any(re.search(r"\d{4}", t.norm) for t in said) and base.end.year < 9000:
        of_year = spans.with_year(new, base.end.year)
        new = of_year if base.start <= of_year.start and of_year.end <= base.end else new
    first, last = max(new.start, base.start), min(new.end, base.end)
    return kept.model_copy(update={"values": (spans.between(first, last).text,)}) if first <= last else kept
