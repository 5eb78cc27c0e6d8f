"""What people call a figure that is straight from a column: "average list price", "the sum of shipping charged".

"The highest list price" names a product as well; :mod:`~infra.local.model.ranking.highest_of_rows` tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent_actions.semantic.column_figures import aggregated, column, is_measure
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel
from infra.local.model.bounding.quantities import kind_of
from infra.local.model.english.text import name_words

FUNCTIONS = {
    "avg": (("average",), ("mean",), ("avg",)),
    "sum": (("total",), ("sum", "of"), ("total", "of")),
    "max": (("maximum",),),
    "min": (("minimum",),),
}
"""What stands before the column's name."""

OF = tuple(
    tuple(link.split()) for link in ("of", "of the", "of our", "of all", "of all our", "of a", "of an", "on a", "on an")
)
"""Between the column's name and whose it is."""


def phrases(model: SemanticModel) -> Iterator[tuple[tuple[str, ...], Metric]]:
    """Names of such figures, for columns of which no published metric is the sum, or this, of all or some of the rows.

    The average of what is added up is that sum for each of something, which a question is to say.
    """
    done = aggregated(model)
    taken = {words for d in model.datasets for f in d.fields for words in _full(f)}
    for dataset in model.datasets:
        for field in dataset.fields:
            if not is_measure(model, field):
                continue
            for function, leads in FUNCTIONS.items():
                metric = column(model, function, field)
                others = {(function, field.ref.casefold())}
                others |= {("sum", field.ref.casefold())} if function in ("avg", "sum") else set()
                if not metric.column or others & done:
                    continue
                own = _full(field)
                for words in _names(dataset, field, timed=function == "avg"):
                    if words in own or words not in taken:
                        yield from (((*lead, *words), metric) for lead in leads)


def _names(dataset: Dataset, field: ModelField, *, timed: bool) -> Iterator[tuple[str, ...]]:
    """``timed``: "seconds on site" is the time on site too."""
    owners = [name_words(n) for n in dict.fromkeys((dataset.label, dataset.name, *dataset.synonyms))]
    full = _full(field)
    for words in full:
        yield words
        if timed and len(words) > 1 and kind_of(words[0]) == "time":
            yield ("time", *words[1:])
    for words in dict.fromkeys((*full, name_words(field.name))):
        for owner in owners:
            yield (*owner, *words)
            for of in OF:
                yield (*words, *of, *owner)


def _full(field: ModelField) -> tuple[tuple[str, ...], ...]:
    return tuple(name_words(n) for n in dict.fromkeys((field.label, *field.synonyms)))
