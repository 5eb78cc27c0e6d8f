"""The parts of a question: what each thing in a message is there for, not yet what it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

from agent_actions.semantic.request import ChartKind, FilterOp, Grain, TimePart
from infra.local.model.scan import Item
from infra.local.model.times.spans import Span

Scalar = str | float | int | bool
Direction = Literal["asc", "desc"]


@dataclass(frozen=True)
class Measure:
    """A word that asks for a figure: a metric, an ambiguous word, or a dataset to be counted."""

    item: Item
    counts: bool = False
    under: bool = False
    """It stands after "of", "from" or the like behind another figure: revenue *of cancelled orders*."""
    ordering: bool = False
    """It stands where the ranking or sorting is named: "top 5 products *by revenue*"."""


@dataclass(frozen=True)
class Dimension:
    item: Item
    said: bool = True
    """A word such as "by" or "which" asks for the breakdown."""
    target: bool = False
    """What a ranking or "which" is about: products in "top 5 products"."""
    listed: bool = False
    """Named behind a ranking as something to show of each row: "top 10 stores by revenue, name and city"."""


@dataclass(frozen=True)
class Known:
    """A known value, to keep or (``negative``) to leave out."""

    item: Item
    negative: bool = False
    fields: frozenset[str] = frozenset()
    """``dataset.field`` refs that a neighbouring word allows; empty: any."""
    datasets: frozenset[str] = frozenset()
    """Datasets that a neighbouring word names ("EMEA *stores*")."""
    predicate: bool = False
    """It stands behind "is" or "were"."""


@dataclass(frozen=True)
class Condition:
    """A condition on a field given outright: ``op`` as in MetricRequest's filters."""

    item: Item
    op: FilterOp
    values: tuple[Scalar, ...] = ()
    currency: str = ""
    """What the number was said to be in: an ISO 4217 code or a percent sign."""
    predicate: bool = False
    """It stands behind "is" or "were"."""
    unit: str = ""
    """What else the number was said to be in: a unit of :mod:`quantities`."""
    at: int = -1
    """The first token of the comparison, where it is one with a number."""


@dataclass(frozen=True)
class Threshold:
    """A condition on a figure: "stores with revenue over 50,000", "customers with more than 5 orders"."""

    item: Item | None
    """The figure; None: the one that is asked for."""
    op: Literal["gt", "gte", "lt", "lte", "in"]
    value: float
    currency: str = ""
    counted: bool = False
    """The figure's name follows the number: "more than 5 orders"."""
    unit: str = ""
    """A unit of :mod:`quantities` that the number was said to be in."""


@dataclass(frozen=True)
class Per:
    """ "Revenue *per session*", "tickets *per 100 orders*": what the figure ``of`` is divided by."""

    of: Item
    item: Item
    field: bool = False
    """It is divided by how many different things of that name there are among its own rows."""
    times: int = 1
    sign: Literal["/", "%", "~", "-", "+"] = "/"
    """The figure over the other one, in percent of it, in percent where both are of one unit, less it or with it."""
    beside: bool = False
    """It stands beside the two, not in place of the first."""
    whole: bool = False
    """ "All", "total" or the like stands before what it is divided by."""


@dataclass(frozen=True)
class Figure:
    """What is to be computed beside a figure: a name of :mod:`arithmetic_words`, and where it stands."""

    name: str
    text: str
    first: int
    """Its first token."""
    start: int
    end: int


@dataclass
class Parts:
    measures: list[Measure] = field(default_factory=list[Measure])
    dimensions: list[Dimension] = field(default_factory=list[Dimension])
    known: list[Known] = field(default_factory=list[Known])
    conditions: list[Condition] = field(default_factory=list[Condition])
    datasets: list[Item] = field(default_factory=list[Item])
    """Datasets named without a role: what is counted, or the setting."""
    drops: list[Item] = field(default_factory=list[Item])
    gone: list[Item] = field(default_factory=list[Item])
    """Periods and grains that another is to take the place of: September in "replace September with October"."""
    all_of: list[Item] = field(default_factory=list[Item])
    """Fields named after "all": every value of them."""
    periods: list[Span] = field(default_factory=list[Span])
    happened: list[Item] = field(default_factory=list[Item])
    """Values right before a period, as what happened then: "resolved in October"."""
    months_apart: bool = False
    """Two periods are to be compared, or each has its own preposition."""
    against_period: bool = False
    """The one period that was said is what all else is set against: "higher than last year"."""
    in_place: bool = False
    """ "What about September?": in the place of the period before, and no part of it."""
    past: bool = False
    """It is asked how things were."""
    dated: bool = False
    """The verb of the date that the figure goes by was said: shops *opened* in 2025."""
    befores: list[int] = field(default_factory=list[int])
    """Which of the periods were said as the one before: "the previous month"."""
    grain: Grain | None = None
    grain_said_by: bool = False
    grains: list[Grain] = field(default_factory=list[Grain])
    """Every grain that was said, in order."""
    trend: bool = False
    direction: Direction | None = None
    limit: int | None = None
    ranked: bool = False
    rank_word: str = ""
    rank_place: tuple[int, int] = (0, 0)
    """Start and end of that word in the message."""
    order_guessed: bool = False
    """The figure that the ranking goes by is only the first one behind what is ranked."""
    grain_target: bool = False
    """What is ranked is a unit of the calendar: "best month"."""
    when_too: bool = False
    """What is on top is asked for, and when that was."""
    target_plural: bool | None = None
    """Whether what is ranked was named in the plural; None when nothing was."""
    plan: str = ""
    """The mark of :mod:`plan_words`: the figure is set against its plan."""
    plan_first: int = -1
    """Its first token."""
    pers: list[Per] = field(default_factory=list[Per])
    weekdays: tuple[str, ...] = ()
    """The weekdays that are kept, as a request names them."""
    hours: str = ""
    """The hours that are kept, as a request names them: "22-6"."""
    share_beside: bool = False
    """The share is asked for beside the number itself: "how many were late, and what share is that"."""
    days_shared: bool = False
    """Weekdays are the part that a share is asked of: "what share of orders came in on Saturdays"."""
    unit_mean: Grain | None = None
    """The figure is to be averaged over such units of the calendar: "average daily orders"."""
    each: bool = False
    """The values that are named are to stand side by side: "of EMEA and APAC, each"."""
    of_each: str = ""
    """The words "for each" or the like that tell a breakdown: a ranking after it is one of each."""
    either: bool = False
    """Values are joined by "or": they count together."""
    whole: Literal["each", "all", ""] = ""
    """In a reply, of what a share is one: "of all clients in the region" of each row before, or "of all clients"."""
    sorting: bool = False
    sort_field: Item | None = None
    reverse: str = ""
    """The words that ask for the order of before the other way round."""
    leans: str = ""
    """Which way one side is of the other: "lower" of "lower than in September"."""
    versus: bool = False
    compare: bool = False
    chart: str = ""
    """How the result is to be shown: a kind of chart, ``table``, or ``chart`` for any; empty: nothing was said."""
    counting: bool = False
    bare_count: Item | None = None
    """ "How many" alone, behind what is counted: "tickets by region: how many, and their satisfaction"."""
    counted: Item | None = None
    """What is counted of that which passes a condition on a figure: "(how many) customers (placed 5 orders)"."""
    distinct: bool = False
    """What is counted is what has any rows at all: "how many different carriers delivered parcels"."""
    different: bool = False
    """ "How many different" was said."""
    none_too: bool | None = None
    """Whether what has none at all counts as well; None: nothing was said of it."""
    timed: bool = False
    """A time that something takes is asked for: "how long", "slowest"."""
    time_unit: str = ""
    """The unit that it is asked for in: "how many hours"."""
    time_words: list[str] = field(default_factory=list[str])
    """Words that say which time: "(how long does it take to) resolve (a ticket)"."""
    flags: set[str] = field(default_factory=set[str])
    aggregates: list[str] = field(default_factory=list[str])
    unsupported: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unknown: list[str] = field(default_factory=list[str])
    denied: dict[int, Item] = field(default_factory=dict[int, Item])
    """By their first token: unknown words behind a "not" that nothing else took."""
    thresholds: list[Threshold] = field(default_factory=list[Threshold])
    figures: list[Figure] = field(default_factory=list[Figure])
    in_percent: bool = False
    """A change is asked for, and in percent: a ranking of changes goes by these."""
    dropped_figures: list[str] = field(default_factory=list[str])
    by: TimePart | None = None
    window: tuple[int, Grain] | None = None
    """The stretch of a rolling figure: "7 day rolling"."""
    mean: bool = False
    """The rolling figure is an average."""
    chosen: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Words whose meaning the person chose before: what was taken for granted, and how to change it."""
    meant: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Turns of everyday English, each with the names that it was read as."""
    currencies: list[tuple[str, Known]] = field(default_factory=list[tuple[str, "Known"]])
    """ISO codes said as the money to show a figure in ("in dollars"), each with the value that it may be instead."""

    @property
    def wish(self) -> ChartKind | None:
        """The chart to ask for; None: the one that fits."""
        return cast("ChartKind", self.chart) if self.chart not in ("", "chart") else None

    def asks(self, *names: str) -> bool:
        """True when one of these is to be computed beside the figure."""
        return any(f.name in names for f in self.figures)

    @property
    def changes(self) -> bool:
        return self.asks("change", "why")

    @property
    def empty(self) -> bool:
        """Nothing of the model, the calendar or a ranking is in the message."""
        return not (
            self.measures or self.dimensions or self.known or self.conditions or self.datasets or self.drops
            or self.all_of or self.periods or self.grain or self.trend or self.direction or self.limit
            or self.dropped_figures or self.by or self.thresholds or self.timed or self.plan
            or self.weekdays or self.hours
        )  # fmt: skip
