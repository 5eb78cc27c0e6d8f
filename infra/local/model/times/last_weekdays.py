""" "The last 4 Mondays": the days from the first to the last of them, and of these the Mondays only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import LAST, WEEKDAYS

EACH = frozenset(["each", "every"])
MOST = 52


def read(tokens: Sequence[Token], today: date) -> tuple[Token, ...]:
    """The tokens as "on Mondays 2026-10-19 to 2026-11-09"; "each of the last 4" is by day too."""
    for i in range(len(tokens) - 2):
        if tokens[i].norm not in LAST:
            continue
        number, used = number_at(tokens, i + 1)
        at = i + 1 + used
        word = tokens[at].norm if used and at < len(tokens) else ""
        count = int(number) if number is not None and number == int(number) else 0
        if not 1 < count <= MOST or word[:-1] not in WEEKDAYS:
            continue
        last = today - timedelta(days=(today.weekday() - WEEKDAYS[word[:-1]] - 1) % 7 + 1)
        first = last - timedelta(weeks=count - 1)
        start = i - (i > 0 and tokens[i - 1].norm in ("the", "our"))
        each = start > 1 and tokens[start - 1].norm == "of" and tokens[start - 2].norm in EACH
        start -= 2 * each
        start -= start > 0 and tokens[start - 1].norm in ("on", "for", "in", "over", "of", "during")
        said = replace(tokens[i], start=tokens[start].start, end=tokens[at].end, kind="word")
        made = [replace(said, norm=w) for w in (("per", "day") if each else ())]
        made += [replace(said, norm="on"), replace(said, norm=word)]
        made += [_day(first, said), replace(said, norm="to"), _day(last, said)]
        return (*tokens[:start], *made, *tokens[at + 1 :])
    return tuple(tokens)


def _day(day: date, said: Token) -> Token:
    return replace(said, surface=day.isoformat(), norm=day.isoformat(), kind="date")
