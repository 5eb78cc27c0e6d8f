"""A message behind what is no figure to change: a question back, an explanation, a list, a certified question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent_actions.semantic.request import MetricRequest
from infra.local.model import reading
from infra.local.model.english.text import Token, tokenize
from infra.local.model.known import Known
from infra.local.model.listing import listing_figures, listing_ranks, listing_replies, things_with
from infra.local.model.listing.of_those_named import WHOLE
from infra.local.model.outcomes import Ask, AskFile, Explain, FileQuery, Outcome, Query, Stop, Unplaced, Unreachable
from infra.local.model.parts import Parts
from infra.local.model.threads import certified_replies, followup, history, leaving_out, reply_limits, unread, unsettled
from infra.local.model.threads.answers import answered
from infra.local.model.threads.answers import file_answered as files_answered
from infra.local.model.threads.changing import MAX_DEPTH, Plan, made_of, reply_built, reply_parts

COLUMN_WORDS = 4
"""Words of a reply that may name a column."""


@dataclass(frozen=True)
class Thread:
    """One message and the thread before it. ``plan``: what to do with a message."""

    text: str
    known: Known
    depth: int
    plan: Plan

    def _afresh(self, said: str) -> Outcome:
        return self.plan(said, replace(self.known, turns=()), self.depth + 1)

    def _change(self, said: str, request: MetricRequest) -> Outcome | None:
        return made_of(said, request, self.known, self.depth, self.plan)

    def settled(self) -> Outcome | None:
        """The pending question with this message as its answer, when the last turn asked back or named a word."""
        last = self.known.turns[-1] if self.known.turns else None
        if last is None or not last.by_asker or last.outcome not in ("asked_back", "refused"):
            return None
        before = replace(self.known, turns=self.known.turns[:-1], meanings={})
        pending = self.plan(last.question, before, self.depth + 1)
        if isinstance(pending, Ask) and pending.slot == "base":
            settled = replace(self.known, turns=unsettled.since(before.turns).settled)
            return self.plan(last.question, settled, self.depth + 1) if unsettled.agreed(self.text) else None
        if last.outcome == "refused" and not isinstance(pending, Unplaced | Unreachable):
            return None
        if isinstance(pending, FileQuery) and last.outcome == "asked_back":
            # it was asked which column of the file is meant, once its columns were known
            pending = AskFile("", (self.text.strip(),) if len(self.text.split()) <= COLUMN_WORDS else (), "column")
        if isinstance(pending, Unplaced) and leaving_out.agreed(self.text):
            rest = leaving_out.rest(last.question, pending, before, lambda said: self.plan(said, before, MAX_DEPTH))
            return leaving_out.said_so(rest) if rest else None
        if isinstance(pending, AskFile):
            whole = files_answered(self.text, last.question, pending)
            return self.plan(whole, before, self.depth + 1) if whole else None
        if isinstance(pending, Ask) and pending.about:
            before = replace(before, turns=())
        question = answered(self.text, last, pending, self.known.lexicon)
        if question is None or re.sub(r"\W", "", question) == re.sub(r"\W", "", last.question):
            return None
        whole = self.plan(question, before, self.depth + 1)
        then = pending.then if isinstance(pending, Ask) else ()
        return unread.changed(whole, then, self._change) if then else whole

    def of_the_explained(self, normal: str, outcome: Outcome) -> Query | Explain | None:
        """What a message asks of the figure that was explained just before: "so how many did we have in October?".

        "And a new customer?" asks what that is, and for no number.
        """
        last = self.known.turns[-1] if self.known.turns and self.depth < MAX_DEPTH else None
        if last is None or not last.by_asker:
            return None
        told = self.plan(last.question, replace(self.known, turns=self.known.turns[:-1]), self.depth + 1)
        if not isinstance(told, Explain) or len(told.metrics) != 1:
            return None
        asked = outcome
        if not isinstance(outcome, Query):
            asked = self._change(self.text, MetricRequest(metrics=told.metrics))
        if not isinstance(asked, Query):
            return None
        other = asked.request.metrics not in ((), told.metrics) and followup.starts_as_followup(normal)
        if other and asked.request == MetricRequest(metrics=asked.request.metrics):
            return Explain(asked.request.metrics, self.text)
        return None if asked is outcome else asked

    def of_the_list(self, said: Sequence[Token], tokens: Sequence[Token]) -> Outcome | None:
        """What a message makes of the list before it."""
        before = history.last_request(self.known.turns)
        if before is None:
            return None
        try:
            items, parts = reading.read(self.text, tokens, self.known, False)
        except Stop:
            items, parts = (), Parts()
        listed = not before.metrics
        if items and listed and (figures := listing_figures.asked(tokens, items, parts, before, self.known)):
            return figures
        if listed and (bounded := reply_limits.rebounded(said, before, self.known.lexicon)):
            return Query(bounded)
        if items and (again := listing_replies.changed(said, items, before, self.known)):
            return again
        if self.depth >= MAX_DEPTH:
            return None
        return listing_ranks.changed(self.text, before, self.known.lexicon, self._afresh, self._change)

    def figure_of_the_listed(self, outcome: Outcome) -> Outcome | None:
        """ "Average delivery days", right behind a list of parcels: of these; "revenue", behind shops: of each of them.

        None for a question of more than a figure, and for a figure that they have not.
        """
        before, lexicon = history.last_request(self.known.turns[-1:]), self.known.lexicon
        own = listing_replies.rows_of(before, lexicon) if before else None
        asked = outcome.request if isinstance(outcome, Query) else None
        bare = asked is not None and bool(asked.metrics) and asked == MetricRequest(metrics=asked.metrics)
        whole = WHOLE & {t.norm for t in tokenize(self.text)}
        if not bare or not asked or not before or not own or before.limit or whole:
            return None
        named = before.dimensions[0].partition(".")[2] not in own.primary_key
        if named and not before.period and (of_each := things_with.figures_of(before, asked, lexicon)):
            return Query(of_each)
        counted = listing_replies.counted(before, before.filters, own, lexicon)
        changed = self._change(self.text, counted) if counted else None
        return changed if isinstance(changed, Query) else None

    def without_figures(self, outcome: Outcome) -> Outcome:
        """What a message with no figures before it makes of a list, a certified question, or an unanswered one."""
        listed = None if isinstance(outcome, Query) else history.last_request(self.known.turns)
        if listed and (of_each := things_with.in_reply(self.text, listed, self.known.lexicon, self._afresh)):
            return reply_built(of_each, self.text, self.known, self.depth, self.plan)
        try:
            parts, normal, points = reply_parts(self.text, self.known)
            if not unread.depends(parts, normal, points=points):
                return outcome
            opener = unread.opener(self.known.turns, lambda said: reply_parts(said, self.known))
        except Stop:
            return outcome
        certified = None if opener else certified_replies.last(self.known)
        if certified and (again := certified.again(self.text, lambda said: reply_parts(said, self.known)[0])):
            return again
        if isinstance(outcome, Unplaced) and parts.unknown:
            return outcome
        if certified:
            return certified.refused(self.text)
        asked = replace(self.known, meanings={})
        plan_of = lambda said, turns: self.plan(said, replace(asked, turns=turns), self.depth + 1)  # noqa: E731
        read = lambda said: reply_parts(said, self.known)[0]  # noqa: E731
        return (unread.retried(self.text, parts, opener, plan_of, read, self._change) if opener else None) or outcome
