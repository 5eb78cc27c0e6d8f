"""Rows by the day on which they began: "product launches by category"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Dataset, ModelField
from infra.local.model.english.text import Token, forms, is_plural
from infra.local.model.english.verb_kin import BY_NAME, fits
from infra.local.model.lexicon import Lexicon


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as "products launched"."""
    return _events(list(tokens), lexicon)


def _rows(token: Token, lexicon: Lexicon) -> tuple[Dataset, ModelField] | None:
    """The one kind of rows that the noun names, with the date by which they are counted."""
    names = lexicon.refs((token.norm,), "dataset", weak=False)
    dataset = lexicon.model.dataset(names.pop()) if len(names) == 1 else None
    counters = lexicon.reach.counters(dataset.name) if dataset else []
    dates = {m.time for m in counters if m.time}
    date = lexicon.model.field(dates.pop()) if len(dates) == 1 else None
    return (dataset, date) if dataset and date and date.ref.partition(".")[0] == dataset.name else None


def _events(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Product launches" -> "products launched"."""
    for i in range(len(tokens) - 1):
        noun, event = tokens[i], tokens[i + 1]
        named = replace(noun, norm=_plural(noun.norm))
        rows = _rows(named, lexicon) if event.kind == "word" and is_plural(event.norm) else None
        if rows is None or lexicon.at(tokens, i + 1) or (lexicon.at(tokens, i) or (1,))[0] > 1:
            continue
        roots = [form.removesuffix("ing") for form in forms(event.norm)[1:]]
        verb = next((root for root in reversed(roots) if fits(root, rows[1]) == BY_NAME), "")
        if verb:
            done = replace(event, norm=verb + ("d" if verb.endswith("e") else "ed"))
            return [*tokens[:i], named, done, *tokens[i + 2 :]]
    return tokens


def _plural(noun: str) -> str:
    return noun if is_plural(noun) else f"{noun}s"
