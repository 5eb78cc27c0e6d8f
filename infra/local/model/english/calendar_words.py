"""Words around a period that say nothing more than the period itself, taken out before a message is read.

"Over the course of Q3" is Q3, "the month of October" is October, "so far in 2026" is 2026, "one row per day" per day.
A word is only taken where what it stands beside says the same; anywhere else it stays, and stops the question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import AGAINST, LAST, MONTHS, RANK_ASC, RANK_DESC, THIS, UNITS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.times import calendar_gaps as gaps
from infra.local.model.times.calendar_gaps import Gap
from infra.local.model.times.spans import Span, shift
from infra.local.model.times.stretches import PeriodReader

SO_FAR = (("so", "far"), ("thus", "far"), ("up", "to", "now"), ("until", "now"), ("till", "now"))
TO_DATE = {"ytd": "year", "qtd": "quarter", "mtd": "month", "wtd": "week"}
WHOLE = word_set("whole entire full complete calendar")
HOLDS = word_set("course duration span length")
"""Before "of" and a period: all of it."""
STRETCH = word_set("period timeframe time timespan window interval")
"""Before a period, behind "in" or "for"."""
DURING = word_set("in for over during within throughout across of")
BESIDE = word_set("the in for over during of throughout across")
"""What stands before "full October"."""
ROWS = word_set("row line column bar record datapoint point entry figure value number")
PER = (("per",), ("for", "each"), ("for", "every"), ("by",), ("each",), ("every",))
BOTH_ENDS = (("inclusive",), ("included",), ("both", "included"), ("both", "inclusive"), ("both", "days", "included"),
             ("both", "days", "inclusive"), ("both", "ends", "included"))  # fmt: skip
ALL_IN = (("all", "in"), ("all", "told"))
UP_TO = (("up", "to", "and", "including"), ("until", "and", "including"), ("to", "and", "including"),
         ("through", "to"), ("up", "until"), ("up", "till"))  # fmt: skip
NOT_OF_A_PERIOD = word_set("by per each every a an last first second third fourth") | LAST
DAYS = word_set("days dates period time stretch")
BESIDES = word_set("vs versus with against to than")
COMPARED = word_set("compared than relative")
YEAR = 366
WEEK = 7
ENDS = word_set("? , ; . by per for in vs versus and with each against compared") | {"", "\0"}
"""What may stand behind "Q3 (calendar)"."""

Rule = Callable[[int], tuple[int, list[Token]] | None]
"""How many tokens go, and what comes in their place."""


@dataclass
class CalendarWords:
    """Rewrites the tokens of one message."""

    tokens: Sequence[Token]
    reader: PeriodReader
    lexicon: Lexicon
    gaps: list[Gap] = field(default_factory=list[Gap])
    """What was said of days without any, to be held against what is asked for."""

    def read(self) -> tuple[Token, ...]:
        rules: tuple[Rule, ...] = (
            self._same_days, self._so_far, self._ytd, self._to_date, self._up_to, self._both_ends, self._all_in,
            self._of_the_whole, self._month_of, self._whole, self._calendar_unit, self._calendar_behind,
            self._week_of, self._one_row, self._single, self._of_figure, self._gaps, self._a_year_before,
        )  # fmt: skip
        found: list[Token] = []
        i = 0
        while i < len(self.tokens):
            taken = next((t for rule in rules if (t := rule(i))), None)
            if taken is None:
                found.append(self.tokens[i])
                i += 1
            else:
                found += taken[1]
                i += taken[0]
        return tuple(found)

    def _norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else "\0"

    def _says(self, i: int, *phrases: tuple[str, ...]) -> int:
        """How many tokens the longest of these phrases takes here; 0 for none."""
        return max((len(p) for p in phrases if all(self._norm(i + n) == w for n, w in enumerate(p))), default=0)

    def _span(self, i: int) -> Span | None:
        found = self.reader.at(i) if i < len(self.tokens) else None
        return found[1] if found and found[1].text is not None else None

    def _ended(self, i: int) -> Span | None:
        """The period that ends right before this token, but for a comma or a dash."""
        i -= self._norm(i - 1) in ("", ",")
        for j in range(max(i - 9, 0), i):
            found = self.reader.at(j)
            if found and found[1].text is not None and j + found[0] == i:
                return found[1]
        return None

    def _within(self, i: int) -> bool:
        """A period that begins before this token goes on behind it."""
        return any((found := self.reader.at(j)) and j + found[0] > i for j in range(max(i - 9, 0), i))

    def _under_way(self, span: Span | None) -> bool:
        return span is not None and span.start <= self.reader.today <= span.end

    # the rules ------------------------------------------------------------------------------------------------

    def _same_days(self, i: int) -> tuple[int, list[Token]] | None:
        """ "November so far vs the same days of last November": what is under way is set beside as much anyway."""
        j = i + (self._norm(i) == "the")
        if self._norm(j) != "same" or self._norm(j + 1) not in DAYS or self._norm(i - 1) not in BESIDES:
            return None
        j += 2 + (self._norm(j + 2) in ("of", "in"))
        other = self._span(j)
        if other is None or other.unit not in ("week", "month", "quarter", "year"):
            return None
        said = [span for k in range(i) if (span := self._span(k)) and span.unit == other.unit and self._under_way(span)]
        before = {shift(span.start, unit, -1) for span in said for unit in (other.unit, "year")}
        return (j - i, []) if other.start in before else None

    def _so_far(self, i: int) -> tuple[int, list[Token]] | None:
        last = i + 1 + (self._norm(i + 1) == "fiscal")
        under_way = self._norm(i) == "the" and UNITS.get(self._norm(last)) in TO_DATE.values()
        if under_way and (n := self._says(last + 1, *SO_FAR)):  # "the year so far"
            return last + 1 + n - i, [replace(self.tokens[i], norm="this"), *self.tokens[i + 1 : last + 1]]
        n = self._says(i, *SO_FAR)
        if n and self._within(i):
            return None  # "from July until now"
        return (n, []) if n and any(self._under_way(self._span(j)) for j in range(len(self.tokens))) else None

    def _ytd(self, i: int) -> tuple[int, list[Token]] | None:
        """ "2026 YTD": the year that is under way."""
        unit = TO_DATE.get(self._norm(i))
        if unit is None:
            return None
        beside = [span for span in (self._ended(i), self._span(i + 1)) if span and span.unit == unit]
        return (1, []) if any(self._under_way(span) for span in beside) else None

    def _to_date(self, i: int) -> tuple[int, list[Token]] | None:
        if not self._says(i, ("to", "date")):
            return None
        return (2, []) if self._under_way(self._ended(i)) else None

    def _up_to(self, i: int) -> tuple[int, list[Token]] | None:
        n = self._says(i, *UP_TO)
        return (n, [replace(self.tokens[i], norm="until", end=self.tokens[i + n - 1].end)]) if n else None

    def _both_ends(self, i: int) -> tuple[int, list[Token]] | None:
        """ "1 to 14 October inclusive": both ends always count."""
        n = self._says(i, *BOTH_ENDS)
        span = self._ended(i) if n else None
        return (n, []) if span and span.days > 1 else None

    def _all_in(self, i: int) -> tuple[int, list[Token]] | None:
        """ "Revenue in October, all in": all of it; not "all in Germany"."""
        n = self._says(i, *ALL_IN)
        return (n, []) if n and self._norm(i + n) in ("\0", "?", ",", ";") and self._ended(i) else None

    def _of_the_whole(self, i: int) -> tuple[int, list[Token]] | None:
        """ "(Over) the course of Q3", "the whole duration of", "(in) the period from 1 to 14 October"."""
        j = i + (self._norm(i) == "the")
        j += self._norm(j) in WHOLE
        if self._norm(j) in HOLDS and self._norm(j + 1) == "of" and self._norm(i - 1) in DURING:
            j += 1 + (self._norm(j + 2) == "the" and not self._span(j + 2))
            return (j + 1 - i, []) if self._span(j + 1) else None
        if self._norm(j) in STRETCH and self._norm(i - 1) in DURING and not self.lexicon.at(self.tokens, j):
            j += self._norm(j + 1) == "of" and not self._span(j + 1)
            return (j + 1 - i, []) if self._span(j + 1) else None
        return None

    def _month_of(self, i: int) -> tuple[int, list[Token]] | None:
        """ "The month of October", "the months of July and August", "the full year 2025"."""
        j = i + (self._norm(i) == "the")
        whole = self._norm(j) in WHOLE
        j += whole
        unit = UNITS.get(self._norm(j))
        if unit in (None, "day", "week") or self._norm(i - 1) in NOT_OF_A_PERIOD | THIS or self._span(i):
            return None
        if self._within(i):
            return None  # "12 months up to the end of October"
        of = self._norm(j + 1) == "of"
        span = self._span(j + 1 + of)
        several = self._norm(j).endswith("s")
        same = span is not None and (span.unit == unit or (several and span.unit is None))
        return (j + 1 + of - i, []) if same and (of or whole or several or j > i) else None

    def _whole(self, i: int) -> tuple[int, list[Token]] | None:
        """ "The full October", "calendar 2025"."""
        word = self._norm(i)
        if word not in WHOLE or not (self._norm(i - 1) in BESIDE or i == 0 or word == "calendar") or self._span(i):
            return None
        span = self._span(i + 1)
        return (1, []) if span and span.unit in ("month", "quarter", "year") else None

    def _calendar_unit(self, i: int) -> tuple[int, list[Token]] | None:
        """ "Each calendar quarter": each quarter; "calendar months" of one year: its months."""
        unit = UNITS.get(self._norm(i + 1))
        if self._norm(i) != "calendar" or unit is None or self._span(i):
            return None
        before = self._norm(i - 1)
        if before in LAST | THIS:
            return 1, []
        return (1, []) if unit != "month" or self._within_a_year() else None

    def _calendar_behind(self, i: int) -> tuple[int, list[Token]] | None:
        """ "Q3 (calendar)", "this year (calendar year)"."""
        span = self._ended(i) if self._norm(i) == "calendar" else None
        if span is None or (span.text or "").casefold().startswith("fy") or "fiscal" in (span.text or ""):
            return None
        n = 1 + (self._norm(i + 1) in UNITS and self._norm(i + 1) != "day")
        return (n, []) if self._norm(i + n) in ENDS and not self._span(i + n) else None

    def _week_of(self, i: int) -> tuple[int, list[Token]] | None:
        """ "In the week of 24 to 30 November", "the week from 2 to 8 November"."""
        j = i + (self._norm(i) == "the")
        if UNITS.get(self._norm(j)) != "week" or self._norm(i - 1) in NOT_OF_A_PERIOD:
            return None
        j += 1 + (self._norm(j + 1) in ("of", "from"))
        span = self._span(j)
        return (j - i, []) if span and span.days == WEEK and span.unit != "week" else None

    def _within_a_year(self) -> bool:
        spans = [span for j in range(len(self.tokens)) if (span := self._span(j))]
        if not spans:
            return False
        return (max(s.end for s in spans) - min(s.start for s in spans)).days <= YEAR

    def _one_row(self, i: int) -> tuple[int, list[Token]] | None:
        """ "One row per day": per day."""
        j = i + (self._norm(i) in ("one", "a", "1"))
        j += j > i and self._norm(j) in ("single", "data")
        n = self._says(j + 1, *PER) if j > i and self._norm(j) in ROWS else 0
        if not n or (self.lexicon.at(self.tokens, j) and self._norm(j + 1 + n) not in UNITS):
            return None
        return j + 1 - i, []

    def _a_year_before(self, i: int) -> tuple[int, list[Token]] | None:
        """ "This October against last October": beside the month itself it is that of the year before."""
        span = self._span(i) if self._norm(i) in LAST and self._norm(i + 1) in MONTHS else None
        if span is None or not any(t.norm in AGAINST | COMPARED for t in self.tokens):
            return None
        months = [j for j in range(len(self.tokens)) if self._norm(j) in MONTHS and j != i + 1]
        others = [self._span(j - (self._norm(j - 1) in THIS)) for j in months]
        if not any(other and (other.start, other.end) == (span.start, span.end) for other in others):
            return None
        year = replace(self.tokens[i + 1], norm=str(span.start.year - 1), kind="number")
        return 2, [replace(self.tokens[i + 1], start=self.tokens[i].start), year]

    def _single(self, i: int) -> tuple[int, list[Token]] | None:
        """ "Every single day", "the best single day"."""
        before = self._norm(i - 1) in RANK_ASC | RANK_DESC | {"every", "each"}
        said = self._norm(i) == "single" and before and self._norm(i + 1) in UNITS
        return (1, []) if said else None

    def _of_figure(self, i: int) -> tuple[int, list[Token]] | None:
        """ "The highest day of (Garden) revenue": for it, as no day is one of a figure."""
        single = self._norm(i - 2) == "single"
        ranked = self._norm(i - 2 - single) in RANK_ASC | RANK_DESC and self._norm(i - 1) in UNITS
        if self._norm(i) != "of" or not ranked:
            return None
        j = i + 1
        while (found := self.lexicon.at(self.tokens, j)) and self.lexicon.means_at(self.tokens, j, "value"):
            j += found[0]
        figure = self.lexicon.means_at(self.tokens, j, "metric", weak=False)
        return (1, [replace(self.tokens[i], norm="for", surface="for")]) if figure else None

    def _gaps(self, i: int) -> tuple[int, list[Token]] | None:
        found = gaps.at(self.tokens, i)
        if found is None:
            return None
        self.gaps.append(found)
        return found.last + 1 - i, []
