"""Turns of English around rankings: "who are the three ...", "reached the highest ...", "and how many each"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent_actions.semantic.model import Metric
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, is_plural, name_words, norm_at, stems
from infra.local.model.english.verb_kin import money
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.listing import first_rows
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts import Measure, Parts
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.reach import aggregate
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

ARTICLES = frozenset(["the", "our", "a", "an", "its", "their"])
SHOWN = frozenset(["all", "me", "us"])
REACHES = frozenset(
    ["reach", "reached", "reaches", "hit", "hits", "achieved", "achieves", "attained", "attains", "recorded", "records",
     "registered", "registers", "posted", "logged", "clocked", "scored", "saw", "showed", "shows", "reported",
     "reports", "gives", "gave", "gets", "receives", "received"]
)  # fmt: skip
"""What somebody does to a figure of his own: before its name they add nothing."""
EXTREMES = v.RANK_ASC | v.RANK_DESC | {"maximum", "max", "minimum", "min"}
LOWEST = v.RANK_ASC | {"minimum", "min"}
SIZES = frozenset(["biggest", "largest", "smallest"])
"""Right before things that are counted they say how big one of them is, and not how many there are."""
NO_RANK = frozenset(["top", "leading", "bottom"])
"""Ranking words that in a name say of which kind things are: "top deals"."""
USES = frozenset(["use", "used"])
USERS = frozenset(["we", "they", "you", "were", "was", "are"])
SERVES = frozenset(["handled", "served", "processed"])
NAMES = frozenset(["name", "names"])
TELLS = frozenset(["name", "state", "tell", "specify"])
"""Before "the" or a number they ask for what comes."""
CLAUSES = frozenset(["please", "you", "just", "and", "then", "also", "now", "to"])
"""After them a verb comes, where "the" follows it."""
NAMES_WITHIN = 6
"""Words from the beginning within which "the names of" asks for what comes."""
DONE = {"sell": "sold", "sells": "sold", "sold": "sold"}
RANKINGS = frozenset(["ranking", "rankings", "leaderboard"])
RANKED = frozenset(["ranked", "sorted", "ordered"])
BY = frozenset(["by", "per", "each", "every", "which"])
CHEAP = {
    "cheapest": "lowest", "dearest": "highest", "priciest": "highest", "costliest": "highest",
}  # fmt: skip
"""Of an amount of money they say which end of it is meant."""
PAID = frozenset(["cost", "costs", "price", "prices", "charge", "charges", "spend", "fare", "fee", "fees", "cpc"])
HOW_MANY_EACH = tuple(
    tuple(phrase.split())
    for phrase in (
        "how many each", "how many in each", "how many for each", "how many of them each", "how many did each have",
        "how many did each of them have", "how many did each one have", "how many did they each have",
        "how many does each have", "how many does each of them have", "how many do they each have",
        "how many did they have", "how many were there in each", "how many there were in each", "how many by each",
        "how many per each", "how much each", "how much was each", "how much was it each", "how much did each make",
        "how much did each of them make", "how much did they each make", "how much for each", "how much is it each",
        "how many was it", "how many was that", "how many were there", "how many are there", "how many",
    )
)  # fmt: skip
"""Behind "which ... more than 500 orders" they ask for what is shown beside each anyway."""
PERCENT = frozenset(["%", "percent", "percentage", "pct"])
RATES = ("rate", "percentage", "share", "percent")
PERCENT_NAMED = 3
"""Words of the longest name before "%"."""
MOST_NUMBER = 100


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without such words, or with those that they stand for."""
    kept = _ranking(_sorted(_behind(first_rows.read(tokens, lexicon), lexicon), lexicon), lexicon)
    kept = _named(_compound(kept, lexicon), lexicon)
    kept = _cheap(_percent(_led(_each(kept, lexicon)), lexicon), lexicon)
    return [t for i, t in enumerate(kept) if not (_reaches(i, kept, lexicon) or _uses(i, kept, lexicon))]


def _led(tokens: list[Token]) -> list[Token]:
    """ "Who are the three ...", "name the two ...": what comes is what is asked for."""
    tokens = [t for i, t in enumerate(tokens) if not _tells(tokens, i)]
    if norm_at(tokens, 0) in v.WHO and norm_at(tokens, 1) in v.BE:
        at = 2 + (norm_at(tokens, 2) in ARTICLES)
        if _numbers(tokens, at) or norm_at(tokens, at) in v.RANK_DESC | v.RANK_ASC:
            return tokens[at:]
    at = int(norm_at(tokens, 0) in ARTICLES)
    return tokens[at:] if at and _numbers(tokens, at) else tokens


def _tells(tokens: Sequence[Token], i: int) -> bool:
    """ "For every category, name the product ...", "state the revenue": a verb at the beginning, and no column."""
    begins = i == 0 or tokens[i - 1].norm in CLAUSES or not tokens[i - 1].norm.isalnum()
    told = norm_at(tokens, i + 1) in ARTICLES | SHOWN or _numbers(tokens, i + 1)
    told |= i > 0 and norm_at(tokens, i + 1) in v.PRONOUNS
    return tokens[i].norm in TELLS and begins and told


def _named(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The names of the 3 stores with the most revenue": a ranking shows them; without one it asks for names alone."""
    ranks = any(t.norm in v.RANK_DESC | v.RANK_ASC for t in tokens)
    for i in range(min(len(tokens) - 2, NAMES_WITHIN)):
        found = lexicon.at(tokens, i)
        if ranks and tokens[i].norm in NAMES and tokens[i + 1].norm == "of" and not (found and found[0] > 1):
            at = i - (norm_at(tokens, i - 1) in ARTICLES) if i else 0
            at -= 2 if at == 2 and norm_at(tokens, 0) in v.WHO and norm_at(tokens, 1) in v.BE else 0
            return [*tokens[:at], *tokens[i + 2 :]]
    return tokens


def _behind(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Sold the most pieces" -> "the most pieces sold", where that is a figure's name."""
    for i in range(1, len(tokens)):
        done = DONE.get(tokens[i].norm)
        at = i + 1 + (norm_at(tokens, i + 1) == "the")
        noun = norm_at(tokens, at + 1)
        relative = i > 1 and tokens[i - 1].norm in ("that", "which") and bool(tokens[i - 2].norm)
        if not done or norm_at(tokens, at) not in v.RANK_DESC | v.RANK_ASC:
            continue
        if _figure(lexicon.lookup((noun,))) and not (relative and _same(noun, done, lexicon)):
            continue
        if lexicon.means((noun, done), "metric", weak=False):
            verb = replace(tokens[i], norm=done, start=tokens[at + 1].start, end=tokens[at + 1].end)
            head = [*tokens[: i - 1], replace(tokens[i - 1], norm="with")] if relative else tokens[:i]
            return [*head, *tokens[i + 1 : at + 2], verb, *tokens[at + 2 :]]
    return tokens


def told_apart(items: Sequence[Item], lexicon: Lexicon) -> Item | None:
    """ "How many different pieces sold": a total, which tells nothing apart; its name, if a message asks for that."""
    for before, item in pairwise(items):
        asked = before.kind == "mark" and before.name == "howmany" and before.text.casefold().split()[-1] in v.DIFFERENT
        metrics = lexicon.metrics(item.senses)
        if not asked or not metrics or item.has("dataset") or item.has("field"):
            continue
        if not any(aggregate(m) in ("count", "distinct") or lexicon.reach.counts(m) for m in metrics):
            return item
    return None


def _same(noun: str, done: str, lexicon: Lexicon) -> bool:
    """ "Pieces" are "pieces sold"."""
    return {s.ref for s in lexicon.lookup((noun,))} == {s.ref for s in lexicon.lookup((noun, done))}


def _sorted(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Rank the stores by revenue", "a ranking of stores by revenue", "stores ranked by revenue": by store, ranked."""
    start = int(norm_at(tokens, 0) in ARTICLES)
    while start < len(tokens) and norm_at(tokens, start) in SHOWN | ARTICLES | {"give", "show"}:
        start += 1
    first = start + 2 if norm_at(tokens, start) in RANKINGS and norm_at(tokens, start + 1) == "of" else start
    first = 1 if norm_at(tokens, 0) == "rank" else first
    asked = first > start
    first += norm_at(tokens, first) in ARTICLES
    term = lexicon.at(tokens, first)
    at = first + term[0] if term and any(s.kind in ("field", "dataset") for s in term[1]) else 0
    said = norm_at(tokens, at) in RANKED and norm_at(tokens, at + 1) == "by"
    figure = lexicon.at(tokens, at + 1 + said) if at and at + 1 + said < len(tokens) else None
    named = figure is not None and _figure(figure[1]) and not any(s.kind == "field" for s in figure[1])
    if not named or not (said or (asked and norm_at(tokens, at) == "by")):
        return tokens
    by, ranked = replace(tokens[first], norm="by", end=tokens[first].start), replace(tokens[at], norm="ranked")
    return [by, *tokens[first:at], ranked, *tokens[at + said :]]


def _ranking(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Brand ranking last month by revenue", "agent leaderboard for tickets": by brand, ranked by revenue."""
    for i in range(1, len(tokens) - 2):
        table = norm_at(tokens, i) == "league" and norm_at(tokens, i + 1) == "table"
        if not (tokens[i].norm in RANKINGS or table):
            continue
        start = next((j for j in range(max(i - 3, 0), i) if (t := lexicon.at(tokens, j)) and j + t[0] == i), i)
        thing = lexicon.at(tokens, start) if start < i else None
        if thing is None or not any(s.kind in ("field", "dataset") and not s.weak for s in thing[1]):
            continue
        for at in range(i + 1 + table, len(tokens) - 1):
            named = lexicon.at(tokens, at + 1 + (norm_at(tokens, at + 1) in ARTICLES))
            if norm_at(tokens, at) in ("by", "for", "of", "on") and named and _figure(named[1]):
                by = replace(tokens[start], norm="by", end=tokens[start].start)
                said = [replace(tokens[at], norm="ranked"), replace(tokens[at], norm="by")]
                before = tokens[: start - (norm_at(tokens, start - 1) in ARTICLES)]
                return [*before, by, *tokens[start:i], *tokens[i + 1 + table : at], *said, *tokens[at + 1 :]]
    return tokens


def _compound(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """ "Per warehouse site": a site that is told of as a warehouse; the noun before it is no breakdown."""
    for i in range(1, len(tokens)):
        first = lexicon.at(tokens, i) if tokens[i - 1].norm in BY else None
        second = lexicon.at(tokens, i + first[0]) if first and i + first[0] < len(tokens) else None
        if not first or not second:
            continue
        fields = [lexicon.fields(senses) for _, senses in
                  (first, second)]  # fmt: skip
        own = any(s.kind in ("metric", "choice") for _, senses in (first, second) for s in senses)
        if own or not all(fields) or {f.dataset for f in fields[0]} & {f.dataset for f in fields[1]}:
            continue
        said = [stems(t.norm) for t in tokens[i : i + first[0]]]
        told = [[stems(w) for w in name_words(f.description or "")] for f in fields[1]]
        if all(any(word & one for one in words) for words in told for word in said):
            return [*tokens[:i], *tokens[i + first[0] :]]
    return list(tokens)


def _numbers(tokens: Sequence[Token], i: int) -> bool:
    word = norm_at(tokens, i)
    few = word in v.NUMBERS or (word.isdigit() and 1 <= int(word) <= MOST_NUMBER)
    return few and norm_at(tokens, i + 1) not in v.UNITS


def _each(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which countries had more than 500 orders, and how many each?": without the last words; rows are counted."""
    words = [(i, t.norm) for i, t in enumerate(tokens) if t.norm not in ("", ",", "?", ".", "!")]
    for phrase in HOW_MANY_EACH:
        if len(words) <= len(phrase) or tuple(word for _, word in words[-len(phrase) :]) != phrase:
            continue
        rest = words[: -len(phrase)]
        before = tokens[: words[-len(phrase)][0]]
        if phrase == ("how", "many") and rest[-1][1] != "and":
            continue
        if rest and rest[-1][1] in ("and", "with"):
            before = tokens[: rest[-1][0]]
        found = [t for t in lexicon.terms(before) if any(s.kind == "metric" and not s.weak for s in t)]
        alone = [t for t in found if not any(s.kind == "dataset" for s in t)] or found
        refs = {s.ref for senses in alone for s in senses if s.kind == "metric" and not s.weak}
        figures = [m for ref in refs if (m := lexicon.model.metric(ref))]
        many = "many" in phrase
        counted = len(figures) == 1 and (_number(figures[0]) if many else not lexicon.reach.counts(figures[0]))
        asked = any(t.norm in ("which", "what") for t in before[:3]) or any(t.norm == "with" for t in before[1:3])
        if counted and asked:
            while before and before[-1].norm in ("", ","):
                before = before[:-1]
            return before
    return tokens


def _number(metric: Metric) -> bool:
    """Rows or pieces, of which it is asked how many."""
    return aggregate(metric) in ("count", "distinct", "sum") and not money(metric)


def _reaches(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """The verb of "reached the highest temperature", "hit the peak temperature"; not of "reached customers"."""
    word = tokens[i].norm
    if word not in REACHES or not i or lexicon.means((word,), "metric"):
        return False
    at = i + 1 + (norm_at(tokens, i + 1) in ARTICLES)
    extreme = norm_at(tokens, at) in EXTREMES or norm_at(tokens, at) in CHEAP
    named = lexicon.at(tokens, at)
    if extreme and (named is None or not _figure(named[1])):
        at += 1
        named = lexicon.at(tokens, at)
    return extreme and named is not None and _figure(named[1])


def _uses(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """The verb of "how many different carriers did we use": which of them have any rows."""
    said = {t.norm for t in tokens[:i]}
    named = lexicon.means((tokens[i].norm,), "metric")
    asks = {"how", "many"} <= said and bool(said & v.DIFFERENT)
    used = tokens[i].norm in USES and norm_at(tokens, i - 1) in USERS
    return asks and not named and (used or (tokens[i].norm in SERVES and norm_at(tokens, i - 1) not in USERS))


def _figure(senses: Sequence[object]) -> bool:
    return any(getattr(s, "kind", "") in ("metric", "choice") for s in senses)


def _cheap(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The cheapest cost per click": the lowest of a figure that is named and is a price or a cost."""
    terms = [term for i in range(len(tokens)) if (term := lexicon.at(tokens, i))]
    refs = {s.ref for _, senses in terms for s in senses if s.kind == "metric" and not s.weak}
    metrics = [m for ref in refs if (m := lexicon.model.metric(ref))]
    if not metrics or not all(money(m) and PAID & {*name_words(m.label), *name_words(m.name)} for m in metrics):
        return tokens
    return [replace(t, norm=CHEAP.get(t.norm, t.norm)) for t in tokens]


def _percent(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Return %", "% margin by category": the published rate of that name, or the one of an unclear word's figures."""
    for i in range(len(tokens)):
        if tokens[i].norm not in PERCENT or norm_at(tokens, i - 1).isdigit():
            continue
        end = i - 1 if norm_at(tokens, i - 1) in ("in", "as") and i > 1 else i
        places = [(end - n, end) for n in range(min(PERCENT_NAMED, end), 0, -1)]
        places += [(i + 1, i + 1 + n) for n in range(min(PERCENT_NAMED, len(tokens) - i - 1), 0, -1)]
        for first, last in places:
            name = tuple(t.norm for t in tokens[first:last])
            if all(name) and (said := _rate(name, lexicon)):
                low, high = min(first, i), max(last - 1, i)
                made = [Token(word, word, "word", tokens[low].start, tokens[high].end) for word in said]
                return [*tokens[:low], *made, *tokens[high + 1 :]]
    return tokens


def _rate(name: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Words of the one published percentage that is meant; nothing where there is none."""
    options = [n for s in lexicon.lookup(name) if s.kind == "choice" for n in lexicon.model.config.ambiguous[s.ref]]
    if options:
        rates = [m for n in options if (m := lexicon.model.metric(n)) and is_percent(m)]
        return name_words(rates[0].label) if len(rates) == 1 else ()
    if _names_rate(name, lexicon):
        return name
    return next(((*name, tail) for tail in RATES if _names_rate((*name, tail), lexicon)), ())


def _names_rate(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    metrics = [lexicon.model.metric(s.ref) for s in lexicon.lookup(words) if s.kind == "metric" and not s.weak]
    return len(metrics) == 1 and metrics[0] is not None and is_percent(metrics[0])


def rank(parts: Parts, items: Sequence[Item]) -> None:
    """ "Which machine reached the highest temperature": a ranking, though "highest" is part of the figure's name."""
    others = parts.ranked or parts.sorting or parts.thresholds or parts.compare or parts.versus or parts.counting
    if others or len(parts.measures) != 1 or parts.figures:
        return
    item = parts.measures[0].item
    said = [w for w in name_words(item.text) if w in EXTREMES and w not in NO_RANK]
    if len(said) != 1 or item.has("value"):
        return
    asked = any(d.target for d in parts.dimensions) or parts.grain_target or parts.by is not None
    which = any(i.kind == "mark" and i.name == "which" and i.text.casefold() in ("which", "who") for i in items)
    asked = asked or which or _headed(parts, items, item)
    if not asked:
        return
    parts.ranked, parts.rank_word, parts.rank_place = True, said[0], (item.start, item.end)
    parts.direction = "asc" if said[0] in LOWEST else "desc"


def tell_apart(parts: Parts, items: Sequence[Item], lexicon: Lexicon) -> None:
    """ "How many countries did we ship to": the category is counted, not listed, once the verb says of which rows.

    Also "how many brands do we have", of the things that have one: those of the one dataset that is counted.
    """
    if not parts.counting or parts.counted or parts.thresholds:
        return
    for before, item in pairwise(items):
        if before.kind != "mark" or before.name != "howmany" or item.kind != "term":
            continue
        if not is_plural(item.text.casefold().split()[-1]):
            continue
        found = next((d for d in parts.dimensions if d.item.first == item.first), None)
        if any(i.kind == "mark" and i.name == "and" and i.first == item.last + 1 for i in items):
            continue
        if found and not (item.has("metric") or item.has("dataset") or item.has("choice")):
            if not parts.measures and not _rows_of(parts, item, lexicon):
                return
            parts.dimensions.remove(found)
            parts.counted, parts.distinct = item, True
            return


def _rows_of(parts: Parts, item: Item, lexicon: Lexicon) -> bool:
    """Puts the rows that have such a category in place of the figure that is not said."""
    owners = {s.ref.partition(".")[0] for s in item.senses if s.kind == "field"}
    if parts.datasets or parts.grain or parts.by or len(parts.dimensions) > 1 or len(owners) != 1:
        return False
    owner = owners.pop()
    if len(lexicon.reach.counters(owner)) != 1:
        return False
    parts.measures.append(Measure(replace(item, senses=(Sense("dataset", owner),)), counts=True))
    return True


def check(parts: Parts, items: Sequence[Item]) -> None:
    """ "The best and the worst", "which had the most and which the least": two rankings in one. Raises Stop."""
    by = any(i.kind == "mark" and i.name == "by" for i in items)
    for before, item in pairwise(items):
        counted = item.text and item.has("dataset")
        big = before.kind == "rank" and before.text.casefold() in SIZES
        if big and counted and parts.dimensions and any(m.item is item for m in parts.measures):
            raise Stop(Unplaced((f"{before.text} {item.text}",), before.start, item.end))
    places = [k for k, i in enumerate(items) if i.kind == "rank" or (not by and i.has("metric") and _extreme(i))]
    for first, second in pairwise(places):
        if any(i.kind == "mark" and i.name == "and" for i in items[first:second]) and parts.ranked:
            raise Stop(refuse("two questions"))


def _extreme(item: Item) -> bool:
    return any(w in EXTREMES and w not in NO_RANK for w in name_words(item.text))


def _headed(parts: Parts, items: Sequence[Item], figure: Item) -> bool:
    """ "Machine with the highest temperature": the breakdown stands before "with" and the figure."""
    at = next((k for k, i in enumerate(items) if i.first == figure.first), 0)
    if at < 2 or items[at - 1].kind != "preposition" or items[at - 1].text.casefold() not in ("with", "having"):
        return False
    for k, dimension in enumerate(parts.dimensions):
        if dimension.item.first == items[at - 2].first:
            parts.dimensions[k] = replace(dimension, target=True)
            parts.target_plural = is_plural(dimension.item.text.casefold().split()[-1])
            return True
    return False
