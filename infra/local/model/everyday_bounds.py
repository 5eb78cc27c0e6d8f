"""How long something was in a state, with a limit: "were down for more than 8 hours", "stood idle over 20 hours"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.everyday_figures import fitting_in, name_of, of_state
from infra.local.model.lexicon import Lexicon
from infra.local.model.text import Token, fold
from infra.local.model.wording import Wording

STATE = re.compile(
    r"(?<!\S)(?P<be>(?:was|were|is|are|been|stood|stayed|sat|spent)\s(?P<state>\S+)(?:\sfor)?)\s"
    r"(?=(?:a\stotal\sof\s)?(?:more|less|longer|fewer|over|under|at|above|below)\s)"
    r"(?P<than>(?:(?:more|less|longer|fewer)\sthan|over|under|above|below|at\s(?:least|most)))\s\d+\s(?P<unit>hours?|hrs?|minutes?|days?)"
    r"(?!\S)(?!\s(?:ago|before|in\sa\srow|at\sa\stime|each|per|a)\b)"
)
HOW_LONG = re.compile(
    r"(?:\s[,–-])?\s(?:and|with|,)\s(?:(?:for\s)?how\s(?:long|many\s(?:hours|minutes|days))(?:\s(?:each|was\sit|were\sthey|in\stotal|each\stime))?"
    r"(?:\s(?:each|exactly))?|(?:the|their)\s(?:hours|minutes|days)(?:\seach)?)\s*[?.!-]*$"
)
UNITS = {"hour": "hours", "hr": "hours", "hrs": "hours", "minute": "minutes", "day": "days"}


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "had more than 8 downtime hours", where one figure counts that state in that unit."""
    kept = list(tokens)
    wording = Wording(kept)
    found = STATE.search(wording.line)
    if found is None or not any(t.norm in ("which", "what", "how", "list", "show") for t in kept):
        return kept
    unit = UNITS.get(found["unit"], found["unit"])
    rest = [t for i, t in enumerate(kept) if i not in wording.place(found, "be")]
    metrics = [m for m in of_state(found["state"], lexicon) if fold(m.unit or "") == unit]
    words = name_of(metrics[0], lexicon) if len(fitting_in(metrics, rest, lexicon)) == 1 == len(metrics) else ()
    at, be = wording.place(found, "unit"), wording.place(found, "be")
    if not words or not at or not be:
        return kept
    tail = HOW_LONG.search(wording.line)
    if tail and tail.start() > found.end():
        last = wording.line[: tail.start()].count(" ") + 1
        wording = Wording(kept[:last])
    made = wording.put(at, words, (), f"{found['state']} ... {found['unit']}")
    longer = {"longer": "more"}
    head = Wording(made).put(be, (), (), "", "had")
    return [t if t.norm not in longer else Token(t.surface, "more", t.kind, t.start, t.end) for t in head]
