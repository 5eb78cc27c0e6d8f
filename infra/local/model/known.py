"""What the planner knows besides the message that it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agent_actions.contract import HistoryTurn, SharedFile
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Outcome
from infra.local.model.threads import followup, history
from infra.local.model.threads.earlier import Earlier
from infra.local.model.times import spans
from infra.local.model.times.spans import Span


@dataclass(frozen=True)
class Known:
    """What the planner knows besides the message."""

    lexicon: Lexicon
    today: date
    turns: tuple[HistoryTurn, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the asker means by words with several meanings: folded word -> metric."""
    files: tuple[SharedFile, ...] = ()
    """The thread's files, those of the message first, then the newest first."""
    planned: dict[tuple[object, ...], Outcome] = field(default_factory=dict[tuple[object, ...], Outcome], compare=False)
    """What messages of the thread came to, asked anew for this one: message, turns, depth and meanings -> outcome."""

    @property
    def week_start(self) -> str:
        return self.lexicon.model.config.defaults.week_start

    @property
    def earlier(self) -> Earlier | None:
        request = history.last_request(self.turns)
        return followup.earlier(request, self.lexicon) if request else None

    def span(self, earlier: Earlier | None) -> Span | None:
        """The days that the question before was about; a fiscal year as the model has it."""
        return self.days(earlier.request.period if earlier else None)

    def days(self, period: str | None) -> Span | None:
        """The days of a period as a request names it."""
        defaults = self.lexicon.model.config.defaults
        return spans.read(period, self.today, defaults.week_start, defaults.fiscal_year_start)
