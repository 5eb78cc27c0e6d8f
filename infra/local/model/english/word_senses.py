"""Words of several meanings, settled by what stands beside them: "phone" beside chat and email, "opened an account"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.bounding.listed import in_each
from infra.local.model.english.text import Token, fold, forms, name_words
from infra.local.model.english.verb_kin import is_verb
from infra.local.model.english.vocabulary import DETERMINERS
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts import Parts
from infra.local.model.scan import Item

JOINTS = frozenset(["and", "versus"])
ASKED_BY = frozenset(["by", "which"])
ARTICLES = frozenset(["a", "an", "their", "his", "her", "another"])


def settle(items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Item, ...]:
    """The items with the meanings that their neighbours leave."""
    found = [_object(item, tokens, lexicon) for item in items]
    for first, last in _lists(found):
        _alike(found, range(first, last + 1, 2), lexicon)
    for i, item in enumerate(found):
        found[i] = _kind_of_rows(i, item, found, lexicon)
    return tuple(found)


def of_shown(items: Sequence[Item], shown: Collection[str]) -> tuple[Item, ...]:
    """The items where a value of a breakdown that is shown means that one: "without email", behind ad channels.

    ``shown``: refs of the fields that the question before was broken down by.
    """
    limits = any(item.kind == "mark" and item.name == "only" for item in items)
    return tuple(_of_shown(item, items[i - 1] if i else None, shown, limits) for i, item in enumerate(items))


def _of_shown(item: Item, before: Item | None, shown: Collection[str], limits: bool) -> Item:
    """``limits``: the reply keeps some of what was shown, so that "only returns" are the topic and no figure."""
    own = tuple(s for s in item.senses if s.kind == "value" and s.ref in shown)
    asked = before is not None and before.kind == "mark" and before.name in ASKED_BY
    kinds = ("value", "field", "metric", "choice") if limits else ("value", "field")
    if not own or asked or len(own) == len(item.senses) or any(s.kind not in kinds for s in item.senses):
        return item
    return replace(item, senses=own)


def left_empty(parts: Parts, items: Sequence[Item], metrics: Sequence[Metric], lexicon: Lexicon) -> None:
    """ "Tickets without email": a value of those very rows, or an empty field of others? Neither is taken."""
    rows = {fact for m in metrics for fact in lexicon.reach.facts(m)}
    for condition in [c for c in parts.conditions if c.op == "is_null"]:
        said = next((i for i in items if i.first == condition.item.first and i.kind == "term"), condition.item)
        values = {s.ref.partition(".")[0].casefold() for s in said.senses if s.kind == "value"}
        fields = {s.ref.partition(".")[0].casefold() for s in said.senses if s.kind == "field"}
        if values & rows and not fields & rows:
            parts.conditions.remove(condition)
            parts.unknown.append(said.text)


def _object(item: Item, tokens: Sequence[Token], lexicon: Lexicon) -> Item:
    """ "Opened an account": what was opened is an account, and not a ticket about accounts."""
    at = item.first
    if item.kind != "term" or any(s.kind != "value" for s in item.senses) or at < 2 or item.last != at:
        return item
    if tokens[at - 1].norm not in ARTICLES or not is_verb(tokens, at - 2):
        return item
    rows = tuple(s for s in lexicon.lookup((f"{tokens[at].norm}s",)) if s.kind == "dataset")
    return replace(item, senses=rows) if rows else item


def _lists(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Where lists of single words and names begin and end: "chat, email and phone"."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(items):
        j = i
        while (
            j + 2 < len(items) and _is_joint(items[j + 1]) and _may_be_named(items[j]) and _may_be_named(items[j + 2])
        ):
            j += 2
        if j > i and not in_each(items, i):
            found.append((i, j))
        i = j + 1
    return found


def _is_joint(item: Item) -> bool:
    return item.kind == "mark" and item.name in JOINTS


def _may_be_named(item: Item) -> bool:
    return item.kind in ("term", "unknown")


def _alike(items: list[Item], places: range, lexicon: Lexicon) -> None:
    """All of a list are values of the one field of which its plainest word is a value."""
    plain = [items[i] for i in places if items[i].senses and all(s.kind in ("value", "field") for s in items[i].senses)]
    plain = [item for item in plain if item.has("value")]
    for ref in dict.fromkeys(s.ref for item in plain for s in item.senses if s.kind == "value"):
        named = [_as_value(items[i], ref, lexicon) for i in places]
        if all(named) and any(
            n is not None and n.senses != items[i].senses for i, n in zip(places, named, strict=True)
        ):
            if not any(items[i].has("field") or items[i].has("metric") or items[i].kind == "unknown" for i in places):
                continue
            for i, item in zip(places, named, strict=True):
                items[i] = item or items[i]
            return


def _as_value(item: Item, ref: str, lexicon: Lexicon) -> Item | None:
    own = tuple(s for s in item.senses if s.kind == "value" and s.ref == ref)
    if own:
        return replace(item, senses=own)
    if item.has("metric") or item.has("dataset") or item.has("choice"):
        return None
    value = _part_of(item, ref, lexicon)
    return replace(item, kind="term", senses=(Sense("value", ref, value),)) if value else None


def _part_of(item: Item, ref: str, lexicon: Lexicon) -> str:
    """The one value that the word is part of a name of: "phone" of "phone call"; empty for none or several."""
    word = fold(item.text)
    if item.last != item.first or not word.isalpha() or word in DETERMINERS:
        return ""
    own = set(forms(word))
    spelled = lexicon.values.get(ref, {})
    found = {value for value, others in spelled.items() for name in (value, *others) if own & set(name_words(name))}
    return found.pop() if len(found) == 1 else ""


def _kind_of_rows(i: int, item: Item, items: Sequence[Item], lexicon: Lexicon) -> Item:
    """ "Phone tickets": a word right before rows that is part of one of their values, and a field of other rows."""
    after = items[i + 1] if i + 1 < len(items) else None
    before = items[i - 1] if i else None
    if item.kind != "term" or not item.senses or any(s.kind != "field" for s in item.senses):
        return item
    if after is None or after.kind != "term" or not after.has("dataset") or after.first != item.last + 1:
        return item
    if before is not None and before.kind == "mark" and before.name in ASKED_BY:
        return item
    rows = {s.ref.casefold() for s in after.senses if s.kind == "dataset"}
    if any(s.ref.partition(".")[0].casefold() in rows for s in item.senses):
        return item
    refs = [ref for ref in lexicon.values if ref.partition(".")[0].casefold() in rows]
    found = [Sense("value", ref, value) for ref in refs if (value := _part_of(item, ref, lexicon))]
    return replace(item, senses=(found[0],)) if len(found) == 1 else item
