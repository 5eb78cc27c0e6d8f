"""What things cost, said by a verb or a comparison: "that cost over 200 euros", "cheaper than 20 euros".

It is their price, where the rows have one number called so. What they "cost us" is another matter: a cost of theirs, or
what is spent on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, Dataset, Metric, ModelField
from agent_actions.semantic.request import MetricRequest
from infra.local.model.bounding.amounts import currency_of
from infra.local.model.english.text import Token, is_plural, name_words, norm_at
from infra.local.model.english.verb_kin import money, spent
from infra.local.model.english.vocabulary import CURRENCIES, SCALES, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts_of.rates import rate_of
from infra.local.model.reach import entity, plain_field

COSTS = word_set("cost costs costing priced")
RELATIVE = word_set("that which who they and")
THEY = word_set("them these those that which who they ones many")
"""Before "cost" they stand for rows that were named in the question before."""
MONEY = word_set("usd eur gbp jpy")
BOUNDS = word_set("over above under below more less at between up > < >= <= exactly")
THAN = word_set("than least most")
PERCENT = word_set("% percent")
GIVES = word_set("give gives gave given giving")
GIVEN = word_set("away")
HAD = word_set(
    "make makes made making do did had has have having with generate generated earn earned bring brought reached"
)
TOOK = word_set("take takes took taken taking bring brings brought bringing pull pulls pulled pulling")
"""With "in" they speak of money that was made."""
DEARER = word_set("dearer pricier costlier")
CHEAPER = word_set("cheaper")
NAMED = word_set("with whose having their by per average total and or is are")
ARTICLES = word_set("a an the")
"""Before "cost" they make it a noun."""

ASKED = word_set("which what many")
SAID_IN = word_set("in for of")
WIDEST = 6
"""Tokens of "more than 25 euros" at most."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as the price and its bound."""
    tokens = _said_behind(_in_kind(tokens, lexicon), lexicon)
    for i in range(1, len(tokens)):
        bound = _bound(tokens, i, lexicon)
        us = norm_at(tokens, i + 1) == "us"
        price = _price(tokens[:i], lexicon, "cost" if us else "price") if bound else None
        named = any(
            t.norm in SAID_IN and lexicon.means_at(tokens, k + 1, "metric") for k, t in enumerate(tokens[i:], i)
        )
        spends = bound and tokens[i].norm in COSTS and not named
        said_of = price or (_spent_on(tokens[:i], lexicon) if spends else None)
        if bound is None or said_of is None:
            continue
        used, comparison = bound
        first = i - (norm_at(tokens, i - 1) in RELATIVE | {"are", "is", "were"})
        first -= norm_at(tokens, first - 1) in RELATIVE
        if first == 0:
            continue
        said = [Token("", "with", "word", tokens[i].start, tokens[i].start)]
        said += [replace(tokens[i], norm=word) for word in name_words(said_of.label)]
        said += [replace(tokens[i + used - 1], norm=comparison)] if comparison else []
        return [*tokens[:first], *said, *tokens[i + used :]]
    return list(tokens)


def in_thread(tokens: Sequence[Token], before: MetricRequest | None, lexicon: Lexicon) -> list[Token]:
    """ "How many of them cost more than 200 euros?", after products: their price, as where they are named."""
    rows = _rows_of(before, lexicon) if before else None
    for i in range(1, len(tokens)) if rows else ():
        us = norm_at(tokens, i + 1) == "us"
        bounded = norm_at(tokens, i + 1 + us) in BOUNDS | MONEY or norm_at(tokens, i + 1 + us)[:1].isdigit()
        if not (tokens[i].norm in COSTS and bounded and norm_at(tokens, i - 1) in THEY):
            continue
        price = _price_of([rows] if rows else [], "cost" if us else "price")
        if price is None or any(lexicon.means_at(tokens, j, "dataset") for j in range(i)):
            continue
        first = i - (norm_at(tokens, i - 1) in RELATIVE and i > 1)
        said = [Token("", "with", "word", tokens[i].start, tokens[i].start)]
        said += [replace(tokens[i], norm=word) for word in name_words(price.label)]
        return [*tokens[:first], *said, *tokens[i + 1 + us :]]
    return list(tokens)


def _rows_of(request: MetricRequest, lexicon: Lexicon) -> Dataset | None:
    """The dataset of the rows that were listed, counted or told apart by their name."""
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    counted = [name for m in metrics if (name := lexicon.reach.counts(m))]
    listed = [d for ref in request.dimensions if (d := lexicon.model.dataset(ref.partition(".")[0]))]
    apart = [d for d in listed if not metrics or any(f.ref in request.dimensions for f in entity(lexicon.model, d))]
    return apart[-1] if apart else lexicon.model.dataset(counted[0]) if len(counted) == 1 else None


def _in_kind(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Shipments that cost us more than 25 euros in freight": each row's own part of the figure that is named."""
    for i in range(1, len(tokens)):
        if tokens[i].norm not in COSTS:
            continue
        first = i + 1 + (norm_at(tokens, i + 1) == "us")
        end = next((j for j in range(first, first + WIDEST) if norm_at(tokens, j) in SAID_IN), -1)
        term = lexicon.at(tokens, end + 1) if 0 < end < len(tokens) - 1 else None
        bounded = term and norm_at(tokens, first) in BOUNDS and any(t.kind == "number" for t in tokens[first:end])
        field = _added_up(term[1], lexicon) if term and bounded else None
        rows = {s.ref for j in range(i) if (f := lexicon.at(tokens, j)) for s in f[1] if s.kind == "dataset"}
        if term is None or field is None or field.dataset not in rows:
            continue
        start = i - (norm_at(tokens, i - 1) in RELATIVE)
        label = [replace(tokens[i], norm=word) for word in name_words(field.label)]
        with_it = [replace(tokens[i], norm="with"), *label, *tokens[first:end]]
        return [*tokens[:start], *with_it, *tokens[end + 1 + term[0] :]]
    return tokens


def _said_behind(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """ "Products over 300 euros in cost", "that made over 2 million of revenue": what is bounded is named behind."""
    for i in range(len(tokens) - 2, 2, -1):
        if tokens[i].norm not in ("in", "of"):
            continue
        number = i - 1
        while number > 0 and tokens[number].norm in (*CURRENCIES, *SCALES, *PERCENT):
            number -= 1
        first = number
        while norm_at(tokens, first - 1) in BOUNDS | THAN:
            first -= 1
        counts = any(c.isdigit() for c in tokens[number].surface)
        term = lexicon.at(tokens, i + 1) if counts and first < number else None
        cost = norm_at(tokens, first - 1) in COSTS | {"us"}  # "that cost us more than 25 euros in freight"
        if term is None or cost or not _bounds(term[1], tokens[:first], lexicon):
            continue
        name = tokens[i + 1 : i + 1 + term[0]]
        if PERCENT & {t.norm for t in tokens[number + 1 : i]}:  # "more than 10% in discounts"
            rates = [rate_of(m, lexicon.model) for m in lexicon.metrics(term[1], weak=False)]
            if not rates or rates[0] is None:
                continue
            name = [replace(tokens[i - 1], norm=word, kind="word") for word in name_words(rates[0].label)]
        taken = norm_at(tokens, first - 1) == "in" and norm_at(tokens, first - 2) in TOOK
        start = first - (2 if taken else norm_at(tokens, first - 1) in HAD | GIVES | GIVEN)
        start -= norm_at(tokens, start) in GIVEN and norm_at(tokens, start - 1) in GIVES
        start -= start < first and norm_at(tokens, start - 1) in RELATIVE
        tokens = [
            *tokens[:start],
            replace(tokens[first], norm="with"),
            *name,
            *tokens[first:i],
            *tokens[i + 1 + term[0] :],
        ]
    return tokens


def _bounds(senses: Sequence[Sense], before: Sequence[Token], lexicon: Lexicon) -> bool:
    """One figure in money, or one number of the rows that were named before."""
    metrics, fields = lexicon.metrics(senses, weak=False), lexicon.fields(senses)
    named = {s.ref for j in range(len(before)) if (f := lexicon.at(before, j)) for s in f[1]}
    if len(metrics) == 1 and not fields:
        return bool(named) and money(metrics[0])
    return len(fields) == 1 and fields[0].datatype in NUMBER_TYPES and fields[0].dataset in named


def _added_up(senses: Sequence[Sense], lexicon: Lexicon) -> ModelField | None:
    """The field in money that the one figure adds up and nothing else."""
    metrics = [m for s in senses if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    field = lexicon.model.field(plain_field(metrics[0])) if len(metrics) == 1 else None
    return field if field is not None and currency_of(lexicon.model, field) else None


def _bound(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """How many tokens the turn takes, and the comparison to put behind the price where it goes with them."""
    word, after = norm_at(tokens, i), norm_at(tokens, i + 1)
    if (word in CHEAPER or word in DEARER) and after == "than":
        return 2, "under" if word in CHEAPER else "over"
    if word in ("more", "less") and after in ("expensive", "costly") and norm_at(tokens, i + 2) == "than":
        return 3, "over" if word == "more" else "under"
    us = after == "us"
    after = norm_at(tokens, i + 1 + us)
    bounded = after in BOUNDS | MONEY or (i + 1 + us < len(tokens) and tokens[i + 1 + us].kind == "number")
    verb = norm_at(tokens, i - 1) in RELATIVE or word in ("costing", "priced") or _plural_rows(tokens, i, lexicon)
    return (1 + us, "") if word in COSTS and bounded and verb else None


def _plural_rows(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "Products (launched this year) cost more than": of several, so that no "product cost" is meant."""
    for j in range(i - 1, -1, -1):
        word = norm_at(tokens, j)
        term = lexicon.at(tokens, j)
        asked = is_plural(word) and _asked(tokens, j, lexicon)  # "which (Lighting) products cost more than"
        if word in NAMED or (word in ARTICLES and j == i - 1) or (term and term[0] > i - j and not asked):
            return False
        if word and is_plural(word) and any(s.kind == "dataset" for s in lexicon.lookup((word,))):
            return True
    return False


def _asked(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """ "Which", "how many" stands before the noun, with nothing but values between."""
    while j > 1 and norm_at(tokens, j - 1) not in ASKED and lexicon.means_at(tokens, j - 1, "value"):
        j -= 1
    return norm_at(tokens, j - 1) in ASKED


def _spent_on(before: Sequence[Token], lexicon: Lexicon) -> Metric | ModelField | None:
    """ "Campaigns that cost us more than 20,000": the one figure of what is spent on the rows that were named last.

    Where each of these has its own part of it, as a parcel has of the freight, that part.
    """
    spending = [m for m in lexicon.model.metrics if spent(m)]
    for j in range(len(before) - 1, -1, -1):
        found = lexicon.at(before, j)
        rows = [s.ref for s in found[1] if s.kind == "dataset"] if found else []
        if rows:
            parts = [f for m in spending if (f := lexicon.model.field(plain_field(m))) and f.dataset in rows]
            own = parts or [m for m in spending if lexicon.reach.distance([m], rows[0]) == 1]
            return own[0] if len(own) == len(rows) == 1 else None
    return None


def _price(before: Sequence[Token], lexicon: Lexicon, noun: str) -> ModelField | None:
    """The one price of the rows that were named last; or what one of them costs us, by the ``noun``."""
    for j in range(len(before) - 1, -1, -1):
        found = lexicon.at(before, j)
        rows = [d for s in found[1] if s.kind == "dataset" and (d := lexicon.model.dataset(s.ref))] if found else []
        if rows:
            return _price_of(rows, noun)
    return None


def _price_of(rows: Sequence[Dataset], noun: str) -> ModelField | None:
    prices = [f for d in rows for f in d.fields if f.datatype in NUMBER_TYPES and name_words(f.label)[-1:] == (noun,)]
    return prices[0] if len(prices) == 1 else None
