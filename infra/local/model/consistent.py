"""A request that can be put but would not say what was asked: contradictions between a figure and what limits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from sqlglot import exp

from agent_actions.semantic.model import TIME_TYPES, Metric, ModelField
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import keys, name_words, stems
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Refuse, Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.parts_of.rates import counted_of, rate_of_value
from infra.local.model.reach import Reach, aggregate, is_plain_average, parsed
from infra.local.model.says import date_says, words
from infra.local.model.says.refusal_words import MISSING
from infra.local.model.says.refusals import refuse

STATES = frozenset(("condition", "phase", "stage", "state", "status"))
"""Words in the name of a field that tells how something stands now."""


def check(request: MetricRequest, parts: Parts, lexicon: Lexicon, before: MetricRequest | None) -> MetricRequest:
    """The request as it may be put. Raises Stop. ``before``: that of the question that this one builds on."""
    request = _rated(request, lexicon)
    for metric in filter(None, map(lexicon.model.metric, request.metrics)):
        if any(_contradicts(kept, metric) or _is_whole(kept, metric, lexicon) for kept in request.filters) or any(
            _told_apart(ref.partition(".")[2], metric) for ref in (() if request.why else request.dimensions)
        ):
            raise Stop(refuse("own limit"))
        if request.period and (parts.past or request.period == "today"):
            _stood_then(metric, parts)
        if request.period or request.grain or request.by:
            _dated_by_another(metric, parts, lexicon)
            if not _says_date(metric, parts) and not (before and (before.period or before.grain or before.by)):
                _dated_unasked(metric, parts, lexicon)
    return request


def _rated(request: MetricRequest, lexicon: Lexicon) -> MetricRequest:
    """ "How many orders were returned, and what's the return rate": the value limits the count and not the rate.

    Of returned orders alone the rate would be the whole, so the published count of them stands in place of orders.
    """
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    for rate, count in permutations(metrics, 2):
        kept = next((f for f in request.filters if _is_rate_of(rate, f, count, lexicon)), None)
        those = counted_of([rate], lexicon.model) if kept else []
        if kept and those and len(metrics) == 2:
            names = tuple(those[0].name if m is count else m.name for m in metrics)
            filters = tuple(f for f in request.filters if f is not kept)
            order = request.order and request.order.model_copy(
                update={"by": those[0].name if request.order.by == count.name else request.order.by}
            )
            return request.model_copy(update={"metrics": names, "filters": filters, "order": order})
    return request


def _is_whole(kept: Filter, rate: Metric, lexicon: Lexicon) -> bool:
    """The return rate of returned orders is the whole of them, and no answer to anything."""
    counts = lexicon.reach.counters(kept.field.partition(".")[0])
    return any(_is_rate_of(rate, kept, count, lexicon) for count in counts)


def _is_rate_of(rate: Metric, kept: Filter, count: Metric, lexicon: Lexicon) -> bool:
    """Such rows are all that the rate's numerator counts."""
    if kept.op != "in" or len(kept.values) != 1:
        return False
    value = str(kept.values[0])
    value = value.casefold() if isinstance(kept.values[0], bool) else value
    return rate_of_value(count, kept.field, value, lexicon.reach) is rate


def aggregated(parts: Parts, metrics: Sequence[Metric], reach: Reach) -> None:
    """An average, a median or a distinct count is only given when a metric is one. Raises Stop."""
    for asked in parts.aggregates:
        roots = {aggregate(m) for m in metrics}
        fits = {
            "pooled": True,
            "total": any(not is_plain_average(m) for m in metrics),
            "sum": bool(roots & {"sum", "count", "distinct", "other"}),
            "distinct": "distinct" in roots or any(reach.counts(m) for m in metrics),
        }.get(asked, asked in roots)
        if not fits and not any(asked in name_words(f"{m.name} {m.label}") for m in metrics):
            item = parts.measures[0].item if parts.measures else None
            what = f"{asked} {item.text if item else metrics[0].label}"
            raise Stop(Unplaced((what,), item.start if item else 0, item.end if item else 0))


def _contradicts(kept: Filter, metric: Metric) -> bool:
    """Revenue counts completed lines: "returned revenue" would be nothing, and no answer to what is asked."""
    if kept.op not in ("in", "not_in") or not all(isinstance(value, str) for value in kept.values):
        return False
    own = own_values(metric, kept.field.partition(".")[2])
    named = {str(value).casefold() for value in kept.values}
    return bool(own) and (not named <= own if kept.op == "in" else own <= named)


def _told_apart(column: str, metric: Metric) -> bool:
    """Revenue counts completed lines: "revenue by status" would be nothing but for one of them."""
    node = parsed(metric.expression)
    tests = [test.this for case in node.find_all(exp.Case) for test in case.args["ifs"]] if node else []
    flags = {test.name.casefold() for test in tests if isinstance(test, exp.Column)}
    return bool(own_values(metric, column)) or column.casefold() in flags


def _says_date(metric: Metric, parts: Parts) -> bool:
    """True for "opened in 2025" and for "by opening date"."""
    named = {s.ref.casefold() for d in parts.dimensions for s in d.item.senses if s.kind == "field"}
    return parts.dated or (metric.time or "").casefold() in named


def states_of(metric: Metric) -> list[str]:
    """What the rows that it counts are now, by its own name: "open" of open tickets."""
    node = parsed(metric.expression)
    tests = [test for case in node.find_all(exp.Case) for test in case.find_all(exp.EQ)] if node else []
    own = {str(t.expression.this).casefold() for t in tests if isinstance(t.expression, exp.Literal)}
    return [value for value in own & set(name_words(metric.label)) if not _is_done(value)]


def _stood_then(metric: Metric, parts: Parts) -> None:
    """ "How many open tickets were there a month ago": what stands open now is known, not what did then."""
    stands = states_of(metric)
    for known in parts.known:
        named = [s for s in known.item.senses if set(name_words(s.ref)) & STATES]
        predicate = known.predicate or any(item.first == known.item.first for item in parts.happened)
        if predicate and not known.negative and named and not _is_done(known.item.text.casefold().split()[0]):
            stands.append(known.item.text)
    if stands:
        raise Stop(Refuse("", date_says.stood_then(stands[0]), MISSING["own limit"]))


def _is_done(word: str) -> bool:
    """True for what happened once, such as cancelled, rather than for how something stands."""
    return word in v.IRREGULAR_VERBS or (word.endswith(("ed", "en")) and word not in ("open", "broken"))


def own_values(metric: Metric, column: str) -> set[str]:
    """The values of such a column that the metric's own expression is limited to; none where it isn't."""
    node = parsed(metric.expression)
    return {value for case in node.find_all(exp.Case) for value in _compared(case, column)} if node else set()


def _compared(case: exp.Expr, column: str) -> Iterator[str]:
    for test in case.find_all(exp.EQ, exp.In):
        left = test.this
        if not isinstance(left, exp.Column) or left.name.casefold() != column.casefold():
            continue
        given = [test.expression] if isinstance(test, exp.EQ) else test.expressions
        yield from (str(one.this).casefold() for one in given if isinstance(one, exp.Literal))


def _dated_by_another(metric: Metric, parts: Parts, lexicon: Lexicon) -> None:
    """ "Tickets resolved in October", where October is counted by the day on which they were opened."""
    own = lexicon.model.field(metric.time) if metric.time else None
    for item in parts.happened:
        for sense in item.senses:
            other = _date_called(sense.ref, (item.text, sense.value or ""), lexicon) if sense.kind == "value" else None
            if own is not None and other is not None and other.ref.casefold() != own.ref.casefold():
                said = date_says.dated_by_another(metric.label, lower_first(own.label), lower_first(other.label))
                raise Stop(Refuse("", said, MISSING["own limit"]))


def _date_called(ref: str, texts: tuple[str, ...], lexicon: Lexicon) -> ModelField | None:
    """The date of the value's dataset that is called like the value: resolved at, for resolved."""
    dataset = lexicon.model.dataset(ref.partition(".")[0])
    said = [stems(word) for text in texts for word in name_words(text)]
    for field in dataset.fields if dataset else ():
        if field.is_time or field.datatype in TIME_TYPES:
            called = [stems(w) for w in name_words(field.name) if w not in v.DATE_WORDS]
            if any(one & other for one in said for other in called):
                return field
    return None


def _dated_unasked(metric: Metric, parts: Parts, lexicon: Lexicon) -> None:
    """ "How many stores in 2025" counts those opened then, not those there were: only "opened" says so."""
    counted = lexicon.reach.counts(metric)
    dataset = lexicon.model.dataset(counted) if counted else None
    field = lexicon.model.field(metric.time) if metric.time else None
    if dataset is None or field is None or not is_entity(dataset.name, lexicon):
        return
    by_noun = [m for m in parts.measures if not m.item.has("metric") and m.item.has("dataset")]
    if by_noun or counts_things(metric, lexicon):
        raise Stop(Refuse("", date_says.dated_unasked(metric.label, lower_first(field.label)), MISSING["own limit"]))


def counts_things(metric: Metric, lexicon: Lexicon) -> bool:
    """True for the number of stores, called so; not for new customers."""
    counted = lexicon.reach.counts(metric)
    dataset = lexicon.model.dataset(counted) if counted else None
    if dataset is None or not is_entity(dataset.name, lexicon):
        return False
    called = {key for name in (dataset.name, dataset.label, *dataset.synonyms) for key in keys(name_words(name))}
    return bool(called & set(keys(name_words(metric.label))))


def is_entity(name: str, lexicon: Lexicon) -> bool:
    """True for what others refer to and what itself refers to nothing: stores, but not orders."""
    relations = lexicon.model.relationships
    return any(r.one.casefold() == name.casefold() for r in relations) and all(
        r.many.casefold() != name.casefold() for r in relations
    )


def differences(names: Sequence[str], lexicon: Lexicon, *, beside: bool) -> list[str]:
    """What each figure counts, where figures of different facts are set side by side, or divided."""
    found = [m for name in names if (m := lexicon.model.metric(name))]
    metrics = list(dict.fromkeys(part for m in found for part in m.made_of))
    if not (beside or any(m.computed for m in found)) or len({lexicon.reach.facts(m) for m in metrics}) < 2:
        return []
    return [words.means(m.label, m.description) for m in metrics if m.description]
