"""From the parts of a question to names of the model: which metrics, fields and values are meant, or what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.lookup import full_label, label_for
from agent_actions.semantic.model import NUMBER_TYPES, Metric, ModelField
from agent_actions.semantic.request import Filter
from agent_actions.semantic.words import lower_first
from infra.local.model.around.asides import mentions
from infra.local.model.bounding import counted
from infra.local.model.bounding.amounts import currency_of
from infra.local.model.bounding.limits import limits
from infra.local.model.bounding.listed import with_the_last
from infra.local.model.bounding.quantities import converted, unit_of_field
from infra.local.model.consistent import aggregated
from infra.local.model.english.text import fold, is_plural, name_words
from infra.local.model.english.vocabulary import CURRENCIES
from infra.local.model.everyday import breakdowns, timing
from infra.local.model.figures import against_plan
from infra.local.model.figures.meant import Meant, Place, Scalar, typed
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import MAX_OPTIONS, Ask, Stop, Unplaced, Unreachable
from infra.local.model.parts import Condition, Known, Measure, Parts
from infra.local.model.parts_of.quotients import Quotients, named_fields
from infra.local.model.ranking import shown_beside
from infra.local.model.reach import entity, is_key, pools
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.says.unreachable import unreachable
from infra.local.model.scan import Item
from infra.local.model.sentence import PERCENT
from infra.local.model.which_one import ask_field, ask_metric, metric_option, uncounted

ISO_CODES = frozenset(CURRENCIES.values())
EMPTY = frozenset(["empty", "unknown", "missing", "none", "blank", "null"])
"""In the description of a field they say that some rows have none."""


class Resolver:
    """Resolves one message. ``base``: metrics of the earlier request; ``preferred``: field refs that it uses."""

    def __init__(
        self, lexicon: Lexicon, parts: Parts, base: Sequence[Metric] = (), preferred: Sequence[str] = ()
    ) -> None:
        self._lexicon = lexicon
        self._model = lexicon.model
        self._reach = lexicon.reach
        self._parts = parts
        self._base = list(base)
        self._preferred = {p.casefold() for p in preferred}
        self._meant = Meant()

    def resolve(self) -> Meant:
        """Raises Stop when something must be asked or refused."""
        meant = self._meant
        self._measures()
        metrics = list(dict.fromkeys(meant.metrics or self._base))
        if not metrics:
            raise Stop(self._which_metric())
        aggregated(self._parts, metrics, self._reach)
        self._currencies(metrics)
        chosen = self._dimensions(metrics)
        self._filters(metrics, chosen)
        self._context(metrics)
        if self._parts.each and not (meant.dimensions or self._parts.grain):
            named = [f for kept in meant.filters if kept.op == "contains" and (f := self._model.field(kept.field))]
            meant.dimensions += named[:1]
        meant.limits = limits(self._parts, self._named, metrics, self._reach, self._preferred)
        meant.limits += against_plan.limits(self._parts, meant)
        against_plan.keep_own(meant, metrics, self._lexicon)
        if self._parts.distinct:
            meant.limits += counted.any_at_all(metrics)
        if meant.limits and (self._parts.unit_mean or self._parts.pers):
            raise Stop(refuse("condition"))
        meant.count = counted.thing(self._parts, metrics, self._lexicon, lambda i, f: self._place(i, f, metrics))
        if meant.count:
            counted.check(self._parts, meant.count, meant.limits, metrics, self._lexicon)
        elif self._parts.none_too is not None:
            raise Stop(refuse("condition"))
        for item in self._parts.all_of:
            meant.all_of.append(self._place(item, named_fields(self._model, item), metrics))
        if self._parts.sort_field and breakdowns.by_own_name(self._parts.sort_field, meant.dimensions):
            meant.sort_field = meant.dimensions[0]
        elif self._parts.sort_field:
            meant.sort_field = self._place(
                self._parts.sort_field, named_fields(self._model, self._parts.sort_field), metrics
            )
        return meant

    # metrics ---------------------------------------------------------------------------------------------------

    def _measures(self) -> None:
        parts = self._parts
        if parts.plan:
            against_plan.figures(parts, self._meant, self._lexicon)
        asked = parts.bare_count
        named = [d for d in parts.datasets if asked and d.start < asked.start and self._counters(d)]
        if named:
            parts.datasets.remove(named[0])
            parts.measures.insert(0, Measure(named[0], counts=True))
        if parts.timed:
            self._timed()
        if not (parts.measures or self._meant.metrics or self._base) and parts.datasets:
            counted = parts.datasets.pop(0)
            if not self._counters(counted) and not parts.counting:
                parts.datasets.insert(0, counted)
                return
            parts.measures.append(Measure(counted, counts=True))
        settled = {s.ref for m in parts.measures if not m.item.has("choice") for s in m.item.senses}
        for measure in parts.measures:
            metric = self._measure(measure, settled)
            if metric is None:
                continue
            if metric not in self._meant.metrics:
                self._meant.metrics.append(metric)
            if measure.ordering and not (self._parts.ranked and self._meant.order_metric):
                self._meant.order_metric = metric
        meant = self._meant
        order = [m for m in (meant.order_metric,) if m]
        divided = Quotients(self._parts, self._reach, self._named, self._place).of([*meant.metrics, *order])
        if parts.different and any(m.computed for m in divided):
            raise Stop(refuse("condition count"))
        count = len(meant.metrics)
        meant.metrics = list(dict.fromkeys([*divided[:count], *divided[count + len(order) :]]))
        meant.order_metric = divided[count] if order else None
        if asked and not any(self._reach.counts(m) for m in meant.metrics):
            raise Stop(Unplaced((asked.text,), asked.start, asked.end))

    def _timed(self) -> None:
        """ "How long", "slowest": the figure that is a time; asked for where several are. Raises Stop."""
        parts = self._parts
        if timing.said(parts, self._model, self._base):
            return
        found = timing.candidates(parts, self._model, self._fits)
        word = parts.rank_word or words.HOW_LONG
        if len(found) != 1:
            options = tuple(metric_option(m, self._lexicon) for m in found[:MAX_OPTIONS])
            question = words.several_meanings(word, [o.label for o in options])
            raise Stop(
                Ask(word, question, options, "metric", kinds=METRICS) if found else Unplaced((word,), *parts.rank_place)
            )
        self._meant.metrics.append(found[0])
        self._meant.taken.append(words.field_chosen(word, lower_first(found[0].label)))

    def _named(self, item: Item) -> Metric | None:
        return self._measure(Measure(item), set())

    def _measure(self, measure: Measure, settled: set[str]) -> Metric | None:
        item = measure.item
        choices = self._lexicon.choices(item.senses)
        if settled & {m.name for m in choices}:
            return None
        found = choices or self._lexicon.metrics(item.senses)
        if not found:
            found = list(self._counters(item))
        if not found:
            raise Stop(uncounted(item, self._lexicon))
        fitting = [m for m in found if self._fits(m)] if len(found) > 1 else found
        alone = choices and len(self._parts.measures) == 1
        rivals = [m for m in found if m not in fitting and self._fits(m, nearly=True)] if alone else []
        if len(fitting) == 1 and not rivals:
            return fitting[0]
        found = [m for m in found if m in fitting or m in rivals] or found
        raise Stop(ask_metric(item, found, self._lexicon))

    def _counters(self, item: Item) -> tuple[Metric, ...]:
        names = [s.ref for s in item.senses if s.kind == "dataset"]
        return tuple(dict.fromkeys(m for n in names for m in self._reach.counters(n)))

    def _fits(self, metric: Metric, *, nearly: bool = False) -> bool:
        """True when every breakdown and filter of the question can be had for this metric.

        ``nearly``: by a field whose longer name ends as the breakdown's, too.
        """
        named = breakdowns.ending_alike if nearly else named_fields
        needs = [named(self._model, d.item) for d in self._parts.dimensions]
        needs += [self._candidates(k) for k in self._parts.known]
        needs += [named_fields(self._model, c.item) for c in self._parts.conditions]
        return all(any(self._reach.distance([metric], f.dataset) is not None for f in fields) for fields in needs)

    def _which_metric(self) -> Ask:
        parts = self._parts
        named = [*(d.item for d in parts.dimensions), *parts.datasets, *(k.item for k in parts.known)]
        fitting = [m for m in self._model.metrics if self._fits(m)] if named else list(self._model.metrics)
        options = tuple(metric_option(m, self._lexicon) for m in fitting[:MAX_OPTIONS])
        about = named[0].text if named else ""
        question = words.which_metric(about, [o.label for o in options])
        return Ask(about, question, options, "metric", kinds=METRICS)

    def _currencies(self, metrics: Sequence[Metric]) -> None:
        """Money is shown in the currency that it is published in; of other figures the word is a value, if any."""
        for code, known in self._parts.currencies:
            units = {m.unit for m in metrics if m.unit in ISO_CODES}
            if units and units != {code}:
                raise Stop(refuse("currency", known.item.text))
            if not units and not known.item.has("value"):
                raise Stop(Unplaced((known.item.text,), known.item.start, known.item.end))
            if not units:
                self._parts.known.append(known)

    # fields ----------------------------------------------------------------------------------------------------

    def _dimensions(self, metrics: list[Metric]) -> list[ModelField]:
        meant = self._meant
        ranked = breakdowns.things(self._parts, self._model)
        kept, beside = shown_beside.settled(self._parts.dimensions, self._model)
        for dimension in kept:
            item = dimension.item
            facts = {f for m in metrics for f in self._reach.facts(m)}
            owners = {s.ref.casefold() for s in item.senses if s.kind == "dataset"}
            if owners & facts and not item.has("field") and not dimension.target:
                raise Stop(Unplaced((words.per(item.text),), item.start, item.end))
            named = self._lexicon.fields(item.senses)
            near = [f for f in named if self._reach.distance(metrics, f.dataset) is not None]
            near = [f for f in near if f.dataset.casefold() in ranked and not dimension.target] or near
            candidates = beside.get(item.first) or near or breakdowns.of_own(item, metrics, self._lexicon)
            found = self._place(item, candidates, metrics)
            if all((m.time or "").casefold() == found.ref.casefold() for m in metrics):
                meant.by_time = True
                continue
            rows = item.has("dataset") and not item.has("field") and not dimension.target
            counted = rows and is_key(self._model, found) and not self._parts.thresholds
            if counted or breakdowns.no_groups(dimension, found, self._parts):
                raise Stop(Unplaced((words.per(item.text),), item.start, item.end))
            if breakdowns.beside_rows(dimension, found, facts, meant.dimensions, self._lexicon):
                raise Stop(Unplaced((item.text,), item.start, item.end))
            if breakdowns.only_beside(dimension, self._parts):
                raise Stop(breakdowns.by_or_total(item))
            if found not in meant.dimensions:
                meant.dimensions.append(found)
            if dimension.target:
                meant.targets.append(found)
            if item.first in beside:
                meant.listed.append(found)
        return list(meant.dimensions)

    def _place(
        self, item: Item, candidates: Sequence[ModelField], metrics: Sequence[Metric], value: str = ""
    ) -> ModelField:
        """The one field that is meant: reachable, and nearest to the facts. Raises Stop otherwise."""
        steps = [(f, self._reach.distance(metrics, f.dataset)) for f in candidates]
        reachable = [(f, s) for f, s in steps if s is not None]
        if not reachable:
            raise Stop(self._unreachable(item, candidates, metrics, value))
        preferred = [f for f, _ in reachable if f.ref.casefold() in self._preferred]
        least = min(s for _, s in reachable)
        nearest = preferred or [f for f, s in reachable if s == least]
        if len(nearest) > 1:
            raise Stop(ask_field(item, nearest, value, self._lexicon))
        chosen = nearest[0]
        if (
            value
            and least
            and not preferred
            and breakdowns.means_another(item, chosen, candidates, metrics, self._lexicon)
        ):
            raise Stop(Unplaced((item.text,), item.start, item.end))
        if len(reachable) > 1 and not preferred and least > 0:
            self._note_choice(item, chosen, value)
        return chosen

    def _note_choice(self, item: Item, chosen: ModelField, value: str) -> None:
        """Of several fields of that name the nearest one was taken; the title says so of a breakdown's full name."""
        full = full_label(self._model, chosen)
        if value or label_for(self._model, chosen) != full:
            self._meant.taken.append(words.field_chosen(value or item.text, lower_first(full)))

    def _of_datasets(self, names: Sequence[str]) -> list[ModelField]:
        """A field of each dataset, to say what it is that cannot be reached."""
        datasets = [d for n in names if (d := self._model.dataset(n))]
        return [f for d in datasets for f in (entity(self._model, d) or d.fields)[:1]]

    def _unreachable(
        self, item: Item, fields: Sequence[ModelField], metrics: Sequence[Metric], value: str = ""
    ) -> Unreachable | Unplaced:
        if not fields:
            return Unplaced((item.text,), item.start, item.end)
        return unreachable(self._reach, metrics, fields, item.text, (item.start, item.end), value)

    # filters ---------------------------------------------------------------------------------------------------

    def _candidates(self, known: Known) -> list[ModelField]:
        refs = [s.ref for s in known.item.senses if s.kind == "value"]
        if known.fields:
            refs = [r for r in refs if r in known.fields] or refs
        elif known.datasets:
            folded = {d.casefold() for d in known.datasets}
            refs = [r for r in refs if r.partition(".")[0].casefold() in folded] or refs
        return [f for r in dict.fromkeys(refs) if (f := self._model.field(r))]

    def _at_home(self, fields: list[ModelField], home: str) -> list[ModelField]:
        """Of what has none at all, the rows' own fields and those that they lead to."""
        own = [f for f in fields if self._reach.leads(home, f.dataset)] if home else []
        nearest = [f for f in own if f.dataset.casefold() == home.casefold()]
        return nearest or own or fields

    def _filters(self, metrics: Sequence[Metric], chosen: Sequence[ModelField]) -> None:
        grouped: dict[tuple[str, str], list[Scalar]] = {}
        self._parts.known = with_the_last(self._parts.known)
        home = counted.home(self._parts, chosen)
        ranked = breakdowns.things(self._parts, self._model)
        candidates = {
            id(k): breakdowns.of_rows(self._at_home(self._candidates(k), home), ranked) for k in self._parts.known
        }
        self._preferred |= {f.ref.casefold() for f in chosen}
        single = [c[0] for c in candidates.values() if len(c) == 1]
        self._preferred |= {f.ref.casefold() for f in single}
        positive: dict[str, ModelField] = {}
        bounds: list[Filter] = []
        for known in self._parts.known:
            value = self._value(known, candidates[id(known)])
            found = self._place(known.item, candidates[id(known)], metrics, value)
            self._preferred.add(found.ref.casefold())
            value = self._value(known, [found])
            values = grouped.setdefault((found.ref, "not_in" if known.negative else "in"), [])
            own = typed(found, value)
            if own not in values:
                values.append(own)
            if known.negative and EMPTY & set(name_words(found.description or "")):
                self._meant.notes.append(words.without_one_too(lower_first(label_for(self._model, found))))
            if not known.negative:
                positive[found.ref] = found
                self._meant.places.append(Place(known.item.first, found.ref, known.predicate))
        for condition in self._parts.conditions:
            self._condition(condition, metrics, grouped, bounds)
        self._meant.filters += [Filter(field=r, op=op, values=tuple(v)) for (r, op), v in grouped.items()]  # type: ignore[arg-type]
        self._meant.filters += bounds
        several = [f for ref, f in positive.items() if len(grouped[ref, "in"]) > 1 and f not in self._meant.dimensions]
        by_period = self._parts.either and len(self._parts.periods) > 1
        if (self._parts.versus or self._parts.compare or self._parts.each) and not by_period:
            self._meant.dimensions += several
        elif several and self._apart(metrics):
            self._meant.dimensions += several
            values = [str(v) for f in several for v in grouped[f.ref, "in"]]
            self._meant.taken.append(words.side_by_side([lower_first(m.label) for m in metrics if pools(m)], values))

        if self._parts.each and not self._meant.dimensions:
            self._meant.dimensions += breakdowns.by_the_name(self._meant.filters, self._model)

    def _apart(self, metrics: Sequence[Metric]) -> bool:
        """A rate or an average of several values is wanted of each, unless they are said to count together."""
        parts = self._parts
        together = parts.either or bool({"pooled", "total"} & set(parts.aggregates))
        broken = bool(self._meant.dimensions or parts.all_of or parts.ranked or parts.sorting or parts.figures)
        return any(pools(m) for m in metrics) and not (together or broken or self._base)

    def _condition(
        self,
        condition: Condition,
        metrics: Sequence[Metric],
        grouped: dict[tuple[str, str], list[Scalar]],
        bounds: list[Filter],
    ) -> None:
        fields = named_fields(self._model, condition.item)
        if condition.op in ("gt", "gte", "lt", "lte"):
            fields = [f for f in fields if f.datatype in NUMBER_TYPES]
            if not fields:
                raise Stop(refuse("condition", condition.item.text))
        found = self._place(condition.item, fields, metrics)
        if condition.currency and condition.currency != currency_of(self._model, found):
            raise Stop(refuse("percent" if condition.currency == PERCENT else "currency", condition.item.text))
        if condition.unit:
            condition = self._in_units(condition, found)
        if condition.op in ("gt", "gte", "lt", "lte"):
            bounds.append(Filter(field=found.ref, op=condition.op, values=condition.values))
            return
        if condition.op == "in":
            self._meant.places.append(Place(condition.item.first, found.ref, condition.predicate))
        grouped.setdefault((found.ref, condition.op), []).extend(typed(found, v) for v in condition.values)

    def _in_units(self, condition: Condition, found: ModelField) -> Condition:
        """The number in the field's own units: 2 days of a time in hours are 48."""
        own = unit_of_field(found)
        values = [converted(float(v), condition.unit, own) for v in condition.values]
        if None in values:
            raise Stop(refuse("unit", condition.unit))
        whole = [int(v) if v == int(v) else v for v in values if v is not None]
        if fold(condition.unit) != fold(own) and [*whole] != [*condition.values]:
            said = [f"{v:g} {condition.unit}" for v in condition.values if isinstance(v, int | float)]
            self._meant.notes.append(words.converted(said[0], f"{whole[0]:g} {own}"))
        return replace(condition, values=tuple(whole))

    def _value(self, known: Known, fields: Sequence[ModelField]) -> str:
        refs = {f.ref for f in fields}
        return next((s.value for s in known.item.senses if s.ref in refs and s.value is not None), known.item.text)

    def _context(self, metrics: Sequence[Metric]) -> None:
        """Datasets named without a role must be the metrics' own, or belong to a value or field beside them."""
        own = {d.casefold() for m in metrics for d in m.datasets}
        hinted = {d.casefold() for k in self._parts.known for d in k.datasets}
        conditions = [s.ref for c in self._parts.conditions for s in c.item.senses if s.kind == "field"]
        hinted |= {ref.partition(".")[0].casefold() for ref in conditions}
        hinted |= {f.dataset.casefold() for f in self._meant.dimensions}
        for item in self._parts.datasets:
            names = [s.ref.casefold() for s in item.senses if s.kind == "dataset"]
            told = is_plural(fold(item.text)) and all(mentions(m, fold(item.text), self._lexicon) for m in metrics)
            if told or set(names) & (own | hinted):
                continue
            reachable = [n for n in names if self._reach.distance(metrics, n) is not None]
            if not reachable:
                raise Stop(self._unreachable(item, self._of_datasets(names), metrics))
            raise Stop(breakdowns.by_or_total(item))
