""" "How many euros of discounts" is how much, and "50 cents" half of one: money by the names of its coins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import CURRENCIES, DO, word_set
from infra.local.model.lexicon import Lexicon

OF = word_set("of in worth")
IN_CENTS = frozenset(["EUR", "USD", "CAD", "AUD"])
CENTS = word_set("cent cents ct cts")
HUNDRED = 100
SPENDS = word_set("spend spent take taken pay paid save saved lose lost charge charged")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such words as "how much", and with the amount in whole coins."""
    own = lexicon.model.config.defaults.currency
    kept = list(tokens)
    numbers = [i for i, t in enumerate(kept) if t.kind == "number" and t.norm.replace(".", "", 1).isdigit()]
    cents = [i + 1 for i in numbers if norm_at(kept, i + 1) in CENTS]
    figures = [m for senses in lexicon.terms(kept) for m in lexicon.metrics(senses)] if cents else []
    if len(cents) == 1 and own in IN_CENTS and figures and all(money(m) and m.unit == own for m in figures):
        i = cents[0]
        kept = [*kept[: i - 1], _whole(kept[i - 1], kept[i]), *kept[i + 1 :]]
    at = next((i for i in range(2, len(kept)) if CURRENCIES.get(kept[i].norm) == own), 0)
    if not at or (kept[at - 2].norm, kept[at - 1].norm) != ("how", "many"):
        return kept
    much = [*kept[: at - 1], replace(kept[at - 1], norm="much"), *kept[at + 1 :]]
    behind = at
    while norm_at(much, behind) in OF:
        behind += 1
    term = lexicon.at(much, behind) if behind < len(much) else None
    metrics = lexicon.measured(term[1]) if term else []
    if behind > at and metrics and all(money(m) and m.unit == own for m in metrics):
        return [*much[:at], *much[behind:]]
    spent = norm_at(much, at) in DO and any(t.norm in SPENDS for t in much[at:])
    return much if spent else kept


def _whole(number: Token, cents: Token) -> Token:
    amount = f"{float(number.norm) / HUNDRED:g}"
    return replace(number, norm=amount, surface=amount, end=cents.end)
