"""A statement that grows by common table expressions, each of which reads the one before it once.

Athena computes (and bills) a common table expression anew wherever it is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from agent_actions.semantic import trees
from agent_actions.semantic.blocks import Shape
from agent_actions.semantic.derive import Plan
from agent_actions.semantic.formulas import Formula
from agent_actions.semantic.model import SemanticModel


class Chain:
    """``keys``: the names of time, grain and dimensions, in the order of the result."""

    def __init__(self, model: SemanticModel, plan: Plan, shape: Shape, formulas: Sequence[Formula]) -> None:
        self._model = model
        self._plan = plan
        self._shape = shape
        self._formulas = formulas
        self._ctes: list[tuple[str, exp.Query]] = []
        self.dimensions = [name for name, _ in shape.dimensions]
        self.keys = [name for name in (shape.grain, shape.by) if name] + self.dimensions
        self._carried: list[str] = []
        suffixes = [scope.suffix for scope in plan.scopes]
        self._parts = [(f"{part.name}{suffix}", part) for f in formulas for part in f.parts for suffix in suffixes]

    # The chain

    def push(self, name: str, query: exp.Query) -> None:
        """From here on, rows are read from this query."""
        self._ctes.append((name, query))

    def _from(self) -> exp.Select:
        return exp.Select().from_(trees.table_named(self._ctes[-1][0]), copy=False)

    def _col(self, name: str) -> exp.Column:
        return trees.column_of(name, self._ctes[-1][0])

    def finished(self, select: exp.Select) -> exp.Select:
        for name, query in self._ctes:
            select.with_(exp.to_identifier(name, quoted=True), as_=query, copy=False)
        return select
