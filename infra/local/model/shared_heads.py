"""Figures that share the end of their names: "peak and average temperature" is the peak temperature and the average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.lexicon import Lexicon
from infra.local.model.text import Token

JOINS = frozenset(["and", "or", ",", "&", "vs", "versus", "/"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the shared word behind each of the figures, where both names are known and the first word alone
    names no figure."""
    kept = list(tokens)
    for i in reversed(range(len(kept) - 3)):
        first, join, second, head = (t.norm for t in kept[i : i + 4])
        if join not in JOINS or not _figure((second, head), lexicon) or not _figure((first, head), lexicon):
            continue
        if _figure((first,), lexicon) or _figure((kept[i - 1].norm, first) if i else ("",), lexicon):
            continue
        kept.insert(i + 1, replace(kept[i + 3], start=kept[i].end, end=kept[i].end))
    return kept


def _figure(name: tuple[str, ...], lexicon: Lexicon) -> bool:
    return all(name) and lexicon.means(name, "metric", weak=False)
