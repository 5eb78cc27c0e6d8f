"""Shares in a thread: what they were shares of stays, whatever else the next message changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model.english import arithmetic_words as a
from infra.local.model.figures.arithmetic import Beside
from infra.local.model.figures.meant import Meant
from infra.local.model.outcomes import Ask, Option, Refuse, Stop
from infra.local.model.parts import Figure, Parts
from infra.local.model.says import thread_words
from infra.local.model.says.refusals import refuse


def of_one(before: MetricRequest, meant: Meant, dimensions: Sequence[str]) -> bool:
    """ "Only online" after shares by channel: its share of all channels, and no 100 % of its own."""
    said = {place.ref for place in meant.places}
    return before.share and bool(dimensions) and said == {dimensions[-1]}


def part(before: MetricRequest, meant: Meant, parts: Parts) -> tuple[str, ...]:
    """The field whose value was the part: "what share was online?", then "per day"; empty where it is broken down by
    now, or dropped."""
    field = before.dimensions[-1:] if before.show and before.share else ()
    return () if parts.drops or any(f.ref in field for f in meant.dimensions) else field


def field_shown(request: MetricRequest) -> str:
    """The field whose values' shares are shown: the one breakdown that they are not taken in each of."""
    fields = [ref for ref in request.dimensions if ref not in request.within]
    return fields[0] if len(fields) == 1 else ""


def of_days(before: Beside) -> bool:
    """The part was some days of the week, in each of a breakdown: "share of orders on weekends, by channel"."""
    return before.share and before.by in ("weekday", "part_of_week") and bool(before.within)


def of_the_rows(filters: Sequence[Filter], parts: Parts) -> str:
    """The field whose one value is the part of each row of before: "of all tickets in the country".

    Raises Stop where that is not to be told, or may as well be each row's share of all of them.
    """
    limit = filters[0]
    if len(filters) > 1 or limit.op != "in" or len(limit.values) != 1:
        raise Stop(refuse("share of what"))
    if parts.whole == "all":
        raise Stop(_which(next(f for f in parts.figures if f.name == "share"), str(limit.values[0])))
    return limit.field


def check_bare(parts: Parts, value: str) -> None:
    """ "In percent", of months with one value only: the value's share of each, or each month's of the total?

    Raises Stop where the words don't say.
    """
    said = next((f for f in parts.figures if f.name == "share"), None)
    if said and said.text.casefold() in a.BARE_SHARES:
        raise Stop(_which(said, value))


def _which(said: Figure, value: str) -> Ask:
    options = tuple(Option(text, text) for text in thread_words.shares(value))
    return Ask(said.text, thread_words.WHICH_SHARE, options, "word", said.start, said.end, frozenset())


def check_first(limit: int | None, grain: str | None, dimensions: Sequence[str], beside: Beside, shown: str) -> None:
    """The first few rows in each stretch of time cannot be asked for. Raises Stop."""
    others = [ref for ref in dimensions if not (beside.show and ref == shown)]
    if limit and grain and others and (beside.show or not beside.within):
        raise Stop(refuse("top per group"))


def counted(request: dict[str, object], field: str, show: tuple[str, ...]) -> dict[str, object]:
    """ "As a count", after the share of orders paid by card: the orders paid by card, and not those of every kind.

    ``request``: its fields, without the share. ``field``: whose values were ``show``. Raises Stop for the first few by
    their share, which need not be the first by their number.
    """
    filters = cast("tuple[Filter, ...]", request.get("filters", ()))
    dimensions = cast("tuple[str, ...]", request.get("dimensions", ()))
    order = cast("Order | None", request.get("order"))
    if order and order.by.endswith("_share"):
        if request.get("limit"):
            raise Stop(Refuse("them", thread_words.not_those("them"), thread_words.THOSE_MISSING))
        request["order"] = order.model_copy(update={"by": order.by.removesuffix("_share")})
    if field in dimensions and not any(f.field == field for f in filters):
        values = tuple(value == "true" if value in ("true", "false") else value for value in show)
        request["filters"] = (*filters, Filter(field=field, op="in", values=values))
        if len(show) == 1:
            request["dimensions"] = tuple(ref for ref in dimensions if ref != field)
            request.pop("within", None)
    return request
