"""What a list is of: the thing that is named first, or the only one to which what was done can happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import DATED_TYPES, Dataset, ModelField
from infra.local.model.english import listing_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import fold, is_plural, stems
from infra.local.model.english.verb_kin import BY_KIN, BY_NAME, fits
from infra.local.model.english.verb_words import EVENTS
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import entity
from infra.local.model.scan import Item

SHORT = 4
"""Letters of words that end in "ed" and are no verbs: "need"."""


def head_of(
    items: Sequence[Item], lexicon: Lexicon, *, lists: bool = False
) -> tuple[int, Dataset, ModelField | None] | None:
    """Where what is listed stands, its dataset and, where it is a category, its field.

    ``lists``: a list was asked for.
    """
    model = lexicon.model
    for index, item in enumerate(items):
        if item.kind == "unknown" and index == 1 and (dated := _dated_head(item, lexicon)):
            return index, dated, None
        if item.kind != "term" or item.text.casefold() in w.NAMES | w.DATED | w.NUMBERED:
            continue
        datasets = {s.ref for s in item.senses if s.kind == "dataset"}
        metrics = [m for s in item.senses if s.kind == "metric" and (m := model.metric(s.ref))]
        counted = {lexicon.reach.counts(m) for m in metrics}
        fields = [f for s in item.senses if s.kind == "field" and (f := model.field(s.ref))]
        named = {f.dataset for f in fields if (d := model.dataset(f.dataset)) and f in entity(model, d)}
        which = index > 0 and items[index - 1].name == "which"
        plain = which or lists
        found = datasets or named or ({d.name for d in model.datasets if plain and _counts_all(item, d, lexicon)})
        if len(found) == 1 and counted <= {next(iter(found)).casefold()}:
            dataset = model.dataset(next(iter(found)))
            return (index, dataset, None) if dataset else None
        if counted_value(items, index, lexicon) and (owner := _owner(item, lexicon, which=which)):
            return index, owner, None
        if lists and called_by_value(item, lexicon) and (of_value := _owners(item, lexicon)):
            return index, of_value[0], None
        if item.has("value") and not (fields and is_plural(item.text.casefold())):
            continue
        if len(fields) == 1 and not metrics and fields[0].datatype == "Boolean":
            continue
        category = len(fields) == 1 and not metrics and fields[0].datatype in ("String", None)
        dataset = model.dataset(fields[0].dataset) if category else None
        return (index, dataset, fields[0]) if dataset else None
    return None


def _counts_all(item: Item, dataset: Dataset, lexicon: Lexicon) -> bool:
    """ "(Which) orders placed": rows by the name of the figure that counts them all."""
    counters = {m.name for m in lexicon.reach.counters(dataset.name)}
    word = fold(item.text.split()[0])
    noun = lexicon.refs((word,), "dataset") if is_plural(word) else set[str]()
    return {(s.kind, s.ref) for s in item.senses} <= {("metric", name) for name in counters} and noun == {dataset.name}


def apart(items: Sequence[Item], lexicon: Lexicon) -> list[Item]:
    """ "Open tickets", "late parcels", though a figure is called so: some of the rows, and what they have."""
    found: list[Item] = []
    for item in items:
        words = item.text.split()
        only = bool(item.senses) and all(s.kind == "metric" for s in item.senses)
        senses = [lexicon.lookup((fold(word),)) for word in words] if only and len(words) == 2 else []
        rows = {s.ref for s in senses[1] if s.kind == "dataset"} if senses else set[str]()
        kept = tuple(s for s in senses[0] if s.kind in ("value", "field") and _of(s, rows)) if rows else ()
        if len(rows) != 1 or not kept:
            found.append(item)
            continue
        at = item.start + len(words[0])
        found.append(replace(item, last=item.first, text=words[0], end=at, senses=kept))
        noun = tuple(s for s in senses[1] if s.kind == "dataset")
        found.append(replace(item, first=item.last, text=words[1], start=item.end - len(words[1]), senses=noun))
    return found


def _of(sense: Sense, rows: set[str]) -> bool:
    return sense.ref.partition(".")[0] in rows


def counted_value(items: Sequence[Item], index: int, lexicon: Lexicon) -> bool:
    """ "How many sorters", "which outlets": things of a kind, where the kind's name is all that is said of them."""
    before = items[index - 1] if index else None
    item = items[index]
    alone = item.has("value") and not (item.has("dataset") or item.has("field") or item.has("metric"))
    asked = before is not None and before.kind == "mark" and before.name in ("howmany", "which")
    which = before is not None and before.name == "which"
    return alone and asked and is_plural(item.text.casefold()) and _owner(item, lexicon, which=which) is not None


def called_by_value(item: Item, lexicon: Lexicon) -> bool:
    """ "(List our) outlets": things of a register, by the one value of theirs that is called so."""
    alone = all(s.kind == "value" for s in item.senses) and is_plural(item.text.casefold())
    owners = _owners(item, lexicon) if alone else []
    return len(owners) == 1 and owners[0].freshness is None


def led_by_value(items: Sequence[Item], lexicon: Lexicon) -> tuple[int, Dataset, None] | None:
    """ "Business customers from Japan who ...", "outlets opened ...": named things, by a value, before all else."""
    index = next((i for i, item in enumerate(items) if item.kind == "term"), None)
    if index is None or not ahead([i for i in items[:index] if i.name != "howmany"]):
        return None
    item, after = items[index], items[index + 1 : index + 2]
    alone = all(s.kind == "value" for s in item.senses) and not (after and after[0].kind == "term")
    owners = _owners(item, lexicon) if alone and is_plural(item.text.casefold().split()[-1]) else []
    return (index, owners[0], None) if len(owners) == 1 and _named(owners[0], lexicon) else None


def _named(dataset: Dataset, lexicon: Lexicon) -> bool:
    return any(f.name not in dataset.primary_key for f in entity(lexicon.model, dataset))


def _owners(item: Item, lexicon: Lexicon) -> list[Dataset]:
    names = {s.ref.partition(".")[0] for s in item.senses if s.kind == "value"}
    return [d for name in sorted(names) if (d := lexicon.model.dataset(name))]


def _owner(item: Item, lexicon: Lexicon, *, which: bool) -> Dataset | None:
    """The one dataset that has such a value, where no figure counts its rows; asked ``which``, any register."""
    owners = _owners(item, lexicon)
    dataset = owners[0] if len(owners) == 1 else None
    if which:
        return dataset if dataset and dataset.freshness is None else None
    counts = dataset and (lexicon.reach.counters(dataset.name) or lexicon.reach.distant_counters(dataset.name))
    return None if counts else dataset


def _dated_head(item: Item, lexicon: Lexicon) -> Dataset | None:
    """ "What did we launch since June": only one thing of the model has such a date."""
    owners = [d for d in lexicon.model.datasets if dates(item.text, d)]
    return owners[0] if len(owners) == 1 else None


def dates(word: str, dataset: Dataset) -> list[ModelField]:
    """Fields of the day on which that was done: ``opened_on`` of "opened"."""
    verb = word in v.IRREGULAR_VERBS or (word.endswith("ed") and len(word) > SHORT) or bool(stems(word) & EVENTS)
    least = BY_KIN if verb else BY_NAME
    rated = [(fits(word, f), f) for f in dataset.fields if f.datatype in DATED_TYPES and word not in v.HARD]
    best = max((n for n, _ in rated), default=0)
    return [f for n, f in rated if n == best and n >= least]


def clause_of_things(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """ "Customers who signed up on Mondays in May": named things by what was done and when, and no number of them."""
    if any(i.kind in ("figure", "aggregate", "rank") or i.name in ("howmany", "by", "versus") for i in items):
        return False
    at = next((n for n, i in enumerate(items) if i.kind == "term"), None)
    head = items[at] if at is not None else None
    names = {s.ref for s in head.senses if s.kind == "dataset"} if head else set[str]()
    own = lexicon.model.dataset(names.pop()) if len(names) == 1 else None
    if at is None or head is None or own is None or not _named(own, lexicon) or not ahead(items[:at]):
        return False
    if not is_plural(head.text.casefold().split()[-1]):
        return False
    done = next((n for n, i in enumerate(items) if n > at and dates(i.text.casefold(), own)), len(items))
    return any(i.kind == "period" for i in items[done:])


def ahead(before: Sequence[Item]) -> bool:
    """Whether nothing but what things are like stands before their noun."""
    return all(i.kind in ("all", "filler") or i.has("value") or i.has("field") or i.name == "which" for i in before)
