"""Figures computed from published metrics: one divided by another, or its average per day, per store, per agent.

"revenue / session_count", "ticket_count / 100 order_count", "order_count / day", "units_sold / stores",
"ticket_count / tickets.agent", and in percent "freight_cost % revenue". Each is a metric of its own with an identifier
for a name (``revenue_per_session_count``), by which it is found again; it is computed, and every answer says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agent_actions.semantic import divided_words as words
from agent_actions.semantic.model import Dataset, Divisor, Metric, SemanticModel
from agent_actions.semantic.names import singular
from agent_actions.semantic.request import Grain
from agent_actions.semantic.words import lower_first

UNITS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
FORMAT = "0,0.00"
PERCENT = "0.0%"
_PER, _SHARE = "_per_", "_share_of_"
_COUNTED = re.compile(r"(\d{1,9})[ _]+(.+)", re.DOTALL)


def divided_named(model: SemanticModel, name: str) -> Metric | None:
    """The computed metric that the text names; None when it names none."""
    if "/" in name:
        left, _, right = name.partition("/")
        return _divided(model, left.strip(), right.strip())
    if "%" in name:
        left, _, right = name.partition("%")
        return _share(model, left.strip(), right.strip())
    folded = name.casefold()
    for match in re.finditer(f"(?={_SHARE})", folded):
        if found := _share(model, name[: match.start()], name[match.start() + len(_SHARE) :]):
            return found
    for match in re.finditer(f"(?={_PER})", folded):
        left, right = name[: match.start()], name[match.start() + len(_PER) :]
        if found := _divided(model, left, right):
            return found
    return None


def _share(model: SemanticModel, left: str, right: str) -> Metric | None:
    of, by = model.published(left), model.published(right)
    return by_share(of, by) if of and by and of != by and of.unit == by.unit else None


def _divided(model: SemanticModel, left: str, right: str) -> Metric | None:
    of = model.metric(left) if left and "/" not in right else None
    if of is None or of.computed or not right:
        return None
    counted = _COUNTED.fullmatch(right)
    times, right = (int(counted[1]), counted[2]) if counted else (1, right)
    if times < 1:
        return None
    if (by := model.metric(right)) and not by.computed and by != of:
        return by_metric(of, by, times)
    if times > 1:
        return None
    unit = right.casefold()
    if unit in UNITS:
        return by_unit(of, unit)
    if field := _field(model, right):
        return by_field(model, of, field)
    return None


def _field(model: SemanticModel, text: str) -> str:
    """``dataset.field``; a dataset stands for its key."""
    if found := model.field(text):
        return found.ref
    dataset = model.dataset(text)
    if dataset:
        return key_of(dataset)
    folded = text.casefold()
    return next((f.ref for d in model.datasets for f in d.fields if f.ref.replace(".", "_").casefold() == folded), "")


def key_of(dataset: Dataset) -> str:
    """``dataset.field`` of its key; empty when the key has several columns or is no field."""
    key = dataset.field(dataset.primary_key[0]) if len(dataset.primary_key) == 1 else None
    return key.ref if key else ""


def by_metric(of: Metric, by: Metric, times: int = 1) -> Metric:
    """One metric for each of another, or for each so many of it."""
    money = by.unit if by.unit and len(by.unit) == 3 and by.unit.isupper() else ""
    label = words.per_metric(of.label, _singular(by.label), by.label, money, times)
    name = f"{of.name}{_PER}{f'{times}_' if times > 1 else ''}{by.name}"
    unit = of.unit if of.unit != by.unit else None
    said = words.divided_by(of.label, by.label, times)
    return _metric(of, name, label, unit, said, Divisor(of, metric=by, times=times))


def by_share(of: Metric, by: Metric) -> Metric:
    """One metric in percent of another of the same unit."""
    said, over = words.divided_by(of.label, by.label, 1), Divisor(of, metric=by, share=True)
    made = _metric(of, f"{of.name}{_SHARE}{by.name}", words.as_share(of.label, by.label), None, said, over)
    return replace(made, format=PERCENT)


def by_unit(of: Metric, unit: str) -> Metric:
    """The average of a metric for each day, week, month... of the period."""
    said = words.divided_by_units(of.label, unit)
    return _metric(
        of, f"{of.name}{_PER}{unit}", words.average_per(of.label, unit), of.unit, said, Divisor(of, unit=unit)
    )


def by_field(model: SemanticModel, of: Metric, ref: str) -> Metric:
    """The average of a metric for each different value of a field that its own rows name."""
    dataset, field = model.dataset(ref.partition(".")[0]), model.field(ref)
    key = dataset is not None and key_of(dataset) == ref
    thing = _singular(dataset.label) if dataset and key else lower_first(field.label) if field else ref
    name = f"{of.name}{_PER}{dataset.name if dataset and key else ref.replace('.', '_')}"
    said = words.divided_by_things(of.label, thing)
    return _metric(of, name, words.average_per(of.label, thing), of.unit, said, Divisor(of, field=ref))


def _metric(of: Metric, name: str, label: str, unit: str | None, said: str, over: Divisor) -> Metric:
    datasets = [*of.datasets, *(over.metric.datasets if over.metric else ())]
    if over.field:
        datasets.append(over.field.partition(".")[0])
    version = f"{of.version}/{over.metric.version}" if over.metric else of.version
    return Metric(
        name=name,
        expression=f"({of.expression}) / {_divisor(over)}",
        label=label,
        description=said,
        datatype="Float",
        unit=unit,
        format=FORMAT,
        time=of.time,
        owner=of.owner,
        datasets=tuple(dict.fromkeys(datasets)),
        version=version,
        over=over,
    )


def _divisor(over: Divisor) -> str:
    if over.metric:
        return f"({over.metric.expression})"
    return f"COUNT(DISTINCT {over.field})" if over.field else "1"


def _singular(label: str) -> str:
    """ "Support tickets" -> "support ticket", "Units sold" -> "unit sold"."""
    said = lower_first(label).split(" ")
    plural = next((i for i in reversed(range(len(said))) if singular(said[i]) != said[i]), None)
    return " ".join(singular(word) if i == plural else word for i, word in enumerate(said))
