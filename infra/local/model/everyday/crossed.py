"""A cross table of two fields: "visits, landing page against device type", "tickets: topic x priority"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import TIME_TYPES
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import BY_EACH
from infra.local.model.lexicon import Lexicon

AGAINST = frozenset(["against", "vs", "versus", "x", "×", "crossed"])
LEADS = frozenset(["the", "a", "our", "with", "by"])
LONGEST = 4


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "by ... and ..." where two fields stand against each other, and neither names a figure too."""
    for i in range(1, len(tokens) - 1):
        if tokens[i].norm not in AGAINST or lexicon.lookup((tokens[i].norm,)):
            continue
        second = i + 1
        while second < len(tokens) and tokens[second].norm in LEADS:
            second += 1
        first = next((j for j in range(max(i - LONGEST, 0), i) if _field(tokens, j, lexicon) == i), -1)
        if first < 0 or second >= len(tokens) or not _field(tokens, second, lexicon):
            continue
        if _refs(tokens, first, lexicon) & _refs(tokens, second, lexicon):
            continue
        before = tokens[first - 1].norm if first else ""
        by = [] if before in BY_EACH else [replace(tokens[first], norm="by", surface="by", end=tokens[first].start)]
        link = replace(tokens[i], norm="and", kind="word")
        return [*tokens[:first], *by, *tokens[first:i], link, *tokens[second:]]
    return list(tokens)


def _refs(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> set[str]:
    term = lexicon.at(tokens, i)
    return {s.ref for s in term[1]} if term else set()


def _field(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """The place behind the name of a field that is no date; 0 where the words may be anything else."""
    term = lexicon.at(tokens, i)
    fields = [lexicon.model.field(s.ref) if s.kind == "field" else None for s in term[1] if not s.weak] if term else []
    if not term or not fields or not all(f and f.datatype not in TIME_TYPES for f in fields):
        return 0
    return i + term[0]
