"""A message as a change of the question before it: "and by channel?", "only EMEA", "what about last year?"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.request import MetricRequest
from infra.local.model import held_to, intents, placed, reading
from infra.local.model.around import idioms, plan_words, slang
from infra.local.model.around.spelling import Spelling
from infra.local.model.bounding import having_any, lacking
from infra.local.model.english.text import Token, tokenize
from infra.local.model.everyday import costing, verb_asks
from infra.local.model.figures import column_turns, plans, summed_fields
from infra.local.model.known import Known
from infra.local.model.listing import of_the_listed
from infra.local.model.noting import noted
from infra.local.model.outcomes import Ask, Outcome, Query, Stop
from infra.local.model.parts import Parts
from infra.local.model.parts_of import share_of, whole_said
from infra.local.model.ranking import lead_over, noun_before_figure, ranked_in_each
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item
from infra.local.model.threads import (
    among_rows,
    followup,
    history,
    pointing,
    rephrase,
    reply_asks,
    reply_axes,
    reply_counts,
    reply_figures,
    reply_idioms,
    reply_limits,
    the_others,
    their_facts,
    unsettled,
    whole_questions,
)
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.pointing import Pointer
from infra.local.model.threads.set_beside import as_much
from infra.local.model.times import back_in_time, days_of_before
from infra.local.model.times.spans import Span

Plan = Callable[[str, Known, int], Outcome]
"""What to do with a message: :func:`plan.plan`."""
MAX_DEPTH = 3
"""Questions back in a row that one reply can settle."""


def made_of(text: str, request: MetricRequest, known: Known, depth: int, plan: Plan) -> Outcome | None:
    """What a message makes of this request, as if it had been the one before."""
    earlier = followup.earlier(request, known.lexicon)
    try:
        return Changing(text, tokenize(text), known, earlier, depth, plan).outcome() if earlier else None
    except Stop as stop:
        return stop.outcome


def reply_parts(text: str, known: Known) -> tuple[Parts, str, bool]:
    """The parts of a message as a change, its folded words, and whether it points back; empty if it is unclear."""
    lexicon = known.lexicon
    said = rephrase.reworded(Spelling(lexicon).mend(slang.expanded(tokenize(text), lexicon)[0])[0], lexicon)
    try:
        items, parts = reading.read(text, idioms.read(said, lexicon), known, True)
    except Stop:
        return Parts(), intents.normal(said), False  # it asks back for a date in it
    return parts, intents.normal(said), pointing.back(said, items, lexicon) is not None


def reply_built(outcome: Outcome, text: str, known: Known, depth: int, plan: Plan) -> Outcome:
    """An answer that was read from the words of a reply alone; or what it builds on, where that is not clear."""
    if not isinstance(outcome, Query) or not unsettled.since(known.turns).lost:
        return outcome
    return _built(outcome, text, reply_parts(text, known)[0], known, depth, plan)


def _built(changed: Query, text: str, parts: Parts, known: Known, depth: int, plan: Plan) -> Query | Ask:
    """The reply's answer, or the question what it builds on where the message before it came to nothing."""
    if depth >= MAX_DEPTH:
        return changed
    asked = replace(known, meanings={})

    def parts_of(said: str) -> Parts:
        tokens = idioms.read(rephrase.reworded(tokenize(said), known.lexicon), known.lexicon)
        return reading.read(said, tokens, known, True)[1]

    def again(turn: HistoryTurn, before: tuple[HistoryTurn, ...]) -> Outcome:
        return plan(turn.question, replace(asked, turns=before), depth + 1)

    return unsettled.checked(changed, text, known.turns, parts, again, parts_of)


@dataclass
class Changing:
    """One reply, read step by step. Each step takes what the one before made of the message."""

    text: str
    tokens: Sequence[Token]
    known: Known
    earlier: Earlier
    depth: int
    plan: Plan
    asked: str = ""
    """The text as it was written."""
    given: str = ""
    """The text as it is held against the request in the end."""
    moved: Span | None = None
    """The period that the reply moves to."""
    same_days: bool = False
    whole: Sequence[Token] = ()
    said: Sequence[Token] = ()
    items: Sequence[Item] = ()
    parts: Parts = field(default_factory=Parts)
    pointer: Pointer | None = None
    whole_question: bool = False
    """It is of the days of the question before, and else of its own."""

    def outcome(self) -> Outcome | None:
        """The changed question, or what to ask; None when the message asks a question of its own. Raises Stop."""
        self.earlier = reply_counts.of_shown(self.text, self.earlier)
        lexicon, before = self.known.lexicon, self.earlier
        self._put_plainly()
        if rows := reply_counts.changed(self.tokens, before, lexicon):
            return reply_built(Query(rows), self.text, self.known, self.depth, self.plan)
        if limit := reply_limits.changed(self.tokens, before, lexicon):
            return reply_built(Query(limit), self.text, self.known, self.depth, self.plan)
        self._word()
        self._read()
        self._settle()
        if not self.pointer and not followup.builds_on(self.parts, intents.normal(self.tokens), before, lexicon):
            if not (base := whole_questions.of_its_days(self.parts, self.said, before, lexicon)):
                return None
            before = self.earlier = base
            self.whole_question = True
        self._check()
        narrowed = history.narrowed(self.known.turns)
        changed = followup.merge(self.parts, before, lexicon, self.known.today, self.known.week_start, narrowed)
        return self._finished(changed) if isinstance(changed, Query) else changed

    def _put_plainly(self) -> None:
        """The text with turns of a reply in plain words: the period moved back, a figure added, a part asked for."""
        lexicon, before, today = self.known.lexicon, self.earlier, self.known.today
        span, self.asked = self.known.span(before), self.text
        text = among_rows.added(reply_idioms.plainly(self.text, before, lexicon), before, lexicon)
        text = reply_asks.judged(text, before, lexicon)
        text = back_in_time.against(text, span)
        if shift := back_in_time.shifted(text, span, today):
            text, self.moved = shift
        self.given = share_of.of_shown(back_in_time.kept(text, span), before.request, lexicon)
        under_way = span is not None and span.unit == "month" and span.start <= today <= span.end
        text = as_much(self.given) if under_way else self.given
        self.same_days = text != self.given
        if text != self.text:
            self.text = text
            tokens = Spelling(lexicon).mend(slang.expanded(tokenize(text), lexicon)[0])[0]
            self.tokens = costing.in_thread(plan_words.read(tokens, lexicon), before.request, lexicon)

    def _word(self) -> None:
        """The tokens with turns of English in the names of the model."""
        lexicon, before = self.known.lexicon, self.earlier
        tokens = reply_limits.without_rows(self.tokens, before, lexicon)
        tokens = summed_fields.read(tokens, lexicon, before.metrics)
        tokens = reply_figures.put(followup.figure_meant(tokens, before, lexicon), before, lexicon)
        self.whole = their_facts.beside(reply_asks.priced(tokens, before), before, lexicon)
        said = rephrase.reworded(self.whole, lexicon)
        said = whole_said.read(reply_asks.put(said, before, lexicon), lexicon)
        said = the_others.named(said, before.request, lexicon)
        self.said = lacking.unnamed(said, lexicon, reply_axes.told(before.request, lexicon))

    def _read(self) -> None:
        known = self.known
        self._items()
        self.pointer = pointing.back(self.said, self.items, known.lexicon)
        if self.pointer and self.pointer.noun:
            self.said = pointing.bare(
                self.said, self.pointer, self.earlier, known.lexicon, known.today, known.week_start
            )
            self._items()

    def _items(self) -> None:
        self.tokens = idioms.read(self.said, self.known.lexicon)
        self.items, self.parts = reading.read(self.text, self.tokens, self.known, True)

    def _settle(self) -> None:
        """What the parts mean behind the question before."""
        lexicon, before, parts = self.known.lexicon, self.earlier, self.parts
        if self.pointer:
            pointing.counted(parts, self.pointer, self.said, before)
        among_rows.check(parts, self.said, before, lexicon)
        followup.rows_meant(parts, before, lexicon)
        followup.rows_alone(parts, lexicon)
        followup.number_meant(parts, before)
        share_of.settle(parts, self.items, self.text, before, lexicon)
        days_of_before.settle(parts, self.items, before.request, self.known.span(before), self.known.week_start)
        about = intents.normal(self.said).split()[:2] in (["what", "about"], ["how", "about"])
        parts.in_place = about and not before.request.grain and not any(p.weekday for p in parts.periods)
        if self.moved:
            parts.periods = [self.moved]
        if not before.request.compare:
            back_in_time.beside(self.text, parts, self.known.span(before))
        reply_limits.bounds_rows(parts, intents.normal(self.said))
        having_any.asked(parts, self.items, self.tokens, before, lexicon)
        ranked_in_each.check(self.items, self.said, parts, before.request)

    def _check(self) -> None:
        """Raises Stop for what has no place in a change."""
        lexicon, before, parts = self.known.lexicon, self.earlier, self.parts
        reply_asks.check(self.said, parts, before, lexicon)
        if parts.grain and pointing.same_again(self.said):
            parts.flags.add("same")
        if self.pointer:
            pointing.keep_listed(parts, self.said, self.pointer, before, lexicon)
        verb_asks.check(parts, self.text, lexicon, before.metrics)
        placed.check(self.items, parts, lexicon)
        if not self.pointer:
            whole_questions.check_whole(parts, self.said, before, lexicon)
        ahead = any(m.terms for m in before.metrics) or bool(before.request.order and not before.request.compare)
        lead_over.check(self.items, parts, beside=ahead)
        noun_before_figure.settle(parts, self.said, lexicon)
        followup.rows_said(parts, self.said)

    def _finished(self, changed: Query) -> Outcome:
        """The changed question as it may be put. Raises Stop."""
        lexicon, before = self.known.lexicon, self.earlier.request
        if self.same_days and changed.request.compare not in ("previous_period", "previous_year"):
            raise Stop(refuse("comparison"))
        changed = of_the_listed.conditions(changed, before, self.parts, self.said, lexicon)
        changed = whole_said.settled(changed, self.parts, self.said, self.earlier, lexicon)
        request = reply_axes.of_the_things(before, reply_axes.drilled(before, changed.request), lexicon)
        request = reply_limits.first_of(self.asked, before, request)
        changed = replace(changed, request=plans.unscoped(request, before, lexicon))
        changed = plans.scoped(changed, before, lexicon)
        column_turns.check(changed.request, self.text, lexicon, before.metrics)
        changed = self._pointed(changed)
        reply_axes.check(self.parts, before, changed.request, lexicon)
        if self.whole_question and not self._dated_since():
            built: Query | Ask = changed
        else:
            built = _built(changed, self.asked, self.parts, self.known, self.depth, self.plan)
        if not isinstance(built, Query):
            return built
        held_to.check(self.given, built.request, before, lexicon)
        return noted(built, self.parts, lexicon, self.known.today, self.earlier)

    def _dated_since(self) -> bool:
        """Other days or values were said since the last answer, in a message that came to nothing."""
        lost = unsettled.since(self.known.turns).lost
        return any(p.periods or p.known for p in (reply_parts(t.question, self.known)[0] for t in lost))

    def _pointed(self, changed: Query) -> Query:
        """With the rows and days that "those" or "then" point back to."""
        pointer, lexicon = self.pointer, self.known.lexicon
        if pointer is None and self.earlier.request.limit == 1:
            pointer = pointing.back(self.whole, self.items, lexicon)
        if pointer is None:
            return changed
        changed = pointing.same_days(changed, self.earlier, self.known.days)
        pointing.check_dated(changed, self.earlier, pointer.text, lexicon)
        return pointing.same_rows(changed, self.earlier, self.parts, pointer.text)
