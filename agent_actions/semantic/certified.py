"""Certified questions of ``outcrop.yaml``: one SQL text each, with typed parameters, used exactly or not at all.

In the SQL ``{name}`` stands for a parameter, alone or in quotes of its own; it becomes a literal of its type, never a
piece of SQL: a date DATE '2026-10-05', a month '2026-10', a year 2026, a number 5, text 'text'. ``{name.start}`` and
``{name.end}`` of a date, month or year are DATE literals: its first day and the day after its last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlglot import exp, parse_one
from sqlglot.dialects import Athena
from sqlglot.errors import SqlglotError

from agent_actions.errors import ActionError, FixableError, UnknownNameError
from agent_actions.semantic import certified_words as words
from agent_actions.semantic.config import CertifiedConfig, ParameterConfig
from agent_actions.semantic.filters import understand
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.names import fold, nearest
from agent_actions.semantic.periods import Period, parse_period
from agent_actions.semantic.request import Filter

Given = str | float | int

PLACEHOLDER = re.compile(r"(?P<quote>'?)\{(?P<name>\w+)(?:\.(?P<part>start|end))?\}(?P=quote)")
DATED = ("date", "month", "year")
MOST_TEXT = 500
"""Characters of a text parameter."""
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_NUMBER = re.compile(r"[-+]?\d{1,18}(\.\d{1,12})?")
_SLOT = re.compile(r"\{(\w+)\}")
_PREPOSITION = re.compile(r" (?:in|on|for|of|during)$")


@dataclass(frozen=True)
class Bound:
    """A certified question with its parameters in place. ``values``: each as a person reads it."""

    question: CertifiedConfig
    sql: str
    title: str
    values: Mapping[str, str]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class _Value:
    """``whole``: the literal for ``{name}``; ``text``: for ``'{name}'``; ``period``: of dated types."""

    whole: exp.Expr
    text: str
    shown: str
    period: Period | None = None


def named(model: SemanticModel, name: str) -> CertifiedConfig:
    """The certified question of this name, or with this very wording. Raises UnknownNameError."""
    folded = fold(name)
    for question in model.config.certified:
        if folded in (fold(question.name), *(fold(text) for text in (question.question, *question.also))):
            return question
    near = nearest(name, [q.name for q in model.config.certified], 3)
    raise UnknownNameError(words.unknown_certified(name, near), nearest=near)


def bind(model: SemanticModel, question: CertifiedConfig, given: Mapping[str, Given], today: date) -> Bound:
    """Raises FixableError for a parameter that is unknown, missing, or of another type."""
    unknown = [name for name in given if name not in question.parameters]
    if unknown:
        raise FixableError(words.unknown_parameter(unknown[0], list(question.parameters)))
    values: dict[str, _Value] = {}
    assumptions: list[str] = []
    for name, parameter in question.parameters.items():
        said = given.get(name, parameter.default)
        if said is None:
            raise FixableError(words.missing_parameter(name, parameter.type))
        value = _value(model, name, parameter, str(said).strip(), today)
        values[name] = value
        if fold(value.shown) != fold(str(said)) or name not in given:
            assumptions.append(words.taken_as(name if name not in given else str(said), value.shown))
    sql = PLACEHOLDER.sub(
        lambda found: _literal(values[found["name"]], found["part"], bool(found["quote"])), question.sql
    )
    shown = {name: value.shown for name, value in values.items()}
    title = PLACEHOLDER.sub(lambda found: shown.get(found["name"], found[0]), question.question)
    return Bound(question, sql, title, shown, tuple(assumptions))


def match(model: SemanticModel, text: str, today: date) -> tuple[CertifiedConfig, dict[str, str]] | None:
    """The certified question that this very text asks, with what stands in its slots; None for any other wording."""
    asked = _words(text)
    for question in model.config.certified:
        for wording in (question.question, *question.also):
            found = _pattern(model, question, wording).fullmatch(asked)
            if found is None:
                continue
            given = {name: value.strip() for name, value in found.groupdict().items() if value}
            try:
                bind(model, question, given, today)
            except ActionError:
                continue
            return question, given
    return None


@cache
def tables_of(sql: str) -> tuple[TableRef, ...]:
    """Tables that the statement reads, with or without a database; empty when it can't be read."""
    try:
        tree = parse_one(PLACEHOLDER.sub(lambda found: "'0'" if found["quote"] else "0", sql), dialect=Athena)
    except SqlglotError:
        return ()
    defined = {cte.alias_or_name.casefold() for cte in tree.find_all(exp.CTE)}
    tables = tree.find_all(exp.Table)
    return tuple(TableRef(t.db, t.name) for t in tables if t.db or t.name.casefold() not in defined)


def misplaced(sql: str) -> list[str]:
    """Placeholders that stand inside a longer text or name, where no literal can take their place."""
    marks: dict[str, str] = {}

    def mark(found: re.Match[str]) -> str:
        number = str(900_000_000 + len(marks))
        marks[number] = found[0]
        return f"'{number}'" if found["quote"] else number

    try:
        tree = parse_one(PLACEHOLDER.sub(mark, sql), dialect=Athena)
    except SqlglotError:
        return []
    found = {str(literal.this) for literal in tree.find_all(exp.Literal)}
    return [placeholder for number, placeholder in marks.items() if number not in found]


def _literal(value: _Value, part: str | None, quoted: bool) -> str:
    if part and value.period:
        day = (value.period.start if part == "start" else value.period.end).isoformat()
        return exp.Literal.string(day).sql(dialect=Athena) if quoted else f"DATE '{day}'"
    if quoted:
        return exp.Literal.string(value.text).sql(dialect=Athena)
    return value.whole.sql(dialect=Athena)


def _value(model: SemanticModel, name: str, parameter: ParameterConfig, said: str, today: date) -> _Value:
    kind = parameter.type
    if kind in DATED:
        return _dated(model, name, kind, said, today)
    if kind == "value":
        return _known(model, name, parameter, said, today)
    if kind == "string":
        if not said or len(said) > MOST_TEXT:
            raise FixableError(words.bad_parameter(name, said[:60], words.text_of_length(MOST_TEXT)))
        return _Value(exp.Literal.string(said), said, said)
    plain = said.replace(",", "").replace("_", "")
    if not (_INTEGER if kind == "integer" else _NUMBER).fullmatch(plain):
        raise FixableError(words.bad_parameter(name, said, words.WHOLE_NUMBER if kind == "integer" else words.NUMBER))
    plain = plain.lstrip("+")
    return _Value(exp.Literal.number(plain), plain, plain)


def _dated(model: SemanticModel, name: str, kind: str, said: str, today: date) -> _Value:
    defaults = model.config.defaults
    try:
        period = parse_period(
            said, today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start
        )  # fmt: skip
    except FixableError as error:
        raise FixableError(words.bad_parameter(name, said, words.one_of_kind(kind))) from error
    if not _is_one(kind, period):
        raise FixableError(words.bad_parameter(name, said, words.one_of_kind(kind)))
    day = period.start.isoformat()
    if kind == "year":
        year = str(period.start.year)
        return _Value(exp.Literal.number(year), year, period.label, period)
    if kind == "month":
        return _Value(exp.Literal.string(day[:7]), day[:7], period.label, period)
    return _Value(exp.cast(exp.Literal.string(day), "DATE"), day, period.label, period)


def _is_one(kind: str, period: Period) -> bool:
    if period.open_start or period.open_end:
        return False
    start, end = period.start, period.end
    if kind == "date":
        return (end - start).days == 1
    if kind == "month":
        return start.day == 1 and end == date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return (start.month, start.day) == (1, 1) and end == date(start.year + 1, 1, 1)


def _known(model: SemanticModel, name: str, parameter: ParameterConfig, said: str, today: date) -> _Value:
    field = model.field(parameter.field or "")
    if field is None:
        raise FixableError(words.bad_parameter(name, said, words.KNOWN_VALUE))
    found = understand(model, field, Filter(field=field.ref, values=(said,)), field.label, today).values
    if len(found) != 1 or not isinstance(found[0], str):
        raise FixableError(words.bad_parameter(name, said, words.KNOWN_VALUE))
    return _Value(exp.Literal.string(found[0]), found[0], found[0])


def _words(text: str) -> str:
    """A question as its words alone: case, marks and spaces don't count; digits, signs in dates and slots do."""
    return " ".join(re.findall(r"[\w{}%€$£#&+./:-]+", text.casefold().replace("’", "'").replace("'", ""))).rstrip(
        "?.! "
    )


def _pattern(model: SemanticModel, question: CertifiedConfig, wording: str) -> re.Pattern[str]:
    slots: list[tuple[str, str, bool]] = []
    for name, parameter in question.parameters.items():
        allowed = "(?:(?:in|on|for|of|during) )?" if parameter.type in DATED else ""
        field = model.field(parameter.field or "") if parameter.type == "value" else None
        names = {_words(text) for value, others in field.values.items() for text in (value, *others)} if field else ()
        ordered = sorted(names, key=lambda text: (-len(text), text))
        allowed += f"(?P<{name}>{'|'.join(map(re.escape, ordered)) or '.+?'})"
        slots.append((name, allowed, parameter.default is not None))
    return _compiled(_words(wording), tuple(slots))


@cache
def _compiled(wording: str, slots: tuple[tuple[str, str, bool], ...]) -> re.Pattern[str]:
    """The wording with a named group for each slot; one that is there twice must hold the same.

    ``slots``: name, pattern, whether it has a default. Before a date, month or year "in" may be left out ("last
    month"), and a slot with a default as a whole.
    """
    pattern, seen, found = "", set[str](), {name: (allowed, optional) for name, allowed, optional in slots}
    for token in wording.split():
        slot = _SLOT.fullmatch(token)
        name = slot[1] if slot else ""
        if name not in found:
            pattern += f" {re.escape(token)}"
            continue
        allowed, optional = found[name]
        if allowed.startswith("(?:(?:in"):
            pattern = _PREPOSITION.sub("", pattern)
        value = f"(?P={name})" if name in seen else allowed
        seen.add(name)
        pattern += f"(?: {value})?" if optional else f" {value}"
    return re.compile(pattern.strip())


def example(model: SemanticModel, question: CertifiedConfig, today: date) -> str:
    """The question as it can be asked today, with its defaults and a known value; as it is written where one lacks."""
    given: dict[str, str] = {}
    for name, parameter in question.parameters.items():
        field = model.field(parameter.field or "") if parameter.type == "value" and parameter.default is None else None
        if field and field.values:
            given[name] = next(iter(field.values))
    try:
        return bind(model, question, given, today).title
    except ActionError:
        return question.question


def shapes(question: CertifiedConfig) -> dict[str, str]:
    """Parameter -> what it takes, for the model: ``month, e.g. 2026-10 (default last month)``."""
    return {
        name: words.parameter_shape(p.type, p.field, None if p.default is None else str(p.default))
        for name, p in question.parameters.items()
    }
