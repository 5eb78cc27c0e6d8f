"""A reply that tells rows apart in another direction than the question before: "by month", after orders by country."""

from __future__ import annotations

from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import name_words
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts import Parts
from infra.local.model.reach import entity
from infra.local.model.says import thread_words
from infra.local.model.says.refusals import refuse


def check(parts: Parts, before: MetricRequest, after: MetricRequest, lexicon: Lexicon) -> None:
    """Months may be wanted beside countries or in their place, and countries beside months. Raises Stop to ask.

    One field takes the place of another, as people say it; so does what is named with a figure of its own. Where the
    field of before is left with one value ("only Germany, by month") both come to the same.
    """
    if parts.measures or parts.ranked or parts.limit or parts.flags & (v.REPLACE_WORDS | v.DROP_WORDS):
        return
    single = {f.field for f in after.filters if f.op == "in" and len(f.values) == 1}
    if before.dimensions and set(before.dimensions) <= single:
        return
    told = [d.item for d in parts.dimensions if d.said and not d.target]
    same = before.limit == after.limit and before.within == after.within
    cut = told and before.limit and same and set(before.dimensions) < set(after.dimensions)
    if cut and not _of_those(before, after, lexicon):
        raise Stop(refuse("top per group"))
    days = before.by in ("weekday", "part_of_week") and not (before.dimensions or after.by)
    if (told or parts.grain_said_by) and before.share and days:
        raise Stop(refuse("share of what"))  # of the weekend in each channel, or of each channel in all
    if parts.grain_said_by and before.dimensions and not (before.grain or after.dimensions):
        said, beside = str(parts.grain), "as well"
    elif told and before.grain and not (after.grain or after.by or parts.grain):
        said, beside = told[0].text, f"per {before.grain.replace('_', ' ')}"
    else:
        return
    if parts.known or parts.conditions:
        # "instead" or "as well" would speak of these too
        raise Stop(Ask(said, thread_words.SAY_AXES, (), "added"))
    options = tuple(Option(label, text) for label, text in zip(thread_words.AXES, ("instead", beside), strict=True))
    raise Stop(Ask(said, thread_words.WHICH_AXES, options, "added"))


def drilled(before: MetricRequest, after: MetricRequest) -> MetricRequest:
    """ "Break Leipzig down by machine", after figures by site: by machine alone, as all of them are of that one site.

    So many of the sites says nothing of the machines.
    """
    over_time = after.grain is not None and before.grain is None
    added = over_time or set(after.dimensions) - set(before.dimensions)
    kept = {f.field for f in before.filters}
    one = {f.field for f in after.filters if f.op == "in" and len(f.values) == 1 and f.field not in kept}
    gone = one & set(before.dimensions) & set(after.dimensions)
    if not (added and gone) or after.within or after.rest:
        return after
    left = tuple(ref for ref in after.dimensions if ref not in gone)
    limit = after.limit if after.limit != before.limit else None
    order = None if over_time and after.order == before.order else after.order
    return after.model_copy(update={"dimensions": left, "limit": limit, "order": order})


def of_the_things(before: MetricRequest, after: MetricRequest, lexicon: Lexicon) -> MetricRequest:
    """ "Only Germany", after shops without orders: German shops, as no order tells where those without any are."""
    none = [f for f in before.filters if lexicon.model.metric(f.field) and f.op == "in" and f.values == (0,)]
    things = [
        d for d in lexicon.model.datasets for f in entity(lexicon.model, d) if f.ref in before.dimensions and none
    ]
    if len(things) != 1:
        return after
    own = things[0].name
    filters: list[Filter] = []
    for kept in after.filters:
        dataset, _, name = kept.field.partition(".")
        same = things[0].field(name) if name and dataset != own and kept not in before.filters else None
        filters.append(kept.model_copy(update={"field": same.ref}) if same else kept)
    return after.model_copy(update={"filters": tuple(filters)})


def _of_those(before: MetricRequest, after: MetricRequest, lexicon: Lexicon) -> bool:
    """What is added tells something of each of the things that were ranked: the city of a store."""
    things = {
        d.name.casefold()
        for d in lexicon.model.datasets
        if {f.ref for f in entity(lexicon.model, d)} & set(before.dimensions)
    }
    return all(r.partition(".")[0].casefold() in things for r in after.dimensions if r not in before.dimensions)


def told(before: MetricRequest, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of the one field by which the rows of before are told apart."""
    fields = [lexicon.model.field(ref) for ref in before.dimensions]
    return name_words(fields[0].label) if len(fields) == 1 and fields[0] else ()
