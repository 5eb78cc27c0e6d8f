"""Figures that are sums and differences of published ones of the same unit.

"gross_margin - ad_spend - freight_cost", "returned_orders + cancelled_orders". Each is a metric of its own with an
identifier for a name (``gross_margin_minus_ad_spend``), by which it is found again; it is computed, and every answer
says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent_actions.semantic import divided_words as words
from agent_actions.semantic.model import DataType, Metric, SemanticModel, Term

MOST_TERMS = 5
_SAID = {"+": "_plus_", "-": "_minus_"}
_SIGNS = re.compile(r"\s*([+-])\s*")
_MARKS = re.compile("(?=_plus_|_minus_)")


def summed_named(model: SemanticModel, name: str) -> Metric | None:
    """The sum or difference that the text names; None when it names none, or figures of different units."""
    if "/" in name or "%" in name:
        return None
    if _SIGNS.search(name):
        said = _SIGNS.split(name.strip())
        named = [model.published(text) for text in said[::2]]
        return summed([m for m in named if m], said[1::2]) if all(named) else None
    return next((found for terms in _split(model, name) if (found := _of(terms))), None)


def summed(metrics: Sequence[Metric], signs: Sequence[str]) -> Metric | None:
    """The first metric with each other one added or taken off; None for different units, or one that comes twice."""
    first, units = metrics[0] if metrics else None, {m.unit for m in metrics}
    names = [m.name for m in metrics]
    alike = len(units) == 1 and len(set(names)) == len(names) == len(signs) + 1
    if first is None or not signs or not alike or len(metrics) > MOST_TERMS or any(m.computed for m in metrics):
        return None
    pairs = list(zip(signs, metrics[1:], strict=True))
    kinds: list[DataType] = ["Integer", "Decimal", "Float"]
    return replace(
        first,
        name=first.name + "".join(_SAID[sign] + m.name for sign, m in pairs),
        expression=f"({first.expression})" + "".join(f" {sign} ({m.expression})" for sign, m in pairs),
        label=words.summed(first.label, [(sign, m.label) for sign, m in pairs]),
        description="",
        synonyms=(),
        datatype=max((m.datatype or "Float" for m in metrics), key=lambda k: kinds.index(k) if k in kinds else 2),
        datasets=tuple(dict.fromkeys(d for m in metrics for d in m.datasets)),
        version="/".join(m.version for m in metrics),
        terms=(Term("+", first), *(Term("+" if sign == "+" else "-", m) for sign, m in pairs)),
    )


def _of(terms: Sequence[Term]) -> Metric | None:
    return summed([t.metric for t in terms], [t.sign for t in terms[1:]])


def _split(model: SemanticModel, name: str) -> Iterator[tuple[Term, ...]]:
    """The ways in which published names make up the identifier."""
    for match in _MARKS.finditer(name.casefold()):
        sign, mark = next((s, m) for s, m in _SAID.items() if name.casefold().startswith(m, match.start()))
        left, right = name[: match.start()], name[match.start() + len(mark) :]
        last = model.published(right)
        if last is None:
            continue
        own = Term("-" if sign == "-" else "+", last)
        if first := model.published(left):
            yield Term("+", first), own
        for before in _split(model, left):
            yield *before, own
