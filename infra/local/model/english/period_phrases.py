"""Ways to say "the same days of last year": every noun for a stretch with every way to say when."""

from __future__ import annotations

from itertools import product

_NOUNS = ("period", "time", "days", "dates", "stretch", "span", "timeframe", "window", "range", "point", "interval")
_UNITS = ("month", "quarter", "week", "day", "months", "weeks", "quarters", "weekday")
_LENGTHS = ("year", "fiscal year", "fy")
_SAID = ("last {0}", "of last {0}", "in last {0}", "from last {0}", "a {0} ago",
         "one {0} ago", "{0} ago", "a {0} earlier",
         "one {0} earlier", "{0} earlier", "a {0} before", "one {0} before", "{0} before", "the {0} before",
         "of the {0} before", "in the {0} before", "the previous {0}", "in the previous {0}", "of the previous {0}",
         "previous {0}", "in the prior {0}", "of the prior {0}", "prior {0}", "of the last {0}",
         "in the last {0}")  # fmt: skip


def year_before_phrases() -> tuple[str, ...]:
    """ "Same stretch last year", "same months of the previous fiscal year"."""
    ends = [f"same {n} {w.format(length)}" for n, w, length in product((*_NOUNS, *_UNITS), _SAID, _LENGTHS)]
    ends += ["this time last year", "same again last year"]
    ends += [f"{last} {short}" for last, short in product(("prior", "previous", "last"), ("ytd", "fytd"))]
    return tuple(ends)


def unit_before_phrases(unit: str) -> tuple[str, ...]:
    """ "Same days last month"; of weeks, quarters too."""
    short = {"week": "wtd", "month": "mtd", "quarter": "qtd"}[unit]
    to_date = tuple(
        f"{last} {said}" for last, said in product(("prior", "previous", "last"), (short, f"{unit} {short}"))
    )
    return to_date + tuple(f"same {noun} {when.format(unit)}" for noun, when in product(_NOUNS, _SAID))
