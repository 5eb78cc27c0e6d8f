"""Words that point back to an earlier answer: "them", "those stores", "that one", "each of them", "back then".

What they stand for must be there, in the message itself or in the thread; else the message is no question of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.request import Filter, MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.bounding.textual import NAMES
from infra.local.model.consistent import is_entity
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import NUMBERS
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Query, Refuse, Stop, Talk
from infra.local.model.parts import Dimension, Parts
from infra.local.model.says import thread_words
from infra.local.model.scan import Item
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.unsettled import LOST
from infra.local.model.times import spans
from infra.local.model.times.spans import Span

THINGS = v.word_set("they them theirs their its")
"""They stand for things named before."""
PERSONS = v.word_set("he she")
DEMONSTRATIVES = v.word_set("those these")
SINGULAR = v.word_set("that this same")
ONES = v.word_set("one ones")
OF = v.word_set("of for from in with by than")
CLAUSES = v.word_set("who that which whose with where when")
"""After "those" they say which: "customers who ordered twice and those that never did"."""
ASIDES = v.word_set("days times")
""" "These days" are now."""
EXPLETIVE = v.word_set("was were are is be been being hi hey hello out over in got get do did have has")
""" "Were there", "hi there": no place is meant."""
AUXILIARIES = v.word_set("did does do has have had was were is are could can")
STARTS = v.word_set("and also plus same instead additionally likewise")
"""A message that begins so goes on from something."""
OPENERS = v.word_set("ok okay so now then please yes great thanks cool nice hm hmm well")
BETWEEN = v.word_set("and , ; or but with who that which whose when while if because plus then ? / :")
"""Between a thing and the word that stands for it in the same message: "the top 5 stores and their orders"."""
THEN = (("back", "then"), ("since", "then"), ("until", "then"), ("by", "then"), ("before", "then"), ("from", "there"))
GIVEN = v.word_set("give gives gave given grant granted")
AFTER_EACH = v.word_set("in last this over during since between")
LISTED = v.word_set("each which who")
"""Before "of them" they need a list, not one figure."""


def starts_on(tokens: Sequence[Token]) -> bool:
    """A message that begins with "and" or the like, but for courtesies before it."""
    words = [t.norm for t in tokens if t.norm]
    while words and words[0] in OPENERS:
        words.pop(0)
    return bool(words) and (words[0] in STARTS or words[:2] == ["the", "same"] or words[-1] == "instead")


@dataclass(frozen=True)
class Pointer:
    """Words that stand for something outside of the message: tokens ``first`` to ``last`` of it as it was said."""

    text: str
    first: int
    last: int
    one: bool = False
    """It stands for one thing: "that store"."""
    noun: bool = False
    """What it stands for is named with it: "those stores"."""


def back(tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> Pointer | None:
    for i in range(len(tokens)):
        length = _pointing(tokens, i, lexicon)
        if length and not _read_as(items, tokens[i]) and not _within(tokens, items, i):
            noun = length == 2 and (norm_at(tokens, i), norm_at(tokens, i + 1)) not in THEN
            noun = noun and norm_at(tokens, i + 1) not in ONES
            found = lexicon.at(tokens, i + 1) if noun and norm_at(tokens, i + 1) not in v.UNITS else None
            last = i + (found[0] if found else length - 1)
            one = length == 2 and (norm_at(tokens, i) in ("that", "this") or norm_at(tokens, i + 1) == "one")
            one = one or norm_at(tokens, i) in PERSONS | {"it"}
            text = " ".join(t.surface for t in tokens[i : last + 1] if t.norm)
            return Pointer(text, i, last, one, noun)
    return None


def check(
    tokens: Sequence[Token], items: Sequence[Item], parts: Parts, lexicon: Lexicon, turns: Sequence[HistoryTurn]
) -> None:
    """For a message with no answer before it that it could go on from. Raises Stop when it needs one."""
    found = back(tokens, items, lexicon)
    own = {w.casefold() for w in found.text.split()} if found else set[str]()
    if parts.unsupported or parts.empty or {u.casefold() for u in parts.unknown} - own - {"instead"}:
        return
    if found:
        raise Stop(nothing(found.text))
    lost = any(t.by_asker and t.outcome in LOST for t in turns)
    figure = parts.measures or parts.datasets or parts.counting
    if figure and starts_on(tokens) and (lost or parts.unknown or not parts.periods):
        raise Stop(nothing(""))


def bare(
    tokens: Sequence[Token], found: Pointer, before: Earlier, lexicon: Lexicon, today: date, week_start: str
) -> list[Token]:
    """Without "those stores", where the answer before was by store. Raises Stop where it wasn't."""
    request, span = before.request, spans.read(before.request.period, today, week_start)
    noun = tokens[found.first + 1].norm
    if noun in v.UNITS:
        there = v.UNITS[noun] in (request.grain, span.unit if span else None)
    else:
        term = lexicon.at(tokens, found.first + 1)
        named = {s.ref.casefold() for s in term[1]} if term else set[str]()
        owners = {ref.partition(".")[0] for ref in before.refs} | {d for m in before.metrics for d in m.datasets[:1]}
        there = bool(named & {x.casefold() for x in (*before.refs, *owners)})
    if not there:
        raise Stop(nothing(found.text))
    return [*tokens[: found.first], replace(tokens[found.first], norm="them"), *tokens[found.last + 1 :]]


def counted(parts: Parts, found: Pointer, tokens: Sequence[Token], before: Earlier) -> None:
    """ "Those 5", after a list of five: the number adds nothing. Of another number it stays unknown.

    "Which of them was the cheapest" asks for one, as its verb says.
    """
    asks = [norm_at(tokens, found.first + n) for n in (-2, -1, 1)]
    if parts.ranked and parts.target_plural is None and asks[:2] == ["which", "of"] and asks[2] in ("was", "is"):
        parts.target_plural = False
    said = norm_at(tokens, found.first + 1)
    number = NUMBERS.get(said, int(said) if said.isdigit() else 0)
    if number and number == before.request.limit and norm_at(tokens, found.first) in DEMONSTRATIVES:
        parts.unknown = [u for u in parts.unknown if u.casefold() != said]


def same_again(tokens: Sequence[Token]) -> bool:
    """ "The same per week": all that was, and by week as well; "the same but per week" leaves that open."""
    norms = [t.norm for t in tokens]
    return "same" in norms and not {"but", "instead"} & set(norms)


def needs_list(tokens: Sequence[Token]) -> bool:
    """ "Each of them", "which of those": one figure has no such parts."""
    norms = [t.norm for t in tokens if t.norm]
    return any(
        norms[i] == "of" and norms[i - 1] in LISTED | {"one"} and norms[i + 1] in v.PRONOUNS | {"the"}
        for i in range(1, len(norms) - 1)
    )


def nothing(said: str) -> Talk:
    return Talk(thread_words.stands_for(said) if said else thread_words.GOES_ON, asks=True)


def keep_listed(parts: Parts, tokens: Sequence[Token], found: Pointer, before: Earlier, lexicon: Lexicon) -> None:
    """ "Each of them" after a figure of two values: these side by side. Raises Stop when nothing was listed."""
    request = before.request
    single = {f.field for f in request.filters if f.op == "in" and len(f.values) == 1}
    beside = (parts.versus or parts.compare) and not found.noun
    beside = beside or (parts.ranked and found.text.casefold().startswith("which"))  # "which one had the most"
    if found.one and not beside and request.dimensions and request.limit != 1 and not single & set(request.dimensions):
        raise Stop(Talk(thread_words.which_one(found.text), asks=True))
    if found.text and _of_the_ranked(parts, tokens):
        raise Stop(Refuse(found.text, thread_words.not_those(found.text), thread_words.THOSE_MISSING))
    if not needs_list(tokens):
        return
    if request.dimensions or request.grain or request.by or parts.dimensions or parts.grain or parts.by:
        return
    lists = [f for f in request.filters if _is_list(f) and lexicon.model.field(f.field)]
    if len(lists) != 1:
        raise Stop(nothing(thread_words.EACH))
    field = lexicon.model.field(lists[0].field)
    label = field.label if field else lists[0].field
    item = Item("term", -1, -1, label, senses=(Sense("field", lists[0].field),))
    parts.dimensions.append(Dimension(item))
    parts.each = False


def _of_the_ranked(parts: Parts, tokens: Sequence[Token]) -> bool:
    """ "Of the top five, how many orders did they have?": those are ranked by the figure of before, not by this one."""
    figures = [m.item.start for m in parts.measures if m.item.start > parts.rank_place[1]]
    if not (parts.ranked and figures):
        return False
    between = [t for t in tokens if parts.rank_place[1] <= t.start < figures[0]]
    return any(t.norm in ("how", "what", "and", "which") or t.surface == "," for t in between)


def same_days(query: Query, before: Earlier, days: Callable[[str | None], Span | None]) -> Query:
    """ "This year", after 2026: the period as it was called before."""
    old, new = before.request.period, query.request.period
    spans_of = [days(text) for text in (old, new)]
    if old == new or None in spans_of or len({(s.start, s.end) for s in spans_of if s}) > 1:
        return query
    return replace(query, request=query.request.model_copy(update={"period": old}))


def check_dated(query: Query, before: Earlier, said: str, lexicon: Lexicon) -> None:
    """ "Their revenue", of those that signed up in October: that told which these are, and not when. Raises Stop."""
    words = said.casefold().split()
    points = bool(words) and words[0] in THINGS | DEMONSTRATIVES and words[-1] not in v.UNITS
    counted = [name for m in before.metrics if (name := lexicon.reach.counts(m))]
    other = set(query.request.metrics) - set(before.request.metrics)
    if points and before.request.period and other and any(is_entity(name, lexicon) for name in counted):
        raise Stop(Refuse(said, thread_words.not_those(said), thread_words.THOSE_MISSING))


def same_rows(query: Query, before: Earlier, parts: Parts, said: str) -> Query:
    """Of a list that was cut, the very rows that were shown: ordered as before, by a figure that stays beside.

    Raises Stop where these cannot be kept.
    """
    old, new = before.request, query.request
    cut = bool(old.limit) or any(_limits(f, old) for f in old.filters)
    other_end = old.limit == 1 and parts.ranked and new.metrics == old.metrics
    if not cut or (other_end and said.casefold().startswith("which")):
        return query  # "and which one the least?" looks for another one
    kept = new.dimensions == old.dimensions and new.grain == old.grain and new.by == old.by
    same = kept and new.period == old.period and _plain(new) == _plain(old) and new.compare == old.compare
    ordered = new.order == old.order or (old.order is not None and old.order.by in old.metrics)
    if not same or not ordered:
        raise Stop(Refuse(said, thread_words.not_those(said), thread_words.THOSE_MISSING))
    bounds = [f.field for f in old.filters if _limits(f, old)]
    ranks = [old.order.by] if old.limit and old.order and old.order.by in old.metrics else []
    ranked = parts.ranked or parts.sorting or parts.limit
    if old.limit and new.order != old.order and (ranked or new.metrics == old.metrics):
        raise Stop(Refuse(said, thread_words.not_those(said), thread_words.THOSE_MISSING))
    if set(new.metrics) == set(old.metrics):
        return query
    picks = [lower_first(m.label) for m in before.metrics if m.name in (*ranks, *bounds)]
    if picks and parts.flags & v.REPLACE_WORDS and not {*ranks, *bounds} <= set(new.metrics):
        raise Stop(Refuse(said, thread_words.picked_by(said, picks), thread_words.THOSE_MISSING))
    metrics = tuple(dict.fromkeys([*ranks, *bounds, *new.metrics]))
    limits = tuple(f for f in old.filters if _limits(f, old))
    filters = (*(f for f in new.filters if f not in limits and not _limits(f, old)), *limits)
    changed = new.model_copy(
        update={"metrics": metrics, "filters": filters, "order": old.order or new.order, "limit": old.limit}
    )
    return replace(query, request=changed)


def _limits(found: Filter, request: MetricRequest) -> bool:
    """Whether it is a condition on a figure."""
    return found.field in request.metrics


def _plain(request: MetricRequest) -> list[Filter]:
    return [f for f in request.filters if "." in f.field]


def _is_list(found: Filter) -> bool:
    return found.op == "in" and len(found.values) > 1


def _pointing(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """How many words from here point to something; 0 for none."""
    word, after, last = norm_at(tokens, i), norm_at(tokens, i + 1), norm_at(tokens, i - 1)
    if lexicon.at(tokens, i) is not None:
        return 0
    if word in THINGS:
        return 0 if last in GIVEN else 1  # "who have given their consent"
    if word in PERSONS:
        return 1 if last in AUXILIARIES or after in AUXILIARIES else 0
    if word == "it":
        return 1 if last in ("did", "does") or (last == "of" and not after) else 0
    if (word, after) in THEN:
        return 2
    if word == "there":
        return 0 if last in EXPLETIVE or after in AUXILIARIES or i == 0 else 1
    if word == "which" and after in ONES and norm_at(tokens, i + 2) != "of":
        return 2
    if word == "each":
        alone = last in ("of", "for") and (not after.isalnum() or after in AFTER_EACH)
        does = last in AUXILIARIES and after != "of" and not _named(tokens, i + 1, lexicon) and after not in v.UNITS
        return int(alone or does)
    if word in DEMONSTRATIVES:
        if after in NUMBERS or after.isdigit():
            return 0 if _noun(tokens, i + 2, lexicon) or norm_at(tokens, i + 2) in v.UNITS else 1
        if (
            after in CLAUSES
            or (after in ASIDES and last not in OF)
            or (_noun(tokens, i + 1, lexicon) and _told(tokens, i + 1, lexicon))
        ):
            return 0
        return 1 + (_noun(tokens, i + 1, lexicon) or after in v.UNITS or after in ONES)
    if word in SINGULAR:
        if after in ONES and not (word == "same" and norm_at(tokens, i + 2) == "as"):
            return 2
        if _noun(tokens, i + 1, lexicon):
            relative = word == "that" and i > 0 and last not in OF
            relative = relative and (last in DEMONSTRATIVES | ONES or _noun(tokens, i - 1, lexicon))
            return 2 if not relative and not _told(tokens, i + 1, lexicon) else 0
        if word == "that" and after in v.UNITS and last != "before":
            return 2
        sums = last in ("of", "for") and (not after.isalnum() or after in AUXILIARIES)
        return 1 if word == "that" and (sums or last in ("is", "was")) else 0
    return 0


def _named(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Something of the model is named here, or after a word that tells of it: "each sales channel"."""
    return any(lexicon.at(tokens, j) is not None for j in range(i, min(i + 2, len(tokens))))


def _noun(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """A breakdown or the rows of a dataset are named here, and no figure or value."""
    found = lexicon.at(tokens, i)
    return (
        found is not None
        and {s.kind for s in found[1]} <= {"field", "dataset", "metric"}
        and any(s.kind in ("field", "dataset") for s in found[1])
    )


def _told(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "These countries: Germany and France" says which right away; so does "those customers who"."""
    found = lexicon.at(tokens, i)
    j = i + (found[0] if found else 1)
    return norm_at(tokens, j) in CLAUSES or (j < len(tokens) and tokens[j].surface in ":-–—")


def _read_as(items: Sequence[Item], token: Token) -> bool:
    """The word is part of a period or the like: "the same period last year"."""
    kinds = ("period", "figure", "grain", "unsupported")
    return any(x.start <= token.start < x.end for x in items if x.kind in kinds)


def _within(tokens: Sequence[Token], items: Sequence[Item], i: int) -> bool:
    """What the word stands for was named before it in the message."""
    kinds = ("field", "dataset", "value", *(("metric",) if norm_at(tokens, i) == "that" else ()))
    for item in items:
        if item.end > tokens[i].start or not any(item.has(k) for k in kinds):
            continue
        if any(t.norm in BETWEEN or t.surface in BETWEEN for t in tokens[:i] if t.start >= item.end):
            return True
        named = item.has("field") or item.has("dataset")
        if named and norm_at(tokens, i - 1) in ("in", "within") and norm_at(tokens, i + 1) in NAMES:
            return True
        if named and not item.has("metric") and norm_at(tokens, i) in ("their", "its"):
            return True
    return False
