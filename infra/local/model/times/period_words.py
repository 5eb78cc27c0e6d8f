"""What is said around the periods of a message: read before its things are, and held against them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from infra.local.model.english.calendar_words import CalendarWords
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import BE, DO
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.scan import Item
from infra.local.model.threads import set_beside
from infra.local.model.times import (
    around_a_day,
    calendar_shorthand,
    date_choice,
    dated_clauses,
    last_weekdays,
    moments_said,
    ordinal_days,
    own_days,
    seasons_said,
    slash_dates,
    stretch_ends,
    two_digit_years,
    vague_periods,
    weekdays_said,
)
from infra.local.model.times.calendar_gaps import Gap
from infra.local.model.times.date_choice import DateChoice
from infra.local.model.times.moments_said import Said
from infra.local.model.times.stretches import MAKES, PeriodReader
from infra.local.model.times.weekdays_said import NamedDay

COMPARES = BE | DO
"""Before "more than a year ago" they say that figures are set side by side."""


@dataclass(frozen=True)
class PeriodWords:
    """``tokens``: the message without them."""

    tokens: tuple[Token, ...]
    days: tuple[NamedDay, ...]
    gaps: tuple[Gap, ...]
    choice: DateChoice
    """By which date it is asked to go."""
    moments: Said

    def check(self, parts: Parts, items: Sequence[Item], lexicon: Lexicon) -> None:
        """Raises Stop where a weekday is not that of its date; days without any belong to a series by day."""
        for over, item in pairwise(items):
            if item.kind == "period" and item.text.casefold().endswith("ago") and self._two_ways(over):
                said = f"{over.text} {item.text}"
                raise Stop(Unplaced((said,), over.start, item.end))  # before then, since then, or beside it
        own_days.check(items, self.tokens)
        weekdays_said.check(self.days, [item.span for item in items if item.span is not None])
        parts.unknown += [gap.text for gap in self.gaps if parts.grain != gap.unit]
        self.moments.settle(parts, lexicon)
        dated_clauses.settle(parts, items, self.tokens, lexicon)

    def _two_ways(self, over: Item) -> bool:
        """ "Over a week ago", "sold more than a month ago"."""
        if over.name != "versus" or over.text.casefold().split()[-1:] != ["than"]:
            return over.text.casefold() == "over"
        said = {t.norm for t in self.tokens[: over.first]}
        return not said & COMPARES or bool(said & MAKES - DO)


def read(tokens: Sequence[Token], lexicon: Lexicon, today: date) -> PeriodWords:
    defaults = lexicon.model.config.defaults

    def reader(of: Sequence[Token]) -> PeriodReader:
        return PeriodReader(of, today, defaults.week_start, defaults.fiscal_year_start)

    tokens = ordinal_days.read(calendar_shorthand.spelled_out(own_days.read(tokens, lexicon), lexicon), today)
    tokens = last_weekdays.read(tokens, today)
    tokens = two_digit_years.settled(slash_dates.written_out(tokens), today)
    tokens = around_a_day.written_twice(tokens, reader(tokens))
    tokens = seasons_said.spelled_out(tokens)
    vague_periods.ask(tokens, reader(tokens))
    reads = reader(tokens)
    tokens = set_beside.same_days(tokens, lambda i: _month(reads, i), today)
    reads = reader(tokens)
    tokens = set_beside.read(tokens, lambda i: (reads.at(i) or (0,))[0])
    moments = moments_said.read(tokens, reader(tokens), lexicon)
    choice = date_choice.read(moments.tokens, lexicon)
    bare, named = weekdays_said.read(choice.tokens, reader(choice.tokens))
    stretch_ends.ask_weeks(bare, reader(bare))
    words = CalendarWords(bare, reader(bare), lexicon)
    return PeriodWords(words.read(), tuple(named), tuple(words.gaps), choice, moments)


def _month(reads: PeriodReader, i: int) -> date | None:
    found = reads.at(i)
    return found[1].start if found and found[0] == 1 and found[1].unit == "month" else None
