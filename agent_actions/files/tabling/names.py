"""Names for SQL from what people call their files and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from agent_actions.semantic.names import fold

LONGEST = 60
LONGEST_SLUG = 40
_WORDS = """all alter and any array as asc between both by case cast check column constraint create cross cube current
date deallocate default delete desc describe distinct drop else end escape except execute exists extract false fetch
first for from full group grouping having in inner insert interval intersect into is join key last lateral left like
limit listagg localtime localtimestamp map natural normalize not null nulls offset on or order outer partition prepare
primary recursive references right rollup row rows select set skip some table then time timestamp to top trim true
uescape union unnest update user using value values view when where with"""
_RESERVED = frozenset(_WORDS.split())
"""Words that a statement could not use as a name without quotes.
https://docs.aws.amazon.com/athena/latest/ug/reserved-words.html"""


def slug(name: str) -> str:
    """A dataset's name from its file's: "Store targets (Q4).csv" -> "store_targets_q4"."""
    made = _plain(PurePath(name).stem)[:LONGEST_SLUG].strip("_")
    return made if made[:1].isalpha() else f"file_{made}".rstrip("_")


def another(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    count, free = 2, name
    while free in taken:
        free, count = f"{name}_{count}", count + 1
    return free


def column_names(headers: Sequence[str]) -> list[str]:
    """A name for each header, each once: "Umsatz (€)" -> "umsatz"; nothing to go by -> "column_3"."""
    taken: set[str] = set()
    names: list[str] = []
    for number, header in enumerate(headers, 1):
        name = _plain(header)[:LONGEST].strip("_") or f"column_{number}"
        if not name[0].isalpha():
            name = f"c_{name}"
        if name in _RESERVED:
            name += "_"
        name = another(name, taken)
        taken.add(name)
        names.append(name)
    return names


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
