"""A request changed by a message: each part is as said now, or as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import COMPARISONS, ChartKind, Filter, Grain, MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model import compose
from infra.local.model.bounding import kept_by_change
from infra.local.model.bounding.filtering import in_place, minus, of_all, with_filter
from infra.local.model.bounding.kept_by_change import by_change, figure_of
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english import vocabulary as v
from infra.local.model.figures import arithmetic
from infra.local.model.figures.arithmetic import Beside
from infra.local.model.figures.comparison import Compared
from infra.local.model.figures.meant import Meant
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query, Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.parts_of import share_threads
from infra.local.model.parts_of.quotients import named_fields
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.ranking import ranked_in_each, reordering
from infra.local.model.says import thread_words, words
from infra.local.model.says.refusals import refuse
from infra.local.model.says.unreachable import carried, check_reached
from infra.local.model.threads import bound_again, whole_questions
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.history import Narrowed
from infra.local.model.times import spans
from infra.local.model.times.redating import period, redated
from infra.local.model.times.spans import Span


@dataclass
class Change:
    """The request of before with what one message changes in it."""

    parts: Parts
    before: Earlier
    meant: Meant
    lexicon: Lexicon
    today: date
    week_start: str
    compared: Compared
    narrowed: Narrowed | None = None
    """The condition that the last question put to the one before it."""

    @property
    def flags(self) -> set[str]:
        return self.parts.flags

    @property
    def adds(self) -> bool:
        drill = bool(self.flags & v.DRILL_WORDS - {"down"}) or self.parts.chart == "pivot"
        drill = drill and not self.flags & v.REPLACE_WORDS
        return (bool(self.flags & v.ADD_WORDS) or drill) and not self.flags & v.REPLACE_WORDS

    @property
    def says_something(self) -> bool:
        return (
            bool(self.flags - {"now", "and"} or self.parts.reverse or self.parts.chart)
            or self.parts.sorting
            or bool(self.parts.aggregates or self.parts.figures)
            or self.parts.in_percent
            or self.compared.kind is not None
        )

    def query(self) -> Query:
        notes = list(self.meant.notes)
        metrics = self._metrics()
        means = [a for a in self.parts.aggregates if a not in ("total", "pooled", "sum")]
        if means and not self.parts.measures:
            raise Stop(Unplaced((means[0],)))
        told = self.meant.dimensions or self.meant.all_of or self.before.request.dimensions
        moment = compose.when(self.parts, broken=bool(told or self.parts.by or self.before.request.by))
        notes += moment.notes if self.before.request.grain is None else ()
        compose.check_comparison(self.parts, self.compared)
        dimensions, grain = self._breakdown(moment.grain, moment.span)
        beside = self._beside()
        if beside.why and self.parts.asks("why", "explain") and not self.parts.grain:
            grain, beside.running, beside.rolling = None, False, None
        grain = arithmetic.grain_for(self.parts, beside, grain, moment.span or self._base())
        if beside.rolling and grain != self.before.request.grain and not self.parts.window:
            beside.rolling = None
        grain = self._group(beside, dimensions, grain)
        dimensions = list(dict.fromkeys(carried(self.lexicon.reach, ref, metrics) for ref in dimensions))
        beside.within = tuple(x if "." not in x else carried(self.lexicon.reach, x, metrics) for x in beside.within)
        filters = [
            f.model_copy(update={"field": carried(self.lexicon.reach, f.field, metrics, f.values)})
            for f in self._filters()
            if not figure_of(f.field, self.lexicon.model)
        ]
        asked = [m for m in metrics if m not in self.before.metrics] if all(is_percent(m) for m in metrics) else []
        filters, gone = of_all(filters, asked, {f.field.casefold() for f in self.meant.filters})
        fields = [f for ref in gone if (f := self.lexicon.model.field(ref))]
        notes += [thread_words.rate_of_all(lower_first(f.label)) for f in fields]
        limits = self._limits(metrics)
        notes += self._left_out(metrics)
        if self._all_again and self.before.request.filters:
            notes.append(thread_words.CONDITIONS_GONE)
        parts_of = self._numerators(beside, dimensions, grain, filters)
        field = share_threads.field_shown(self.before.request)
        if parts_of:
            beside.part(parts_of, dimensions, arithmetic.shown(self.parts, filters, parts_of))
        elif beside.show and (new := arithmetic.shown(self.parts, filters, [field])):
            parts_of, beside.show = [field], new
        elif share_threads.of_one(self.before.request, self.meant, dimensions) and (
            new := arithmetic.shown(self.parts, filters, dimensions[-1:])
        ):
            parts_of, beside.show = dimensions[-1:], new
        dimensions += [ref for ref in parts_of if ref not in dimensions]
        filters = arithmetic.without_fields(filters, parts_of)
        if self.parts.chart == "pivot":  # what it is pivoted by stands across
            named = [f.ref for f in self.meant.dimensions]
            if named and self.before.request.chart == "pivot" and len(dimensions) > len(named) + 1:
                dimensions = [ref for ref in dimensions if ref not in self.before.request.dimensions[-1:]]
            dimensions = [ref for ref in dimensions if ref not in named] + [r for r in dimensions if r in named]
        if beside.why and not dimensions:
            dimensions = arithmetic.breakdown_for_why(metrics, filters, self.lexicon.reach, beside)
        if beside.share and not (dimensions or grain or beside.by):
            raise Stop(compose.by_what(metrics, self.lexicon.reach))
        check_reached(self.lexicon, metrics, [*dimensions, *(f.field for f in filters)])
        order, limit = reordering.ordered(
            self.parts, self.before.request, self.meant, self.lexicon, metrics, dimensions, grain or beside.by, notes
        )
        if self.parts.ranked or self.parts.sorting or self.parts.limit:
            order = compose.by_change(order, self.parts, metrics[0].name, beside)
            order = compose.by_share(order, self.parts, beside, limited=limit is not None)
        order, limit = compose.by_contribution(order, limit, self.parts, metrics[0].name)
        names = [m.name for m in metrics]
        limits, order = kept_by_change.again(limits, order, self.parts, names, self.lexicon.model)
        if rest := next((f for f in self.parts.figures if f.name == "rest" and not limit), None):
            raise Stop(Unplaced((rest.text,), rest.start, rest.end))
        alone = {f.field for f in filters if f.op == "in" and len(f.values) == 1}
        told = [ref for ref in dimensions if ref not in alone]
        share_threads.check_first(limit, grain, told, beside, share_threads.field_shown(self.before.request))
        request = {
            "metrics": tuple(m.name for m in metrics),
            "count": self._count(metrics, limits),
            "dimensions": tuple(dimensions),
            "grain": grain,
            "period": period(
                moment.span,
                self.before.request,
                self._base(),
                self.flags,
                whole=bool(self.compared.kind) or self.parts.in_place,
            ),
            "filters": (*filters, *limits),
            "order": order,
            "limit": limit,
            "chart": self._chart(dimensions, grain),
            "file": None if dimensions or grain or beside.fields() else self.before.request.file,
            **beside.fields(),
        }
        request = redated(request, self.before.request, self.lexicon.model)
        fitting = arithmetic.fitting(request, self._dropped_figures())
        fitting = kept_by_change.fitting(fitting, self.lexicon.model)
        if beside.show and not fitting.get("share"):
            fitting = share_threads.counted(fitting, share_threads.field_shown(self.before.request), beside.show)
        if self.parts.asks("export"):
            notes.append(words.EXPORT)
        taken = [t for t in (*self.meant.taken, self.compared.taken, *beside.taken) if t]
        return Query(MetricRequest.model_validate(fitting), tuple(notes), tuple(taken))

    def _limits(self, metrics: Sequence[Metric]) -> list[Filter]:
        """Conditions on the figures: those said now, else those of before whose figure is still asked for."""
        names = {m.name for m in metrics}
        model = self.lexicon.model
        kept = [f for f in self._filters() if figure_of(f.field, model) in names or by_change(f, model)]
        return self._bounded(kept, self.meant.limits)

    def _bounded(self, old: Sequence[Filter], new: Sequence[Filter]) -> list[Filter]:
        replaces = bool(self.flags & v.REPLACE_WORDS)
        return bound_again.put(old, new, narrows=bound_again.NARROWS in self.flags or self.adds, replaces=replaces)

    def _left_out(self, metrics: Sequence[Metric]) -> list[str]:
        """Conditions on figures that are no longer asked for don't go without a word."""
        bounded = {f.field for f in self._filters()}
        gone = [m for m in self.before.metrics if m not in metrics and m.name in bounded]
        return [thread_words.condition_gone(lower_first(m.label)) for m in gone]

    def _count(self, metrics: Sequence[Metric], limits: Sequence[Filter]) -> str | None:
        """What is counted: as said now, or as before while it goes by the same figures. Raises Stop for others."""
        count = self.meant.count or self.before.request.count
        if count and {m.name for m in metrics} != {f.field for f in limits}:
            raise Stop(refuse("condition count"))
        return count or None

    def _base(self) -> Span | None:
        fiscal = self.lexicon.model.config.defaults.fiscal_year_start
        return spans.read(self.before.request.period, self.today, self.week_start, fiscal)

    def _beside(self) -> Beside:
        """What the question before had computed beside its figure, and what this message adds."""
        beside = Beside.of(self.before.request)
        if self._all_again:
            beside.share, beside.show, beside.within = False, (), ()
        if (self.meant.dimensions or self.parts.grain) and not self.adds and not share_threads.of_days(beside):
            beside.by = None
        outright = self.parts.versus or any(f.name.startswith(("year", "before", "over:")) for f in self.parts.figures)
        anew = self.compared.kind is not None and bool(self.parts.periods)
        kept: str | None = None if outright or anew else self.before.request.compare
        if kept and kept not in COMPARISONS and self.parts.periods and not self.compared.kind:
            raise Stop(refuse("two periods"))
        beside.said(self.parts, kept or self.compared.kind)
        return beside

    def _group(self, beside: Beside, dimensions: list[str], grain: Grain | None) -> Grain | None:
        """In each of what a ranking goes on; kept from before while the breakdown is. The grain that goes with it."""
        before = self.before.request
        if each := ranked_in_each.asked(self.parts, self.meant, before):
            beside.within, beside.by = each.groups, before.by if before.by in each.axes else beside.by
            dimensions[:] = [ref for ref in each.axes if "." in ref]
            return before.grain if before.grain in each.axes else grain
        same = dimensions == list(before.dimensions) and grain == before.grain and beside.by == before.by
        shown = share_threads.field_shown(self.before.request) if beside.show else ""
        if not same and share_threads.of_days(beside):
            beside.within = tuple(name for name in (*dimensions, grain) if name)
        elif not same and shown and shown in dimensions:
            beside.within = tuple(ref for ref in dimensions if ref != shown)
        elif not same:
            kept = beside.share and "all" not in self.parts.flags
            part = share_threads.part(self.before.request, self.meant, self.parts) if kept else ()
            dimensions += [ref for ref in part if ref not in dimensions]
            beside.within = ranked_in_each.kept(self.parts, before, (*dimensions, grain, beside.by)) or tuple(
                ref for ref in dimensions if part and ref not in part
            )
            beside.show = beside.show if part else ()
        if said := compose.groups(self.parts, self.meant, self.parts.grain):
            beside.within = said
            dimensions.sort(key=lambda ref: ref not in said)
        return grain

    def _numerators(
        self, beside: Beside, dimensions: Sequence[str], grain: Grain | None, filters: Sequence[Filter]
    ) -> list[str]:
        """ "What share is that?" after a question about one value: the value's field is the breakdown."""
        if not self.parts.asks("share"):
            return []
        if said := list(dict.fromkeys(place.ref for place in self.meant.places)):
            if self.parts.of_each or self.parts.each:
                raise Stop(refuse("share of what"))  # "what share of EMEA does each have": EMEA is the whole
            return said
        if self.parts.whole and filters and (dimensions or grain or beside.by):
            return [share_threads.of_the_rows(filters, self.parts)]
        if self.narrowed and not self.parts.dimensions and any(f.field == self.narrowed.field for f in filters):
            if self.narrowed.counted or not (dimensions or grain) or self.narrowed.field in dimensions:
                return [self.narrowed.field]
            if not dimensions:
                share_threads.check_bare(self.parts, self.narrowed.value)
        if dimensions or grain or beside.by:
            return []
        kept = [f.field for f in filters if f.op == "in"]
        return kept if len(kept) == 1 else []

    def _dropped_figures(self) -> list[str]:
        """Fields of the request that "remove the comparison" and the like take away. Raises Stop for others."""
        gone: list[str] = []
        for text in self.parts.dropped_figures:
            words_of = set(text.casefold().split())
            named = [name for name, said in a.DROPS.items() if words_of & set(said)]
            found = [name for name in named if getattr(self.before.request, name)]
            if not found:
                raise Stop(Unplaced((text,)))
            gone += found
        return gone

    def _chart(self, dimensions: Sequence[str], grain: Grain | None) -> ChartKind | None:
        """As said now; else as before, while what it shows is broken down as before."""
        if self.parts.chart:
            return self.parts.wish
        before = self.before.request
        same = before.dimensions == tuple(dimensions) and before.grain == grain
        return before.chart if same or before.chart == "table" else None

    def _dropped(self, kind: str) -> set[str]:
        return {s.ref for item in self.parts.drops for s in item.senses if s.kind == kind}

    def _metrics(self) -> list[Metric]:
        new, old = self.meant.metrics, list(self.before.metrics)
        if self.parts.drops:
            gone = self._dropped("metric")
            kept = [m for m in old if m.name not in gone]
            if len(kept) < len(old) and (kept or new):
                return in_place(old, [m for m in old if m.name in gone], new)
        if not new:
            return old
        bounding = {t.item.first for t in self.parts.thresholds if t.item}
        if "only" in self.flags and bounding and {m.item.first for m in self.parts.measures} <= bounding:
            return list(dict.fromkeys([*old, *new]))
        if self.adds:
            return list(dict.fromkeys([*old, *new]))
        if self.parts.sorting or (self.parts.ranked and not self.meant.targets and self._only_orders()):
            return list(dict.fromkeys([*old, *new]))
        bounded = {figure_of(f.field, self.lexicon.model) for f in self.before.request.filters}
        limited = [m for m in old if m.name in bounded]
        if (
            limited
            and not self.flags & v.REPLACE_WORDS
            and not self.meant.dimensions
            and not self.parts.grain
            and not self.meant.limits
        ):
            return list(dict.fromkeys([*limited, *new]))
        return list(new)

    def _only_orders(self) -> bool:
        return all(m.ordering for m in self.parts.measures) and all(
            m in self.before.metrics for m in self.meant.metrics
        )

    def _breakdown(self, grain: Grain | None, span: Span | None) -> tuple[list[str], Grain | None]:
        old, old_grain = list(self.before.request.dimensions), self.before.request.grain
        had_grain = old_grain is not None
        old_grain = None if self.parts.unit_mean == old_grain else old_grain  # "average per month", after each month
        if self._all_again and self.before.request.share:
            old = []
        new = [d.ref for d in self.meant.dimensions]
        if grain is None and (self.parts.trend or self.meant.by_time):
            grain = spans.fitting_grain(span or self._base()) if self.parts.trend else "day"
        if self.parts.drops or self.flags & v.DROP_WORDS:
            gone = {r.casefold() for r in self._dropped("field")}
            gone |= {f.ref.casefold() for i in self.parts.drops for f in named_fields(self.lexicon.model, i)}
            left = [d for d in old if d.casefold() in gone]
            if self.flags & v.REPLACE_WORDS and left and (new or grain):
                return in_place(old, left, new), grain or old_grain
            old = [d for d in old if d.casefold() not in gone]
            if any(i.kind == "unit" for i in self.parts.drops):
                old_grain = None
            if self.flags & v.BREAKDOWN_WORDS and not self.parts.drops:
                old, old_grain = [], None
        total = self.flags & v.TOGETHER or {"total", "pooled", "sum"} & set(self.parts.aggregates)
        pooled = "pooled" in self.parts.aggregates or self.flags & {"altogether", "overall"}  # "returns in total"
        one = {f.field for f in self.meant.filters if len(f.values) == 1} & set(old)  # "the total for Germany"
        if total and not new and not grain and not one and (pooled or not self.parts.measures):
            every = {f.ref for f in self.meant.all_of} & set(old)  # "all carriers together", of a series by carrier
            return ([ref for ref in old if ref not in every], old_grain) if every else ([], None)
        for found in self.meant.all_of:
            filtered = any(f.field.casefold() == found.ref.casefold() for f in self.before.request.filters)
            if not filtered and found.ref not in (*new, *old):
                new.append(found.ref)
        if self.adds:
            return list(dict.fromkeys([*old, *new])), grain or old_grain
        shown = share_threads.field_shown(self.before.request) if self.before.request.show else ""
        if (new or grain) and shown in old and shown not in new and not self.flags & v.REPLACE_WORDS:
            return [*new, shown], grain
        if new and (self.parts.versus or self.parts.compare or self.parts.each) and not self.parts.dimensions:
            return list(dict.fromkeys([*old, *new])), grain or old_grain
        if self.parts.by:
            return new, grain
        if new:
            return new, grain
        if grain:
            return (
                [] if self.parts.grain_said_by and not (had_grain or self.flags & {"split", "break", "same"}) else old
            ), grain
        return old, old_grain

    def _filters(self) -> list[Filter]:
        old = list(self.before.request.filters)
        if self.flags & v.FILTER_WORDS and (self.flags & v.DROP_WORDS or self.parts.drops or "no" in self.flags):
            old = []
        if self.flags & {"everywhere", "everything"} and not self.parts.known:
            old = []
        if self._all_again:
            old = []
        old = whole_questions.freed(old, self.parts, self.meant, self.before.request)
        axes = self.parts.grain or self.parts.dimensions
        told = self.before.request.dimensions if axes and self.flags & v.REPLACE_WORDS else ()
        dropped = self._dropped("field") - set(told)  # "by channel instead of country": still of these countries
        freed = {r.casefold() for r in (*(f.ref for f in self.meant.all_of), *dropped)}
        rows = {s.ref.casefold() for i in self.parts.all_of for s in i.senses if s.kind == "dataset"}
        old = [f for f in old if f.field.casefold() not in freed and f.field.partition(".")[0].casefold() not in rows]
        dropped_values = {(s.ref.casefold(), s.value) for i in self.parts.drops for s in i.senses if s.kind == "value"}
        old = [g for f in old if (g := minus(f, {v for r, v in dropped_values if r == f.field.casefold()}))]
        self._check_all_of(old)
        swaps = bool(dropped_values) and bool(self.flags & v.REPLACE_WORDS)
        replaces = bool(self.flags & v.REPLACE_WORDS) and not (swaps or axes)
        ranges = [f for f in self.meant.filters if f.op in bound_again.RANGES]
        old = self._bounded(old, ranges)
        for new in (f for f in self.meant.filters if f not in ranges):
            old = with_filter(old, new, adds=self.adds or swaps or self._joins(new), replaces=replaces)
        return old

    @property
    def _all_again(self) -> bool:
        """ "All buyers again", after the members among them: the conditions of before go, but for those said now."""
        return {"all", "again"} <= self.flags and bool(self.parts.measures) and not self.meant.all_of

    def _check_all_of(self, old: Sequence[Filter]) -> None:
        """ "All of APAC", after Japan alone: whether Japan is to go is not known. Raises Stop."""
        if "all" not in self.flags or self.meant.all_of or self._all_again or not self.parts.known:
            return
        new = {f.field.casefold() for f in self.meant.filters}
        owners = {ref.partition(".")[0] for ref in new}
        beside = [f for f in old if f.field.casefold() not in new and f.field.partition(".")[0].casefold() in owners]
        if any(f.op == "in" for f in beside):
            raise Stop(Unplaced((thread_words.all_of(self.parts.known[0].item.text),)))

    def _joins(self, new: Filter) -> bool:
        """ "And Poland" beside a list of countries that are told apart is one more of them; "only Poland" is not."""
        if "only" in self.flags:
            return False
        lists = [f for f in self.before.request.filters if f.field == new.field and f.op == "in"]
        return "and" in self.flags and bool(lists) and new.field in self.before.request.dimensions
