"""Weekdays and hours that tell of something else than what is asked about: "we meet on Mondays, ..."."""

from __future__ import annotations

from infra.local.model.english.vocabulary import EACH, word_set
from infra.local.model.times.stretches import PeriodReader

PERSONS = word_set("we i our my they")
ASKS = word_set("how what which did do does show give many much want need see whats who when where")
SENDS = word_set("send mail email post remind notify deliver schedule subscribe alert report")


def aside(reader: PeriodReader, i: int) -> bool:
    """ "We have a sale every Saturday, ...", "every Monday send me ...": no day or hour that is asked about."""
    norms = [t.norm for t in reader.tokens]
    if reader.norm(i) in EACH and set(norms) & SENDS:
        return True
    cuts = [-1, *(n for n, word in enumerate(norms) if word in (",", ";", "?", "!")), len(norms)]
    first, last = max(c for c in cuts if c < i + 1), min(c for c in cuts if c > i) if i < len(norms) else i
    clause = set(norms[first + 1 : last])
    return len(cuts) > 2 and bool(clause & PERSONS) and not clause & ASKS
