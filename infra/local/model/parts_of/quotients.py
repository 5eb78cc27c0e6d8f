"""Figures over others, and averages per thing, in place of the figures that a message names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent_actions.semantic.divided import by_field, by_metric, by_share, by_unit, key_of
from agent_actions.semantic.model import Metric, ModelField, SemanticModel
from agent_actions.semantic.summed import summed
from agent_actions.semantic.words import lower_first
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts import Parts, Per
from infra.local.model.parts_of.rates import is_under, rate_of
from infra.local.model.reach import Reach, entity, same_quotient
from infra.local.model.says import verb_says, words
from infra.local.model.scan import Item

HUNDRED = 100
"""A figure "as a percentage of" one in another unit is what there is for each hundred of it."""
MARKED = 2
"""Tokens from a figure's last to the next one's first, where only the mark between them is said."""


def named_fields(model: SemanticModel, item: Item) -> list[ModelField]:
    """Every field that the words can name: a field so called, or the one that names a dataset's rows."""
    found = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
    for sense in item.senses:
        dataset = model.dataset(sense.ref) if sense.kind == "dataset" else None
        if dataset is not None:
            found += [f for f in entity(model, dataset) if f not in found]
    return found


@dataclass(frozen=True)
class Quotients:
    """``named``: the metric of a word; ``place``: the one field of several that is meant for some metrics."""

    parts: Parts
    reach: Reach
    named: Callable[[Item], Metric | None]
    place: Callable[[Item, Sequence[ModelField], Sequence[Metric]], ModelField]

    def of(self, metrics: Sequence[Metric]) -> list[Metric]:
        """The metrics, each divided where the message says so. Raises Stop where it is not clear by what."""
        found, added = list(metrics), list[Metric]()
        terms: dict[str, list[tuple[str, Metric]]] = {}
        for per in self.parts.pers:
            above = self.named(per.of)
            if above and per.sign in "+-":
                by = self.named(per.item)
                others = terms.setdefault(above.name, [])
                others += [(per.sign, by)] if by else []
                over = summed([above, *(m for _, m in others)], [sign for sign, _ in others]) if by else None
            else:
                over = self._over(above, per) if above else None
            if above is None or over is None:
                raise Stop(Unplaced((words.per(per.item.text),), per.item.start, per.item.end))
            if per.beside:
                added.append(over)
                continue
            found = [over if m == above or (m.terms and m.terms[0].metric == above) else m for m in found]
        unit = self.parts.unit_mean
        return [*(by_unit(m, unit) if unit and not m.computed else m for m in found), *added]

    def _over(self, of: Metric, per: Per) -> Metric | None:
        if not per.field:
            by = self.named(per.item)
            if not by or by == of:
                return None
            published = [m for m in self.reach.model.metrics if same_quotient(m, of, by)] if per.times == 1 else []
            if published:
                return published[0]
            self._published_otherwise(of, by, per)
            if per.sign in ("%", "~") and of.unit == by.unit:
                return by_share(of, by)
            return by_metric(of, by, HUNDRED if per.sign == "%" else per.times)
        model = self.reach.model
        fields = named_fields(model, per.item)
        near = [f for f in fields if self.reach.distance([of], f.dataset) is not None]
        found = self.place(per.item, near or fields, [of])
        dataset = model.dataset(found.dataset)
        key = key_of(dataset) if dataset and found in entity(model, dataset) else ""
        return by_field(model, of, key or found.ref)

    def _published_otherwise(self, of: Metric, by: Metric, per: Per) -> None:
        """ "Returned orders as % of orders", where the published rate is one of fewer orders: either may be meant.

        Raises Stop; "of all orders" says which.
        """
        rate = rate_of(of, self.reach.model) if per.sign == "%" and not per.whole else None
        counted = self.reach.counts(by)
        if rate is None or is_under(rate, by) or not counted or counted not in self.reach.facts(of):
            return
        all_of = f"of all {lower_first(by.label)}"
        options = (Option(rate.label, rate.label), Option(all_of.capitalize(), f"{of.label} as % {all_of}"))
        start, end = per.of.start, per.item.end
        if per.beside or per.item.first - per.of.last != MARKED:
            raise Stop(Unplaced((per.item.text,), per.item.start, end))
        question = verb_says.rate_or_whole(
            lower_first(rate.label), rate.description or "", f"{lower_first(of.label)} as % {all_of}"
        )
        raise Stop(Ask(of.label, question, options, "word", start, end))
