"""Weekdays that are kept or set beside each other: "on Saturdays", "Mon-Fri vs Sat+Sun", "each Saturday".

A weekday in the singular is a day of the last week, unless "a", "each" or the like stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from infra.local.model.around.moment_asides import aside
from infra.local.model.english.text import Token, longest
from infra.local.model.english.verb_kin import fits, is_verb
from infra.local.model.english.vocabulary import (
    AGGREGATES,
    EACH,
    LAST,
    NEXT,
    RANK_ASC,
    RANK_DESC,
    THIS,
    WEEKDAYS,
    word_set,
)
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.parts_of.share_of_days import role
from infra.local.model.ranking.averages_said import averaged, per_unit
from infra.local.model.says.refusals import refuse
from infra.local.model.threads.set_beside import phrases
from infra.local.model.times.clock import HALVES, hours_at
from infra.local.model.times.stretches import PeriodReader
from infra.local.model.times.weekdays_said import SHORT, whole_week

CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS, WEEKEND = frozenset(range(5)), frozenset((5, 6))
GROUPS = {"weekend": WEEKEND, "weekends": WEEKEND, "workdays": WORKDAYS, "workday": WORKDAYS}
NAMES = word_set("weekday weekdays hourly : noon midday midnight oclock o'clock shift shifts")
PROFILES = word_set("profile pattern distribution curve profiles patterns split breakdown")
ONE = word_set("a an any")
ON = word_set("on at during over only just for in of")
RANGES = word_set("to through until till thru") | {""}
JOINS = word_set("and or n / ,")
BREAKS = word_set("by per each every which what of day")
"""Before "weekday" they ask for a breakdown."""
SIDES = phrases("vs | versus | compared to | compared with | against | in comparison to | in comparison with")
REST = phrases(
    "the rest of the week | rest of the week | the rest | other days | the other days | all other days | other "
    "weekdays | the other weekdays | every other day | the remaining days | other days of the week "
    "| the other days of the week"
)
OUT = phrases(
    "excluding | exclude | without | except | except on | except for | not on | not counting | other than | but not | "
    "but not on | leaving out | leave out | apart from | no | minus | not | ignoring"
)
APART = phrases(
    "each one | each of them | one by one | each separately | separately | individually | day by day | each | one row "
    "each"
)


@dataclass
class Said:
    """``tokens``: the message without them."""

    tokens: tuple[Token, ...]
    weekdays: tuple[str, ...] = ()
    hours: str = ""
    part: bool = False
    """A share is asked of them."""
    text: list[str] = field(default_factory=list[str])

    def settle(self, parts: Parts, lexicon: Lexicon) -> None:
        """Put them into the parts. Raises Stop where they would go by another date than the one that was meant."""
        if not self.text:
            return
        parts.weekdays, parts.hours, parts.days_shared = self.weekdays, self.hours, self.part
        senses = [s for item in [m.item for m in parts.measures] or parts.datasets[:1] for s in item.senses]
        metrics = lexicon.metrics(senses)
        names = {s.ref for s in senses if s.kind == "dataset"}
        metrics += [m for name in names for m in lexicon.reach.counters(name)]
        for metric in metrics:
            dates = [f for d in lexicon.model.datasets if d.name in metric.datasets for f in d.fields if f.is_time]
            own = [f for f in dates if f.ref == metric.time]
            for i, token in enumerate(self.tokens):
                verb = is_verb(self.tokens, i) and any(fits(token.norm, f) for f in dates)
                if verb and not any(fits(token.norm, f) for f in own):
                    raise Stop(refuse("other date", self.text[0]))


@dataclass(frozen=True)
class _Group:
    used: int
    days: frozenset[int]
    each: bool = False
    typical: bool = False
    """ "An average Saturday"."""


def read(tokens: Sequence[Token], reader: PeriodReader, lexicon: Lexicon) -> Said:
    """Raises Stop for hours that are not whole ones, and for groups of days that have no breakdown."""
    found = Said(tuple(tokens))
    if not any(_may_say(t.norm) for t in tokens):
        return found
    for rule in (_sides, _kept):
        i = 0
        while i < len(found.tokens):
            turned = rule(found, replace(reader, tokens=found.tokens), lexicon, i)
            if turned is None:
                i += 1
                continue
            used, there = turned
            found.text.append(" ".join(t.surface for t in found.tokens[i : i + used]))
            found.tokens = (*found.tokens[:i], *there, *found.tokens[i + used :])
            i += len(there)
    return found


def _may_say(word: str) -> bool:
    """A word without which no weekday and no hour is named."""
    hour = word in NAMES or word in HALVES or word == "h" or word[-2:] in ("am", "pm")
    return hour or word in GROUPS or _day(word) is not None


def _sides(said: Said, reader: PeriodReader, lexicon: Lexicon, i: int) -> tuple[int, list[Token]] | None:
    """Days that are set beside other days, wherever else days are named."""
    if aside(reader, i):
        return None
    j = i
    while reader.norm(j) in ON:
        j += 1
    token = reader.tokens[i]
    if sides := _sides_of_noun(reader, lexicon, j):
        noun, used, first, other = sides
        return used - i, [*noun, *_beside(said, reader, lexicon, first, other, token)]
    if both := _both_parts(reader, lexicon, j):
        broken = reader.norm(i - 1) in BREAKS
        return j + both - i, _words(token, *(() if broken else ("by",)), "partofweek")
    group = _group(reader, lexicon, j)
    end = j + group.used if group else j
    link = longest(reader.tokens, end, SIDES)
    if group is None or not link:
        return None
    at = end + link
    while reader.norm(at) in ("on", "the", "a"):
        at += 1
    back = at - (reader.norm(at - 1) == "the")
    if rest := longest(reader.tokens, back, REST):
        return back + rest - i, _beside(said, reader, lexicon, group, None, token)
    other = _group(reader, lexicon, at) or _single(reader, at)
    return (at + other.used - i, _beside(said, reader, lexicon, group, other, token)) if other else None


def _kept(said: Said, reader: PeriodReader, lexicon: Lexicon, i: int) -> tuple[int, list[Token]] | None:
    """Days and hours that are kept, left out or ranked."""
    if aside(reader, i):
        return None
    if (clock := hours_at(reader, i)) and not said.hours:
        if role(reader.tokens, i, i + clock.used, lexicon) == "part":
            raise Stop(refuse("share of hours"))
        said.hours = clock.code
        return clock.used, []
    if reader.norm(i) == "hourly" and reader.norm(i + 1) in PROFILES:
        of = 2 + (reader.norm(i + 2) in ("of", "for"))
        figure = lexicon.at(reader.tokens, i + of) if i + of < len(reader.tokens) else None
        used, named = (of + figure[0], reader.tokens[i + of : i + of + figure[0]]) if figure else (of, ())
        return used, [*named, *_words(reader.tokens[i], "by", "hour")]
    if reader.norm(i) == "hourly" and any(
        (m := reader.at(n)) and m[1].unit == "day" for n in range(len(reader.tokens))
    ):
        return 1, _words(reader.tokens[i], "by", "hour")
    if whole := whole_week(reader, i):
        return whole, []
    if (unit := _weekend(reader, lexicon, i)) and not said.weekdays:
        said.weekdays = _codes(WEEKEND)
        return unit
    if (best := _ranked(reader, i)) and not said.weekdays:
        said.weekdays = _codes(best)
        return 1, _words(reader.tokens[i], "days" if reader.norm(i).endswith("days") else "day")
    if reader.norm(i) in EACH | {"by"} and reader.norm(i + 1) in ("weekend", "weekends"):
        return None
    out = longest(reader.tokens, i, OUT)
    j = i + out
    while reader.norm(j) in ON or (j > i and reader.norm(j) == "the"):
        j += 1
    group = _group(reader, lexicon, j)
    if group is None:
        return None
    end = j + group.used
    end += reader.norm(end) == "only"
    token = reader.tokens[i]
    if not out and not said.weekdays and role(reader.tokens, i, end, lexicon) == "part":
        said.part = True
        return end - i, _words(token, "by", "partofweek" if group.days in (WORKDAYS, WEEKEND) else "weekday")
    if said.weekdays:
        # "how busy are Saturdays? orders on a Saturday vs a Tuesday": the same days once more
        return (end - i, []) if not out and set(_codes(group.days)) <= set(said.weekdays) else None
    if out:
        said.weekdays = _codes(frozenset(range(7)) - group.days)
        return end - i, []
    said.weekdays = _codes(group.days)
    apart = longest(reader.tokens, end, APART)
    if group.typical or averaged(reader.tokens, lexicon):
        mean = ("average", "per", "day") if group.typical else ("per", "day")
        return end - i, [] if per_unit(reader.tokens) else _words(token, *mean)
    if not apart and (later := _apart_later(reader, end)):
        said.tokens = later
        return end - i, _words(token, "per", "day")
    return end + apart - i, _words(token, "per", "day") if apart or group.each else []


def _both_parts(reader: PeriodReader, lexicon: Lexicon, i: int) -> int:
    """How many tokens say "weekdays and weekends"."""
    found = [GROUPS.get(reader.norm(n)) or (WORKDAYS if reader.norm(n) == "weekdays" else None) for n in (i, i + 2)]
    both = reader.norm(i + 1) in ("and", "/") and {*found} == {WORKDAYS, WEEKEND}
    return 3 if both and not lexicon.at(reader.tokens, i) else 0


def _weekend(reader: PeriodReader, lexicon: Lexicon, i: int) -> tuple[int, list[Token]] | None:
    """ "Which weekend", "the best weekend", "each weekend": the two days of a week, where both lie in one."""
    if reader.norm(i) not in ("weekend", "weekends") or lexicon.at(reader.tokens, i):
        return None
    before = reader.norm(i - 1)
    asks = before in RANK_ASC | RANK_DESC | EACH | {"which", "what", "by"}
    asks |= before.isalnum() and reader.norm(i - 2) in RANK_ASC | RANK_DESC
    if not asks or reader.norm(i + 1) == "only":
        return None
    if reader.week_start != "monday":
        raise Stop(refuse("calendar", reader.tokens[i].surface))
    return 1, _words(reader.tokens[i], "weeks" if reader.norm(i) == "weekends" else "week")


def _ranked(reader: PeriodReader, i: int) -> frozenset[int]:
    """ "Which Saturday", "the best Saturday", "top 3 Saturdays": one of the days."""
    day = _day(reader.norm(i))
    before = i - 1 - (reader.norm(i - 1).isdigit() and i > 1)
    asks = reader.norm(before) in RANK_ASC | RANK_DESC or (before == i - 1 and reader.norm(before) in ("which", "what"))
    return frozenset((day,)) if day is not None and asks and not _dated(reader, i) else frozenset()


def _codes(days: frozenset[int]) -> tuple[str, ...]:
    return tuple(CODES[n] for n in sorted(days))


def _words(token: Token, *words: str) -> list[Token]:
    return [replace(token, surface=w, norm=w, kind="word") for w in words]


def _single(reader: PeriodReader, i: int) -> _Group | None:
    """The other side of "on a Saturday vs Tuesday", "weekend orders vs weekday orders"."""
    if reader.norm(i) in ("weekday", "weekend"):
        return _Group(1, WORKDAYS if reader.norm(i) == "weekday" else WEEKEND)
    day = WEEKDAYS.get(reader.norm(i), SHORT.get(reader.norm(i)))
    return _Group(1, frozenset((day,))) if day is not None else None


def _sides_of_noun(
    reader: PeriodReader, lexicon: Lexicon, i: int
) -> tuple[Sequence[Token], int, _Group, _Group] | None:
    """ "Weekend orders vs weekday orders": the noun, the place behind it all, and both groups."""
    first = _group(reader, lexicon, i) or _single(reader, i)
    noun = i + first.used if first else i
    for length in (1, 2):
        link = longest(reader.tokens, noun + length, SIDES)
        at = noun + length + link
        other = (_group(reader, lexicon, at) or _single(reader, at)) if first and link else None
        again = [reader.norm(at + (other.used if other else 0) + n) for n in range(length)]
        if first and other and again == [reader.norm(noun + n) for n in range(length)]:
            return reader.tokens[noun : noun + length], at + other.used + length, first, other
    return None


def _beside(
    said: Said, reader: PeriodReader, lexicon: Lexicon, first: _Group, other: _Group | None, token: Token
) -> list[Token]:
    """Raises Stop for groups that have no breakdown of their own."""
    days = {first.days, other.days if other else frozenset(range(7)) - first.days}
    mean = ("per", "day") if averaged(reader.tokens, lexicon) and not per_unit(reader.tokens) else ()
    if days == {WORKDAYS, WEEKEND}:
        return _words(token, *mean, "by", "partofweek")
    if other is None or len(first.days) > 1 or len(other.days) > 1:
        raise Stop(refuse("weekdays apart"))
    said.weekdays = _codes(first.days | other.days)
    return _words(token, *mean, "by", "weekday")


def _group(reader: PeriodReader, lexicon: Lexicon, i: int) -> _Group | None:
    each = reader.norm(i) in EACH
    one = reader.norm(i) in ONE
    start = i + (each or one or reader.norm(i) == "all")
    typical = AGGREGATES.get(reader.norm(start)) == "average" and _day(reader.norm(start + 1)) is not None
    start += typical
    days: frozenset[int] = frozenset()
    last = at = start
    while True:
        used, more = _days(reader, lexicon, at, one=each or one or typical)
        if not used:
            break
        days |= more
        last = at = at + used
        while reader.norm(at) in JOINS and at - last < 2:
            at += 1
        if at == last:
            break
    if not days or len(days) == 7 or (not (each or one or typical) and _is_date(reader, start, last)):
        return None
    return _Group(last - i, days, each, typical)


def _days(reader: PeriodReader, lexicon: Lexicon, i: int, *, one: bool) -> tuple[int, frozenset[int]]:
    """Saturdays, Mon-Fri, Sat; the weekend; "weekdays" where no breakdown by them is asked for."""
    word = reader.norm(i)
    if i < len(reader.tokens) and lexicon.at(reader.tokens, i):
        return 0, frozenset()
    at = i + (word == "the" and reader.norm(i + 1) in GROUPS)
    dated = reader.norm(at + 1) == "of" and reader.month_day(reader.skip(at + 2, "the")) is not None
    if reader.norm(at) in ("weekend", "weekends") and (dated or _one_weekend(reader, at)):
        return 0, frozenset()
    if reader.norm(at) in GROUPS and not lexicon.at(reader.tokens, at):
        return at + 1 - i, GROUPS[reader.norm(at)]
    if word in ("weekdays", "weekday") and reader.norm(i - 1) not in BREAKS - ({"each", "every"} if one else set()):
        plain = word == "weekdays" or reader.norm(i - 1) in ONE
        return (1, WORKDAYS) if plain else (0, frozenset())
    first = _day(word)
    if first is None:
        return 0, frozenset()
    last = _day(reader.norm(i + 2)) if reader.norm(i + 1) in RANGES else None
    if last is not None and last > first and not _dated(reader, i + 2):
        return 3, frozenset(range(first, last + 1))
    plural = word.endswith("days") and word[:-1] in WEEKDAYS
    short = word in SHORT and (_day(reader.norm(i + 2)) is not None or _day(reader.norm(i - 2)) is not None)
    alone = (one or _of_a_noun(reader, lexicon, i)) and not _dated(reader, i)
    return (1, frozenset((first,))) if plural or short or alone else (0, frozenset())


def _of_a_noun(reader: PeriodReader, lexicon: Lexicon, i: int) -> bool:
    """ "Saturday revenue in October": a weekday before a figure, within a longer period."""
    noun = lexicon.at(reader.tokens, i + 1) if i + 1 < len(reader.tokens) else None
    if noun is None or not any(s.kind in ("metric", "dataset") for s in noun[1]) or reader.norm(i) not in WEEKDAYS:
        return False
    within = any((m := reader.at(j)) and j + m[0] > i for j in range(max(i - 3, 0), i))
    if within or reader.norm(i - 1) in LAST | THIS | NEXT:
        return False  # "Black Friday revenue 2025"
    others = (m[1] for j in range(len(reader.tokens)) if j != i and (m := reader.at(j)))
    return any(s.text and s.days >= 7 for s in others)


def _one_weekend(reader: PeriodReader, i: int) -> bool:
    """ "Last weekend", "Black Friday weekend", and "the weekend" where no other period is named."""
    before = reader.norm(i - 1)
    if before in LAST | THIS | NEXT or any((f := reader.point(j)) and j + f[0] == i for j in range(max(i - 4, 0), i)):
        return True
    others = (m[1] for j in range(len(reader.tokens)) if j not in (i - 1, i) and (m := reader.at(j)))
    return before == "the" and reader.norm(i) == "weekend" and not any(s.text and s.days >= 7 for s in others)


def _day(word: str) -> int | None:
    bare = word[:-1] if word.endswith("days") else word
    return WEEKDAYS.get(bare, SHORT.get(word))


def _dated(reader: PeriodReader, i: int) -> bool:
    """ "Sunday 11 October"."""
    at = reader.skip(reader.skip(i + 1, ","), "the")
    return reader.day(at) is not None or reader.month_day(at) is not None


def _is_date(reader: PeriodReader, first: int, last: int) -> bool:
    """ "Monday to Friday" alone may be those of a week; beside another period they are its weekdays."""
    if reader.norm(first - 1) in ("only", "just"):
        return False
    plural = any(reader.norm(j).endswith("days") or reader.norm(j) in GROUPS for j in range(first, last))
    named = [j for j in range(len(reader.tokens)) if not first <= j < last and reader.norm(j) not in WEEKDAYS]
    return not plural and not any(
        (found := reader.point(j)) and found[1].text is not None and found[1].days >= 7 for j in named
    )


def _apart_later(reader: PeriodReader, end: int) -> tuple[Token, ...] | None:
    """The tokens without "each one" at the end: "on Saturdays in October, each one"."""
    for j in range(end, len(reader.tokens)):
        n = longest(reader.tokens, j, APART)
        if n and reader.norm(j - 1) in (",", "") and reader.norm(j + n) in ("\0", "?", ",", "please"):
            return (*reader.tokens[: j - 1], *reader.tokens[j + n :])
    return None
