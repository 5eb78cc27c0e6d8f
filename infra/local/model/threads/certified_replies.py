"""A reply to the answer of a certified question: it is run again with another parameter, or what else is asked is
refused in words, as its SQL is fixed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from agent_actions.semantic.certified import DATED
from agent_actions.semantic.config import CertifiedConfig
from infra.local.model.english import vocabulary as v
from infra.local.model.known import Known
from infra.local.model.outcomes import Refuse, RunCertified
from infra.local.model.parts import Parts
from infra.local.model.says import thread_words
from infra.local.model.threads import history
from infra.local.model.times import back_in_time, spans

UNITS = {"date": "day", "month": "month", "year": "year"}
KEPT = v.word_set("and now same also again only but then")
"""Flags of a reply that may stand beside another parameter."""


@dataclass(frozen=True)
class CertifiedReply:
    """The last answer of a thread, where it was one of a certified question."""

    ran: RunCertified
    question: CertifiedConfig
    known: Known

    def again(self, text: str, read: Callable[[str], Parts]) -> RunCertified | None:
        """The question with the parameters that the message changes, if it does nothing else.

        ``read``: the parts of a text.
        """
        name = self._only(DATED)
        given = str(self.ran.parameters.get(name, self.question.parameters[name].default or "")) if name else ""
        today, start = self.known.today, self.known.week_start
        base = spans.read(given, today, start) if given else None
        shift = back_in_time.shifted(text, base, today)
        parts = read(shift[0] if shift else text)
        periods = [*parts.periods, *([shift[1]] if shift else [])]
        values = self._value(parts)
        if len(periods) > bool(name) or len(values) < len(parts.known) or not (periods or values):
            return None
        if not self._says_nothing(replace(parts, periods=[], known=[])):
            return None
        if periods:
            span = periods[0]
            if span.yearless and base and re.search(r"\b\d{4}\b", given):
                span = spans.with_year(span, base.start.year)
            if span.unit is None or span.unit != UNITS[self.question.parameters[name].type]:
                return None
            values[name] = spans.whole(span.start, span.unit).text or ""
        return RunCertified(self.ran.name, {**self.ran.parameters, **values})

    def refused(self, text: str) -> Refuse:
        return Refuse(
            text[:80], thread_words.certified_only(self.question.question, sorted(self.question.parameters)),
            thread_words.CERTIFIED_CHANGE,
        )  # fmt: skip

    def _only(self, types: tuple[str, ...]) -> str:
        found = [name for name, p in self.question.parameters.items() if p.type in types]
        return found[0] if len(found) == 1 else ""

    def _value(self, parts: Parts) -> dict[str, str]:
        """ "And hiking?" of a question about one category."""
        name = self._only(("value",))
        if not name or len(parts.known) != 1 or parts.known[0].negative:
            return {}
        field = (self.question.parameters[name].field or "").casefold()
        senses = parts.known[0].item.senses
        values = [s.value for s in senses if s.kind == "value" and s.ref.casefold() == field and s.value]
        return {name: values[0]} if len(values) == 1 else {}

    def _says_nothing(self, parts: Parts) -> bool:
        others = (
            parts.measures, parts.dimensions, parts.conditions, parts.datasets, parts.drops, parts.gone,
            parts.all_of, parts.grain, parts.trend, parts.direction, parts.limit, parts.figures, parts.by,
            parts.thresholds, parts.timed, parts.unknown, parts.unsupported, parts.versus, parts.compare, parts.chart,
            parts.dropped_figures, parts.aggregates, parts.ranked, parts.sorting, parts.denied, parts.flags - KEPT,
        )  # fmt: skip
        return not any(others)


def last(known: Known) -> CertifiedReply | None:
    """None where the newest answer of the thread is no certified one, or its question is gone."""
    ran = history.last_call(known.turns)
    if not isinstance(ran, RunCertified):
        return None
    question = next((q for q in known.lexicon.model.config.certified if q.name == ran.name), None)
    return CertifiedReply(ran, question, known) if question else None
