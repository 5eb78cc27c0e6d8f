"""Clauses that keep rows by a date of something else than is counted: "orders from customers who signed up in 2026"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_actions.semantic.model import TIME_TYPES, Metric, ModelField
from infra.local.model.english.text import Token, stems
from infra.local.model.english.verb_kin import called, fits, is_verb
from infra.local.model.english.vocabulary import PREPOSITIONS, WITHIN_CLAUSE, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Condition, Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

BEFORE_VERB = word_set("were was have had been got first newly only are")
AFTER_VERB = PREPOSITIONS | word_set("the us here up back") | {""}


def verb_before(period: Item, tokens: Sequence[Token]) -> int | None:
    """The verb that a period stands right behind, but for small words: "signed up with us in (2026)"."""
    at = period.first - 1
    while at >= 0 and tokens[at].norm in AFTER_VERB:
        at -= 1
    return at if at >= 0 and is_verb(tokens, at) else None


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Turn such clauses into conditions. Raises Stop where two happenings have a period each and one fits no date."""
    metrics = [m for item in [m.item for m in parts.measures] or parts.datasets[:1] for m in _named(item, lexicon)]
    if not metrics:
        return
    own = {name.casefold() for m in metrics for name in lexicon.reach.facts(m)}
    said = [(i, at) for i in items if i.kind == "period" and i.span and (at := verb_before(i, tokens)) is not None]
    for period, at in list(said):
        noun, relative = _noun(items, tokens, at)
        date = _date_of(noun, tokens[at].norm, metrics, own, lexicon) if noun else None
        if date is None or period.span is None or period.span.text is None or period.span not in parts.periods:
            continue
        if not relative and any(fits(tokens[at].norm, d) for d in _dates(own, lexicon)):
            continue
        if _goes_on(period, items):
            raise Stop(refuse("two periods"))
        verb = Item("term", at, at, tokens[at].surface, senses=(Sense("field", date.ref),))
        parts.conditions.append(Condition(verb, "in", (period.span.text,)))
        parts.periods.remove(period.span)
        if (
            noun
            and relative
            and all(lexicon.reach.counts(m) for m in metrics)
            and not (parts.ranked or parts.thresholds)
        ):
            # "orders by customers who signed up": who placed them, and no breakdown
            parts.dimensions = [d for d in parts.dimensions if d.item.first != noun.first or d.target]
        _placed(parts, items, at)
        told_apart(parts)
        said.remove((period, at))
    if len(parts.periods) > 1:
        _unplaced(said, tokens, metrics, own, lexicon)


def _goes_on(period: Item, items: Sequence[Item]) -> bool:
    """ "Opened in 2024 and (in) 2025": both are of the verb."""
    rest = [i for i in items if i.first > period.last and i.kind != "preposition"][:2]
    return len(rest) == 2 and rest[0].name == "and" and rest[0].text.casefold() != "," and rest[1].kind == "period"


def told_apart(parts: Parts) -> None:
    """A second period has found its date: only one is left that could be the figure's."""
    if len(parts.periods) == 1:
        parts.unsupported = [u for u in parts.unsupported if u[0] != "two periods"]


def _unplaced(
    said: Sequence[tuple[Item, int]],
    tokens: Sequence[Token],
    metrics: Sequence[Metric],
    own: set[str],
    lexicon: Lexicon,
) -> None:
    """ "Customers who signed up in 2026 and ordered in October": the orders are not of the rows that are counted."""
    verbs = [tokens[at].norm for _, at in said]
    if len(verbs) < 2 or stems(verbs[0]) & stems(verbs[-1]):
        return
    dates = _dates(own, lexicon)
    if any(not any(fits(v, d) for d in dates) and not any(called(v, m) for m in metrics) for v in verbs):
        raise Stop(refuse("two periods"))


def _named(item: Item, lexicon: Lexicon) -> Iterator[Metric]:
    yield from lexicon.measured(item.senses)


def _noun(items: Sequence[Item], tokens: Sequence[Token], at: int) -> tuple[Item | None, bool]:
    """What the verb is said of, and whether "who" or the like says so."""
    j = at - 1
    while j > 0 and tokens[j].norm in BEFORE_VERB:
        j -= 1
    relative = j > 0 and tokens[j].norm in WITHIN_CLAUSE
    j -= relative
    noun = next((i for i in items if i.kind == "term" and i.last == j), None)
    return noun, relative


def _date_of(noun: Item, verb: str, metrics: Sequence[Metric], own: set[str], lexicon: Lexicon) -> ModelField | None:
    """The one date of the noun's rows that the verb is of, where they are not what is counted but lead from it."""
    owners = {s.ref.partition(".")[0].casefold() for s in noun.senses if s.kind in ("dataset", "field")}
    named = {s.ref.casefold() for s in noun.senses if s.kind == "dataset"}
    others = {o for o in named or owners if lexicon.reach.distance(metrics, o) is not None}
    if len(others) != 1 or others & own:
        return None
    ranked = sorted(((fits(verb, d), d) for d in _dates(others, lexicon)), key=lambda pair: -pair[0])
    best = [d for rank, d in ranked if rank and rank == ranked[0][0]]
    return best[0] if len(best) == 1 else None


def _dates(names: set[str], lexicon: Lexicon) -> list[ModelField]:
    found = [d for d in lexicon.model.datasets if d.name.casefold() in names]
    return [f for d in found for f in d.fields if f.datatype in TIME_TYPES or f.is_time]


def _placed(parts: Parts, items: Sequence[Item], at: int) -> None:
    text = next((i.text for i in items if i.first == at and i.kind == "unknown"), None)
    if text in parts.unknown and text is not None:
        parts.unknown.remove(text)
