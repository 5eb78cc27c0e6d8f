"""What is done to the rows that a question counts, and by which of their dates: "tickets closed last week".

A verb is accounted for where it is the one by which the figure is dated or called. A verb of another date of the same
rows moves the period to that date, or stops the question; it is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from agent_actions.semantic.model import TIME_TYPES, Metric, ModelField
from agent_actions.semantic.words import lower_first
from infra.local.model.around.asides import says
from infra.local.model.english import verb_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, fold, name_words, stems
from infra.local.model.english.verb_kin import AUXILIARIES, began, called, doers, fits, is_verb, money, names_it
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.outcomes import Ask, Option, Refuse, Stop
from infra.local.model.parts import Condition, Known, Measure, Parts
from infra.local.model.reach import aggregate
from infra.local.model.says import verb_says
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.times.dated_clauses import told_apart, verb_before
from infra.local.model.times.spans import Span

STATES = frozenset(["are", "is", "still", "remain", "remained"])
"""Before a value they say how things stand now."""
NEGATIVE = frozenset(["not", "no", "without", "never"])
_FIRST = re.compile(r"[.;:(,]")


@dataclass(frozen=True)
class Verb:
    """A word that may be a verb; ``first``: its token."""

    word: str
    text: str
    first: int
    item: Item | None
    """None for a harmless word, which no item stands for."""


@dataclass(frozen=True)
class Deeds:
    """Settles the verbs of one message in ``parts``."""

    parts: Parts
    items: Sequence[Item]
    tokens: Sequence[Token]
    lexicon: Lexicon
    _own: list[Verb] = field(default_factory=list["Verb"])
    """Verbs of the date that the figure is counted by."""
    _moved: list[str] = field(default_factory=list[str])
    """Verbs whose date the period went to."""
    _paired: list[str] = field(default_factory=list[str])
    """Verbs of another date with a period of their own, beside that of the figure."""

    def settle(self) -> None:
        """Raises Stop where a verb asks for a date by which the question cannot be answered."""
        self._choose()
        self._count()
        metrics = self.metrics
        dated = [m for m in metrics if self.dates(m)]
        if not dated or len(dated) < len(metrics):
            return
        for verb in self._verbs:
            if self._is_late(verb) or (self.parts.timed and self._is_time_of(verb)):
                continue
            self._account(verb, metrics)
        for known in list(self.parts.known):
            self._as_event(known, metrics)
        if (self._moved and (self._own or self._paired)) or len(self._paired) > 1:
            raise Stop(refuse("other date", (*self._moved, *self._paired)[0]))

    # what is asked for -----------------------------------------------------------------------------------------

    @cached_property
    def _verbs(self) -> list[Verb]:
        unknown = {i.first: i for i in self.items if i.text in self.parts.unknown and _may_be_verb(i)}
        taken = {j for i in self.items for j in range(i.first, i.last + 1)} - set(unknown)
        found: list[Verb] = []
        for at, token in enumerate(self.tokens):
            if not is_verb(self.tokens, at):
                continue
            if at in unknown:
                found.append(Verb(fold(token.norm), unknown[at].text, at, unknown[at]))
            elif at not in taken and token.norm in w.ANSWERS and self.tokens[at - 1].norm == "we":
                self.parts.unknown.append(token.surface)
            elif at not in taken and token.norm in v.FILLER:
                found.append(Verb(token.norm, token.surface, at, None))
        return found

    @property
    def metrics(self) -> list[Metric]:
        found: list[Metric] = []
        for item in [m.item for m in self.parts.measures] or self.parts.datasets[:1]:
            found += self.lexicon.measured(item.senses)
        return list(dict.fromkeys(found))

    def dates(self, metric: Metric) -> list[ModelField]:
        """Every date of the one dataset that the metric is made of, its own first."""
        facts = self.lexicon.reach.facts(metric)
        dataset = self.lexicon.model.dataset(facts[0]) if len(facts) == 1 else None
        own = (metric.time or "").casefold()
        dates = [f for f in dataset.fields if f.datatype in TIME_TYPES or f.is_time] if dataset else []
        return (
            sorted(dates, key=lambda f: f.ref.casefold() != own) if any(f.ref.casefold() == own for f in dates) else []
        )

    def _choose(self) -> None:
        """ "Customers signed up": of a word's meanings the one that the verb is of."""
        money = says(self.tokens, ("how", "much")) >= 0
        for i, measure in enumerate(self.parts.measures):
            metrics = self.lexicon.choices(measure.item.senses)
            for verb in self._verbs if metrics else []:
                if money and stems(verb.word) & w.SPENT:
                    continue  # "how much did we charge customers" counts none of them
                fitting = [m for m in metrics if self._of(verb.word, m)]
                if len(fitting) == 1:
                    item = replace(measure.item, senses=(Sense("metric", fitting[0].name),))
                    self.parts.measures[i] = replace(measure, item=item)
                    self._placed(verb)
                    break

    def _of(self, word: str, metric: Metric) -> bool:
        """True when the figure is called by the verb, or counts rows by its date."""
        if called(word, metric):
            return True
        return bool(self.lexicon.reach.counts(metric)) and any(fits(word, f) for f in self.dates(metric)[:1])

    def _count(self) -> None:
        """ "How many people signed up": nothing else is named, so what the verb counts."""
        parts = self.parts
        if not parts.counting or parts.measures or parts.datasets:
            return
        for verb in self._verbs:
            if not verb.item:
                continue
            every = self.lexicon.model.metrics
            found = [m for m in every if self.lexicon.reach.counts(m) and self._counts(verb.word, m)]
            found = found or [m for m in every if doers(verb.word, m)]
            if parts.known and not found and stems(verb.word) & w.SOLD:
                found = [m for m in every if aggregate(m) == "sum" and not money(m) and names_it(verb.word, m)]
            if len(found) == 1:
                item = replace(verb.item, kind="term", senses=(Sense("metric", found[0].name),))
                parts.measures.append(Measure(item))
                self._placed(verb)
                return

    def _counts(self, word: str, metric: Metric) -> bool:
        return any(fits(word, f) for f in self.dates(metric)[:1]) and names_it(word, metric)

    # by which date ---------------------------------------------------------------------------------------------

    def _account(self, verb: Verb, metrics: Sequence[Metric]) -> None:
        ranks = [self._rank(verb.word, m) for m in metrics]
        others = {f.ref for _, f in ranks if f is not None}
        own = all(rank > 0 and f is None for rank, f in ranks)
        if own:
            self._own.append(verb)
            self.parts.dated = True
            self._placed(verb)
        elif len(others) == 1 and all(f is not None for _, f in ranks):
            self._by(next(f for _, f in ranks if f is not None), verb.first, verb.text)
            self._placed(verb)
        elif verb.item and all(called(verb.word, m) or self._tells(verb.word, m) for m in metrics):
            self._placed(verb)

    def _is_time_of(self, verb: Verb) -> bool:
        """ "How long does it take to resolve": the verb says which time is meant; not in "tickets closed last week"."""
        before = self.tokens[verb.first - 1].norm if verb.first else ""
        past = _is_past(verb.word)
        said = {t.norm for t in self.tokens[: verb.first]}
        return before == "to" or not past or bool(said & AUXILIARIES)

    def _is_late(self, verb: Verb) -> bool:
        """ "Delivered late": where a figure is called by both, the yes-or-no field says it all."""
        after = next((i for i in self.items if i.first == verb.first + 1), None)
        flags = {s.ref for c in self.parts.conditions if c.op == "in" for s in c.item.senses}
        if after is None or after.kind != "term" or not flags & {s.ref for s in after.senses}:
            return False
        for metric in self.lexicon.model.metrics:
            for name in (metric.label, *metric.synonyms):
                said = name_words(name)
                if any(w.akin(verb.word, n) for n in said) and any(
                    stems(after.text.casefold()) & stems(n) for n in said
                ):
                    self._placed(verb)
                    return True
        return False

    def _rank(self, word: str, metric: Metric) -> tuple[int, ModelField | None]:
        """How well the verb fits a date, and which one, if it isn't the one that the metric counts by.

        Of several that fit alike none is taken.
        """
        own, *others = self.dates(metric)
        mine = fits(word, own) or began(word, own)
        ranked = sorted(((fits(word, f), f) for f in others), key=lambda pair: -pair[0])
        best = ranked[0][0] if ranked else 0
        if mine > best or not best:
            return mine, None
        if mine == best:
            return 0, None
        alike = [f for rank, f in ranked if rank == best]
        return (best, alike[0]) if len(alike) == 1 else (0, None)

    def _tells(self, word: str, metric: Metric) -> bool:
        """True when every row of the figure is what the verb says: it is in the description, or makes any row.

        Not of what other rows refer to: "what we sell" tells of products, and not when one was sold.
        """
        if any(fits(word, f) for f in self.dates(metric)):
            return False
        names = self.lexicon.reach.facts(metric)
        if any(r.one.casefold() in names for r in self.lexicon.model.relationships):
            return False
        facts = [d for name in names if (d := self.lexicon.model.dataset(name))]
        heads = [_FIRST.split(text or "")[0] for text in (metric.description, *(d.description for d in facts))]
        told = [name_words(head) for head in heads]
        own = any(stems(word) & stems(said) for head in told if not set(head) & NEGATIVE for said in head)
        return own or bool(stems(word) & w.RAISED)

    def _as_event(self, known: Known, metrics: Sequence[Metric]) -> None:
        """ "Closed last week": a value that is a verb, whose date isn't the one that the rows are counted by."""
        parts = self.parts
        if known.fields or parts.asks("share"):
            return
        if not parts.periods:
            if self._own_too(known.item.first) and (parts.grain or parts.by or parts.trend):
                raise Stop(refuse("other date", known.item.text))
            return
        facts = {f for m in metrics for f in self.lexicon.reach.facts(m)}
        if not any(s.kind == "value" and s.ref.partition(".")[0].casefold() in facts for s in known.item.senses):
            return
        told = [fold(known.item.text), *(s.value or "" for s in known.item.senses if s.kind == "value")]
        verbs = [word for text in told for word in name_words(text) if _is_past(word)]
        found = {f.ref: f for word in verbs for m in metrics if (f := self._rank(word, m)[1]) is not None}
        if len(found) != 1:
            return
        first = known.item.first
        if not known.negative and self._period_of(first) is not None:
            parts.known.remove(known)
            parts.happened = [i for i in parts.happened if i.first != first]
            self._by(next(iter(found.values())), first, known.item.text, event=True)
            return
        if known.negative and {t.norm for t in self.tokens[max(first - 3, 0) : first + 2]} & {"yet", "still"}:
            return
        if self._of_the_rows(first) and any(i.kind == "period" and i.first > first for i in self.items):
            raise Stop(self._not_so(next(iter(found.values())), known.item.text))
        if self._stands(known.item):
            return
        if known.negative:
            raise Stop(self._not_so(next(iter(found.values())), known.item.text))
        if self._before_rows(known.item):
            raise Stop(self._which_date(known, next(iter(found.values())), metrics[0]))
        parts.known.remove(known)
        self._by(next(iter(found.values())), known.item.first, known.item.text, event=True)

    def _by(self, date: ModelField, first: int, text: str, *, event: bool = False) -> None:
        """Count by this date: the period is its, where it was said of the verb."""
        parts = self.parts
        item = Item("term", first, first, text, senses=(Sense("field", date.ref),))
        before = next((i for i in reversed(self.items) if i.last < first), None)
        negative = before is not None and before.kind == "mark" and before.name == "not"
        if negative and before is not None:
            if parts.periods and not (self._of_the_rows(first) or self._until_now(first)):
                raise Stop(self._not_so(date, text))
            parts.unknown = [u for u in parts.unknown if u != before.text]
            parts.conditions.append(Condition(item, "is_null"))
            parts.denied.pop(first, None)
            parts.known = [replace(k, negative=k.negative and self._denied_itself(k.item, first)) for k in parts.known]
            return
        if (paired := self._period_of(first)) is not None and not (parts.versus or parts.compare or parts.changes):
            self._paired.append(text)
            parts.conditions.append(Condition(item, "in", (paired.text or "",)))
            parts.periods.remove(paired)
            told_apart(parts)
            return
        if not parts.periods and parts.grain:
            raise Stop(self._not_so(date, text))
        if not parts.periods or (self._of_the_rows(first) and not event):
            parts.conditions.append(Condition(item, "is_not_null"))
            return
        over_time = parts.grain or parts.by or parts.trend or parts.versus or parts.compare or parts.changes
        beside = over_time or any(f.name not in ("share", "export") for f in parts.figures)
        if len(parts.periods) > 1 or beside or parts.periods[0].text is None:
            raise Stop(self._not_so(date, text))
        if self._own_too(first):
            raise Stop(refuse("other date", text))
        self._moved.append(text)
        parts.conditions.append(Condition(item, "in", (parts.periods[0].text,)))
        parts.periods.clear()

    def _until_now(self, first: int) -> bool:
        """ "Not arrived yet", "still not arrived"; or what the periods are said of are other verbs than this one."""
        around = {t.norm for t in (*self.tokens[max(first - 3, 0) : first], *self.tokens[first + 1 : first + 2])}
        said = [verb_before(i, self.tokens) for i in self.items if i.kind == "period" and i.span]
        return bool(around & {"yet", "still"}) or (bool(said) and all(v not in (None, first) for v in said))

    def _denied_itself(self, item: Item, verb: int) -> bool:
        """The "not" is the value's own: not in "not arrived from Leipzig", where it is the verb's."""
        return item.first < verb or any(
            i.kind == "mark" and i.name == "not" and verb < i.first < item.first for i in self.items
        )

    def _own_too(self, first: int) -> bool:
        """ "Created and resolved in October": one period for two happenings, each of another date."""
        if first < 2 or self.tokens[first - 1].norm != "and":
            return False
        return all(fits(self.tokens[first - 2].norm, date) for m in self.metrics for date in self.dates(m)[:1])

    @property
    def says_own(self) -> bool:
        """A verb of the date that the figure is counted by was said."""
        return bool(self._own)

    def go_by(self, date: ModelField, text: str) -> None:
        """Count by this date, as it was said outright."""
        self._by(date, -1, text, event=True)

    def _period_of(self, first: int) -> Span | None:
        """The period right behind the verb, where the rows have one too: "opened in May and closed in June"."""
        said = [i for i in self.items if i.kind == "period" and i.span]
        if len(said) != 2 or len(self.parts.periods) != 2:
            return None
        own = next((n for n, i in enumerate(said) if verb_before(i, self.tokens) == first), None)
        if own is None or self.parts.periods[own].text is None:
            return None
        other = said[1 - own]
        verb = verb_before(other, self.tokens)
        of_rows = other.first < first and self._of_the_rows(first)
        return self.parts.periods[own] if of_rows or (verb is not None and verb != first) else None

    def _not_so(self, date: ModelField, text: str) -> Refuse:
        metric = self.metrics[0]
        own = self.lexicon.model.field(metric.time or "")
        labels = (metric.label, lower_first(own.label if own else ""), lower_first(date.label))
        return replace(refuse("other date", text), text=verb_says.other_date(*labels))

    def _stands(self, item: Item) -> bool:
        """True for how things stand ("are closed"), or for what came of the rows of a period ("October's tickets")."""
        before = self.tokens[item.first - 1].norm if item.first else ""
        earlier = self.tokens[item.first - 2].norm if item.first > 1 else ""
        return before in STATES or (before == "been" and earlier in ("have", "has")) or self._of_the_rows(item.first)

    def _of_the_rows(self, first: int) -> bool:
        """True when the period stands beside the rows, before the verb: "tickets from October that were closed"."""
        for i, item in enumerate(self.items):
            if item.kind != "period" or item.first > first:
                continue
            near = [self.items[j] for j in (i - 2, i - 1, i + 1) if 0 <= j < len(self.items)]
            if any(n.has("dataset") or n.has("metric") or n.has("choice") for n in near if n.kind == "term"):
                return True
        return False

    def _before_rows(self, item: Item) -> bool:
        after = next((i for i in self.items if i.first > item.last), None)
        before = self.tokens[item.first - 1].norm if item.first else ""
        rows = after is not None and after.kind == "term" and (after.has("dataset") or after.has("metric"))
        return rows and after is not None and after.first == item.last + 1 and before not in ("were", "was", "got")

    def _which_date(self, known: Known, date: ModelField, metric: Metric) -> Ask:
        value = next(s for s in known.item.senses if s.kind == "value")
        status = self.lexicon.model.field(value.ref)
        own = self.lexicon.model.field(metric.time or "")
        options = (
            Option(date.label, f"were {known.item.text}"),
            Option(own.label if own else "", f"{status.label if status else ''} {value.value}"),
        )
        question = verb_says.which_date(known.item.text, [o.label for o in options])
        return Ask(known.item.text, question, options, "word", known.item.start, known.item.end)

    def _placed(self, verb: Verb) -> None:
        if verb.item and verb.text in self.parts.unknown:
            self.parts.unknown.remove(verb.text)


def _may_be_verb(item: Item) -> bool:
    """True for unknown words, and for names of dates that nothing took: "started on the offers page"."""
    return item.kind == "unknown" or (item.kind == "term" and all(s.kind == "field" for s in item.senses))


def _is_past(word: str) -> bool:
    """ "Closed", "sent": what was done; not "deliveries", which only names it."""
    return word.endswith("ed") or word in v.IRREGULAR_VERBS
