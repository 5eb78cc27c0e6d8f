"""Verbs that ask for a figure which no noun names: "how much did we earn", "which store sold the most".

The model may have several figures for them, so they are asked back; none is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.around.asides import ASKS, MOST, PASSIVE, US, mentions, says, sends_us
from infra.local.model.english import verb_words as w
from infra.local.model.english.text import Token, is_plural, name_words, norm_at, stems, tokenize
from infra.local.model.english.verb_kin import called, fits, money, spent
from infra.local.model.everyday import everyday
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.parts_of import heads
from infra.local.model.reach import aggregate
from infra.local.model.says import verb_says
from infra.local.model.scan import Item

_WE = frozenset(["we", "us", "they", "i"])
MAX_OPTIONS = 6
SUBJECT = 4
"""Words at most from "did" to what somebody did."""
VISITORS = frozenset(["visitors", "users", "shoppers", "guests", "callers"])
"""Behind a value they say whose rows these are anyway: "bounce rate of mobile visitors"."""
GAINED = (("bring", "in"), ("take", "in"), ("turn", "over"))
"""Verbs of money with their particle, wherever they stand; without one they may be anything."""


def check(parts: Parts, text: str, lexicon: Lexicon, base: Sequence[Metric] = ()) -> None:
    """Raises Stop with a question back. ``base``: the figures of the question that this one builds on."""
    tokens = tokenize(text)
    everyday.check(tokens, lexicon)
    _sent_to_us(tokens, lexicon)
    figures = _figures(parts, lexicon) or list(base)
    _customers(parts, tokens, lexicon)
    _what_they_did(parts, tokens, lexicon)
    if (second := _second(tokens)) and not base:
        spots = [tokens[second].start <= m.item.start for m in parts.measures]
        if spots and all(spots):
            _earned(tokens[:second], lexicon, False)
        _unread(parts, tokens, second)
    if not any(money(m) for m in figures):
        _earned(tokens, lexicon, bool(figures))
        _paid(tokens, figures)
        _counted_and_paid(tokens, figures)
    if not figures:
        _most(parts, tokens, lexicon)
        _often(parts, tokens, lexicon)


def _sent_to_us(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Which country sends us the most parcels", where the parcels that the model has are those that we send."""
    for i in range(1, len(tokens) - 1):
        sends = tokens[i].norm in ("sends", "sent") or (tokens[i].norm == "send" and lexicon.at(tokens, i - 1))
        if sends and tokens[i + 1].norm == "us" and not sends_us(i, tokens, lexicon):
            raise Stop(Unplaced((f"{tokens[i].surface} us",), tokens[i].start, tokens[i + 1].end))


def _counted_and_paid(tokens: Sequence[Token], figures: Sequence[Metric]) -> None:
    """ "How many orders, and how much money": the second is a figure of its own, which no word names."""
    at = says(tokens, ("how", "much", "money"))
    if figures and at >= 0 and says(tokens, ("how", "many")) >= 0:
        raise Stop(Unplaced(("how much money",), tokens[at].start, tokens[at + 2].end))


def _second(tokens: Sequence[Token]) -> int:
    """Where the second of two questions begins: "what did it bring in, and what was the discount"; 0: there is none."""
    for i in range(2, len(tokens)):
        joined = tokens[i - 1].norm in ("and", ",", "?") or (tokens[i - 1].norm == "plus")
        if joined and (
            norm_at(tokens, i) == "what" or any(says(tokens[i:], ("how", of)) == 0 for of in ("much", "many"))
        ):
            return i
    return 0


def _unread(parts: Parts, tokens: Sequence[Token], second: int) -> None:
    """ "Orders in October, and what did we make": nothing is read of the second question. Raises Stop."""
    asks = norm_at(tokens, second + 1) in ASKS and norm_at(tokens, second + 2) in _WE | {"it"}
    said = (*(m.item for m in parts.measures), *(d.item for d in parts.dimensions), *parts.figures)
    if norm_at(tokens, second) == "what" and asks and not any(x.start >= tokens[second].start for x in said):
        whole = " ".join(t.surface for t in tokens[second:] if t.norm)
        raise Stop(Unplaced((whole,), tokens[second].start, tokens[-1].end))


def _figures(parts: Parts, lexicon: Lexicon) -> list[Metric]:
    senses = [s for m in parts.measures for s in m.item.senses]
    return [*lexicon.counters(senses), *lexicon.metrics(senses), *lexicon.choices(senses)]


def _in_money(nouns: Sequence[str], lexicon: Lexicon) -> list[Metric]:
    """The figures for these nouns: of what is sold all, else those in money, where the model says which are."""
    if nouns is w.SPENT_BY_US:
        return [m for m in lexicon.model.metrics if spent(m)]
    found = lexicon.called(nouns)
    return found if nouns is w.SOLD_NOUNS else [m for m in found if money(m)] or found


def _ask(word: str, metrics: Sequence[Metric], place: tuple[int, int], lead: str = "") -> Ask:
    options = tuple(Option(m.label, f"{lead}{m.label}") for m in metrics[:MAX_OPTIONS])
    question = verb_says.how_much(word, [o.label for o in options])
    return Ask(word, question, options, "word", *place, METRICS, sure=bool(lead))


def _customers(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How much did our customers spend": all or that of each; a name read across subject and verb is asked."""
    if any(t.norm in ("average", "mean", "avg", "per", "each", "typical") for t in tokens):
        return
    for measure in parts.measures:
        item = measure.item
        said = name_words(item.text)
        at = next((i for i, t in enumerate(tokens) if t.start == item.start), 0)
        if len(said) != 2 or not is_plural(said[0]) or not stems(said[1]) & w.SPENT:
            continue
        metrics = lexicon.metrics(item.senses)
        if _does(tokens, at) and all(aggregate(m) == "average" for m in metrics):
            options = [m for m in lexicon.called(w.EARNED_NOUNS[:1]) if m not in metrics]
            raise Stop(_ask(item.text, [*options, *metrics], (item.start, item.end)))
    _those_of(parts, tokens, lexicon)


def _does(tokens: Sequence[Token], at: int) -> bool:
    """ "Did", "do" a few words before: what stands here does something."""
    return any(t.norm in ASKS for t in tokens[max(at - SUBJECT, 0) : at])


def _those_of(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How much did club members spend": the same of people of a known kind, who are no word of a figure."""
    at = next((i for i, t in enumerate(tokens) if "spend" in stems(t.norm) and t.surface in parts.unknown), -1)
    people = heads.people(lexicon.model)
    if at < 2 or people is None or not _does(tokens, at):
        return
    for start in range(max(at - SUBJECT, 0), at):
        term = lexicon.at(tokens, start)
        owners = {s.ref.partition(".")[0] for s in term[1] if s.kind == "value"} if term else set[str]()
        if term and start + term[0] == at and people.name in owners:
            _ask_spent(tokens[at], people.name, lexicon)


def _ask_spent(verb: Token, people: str, lexicon: Lexicon) -> None:
    """What all of them spent, or each. Raises Stop."""
    counted = [m for m in lexicon.model.metrics if aggregate(m) in ("count", "distinct")]
    each = [m for m in heads.spent_each(counted, lexicon) if lexicon.reach.distance([m], people)]
    found = [*lexicon.called(w.EARNED_NOUNS[:1]), *each]
    raise Stop(_ask(verb.surface, found, (verb.start, verb.end)))


def _what_they_did(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "What did customers in Canada buy": not how many they were. Raises Stop."""
    at = says(tokens, ("what",))
    people = heads.people(lexicon.model)
    named = {s.ref for m in parts.measures for s in lexicon.lookup(name_words(m.item.text)) if s.kind == "dataset"}
    if at < 0 or norm_at(tokens, at + 1) not in ASKS or people is None or people.name not in named:
        return
    for token in tokens[at + 2 :]:
        if stems(token.norm) & {"spend", "pay"}:
            _ask_spent(token, people.name, lexicon)
        if stems(token.norm) & (w.BOUGHT | {"order"}) and token.norm not in PASSIVE:
            raise Stop(Unplaced((token.surface,), token.start, token.end))


def _earned(tokens: Sequence[Token], lexicon: Lexicon, counted: bool) -> None:
    """ "How much did we make": revenue or profit; "how much did we sell": whatever "sales" can mean."""
    at = says(tokens, ("how", "much"))
    start = at + 2 if at >= 0 else 1 if norm_at(tokens, 0) == "what" else -1
    start += norm_at(tokens, start) == "money"
    if start < 0 or norm_at(tokens, start) not in ASKS | {"was", "were", "is"}:
        return
    for i in range(start + 1, len(tokens)):
        verb = stems(tokens[i].norm)
        particle = any({first} & verb and norm_at(tokens, i + 1) == second for first, second in GAINED)
        if verb & w.SOLD:
            nouns: Sequence[str] = w.SOLD_NOUNS
        elif (
            particle
            or ("pay" in verb and norm_at(tokens, i + 1) in US)
            or (verb & w.EARNED_ALONE and at >= 0)
            or (verb & {"earn"})
        ):
            nouns = w.EARNED_NOUNS
        else:
            continue
        if counted and not (verb & {"earn"} or at >= 0):
            return
        place = (tokens[i].start, tokens[i + particle].end)
        found = _in_money(nouns, lexicon)
        raise Stop(_ask(tokens[i].surface, found, place))


def _paid(tokens: Sequence[Token], figures: Sequence[Metric]) -> None:
    """ "What did we pay for clicks": money is asked for, so what is counted is no answer. Raises Stop."""
    asked = says(tokens, ("how", "much")) >= 0 or norm_at(tokens, 0) == "what"
    at = next((i for i, t in enumerate(tokens) if stems(t.norm) & w.SPENT and norm_at(tokens, i - 1) in _WE), -1)
    if asked and figures and at >= 0 and not any(called("spend", m) for m in figures):
        raise Stop(Unplaced((tokens[at].surface,), tokens[at].start, tokens[at].end))


def _most(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Which store sold the most", "which segment spent most"."""
    if not parts.ranked or parts.datasets:
        return
    for i, token in enumerate(tokens[1:], 1):
        verb = stems(token.norm)
        after = i + 1 + (norm_at(tokens, i + 1) in US)
        after += norm_at(tokens, after) == "the"
        if norm_at(tokens, after) not in MOST | {"best", "worst"} or token.norm in PASSIVE:
            continue
        nouns = w.SOLD_NOUNS if verb & (w.SOLD | w.BOUGHT) else w.EARNED_NOUNS if verb & w.EARNED else ()
        nouns = (w.SPENT_BY_US if norm_at(tokens, i - 1) in _WE else w.SPENT_BY_OTHERS) if "spend" in verb else nouns
        if nouns:
            rank = "least" if norm_at(tokens, after) in ("least", "fewest", "lowest", "worst") else "most"
            found = _in_money(nouns, lexicon)
            raise Stop(_ask(token.surface, found, (token.start, tokens[after].end), f"has the {rank} "))


def _often(parts: Parts, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How often are orders returned": their number or their rate."""
    at = says(tokens, ("how", "often"))
    if at < 0:
        return
    for token in tokens[at + 2 :]:
        verb = stems(token.norm) & w.EVENTS
        item = next((t for t in parts.unknown if t.casefold() == token.surface.casefold()), None)
        if not verb or item is None:
            continue
        found = [m for m in lexicon.model.metrics if _tells(token.norm, m)]
        if found:
            raise Stop(_ask(token.surface, found, (tokens[at].start, token.end)))


def _tells(verb: str, metric: Metric) -> bool:
    own = stems(verb)
    spelled = [name_words(n) for n in (metric.label, metric.name)]
    return any(own & stems(word) for name in spelled for word in name) and not money(metric)


def settle(parts: Parts, items: Sequence[Item], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Words that the model itself lets go: "new" of new customers, the "team" of support, "now" of how things stand."""
    figures = _figures(parts, lexicon)
    times = [m for m in lexicon.model.metrics if is_time(m)]
    for item in items:
        if item.kind != "unknown" or item.text not in parts.unknown:
            continue
        word = item.text.casefold()
        after = next((i for i in items if i.first == item.last + 1), None)
        before = next((i for i in items if i.last == item.first - 1), None)
        of_another = before is not None and before.kind == "preposition" and len(parts.measures) > 1
        new = word == "new" and after is not None and not of_another and _all_new(after, parts, lexicon)
        noun = before is not None and _of_field(word, before, parts, lexicon)
        said = bool(figures) and all(_redundant(word, m, lexicon) for m in figures)
        said = said or (parts.timed and not figures and any(_redundant(word, m, lexicon) for m in times))
        now = tokens[item.first].norm == "now" and not parts.periods
        standing = now and bool(figures) and all(stands(m, parts, lexicon) for m in figures)
        parts.dated |= new
        owned = before is not None and before.has("value") and bool(figures) and word in VISITORS
        owned = owned and all(mentions(m, word, lexicon) for m in figures)
        if new or noun or said or standing or owned:
            parts.unknown.remove(item.text)
    _as_of(parts, items, tokens)


def _as_of(parts: Parts, items: Sequence[Item], tokens: Sequence[Token]) -> None:
    """ "Open as of 31 October", "were still open last week": how things stood then is in no row."""
    for item in items:
        before = (norm_at(tokens, item.first - 2), norm_at(tokens, item.first - 1))
        if item.kind == "period" and before in (("as", "of"), ("as", "at")):
            parts.unknown.append("as of")
    said = [t.norm for t in tokens]
    if parts.periods and "still" in said and {"were", "was", "had"} & set(said[: said.index("still")]):
        parts.unknown.append("still")


def _all_new(item: Item, parts: Parts, lexicon: Lexicon) -> bool:
    """ "New sign-ups"; not "revenue of new stores", where another figure is asked for."""
    asked = [m.item for m in parts.measures] or parts.datasets[:1]
    if item not in asked:
        return False
    found = lexicon.measured(item.senses)
    return bool(found) and all(_is_new(m, parts, lexicon) for m in found)


def _is_new(metric: Metric, parts: Parts, lexicon: Lexicon) -> bool:
    """True where "new" is in the figure's name, or says that the rows of the period came to be in it."""
    if any(name_words(name)[:1] == ("new",) for name in (metric.name, metric.label, *metric.synonyms)):
        return True
    date = lexicon.model.field(metric.time or "")
    began = date is not None and any(fits(verb, date) for verb in w.BEGAN)
    return began and bool(parts.periods or parts.grain) and bool(lexicon.reach.counts(metric))


def _of_field(word: str, item: Item, parts: Parts, lexicon: Lexicon) -> bool:
    """ "Organic traffic" of a traffic source: the value's own field says the noun, and it is that field's value."""
    for i, known in enumerate(parts.known):
        if known.item.first != item.first or known.fields:
            continue
        fields = lexicon.fields(item.senses, "value")
        called = [f for f in fields if any(_begins(name, word) for name in (f.label, f.name, *f.synonyms))]
        if called:
            parts.known[i] = replace(known, fields=frozenset(f.ref for f in called))
            return True
    return False


def _begins(name: str, word: str) -> bool:
    words_of = name_words(name)
    return len(words_of) > 1 and words_of[0] == word


def _redundant(word: str, metric: Metric, lexicon: Lexicon) -> bool:
    """True for "support" where tickets are called support tickets as well: it limits nothing."""
    for name in lexicon.reach.facts(metric):
        dataset = lexicon.model.dataset(name)
        names = [name_words(n) for n in (dataset.name, dataset.label, *dataset.synonyms)] if dataset else []
        if any(n[:1] == (word,) and n[1:] in names for n in names):
            return True
    return False


def stands(metric: Metric, parts: Parts, lexicon: Lexicon) -> bool:
    """True where "now" adds nothing: a count of things that are there, or of rows in a state that is named."""
    if aggregate(metric) not in ("count", "distinct"):
        return False
    plain = lexicon.reach.counts(metric)
    dataset = lexicon.model.dataset(plain) if plain else None
    if dataset is None:
        return "CASE" in metric.expression.upper()
    referred = any(r.one.casefold() == plain for r in lexicon.model.relationships)
    sent = any(r.many.casefold() == plain for r in lexicon.model.relationships)
    state = any(s.ref.partition(".")[0].casefold() == plain for k in parts.known for s in k.item.senses)
    return state or (referred and not sent)
