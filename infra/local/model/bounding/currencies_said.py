"""Currencies by two words, the first of which is no country then: "in US dollars", "500 Canadian dollars"."""

from __future__ import annotations

from infra.local.model.english.text import forms
from infra.local.model.english.vocabulary import CURRENCIES

_TWO_WORDS = {
    **{(country, "dollar"): "usd" for country in ("us", "u.s", "american")},
    ("canadian", "dollar"): "cad",
    ("australian", "dollar"): "aud",
    **{(country, "pound"): "gbp" for country in ("british", "uk", "sterling")},
    ("pound", "sterling"): "gbp",
    ("japanese", "yen"): "jpy",
    ("swiss", "franc"): "chf",
    ("polish", "zloty"): "pln",
    ("mexican", "peso"): "mxn",
    ("chinese", "yuan"): "cny",
    ("indian", "rupee"): "inr",
}


def of_two_words(first: str, second: str) -> str:
    """The code that such words stand for, in lower case; empty for any other words."""
    return _TWO_WORDS.get((first, forms(second)[-1]), "") if second else ""


def code_of(text: str) -> str:
    """The ISO code of a currency by one word or two; empty for anything else."""
    words = text.casefold().split()
    return CURRENCIES.get(text.casefold(), "") or (of_two_words(*words).upper() if len(words) == 2 else "")
