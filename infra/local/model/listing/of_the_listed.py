"""A reply that keeps or leaves out some of the things of before: "only the Spanish ones", "drop the Germans".

What is said is true of the things themselves: of customers without orders those in Spain, and not those that have no
orders in Spain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Dataset
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query, Stop, Unplaced
from infra.local.model.parts import Known, Parts
from infra.local.model.reach import entity
from infra.local.model.says.refusals import refuse

ONES = word_set("ones those these them")


def conditions(query: Query, before: MetricRequest, parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> Query:
    """With new conditions put to the things themselves. Raises Stop where nothing so is known of them."""
    own = _thing(before, lexicon)
    few = any("." not in f.field and _few(f) for f in before.filters)
    if own is None or not (few or ONES & {t.norm for t in tokens}) or query.request.metrics != before.metrics:
        return query
    if few and set(query.request.dimensions) - set(before.dimensions):
        raise Stop(refuse("condition"))  # "by country", of customers without orders
    made: list[Filter] = []
    for new in query.request.filters:
        said = next((k for k in parts.known if _says(k, new)), None) if new not in before.filters else None
        refs = (
            {s.ref for s in said.item.senses if s.kind == "value" and s.ref.startswith(f"{own.name}.")} if said else ()
        )
        outside = said is not None and new.field.partition(".")[0] != own.name
        if said and outside and few and len(refs) != 1 and not _told(new, own, lexicon):
            raise Stop(Unplaced((said.item.text,), said.item.start, said.item.end))
        made.append(new.model_copy(update={"field": min(refs)}) if outside and len(refs) == 1 else new)
    return replace(query, request=query.request.model_copy(update={"filters": tuple(made)}))


def _thing(before: MetricRequest, lexicon: Lexicon) -> Dataset | None:
    """The dataset whose rows were listed by name, one each."""
    fields = [lexicon.model.field(ref) for ref in before.dimensions]
    own = lexicon.model.dataset(fields[0].dataset) if len(fields) == 1 and fields[0] else None
    return own if own and fields[0] in entity(lexicon.model, own) else None


def _few(bound: Filter) -> bool:
    """It holds for things that have none at all."""
    return bound.op in ("lt", "lte") or (bound.op == "in" and 0 in bound.values)


def _says(known: Known, new: Filter) -> bool:
    values = {str(x) for x in new.values}
    return any(s.kind == "value" and s.ref == new.field and str(s.value) in values for s in known.item.senses)


def _told(new: Filter, own: Dataset, lexicon: Lexicon) -> bool:
    """The field is one of something that each of the things belongs to."""
    return lexicon.reach.steps(own.name, new.field.partition(".")[0]) is not None
