"""Figures that are set against a column of a shared file: "which stores missed their target?", "revenue vs target"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model.english.text import fold, keys, name_words

Bound = Literal["", "lt", "gt", "gte"]
_WAS = r"(?:is|are|was|were|stayed|remained|came in|went) "
_NOT = r"(?:did not|didn['’]t|do not|don['’]t|does not|doesn['’]t|have not|haven['’]t|not|failed to|fail to)"
_GOT = r"(?:reach(?:ed|es)?|hit|meet|met|make|made|achieved?|fulfil(?:led)?)"
_MISSED = rf"{_NOT} {_GOT}|miss(?:ed|es|ing)?|(?:{_WAS})?(?:below|under|behind)|(?:{_WAS}|fell |falls? |came )?short of"
_BEAT = rf"beat(?:s|en)?|exceed(?:ed|s)?|surpass(?:ed|es)?|outperform(?:ed)?|(?:{_WAS})?(?:above|over|ahead of)"
_BESIDE = r"compared? (?:to|with|against)|versus|vs\.?|against|relative to|minus|less|from"
_SAID = re.compile(rf"(?P<lt>{_MISSED})|(?P<gt>{_BEAT})|(?P<gte>{_GOT})|(?P<beside>{_BESIDE})", re.IGNORECASE)
_OWN = r"(?:(?:their|the|our|its|each|this|these|those|own|respective)\s+)*"
_COLUMNS = tuple(
    re.compile(rf"\s+{_OWN}(?P<kept>{kept})(?P<column>[a-z][\w-]*)\b", re.IGNORECASE) for kept in ("", r"[a-z]+\s+")
)
_FAR = re.compile(r"\bhow far\s+(?:away |off )?(?:is|are|was|were)?\b", re.IGNORECASE)
_BOUNDS: tuple[Bound, ...] = ("lt", "gt", "gte")


@dataclass(frozen=True)
class Against:
    """What the message asks beside the column, the column's name in it, and on which side of it rows are wanted."""

    rest: str
    column: str
    bound: Bound = ""


def against(marked: str, tables: Sequence[str]) -> Iterator[Against]:
    """Readings in which a figure is set against a column that a table's name speaks of: targets in store-targets.csv.

    ``rest`` is as long as the message, so that places in it are the same.
    """
    for said in _SAID.finditer(marked):
        if said.start() and marked[said.start() - 1].isalnum():
            continue
        columns = (column.match(marked, said.end()) for column in _COLUMNS)
        found = next((c for c in columns if c and of_a_name(c["column"], tables)), None)
        if not found:
            continue
        taken = f"{marked[: said.start()]}{' ' * (found.start('kept') - said.start())}{found['kept']}"
        rest = f"{taken}{' ' * (found.end() - found.end('kept'))}{marked[found.end() :]}"
        yield Against(_FAR.sub(lambda far: " " * len(far[0]), rest), found["column"], _bound(said))


def _bound(said: re.Match[str]) -> Bound:
    for bound in _BOUNDS:
        if said[bound]:
            return bound
    return ""


def of_a_name(column: str, tables: Sequence[str]) -> bool:
    """ "The targets", where there is a table called store-targets.csv."""
    said = set(keys(name_words(column)[:8]))
    return any(said & set(keys((word,))) for name in tables for word in name_words(re.sub(r"\W", " ", name)))


def number_columns(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of the columns that a figure can be set against."""
    return [str(c.get("name")) for c in columns if str(c.get("type")) in ("integer", "number")]


def column_meant(said: str, columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of numbers that are called so; exactly so first."""
    numbers = [c for c in columns if str(c.get("name")) in number_columns(columns)]
    wanted = set(keys(name_words(said)[:8]))
    called = [c for c in numbers for text in (c.get("name"), c.get("label")) if wanted & set(keys(_words(text)))]
    exact = [c for c in called if fold(said) in (fold(str(c.get("name"))), fold(str(c.get("label"))))]
    return list(dict.fromkeys(str(c.get("name")) for c in exact or called))


def set_against(request: MetricRequest, bound: Bound) -> MetricRequest:
    """Only the rows on that side of the column, the farthest first; without one all rows, as asked."""
    if not bound:
        return request
    only = Filter(field="difference", op=bound, values=(0,))
    order = Order(by="difference", direction="asc" if bound == "lt" else "desc")
    return request.model_copy(update={"filters": (*request.filters, only), "order": order, "limit": None})


def _words(text: object) -> tuple[str, ...]:
    return tuple(name_words(str(text or "").replace("_", " "))[:8])
