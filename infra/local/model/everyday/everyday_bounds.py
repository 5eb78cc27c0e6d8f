"""How long something was in a state, with a limit: "were down for more than 8 hours", "stood idle over 20 hours"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token, fold, is_plural, norm_at
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import fitting_in, name_of, of_state
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.rates import rate_of_value

STATE = re.compile(
    r"(?<!\S)(?P<be>(?:was|were|is|are|been|stood|stayed|sat|spent)\s(?P<state>\S+)(?:\sfor)?|(?P<short>\S+)\sfor)\s"
    r"(?=(?:a\stotal\sof\s)?(?:more|less|longer|fewer|over|under|at|above|below)\s)"
    r"(?P<than>(?:(?:more|less|longer|fewer)\sthan|over|under|above|below|at\s(?:least|most)))\s\d+\s(?P<unit>hours?|hrs?|minutes?|days?)"
    r"(?!\S)(?!\s(?:ago|before|in\sa\srow|at\sa\stime|each|per|a)\b)"
)
HOW_LONG = re.compile(
    r"(?:\s[,–-])?\s(?:and|with|,)\s(?:(?:for\s)?how\s(?:long|many\s(?:hours|minutes|days))(?:\s(?:each|was\sit|were\sthey|in\stotal|each\stime))?"
    r"(?:\s(?:each|exactly))?|(?:the|their)\s(?:hours|minutes|days)(?:\seach)?)\s*[?.!-]*$"
)
PART = re.compile(
    r"(?<!\S)(?P<fig>where|with|in\swhich|for\swhich|had|have|has|having)\s(?P<x1>(?:more\sthan|less\sthan|fewer\sthan|over|under|above|below|"
    r"at\sleast|at\smost)\s\S+\s(?:%|percent))\s(?P<x2>of\s(?:(?:the|all|our|their|its)\s)*)(?P<rows>\S+)\s"
    r"(?:(?:that|which|have|had|has|were|was|are|is|been|being|got|get|gets|came|come|arrived)\s)*(?P<state>\S+)"
)
ASKS = frozenset(["which", "what", "how", "list", "show"])
UNITS = {"hour": "hours", "hr": "hours", "hrs": "hours", "minute": "minutes", "day": "days"}


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "had more than 8 downtime hours", where one figure counts that state in that unit."""
    kept = _part(list(tokens), lexicon)
    wording = Wording(kept)
    found = STATE.search(wording.line)
    if found is None:
        return kept
    state = found["state"] or found["short"]
    first = wording.place(found, "be")[0]
    told = _rows_before(kept, first, lexicon) and (found["short"] or norm_at(kept, first - 1) == "that")
    if not (told or (found["state"] and any(t.norm in ASKS for t in kept))):
        return kept
    unit = UNITS.get(found["unit"], found["unit"])
    rest = [t for i, t in enumerate(kept) if i not in wording.place(found, "be")]
    metrics = [m for m in of_state(state, lexicon) if fold(m.unit or "") == unit]
    words = name_of(metrics[0], lexicon) if len(fitting_in(metrics, rest, lexicon)) == 1 == len(metrics) else ()
    at, be = wording.place(found, "unit"), wording.place(found, "be")
    if not words or not at or not be:
        return kept
    tail = HOW_LONG.search(wording.line)
    if tail and tail.start() > found.end():
        last = wording.line[: tail.start()].count(" ") + 1
        wording = Wording(kept[:last])
    made = wording.put(at, words, (), f"{state} ... {found['unit']}")
    longer = {"longer": "more"}
    head = Wording(made).put(be, (), (), "", "had")
    return [t if t.norm not in longer else Token(t.surface, "more", t.kind, t.start, t.end) for t in head]


def _part(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Where over 10% of packages were delayed", where one rate is of such rows: "with a late share over"."""
    wording = Wording(tokens)
    found = PART.search(wording.line)
    rows, state = (wording.place(found, "rows"), wording.place(found, "state")) if found else (range(0), range(0))
    told = lexicon.at(tokens, state[0]) if state else None
    if found is None or told is None or not rows:
        return tokens
    named = {s.ref for s in lexicon.lookup((found["rows"],)) if s.kind == "dataset"}
    named |= {c for m in lexicon.counters(lexicon.lookup((found["rows"],))) if (c := lexicon.reach.counts(m))}
    counts = [m for name in named for m in lexicon.reach.counters(name)]
    parts = {(s.ref, s.value) for s in told[1] if s.kind == "value" and s.value}
    parts |= {(s.ref, "true") for s in told[1] if s.kind == "field"}
    rates = {
        rate.name: rate
        for count in counts
        for ref, value in parts
        if (rate := rate_of_value(count, ref, str(value), lexicon.reach))
    }
    words = name_of(next(iter(rates.values())), lexicon) if len(rates) == 1 else ()
    at, bound = wording.place(found, "fig"), wording.place(found, "x1")
    if not words or not at or not bound:
        return tokens
    end = state[0] + told[0]
    turn = " ".join(t.surface for t in tokens[rows[0] : end])
    head = Wording(tokens[: at[-1] + 1]).put(at, words, (), turn, "with")
    return [*head, *(tokens[i] for i in bound), *tokens[end:]]


def _rows_before(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """ "Machines (in Leipzig) down for at least 9 hours": what was so stands before, in the plural."""
    for j in range(end - 1, -1, -1):
        found = lexicon.at(tokens, j)
        kinds = {s.kind for s in found[1]} if found else set[str]()
        if "dataset" in kinds:
            return is_plural(tokens[j].norm)
        if "value" not in kinds and tokens[j].norm not in ("in", "at", "of", "from", "that", "the", "our"):
            return False
    return False
