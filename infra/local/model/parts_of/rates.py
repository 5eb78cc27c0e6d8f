"""The rate that belongs to a figure: "as a rate" of late parcels is the published share of late parcels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sqlglot.expressions as exp

from agent_actions.semantic.model import Metric, SemanticModel
from agent_actions.semantic.words import lower_first
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english.text import name_words
from infra.local.model.lexicon import Sense
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.reach import Reach, parsed
from infra.local.model.says import thread_words
from infra.local.model.scan import Item
from infra.local.model.threads.earlier import Earlier

RATED = ("rate", "share", "absolute")
"""Figures of :mod:`arithmetic_words` that may ask for another published figure."""


AS_SHARE = ("as a share", "as share", "as shares")
PERCENTAGES = a.PERCENT | {"rate", "rates", "share", "shares"}
"""What "drop the ..." may call a figure in percent."""
BESIDE = 2
"""Tokens from "share of" to the figure, with an article between them."""


def rate_of(metric: Metric, model: SemanticModel) -> Metric | None:
    """The one published percentage whose numerator this figure is; None when there is none, or several."""
    found = [
        m for m in model.metrics if m is not metric and is_percent(m) and _is_above(metric.expression, m.expression)
    ]
    return found[0] if len(found) == 1 else None


def is_percent(metric: Metric) -> bool:
    return (metric.format or "").rstrip().endswith("%")


def asked(parts: Parts) -> str:
    """The words that ask for the figure as a rate, or in percent, and say nothing of a total; else nothing."""
    said = [f.text.casefold() for f in parts.figures if f.name in RATED]
    others = [f for f in parts.figures if f.name not in RATED]
    if len(said) != 1 or others or parts.measures or parts.known or parts.compare or parts.versus:
        return ""
    return said[0] if said[0] in (*a.RATE, *a.ABSOLUTE, *a.PERCENT) else ""


def counted_of(metrics: Sequence[Metric], model: SemanticModel) -> list[Metric]:
    """The figure that each of these rates is the rate of; empty unless all have just one."""
    found = [[m for m in model.metrics if rate_of(m, model) is rate] for rate in metrics]
    return [same[0] for same in found if len(same) == 1] if all(len(same) == 1 for same in found) else []


def rates_of(metrics: Sequence[Metric], model: SemanticModel) -> list[Metric]:
    """The rate of each; empty unless all have one."""
    found = [rate_of(m, model) for m in metrics]
    return [m for m in found if m] if all(found) else []


def check_share(parts: Parts, metrics: Sequence[Metric], model: SemanticModel) -> None:
    """ "As a share", after late parcels by carrier: of all that are late, or of all parcels? Raises Stop."""
    said = [f for f in parts.figures if f.name == "share"]
    bare = len(said) == 1 and said[0].text.casefold() in AS_SHARE and not (parts.measures or parts.dimensions)
    if bare and metrics and all(_counts_some(m) and rate_of(m, model) for m in metrics):
        raise Stop(Unplaced((said[0].text,), said[0].start, said[0].end))


def check_percent(parts: Parts, metrics: Sequence[Metric], model: SemanticModel) -> bool:
    """True where "in percent" says only how the figures are given anyway: "discount rate by brand, in percent".

    "Gross margin by department in percent": its published rate, or each one's share of the total? Raises Stop.
    """
    said = next((f for f in parts.figures if f.name == "share"), None)
    bare = said is not None and said.text.casefold() in a.PERCENT
    if bare and all(is_percent(m) for m in metrics):
        return True
    if said and bare and len(metrics) == 1 and rate_of(metrics[0], model):
        raise Stop(Unplaced((said.text,), said.start, said.end))
    return False


def _counts_some(metric: Metric) -> bool:
    """It counts those of the rows that something is true of."""
    own = parsed(metric.expression)
    return isinstance(own, exp.Count) and isinstance(own.this, exp.Case)


def share_as_rate(parts: Parts, metrics: Sequence[Metric], model: SemanticModel) -> Metric | None:
    """ "Share of late parcels by carrier": the published rate of which late parcels are the numerator.

    Only of a count of some of the rows: a share of clicks is one of all clicks, and no click-through rate.
    """
    said = [f for f in parts.figures if f.name == "share"]
    others = [f for f in parts.figures if f.name not in ("share", "rolling")]
    if len(said) != 1 or others or len(metrics) != 1 or len(parts.measures) != 1:
        return None
    item = parts.measures[0].item
    some = _counts_some(metrics[0])
    text = said[0].text.casefold()
    before = text.endswith(" of") and 0 < item.first - said[0].first - len(text.split()) + 1 <= BESIDE
    return rate_of(metrics[0], model) if some and before else None


def rate_of_value(metric: Metric, ref: str, value: str, reach: Reach) -> Metric | None:
    """ "What share of orders was returned": the one published rate of such rows among those that the figure counts."""
    counted, dataset = reach.counts(metric), ref.partition(".")[0].casefold()
    if not counted or counted.casefold() != dataset:
        return None
    found = [m for m in reach.model.metrics if is_percent(m) and _counts_those(_numerator(m.expression), ref, value)]
    return found[0] if len(found) == 1 else None


def _counts_those(top: exp.Expr | None, ref: str, value: str) -> bool:
    case = top.this if isinstance(top, exp.Count) else None
    if not isinstance(case, exp.Case) or len(case.args.get("ifs", ())) != 1:
        return False
    test = case.args["ifs"][0].this
    if isinstance(test, exp.Column):
        return value == "true" and _ref(test) == ref.casefold()
    same = isinstance(test, exp.EQ) and isinstance(test.this, exp.Column) and isinstance(test.expression, exp.Literal)
    return same and _ref(test.this) == ref.casefold() and str(test.expression.this) == value


def _ref(column: exp.Column) -> str:
    return f"{column.table}.{column.name}".casefold()


def _numerator(expression: str) -> exp.Expr | None:
    node = parsed(expression)
    return _bare(node.this) if isinstance(node, exp.Div) else None


def divided_in(rate: Metric, model: SemanticModel) -> Metric | None:
    """The one published figure that stands above in this quotient: revenue of the average order value."""
    top = _numerator(rate.expression)
    found = [m for m in model.metrics if top and (own := parsed(m.expression)) and _same(own, top)]
    return found[0] if len(found) == 1 else None


def is_under(rate: Metric, whole: Metric) -> bool:
    """True for the figure that such a rate is a share of: revenue of the margin rate."""
    node, own = parsed(rate.expression), parsed(whole.expression)
    below = node.expression if isinstance(node, exp.Div) else None
    below = below.this if isinstance(below, exp.Nullif) else below
    return below is not None and own is not None and _same(_bare(own), below)


def _bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if isinstance(node, exp.Mul) and isinstance(node.this, exp.Literal):
        return _bare(node.expression)
    return node


def _same(one: exp.Expr, other: exp.Expr | None) -> bool:
    return other is not None and one.sql().casefold() == _bare(other).sql().casefold()


@lru_cache(4_096)
def _is_above(own: str, rate: str) -> bool:
    """Whether an expression is what stands above in the other's quotient."""
    top = _numerator(rate)
    return top is not None and _same(top, parsed(own))


def asked_now(parts: Parts, before: Earlier, model: SemanticModel) -> tuple[list[Metric], list[str]] | None:
    """The figures that "the rate", "in percent" or "in absolute numbers" mean, with what was taken for granted.

    None where nothing so is said, or "in percent" means shares. Raises Stop when there is no such figure.
    """
    if before.request.compare and not (before.request.share or parts.measures):  # the change in percent
        of_change = [f for f in parts.figures if f.name == "share" and f.text.casefold() in a.PERCENT]
        parts.in_percent |= bool(of_change)
        parts.figures = [f for f in parts.figures if f not in of_change]
    said = asked(parts)
    if not said and not parts.asks("rate", "absolute"):
        check_share(parts, before.metrics, model)
        return None
    figure = next(f for f in parts.figures if f.name in ("rate", "share", "absolute"))
    if not said:
        raise Stop(Unplaced((figure.text,), figure.start, figure.end))
    if figure.name == "absolute" and before.request.share:
        parts.figures.remove(figure)
        parts.dropped_figures.append("share")
        return None
    find = counted_of if figure.name == "absolute" else rates_of
    found = find(before.metrics, model)
    if figure.name != "absolute" and all(is_percent(m) for m in before.metrics):
        found = list(before.metrics)
    if not found and figure.name == "share":
        return None
    if not found:
        raise Stop(Unplaced((figure.text,), figure.start, figure.end))
    parts.figures.remove(figure)
    parts.flags.add("rate")
    taken = [thread_words.in_percent(said, lower_first(m.label)) for m in found] if figure.name == "share" else []
    return found, taken


def dropped(parts: Parts, before: Earlier) -> None:
    """ "Drop the percentage": the share beside a figure, or the one figure of several that is a rate. Raises Stop."""
    for text in [t for t in parts.dropped_figures if set(t.casefold().split()) & PERCENTAGES]:
        rated = [m for m in before.metrics if is_percent(m)]
        if "share" in text.casefold():
            rated = [m for m in rated if "share" in name_words(m.label)]
        if before.request.share and not rated:
            continue
        if len(rated) != 1 or len(before.metrics) == 1 or before.request.share:
            raise Stop(Unplaced((text,)))
        parts.dropped_figures.remove(text)
        parts.drops.append(Item("term", -1, -1, text, senses=(Sense("metric", rated[0].name),)))
