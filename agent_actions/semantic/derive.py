"""What a request wants beside its metrics: which columns, over which times, and whether they can be had at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent_actions.contract import ColumnRole
from agent_actions.errors import FixableError
from agent_actions.semantic import derived_words
from agent_actions.semantic.blocks import Scope
from agent_actions.semantic.comparison import Compared, compared
from agent_actions.semantic.config import Defaults
from agent_actions.semantic.formulas import Formula, adds_up, quotient, rollup, why_not
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.periods import Period, add_units, day_label, parse_period, range_label, unit_start
from agent_actions.semantic.request import COMPARISONS, Comparison, Grain, MetricRequest

MOST_BUCKETS = 1_500
"""Days, weeks... that are listed one by one, also where there are no rows: four years of days."""
PREVIOUS, BEFORE = "_previous", "_before"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Added:
    """A column beside a metric's own."""

    name: str
    role: ColumnRole
    formula: Formula


@dataclass(frozen=True)
class Spine:
    """The buckets of a series, each of which gets a row."""

    grain: Grain
    first: date
    """Where the first bucket begins; with rolling windows that of the first one drawn on."""
    shown_from: date
    last: date
    """Where the last bucket begins."""
    today: date


@dataclass(frozen=True)
class Plan:
    """A request as far as times and added columns go."""

    period: Period | None
    scopes: tuple[Scope, ...]
    """The request's own period first."""
    added: tuple[Added, ...]
    spine: Spine | None
    compared: Compared | None
    rolling: int | None
    mean: bool
    """Rolling windows are averaged over their buckets."""
    assumptions: tuple[str, ...]
    layered: bool
    """Whether one grouped SELECT is not enough."""


def plan(
    model: SemanticModel, request: MetricRequest, period: Period | None, formulas: Sequence[Formula], today: date
) -> Plan:
    """Raises FixableError, with the reason, for what cannot be computed or does not go together."""
    _check(model, request, formulas)
    defaults = model.config.defaults
    kind = _compared_with(request.compare, defaults, today)
    beside = compared(period, kind, request.grain, today, defaults.week_start) if kind else None
    if beside:
        period = beside.current
    said = list(beside.assumptions) if beside else []
    if request.rolling:
        period = _bounded(period, today)
    spine = _spine(request, period, defaults, today)
    scopes = [Scope(period=period)]
    if beside:
        scopes.append(Scope(PREVIOUS, beside.previous, beside.shift))
    if spine and request.rolling and period:
        scopes.append(Scope(BEFORE, Period(spine.first, period.start, range_label(spine.first, period.start))))
        said.append(derived_words.rolling_from(day_label(spine.first)))
    if request.rest:
        said.append(derived_words.RESTED)
    if request.grain and spine is None:
        said.append(derived_words.only_with_rows(request.grain))
    if request.mean:
        said += [derived_words.mean_of_ratio(f.metric.label) for f in formulas if not adds_up(model, f)]
    added = _added(request, formulas)
    if request.why and any(not adds_up(model, f) for f in formulas):
        said.append(derived_words.CONTRIBUTION_OF_RATIO)
    layered = bool(added or spine or request.rest or request.by or request.within)
    return Plan(period, tuple(scopes), tuple(added), spine, beside, request.rolling, request.mean, tuple(said), layered)


def _compared_with(said: str | None, defaults: Defaults, today: date) -> Comparison | Period | None:
    """Raises FixableError for what is neither a kind of comparison nor a period."""
    if said is None or not said.strip():
        return None
    for kind in COMPARISONS:
        if kind == said:
            return kind
    return parse_period(said, today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start)


def _check(model: SemanticModel, request: MetricRequest, formulas: Sequence[Formula]) -> None:
    for name, sentence in derived_words.NEEDS_GRAIN.items():
        if getattr(request, name) and not request.grain:
            raise FixableError(sentence)
    if request.why and not (request.compare and request.dimensions):
        raise FixableError(derived_words.WHY_NEEDS)
    if request.rest and not (request.limit and request.dimensions):
        raise FixableError(derived_words.REST_NEEDS)
    if request.within and (request.rest or not (request.limit or request.share)):
        raise FixableError(derived_words.WITHIN_NEEDS)
    if request.show and not (request.share and request.dimensions):
        raise FixableError(derived_words.SHOW_NEEDS)
    if request.mean and not request.rolling:
        raise FixableError(derived_words.MEAN_NEEDS)
    for formula in formulas:
        for what in ("share", "running"):
            if getattr(request, what) and not adds_up(model, formula):
                raise _does_not(what, formula)
        if request.rolling and any(rollup(model, part) != "sum" for part in formula.parts):
            raise _does_not("rolling", formula)
        if request.rest and any(rollup(model, part) is None for part in formula.parts):
            raise _does_not("rest", formula)
        if request.why and not adds_up(model, formula) and quotient(model, formula) is None:
            raise _does_not("contribution", formula)


def _does_not(what: str, formula: Formula) -> FixableError:
    return FixableError(derived_words.does_not_add_up(what, formula.metric.label, why_not(formula)))


def _bounded(period: Period | None, today: date) -> Period:
    if period is None or period.open_start:
        raise FixableError(derived_words.ROLLING_NEEDS_PERIOD)
    if not period.open_end:
        return period
    end = max(today, period.start) + _DAY
    return Period(period.start, end, range_label(period.start, end), period.unit)


def _spine(request: MetricRequest, period: Period | None, defaults: Defaults, today: date) -> Spine | None:
    grain = request.grain
    if not grain or period is None or period.open_start or period.open_end:
        return None
    starts = [
        unit_start(d, grain, defaults.week_start, defaults.fiscal_year_start) for d in (period.start, period.last)
    ]
    first, last = starts
    before = add_units(first, grain, 1 - request.rolling) if request.rolling else first
    count = _buckets(before, last, grain)
    if count > MOST_BUCKETS:
        if request.rolling:
            raise FixableError(derived_words.too_long_window(count, grain.replace("_", " "), MOST_BUCKETS))
        return None
    return Spine(grain, before, first, last, today)


def _buckets(first: date, last: date, grain: str) -> int:
    size = (add_units(first, grain, 1) - first).days
    return (last - first).days // size + 1


def _added(request: MetricRequest, formulas: Sequence[Formula]) -> list[Added]:
    asked: list[tuple[object, tuple[ColumnRole, ...]]] = [
        (request.compare, ("previous", "change", "change_pct")),
        (request.why, ("contribution",)),
        (request.share, ("share",)),
        (request.share and request.compare, ("previous_share",)),
        (request.running, ("running",)),
        (request.rolling, ("rolling",)),
    ]
    roles: list[ColumnRole] = [role for wanted, added in asked if wanted for role in added]
    return [Added(f"{f.metric.name}_{role}", role, f) for f in formulas for role in roles]
