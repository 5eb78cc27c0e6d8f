"""Questions of a reply that the request before gives their meaning: who got worse, when was that, where they live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.bounding import kept_by_change
from infra.local.model.english import marks
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, forms, name_words, tokenize
from infra.local.model.english.verb_kin import money
from infra.local.model.everyday.everyday_fields import staff_of
from infra.local.model.figures.between_figures import Found
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Refuse, Stop, Unplaced
from infra.local.model.parts import Parts
from infra.local.model.parts_of import heads, known_ratios
from infra.local.model.parts_of.in_both import that_is
from infra.local.model.ranking.superlatives import CHEAP, PAID
from infra.local.model.reach import aggregate, entity, places_of
from infra.local.model.says import thread_words
from infra.local.model.says.refusals import refuse
from infra.local.model.threads import reply_totals
from infra.local.model.threads.earlier import Earlier

WHO = v.word_set("who which what whos")
WORSE = v.word_set("worse worsened worsens deteriorated")
BETTER = v.word_set("better improved improves")
BECAME = v.word_set("got gotten getting get became become becoming is are was were did has have went gone been")
SMALL = (
    v.word_set("and so now ok okay then but please of them those these the one ones country which who that it") | BECAME
)
THAT = v.word_set("that those these they there it this")
IT = v.word_set("it that this")
WAS = v.word_set("was is were did")
LEADS = v.word_set("and so ok okay on in at for hm then but")
HAPPENED = v.word_set("happen happened occur occurred be reached exactly measured recorded")
THEY = v.word_set("they these those them each all")
LIVE = v.word_set("live living located based situated sit from come stand lie found home")
DEAR = v.word_set("expensive costly pricey")
HIGHER = v.word_set("higher lower better worse more less bigger smaller ahead above below stronger weaker different")
HAS = v.word_set("has have had got handles handle handled owns own holds took takes")
TOPS = v.RANK_DESC | v.RANK_ASC | {"first", "last", "one"}


ONES = v.word_set("ones those these them")
COURTESY = v.word_set("and ok okay please pls now but so the with them as ? ! , .")
APART = frozenset(marks.MARKS["apart"]) | {"each", "for each", "of each", "each of them", "one by one", "apart"}
RELATIVES = v.word_set("that which who where whose")


def put(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """The reply in words that the parser reads. Raises Stop where something must be asked or refused."""
    _check_why(tokens, before.request)
    tokens = reply_totals.put(tokens, before, lexicon)
    if not any(f.field in before.request.metrics for f in before.request.filters):  # else the rows that are left count
        tokens = that_is(tokens, before.metrics, lexicon)
    for turn in (_when, _where, _cost, _spent, _who_has):
        tokens = turn(list(tokens), before, lexicon)
    return _apart(_who_most(list(tokens), before), before, lexicon)


def _check_why(tokens: Sequence[Token], request: MetricRequest) -> None:
    """ "Why is the top one higher": why one row is above another, not what moved a figure."""
    norms = [t.norm for t in tokens if t.norm]
    if "why" not in norms or request.compare or not (request.dimensions or request.by):
        return
    after = norms[norms.index("why") + 1 :]
    if set(after[:5]) & TOPS and set(after) & HIGHER and not set(norms) & ({"than"} | set(v.UNITS) | set(v.MONTHS)):
        said = " ".join(t.surface for t in tokens)[:80]
        raise Stop(Refuse(said, thread_words.WHY_ABOVE, thread_words.WHY_ROW))


_PART_OF = re.compile(r"\b(?:as|in) (?:an? |the )?(?:percent|percentage|%|share|proportion|fraction|part) of\b")
"""Before another figure: that of before divided by it, and no share of a total."""


_COST = re.compile(
    r"(?:and |so |ok |now )*(?:what|how much) (?:did|do|does) (?:they|those|these|it|that|all of (?:them|those|that)|"
    r"this|(?:that|this|the top|the first) one|(?:that|this|those|these) (?P<noun>\w+))(?: all)? (?:cost|charge)"
    r"(?: us)?(?: in total| altogether)?(?P<average> on average)?"
)


_SPENT = re.compile(
    r"(?:and |so |ok |now )*(?:what|how much) (?:did|do|does|has|have) (?:"
    r"(?:each|every)(?: one)?(?: of (?:them|those|these))? (?:spend|spent|pay|paid)(?: with us)?(?: on average)?"
    r"|(?:they|those|these|the|an|a) (?:each|average one|typical one)(?: of (?:each|them|those|these|each of them))? "
    r"(?:spend|spent|pay|paid)(?: with us)?(?: on average)?"
    r"|(?:they|those|these) (?:spend|spent|pay|paid)(?: with us)? (?:on average|each)(?: on average)?)"
)


_WHO_MOST = re.compile(
    r"(?:and |so |but )*who (?:(?:got|had|has|was|is|did|scored|received|made) )?(?:the )?"
    rf"(?P<rank>{'|'.join(sorted(v.RANK_ASC | v.RANK_DESC))})(?: one| of (?:them|all))?"
)


def check(tokens: Sequence[Token], parts: Parts, before: Earlier, lexicon: Lexicon) -> None:
    """ "Only those that grew": a change is shown, and rows can't be kept or left out by it. Raises Stop.

    Nor are the rows of a list counted, nor is a share of one thing asked for each of others: "what share of EMEA does
    each have".
    """
    norms = [t.norm for t in tokens if t.norm]
    told = any(n in ONES and norms[i + 1] in RELATIVES for i, n in enumerate(norms[:-1]))
    said = " ".join(t.surface for t in tokens)[:80]
    asked = next((n for n in norms if n not in LEADS), "") in WHO - {"what"}
    told |= asked and kept_by_change.direction(parts) is not None and bool(before.request.compare)
    if parts.asks("change") and not parts.ranked and ("only" in parts.flags or told):
        rows = before.request.dimensions or before.request.grain or parts.dimensions
        apart = bool(before.request.compare and rows)
        if apart and len(before.metrics) == 1 and kept_by_change.direction(parts) is not None:
            parts.flags.add(kept_by_change.ROWS)
            return
        raise Stop(Refuse(said, thread_words.BY_CHANGE, thread_words.CHANGED_ROWS))
    if parts.compare and parts.limit and not (parts.ranked or parts.periods or parts.known):
        raise Stop(Unplaced((" ".join(t.surface for t in tokens)[:80],)))  # "compare the two": of which?
    named = {s.ref for m in parts.measures for s in m.item.senses if s.kind == "metric"}
    other = bool(named) and not named & set(before.request.metrics)
    if parts.asks("share") and other and not parts.known and _PART_OF.search(" ".join(norms)):
        raise Stop(refuse("ratio"))
    compared = any(n in HIGHER and norms[i + 1] == "than" for i, n in enumerate(norms[:-1]))
    if parts.versus and compared and ("only" in parts.flags or told or set(norms) & (WHO - {"what"})):
        raise Stop(Refuse(said, thread_words.BY_CHANGE, thread_words.CHANGED_ROWS))
    counted = {s.ref.casefold() for m in parts.measures for s in m.item.senses if s.kind == "dataset"}
    listed = {ref.partition(".")[0].casefold() for ref in before.request.dimensions if _is_name(ref, lexicon)}
    closes = norms[-2:-1] in (["is"], ["are"], ["was"], ["were"]) and norms[-1] in THAT
    if parts.counting and counted & listed and (closes or norms[-2:] == ["are", "there"]):
        raise Stop(Refuse(said, thread_words.COUNT_ROWS, thread_words.ROWS_COUNTED))
    apart = {s.ref for d in parts.dimensions for s in d.item.senses} & set(before.request.dimensions)
    if norms[:2] == ["how", "many"] and apart and (closes or norms[-2:] == ["are", "there"]):
        raise Stop(Refuse(said, thread_words.COUNT_ROWS, thread_words.ROWS_COUNTED))
    each = {"each"} | ({"they", "them"} if "each" in norms else set())
    if parts.asks("share") and parts.known and set(norms[-4:]) & each and set(norms) & v.DO:
        raise Stop(Refuse(said, thread_words.SHARE_OF_EACH, thread_words.SHARES_OF_OTHERS))


def judged(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "So who got worse?", of what the question before tells apart: which of them fell most, or rose most.

    Raises Stop where more may as well be worse.
    """
    tokens = tokenize(text)
    at = next((i for i, t in enumerate(tokens) if t.norm in WORSE | BETTER), -1)
    asks = next((i for i, t in enumerate(tokens[: max(at, 0)]) if t.norm in WHO), -1)
    if at < 0 or asks < 0 or any(t.norm == "than" for t in tokens) or lexicon.at(tokens, at) is not None:
        return text
    noun = lexicon.at(tokens, asks + 1)
    named = noun is not None and any(s.kind in ("field", "dataset") for s in noun[1])
    first = asks + 1 + (noun[0] if noun and named else 0)
    dimensions = before.request.dimensions
    if any(t.norm not in SMALL for t in tokens[first:at]) or (not named and len(dimensions) != 1):
        return text
    verb = next((t for t in tokens[first:at] if t.norm in BECAME), tokens[at])
    moves = _moves(tokens[at], verb, before.metrics[0])
    end = at + 1
    while end < len(tokens) and tokens[end].norm in ("the", "most"):
        end += 1
    field = None if named else lexicon.model.field(dimensions[0])
    who = field.label if field else text[tokens[asks + 1].start : tokens[first - 1].end]
    return f"{text[: tokens[asks].start]}which {who} {moves} most{text[tokens[end - 1].end :]}"


def _moves(judged: Token, verb: Token, metric: Metric) -> str:
    """Raises Stop where more may as well be worse."""
    said = {form for text in (metric.label, *metric.synonyms) for word in name_words(text) for form in forms(word)}
    if said & v.LESS_IS_BETTER or not money(metric):
        options = tuple(Option(text, text) for text in thread_words.ROSE_OR_FELL)
        question = thread_words.worse_or_better(judged.surface, lower_first(metric.label))
        raise Stop(Ask(judged.surface, question, options, "word", verb.start, judged.end, frozenset()))
    return "fell" if judged.norm in WORSE else "rose"


def _when(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "When was that?", "which machine was it?", after a peak: the day, or the machine, with the highest."""
    request = before.request
    kind = aggregate(before.metrics[0]) if len(before.metrics) == 1 else ""
    if kind not in ("maximum", "minimum") or request.dimensions or request.grain or request.by or request.count:
        return tokens
    said = [t for t in tokens if t.norm not in ("", "?", "!", ",", ".")]
    while said and said[0].norm in LEADS:
        said.pop(0)
    while said and said[-1].norm in IT | WAS | HAPPENED | {"on", "in", "at"}:
        said.pop()
    if not said or len(said) == len(tokens):
        return tokens
    rank = replace(said[0], norm="highest" if kind == "maximum" else "lowest")
    if [t.norm for t in said] == ["when"]:
        return [replace(said[0], norm="which"), replace(said[0], norm="day"), rank]
    named = lexicon.at(said, 1) if len(said) > 1 else None
    is_noun = named is not None and named[0] == len(said) - 1 and any(s.kind == "field" for s in named[1])
    if said[0].norm in ("which", "what") and (is_noun or (len(said) == 2 and said[1].norm in v.UNITS)):
        return [replace(said[0], norm="which"), *said[1:], rank]
    return tokens


def _cost(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "And what did they cost us?", of counted rows: the one figure of what such rows cost."""
    said = " ".join(t.norm for t in tokens if t.norm and t.norm not in ("?", "!", ",", "."))
    found = _COST.fullmatch(said)
    cost = known_ratios.cost_of(Found(0, 0, (before.metrics[0],)), lexicon) if found else None
    things = {ref.partition(".")[0] for ref in before.request.dimensions}
    if found and cost is None and len(things) == 1 and not found["average"]:
        cost = known_ratios.spent_by(things.pop(), lexicon)
    if found is None or cost is None or len(before.metrics) > 1:
        return tokens
    named = {s.ref for s in lexicon.lookup((found["noun"],)) if s.kind == "field"} if found["noun"] else set[str]()
    if found["noun"] and not named & set(before.request.dimensions):
        return tokens
    words = ("average", *name_words(cost.label)) if found["average"] else name_words(cost.label)
    if before.request.limit:  # the very rows that were ranked
        words = (*words, "of", "it" if before.request.limit == 1 else "them")
    return [replace(tokens[0], norm=word, kind="word") for word in words]


def _spent(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "What did each of them spend on average?", of people that were counted: the one figure of what each spends."""
    said = " ".join(t.norm for t in tokens if t.norm and t.norm not in ("?", "!", ",", "."))
    found = heads.spent_each(before.metrics, lexicon) if _SPENT.fullmatch(said) and len(before.metrics) == 1 else []
    return [replace(tokens[0], norm=w, kind="word") for w in name_words(found[0].label)] if len(found) == 1 else tokens


def _who_most(tokens: list[Token], before: Earlier) -> list[Token]:
    """ "And who got the worst?", after the one that got the best: the other end."""
    found = _WHO_MOST.fullmatch(_line(tokens))
    if found is None or before.request.limit != 1 or len(before.request.dimensions) != 1:
        return tokens
    rank = next(t for t in tokens if t.norm == found["rank"])
    return [replace(tokens[0], norm="and"), replace(rank, norm="the"), rank]


def _line(tokens: Sequence[Token]) -> str:
    return " ".join(t.norm for t in tokens if t.norm and t.norm not in COURTESY - {"and", "so", "the", "as", "but"})


def _apart(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "One line each please", of values that were put together: by the field that has them."""
    said = " ".join(t.norm for t in tokens if t.norm and t.norm not in COURTESY)
    several = [f for f in before.request.filters if f.op == "in" and len(f.values) > 1]
    field = lexicon.model.field(several[0].field) if len(several) == 1 else None
    if field is None or said not in APART or several[0].field in before.request.dimensions:
        return tokens
    return [replace(tokens[0], norm=word, kind="word") for word in ("by", *name_words(field.label))]


def _who_has(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "Who has the urgent ones?", after tickets by urgency: those by the staff that took them. Raises Stop."""
    norms = [t.norm for t in tokens]
    at = next((i for i, n in enumerate(norms[:3]) if n == "who"), -1)
    has = at >= 0 and norms[at + 1 : at + 2] and norms[at + 1] in HAS
    fields = {ref.casefold() for ref in before.request.dimensions}
    told = lexicon.terms(tokens[at + 2 :]) if has else []
    valued = [{s.ref.casefold() for s in senses if s.kind == "value"} for senses in told]
    if not has or not fields or len(told) != 1 or not valued[0] & fields:
        return tokens
    facts = [fact for m in before.metrics for fact in lexicon.reach.facts(m)]
    words = staff_of(facts, lexicon)
    if not words:
        raise Stop(Unplaced((tokens[at].surface,), tokens[at].start, tokens[at].end))
    if set(norms) & TOPS - {"one"}:
        return [replace(tokens[at], norm=word) for word in ("which", *words)] + tokens[at + 1 :]
    made = [replace(tokens[at], norm=word) for word in ("by", *words, "for")]
    return [*made, *tokens[at + 2 :]]


def priced(tokens: Sequence[Token], before: Earlier) -> Sequence[Token]:
    """ "The cheapest two", "most expensive first", after a cost or a price: the lowest, the highest."""
    metric = before.metrics[0]
    if not money(metric) or not PAID & {*name_words(metric.label), *name_words(metric.name)}:
        return tokens
    made: list[Token] = []
    for token in tokens:
        turned = made[-1].norm if made and token.norm in DEAR else ""
        if turned in ("most", "least"):
            made[-1] = replace(made[-1], norm="highest" if turned == "most" else "lowest", end=token.end)
        else:
            made.append(replace(token, norm=CHEAP.get(token.norm, token.norm)))
    return made


def _where(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "Where do they live?", of listed things that have a place: that place beside each."""
    said = [t.norm for t in tokens if t.norm not in ("", "?", "!", ",", ".") and t.norm not in LEADS - {"in", "at"}]
    if said[:1] != ["where"] or not set(said[1:]) & THEY:
        return tokens
    if set(said[1:]) - THEY - LIVE - BECAME - v.word_set("do does of people customers actually all"):
        return tokens
    places = [f for ref in before.request.dimensions for f in places_of(lexicon.model, ref)]
    new = {f.ref: f for f in places if f.ref not in before.request.dimensions}
    if not new:
        return tokens
    made = [replace(tokens[0], norm="also")]
    for n, field in enumerate(new.values()):
        link = ["and"] if n else []
        made += [replace(tokens[0], norm=word) for word in (*link, "by", *name_words(field.label))]
    return made


def _is_name(ref: str, lexicon: Lexicon) -> bool:
    """Whether the field names one row of its dataset each."""
    field = lexicon.model.field(ref)
    dataset = lexicon.model.dataset(field.dataset) if field else None
    return dataset is not None and field in entity(lexicon.model, dataset)
