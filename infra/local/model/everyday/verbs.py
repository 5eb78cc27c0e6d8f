"""Verbs that stand for the noun of a figure: "spend on ads" is the ad spend, "what carriers charged us" their cost.

Only where the model has a figure of that very name; every other verb stays for :mod:`deeds` to account for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, Metric, ModelField
from infra.local.model.around import asides
from infra.local.model.around.asides import ARTICLES, ASKS, EACH, PASSIVE, US, mentions, says
from infra.local.model.english import verb_words as w
from infra.local.model.english.text import Token, forms, name_words, norm_at, stems
from infra.local.model.english.verb_kin import names_it, spent
from infra.local.model.english.vocabulary import IRREGULAR_VERBS, PREPOSITIONS
from infra.local.model.lexicon import Lexicon

PEOPLE = frozenset(["people", "customers", "users", "visitors", "they", "we", "anyone", "someone"])
MOST_WORDS = 3
"""Of the noun in a figure's name."""
LEADS = frozenset(["the", "total", "our", "what", "is", "show", "me", "give", "and"])
SUBJECTS = frozenset(["we", "i", "you", "they", "us", "it"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such verbs as nouns, and without those that say nothing beside what they stand with."""
    kept = asides.read(tokens, lexicon)
    for step in (
        _manner,
        _rated,
        _did,
        _of_those,
        _money_of,
        _much,
        _per,
        _cost_most,
        _by_cost,
        _each_cost,
        _spent,
        _parted,
        _often,
    ):
        kept = step(kept, lexicon)
    return kept


def figure(words: Sequence[str], lexicon: Lexicon) -> str:
    """The one metric that is called so; empty for none or several."""
    found = lexicon.refs(tuple(words), "metric", weak=False)
    return found.pop() if len(found) == 1 else ""


def compound(noun: Sequence[str], heads: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, ...], str] | None:
    """The words of a metric called by this noun and one of these heads: "ads" and "spend" make "ad spend"."""
    spelled = [tuple(noun), (*noun[:-1], forms(noun[-1])[-1])]
    found = [(words, head) for head in heads for words in spelled if figure((*words, head), lexicon)]
    return found[0] if len({figure((*words, head), lexicon) for words, head in found}) == 1 else None


def _verb(tokens: Sequence[Token], words: frozenset[str]) -> int:
    """Where the first verb of these stands."""
    return next((i for i, t in enumerate(tokens) if t.kind == "word" and stems(t.norm) & words), -1)


def _spent(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Spend on ads" -> "ad spend"; "what did carriers charge us", "did we pay carriers" -> "carrier cost"."""
    at = _verb(tokens, w.SPENT)
    if at < 0 or not _says_spent(tokens, at, lexicon):
        return tokens
    if stems(tokens[at].norm) & {"cost", "charge"}:
        return _before(tokens, at, lexicon) or tokens
    after = [j + 1 for j in range(at + 1, len(tokens)) if tokens[j].norm in ("on", "for", "to")]
    for n in (1, 2):
        if found := _of_value([t.norm for t in tokens[at + 1 : at + 1 + n]], lexicon):
            said = [replace(tokens[at], norm=word) for word in found]
            return [*tokens[:at], *said, *tokens[at + 1 :]]
    for first in [*after, at + 1]:
        linked = first - 1 if first in after else None
        if named := _object(tokens, first, lexicon):
            start, end, words, head = named
            nouns = [replace(t, norm=word) for t, word in zip(tokens[start:end], words, strict=True)]
            noun = replace(nouns[-1], norm=head)
            begins = first + (norm_at(tokens, first) in ARTICLES)
            rest = [t for j, t in enumerate(tokens[:begins]) if j not in (at, linked)]
            return [*rest, *nouns, noun, *tokens[begins:start], *tokens[end:]]
    return tokens


def _says_spent(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """True for a verb: "did we spend"; not for the noun in "ad spend by channel"."""
    asked = any(t.norm in ASKS or t.norm in PASSIVE for t in tokens[:at]) or norm_at(tokens, at - 1) in SUBJECTS
    past = tokens[at].norm in ("spent", "paid", "charged", "invested")
    return (asked or past) and not figure((tokens[at].norm,), lexicon)


def _before(tokens: list[Token], at: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Did carriers charge us", "did each carrier charge us": the noun right before the verb."""
    for n in (2, 1):
        if at - n < 1:
            continue
        span = [t.norm for t in tokens[at - n : at]]
        if found := _of_value(span, lexicon):
            said = [replace(tokens[at], norm=word) for word in found]
            return [*tokens[:at], *said, *tokens[at + 1 + (norm_at(tokens, at + 1) in US) :]]
        found = compound(span, w.SPENT_NOUNS, lexicon)
        if found and norm_at(tokens, at - n - 1) in EACH and lexicon.means(tuple(span), "field"):
            said = [replace(tokens[at], norm=word) for word in (*found[0], found[1])]
            return [*tokens[:at], *said, *tokens[at + 1 + (norm_at(tokens, at + 1) in US) :]]
        if found and (norm_at(tokens, at + 1) in US or stems(tokens[at].norm) & {"cost"}):
            nouns = [replace(t, norm=word) for t, word in zip(tokens[at - n : at], found[0], strict=True)]
            return [*tokens[: at - n], *nouns, replace(tokens[at], norm=found[1]), *tokens[at + 1 :]]
    return None


def _of_value(span: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The name of what such a thing costs: "carrier cost" of a known carrier; empty where the model has none."""
    fields = lexicon.fields(lexicon.lookup(tuple(span)), "value")
    found = {(*c[0], c[1]) for f in fields if (c := compound(name_words(f.label), w.SPENT_NOUNS, lexicon))}
    return found.pop() if len(found) == 1 else ()


def _money_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Ad money" -> "ad spend", where no verb says that it was spent."""
    i = next((i for i, t in enumerate(tokens) if i and t.norm == "money" and tokens[i - 1].norm), 0)
    found = compound((tokens[i - 1].norm,), w.SPENT_NOUNS, lexicon) if i else None
    if found is None or _verb(tokens, w.SPENT) >= 0:
        return tokens
    noun, head = replace(tokens[i - 1], norm=found[0][0]), replace(tokens[i], norm=found[1])
    return [*tokens[: i - 1], noun, head, *tokens[i + 1 :]]


def _object(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> tuple[int, int, tuple[str, ...], str] | None:
    """What the money went for, behind an article and known values: where, and the metric's words."""
    first += norm_at(tokens, first) in ARTICLES
    for start in range(first, first + 4):
        if start > first and not (
            lexicon.means((norm_at(tokens, start - 1),), "value") or norm_at(tokens, start - 1) in ("and", "or")
        ):
            return None
        for n in (3, 2, 1):
            span = tokens[start : start + n]
            if len(span) < n or not all(t.norm and t.kind == "word" for t in span):
                continue
            if found := compound([t.norm for t in span], w.SPENT_NOUNS, lexicon):
                return start, start + n, found[0], found[1]
    return None


def _per(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What did customers spend on average per order" -> "average order value", where that is a figure in money."""
    at, per = _verb(tokens, frozenset(["spend", "pay"])), says(tokens, ("per",))
    if at < 0 or per < at or not _says_spent(tokens, at, lexicon):
        return tokens
    noun = norm_at(tokens, per + 1)
    names = [("average", noun, "value"), ("average", noun), ("spend", "per", noun), ("revenue", "per", noun)]
    if norm_at(tokens, at - 1) in SUBJECTS:
        names = [("cost", "per", noun), ("spend", "per", noun), ("price", "per", noun)]
    named = {m: name for name in reversed(names) if (m := figure(name, lexicon)) and _money(m, lexicon)}
    if len(named) != 1:
        return tokens
    name = named.popitem()[1]
    whole = replace(tokens[per], end=tokens[per + 1].end)
    kept = [t for i, t in enumerate(tokens[:at]) if i != at - 1 or t.norm in ASKS | PASSIVE]
    rest = [t for t in tokens[at + 1 : per] if t.norm not in ("average", "mean", "on")]
    return [*kept, *rest, *(replace(whole, norm=word) for word in name), *tokens[per + 2 :]]


def _money(metric: str, lexicon: Lexicon) -> bool:
    found = lexicon.model.metric(metric)
    return found is not None and len(found.unit or "") == 3 and (found.unit or "").isupper()


def _parted(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many pieces were sold" -> "pieces sold", "hours were machines down": one name, whose noun alone is none."""
    for i in range(len(tokens) - 2):
        noun, verb, owner = tokens[i].norm, norm_at(tokens, i + 2), ""
        if verb and not figure((noun, verb), lexicon):
            owner, verb = verb, norm_at(tokens, i + 3)
        metric = lexicon.model.metric(figure((noun, verb), lexicon)) if noun and verb else None
        if metric is None or tokens[i + 1].norm not in PASSIVE or lexicon.means((noun,), "metric", "choice", "dataset"):
            continue
        if not owner or mentions(metric, owner, lexicon):
            return [*tokens[: i + 1], *tokens[i + (3 if owner else 2) :]]
    return tokens


def _only_field(noun: str, lexicon: Lexicon) -> bool:
    """True for a noun that is a field of a row, and in the plural a figure: "discount" and "discounts"."""
    senses = lexicon.lookup((noun,)) if noun else ()
    return bool(senses) and all(s.kind == "field" for s in senses) and bool(figure((f"{noun}s",), lexicon))


def _manner(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How happy were customers" -> "satisfaction", where the model has one figure of that name."""
    at = says(tokens, ("how",))
    nouns = w.MANNERS.get(norm_at(tokens, at + 1), ()) if at >= 0 else ()
    found = [noun for noun in nouns if figure((noun,), lexicon)]
    if not found or norm_at(tokens, at + 2) not in PASSIVE:
        return tokens
    metric = lexicon.model.metric(figure((found[0],), lexicon))
    who = at + 3 + (norm_at(tokens, at + 3) in ARTICLES)
    if metric is None or not mentions(metric, norm_at(tokens, who), lexicon):
        return tokens
    said = replace(tokens[at], norm=found[0], end=tokens[who].end)
    return [*tokens[:at], said, *tokens[who + 1 :]]


def _rated(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How did customers in Japan rate our support" -> "satisfaction in Japan", where one figure is called so."""
    at = says(tokens, ("how",))
    verb = next((i for i, t in enumerate(tokens) if i > at and t.norm == "rate"), -1)
    start = at + 1 + (norm_at(tokens, at + 1) == "well")
    name = next((name for name in w.MANNERS["satisfied"] if figure((name,), lexicon)), "")
    if at < 0 or verb < 0 or norm_at(tokens, start) not in ASKS or not name:
        return tokens
    end = verb + 1
    while norm_at(tokens, end) in US | {"our", "the", "their"}:
        end += 1
    metric = lexicon.model.metric(figure((name,), lexicon))
    rated = norm_at(tokens, end) in w.SERVED and lexicon.lookup((tokens[end].norm,)) == ()
    alone = norm_at(tokens, end - 1) in US
    who = [t for t in tokens[start + 1 : verb] if t.norm not in PEOPLE | ARTICLES]
    if metric is None or not (rated or alone) or len(who) == verb - start - 1:
        return tokens
    said = replace(tokens[verb], norm=name)
    return [*tokens[:at], said, *who, *tokens[end + (rated and not alone) :]]


def _did(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many machine hours did we lose" -> "machine hours lost", where a figure is called so."""
    at = max(says(tokens, ("how", "many")), says(tokens, ("how", "much")))
    do = next((i for i, t in enumerate(tokens) if i > at + 2 and t.norm in ASKS), -1)
    verb = do + 2
    if at < 0 or do < 0 or verb >= len(tokens) or norm_at(tokens, do + 1) not in SUBJECTS:
        return tokens
    noun = [t.norm for t in tokens[at + 2 : do]]
    base = tokens[verb].norm
    pasts = [*(past for past, of in IRREGULAR_VERBS.items() if of == base), f"{base}ed", f"{base}d"]
    found = [past for past in pasts if figure((*noun, past), lexicon)]
    if len(noun) > MOST_WORDS or not found or lexicon.means(tuple(noun), "metric", "choice", "dataset"):
        return tokens
    return [*tokens[:do], replace(tokens[verb], norm=found[0]), *tokens[verb + 1 :]]


def _of_those(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Club members spend on average" -> "customer spend" of club members: what those of a value spend each."""
    at = _verb(tokens, frozenset(["spend"]))
    averaged = any(t.norm in ("average", "avg", "mean", "typical") for t in tokens)
    if at < 2 or not averaged or says(tokens, ("per",)) >= 0:
        return tokens
    for n in (3, 2, 1):
        span = tuple(t.norm for t in tokens[max(at - n, 0) : at])
        fields = lexicon.fields(lexicon.lookup(span), "value")
        owners = [d for f in fields if (d := lexicon.model.dataset(f.dataset))]
        nouns = {name_words(name) for d in owners for name in (d.name, d.label, *d.synonyms)}
        found = {(*c[0], c[1]) for noun in nouns if (c := compound(noun, ("spend",), lexicon))}
        if len(found) == 1:
            said = [replace(tokens[at], norm=word) for word in found.pop()]
            return [*tokens[:at], *said, *tokens[at + 1 :]]
    return tokens


def _much(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How much discount" asks for discounts; "how much power did they use" for the power consumption."""
    at = says(tokens, ("how", "much"))
    noun = norm_at(tokens, at + 2)
    if at < 0 or not noun:
        return tokens
    if noun in ASKS and norm_at(tokens, at + 3) in SUBJECTS and _only_field(norm_at(tokens, at + 4), lexicon):
        return [*tokens[: at + 4], replace(tokens[at + 4], norm=f"{tokens[at + 4].norm}s"), *tokens[at + 5 :]]
    rest = tokens[at + 3 :]
    if _only_field(noun, lexicon):
        return [*tokens[: at + 2], replace(tokens[at + 2], norm=f"{noun}s"), *rest]
    used = [t for t in rest if stems(t.norm) & {"use", "consume"}]
    head = next((head for head in w.USED_NOUNS if figure((noun, head), lexicon)), "")
    if used and head and not figure((noun,), lexicon):
        return [*tokens[: at + 3], replace(tokens[at + 2], norm=head), *(t for t in rest if t not in used)]
    return tokens


def _cost_most(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which campaign cost us the most", "which campaign did we spend most on" -> "which campaign highest ad spend".

    Only where one cost can be split by it, or one is nearest to it.
    """
    at = next((i for i, t in enumerate(tokens) if t.norm in ("cost", "costs", "spend")), -1)
    if at > 0 and tokens[at].norm == "cost" and tokens[at - 1].norm in ("has", "have"):
        tokens, at = [*tokens[: at - 1], *tokens[at:]], at - 1
    after = at + 1 + (norm_at(tokens, at + 1) in US)
    after += norm_at(tokens, after) == "the"
    clause = norm_at(tokens, at - 1) in ("that", "which")
    if at < 2 or norm_at(tokens, after) not in ("most", "least") or not (clause or norm_at(tokens, 0) == "which"):
        return tokens
    ours = norm_at(tokens, at) != "spend" or norm_at(tokens, at - 1) in ("we", "us")
    end = at - (2 if norm_at(tokens, at) == "spend" else 1 if clause else 0)
    names = [tuple(t.norm for t in tokens[max(end - n, 1) : end]) for n in (3, 2, 1)]
    named = next((found for name in names if (found := lexicon.lookup(name))), ())
    owners = {s.ref.partition(".")[0] for s in named if s.kind in ("field", "dataset")}
    metric = _nearest_cost(owners, lexicon) if ours else None
    if metric is None:
        return tokens
    rank = "highest" if norm_at(tokens, after) == "most" else "lowest"
    with_it = ("with", "the") if clause else ()
    said = [replace(tokens[at], norm=word) for word in (*with_it, rank, *name_words(metric.name))]
    after += norm_at(tokens, after + 1) == "on"
    return [*tokens[:end], *said, *tokens[after + 1 :]]


def _by_cost(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Top 5 campaigns by cost", "cost by campaign": the cost whose own rows are of these or lead to them at once."""
    for i in range(len(tokens)):
        found = lexicon.at(tokens, i)
        if tokens[i].norm not in ("cost", "costs") or (found and (found[0] > 1 or lexicon.metrics(found[1]))):
            continue
        before = [tuple(t.norm for t in tokens[max(i - 1 - n, 0) : i - 1]) for n in (3, 2, 1)]
        after = lexicon.at(tokens, i + 2) if i + 2 < len(tokens) else None
        if norm_at(tokens, i - 1) == "by" and i > 1:
            senses = next((found for name in before if (found := lexicon.lookup(name))), ())
        elif norm_at(tokens, i + 1) in ("by", "per") and after and (i == 0 or norm_at(tokens, i - 1) in LEADS):
            senses = after[1]
        else:
            continue
        owners = {s.ref.partition(".")[0] for s in senses if s.kind in ("field", "dataset")}
        own = {f.ref for d in owners if (o := lexicon.model.dataset(d)) for f in o.fields if _is_cost(f)}
        if metric := _nearest_cost(owners, lexicon) if not own else None:
            return [*tokens[:i], *(replace(tokens[i], norm=word) for word in name_words(metric.name)), *tokens[i + 1 :]]
    return tokens


def _each_cost(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How much did each (seasonal) campaign cost us": that cost by campaign; of rows it is what one of them costs."""
    leads = [(*asks, do, "each") for asks in (("how", "much"), ("what",)) for do in ("did", "does")]
    asks, size = next(((at, len(lead)) for lead in leads if (at := says(tokens, lead)) >= 0), (-1, 0))
    first = noun = asks + size
    term = lexicon.at(tokens, first) if asks >= 0 else None
    while term and {s.kind for s in term[1]} == {"value"}:
        noun += term[0]
        term = lexicon.at(tokens, noun)
    fields = [s.ref for s in term[1] if s.kind == "field"] if term else []
    at = noun + (term[0] if term else 0)
    metric = _nearest_cost({ref.partition(".")[0] for ref in fields}, lexicon) if fields else None
    if metric is None or norm_at(tokens, at) != "cost":
        return tokens
    said = [replace(tokens[asks], norm=word, kind="word") for word in (*name_words(metric.name), "by")]
    return [*tokens[:asks], *said, *tokens[first:at], *tokens[at + 1 + (norm_at(tokens, at + 1) in US) :]]


def _is_cost(field: ModelField) -> bool:
    """A price or a cost of the things themselves, by which they may be meant to be ranked."""
    return field.datatype in NUMBER_TYPES and bool({"cost", "price"} & {*name_words(field.label)})


def _nearest_cost(owners: set[str], lexicon: Lexicon) -> Metric | None:
    """The one cost whose rows these datasets are, or else lead to at once: freight is no cost of a shop's customers."""
    steps = [
        (min(found), m)
        for m in lexicon.model.metrics
        if spent(m)
        if (found := [d for name in owners if (d := lexicon.reach.distance([m], name)) in (0, 1)])
    ]
    nearest = [m for step, m in steps if step == min(s for s, _ in steps)]
    return nearest[0] if len(nearest) == 1 else None


def _often(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many times were our ads clicked" -> "clicks": the figure that counts that verb and nothing else.

    "How often" may ask for a rate as well, where the model has one of that verb.
    """
    times, often = says(tokens, ("how", "many", "times")), says(tokens, ("how", "often"))
    at, begins = (times, times + 3) if times >= 0 else (often, often + 2)
    verb = next((i for i, t in enumerate(tokens) if i >= begins and stems(t.norm) & w.EVENTS), -1)
    counted = counting(tokens[verb].norm, lexicon) if at >= 0 and verb >= 0 else []
    if len(counted) != 1 or (times < 0 and _has_rate(tokens[verb].norm, counted[0], lexicon)):
        return tokens
    metric = lexicon.model.metric(counted[0])
    ends = verb + 1
    subject = [t.norm for t in tokens[begins:verb] if t.norm not in PASSIVE | ASKS | ARTICLES | PREPOSITIONS | PEOPLE]
    if not subject:
        while norm_at(tokens, ends) in ARTICLES | {"on", "at"}:
            ends += 1
        subject, ends = [norm_at(tokens, ends)], ends + 1
    rows = lexicon.refs(tuple(subject), "dataset")
    if metric is None or len(subject) != 1:
        return tokens
    if not (rows & set(metric.datasets) or mentions(metric, subject[0], lexicon)):
        return tokens
    said = replace(tokens[at], norm=counted[0], end=tokens[ends - 1].end)
    return [*tokens[:at], said, *tokens[ends:]]


def _has_rate(verb: str, counted: str, lexicon: Lexicon) -> bool:
    return any(m.name != counted and names_it(verb, m) for m in lexicon.model.metrics)


def counting(verb: str, lexicon: Lexicon) -> list[str]:
    """Figures of one word that count what the verb says: "clicks" of "clicked"."""
    return [m.name for m in lexicon.model.metrics if name_words(m.name) == (m.name,) and w.akin(verb, m.name)]
