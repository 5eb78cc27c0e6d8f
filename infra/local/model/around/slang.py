"""Shorthand of chats, written out: ppl, rev, w/, b/c, "no. of". What the model itself writes so stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from infra.local.model.around import chat_turns, restated
from infra.local.model.bounding.currencies_said import of_two_words
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import PREPOSITIONS
from infra.local.model.lexicon import Lexicon

ALWAYS = {
    "ppl": "people",
    "peeps": "people",
    "abt": "about",
    "u": "you",
    "btwn": "between",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "yday": "yesterday",
    "ystd": "yesterday",
    "yest": "yesterday",
    "wout": "without",
    "excl": "excluding",
    "incl": "including",
    "bc": "because",
    "cuz": "because",
    "coz": "because",
    "plss": "please",
    "plzz": "please",
    "thnx": "thanks",
    "tnx": "thanks",
    "tks": "thanks",
    "ty": "thanks",
    "nr": "number",
    "nbr": "number",
    "wot": "what",
    "wat": "what",
    "wats": "what",
    "whts": "what",
    "hw": "how",
    "hwo": "how",
    "shw": "show",
    "gimmie": "give",
    "lemme": "let",
    "wanna": "want",
    "gotta": "need",
    "tot": "total",
    "ttl": "total",
    "mnth": "month",
    "mnths": "months",
    "rn": "now",
    "b4": "before",
    "tho": "though",
    "thru": "through",
    "nd": "and",
    "cos": "because",
    "diff": "different",
    "pct": "percent",
    "peoples": "people",
    "poeple": "people",
    "peple": "people",
    "pepole": "people",
    "peopel": "people",
    "mo": "month",
    "mos": "months",
}
"""Small words of English."""
NAMES = {
    "rev": "revenue",
    "revs": "revenue",
    "tix": "tickets",
    "tkts": "tickets",
    "tkt": "ticket",
    "cust": "customer",
    "custs": "customers",
    "acct": "account",
    "accts": "accounts",
    "txn": "transaction",
    "txns": "transactions",
    "ctry": "country",
    "cntry": "country",
    "mktg": "marketing",
    "mkt": "market",
    "mkts": "markets",
    "dept": "department",
    "depts": "departments",
    "mgr": "manager",
    "pcs": "pieces",
    "pkg": "package",
    "pkgs": "packages",
    "whse": "warehouse",
    "satis": "satisfaction",
    "qty": "quantity",
    "shpt": "shipment",
    "shpts": "shipments",
    "impr": "impressions",
    "imps": "impressions",
    "hrs": "hours",
    "mktplace": "marketplace",
    "mktpl": "marketplace",
    "mktplc": "marketplace",
    "prods": "products",
    "temp": "temperature",
    "temps": "temperatures",
}
"""Things that people count, where the model has a word for them."""
BETWEEN = {"n": "and", "w": "with", "r": "are", "v": "versus"}
"""Between two words: "orders n revenue", "visits w unknown country", "how late r we"."""
JOINED = {("w", "/", "o"): "without", ("b", "/", "c"): "because", ("w", "/"): "with"}
"""What stands side by side."""


def expanded(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[tuple[Token, ...], tuple[tuple[str, str], ...]]:
    """The tokens with such words as they are meant, and which names were read as what."""
    found: list[Token] = []
    read: list[tuple[str, str]] = []
    i = 0
    while i < len(tokens):
        joined, used = _joined(tokens, i)
        if joined:
            found.append(replace(tokens[i], norm=joined, kind="word", end=tokens[i + used - 1].end))
            i += used
            continue
        meant = _meant(tokens, i, lexicon)
        found.append(replace(tokens[i], norm=meant) if meant else tokens[i])
        if meant and tokens[i].norm in NAMES:
            read.append((tokens[i].surface, meant))
        i += 1
    found = list(chat_turns.read(found, lexicon))
    return tuple(restated.read(found, lexicon)), tuple(dict.fromkeys(read))


def _meant(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> str | None:
    """None where the word is the model's own, alone or beside its neighbour."""
    word = tokens[i].norm
    if tokens[i].kind != "word" or word in lexicon.words or lexicon.lookup((word,)):
        return None
    if word in BETWEEN and 0 < i < len(tokens) - 1:
        kinds = {"word", "number", "date"} if word == "v" else {"word"}
        beside = {tokens[i - 1].kind, tokens[i + 1].kind} <= kinds and tokens[i + 1].norm not in PREPOSITIONS
        return BETWEEN[word] if beside else None
    if word in ALWAYS:
        return ALWAYS[word]
    name = NAMES.get(word)
    return name if name is not None and name in lexicon.words else None


def _joined(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """One word for such signs, and for a currency of two words, of which the first is no country."""
    if i + 1 < len(tokens) and (code := of_two_words(tokens[i].norm, tokens[i + 1].norm)):
        return code, 2
    for words, meant in JOINED.items():
        side = tokens[i : i + len(words)]
        if tuple(t.norm for t in side) == words and all(a.end == b.start for a, b in pairwise(side)):
            return meant, len(words)
    return "", 0
