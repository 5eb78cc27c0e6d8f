"""A row for every bucket of a series, also for those that have none."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from agent_actions.semantic import trees
from agent_actions.semantic.chain import Chain
from agent_actions.semantic.derive import Spine
from agent_actions.semantic.timekeys import step

BUCKET = "bucket"
"""The spine's only column."""


class Buckets(Chain):
    def every_bucket(self, spine: Spine) -> None:
        """Rows for the buckets that have none: for each name, from the first bucket to the last, but none to come."""
        grain = spine.grain
        others = [name for name in self.keys if name != grain] + self._carried
        source = self._ctes[-1][0]
        buckets = exp.Unnest(
            expressions=[
                exp.GenerateSeries(start=trees.day_of(spine.first), end=trees.day_of(spine.last), step=step(grain)),
            ],
            alias=exp.TableAlias(
                this=exp.to_identifier("spine", quoted=True), columns=[exp.to_identifier(BUCKET, quoted=True)]
            ),
        )
        bucket = exp.cast(trees.column_of(BUCKET, "spine"), "date")
        if not others:
            select = exp.Select().from_(buckets, copy=False)
            same: exp.Expr = exp.EQ(this=self._col(grain), expression=bucket.copy())
            select.join(trees.table_named(source), on=same, join_type="left", copy=False)
            select.select(exp.alias_(bucket, grain, quoted=True), copy=False)
            for name, part in self._parts:
                value = trees.or_zero(self._col(name)) if part.counts else self._col(name)
                select.select(exp.alias_(value, name, quoted=True), copy=False)
            has_rows: exp.Expr = exp.Not(this=trees.is_null(self._col(grain)))
        else:
            self._spaced(spine, others)
            select = self._from()
            here = self._col(grain)
            reach = exp.and_(
                exp.GTE(this=bucket.copy(), expression=self._col("reach_from")),
                exp.LT(this=bucket.copy(), expression=self._col("reach_to")),
            )
            select.join(buckets, on=reach, join_type="inner", copy=False)
            same = exp.EQ(this=here, expression=bucket.copy())
            for name in self.keys + self._carried:
                value = bucket.copy() if name == grain else self._col(name)
                select.select(exp.alias_(value, name, quoted=True), copy=False)
            for name, part in self._parts:
                value = trees.case(same.copy(), self._col(name), exp.Literal.number(0) if part.counts else None)
                select.select(exp.alias_(value, name, quoted=True), copy=False)
            has_rows = same
        if spine.today < spine.last:
            begun = exp.LTE(this=bucket.copy(), expression=trees.day_of(spine.today))
            select.where(exp.paren(exp.or_(begun, has_rows.copy()), copy=False), copy=False)
        if grain == "day" and self._shape.moments.weekdays:
            kept = [exp.Literal.number(n) for n in self._shape.moments.weekdays]
            select.where(exp.In(this=exp.DayOfWeekIso(this=bucket.copy()), expressions=kept), copy=False)
        self.push("every_" + grain, select)

    def _spaced(self, spine: Spine, others: Sequence[str]) -> None:
        """Each row with the buckets it stands for: its own and the empty ones up to the next, before the first too."""
        by = [self._col(name) for name in others]
        here = self._col(spine.grain)
        order = [trees.ordered(here.copy(), False)]
        before = trees.window(exp.Lag(this=here.copy()), by, order)
        after = trees.window(exp.Lead(this=here.copy()), by, order)
        select = self._from()
        for name in [*self.keys, *self._carried, *(n for n, _ in self._parts)]:
            select.select(self._col(name), copy=False)
        from_ = trees.case(trees.is_null(before), trees.day_of(spine.first), here)
        end = exp.cast(exp.Literal.string("9999-12-31"), "date")
        select.select(exp.alias_(from_, "reach_from", quoted=True), copy=False)
        select.select(exp.alias_(exp.Coalesce(this=after, expressions=[end]), "reach_to", quoted=True), copy=False)
        self.push("spaced", select)
