"""The parts of metrics -> a result with comparisons, shares, totals, windows and a row for every bucket.

One common table expression a step; each reads the one before it once, for Athena computes (and bills) a common table
expression anew wherever it is named. Rows without a name keep together in GROUP BY and PARTITION BY, where a join
would need ``IS NOT DISTINCT FROM``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.contract import ColumnRole
from agent_actions.semantic import derived_words, trees, words
from agent_actions.semantic.buckets import Buckets
from agent_actions.semantic.derive import BEFORE, PREVIOUS, Added
from agent_actions.semantic.filters import compare_metric
from agent_actions.semantic.formulas import Formula, Part, adds_up, empty_is_zero, put_parts, quotient, rollup
from agent_actions.semantic.moment_words import PARTS_OF_WEEK

BEGUN = "begun"
"""The first bucket that has data; it is not shown."""
RESTED = "is_rest"
"""1 for the row of all others; it is carried along and not shown."""
PLACE = "place"
"""A row's place in its ranking; it is not shown."""
NUMERATOR, DIVISOR = "_over", "_under"
_SUNDAY_FIRST = 7


@dataclass(frozen=True)
class Bound:
    """Keep rows by a metric of the request, or by how it changed."""

    formula: Formula
    op: str
    value: exp.Expr
    role: ColumnRole = "metric"


@dataclass(frozen=True)
class Ranking:
    """What rows are ranked by: a metric's own column or one added to it."""

    formula: Formula
    role: str
    descending: bool


class Layers(Buckets):
    """Grows a statement step by step."""

    # The rest of a ranking as one row

    def rest(self, limit: int, ranking: Ranking) -> None:
        """Keep the first ``limit`` names of the ranking; the parts of all others become those of one more."""
        names = [*self.keys, *(n for n, _ in self._parts)]
        value = self._ranked_by(ranking)
        if self._shape.grain or self._shape.by:
            select = self._from()
            for name in names:
                select.select(self._col(name), copy=False)
            select.select(exp.alias_(value, "whole", quoted=True), copy=False)
            self.push("whole", select)
            value = self._col("whole")
        order = [
            *(trees.ordered(trees.missing(self._col(name)), False) for name in self.dimensions),
            trees.ordered(value, ranking.descending),
            *(trees.ordered(self._col(name), False) for name in self.dimensions),
        ]
        place = trees.window(exp.DenseRank(), (), order)
        select = self._from()
        for name in names:
            select.select(self._col(name), copy=False)
        select.select(exp.alias_(place, "place", quoted=True), copy=False)
        self.push("ranked", select)
        select = self._from()
        known = [exp.Not(this=trees.is_null(self._col(name))) for name in self.dimensions]
        first = exp.LTE(this=self._col("place"), expression=exp.Literal.number(limit))
        among = exp.and_(first, *known, copy=False)
        for name in self.keys:
            column: exp.Expr = self._col(name)
            if name in self.dimensions:
                text = exp.cast(column, "varchar")
                others = None if name in self._shape.beside else exp.Literal.string(derived_words.ALL_OTHERS)
                column = trees.case(among.copy(), text, others)
            select.select(exp.alias_(column, name, quoted=True), copy=False)
        rested = trees.case(among, exp.Literal.number(0), exp.Literal.number(1))
        select.select(exp.alias_(rested, RESTED, quoted=True), copy=False)
        for name, part in self._parts:
            kinds = {"max": exp.Max, "min": exp.Min}
            kind = kinds.get(rollup(self._model, part) or "", exp.Sum)
            select.select(exp.alias_(kind(this=self._col(name)), name, quoted=True), copy=False)
        select.group_by(*(exp.Literal.number(i + 1) for i in range(len(self.keys) + 1)), copy=False)
        self.push("topped", select)
        self._carried.append(RESTED)

    def _ranked_by(self, ranking: Ranking) -> exp.Expr:
        """A name's value over the whole period, whatever the grain."""
        by = [self._col(name) for name in self.dimensions]
        if not self._shape.grain and not self._shape.by:
            totals: dict[str, exp.Expr] = {name: self._col(name) for name, _ in self._parts}
        else:
            kinds = {"max": exp.Max, "min": exp.Min}
            totals = {
                name: trees.window(kinds.get(rollup(self._model, part) or "", exp.Sum)(this=self._col(name)), by)
                for name, part in self._parts
            }
        now = self._value(ranking.formula, totals)
        if ranking.role == "metric":
            return now
        before = self._value(ranking.formula, totals, PREVIOUS)
        if ranking.role == "previous":
            return before
        if ranking.role == "contribution":
            return exp.Abs(this=exp.Sub(this=exp.paren(now), expression=exp.paren(before)))
        change = exp.Sub(this=exp.paren(now), expression=exp.paren(before))
        return change if ranking.role == "change" else trees.fraction(exp.paren(change), exp.Abs(this=before.copy()))

    def _value(self, formula: Formula, parts: dict[str, exp.Expr], suffix: str = "") -> exp.Expr:
        tree = formula.combined({part.name: parts[part.name + suffix] for part in formula.parts})
        return trees.or_zero(tree) if empty_is_zero(formula) else tree

    # Figures

    def figures(self) -> None:
        """Every metric by name; windows along the time, which need rows that are not shown."""
        if self._plan.mean and self._plan.rolling:
            self._begun()
        select = self._from()
        for name in self.keys + self._carried:
            select.select(self._col(name), copy=False)
        parts: dict[str, exp.Expr] = {name: self._col(name) for name, _ in self._parts}
        rolling: dict[str, exp.Expr] = {}
        if any(a.role == "rolling" for a in self._plan.added):
            rolling = {part.name: self._rolled(part) for f in self._formulas for part in f.parts}
        for formula in self._formulas:
            name = formula.metric.name
            value = self._value(formula, parts)
            select.select(exp.alias_(value, name, quoted=True), copy=False)
            if self._plan.compared:
                before = self._partnered(self._value(formula, parts, PREVIOUS))
                select.select(exp.alias_(before, name + PREVIOUS, quoted=True), copy=False)
            for added in self._of(formula):
                tree: exp.Expr | None = None
                if added.role == "running":
                    tree = self._along(exp.Sum(this=value.copy()), None)
                elif added.role == "rolling":
                    tree = self._mean(formula, self._value(formula, rolling))
                elif added.role == "contribution" and not adds_up(self._model, formula):
                    self._both_sides(select, formula, parts)
                if tree is not None:
                    select.select(exp.alias_(tree, added.name, quoted=True), copy=False)
        self.push("figures", select)

    def _both_sides(self, select: exp.Select, formula: Formula, parts: dict[str, exp.Expr]) -> None:
        sides = quotient(self._model, formula)
        assert sides is not None, "derive.plan refuses what is neither a sum nor a quotient of sums"
        for suffix in ("", PREVIOUS):
            of = {part.name: trees.or_zero(parts[part.name + suffix]) for part in formula.parts}
            for side, tree in zip((NUMERATOR, DIVISOR), sides, strict=True):
                name = formula.metric.name + side + suffix
                select.select(exp.alias_(exp.cast(put_parts(tree, of), "double"), name, quoted=True), copy=False)

    def _partnered(self, before: exp.Expr) -> exp.Expr:
        """Null where the period that is compared with has no bucket at all."""
        beside, grain = self._plan.compared, self._shape.grain
        if not beside or not grain or beside.partners_end >= beside.current.end:
            return before
        partner = exp.LT(this=self._col(grain), expression=trees.day_of(beside.partners_end))
        return trees.case(partner, before, None)

    def _rolled(self, part: Part) -> exp.Expr:
        both: exp.Expr = exp.Add(
            this=trees.or_zero(self._col(part.name)), expression=trees.or_zero(self._col(part.name + BEFORE))
        )
        return self._along(exp.Sum(this=both), self._plan.rolling)

    def _begun(self) -> None:
        """Beside every row the first bucket that has data: what lies before it is no bucket of an average."""
        grain = self._shape.grain
        assert grain, "derive.plan refuses windows without a grain"
        some = exp.or_(
            *(exp.NEQ(this=trees.or_zero(self._col(n)), expression=exp.Literal.number(0)) for n, _ in self._parts)
        )
        first = trees.window(exp.Min(this=trees.case(some, self._col(grain), None)), (), ())
        select = self._from()
        for name in [*self.keys, *self._carried, *(n for n, _ in self._parts)]:
            select.select(self._col(name), copy=False)
        select.select(exp.alias_(first, BEGUN, quoted=True), copy=False)
        self.push("begun_" + grain, select)

    def _mean(self, formula: Formula, whole: exp.Expr) -> exp.Expr:
        """A sum over a window as the average of its buckets since the data begin, where that is asked for."""
        spine = self._plan.spine
        if not self._plan.mean or not self._plan.rolling or not spine or not adds_up(self._model, formula):
            return whole
        since = exp.GTE(this=self._col(spine.grain), expression=self._col(BEGUN))
        shown = exp.GTE(this=self._col(spine.grain), expression=trees.day_of(spine.shown_from))
        one = trees.case(exp.or_(since, shown, copy=False), exp.Literal.number(1), None)
        return trees.fraction(exp.paren(whole), self._along(exp.Count(this=one), self._plan.rolling))

    def _along(self, aggregate: exp.Expr, rows: int | None) -> exp.Expr:
        """A window along the time, of every name apart: ``rows`` buckets up to this one, or all of them."""
        grain = self._shape.grain
        assert grain, "derive.plan refuses windows without a grain"
        by = [self._col(name) for name in [*self.keys, *self._carried] if name != grain]
        start: exp.Expr | str = "UNBOUNDED" if rows is None else exp.Literal.number(rows - 1)
        spec = exp.WindowSpec(kind="ROWS", start=start, start_side="PRECEDING", end="CURRENT ROW")
        return trees.window(aggregate, by, [trees.ordered(self._col(grain), False)], spec)

    def _of(self, formula: Formula) -> list[Added]:
        return [a for a in self._plan.added if a.formula is formula]

    def kept(self, bounds: Sequence[Bound]) -> list[exp.Expr]:
        """Conditions on the rows that are shown: those of the period, and those within the bounds on metrics."""
        found: list[exp.Expr] = []
        spine = self._plan.spine
        if spine and spine.first < spine.shown_from:
            found.append(exp.GTE(this=self._col(spine.grain), expression=trees.day_of(spine.shown_from)))
        for bound in bounds:
            name = bound.formula.metric.name
            changed = self._beside(Added(name, bound.role, bound.formula), name)
            figure = exp.paren(changed) if changed else self._col(name)
            found.append(compare_metric(bound.op, figure, bound.value.copy()))
        return found

    def shown(self, where: Iterable[exp.Expr]) -> exp.Select:
        """The columns of the result over these rows: what is worked out from figures beside each other."""
        select = self._from()
        conditions = list(where)
        if conditions:
            select.where(exp.and_(*conditions, copy=False), copy=False)
        for name in self.keys:
            select.select(self._col(name), copy=False)
        for formula in self._formulas:
            name = formula.metric.name
            select.select(self._col(name), copy=False)
            for added in self._of(formula):
                tree = self._beside(added, name)
                column = self._col(added.name) if tree is None else exp.alias_(tree, added.name, quoted=True)
                select.select(column, copy=False)
        return select

    def _beside(self, added: Added, name: str) -> exp.Expr | None:
        """None for columns that the figures have already."""
        now, before = self._col(name), self._col(name + PREVIOUS)
        if added.role == "change":
            return exp.Sub(this=now, expression=before)
        if added.role == "change_pct":
            change = exp.paren(exp.Sub(this=now, expression=before))
            return trees.fraction(change, exp.Abs(this=before.copy()))
        if added.role == "share":
            return trees.fraction(now, self._total(now, grouped=True))
        if added.role == "previous_share":
            return trees.fraction(before, self._total(before, grouped=True))
        if added.role == "contribution":
            if adds_up(self._model, added.formula):
                change = exp.Sub(this=now, expression=before)
                whole = self._total(change)
                return trees.fraction(exp.paren(change), whole)
            return self._mixed(name)
        return None

    def _mixed(self, name: str) -> exp.Expr:
        """A ratio's change by its parts: each part's share of it, less what its weight alone moves at the average.

        With R = A / B before (0) and after (1), and m the mean of both R:
        ((a1 - m b1) / B1 - (a0 - m b0) / B0) / (R1 - R0). The weights b / B add up to 1 on both sides, so that
        the terms in m cancel over all parts, and contributions add up to 1.
        """
        a1, b1 = self._col(name + NUMERATOR), self._col(name + DIVISOR)
        a0, b0 = self._col(name + NUMERATOR + PREVIOUS), self._col(name + DIVISOR + PREVIOUS)
        big1, big0 = (exp.Nullif(this=self._total(b), expression=exp.Literal.number(0)) for b in (b1, b0))
        r1 = exp.Div(this=self._total(a1), expression=big1.copy(), typed=True)
        r0 = exp.Div(this=self._total(a0), expression=big0.copy(), typed=True)
        mean = exp.paren(
            exp.Div(this=exp.paren(exp.Add(this=r1, expression=r0)), expression=exp.Literal.number("2e0"), typed=True)
        )

        def part(a: exp.Expr, b: exp.Expr, big: exp.Expr) -> exp.Expr:
            less = exp.paren(exp.Sub(this=a, expression=exp.Mul(this=mean.copy(), expression=b.copy())))
            return exp.Div(this=less, expression=big.copy(), typed=True)

        change = exp.paren(exp.Sub(this=part(a1, b1, big1), expression=part(a0, b0, big0)))
        whole = exp.paren(exp.Sub(this=r1.copy(), expression=r0.copy()))
        return exp.Div(this=change, expression=exp.Nullif(this=whole, expression=exp.Literal.number(0)), typed=True)

    def _total(self, value: exp.Expr, *, grouped: bool = False) -> exp.Expr:
        """Over all rows of the result; with a grain those of the same bucket; ``grouped``: those of the same group."""
        grain = self._shape.grain
        groups = [name for name in self._shape.within if name != grain] if grouped else []
        names = [*([grain] if grain else []), *groups]
        return trees.window(exp.Sum(this=value.copy()), [self._col(name) for name in names])

    # Names of weekdays and months

    def spelled(self, select: exp.Select, week_start: str) -> list[exp.Ordered]:
        """Replace the number of a weekday or month by its name, in place; returns the order that numbers have."""
        by = self._shape.by
        if by is None:
            return []
        number = self._col(by)
        order: exp.Expr = number
        if by != "hour":
            kinds = {"weekday": words.WEEKDAYS, "part_of_week": PARTS_OF_WEEK}
            names = kinds.get(by, words.MONTHS)
            cases = [
                exp.If(this=exp.EQ(this=number.copy(), expression=exp.Literal.number(i)), true=exp.Literal.string(name))
                for i, name in enumerate(names, 1)
            ]
            for item in select.expressions:
                if item.alias_or_name == by:
                    item.replace(exp.alias_(exp.Case(ifs=cases), by, quoted=True))
        if by == "weekday" and week_start == "sunday":
            order = exp.Mod(this=number.copy(), expression=exp.Literal.number(_SUNDAY_FIRST))
        return [exp.Ordered(this=order.copy(), desc=False, nulls_first=False)]

    def rest_last(self) -> list[exp.Ordered]:
        return [trees.ordered(self._col(RESTED), False)] if RESTED in self._carried else []

    def again(self, select: exp.Select) -> exp.Select:
        """The same columns once more, where a condition must come after windows."""
        for name in self._carried:
            select.select(self._col(name), copy=False)
        names = [item.alias_or_name for item in select.expressions if item.alias_or_name not in self._carried]
        self.push("result", select)
        outer = self._from()
        for name in names:
            outer.select(self._col(name), copy=False)
        return outer

    def first_of_each(
        self, select: exp.Select, order: Sequence[exp.Ordered], within: Sequence[str], limit: int
    ) -> exp.Select:
        """The first rows of each group; ``order``: by positions of the select's columns."""
        outputs = list(select.expressions)
        names = [item.alias_or_name for item in outputs]

        def tree(position: exp.Expr) -> exp.Expr:
            item = outputs[int(position.name) - 1] if isinstance(position, exp.Literal) else position
            return item.this.copy() if isinstance(item, exp.Alias) else item.copy()

        by = [tree(exp.Literal.number(names.index(name) + 1)) for name in within]
        ranked = [exp.Ordered(this=tree(o.this), desc=o.args.get("desc"), nulls_first=False) for o in order]
        place = trees.window(exp.RowNumber(), by, ranked)
        select.select(exp.alias_(place, PLACE, quoted=True), copy=False)
        self.push("placed", select)
        outer = self._from()
        for name in names:
            outer.select(self._col(name), copy=False)
        return outer.where(exp.LTE(this=self._col(PLACE), expression=exp.Literal.number(limit)), copy=False)

    def column(self, name: str) -> exp.Column:
        return self._col(name)
