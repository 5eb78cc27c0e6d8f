"""One metric set against a column of a shared file: revenue less the target that the file gives each store. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from agent_actions.contract import Column
from agent_actions.errors import FixableError
from agent_actions.semantic import file_join_words as words
from agent_actions.semantic.trees import fraction

DIFFERENCE, DIFFERENCE_PCT = "difference", "difference_pct"
COMPUTED = (DIFFERENCE, DIFFERENCE_PCT)


def set_against(
    metrics: Sequence[Column], figure: exp.Column, target: Column, value: exp.Column
) -> list[tuple[Column, exp.Expr]]:
    """The column of the file, the metric less it, and that as a fraction of it, each with its expression.

    They have the roles of a comparison, the column in the place of the period before: so they are told and drawn.

    Raises FixableError where it is not one metric, or the column holds no numbers.
    """
    if len(metrics) != 1:
        raise FixableError(words.AGAINST_ONE)
    metric = metrics[0]
    if target.type not in ("integer", "number"):
        raise FixableError(words.against_numbers(target.label))
    taken = exp.paren(exp.Sub(this=exp.cast(figure.copy(), "double"), expression=exp.cast(value.copy(), "double")))
    shown = {"unit": metric.unit, "format": metric.format, "of": metric.of}
    beside = target.model_copy(update={**shown, "role": "previous"})
    less = beside.model_copy(
        update={
            "name": DIFFERENCE,
            "label": words.difference(metric.label, target.label),
            "type": "number",
            "role": "change",
        }
    )
    part = less.model_copy(
        update={
            "name": DIFFERENCE_PCT,
            "label": words.difference_pct(target.label),
            "unit": None,
            "format": "0.0%",
            "role": "change_pct",
        }
    )
    whole = exp.Abs(this=exp.cast(value.copy(), "double"))
    return [(beside, value), (less, taken), (part, fraction(taken, whole))]
