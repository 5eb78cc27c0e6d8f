"""A metric taken apart: which aggregates it is made of, over which fact each runs, and how they combine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sqlglot import exp

from agent_actions.errors import FinalError, FixableError
from agent_actions.semantic import divided_words, graph, words
from agent_actions.semantic.expressions import (
    ExpressionError,
    aggregates_of,
    blind_to_repeats,
    columns_of,
    parse_expression,
)
from agent_actions.semantic.model import DataType, Divisor, Metric, SemanticModel

_MARK = "outcrop_part"
"""Table qualifier of the columns that stand for parts inside a formula's tree."""


@dataclass(frozen=True)
class Part:
    """One aggregate of a metric and the fact whose rows it runs over."""

    name: str
    aggregate: exp.Expr
    fact: str
    counts: bool
    """No rows mean 0, not null."""
    time: str | None = None
    """``dataset.field`` by which its rows are dated, where that is not the whole metric's."""
    unit: str = ""
    """It is the number of these calendar units in the period that its rows are read for."""


@dataclass(frozen=True)
class Formula:
    metric: Metric
    parts: tuple[Part, ...]
    tree: exp.Expr
    """The metric with a marked column in each part's place; divisions made safe."""
    fact: str
    """The fact that the metric is about: where its period counts."""

    def combined(self, parts: dict[str, exp.Expr]) -> exp.Expr:
        """The metric over these expressions for its parts."""

        return put_parts(self.tree, parts)


def formula_of(model: SemanticModel, metric: Metric, position: int, *, averages_split: bool = False) -> Formula:
    """``averages_split``: each average as a sum over a count, so that it can be computed anew from parts.

    Raises FinalError when the metric's expression cannot be read or spans datasets that do not join, and FixableError
    for an average or a sum of what does not add up.
    """
    if metric.terms:
        return _summed(model, metric, position)
    if metric.over:
        return _divided(model, metric, metric.over, position, averages_split=averages_split)
    return _simple(model, metric, f"part_{position}", averages_split=averages_split)


def _divided(model: SemanticModel, metric: Metric, over: Divisor, position: int, *, averages_split: bool) -> Formula:
    """One formula over another: each part over its own fact, counted by its own date."""
    above = _simple(model, over.of, f"part_{position}", averages_split=averages_split)
    if not over.metric and (not adds_up(model, above) or len({part.fact for part in above.parts}) > 1):
        raise FixableError(divided_words.no_average_of(over.of.label))
    if over.metric:
        below = _simple(model, over.metric, f"part_{position}_over", averages_split=averages_split)
    elif over.field:
        ref = _held_by(model, above.fact, over.field)
        above = replace(above, parts=tuple(_of_known(part, ref) for part in above.parts))
        count = parse_expression(f"COUNT(DISTINCT {ref})").copy()
        name = f"part_{position}_over"
        below = Formula(metric, (Part(name, count, above.fact, True),), exp.column(name, table=_MARK), above.fact)
    else:
        name = f"part_{position}_over"
        whole = Part(name, exp.Max(this=exp.Literal.number(1)), above.fact, False, unit=over.unit)
        below = Formula(metric, (whole,), exp.column(name, table=_MARK), above.fact)
    times = exp.Mul(this=exp.paren(above.tree), expression=exp.Literal.number(over.times)) if over.times > 1 else None
    tree = exp.Div(this=times or exp.paren(above.tree), expression=exp.paren(below.tree))
    parts = (*above.parts, *(replace(p, time=over.metric.time) if over.metric else p for p in below.parts))
    return Formula(metric, parts, _safe_divisions(tree), above.fact)


def _summed(model: SemanticModel, metric: Metric, position: int) -> Formula:
    """Each term over its own fact, counted by its own date.

    A total of nothing is 0 where there is something to take off it. What is taken off is not 0 where another dataset
    has no row of it: no target is no target of 0.
    """
    terms = [
        _simple(model, term.metric, f"part_{position}_{chr(ord('a') + i)}", averages_split=False)
        for i, term in enumerate(metric.terms)
    ]
    for term, formula in zip(metric.terms, terms, strict=True):
        if not adds_up(model, formula):
            raise FixableError(divided_words.no_sum_of(term.metric.label))
    less, own = any(term.sign == "-" for term in metric.terms), {part.fact for part in terms[0].parts}
    tree = _or_zero(terms[0].tree) if less else terms[0].tree
    for term, formula in zip(metric.terms[1:], terms[1:], strict=True):
        other = _or_zero(formula.tree) if less and {p.fact for p in formula.parts} <= own else formula.tree
        both = (exp.Sub if term.sign == "-" else exp.Add)(this=exp.paren(tree), expression=exp.paren(other))
        tree = both if less else exp.Coalesce(this=both, expressions=[tree.copy(), formula.tree.copy()])
    parts = tuple(replace(p, time=t.metric.time) for t, f in zip(metric.terms, terms, strict=True) for p in f.parts)
    return Formula(metric, parts, tree, terms[0].fact)


def _or_zero(tree: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=tree, expressions=[exp.Literal.number(0)])


def _held_by(model: SemanticModel, fact: str, ref: str) -> str:
    """The column nearest to the fact that holds the field's values: an order's customer number for a customer's own.

    So that what the other table does not list counts as well, and needs no join.
    """
    field = model.field(ref)
    ways = graph.paths(model, fact, field.dataset) if field else []
    if not field or len(ways) != 1 or not ways[0]:
        return ref
    last = ways[0][-1]
    own = {field.name.casefold(), field.expression.strip().strip('"').casefold()}
    alike = len(last.one_columns) == 1 and last.one_columns[0].casefold() in own
    return f"{last.many}.{last.many_columns[0]}" if alike else ref


def _of_known(part: Part, ref: str) -> Part:
    """The part over those rows alone that name a value of the field."""
    dataset, _, name = ref.partition(".")
    known = exp.Not(this=exp.Is(this=exp.column(name, table=dataset), expression=exp.Null()))
    if isinstance(part.aggregate, exp.Filter):
        both = exp.and_(part.aggregate.expression.this.copy(), known, copy=False)
        return replace(part, aggregate=exp.Filter(this=part.aggregate.this.copy(), expression=exp.Where(this=both)))
    return replace(part, aggregate=exp.Filter(this=part.aggregate.copy(), expression=exp.Where(this=known)))


def _simple(model: SemanticModel, metric: Metric, prefix: str, *, averages_split: bool) -> Formula:
    try:
        tree = parse_expression(metric.expression).copy()
    except ExpressionError:
        raise FinalError(words.broken_definition(metric.label)) from None
    if averages_split:
        tree = _averages_split(tree)
    root = graph.fact_of(model, metric.datasets)
    parts: list[Part] = []
    for aggregate in aggregates_of(tree):
        name = f"{prefix}_{len(parts) + 1}"
        parts.append(Part(name, aggregate.copy(), _fact(model, metric, aggregate, root), _counts(aggregate)))
        mark = marked(name)
        if aggregate is tree:
            tree = mark
        else:
            aggregate.replace(mark)
    if not parts:
        raise FinalError(words.broken_definition(metric.label))
    return Formula(metric, tuple(parts), _safe_divisions(tree), root or parts[0].fact)


def _fact(model: SemanticModel, metric: Metric, aggregate: exp.Expr, root: str | None) -> str:
    """The fact of one aggregate: the metric's own, unless a join from there would repeat the rows it adds up."""
    named = list(dict.fromkeys(d.name for c in columns_of(aggregate) if (d := model.dataset(c.table))))
    if root and (not named or root in named or blind_to_repeats(aggregate)):
        return root
    fact = graph.fact_of(model, named)
    if fact is None:
        labels = [d.label for name in named if (d := model.dataset(name))]
        raise FinalError(words.metric_spans(metric.label, labels))
    return fact


def _counts(aggregate: exp.Expr) -> bool:
    inner = aggregate.this if isinstance(aggregate, exp.Filter) else aggregate
    return isinstance(inner, exp.Count | exp.CountIf | exp.ApproxDistinct)


def _safe_divisions(tree: exp.Expr) -> exp.Expr:
    """Division of aggregates as numbers with a fraction, null where the divisor is 0 (Trino would fail the query)."""

    def safe(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Div) or not any(_is_mark(c) for c in columns_of(node)):
            return node
        numerator, divisor = node.this, node.expression
        if not (isinstance(numerator, exp.Cast) and numerator.is_type("double")):
            numerator = exp.cast(numerator, "double")
        if not isinstance(divisor, exp.Nullif | exp.Literal):
            divisor = exp.Nullif(this=divisor, expression=exp.Literal.number(0))
        return exp.Div(this=numerator, expression=divisor, typed=True)

    # Children first: a division inside a division's operand is rebuilt before its parent is.
    for node in [n for n in tree.walk(bfs=False) if isinstance(n, exp.Div)][::-1]:
        replaced = safe(node)
        if node is tree:
            tree = replaced
        else:
            node.replace(replaced)
    return tree


def _averages_split(tree: exp.Expr) -> exp.Expr:
    for average in list(tree.find_all(exp.Avg)):
        if isinstance(average.this, exp.Distinct):
            continue
        whole: exp.Expr = average.parent if isinstance(average.parent, exp.Filter) else average
        value = average.this
        over: list[exp.Expr] = [exp.Sum(this=exp.cast(value.copy(), "double")), exp.Count(this=value.copy())]
        if isinstance(whole, exp.Filter):
            over = [exp.Filter(this=part, expression=whole.expression.copy()) for part in over]
        split = exp.paren(exp.Div(this=over[0], expression=over[1]), copy=False)
        if whole is tree:
            return split
        whole.replace(split)
    return tree


def rollup(model: SemanticModel, part: Part) -> Literal["sum", "max", "min"] | None:
    """How the part's values for parts of the rows make its value for all of them; None: they do not."""
    if _sums(model, part):
        return "sum"
    inner = _inner(part.aggregate)
    return "max" if isinstance(inner, exp.Max) else "min" if isinstance(inner, exp.Min) else None


def quotient(model: SemanticModel, formula: Formula) -> tuple[exp.Expr, exp.Expr] | None:
    """(numerator, divisor) of a metric that is one sum over another; both with marks in the parts' places."""
    tree = formula.tree.unnest()
    if not isinstance(tree, exp.Div):
        return None
    numerator = tree.this
    divisor = tree.expression.this if isinstance(tree.expression, exp.Nullif) else tree.expression
    linear = (exp.Add, exp.Sub, exp.Neg, exp.Paren, exp.Cast, exp.DataType, exp.Identifier, exp.Literal, exp.Mul)
    for side in (numerator, divisor):
        if not all(isinstance(node, linear) or _is_mark(node) for node in side.walk()):
            return None
        products = [
            n for n in side.find_all(exp.Mul) if not any(isinstance(c, exp.Literal) for c in (n.this, n.expression))
        ]
        sums = [
            n
            for n in side.find_all(exp.Add, exp.Sub)
            if any(isinstance(c, exp.Literal) for c in (n.this, n.expression))
        ]
        if products or sums or not any(_is_mark(node) for node in side.walk()):
            return None
    return (numerator, divisor) if all(_sums(model, part) for part in formula.parts) else None


def marked(name: str) -> exp.Column:
    """What stands for a part inside a formula's tree."""
    return exp.column(name, table=_MARK)


def put_parts(tree: exp.Expr, parts: dict[str, exp.Expr]) -> exp.Expr:
    """A tree of a formula over these expressions for its parts."""

    def put(node: exp.Expr) -> exp.Expr:
        return parts[node.name].copy() if _is_mark(node) else node

    return tree.copy().transform(put, copy=False)


def why_not(formula: Formula) -> str:
    """Why the metric does not add up: ``distinct``, ``ratio``, ``extreme`` or ``other``."""
    inner = [_inner(part.aggregate) for part in formula.parts]
    if any(isinstance(i, exp.ApproxDistinct) or isinstance(i.this, exp.Distinct) for i in inner):
        return "distinct"
    if formula.tree.find(exp.Div) or any(isinstance(i, exp.Avg) for i in inner):
        return "ratio"
    return "extreme" if any(isinstance(i, exp.Max | exp.Min) for i in inner) else "other"


def adds_up(model: SemanticModel, formula: Formula) -> bool:
    """Whether the values of parts make the value of the whole: sums, counts of rows, and their sums and differences."""
    plain = (exp.Add, exp.Sub, exp.Neg, exp.Paren, exp.Cast, exp.Coalesce, exp.DataType, exp.Identifier, exp.Literal)
    outside = all(isinstance(node, plain) or _is_mark(node) for node in formula.tree.walk())
    constants = any(isinstance(node, exp.Literal) and node.name != "0" for node in formula.tree.walk())
    return outside and not constants and all(_sums(model, part) for part in formula.parts)


def empty_is_zero(formula: Formula) -> bool:
    """Whether no rows mean 0: sums and counts, but no quotient, average or extreme, nor a difference of figures."""
    if formula.metric.terms and not all(part.counts for part in formula.parts):
        return False
    sums = (exp.Sum, exp.Count, exp.CountIf, exp.ApproxDistinct)
    return not formula.tree.find(exp.Div) and all(isinstance(_inner(part.aggregate), sums) for part in formula.parts)


def _sums(model: SemanticModel, part: Part) -> bool:
    inner = _inner(part.aggregate)
    if isinstance(inner, exp.CountIf):
        return True
    if not isinstance(inner, exp.Sum | exp.Count):
        return False
    if not isinstance(inner.this, exp.Distinct):
        return True
    # each row of the fact once: its key, and nothing but it
    dataset = model.dataset(part.fact)
    named = inner.this.expressions
    key = named[0] if len(named) == 1 and isinstance(inner, exp.Count) else None
    return bool(
        dataset
        and isinstance(key, exp.Column)
        and key.table.casefold() == dataset.name.casefold()
        and [key.name.casefold()] == [name.casefold() for name in dataset.primary_key]
    )


def _inner(aggregate: exp.Expr) -> exp.Expr:
    return aggregate.this if isinstance(aggregate, exp.Filter) else aggregate


def _is_mark(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.table == _MARK


def datatype_of_metric(model: SemanticModel, formula: Formula) -> DataType:
    """The metric's declared type, else what its aggregates give."""
    if formula.metric.datatype:
        return formula.metric.datatype
    if not _is_mark(formula.tree):
        whole = all(p.counts for p in formula.parts) and not formula.tree.find(exp.Div)
        return "Integer" if whole else "Float"
    part = formula.parts[0]
    if part.counts:
        return "Integer"
    inner = part.aggregate.this if isinstance(part.aggregate, exp.Filter) else part.aggregate
    if isinstance(inner, exp.Sum | exp.Min | exp.Max) and isinstance(inner.this, exp.Column):
        field = model.field(f"{inner.this.table}.{inner.this.name}")
        if field and field.datatype:
            return field.datatype
    return "Float"
