"""Questions back for one of several: which figure, or which field, a word means."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.model import Metric, ModelField
from infra.local.model.english.text import name_words
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import MAX_OPTIONS, Ask, Option, Unplaced
from infra.local.model.says import words
from infra.local.model.scan import Item


def metric_option(metric: Metric, lexicon: Lexicon) -> Option:
    """The metric by its label, or by its name where another one is called so."""
    senses = lexicon.lookup(name_words(metric.label))
    unique = [s.ref for s in senses if s.kind in METRICS] == [metric.name]
    return Option(metric.label, metric.label if unique else metric.name)


def ask_metric(item: Item, metrics: Sequence[Metric], lexicon: Lexicon) -> Ask:
    """Which of the figures the words mean."""
    options = tuple(metric_option(m, lexicon) for m in metrics[:MAX_OPTIONS])
    question = words.several_meanings(item.text, [o.label for o in options])
    return Ask(item.text, question, options, "word", item.start, item.end, METRICS)


def uncounted(item: Item, lexicon: Lexicon) -> Ask | Unplaced:
    """No metric counts these rows: offer those that count them by way of another dataset."""
    names = [s.ref for s in item.senses if s.kind == "dataset"]
    near = [m for n in names for m in lexicon.reach.distant_counters(n)]
    if not near:
        return Unplaced((words.number_of(item.text),), item.start, item.end)
    options = tuple(metric_option(m, lexicon) for m in near[:MAX_OPTIONS])
    question = words.not_placed((words.number_of(item.text),), [o.label for o in options])
    return Ask(words.number_of(item.text), question, options, "word", item.start, item.end, METRICS)


def ask_field(item: Item, fields: Sequence[ModelField], value: str, lexicon: Lexicon) -> Ask:
    """Which of the fields the words mean. ``value``: the known value of it that they name, or empty."""
    options: list[Option] = []
    for found in fields[:MAX_OPTIONS]:
        dataset = lexicon.model.dataset(found.dataset)
        name = f"{dataset.label if dataset else found.dataset} {found.label}"
        unique = len(lexicon.fields(lexicon.lookup(name_words(name)))) == 1
        text = name if unique else f"{found.dataset}.{found.name}"
        options.append(Option(f"{name}: {value}" if value else name, f"{text} {value}".strip()))
    question = words.several_meanings(item.text, [o.label for o in options])
    return Ask(item.text, question, tuple(options), "word", item.start, item.end)
