"""In what order a result's rows come, and what they are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.semantic import derived_words, words
from agent_actions.semantic.blocks import Shape
from agent_actions.semantic.derive import Plan
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.layers import Ranking
from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.names import fold, nearest
from agent_actions.semantic.request import MetricRequest

_TIME_WORDS = ("time", "date", "period", "metric_time")


@dataclass(frozen=True)
class Ranked:
    """The order of the rows: series by time, rankings by the first metric from the top, as asked where asked."""

    model: SemanticModel
    request: MetricRequest
    shape: Shape
    formulas: Sequence[Formula]
    plan: Plan

    @property
    def keys(self) -> list[str]:
        return [n for n in (self.shape.grain, self.shape.by) if n] + [name for name, _ in self.shape.dimensions]

    @property
    def descending(self) -> bool:
        return bool(self.request.order and self.request.order.direction == "desc")

    @property
    def by_size_of_change(self) -> bool:
        """Why a figure changed is told from the largest change on, up or down."""
        return bool(self.request.why and not self.request.order and not self.shape.grain and not self.shape.by)

    def order(self) -> list[exp.Ordered]:
        """Output positions; behind the first every key, so that there are no ties."""
        keys = self.keys
        if not keys:
            return []
        if self.request.order:
            first, descending = self._position(self.request.order.by), self.descending
        elif (self.shape.grain or self.shape.by) and not (self.shape.within and self.request.limit):
            first, descending = 1, False
        else:
            first, descending = len(keys) + 1, True
        positions = [first, *(i for i in range(1, len(keys) + 1) if i != first)]
        if self.by_size_of_change:
            positions = positions[1:]
        if self.request.rest and self.shape.grain:
            positions = [1, *(p for p in positions if p != 1)]
        if self.shape.within and not (self.shape.one_of_each and (self.request.order or self.request.limit)):
            groups = [keys.index(name) + 1 for name in self.shape.within]
            positions = [*groups, *(p for p in positions if p not in groups)]
        descends = positions.index(first) if first in positions else -1
        return [
            exp.Ordered(this=exp.Literal.number(p), desc=descending and i == descends, nulls_first=False)
            for i, p in enumerate(positions)
        ]

    def ranking(self) -> Ranking:
        """By what the first names are found whose rest is put together. Raises FixableError."""
        asked = self.request.order
        if asked is None:
            return Ranking(self.formulas[0], "contribution" if self.request.why else "metric", descending=True)
        roles = ("metric", "previous", "change", "change_pct", "contribution")
        outputs = self._outputs()
        position = self._position(asked.by) - len(self.keys) - 1
        if position < 0 or outputs[position][1] not in roles:
            raise FixableError(derived_words.order_of_rest([name for name, role, _ in outputs if role in roles]))
        _, role, formula = outputs[position]
        return Ranking(formula, role, self.descending)

    def _outputs(self) -> list[tuple[str, str, Formula]]:
        """(name, role, metric) of every column behind the keys."""
        found: list[tuple[str, str, Formula]] = []
        for formula in self.formulas:
            found.append((formula.metric.name, "metric", formula))
            found += [(a.name, a.role, formula) for a in self.plan.added if a.formula is formula]
        return found

    def _position(self, by: str) -> int:
        """The output position, from 1, of a metric, an added column, a dimension or the grain. Raises FixableError."""
        shape, keys = self.shape, self.keys
        spellings: dict[str, int] = {}
        offset = len(keys) - len(shape.dimensions)
        for i, (name, field) in enumerate(shape.dimensions):
            for text in (field.label, label_for(self.model, field), field.name, name, field.ref):
                spellings[fold(text)] = offset + i + 1
        outputs = self._outputs()
        for i, (name, role, formula) in enumerate(outputs):
            metric = formula.metric
            also = (*metric.synonyms, metric.label) if role == "metric" else ()
            for text in (*also, name):
                spellings[fold(text)] = len(keys) + i + 1
        for i, name in enumerate(keys[:offset]):
            spellings.update(dict.fromkeys((*(_TIME_WORDS if i == 0 else ()), name), i + 1))
        position = spellings.get(fold(by))
        if position is None:
            allowed = [*(f.metric.name for f in self.formulas), *(f.ref for _, f in shape.dimensions)]
            allowed += [*keys[:offset], *(a.name for a in self.plan.added)]
            raise FixableError(words.unknown_order(by, allowed), nearest=nearest(by, allowed))
        return position
