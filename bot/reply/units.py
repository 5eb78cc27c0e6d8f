"""What may stand around a number: scales, money, percent, as words and signs. Data for reading prose."""

from __future__ import annotations

import re

from bot.reply.figure import PERCENT

SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "tausend": 1e3, "nghin": 1e3, "ngan": 1e3, "mil": 1e3, "mille": 1e3,
    "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6,
    "millones": 1e6, "trieu": 1e6, "b": 1e9, "bn": 1e9, "mrd": 1e9, "md": 1e9, "billion": 1e9, "billions": 1e9,
    "milliard": 1e9, "milliards": 1e9, "milliarde": 1e9, "milliarden": 1e9, "ty": 1e9, "t": 1e12, "tn": 1e12,
    "trillion": 1e12, "trillions": 1e12, "hundred": 1e2, "thousands": 1e3, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7,
    "crores": 1e7, "dozen": 12.0,
}  # fmt: skip
SIZES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "bytes": 1.0, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30}
_MONEY = {
    "\u20ac": "EUR", "$": "USD", "us$": "USD", "\u00a3": "GBP", "\u00a5": "JPY", "\u20b9": "INR", "\u20ab": "VND",
    "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "pound": "GBP", "pounds": "GBP", "yen": "JPY",
    "rupees": "INR", "dong": "VND",
}  # fmt: skip
CODES = "EUR|USD|GBP|JPY|INR|VND|CHF|CNY|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|KRW|SGD|HKD|ZAR|TRY"
MONEY_BEFORE = rf"(?:US\$|[\u20ac$\u00a3\u00a5\u20b9\u20ab]|\b(?:{CODES})\b|(?:{CODES})(?=\d))"
MONEY_AFTER = rf"(?:[\u20ac$\u00a3\u00a5\u20b9\u20ab]|(?:{CODES}|euros?|dollars?|pounds?|yen|rupees|dong)\b)"
SCALE_AFTER = "|".join(sorted([*SCALES, *SIZES], key=len, reverse=True))
PERCENT_AFTER = r"(?:%|\u2030|percent(?:age)?\b|per[ -]cent\b|pct\b|pp\b|p\.p\.|prozent\b|phan tram\b)"
_UNIT_AFTER = re.compile(rf"[\s-]?(?:(?P<percent>{PERCENT_AFTER})|(?P<money>{MONEY_AFTER}))", re.IGNORECASE)


def currency(mark: str) -> str:
    """``€``, ``euros`` and ``EUR`` -> ``EUR``."""
    return _MONEY.get(mark.strip().casefold(), mark.strip().upper())


def unit_after(text: str, position: int) -> tuple[str, int]:
    """The unit that stands at ``position``, and where it ends; empty when there is none."""
    match = _UNIT_AFTER.match(text, position)
    if match is None:
        return "", position
    return (PERCENT if match["percent"] else currency(match["money"])), match.end()
