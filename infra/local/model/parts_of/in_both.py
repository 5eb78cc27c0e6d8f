"""A figure asked for in two ways: "cancelled orders, number and rate", "late parcels, as a count and in percent".

Also what is asked behind it: "and when was that".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import sqlglot.expressions as exp

from agent_actions.semantic.lookup import full_label
from agent_actions.semantic.model import Metric, ModelField
from infra.local.model.english.text import Token, name_words
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import CURRENCIES, RANK_ASC, RANK_DESC, word_set
from infra.local.model.english.wording import Wording
from infra.local.model.figures.between_figures import Found, figure_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.rates import counted_of, is_percent, rate_of
from infra.local.model.reach import aggregate, parsed, places_of

NUMBERS = word_set("number numbers count counts absolute amount amounts value values")
MONEY = frozenset(CURRENCIES)
RATES = word_set("rate rates")
SHARES = word_set("share shares percentage percent % pct proportion percentages")
PERCENT = SHARES - word_set("share shares proportion")
SMALL = word_set("in as a an the both of numbers number and or well plus total")
OPENS = frozenset([",", ":", ";", "", "?", "both", "in", "as", "with"])
ENDS = word_set("please pls thanks") | {",", "?", "!", ""}
OF_EACH = tuple(
    tuple(p.split()) for p in ("of each", "for each", "of each one", "for each one", "of each of them", "each")
)
WHEN = tuple(tuple(p.split()) for p in ("when was that", "when was it", "when did that happen", "when that was",
                                        "when it was", "when did it happen"))  # fmt: skip
DAYS = word_set("day days date month week")
TELLS = RANK_ASC | RANK_DESC | word_set("which what by per each on busiest quietest slowest hottest coldest")
EXTREMES = RANK_ASC | RANK_DESC | word_set("maximum max minimum min peak hottest coldest")
WHERE = tuple(tuple(p.split()) for p in ("where is it", "where are they", "where it is", "where they are",
                                         "where is that", "where does it stand", "where do they stand"))  # fmt: skip
THAT_IS = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:and|,|-)\s)*(?:how\s(?:many|much)(?:\s(?P<noun>\S+))?|what)\s(?:is|was|are|were)\s(?:that|this|it)"
    r"(?:\sin\s(?P<unit>euros?|eur|dollars?|usd|pounds?|money|absolute\s(?:numbers|terms)|total|pieces|numbers))?)\s?[?.!-]*$"
)
IN_MONEY = re.compile(
    r"(?P<fig>(?:(?:and|now|so|the\ssame)\s)*(?:in\s(?P<unit>euros?|eur|dollars?|usd|pounds?|gbp)|as\sa\snumber|as\snumbers))\s?[?.!-]*"
)
UNREAD = "unreadword"


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with both figures, or with what stands for such words."""
    return _where(_when(_that_is(number_and_rate(list(tokens), lexicon), lexicon), lexicon), lexicon)


def number_and_rate(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Discounts by region, in euros and in percent": the discounts and their published rate."""
    for i in range(2, len(tokens)):
        if tokens[i - 1].norm not in OPENS:
            continue
        j = i
        while j < len(tokens) and tokens[j].norm in SMALL | NUMBERS | RATES | SHARES | MONEY:
            j += 1
        said = {t.norm for t in tokens[i:j]}
        whole = "total" in said
        while j < len(tokens) and tokens[j - 1].norm in ("of", "for"):
            j -= 1
        j += next((len(p) for p in OF_EACH if tuple(t.norm for t in tokens[j : j + len(p)]) == p), 0)
        rated = said & RATES
        if not (said & (NUMBERS | MONEY) and (rated or said & SHARES) and said & {"and", "plus"}):
            continue
        if j < len(tokens) and tokens[j].norm not in ENDS:
            continue
        figures = _figures(tokens[:i], lexicon)
        metrics = {m.name: m for f in figures for m in f.metrics}
        if len(metrics) != 1:
            continue
        metric, last = next(iter(metrics.values())), figures[0].last
        if any(CURRENCIES[word] != metric.unit for word in said & MONEY):
            continue
        rate = rate_of(metric, lexicon.model)
        own = parsed(metric.expression)
        some = isinstance(own, exp.Count) and isinstance(own.this, exp.Case)
        some |= bool(said & MONEY and said & PERCENT) and money(metric)
        first = i - 1
        if rate and not whole and (rated or some):
            said_so = next(t for t in tokens[i:j] if t.norm in SHARES | RATES)
            named = [replace(said_so, norm=word, kind="word") for word in ("and", *name_words(rate.label))]
            return [*tokens[:last], *named, *tokens[last:first], *tokens[j:]]
        if said & MONEY and any(t.norm in EXTREMES for t in tokens):
            continue
        word = next(t for t in tokens[i:j] if t.norm in (RATES if rated else SHARES))
        return [*tokens[:first], word, *tokens[j:]]
    return tokens


def _that_is(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The return rate in October, and how many orders is that": the count that the rate is of, not all of them."""
    wording = Wording(tokens)
    found = THAT_IS.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    figures = [m for f in _figures(tokens[: at[0]], lexicon) for m in f.metrics] if at else []
    if found is None or not figures or not all(is_percent(m) for m in figures):
        return tokens
    words = _counted(found, figures, lexicon)
    return wording.put(at, words or (UNREAD,), (), found["fig"], "and" if words else "")


def that_is(tokens: Sequence[Token], figures: Sequence[Metric], lexicon: Lexicon) -> list[Token]:
    """The same in a thread: "how many orders is that?", "in euros", after ``figures``."""
    wording = Wording(tokens)
    found = THAT_IS.fullmatch(wording.line) or IN_MONEY.fullmatch(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at or not figures or not all(is_percent(m) for m in figures):
        return list(tokens)
    counted = _counted(found, figures, lexicon)
    total = ("in", "total") if counted and found["unit"] == "total" else ()
    return wording.put(at, (*counted, *total) or (UNREAD,), (), found["fig"])


def _counted(found: re.Match[str], figures: Sequence[Metric], lexicon: Lexicon) -> tuple[str, ...]:
    """The name of the one figure that this rate is the rate of, in the rows and the unit that were said."""
    counted = counted_of(figures, lexicon.model)
    noun = found.groupdict().get("noun") or ""
    rows = {ref.casefold() for ref in lexicon.refs((noun,), "dataset")}
    unit = CURRENCIES.get(found["unit"] or "")
    if len(counted) != 1 or (rows and not rows & set(lexicon.reach.facts(counted[0]))):
        return ()
    return name_words(counted[0].label) if unit is None or counted[0].unit == unit else ()


def _when(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The highest temperature last month, and when was that": on which day; of other figures it is not known."""
    for phrase in WHEN:
        end = len(tokens)
        while end and tokens[end - 1].norm in ENDS:
            end -= 1
        at = end - len(phrase)
        if at < 2 or tuple(t.norm for t in tokens[at:end]) != phrase:
            continue
        if any(t.norm in DAYS and tokens[k].norm in TELLS for k, t in enumerate(tokens[1:at])):
            return tokens
        found = [m for f in _figures(tokens[:at], lexicon) for m in f.metrics]
        ranked = any(t.norm in EXTREMES for t in tokens[:at])
        peak = bool(found or ranked) and all(aggregate(m) in ("maximum", "minimum") for m in found)
        spot = tokens[at]
        words = ("on", "which", "day") if peak else (UNREAD,)
        joined = tokens[at - 1].norm in ("and", ",")
        lead = [] if joined else [replace(spot, norm="and", kind="word")]
        return [*tokens[:at], *lead, *(replace(spot, norm=word, kind="word") for word in words), *tokens[end:]]
    return tokens


def _where(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which machine had the most alerts, and where is it": its place beside it; what has none is not known."""
    end = len(tokens)
    while end and tokens[end - 1].norm in ENDS:
        end -= 1
    at = next((end - len(p) for p in WHERE if tuple(t.norm for t in tokens[max(end - len(p), 0) : end]) == p), 0)
    if at < 2 or not _figures(tokens[:at], lexicon):
        return tokens
    refs = [s.ref for i in range(at) if (t := lexicon.at(tokens, i)) for s in t[1] if s.kind == "field"]
    fields = {f.ref: f for ref in refs for f in places_of(lexicon.model, ref)}
    names = [_own_name(f, lexicon) for f in fields.values()]
    words = [w for name in names for w in (",", *name)] if names and all(names) else [UNREAD]
    first = at - (tokens[at - 1].norm in ("and", ","))
    return [*tokens[:first], *(replace(tokens[at], norm=word, kind="word") for word in words), *tokens[end:]]


def _own_name(field: ModelField, lexicon: Lexicon) -> tuple[str, ...]:
    """Words that name this field and nothing else."""
    names = (name_words(n) for n in (field.label, full_label(lexicon.model, field), *field.synonyms))
    return next((n for n in names if {(s.kind, s.ref) for s in lexicon.lookup(n)} == {("field", field.ref)}), ())


def _figures(tokens: Sequence[Token], lexicon: Lexicon) -> list[Found]:
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        term, figure = lexicon.at(tokens, i), figure_at(tokens, i, lexicon)
        found += [figure] if figure and figure.first == i else []
        i += term[0] if term else 1
    return found
