"""Things told by a date apart from the figure: "products launched since July: units sold", "revenue, stores opened in
2025". The date is of the things, so they are put behind the figure: "units sold of products launched since July".

So are things told by values: "stores in Germany: revenue by quarter".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import TIME_TYPES
from infra.local.model.english.text import Token, is_plural
from infra.local.model.english.verb_kin import fits
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import entity, is_key

LEADS = word_set("the our all for of and")
PER = word_set("per by")
PER_EACH = (("for", "each"), ("for", "every"), ("in", "each"), ("of", "each"))
WHO = word_set("who that which were was are have has had been got we")
PLACES = word_set("in from of the our and at , all")
ENDS = word_set("? . !")
SHOWS = word_set("show list give me us all the our")
WITH = word_set("with plus")
OWN = word_set("the their its")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such things behind the figure; as they are where no date of the things is told."""
    kept = _with_figures(_broken_down(list(tokens), lexicon), lexicon)
    colons = [i for i, t in enumerate(kept) if t.surface == ":"]
    if len(colons) == 1 and (turned := _before_colon(kept, colons[0], lexicon)):
        return turned
    for i, token in enumerate(kept):
        if token.surface == "," and _dated(kept, i + 1, len(kept), lexicon):
            before, after = _figures(kept[:i], lexicon), _figures(kept[_past(kept, i + 1, lexicon) :], lexicon)
            if before and not after:
                return [*kept[:i], replace(token, norm="for", kind="word"), *kept[i + 1 :]]
    return kept


def _broken_down(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Per region, orders in October": the comma ends what it is broken down by, so a colon stands for it."""
    i = 1 if tokens and tokens[0].norm in PER else 2 if tuple(t.norm for t in tokens[:2]) in PER_EACH else 0
    while i and (found := lexicon.at(tokens, i)) and any(s.kind in ("field", "dataset") for s in found[1]):
        i += found[0]
        if i + 1 >= len(tokens):
            return tokens
        figure = lexicon.at(tokens, i + 1)
        if tokens[i].surface == "," and figure and any(s.kind == "metric" and not s.weak for s in figure[1]):
            fields = {s.ref for s in figure[1] if s.kind == "field"}
            return tokens if fields else [*tokens[:i], replace(tokens[i], surface=":", norm=":"), *tokens[i + 1 :]]
        if tokens[i].norm not in ("and", ","):
            return tokens
        i += 1
    return tokens


def _with_figures(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Shops in Brazil with the number of orders": each of them with its own, as "which shops" says."""
    first = 0
    while first < len(tokens) and tokens[first].norm in SHOWS:
        first += 1
    head = lexicon.at(tokens, first) if first < len(tokens) else None
    rows = [d for s in head[1] if s.kind == "dataset" and (d := lexicon.model.dataset(s.ref))] if head else []
    named = [f for d in rows for f in entity(lexicon.model, d) if not is_key(lexicon.model, f)]
    last = first + (head[0] if head else 0) - 1
    if not named or not is_plural(tokens[last].norm):
        return tokens
    at, values = last + 1, 0
    while at < len(tokens) and tokens[at].norm not in WITH:
        length, senses = lexicon.at(tokens, at) or (1, ())
        values += any(s.kind == "value" for s in senses)
        if not (senses and all(s.kind == "value" for s in senses)) and tokens[at].norm not in PLACES:
            return tokens
        at += length
    at += 1
    own = at
    while at < len(tokens) and tokens[at].norm in OWN:
        at += 1
    values += any(t.norm in ("their", "its") for t in tokens[own:at])
    numbers = tuple(t.norm for t in tokens[at : at + 2]) == ("number", "of")
    figure = _senses(tokens, at + 2 if numbers else at, lexicon) if at < len(tokens) else ()
    counts = numbers and any(s.kind == "dataset" for s in figure)
    if not values or not (counts or any(s.kind == "metric" and not s.weak for s in figure)):
        return tokens
    which = replace(tokens[first], surface="which", norm="which")
    return [*tokens[:first], which, *tokens[first:]]


def _before_colon(tokens: list[Token], at: int, lexicon: Lexicon) -> list[Token] | None:
    head, asked = tokens[:at], tokens[at + 1 :]
    while asked and asked[-1].norm in ENDS | {""}:
        asked = asked[:-1]
    while head and head[0].norm in LEADS:
        head = head[1:]
    if not head or not _figures(asked, lexicon):
        return None
    if not _dated(head, 0, len(head), lexicon):
        return [*asked, replace(tokens[at], norm="of", kind="word"), *head] if _valued(head, lexicon) else None
    if _figures(head[_past(head, 0, lexicon) :], lexicon):
        return None
    return [*asked, replace(tokens[at], norm="of", kind="word"), *head]


def _valued(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Things told by values alone: "business clients in Germany and France"."""
    rows = values = i = 0
    while i < len(tokens):
        length, senses = lexicon.at(tokens, i) or (1, ())
        kinds = {s.kind for s in senses}
        if "value" in kinds and "metric" not in kinds:
            values += 1
        elif "dataset" in kinds:
            rows += 1
        elif senses or tokens[i].norm not in PLACES:
            return False
        i += length
    return rows == 1 and values > 0


def _dated(tokens: Sequence[Token], i: int, end: int, lexicon: Lexicon) -> bool:
    """Things are named here, with a verb right behind them that goes with one of their dates."""
    found = lexicon.at(tokens, i) if i < end else None
    rows = [lexicon.model.dataset(s.ref) for s in found[1] if s.kind == "dataset"] if found else []
    verb = _past(tokens, i, lexicon)
    if not rows or verb >= end - 1 or any(s.kind == "value" for s in _senses(tokens, verb, lexicon)):
        return False
    dates = [f for d in rows if d for f in d.fields if f.datatype in TIME_TYPES]
    word = tokens[verb].norm
    return word.isalpha() and len(word) > len("met") and any(fits(word, date) for date in dates)


def _past(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """The first token behind the things that are named here, and behind "who"."""
    found = lexicon.at(tokens, i)
    at = i + (found[0] if found else 1)
    while at < len(tokens) and tokens[at].norm in WHO:
        at += 1
    return at


def _senses(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Sequence[Sense]:
    found = lexicon.at(tokens, i)
    return found[1] if found else ()


def _figures(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    i = 0
    while i < len(tokens):
        found = lexicon.at(tokens, i)
        if found and any(s.kind in ("metric", "choice") and not s.weak for s in found[1]):
            return True
        i += found[0] if found else 1
    return False
