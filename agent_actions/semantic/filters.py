"""A request's filters: values matched to what the model knows, then SQL conditions and words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.semantic import words
from agent_actions.semantic.model import DATED_TYPES, NUMBER_TYPES, ModelField, SemanticModel
from agent_actions.semantic.names import fold, nearest, tokens
from agent_actions.semantic.periods import Period, parse_period
from agent_actions.semantic.request import Filter

_Value = str | float | int | bool
_COMPARE = {"gt": exp.GT, "gte": exp.GTE, "lt": exp.LT, "lte": exp.LTE}
_PATTERNS = {"contains": ("%", "%"), "starts_with": ("", "%"), "ends_with": ("%", "")}
"""What stands before and behind the text that is looked for."""
_TRUE, _FALSE = {"true", "yes", "1", "t", "y"}, {"false", "no", "0", "f", "n"}


@dataclass(frozen=True)
class Condition:
    """A filter that has been understood."""

    field: ModelField
    op: str
    values: tuple[str | bool | Period | exp.Expr, ...]
    words: str
    assumptions: tuple[str, ...] = ()
    exact: bool = False
    """Text values are spelled as the data has them."""

    @property
    def asks_for_null(self) -> bool:
        return self.op == "is_null"


def understand(model: SemanticModel, field: ModelField, asked: Filter, label: str, today: date) -> Condition:
    """The filter with values of the field's type. Raises FixableError and, for an unknown value, UnknownNameError."""
    op = asked.op
    if op in ("is_null", "is_not_null"):
        return Condition(field, op, (), words.is_missing(label) if op == "is_null" else words.is_known(label))
    if not asked.values:
        raise FixableError(words.needs_values(label, op))
    if op in _COMPARE and len(asked.values) > 1:
        raise FixableError(words.one_value(label, op))
    if op in _PATTERNS:
        shown = [_text(v) for v in asked.values]
        return Condition(field, op, tuple(shown), words.like(label, op, shown))
    if field.datatype in DATED_TYPES or (field.datatype is None and field.is_time):
        return _dated(model, field, asked, label, today)
    if field.datatype in NUMBER_TYPES or (field.datatype is None and all(_is_number(v) for v in asked.values)):
        numbers = tuple(number_literal(v, label) for v in asked.values)
        return Condition(field, op, numbers, _phrase(label, op, [n.sql() for n in numbers]))
    if field.datatype == "Boolean":
        if op in _COMPARE:
            raise FixableError(words.no_comparison(label, op))
        flags = tuple(_flag(v, label) for v in asked.values)
        return Condition(field, op, flags, _phrase(label, op, [words.yes_no(f) for f in flags]))
    if op in _COMPARE:
        raise FixableError(words.no_comparison(label, op))
    return _named(field, asked, label)


def _named(field: ModelField, asked: Filter, label: str) -> Condition:
    given = [_text(v) for v in asked.values]
    if not field.values:
        return Condition(field, asked.op, tuple(given), _phrase(label, asked.op, given))
    known: list[str] = []
    assumptions: list[str] = []
    for value in given:
        found = _known(field, value)
        if not found:
            spellings = {s: name for name, others in field.values.items() for s in (*others, name)}
            near = tuple(dict.fromkeys(spellings[s] for s in nearest(value, spellings, 6)))[:3]
            near = near or tuple(list(field.values)[:3])
            raise UnknownNameError(words.unknown_value(value, label, near), nearest=near)
        known += found
        if fold(found[0]) != fold(value):
            assumptions.append(words.period_means(value, words.or_of(found), ()))
    unique = list(dict.fromkeys(known))
    phrase = words.only(unique) if asked.op == "in" else words.without(unique)
    return Condition(field, asked.op, tuple(unique), phrase, tuple(assumptions), exact=True)


def _known(field: ModelField, value: str) -> list[str]:
    """The known values that are meant: as spelled, in other case, by a synonym, or in another number."""
    if value in field.values:
        return [value]
    folded = fold(value.strip())
    same = [name for name in field.values if fold(name) == folded]
    if same:
        return same
    called = [name for name, synonyms in field.values.items() if folded in map(fold, synonyms)]
    if called:
        return called
    words_of = tokens(value)
    return [name for name, others in field.values.items() if any(tokens(s) == words_of for s in (name, *others))]


def _dated(model: SemanticModel, field: ModelField, asked: Filter, label: str, today: date) -> Condition:
    defaults = model.config.defaults
    periods = tuple(
        parse_period(_text(v), today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start)
        for v in asked.values
    )
    if asked.op in _COMPARE:
        phrase = words.compared(label, asked.op, periods[0].label, dated=True)
    else:
        phrase = _phrase(label, asked.op, [p.label for p in periods])
    return Condition(field, asked.op, periods, phrase)


def to_sql(condition: Condition, column: exp.Expr, zone: str) -> exp.Expr:
    """The condition over the field's expression. ``not_in`` keeps rows without a value: they are not among those."""
    op, values = condition.op, condition.values
    if op == "is_null":
        return exp.Is(this=column, expression=exp.Null())
    if op == "is_not_null":
        return exp.Not(this=exp.Is(this=column, expression=exp.Null()))
    if op in _PATTERNS:
        return _any([_like(condition.field, column, op, str(v)) for v in values])
    if isinstance(values[0], Period):
        if op in _COMPARE:
            period = values[0]
            kind = exp.GTE if op in ("gt", "gte") else exp.LT
            bound = period.end if op in ("gt", "lte") else period.start
            return kind(this=column, expression=date_literal(bound, condition.field, zone))
        inside = _any([within(column, v, condition.field, zone) for v in values if isinstance(v, Period)])
        return inside if op == "in" else _or_null(exp.Not(this=exp.paren(inside)), column)
    if op in _COMPARE:
        return _COMPARE[op](this=column, expression=_literal(values[0]))
    if not condition.exact and isinstance(values[0], str):
        literals = [exp.Literal.string(str(v).lower()) for v in values]
        text = column if condition.field.datatype == "String" else exp.cast(column, "varchar")
        inside = _among(exp.Lower(this=text), literals)
    else:
        inside = _among(column, [_literal(v) for v in values])
    return inside if op == "in" else _or_null(exp.Not(this=inside), column)


def within(column: exp.Expr, period: Period, field: ModelField, zone: str) -> exp.Expr:
    """The half-open range of a period; an open end has no bound."""
    bounds: list[exp.Expr] = []
    if not period.open_start:
        bounds.append(exp.GTE(this=column.copy(), expression=date_literal(period.start, field, zone)))
    if not period.open_end:
        bounds.append(exp.LT(this=column.copy(), expression=date_literal(period.end, field, zone)))
    return exp.and_(*bounds) if bounds else exp.true()


def date_literal(day: date, field: ModelField, zone: str) -> exp.Expr:
    """The start of a day as a literal of the field's type; an instant is meant in the model's timezone."""
    if field.datatype == "DateTimeTz":
        text = exp.Literal.string(f"{day.isoformat()} 00:00:00 {zone}")
        return exp.cast(text, "timestamp with time zone", dialect="athena")
    if field.datatype == "DateTime":
        return exp.cast(exp.Literal.string(f"{day.isoformat()} 00:00:00"), "timestamp", dialect="athena")
    return exp.cast(exp.Literal.string(day.isoformat()), "date")


def number_literal(value: _Value, label: str) -> exp.Expr:
    text = str(value).strip().replace(",", "") if isinstance(value, str) else repr(value)
    try:
        number = float(text)
    except ValueError:
        raise FixableError(words.not_a_number(value, label)) from None
    if isinstance(value, bool) or not math.isfinite(number):
        raise FixableError(words.not_a_number(value, label))
    return exp.Literal.number(int(number) if number.is_integer() and abs(number) < 1e15 else text)


def compare_metric(op: str, tree: exp.Expr, value: exp.Expr) -> exp.Expr:
    """``in``: exactly that."""
    return exp.EQ(this=tree, expression=value) if op == "in" else _COMPARE[op](this=tree, expression=value)


def _like(field: ModelField, column: exp.Expr, op: str, text: str) -> exp.Expr:
    value = column.copy() if field.datatype == "String" else exp.cast(column.copy(), "varchar")
    escaped = "".join(f"\\{c}" if c in "%_\\" else c for c in text.lower())
    before, behind = _PATTERNS[op]
    like: exp.Expr = exp.Like(this=exp.Lower(this=value), expression=exp.Literal.string(f"{before}{escaped}{behind}"))
    return exp.Escape(this=like, expression=exp.Literal.string("\\")) if "\\" in escaped else like


def _among(column: exp.Expr, literals: Sequence[exp.Expr]) -> exp.Expr:
    if len(literals) == 1:
        return exp.EQ(this=column, expression=literals[0])
    return exp.In(this=column, expressions=list(literals))


def _any(conditions: list[exp.Expr]) -> exp.Expr:
    return conditions[0] if len(conditions) == 1 else exp.paren(exp.or_(*conditions))


def _or_null(condition: exp.Expr, column: exp.Expr) -> exp.Expr:
    return exp.paren(exp.or_(condition, exp.Is(this=column.copy(), expression=exp.Null())))


def _literal(value: str | bool | Period | exp.Expr) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    return value.copy() if isinstance(value, exp.Expr) else exp.Literal.string(str(value))


def _phrase(label: str, op: str, shown: list[str]) -> str:
    if op == "in":
        return words.label_is(label, shown)
    return words.label_is_not(label, shown) if op == "not_in" else words.compared(label, op, shown[0])


def _text(value: _Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_number(value: _Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _flag(value: _Value, label: str) -> bool:
    text = _text(value).casefold()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise FixableError(words.not_a_boolean(value, label))
