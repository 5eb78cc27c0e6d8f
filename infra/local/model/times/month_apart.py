""" "October revenue, this year against last": the month of two years, with the figure between the two.

The month is put beside the year that it is of: "revenue in October this year against last".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import MONTHS, word_set
from infra.local.model.lexicon import METRICS, Lexicon

LEADS = word_set("show give me us the our what whats is was were how did please compare")
LINKS = word_set("against vs versus and with to")
COMPARED = ("compared", "with"), ("compared", "to"), ("set", "against"), ("next", "to")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the month behind the figure, where nothing else is asked."""
    at = next((i for i, t in enumerate(tokens) if t.norm not in LEADS), len(tokens))
    figure = lexicon.at(tokens, at + 1) if norm_at(tokens, at) in MONTHS and at + 1 < len(tokens) else None
    if figure is None or not any(s.kind in METRICS for s in figure[1]):
        return list(tokens)
    end = at + 1 + figure[0]
    first = end
    while norm_at(tokens, first) in ("", ",", ":", "for") and first < len(tokens):
        first += 1
    if (norm_at(tokens, first), norm_at(tokens, first + 1)) != ("this", "year") or not _other_year(tokens, first + 2):
        return list(tokens)
    link = replace(tokens[at], norm="in", surface="in", kind="word")
    against = replace(tokens[first + 2], norm="vs", surface="vs", kind="word")
    year = tokens[first + 1]
    last = [replace(year, norm=word, surface=word) for word in ("last", "year")]
    return [*tokens[:at], *tokens[at + 1 : end], link, tokens[at], *tokens[first : first + 2], against, *last]


def _other_year(tokens: Sequence[Token], i: int) -> bool:
    """ "Against last (year)" ends the message."""
    pair = (norm_at(tokens, i), norm_at(tokens, i + 1)) in COMPARED
    if not pair and norm_at(tokens, i) not in LINKS:
        return False
    said = [t.norm for t in tokens[i + 1 + pair :] if t.norm.isalnum()]
    return said in (["last"], ["last", "year"], ["last", "years"], ["the", "last"])
