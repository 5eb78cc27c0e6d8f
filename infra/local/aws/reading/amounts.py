"""Amounts of money and dates as they are printed."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal

SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "zł": "PLN", "₫": "VND"}
CODES = ("EUR", "USD", "GBP", "CHF", "PLN", "SEK", "CAD", "AUD", "BRL", "MXN", "JPY", "VND")
_CURRENCY = "|".join((*map(re.escape, SYMBOLS), *CODES))
_NUMBER = r"(?P<number>\d{1,3}(?:[.,' ]\d{3})+[.,]\d{2}|\d+[.,]\d{2})"
_MONEY = re.compile(rf"(?P<minus>[-–(])?(?:{_CURRENCY})?\s?-?{_NUMBER}\s?(?:{_CURRENCY})?\)?-?(?:\s?[A-D*])?", re.I)
_ALONE = re.compile(rf"(?:{_CURRENCY})", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic)[a-zéäû]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?[ -]{_MONTH}[ -]\d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})(?!\d)",
    re.I,
)


@dataclass(frozen=True)
class Amount:
    """``words``: the places, within the words that were looked at, that make it up."""

    words: tuple[int, ...]
    value: Decimal
    currency: str | None


def amounts(texts: Sequence[str], starts: Container[int] = ()) -> list[Amount]:
    """The amounts among some words of one row, from the left; a currency beside one belongs to it.

    ``starts``: words before which there is a large gap; a currency on its far side tells the currency only.
    """
    found: list[Amount] = []
    taken: set[int] = set()
    for at, text in enumerate(texts):
        matched = _MONEY.fullmatch(text)
        if matched is None:
            continue
        words = [at]
        currency = _currency(text)
        if currency is None:
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(texts) and beside not in taken and _ALONE.fullmatch(texts[beside]):
                    currency = _currency(texts[beside])
                    if max(at, beside) not in starts:
                        words = sorted([*words, beside])
                    break
        taken.update(words)
        found.append(Amount(tuple(words), _value(matched, text), currency))
    return found


def _value(matched: re.Match[str], text: str) -> Decimal:
    digits = re.sub(r"[.,' ]", "", matched["number"])
    before, after = text[: matched.start("number")], text[matched.end("number") :]
    minus = matched["minus"] is not None or "-" in before or "-" in after
    return Decimal(digits) / 100 * (-1 if minus else 1)


def _currency(text: str) -> str | None:
    upper = text.upper()
    return next(
        (code for symbol, code in SYMBOLS.items() if symbol.upper() in upper),
        next((code for code in CODES if code in upper), None),
    )


def date_words(texts: Sequence[str]) -> tuple[int, ...]:
    """The places of the words that make up the first date; none when there is none."""
    joined = " ".join(texts)
    found = _DATE.search(joined)
    if found is None:
        return ()
    held: list[int] = []
    at = 0
    for index, text in enumerate(texts):
        if at < found.end() and at + len(text) > found.start():
            held.append(index)
        at += len(text) + 1
    return tuple(held)
