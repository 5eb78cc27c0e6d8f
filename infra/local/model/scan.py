"""From tokens to the things that they stand for, longest reading first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, cast

from infra.local.model.around.turns import FIRM, turn_at
from infra.local.model.bounding.quantities import is_unit, kind_of
from infra.local.model.bounding.textual import LITERAL
from infra.local.model.english import arithmetic_words as a
from infra.local.model.english import vocabulary as v
from infra.local.model.english.marks import COMPARISONS, MARKS
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token
from infra.local.model.english.wording import MEANT
from infra.local.model.figures.compared_sides import two_sides
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.says.beyond import UNSUPPORTED
from infra.local.model.times.fiscal import is_code
from infra.local.model.times.spans import Span, Unit, is_long
from infra.local.model.times.stretches import PeriodReader

Kind = Literal[
    "term", "period", "grain", "unit", "trend", "number", "rank", "mark", "aggregate", "figure", "unsupported",
    "quoted", "follow", "all", "preposition", "filler", "unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing in a message: tokens ``first`` to ``last``. ``name``: the mark, unit, direction, topic or word."""

    kind: Kind
    first: int
    last: int
    text: str
    name: str = ""
    senses: tuple[Sense, ...] = ()
    span: Span | None = None
    number: float | None = None
    start: int = 0
    end: int = 0
    """Character offsets in the message."""

    def has(self, kind: str) -> bool:
        return any(s.kind == kind for s in self.senses)


def _phrase_table(groups: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): name for name, phrases in groups.items() for phrase in phrases}


_MARKS = _phrase_table(MARKS)
_UNSUPPORTED = _phrase_table(UNSUPPORTED)
_FIGURES = _phrase_table(a.FIGURES)
_RATES = _phrase_table({"rate": a.RATE, "absolute": a.ABSOLUTE})
_ASKS = (["which"], ["where"], ["who"], ["what"], ["how"])
_TRENDS = _phrase_table({"trend": v.TREND_PHRASES})
_PRIORITY: dict[str, int] = {
    "period": 9, "grain": 8, "trend": 7, "term": 6, "rank": 5, "mark": 5, "unit": 4, "aggregate": 4, "figure": 3,
    "unsupported": 3, "follow": 2, "number": 2, "all": 2, "quoted": 1, "unknown": 1, "preposition": 1, "filler": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Scanner:
    """Reads one message. ``follows``: an earlier question exists, so words that change it are harmless."""

    lexicon: Lexicon
    tokens: Sequence[Token]
    text: str
    today: date
    week_start: str = "monday"
    fiscal_year_start: str = "01-01"
    follows: bool = False

    def items(self) -> tuple[Item, ...]:
        reader = PeriodReader(self.tokens, self.today, self.week_start, self.fiscal_year_start)
        found: list[Item] = []
        i = 0
        while i < len(self.tokens):
            item = self._best(i, reader)
            if item.kind != "filler":
                found.append(item)
            i = item.last + 1
        return tuple(found)

    def _best(self, i: int, reader: PeriodReader) -> Item:
        candidates = [item for item in self._candidates(i, reader) if item]
        if not candidates:
            return self._item("unknown" if self.tokens[i].norm.strip(",.?!") else "filler", i, 1)
        return max(candidates, key=lambda item: (item.last, _rank(item)))

    def _candidates(self, i: int, reader: PeriodReader) -> Iterable[Item | None]:
        token = self.tokens[i]
        if token.kind == LITERAL:
            yield self._item("quoted", i, 1)
            return
        if token.kind == "quoted":
            found = self.lexicon.lookup(tuple(t for t in token.norm.replace("_", " ").split()))
            yield self._item("term", i, 1, senses=found) if found else self._item("quoted", i, 1)
            return
        period = self._period(i, reader)
        own_code = period is not None and is_code(token.norm) and bool(self.lexicon.at(self.tokens, i))
        if period and not own_code and not (period[0] == 1 and self._bounds_noun(i) and self._bounding(i)):
            yield self._item("period", i, period[0], span=period[1])
        if future := reader.future_at(i):
            yield self._item("unsupported", i, future, name="forecast")
        if term := self.lexicon.at(self.tokens, i):
            n, senses = term
            senses = (tuple(s for s in senses if s.kind == "metric") or senses) if token.kind == MEANT else senses
            loud = n == 1 and token.norm in v.HARD and self.text.isupper()
            if not (loud or (n == 1 and self._says_direction(i, senses))):
                yield self._item("term", i, n, senses=senses)
        yield self._grain(i)
        yield self._rate(i)
        yield self._stretch_before(i, reader)
        yield self._between(i)
        yield self._within(i)
        yield self._moved(i)
        for table, kind in (
            (_TRENDS, "trend"), (_MARKS, "mark"), (_FIGURES, "figure"), (_UNSUPPORTED, "unsupported")
        ):  # fmt: skip
            n, name = self._phrase(i, table)
            if kind == "unsupported" and n > 1 and self._norm(i - 1) in v.LINKS_VALUES and reader.at(i + n - 1):
                continue  # "chat versus email this year" sends nothing
            if name == "howmany" and self._norm(i + n - 1) == "of" and self._bounds_at(i + n):
                continue
            if n and not (n == 1 and self._is_command(i, token.norm)):
                yield self._item(kind, i, n, name=name)  # type: ignore[arg-type]
        turn = turn_at(self.tokens, i, reader, self.lexicon, follows=self.follows, changes=self._asks_change)
        if turn:
            yield self._item(turn[0], i, turn[1], name=turn[2], number=1 if turn[0] == "number" else None)
        yield self._word(i, token)

    def _period(self, i: int, reader: PeriodReader) -> tuple[int, Span] | None:
        """A period; "the month before last" and "the day before yesterday" with their article."""
        if self._norm(i) == "the" and self._norm(i + 2) == "before" and (found := reader.point(i + 1)):
            return found[0] + 1, found[1]
        return reader.apart(i) if self._asks_change else reader.at(i)

    def _falls_on(self, day: int, j: int, reader: PeriodReader) -> bool:
        """ "Yesterday", where that was a Saturday, before "the Saturday before"."""
        found = reader.at(j)
        span = found[1] if found else None
        return span is not None and span.unit == "day" and span.start.weekday() == v.WEEKDAYS[self._norm(day)]

    def _stretch_before(self, i: int, reader: PeriodReader) -> Item | None:
        """ "The 7 days before", behind "the last 7 days" or 1 to 7 October; "the Monday before", behind a Monday."""
        day = i + (self._norm(i) == "the")
        if self._norm(day + 1) == "before" and self._norm(day) in v.WEEKDAYS and not self._norm(day + 2).isdigit():
            said = any(self._norm(j) == self._norm(day) or self._falls_on(day, j, reader) for j in range(i))
            return self._item("figure", i, day + 2 - i, name="before:weekday") if said else None
        count, used = number_at(self.tokens, i)
        unit = v.UNITS.get(self._norm(i + used)) if count else None
        if not unit or self._norm(i + used + 1) not in ("before", "prior", "earlier", "preceding"):
            return None
        said = any(
            number_at(self.tokens, j)[0] == count and v.UNITS.get(self._norm(j + number_at(self.tokens, j)[1])) == unit
            for j in range(i)
            if self._norm(j - 1) in v.LAST
        )
        stretches = [found[1] for j in range(i) if (found := reader.at(j))]
        said |= any(is_long(span, int(count or 0), cast("Unit", unit)) for span in stretches)
        more = 1 + (self._norm(i + used + 2) == "that")
        return self._item("figure", i, used + 1 + more, name="before") if said else None

    def _grain(self, i: int) -> Item | None:
        word = self._norm(i)
        if word in v.GRAIN_ADVERBS:
            return self._item("grain", i, 1, name=v.GRAIN_ADVERBS[word])
        if word not in v.UNITS:
            return None
        rest = [self._norm(j) for j in range(i + 1, i + 5) if self._norm(j) != ""]
        if rest[:2] in (["by", word], ["after", word], ["to", word]):
            last = next(j for j in range(i + 2, i + 5) if self._norm(j) == word)
            return self._item("grain", i, last - i + 1, name=v.UNITS[word])
        if self._norm(i - 1) in ("a", "an") and any(v.AGGREGATES.get(t.norm) == "average" for t in self.tokens):
            return self._item("grain", i, 1, name=v.UNITS[word])
        return self._item("unit", i, 1, name=v.UNITS[word])

    def _rate(self, i: int) -> Item | None:
        """ "The rate", "as a rate", "in absolute numbers": of the figure that was asked for before."""
        n, name = self._phrase(i, _RATES) if self.follows else (0, "")
        return self._item("figure", i, n, name=name) if n else None

    @cached_property
    def _asks_change(self) -> bool:
        """A change or a difference is asked for, so that "from A to B" names its two ends.

        Not where it is said to be one on the year before.
        """
        places = range(len(self.tokens))
        figures = {self._phrase(i, _FIGURES)[1] for i in places}
        compares = any(self._phrase(i, _MARKS)[1] == "compare" for i in places)
        sides = compares and not two_sides(self.tokens, self.lexicon)
        return "year" not in figures and (sides or bool(figures & {"change", "why"}))

    def _between(self, i: int) -> Item | None:
        """ "Between 10 and 20", where neither is a date."""
        if self._norm(i) != "between":
            return None
        j = self._after_amount(i + 1)
        bounded = j and self._norm(j) in ("and", "to") and self._after_amount(j + 1)
        return self._item("mark", i, 1, name="between") if bounded else None

    def _within(self, i: int) -> Item | None:
        """ "Within 4 hours", "inside 4 hours": no longer than that."""
        used = number_at(self.tokens, i + 1)[1] if self._norm(i) in ("within", "inside") else 0
        timed = used and kind_of(self._norm(i + 1 + used)) == "time"
        return self._item("mark", i, 1, name="lte") if timed else None

    def _bounds_noun(self, i: int) -> bool:
        """ "2000 orders", "2000 euros": a number that could be a year, before what it counts."""
        if not (self.tokens[i].kind == "number" and self.tokens[i].norm.isdigit() and i + 1 < len(self.tokens)):
            return False
        return self._norm(i + 1) in v.CURRENCIES or bool(self.lexicon.at(self.tokens, i + 1))

    def _bounds_at(self, i: int) -> bool:
        """ "(An amount of) at least 300": not "the amount of" some things, but how much it is."""
        return self._phrase(i, _MARKS)[1] in (*COMPARISONS, "between") or number_at(self.tokens, i)[0] is not None

    def _bounding(self, i: int) -> bool:
        """A comparison stands right before: "at least 2000"."""
        return any(self._phrase(j, _MARKS) == (i - j, name) for j in range(max(i - 4, 0), i) for name in COMPARISONS)

    def _after_amount(self, i: int) -> int:
        """The place after a number with or without its currency: "100", "EUR 100", "100 EUR"; 0 for anything else."""
        i += self._norm(i) in v.CURRENCIES
        used = number_at(self.tokens, i)[1]
        after = self._norm(i + used)
        return i + used + (after in v.CURRENCIES or after in ("%", "percent") or is_unit(after)) if used else 0

    def _moved(self, i: int) -> Item | None:
        """ "Up" and "down" of a figure: "is revenue up?", "why are orders down"; not "broken down by"."""
        word, said = self._norm(i), {self._norm(j) for j in range(i)}
        if word == "than" and self._compares(i):
            return self._item("mark", i, 1, name="versus")
        if word in a.COMPARATIVES and any(self._norm(j) == "than" and self._compares(j) for j in self._after(i)):
            then = self._norm(i + 1) == "than"
            return self._item("mark" if then else "figure", i, 1 + then, name="versus" if then else "change")
        if word not in a.UP_OR_DOWN or not said & a.ASKS_OF_CHANGE | said & {"are", "were", "went", "gone", "going"}:
            return None
        if self._norm(i - 1) in a.NEVER_UP or self._norm(i + 1) in ("by", "per", "into", "to"):
            return None
        return self._item("figure", i, 1, name="change")

    def _says_direction(self, i: int, senses: Sequence[Sense]) -> bool:
        """ "Why was revenue down": no value of "down" that belongs to rows which no figure named before is made of."""
        if self._norm(i) not in a.UP_OR_DOWN or any(s.kind != "value" for s in senses) or not self._moved(i):
            return False
        named = [s for j in range(i) if (found := self.lexicon.at(self.tokens, j)) for s in found[1]]
        metrics = self.lexicon.metrics(named, weak=False)
        owners = {s.ref.partition(".")[0] for s in senses}
        rows = {s.ref for s in named if s.kind == "dataset"}
        return (
            bool(metrics)
            and not rows & owners
            and not any(self.lexicon.reach.distance([m], owner) is not None for m in metrics for owner in owners)
        )

    def _after(self, i: int) -> range:
        return range(i + 1, len(self.tokens))

    def _compares(self, i: int) -> bool:
        """True for "than" before a period: "more orders in October than in September"."""
        reader = PeriodReader(self.tokens, self.today, self.week_start, self.fiscal_year_start)
        if i + 1 < len(self.tokens) and self._bounds_noun(i + 1):
            return False
        follows = (i + 1, i + 2) if self._norm(i + 1) in ("in", "on", "for", "the") else (i + 1,)
        back = any(self._phrase(j, _FIGURES)[1].startswith("before:") for j in follows)
        return back or any(reader.at(j) for j in follows)

    def _word(self, i: int, token: Token) -> Item | None:
        word = token.norm
        value, used = number_at(self.tokens, i)
        if value is not None:
            beside = {self._norm(i - 1), self._norm(i + used)}
            if word in ("one", "ones") and not beside & (v.RANK_ASC | v.RANK_DESC):
                return self._item("filler", i, 1)
            return self._item("number", i, used, number=value)
        if word == "will" and self._norm(i + 1) not in ("you", "\0"):
            return self._item("unsupported", i, 1, name="forecast")
        if word in v.BY_TIME and self._norm(i + 1) in a.MOVING:
            return self._item("rank", i, 1, name="desc" if word in v.RANK_ASC else "asc")
        if word in v.RANK_DESC or word in v.RANK_ASC:
            return self._item("rank", i, self._with_tail(i), name="desc" if word in v.RANK_DESC else "asc")
        if word in v.FIRST and (numbered := number_at(self.tokens, i + 1)[1]):
            timed = self._norm(i + 1 + numbered) in v.UNITS
            return self._item("unknown" if timed else "rank", i, 1, name="desc")
        if self.follows and word in v.FOLLOW_FILLER:
            return self._item("follow", i, 1, name=word)
        if word in v.AGGREGATES:
            return self._item("aggregate", i, 1, name=v.AGGREGATES[word])
        if word in ("all", "both", "every", "everything", "everywhere"):
            return self._item("all", i, 1, name=word)
        if word in v.HAVING and self._norm(i + 1) in ("a", "an"):
            return self._item("preposition", i, 2, name="having")
        if word in v.PREPOSITIONS:
            return self._item("preposition", i, 1, name=word)
        if word == "existing" and not self._stands(i + 1):
            return self._item("unknown", i, 1)
        if (word == "when" and self._asks_when(i)) or (word == "a" and self._ends_name(i)):
            return self._item("unknown", i, 1)
        if word in v.FILLER or not word or word == "ones":
            return self._item("filler", i, 1, name=word)
        return None

    def _asks_when(self, i: int) -> bool:
        """ "Which one was it, and when": the date of something is asked for, and is no condition."""
        rest = [word for j in range(i + 1, len(self.tokens)) if (word := self._norm(j)) and word.isalnum()]
        return i > 0 and (not rest or rest == ["exactly"] or (rest[0] == "and" and rest[1:2] in _ASKS))

    def _stands(self, i: int) -> bool:
        """ "Our existing stores": a register has no others; existing customers are not the new ones."""
        term = self.lexicon.at(self.tokens, i) if i < len(self.tokens) else None
        rows = [d for s in term[1] if s.kind == "dataset" and (d := self.lexicon.model.dataset(s.ref))] if term else []
        return bool(rows) and all(d.freshness is None for d in rows)

    def _ends_name(self, i: int) -> bool:
        """ "Sorter A", "sorter A and B": no article, but the end of a name that isn't known."""
        named = any((term := self.lexicon.at(self.tokens, j)) and j + term[0] == i for j in range(max(i - 4, 0), i))
        after = self._norm(i + 1)
        return named and (after in ("\0", "", "and", "or", "vs") or not after.isalnum() or after in v.PREPOSITIONS)

    def _with_tail(self, i: int) -> int:
        """Tokens of "best selling", "best-selling", "best"."""
        for n in (1, 2):
            if self._norm(i + n) in v.RANK_TAILS and (n == 1 or not self._norm(i + 1)):
                return n + 1
        return 1

    def _is_command(self, i: int, word: str) -> bool:
        """ "No, ...", "change it to ..." and "drop the region" are words to the bot, not about the data."""
        if word == "no":
            return i == 0
        if word in a.MOVES and self.follows and i <= 2:
            before = {self._norm(j) for j in range(i)}
            if not before & (a.ASKS_OF_CHANGE | v.RANK_DESC | v.RANK_ASC | {"a", "that", "this", "any"}):
                return True
        return self.follows and word in v.REPLACE_WORDS and i <= 2 and self._norm(i + 1) in v.PRONOUNS | {"to", "the"}

    def _phrase(self, i: int, table: Mapping[tuple[str, ...], str]) -> tuple[int, str]:
        words: list[str] = []
        best = (0, "")
        for j in range(i, min(i + 7, len(self.tokens))):
            if self.tokens[j].norm:
                words.append(self.tokens[j].norm)
                if tuple(words) in table:
                    best = (j - i + 1, table[tuple(words)])
        return best

    def _norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else "\0"

    def _item(
        self,
        kind: Kind,
        i: int,
        n: int,
        name: str = "",
        senses: tuple[Sense, ...] = (),
        span: Span | None = None,
        number: float | None = None,
    ) -> Item:
        last = min(i + n, len(self.tokens)) - 1
        start, end = self.tokens[i].start, self.tokens[last].end
        text = self.text[start:end]
        if kind in ("unknown", "term") and self.tokens[last].surface + "'s" in text.replace("’", "'"):
            text = text[:-2]
        text = text[1:-1] if kind == "quoted" and not text[:1].isalnum() else text
        return Item(kind, i, last, text, name, senses, span, number, start, end)


def _rank(item: Item) -> float:
    if item.name == FIRM:
        return 10
    if item.kind == "term" and all(s.weak for s in item.senses):
        return 3.5
    if item.kind == "term" and all(s.kind == "value" for s in item.senses):
        return 4.5
    return _PRIORITY[item.kind]
