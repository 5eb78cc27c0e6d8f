"""Small words that turn a question round, or aside: "all orders but online", "revenue as of 31 October"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.times.stretches import PeriodReader

Turn = tuple[Literal["mark", "unknown", "unsupported", "number", "follow"], int, str]
"""Kind of the thing, how many tokens, and its name."""
EVERY = v.word_set(
    "all any anybody anyone anything anywhere each entire every everybody everyone everything everywhere no"
)
"""Before "but" they make it an exception."""
LINKS = v.word_set("by for from in into of on the to via with")
PERSONS = v.word_set("i we you")
POLITE = v.word_set("like love appreciate prefer you")
"""After "would"."""
POLITE_SUBJECTS = v.word_set("it that there they this")
SINGLE = v.word_set("exactly just only precisely single")
ONLY = v.word_set("just only solely exclusively")
COSTS = v.word_set("cost costs")
FIGURES = v.word_set("percentage percentages percent % share shares rate rates comparison comparisons")
"""Behind "no" at the beginning of a reply they are to go."""
FIRM = "firm"
"""Nothing else can be meant here, whatever the words name elsewhere."""
RELATIVES = v.word_set("who that which they")
"""After them a verb comes: customers who *only* bought online, products that *cost* more than."""
NOW = v.word_set("now today")


def turn_at(
    tokens: Sequence[Token], i: int, reader: PeriodReader, lexicon: Lexicon, *, follows: bool, changes: bool
) -> Turn | None:
    """``follows``: the message may build on an earlier one; ``changes``: it asks for a change from A to B."""
    word, after = norm_at(tokens, i), norm_at(tokens, i + 1)
    if word == "but":
        return _but(tokens, i, lexicon)
    if word == "no" and i == 0:
        if follows and after in FIGURES and lexicon.at(tokens, 1) is None:
            return "follow", 1, "drop"
        return _no(tokens, lexicon) or (("unknown", 1, "") if not follows and after.isalnum() else None)
    if word == "as" and after in ("of", "at"):
        return ("unknown", 2, "") if _period(reader, i + 2) or norm_at(tokens, i + 2) in NOW else None
    if word in ("to", "through", "thru") and not (changes or follows):
        return ("unknown", 1, "") if _period(reader, i + 1) else None
    if word == "from" and not changes:
        return _from(reader, i)
    if word == "should" or (word == "would" and not _polite(tokens, i)):
        return "unsupported", 1, "forecast"
    if word == "may":
        asks = after in PERSONS or norm_at(tokens, i - 1) in PERSONS
        return None if asks else ("unknown", 1, "")
    if word in ONLY | COSTS and norm_at(tokens, i - 1) in RELATIVES:
        return "unknown", 1, FIRM
    if word == "one" and norm_at(tokens, i - 1) in SINGLE:
        return "number", 1, ""
    return None


def _period(reader: PeriodReader, i: int) -> bool:
    return reader.at(reader.skip(i, "the")) is not None


def _but(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Turn | None:
    """ "All orders but online" leaves those out; "revenue in Germany but online" says nothing that is clear."""
    j = i + 1
    while norm_at(tokens, j) in LINKS:
        j += 1
    found = lexicon.at(tokens, j) if i and j < len(tokens) else None
    if found is None or not any(sense.kind == "value" for sense in found[1]):
        return None
    if {t.norm for t in tokens[:i]} & EVERY:
        return "mark", 1, "not"
    return None if norm_at(tokens, j + found[0]) in ("only", "") and j + found[0] < len(tokens) else ("unknown", 1, "")


def _no(tokens: Sequence[Token], lexicon: Lexicon) -> Turn | None:
    """ "No urgent ones" leaves those out; "no Germany" may be a correction, and "no, Germany" is one."""
    found = lexicon.at(tokens, 1) if len(tokens) > 1 else None
    if found is None or not any(sense.kind == "value" for sense in found[1]):
        return None
    return ("mark", 1, "not") if norm_at(tokens, 1 + found[0]) else ("unknown", 1, "")


def _from(reader: PeriodReader, i: int) -> Turn | None:
    """ "From 1 October": that day, or all since then? "From yesterday" is what came in yesterday."""
    found = reader.point(reader.skip(i + 1, "the"))
    if found is None or found[1].unit != "day" or found[1].text in ("today", "yesterday"):
        return None
    return ("unknown", 1, "") if (reader.at(i) or (0,))[0] < 2 else None


def _polite(tokens: Sequence[Token], i: int) -> bool:
    return norm_at(tokens, i + 1) in POLITE or norm_at(tokens, i - 1) in POLITE_SUBJECTS | PERSONS
