"""What a reply makes of a list by a figure or a number: "rank them by revenue", "the ten largest", "by country"."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent_actions.semantic.model import NUMBER_TYPES, Dataset, ModelField
from agent_actions.semantic.request import MetricRequest, Order
from infra.local.model.bounding.amounts import worth
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing.listing_replies import counted, rows_of
from infra.local.model.listing.things_with import figures_of
from infra.local.model.outcomes import Outcome, Query
from infra.local.model.parts import Direction

_LEAD = r"(?:(?:and|now|ok|okay|please|then|also|can\s+you|could\s+you|so|just)[\s,]+)*"
_THEM = r"(?:(?:them|these|those|it|the\s+list|the\s+rows|all)\s+)?(?:all\s+)?"
_END = r"(?:[\s,]+(?:instead|please|now|then|for\s+me|too))*[\s.?!]*"
_HIGH = r"(?:the\s+)?(?:biggest|largest|highest|greatest|most|best|top)"
_LOW = r"(?:the\s+)?(?:smallest|lowest|least|worst|fewest)"
_FIRST = r"(?:\s+(?:ones?\s+)?(?:first|on\s+top|at\s+the\s+top))"
_WAY = rf"(?:[\s,]+(?:with\s+)?(?:(?P<high>{_HIGH}{_FIRST}|descending)|(?P<low>{_LOW}{_FIRST}|ascending)))?"
_SORTED = re.compile(
    rf"{_LEAD}(?:rank|sort|order|arrange|ranked|sorted|ordered)\s+{_THEM}by\s+(?:the\s+|their\s+)?(?P<by>.+?){_WAY}{_END}",
    re.IGNORECASE,
)
_ADDED = re.compile(
    rf"{_LEAD}(?:(?:add|show|include|with|give|list|plus)\s+)?(?:me\s+|us\s+|also\s+)?(?:their|its)\s+(?P<by>.+?){_WAY}{_END}",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"{_LEAD}(?:(?:count|group|break)\s+{_THEM}(?:down\s+|up\s+)?)?(?P<by>(?:by|per)\s+.+)", re.IGNORECASE
)
_BY = re.compile(rf"{_LEAD}by\s+(?:the\s+|their\s+)?(?P<by>.+?){_WAY}{_END}", re.IGNORECASE)
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)}|twelve|fifteen|twenty|fifty)"
_MOST = re.compile(
    rf"{_LEAD}(?:(?:list|show|give|name|only|just|keep)\s+)*(?:me\s+|us\s+)?(?:only\s+|just\s+)?(?:the\s+)?"
    rf"(?:{NUMBER}\s+(?:(?P<high>biggest|largest|highest)|(?P<low>smallest|lowest))|top\s+(?P<top>\d{{1,3}}|{'|'.join(_NUMBERS)}))"
    rf"(?:\s+(?:ones|of\s+(?:them|these|those)|only))?{_END}",
    re.IGNORECASE,
)
_WORTH = frozenset(["value", "amount", "total", "size", "worth", "order value", "order total"])
"""Of rows that happen they mean what one of them is worth."""
_SIZES = {**{word: i + 2 for i, word in enumerate(_NUMBERS)}, "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50}
PlanOf = Callable[[str], Outcome]
Changed = Callable[[str, MetricRequest], Outcome | None]


def number(word: str) -> int:
    return _SIZES.get(word.casefold()) or int(word)


def changed(text: str, before: MetricRequest, lexicon: Lexicon, plan_of: PlanOf, change: Changed) -> Query | None:
    """The list of before, ranked or counted; None where the one is no list or the reply says anything else.

    ``plan_of``: what a question on its own comes to. ``change``: what a message makes of a request.
    """
    own = rows_of(before, lexicon)
    if own is None:
        return None
    text = text.strip()
    if said := _SORTED.fullmatch(text):
        direction: Direction = "asc" if said["low"] else "desc"
        return _by_worth(said["by"], before, own, direction) or _ranked(said["by"], before, direction, lexicon, plan_of)
    if said := _MOST.fullmatch(text):
        field = _number_of(before, own, lexicon)
        limit = number(said["n"] or said["top"])
        return _ordered(before, field, "asc" if said["low"] else "desc", limit) if field else None
    if said := _ADDED.fullmatch(text):
        way: Direction | None = "desc" if said["high"] else "asc" if said["low"] else None
        return _ranked(said["by"], before, way, lexicon, plan_of)
    if (said := _COUNTED.fullmatch(text)) and (number_of := counted(before, before.filters, own, lexicon)):
        parted = change(said["by"], _over_its_period(number_of, lexicon))
        told = isinstance(parted, Query) and parted.request.metrics == number_of.metrics
        if isinstance(parted, Query) and told and before.dimensions[0] not in parted.request.dimensions:
            return parted
    said = _BY.fullmatch(text)
    return _ranked(said["by"], before, "asc" if said["low"] else "desc", lexicon, plan_of) if said else None


def _over_its_period(request: MetricRequest, lexicon: Lexicon) -> MetricRequest:
    """The number over the period in which its own day chose the rows."""
    metric = lexicon.model.metric(request.metrics[0])
    own = [f for f in request.filters if metric and f.field == metric.time and f.op == "in" and len(f.values) == 1]
    if request.period or len(own) != 1:
        return request
    rest = tuple(f for f in request.filters if f is not own[0])
    return request.model_copy(update={"period": str(own[0].values[0]), "filters": rest})


def _by_worth(word: str, before: MetricRequest, own: Dataset, direction: Direction) -> Query | None:
    field = worth(own) if word.strip().casefold() in _WORTH else None
    return _ordered(before, field, direction, before.limit) if field else None


def _number_of(before: MetricRequest, own: Dataset, lexicon: Lexicon) -> ModelField | None:
    """The one number that the list shows or goes by, else what one of its rows is worth."""
    if before.order:
        by = lexicon.model.field(before.order.by)
        return by if by and by.datatype in NUMBER_TYPES else None
    shown = [f for ref in before.dimensions[1:] if (f := lexicon.model.field(ref)) and f.datatype in NUMBER_TYPES]
    return shown[0] if len(shown) == 1 else worth(own, priced=False) if not shown else None


def _ordered(before: MetricRequest, field: ModelField, direction: Direction, limit: int | None) -> Query:
    columns = tuple(dict.fromkeys([*before.dimensions, field.ref]))
    order = Order(by=field.ref, direction=direction)
    return Query(before.model_copy(update={"dimensions": columns, "order": order, "limit": limit}))


def _ranked(
    figure: str, before: MetricRequest, direction: Direction | None, lexicon: Lexicon, plan_of: PlanOf
) -> Query | None:
    """The things with a figure of each, by which they come."""
    asked = plan_of(figure)
    if not isinstance(asked, Query) or before.period:
        return None
    request = figures_of(before.model_copy(update={"order": None, "limit": None}), asked.request, lexicon)
    if request is None:
        return None
    order = Order(by=request.metrics[0], direction=direction) if direction else None
    limit = before.limit if order and not before.order else None
    return Query(request.model_copy(update={"order": order, "limit": limit}), asked.notes, asked.taken)
