"""Which figure is a time that something takes: "how long do parcels take", "the slowest carrier"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_actions.semantic.model import Metric, SemanticModel
from infra.local.model.english.text import name_words, stems
from infra.local.model.english.verb_words import akin
from infra.local.model.english.vocabulary import TIME_UNITS
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Measure, Parts
from infra.local.model.reach import aggregate
from infra.local.model.sentence import only


def is_time(metric: Metric) -> bool:
    """True for a figure in units of time: days to deliver; not for hours that add up."""
    return (metric.unit or "").casefold() in TIME_UNITS and aggregate(metric) in ("average", "median", "other")


def names_part(metric: Metric, word: str) -> bool:
    """True when a name of the metric holds this word, in whatever form."""
    names = (metric.name, metric.label, *metric.synonyms)
    return any(akin(word.casefold(), part) for name in names for part in name_words(name))


def unit_said(text: str) -> str:
    """The unit of time in the words that ask for it: "hours" of "how many hours"; empty for "how long"."""
    last = text.casefold().split()[-1]
    return last if last in TIME_UNITS else ""


def said(parts: Parts, model: SemanticModel, base: Sequence[Metric]) -> bool:
    """The message, or the question that it builds on, names such a figure itself."""
    named = [s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"]
    return any(m is not None and is_time(m) for m in (*base, *map(model.metric, named)))


def candidates(parts: Parts, model: SemanticModel, fits: Callable[[Metric], bool]) -> list[Metric]:
    """The figures that may be meant: those of the rows that are named before others; what is counted is no figure.

    Raises Stop when another figure is asked for.
    """
    if parts.measures:
        done = all(_done_by(m, parts) for m in parts.measures)
        if (parts.ranked and not done) or any(not m.item.has("dataset") for m in parts.measures):
            raise Stop(Unplaced((parts.rank_word,) if parts.rank_word else ("how long",), *parts.rank_place))
        parts.datasets += [only(m.item, "dataset") for m in parts.measures]
        parts.measures.clear()
    named = {s.ref.casefold() for i in parts.datasets for s in i.senses if s.kind == "dataset"}
    found = [m for m in model.metrics if is_time(m) and fits(m)]
    own = [m for m in found if named & {d.casefold() for d in m.datasets}]
    called = [m for m in own or found if all(names_part(m, word) for word in parts.time_words)]
    return [m for m in called if not parts.time_unit or stems(parts.time_unit) & stems((m.unit or "").casefold())]


def _done_by(measure: Measure, parts: Parts) -> bool:
    """ "Which agent closes tickets fastest": what is done to them by what is ranked, not their number."""
    ahead = any(d.target and d.item.start < measure.item.start for d in parts.dimensions)
    before = parts.time_words or measure.item.end <= parts.rank_place[0]
    return bool(ahead and before) and not (measure.counts or measure.under)
