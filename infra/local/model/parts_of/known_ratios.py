"""Figures over others under a name of their own: ROAS, "cost per parcel", "what does a parcel cost us"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from agent_actions.semantic.names import singular
from infra.local.model.english.text import Token, is_plural, name_words
from infra.local.model.english.verb_kin import spent
from infra.local.model.english.vocabulary import CURRENCIES, DO, word_set
from infra.local.model.figures.between_figures import ADDED, RATIO, Found, alike, figure_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import aggregate, plain_field

ROAS = (("return", "on", "ad", "spend"), ("return", "on", "advertising", "spend"), ("roas",))
SPENDING = (("ad", "spend"), ("advertising", "spend"), ("marketing", "spend"), ("ad", "cost"))
INCOME = (("revenue",), ("sales",), ("turnover",), ("income",))
SELLING = (("selling", "price"), ("sales", "price"), ("sale", "price"), ("sold", "price"))
PIECES = (("units", "sold"), ("pieces", "sold"), ("items", "sold"))
EACH = word_set("piece item unit")
COSTS = word_set("cost costs")
ARTICLES = word_set("a an one each every the")
AVERAGE = word_set("average avg mean")
ASKED = word_set("what how much and")
EACH = word_set("per a an each every")
WHOEVER = word_set("people visitors customers users they we guests")
LIMITS = 8
"""Words between things and the verb of what they cost."""
TOGETHER = (("together",), ("combined",), ("in", "total"), ("added", "up"), ("altogether",), ("taken", "together"))


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the two figures in place of such a name."""
    found = list(tokens)
    for i in range(len(found)):
        turned = _roas(found, i, lexicon) or _selling_price(found, i, lexicon)
        turned = turned or _cost_per(found, i, lexicon) or _costs(found, i, lexicon)
        if turned := turned or _average(found, i, lexicon) or _sum(found, i, lexicon):
            return turned
    return found


def so_many_each(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many pages per visit", "how many pages do people look at per visit", where the model names that figure."""
    for i in range(len(tokens) - 4):
        if (tokens[i].norm, tokens[i + 1].norm) != ("how", "many"):
            continue
        per = next((j for j in range(i + 3, min(i + 8, len(tokens) - 1)) if tokens[j].norm == "per"), 0)
        said = [t.norm for t in tokens[i + 3 : per]]
        plain = not said or (said[0] in DO and len(said) > 2 and said[1] in WHOEVER)
        words = (tokens[i + 2].norm, "per", tokens[per + 1].norm) if per else ()
        if per and plain and lexicon.means(words, "metric", weak=False):
            return [*tokens[:i], tokens[i + 2], *tokens[per:]]
    return tokens


def _roas(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    n = next((len(p) for p in ROAS if tuple(t.norm for t in tokens[i : i + len(p)]) == p), 0)
    if not n or ((term := lexicon.at(tokens, i)) and term[0] >= n):
        return None
    spent, earned = _metric(SPENDING, lexicon), _metric(INCOME, lexicon)
    if spent is None or earned is None or spent.unit != earned.unit:
        return None
    at = replace(tokens[i], end=tokens[i + n - 1].end)
    return [*tokens[:i], *_words(earned, at), replace(at, norm=RATIO), *_words(spent, at), *tokens[i + n :]]


def _selling_price(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Average selling price (per piece)": what was earned over the pieces sold."""
    said = tuple(t.norm for t in tokens[i : i + 3])
    n = 1 if said[:1] == ("asp",) else 3 if said[:1] and said[0] in AVERAGE and said[1:] in SELLING else 0
    if not n or ((term := lexicon.at(tokens, i)) and term[0] >= n):
        return None
    earned, pieces = _metric(INCOME, lexicon), _metric(PIECES, lexicon)
    if earned is None or pieces is None:
        return None
    last = i + n
    if last + 1 < len(tokens) and tokens[last].norm in ("per", "a"):
        one = figure_at(tokens, last + 1, lexicon)
        last += 2 if tokens[last + 1].norm in EACH or (one and pieces in one.metrics) else 0
    at = replace(tokens[i], end=tokens[last - 1].end)
    return [*tokens[:i], *_words(earned, at), replace(at, norm=RATIO), *_words(pieces, at), *tokens[last:]]


def _cost_per(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Cost per parcel": the one figure of these rows that is a cost."""
    if tokens[i].norm not in COSTS or i + 2 >= len(tokens) or tokens[i + 1].norm != "per":
        return None
    if ((term := lexicon.at(tokens, i)) and term[0] > 1) or _within(tokens, i, lexicon):
        return None
    cost = cost_of(figure_at(tokens, i + 2, lexicon), lexicon)
    return [*tokens[:i], *_words(cost, tokens[i]), *tokens[i + 1 :]] if cost else None


def _costs(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "What does a parcel cost us (on average)"; "what did the parcels to Japan cost us" asks for all of them."""
    if tokens[i].norm not in ("does", "did", "do") or any(t.norm not in ASKED for t in tokens[:i]):
        return None
    start = i + 1
    one = start < len(tokens) and tokens[start].norm in ARTICLES
    start += one
    average = start < len(tokens) and tokens[start].norm in AVERAGE
    if not average and (cost := _of_things(tokens, i, lexicon)):
        return cost
    found = figure_at(tokens, start + average, lexicon)
    verb = _verb(tokens, found.last) if found else -1
    if found is None or verb < 0:
        return None
    noun = tokens[found.last - 1].norm
    last = verb + 1
    last += last < len(tokens) and tokens[last].norm == "us"
    each = [t.norm for t in tokens[last : last + 2]] == ["on", "average"]
    last += 2 * each
    every = i + 1 < len(tokens) and tokens[i + 1].norm in ("each", "every")
    if is_plural(noun) and not (each or average or every):
        cost = cost_of(found, lexicon)
        rest = [replace(tokens[i], norm="of", kind="word"), *tokens[found.first : verb], *tokens[last:]]
        return [*_words(cost, tokens[i]), *rest] if cost else None
    per_one = _metric([("cost", "per", singular(noun))], lexicon)
    cost = per_one or cost_of(found, lexicon)
    if cost is None or not one or verb > found.last:
        return None
    if per_one:
        return [*_words(per_one, tokens[i]), *tokens[last:]]
    mark = replace(tokens[i], norm=RATIO)
    return [*_words(cost, tokens[i]), mark, *tokens[found.first : found.last], *tokens[last:]]


def _of_things(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "What did the seasonal campaigns cost us", of things that cost by their rows elsewhere."""
    verb = _verb(tokens, i + 1)
    things = [s.ref for senses in lexicon.terms(tokens[i + 1 : max(verb, 0)]) for s in senses if s.kind == "dataset"]
    cost = spent_by(things[0], lexicon) if len(things) == 1 else None
    if cost is None or any(t.norm in EACH | {"one"} for t in tokens[i + 1 : verb]):
        return None
    last = verb + 1
    last += last < len(tokens) and tokens[last].norm == "us"
    rest = [replace(tokens[i], norm="of", kind="word"), *tokens[i + 1 : verb], *tokens[last:]]
    return [*_words(cost, tokens[i]), *rest]


def spent_by(things: str, lexicon: Lexicon) -> Metric | None:
    """The one figure of what is spent whose rows are of these things, which no figure counts: ad spend of campaigns."""
    if lexicon.reach.counters(things):
        return None
    facts = {r.many.casefold() for r in lexicon.model.relationships if r.one.casefold() == things.casefold()}
    found = [m for m in lexicon.model.metrics if spent(m) and set(lexicon.reach.facts(m)) & facts]
    return found[0] if len(found) == 1 else None


def _average(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Average freight cost of parcels", of a figure that adds up a number of each row: what one row has of it."""
    term = lexicon.at(tokens, i + 1) if tokens[i].norm in AVERAGE and i + 1 < len(tokens) else None
    if term is None or lexicon.at(tokens, i) is not None:
        return None
    end = i + 1 + term[0]
    fields = {s.ref for s in term[1] if s.kind == "field"}
    named = [m for s in term[1] if s.kind == "metric" and not s.weak and (m := lexicon.model.metric(s.ref))]
    sums = [
        m
        for m in lexicon.model.metrics
        if aggregate(m) == "sum" and (ref := plain_field(m)) and (m in named or ref in fields)
    ]
    counts = [c for m in sums for fact in lexicon.reach.facts(m) for c in lexicon.reach.counters(fact)]
    per = end < len(tokens) and tokens[end].norm in EACH
    per |= [t.norm for t in tokens[end : end + 2]] in (["for", "each"], ["for", "every"])
    rows = {s.ref.casefold() for j in range(end, len(tokens)) if (t := lexicon.at(tokens, j)) for s in t[1]}
    told = any(lexicon.reach.counts(c) in rows or c.name.casefold() in rows for c in counts)
    if len(sums) != 1 or len(counts) != 1 or len(named) > 1 or not told or per:
        return None
    mark = replace(tokens[i], norm=RATIO)
    return [*tokens[:i], *_words(sums[0], tokens[i + 1]), mark, *_words(counts[0], tokens[i + 1]), *tokens[end:]]


def _verb(tokens: Sequence[Token], first: int) -> int:
    """Where the verb "cost" stands at or behind this place; -1 where it doesn't."""
    for j in range(first, min(first + LIMITS, len(tokens))):
        if tokens[j].norm == "cost" and (j + 1 == len(tokens) or tokens[j + 1].norm != "per"):
            return j
    return -1


def _sum(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Returned plus cancelled orders", "returned and cancelled orders together", "the sum of A and B"."""
    one = figure_at(tokens, i, lexicon)
    join = one.last if one and one.first == i else i + 1
    if join + 1 >= len(tokens) or tokens[join].norm not in ("plus", "and"):
        return None
    other = figure_at(tokens, join + 1, lexicon)
    if other is None or other.first != join + 1:
        return None
    whole = one is not None and one.first == i and alike(one, other)
    if join == i + 1 and not (one and one.first == i and alike(one, other)):
        tail = tuple(t.norm for t in tokens[other.first + 1 : other.last])
        senses = lexicon.lookup((tokens[i].norm, *tail)) if tail else ()
        metrics = lexicon.metrics(senses, weak=False)
        one = Found(i, i + 1, tuple(metrics)) if metrics else None
    if one is None or not alike(one, other) or set(one.metrics) & set(other.metrics) or len(one.metrics) != 1:
        return None
    before = [t.norm for t in tokens[max(i - 3, 0) : i] if t.norm != "the"]
    summed = before[-2:] == ["sum", "of"] or before[-2:] == ["total", "of"]
    n = next((len(p) for p in TOGETHER if tuple(t.norm for t in tokens[other.last : other.last + len(p)]) == p), 0)
    if whole and not summed and n and tokens[other.last].norm == "together" and tokens[join].norm == "and":
        return None  # both in one table, perhaps
    if not (summed or n or tokens[join].norm == "plus"):
        return None
    start = i
    while summed and start and tokens[start - 1].norm in ("the", "of", "sum", "total"):
        start -= 1
    mark = replace(tokens[join], norm=ADDED)
    named = _words(one.metrics[0], tokens[i])
    return [*tokens[:start], *named, mark, *tokens[other.first : other.last], *tokens[other.last + n :]]


def _metric(names: Sequence[tuple[str, ...]], lexicon: Lexicon) -> Metric | None:
    for name in names:
        found = [s.ref for s in lexicon.lookup(name) if s.kind == "metric" and not s.weak]
        if len(found) == 1:
            return lexicon.model.metric(found[0])
    return None


def cost_of(found: Found | None, lexicon: Lexicon) -> Metric | None:
    """The one figure in money over the rows that the other counts, that is called a cost."""
    if found is None or not any(lexicon.reach.counts(m) for m in found.metrics):
        return None
    facts = {lexicon.reach.facts(m) for m in found.metrics}
    costs = [
        m
        for m in lexicon.model.metrics
        if m.unit in CURRENCIES.values()
        and lexicon.reach.facts(m) in facts
        and any(set(name_words(name)) & COSTS for name in (m.name, m.label, *m.synonyms))
    ]
    return costs[0] if len(costs) == 1 else None


def _within(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """The word is the end of a name: "freight cost"."""
    return any((term := lexicon.at(tokens, j)) and j + term[0] > i for j in range(max(i - 3, 0), i))


def _words(metric: Metric, at: Token) -> list[Token]:
    return [replace(at, norm=word, kind="word") for word in name_words(metric.label)]
