"""What is to be computed beside the figures, decided: comparison, share, running and rolling totals, the rest, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import Filter, Grain, MetricRequest, TimePart
from agent_actions.semantic.words import lower_first
from infra.local.model.english.text import name_words
from infra.local.model.figures.meant import Meant
from infra.local.model.outcomes import Ask, Option, Refuse, Stop, Unplaced
from infra.local.model.parts import Figure, Parts
from infra.local.model.reach import Reach, columns_of
from infra.local.model.says import words
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.times import spans
from infra.local.model.times.spans import Span

WINDOWS = ("7 day rolling", "28 day rolling", "3 month rolling", "12 month rolling")
REASONS = frozenset(["reason", "reasons", "cause", "causes"])
"""Of a change they ask why it was; of a figure alone for what no figure tells: "the reasons for returns"."""
STATUSES = frozenset(["status", "statuses"])
AS = ("as ", "in ", "expressed ")
"""A share that begins so is one of what stands behind it: "as % of EMEA"."""
WHOLES = frozenset(["total", "whole", "overall", "all"])
MEANS = ("7 day moving average", "28 day moving average", "3 month moving average", "12 month moving average")


@dataclass
class Beside:
    """Fields of a request as they will be; ``taken``: what was taken for granted."""

    compare: str | None = None
    why: bool = False
    share: bool = False
    running: bool = False
    rolling: int | None = None
    rest: bool = False
    by: TimePart | None = None
    mean: bool = False
    within: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    hours: str | None = None
    taken: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, request: MetricRequest) -> Beside:
        """What the question before had."""
        return cls(
            request.compare, request.why, request.share, request.running, request.rolling, request.rest, request.by,
            request.mean, request.within, request.show, request.weekdays, request.hours,
        )  # fmt: skip

    def said(self, parts: Parts, compare: str | None) -> None:
        """Put in what the message asks for."""
        self.compare = compare or self.compare
        self.why |= parts.asks("why", "explain")
        self.share |= parts.asks("share")
        self.running |= parts.asks("running")
        self.rest |= parts.asks("rest")
        self.by = parts.by or self.by
        self.weekdays, self.hours = parts.weekdays or self.weekdays, parts.hours or self.hours
        if parts.asks("rolling"):
            if parts.window is None:
                raise Stop(_which_window(parts))
            self.rolling, self.mean = parts.window[0], parts.mean
            self.running &= parts.asks("running") or "instead" not in parts.flags
        elif parts.asks("running") and "instead" in parts.flags:
            self.rolling, self.mean = None, False

    def part(self, of: Sequence[str], dimensions: Sequence[str], show: tuple[str, ...]) -> None:
        """A share is asked of values of the fields ``of``: in each of the other ``dimensions``."""
        self.within, self.show = tuple(d for d in dimensions if d not in of), show

    def fields(self) -> dict[str, object]:
        """What differs from a request's defaults."""
        found = {
            "compare": self.compare, "why": self.why, "share": self.share, "running": self.running,
            "rolling": self.rolling, "rest": self.rest, "by": self.by, "mean": self.mean, "within": self.within,
            "show": self.show, "weekdays": self.weekdays, "hours": self.hours,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def grain_for(parts: Parts, beside: Beside, grain: Grain | None, span: Span | None) -> Grain | None:
    """The grain that a running or rolling figure goes along: as said, else one that suits the period."""
    if beside.rolling and parts.window:
        if parts.grain not in (None, parts.window[1]):
            raise Stop(refuse("rolling grain"))
        return parts.window[1]
    if beside.running and grain is None:
        return spans.fitting_grain(span)
    return grain


ONE_SHARE = frozenset(["share", "percentage", "proportion", "fraction", "part", "portion"])
"""Of several values they ask for what these have together."""


def check(parts: Parts) -> None:
    """What cannot be computed beside a figure is refused before anything else is made of the question."""
    if parts.asks("explain") and not parts.changes:
        said = next(f for f in parts.figures if f.name == "explain")
        parts.unknown.append(said.text)
    why = next((f for f in parts.figures if f.name == "why"), None)
    if why and set(why.text.casefold().split()) & REASONS and not (parts.asks("change") or parts.versus):
        raise Stop(Unplaced((why.text,), why.start, why.end))


def numerators(parts: Parts, meant: Meant) -> list[str]:
    """Refs of the fields whose values a share is asked of: channel in "what percentage of orders were online?".

    Raises Stop when several things can be the part and it is not said which is the whole.
    """
    share = next((f for f in parts.figures if f.name == "share"), None)
    figure = parts.measures[0].item if parts.measures else next(iter(parts.datasets), None)
    if share is None or figure is None or parts.days_shared:
        return []
    share_at, measure_at = share.first, figure.first
    low, high = sorted((share_at, measure_at))
    said = [place.ref for place in meant.places if place.predicate]
    after = [place.ref for place in meant.places if place.first > high]
    between = [place.ref for place in meant.places if low < place.first < high]
    before = [place.ref for place in meant.places if place.first < low]
    if share_at < measure_at and not said and set(between) - set(after) and set(after) - set(between):
        raise Stop(refuse("share of what"))
    spread = "in each" in parts.flags and not after
    own = {place.ref for place in meant.places} if parts.each else set[str]()
    if any(d.ref not in own for d in meant.dimensions) or meant.all_of or spread:
        if share_at < measure_at and between and not (said or before or "each" in parts.flags or parts.each or spread):
            raise Stop(_of_all_or_of_those(parts, share, figure))
        order = (said, before if share_at < measure_at else _of_the_whole(parts, meant, share))
    elif parts.grain or parts.trend:
        order = (said, before, between) if share_at < measure_at else (said, between, before)
    elif measure_at < share_at and share.text.casefold().startswith(AS):
        if set(after) & {*said, *between, *before}:
            raise Stop(refuse("share of what"))
        order = (said, between, before, after)
    else:
        order = (said, after, before, between) if share_at < measure_at else (said, after, between, before)
    asked = next((list(dict.fromkeys(refs)) for refs in order if refs), [])
    by_time = (parts.grain or parts.trend) and not (meant.dimensions or spread)
    if len(asked) > 1 or (not asked and by_time and after and share_at < measure_at):
        raise Stop(refuse("share of what"))  # of the two: Germany in each month, or each month in Germany
    return asked


def _of_all_or_of_those(parts: Parts, share: Figure, figure: Item) -> Ask | Refuse:
    """ "The share of online orders by country": their share in each country, or each country's share of them."""
    values = [k.item.text for k in parts.known if share.first < k.item.first < figure.first and not k.negative]
    if len(values) != 1:
        return refuse("share of what")
    noun = figure.text
    value = values[0].removesuffix(noun).strip() or values[0]
    options = (
        Option(words.of_all(value, noun), f"share of {noun} via {value}"),
        Option(words.of_those(value, noun), f"{value} {noun} in percent"),
    )
    question = words.share_of_which([o.label for o in options])
    return Ask(f"{share.text} {value} {noun}", question, options, "word", share.start, figure.end, frozenset())


def _of_the_whole(parts: Parts, meant: Meant, share: Figure) -> list[str]:
    """ "Online revenue as % of total, by country": what stands before the share is the part, in each of what follows.

    "Revenue in Germany, share by channel" asks for that of each channel; so does a share behind "by channel". Nobody
    asks for each month's share of all months, where something else can be the part.
    """
    broken = [d.item.first for d in parts.dimensions]
    if not broken and not (parts.grain or parts.trend):
        return []
    whole = WHOLES & set(name_words(share.text)) or ("all" in parts.flags and share.text.casefold().startswith(AS))
    if broken and (min(broken) < share.first or not whole):
        return []
    return [place.ref for place in meant.places if place.first < share.first]


def shown(parts: Parts, filters: Sequence[Filter], refs: Sequence[str]) -> tuple[str, ...]:
    """The values whose share is asked for; none where a chart of all is."""
    if len(refs) != 1 or parts.wish not in (None, "table"):
        return ()
    values = [v for f in filters if f.field in refs and f.op == "in" for v in f.values]
    if len(values) > 1 and not _of_each_value(parts):
        raise Stop(refuse("share together"))
    return tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in values)


def _of_each_value(parts: Parts) -> bool:
    """ "How did it split between Outdoor and Home", "shares of app and online", "card and invoice, each"."""
    said = {word for f in parts.figures if f.name == "share" for word in f.text.casefold().split()}
    apart = parts.each or parts.versus or parts.compare or "split" in parts.flags
    return apart or not (parts.either or (said & ONE_SHARE and not said & {"as", "in"}))


def without_fields(filters: Sequence[Filter], refs: Sequence[str]) -> list[Filter]:
    return [f for f in filters if not (f.field in refs and f.op == "in")]


def breakdown_for_why(metrics: Sequence[Metric], filters: Sequence[Filter], reach: Reach, beside: Beside) -> list[str]:
    """The breakdown that a change is laid out by when none was said: the first that may tell anything, and so told."""
    fields = _explaining(metrics, filters, reach)
    if not fields:
        return []
    others = [lower_first(f.label) for f in fields[1:4]]
    beside.taken.append(words.laid_out_by(lower_first(label_for(reach.model, fields[0])), others))
    return [fields[0].ref]


def _explaining(metrics: Sequence[Metric], filters: Sequence[Filter], reach: Reach) -> list[ModelField]:
    """The figure's breakdowns without those that it is itself made of or limited by.

    All downtime is of the state "down". What became of a row comes last: a status follows from its age.
    """
    own = {ref for m in metrics for part in m.made_of for ref in columns_of(part)}
    one = {f.field.casefold() for f in filters if f.op == "in" and len(f.values) == 1}
    fields = [f for f in reach.fields(metrics) if f.ref.casefold() not in own | one]
    return sorted(fields, key=lambda f: bool(STATUSES & set(name_words(f.name))))


def fitting(request: dict[str, object], dropped: Sequence[str] = ()) -> dict[str, object]:
    """A request's fields without what no longer goes with the others, after a follow-up has changed them."""
    kept = {name: value for name, value in request.items() if name not in dropped}
    broken = bool(kept.get("dimensions"))
    if not kept.get("period"):
        kept.pop("compare", None)
    if not kept.get("compare") or not broken:
        kept.pop("why", None)
    if not broken and not kept.get("grain") and not kept.get("by"):
        kept.pop("share", None)
    if not kept.get("grain"):
        kept.pop("running", None)
        kept.pop("rolling", None)
    if not kept.get("rolling"):
        kept.pop("mean", None)
    if not kept.get("limit") or not broken:
        kept.pop("rest", None)
    if not kept.get("share") or not broken:
        kept.pop("show", None)
    if kept.get("rest") or not (kept.get("limit") or kept.get("share")):
        kept.pop("within", None)
    return kept


def _which_window(parts: Parts) -> Ask:
    said = next(f for f in parts.figures if f.name == "rolling")
    options = tuple(Option(w, w) for w in (MEANS if parts.mean else WINDOWS))
    return Ask(said.text, words.WHICH_WINDOW, options, "word", said.start, said.end, frozenset())
