"""Replies that say with a verb of their own what a plain change says.

"Open up X by Y" is "only X, by Y"; "what was the total for last week?" is "for last week in total"; "who took more than
130 minutes?", after average minutes, is "only those over 130".
"""

from __future__ import annotations

import re

from agent_actions.semantic.model import Metric
from infra.local.model import consistent
from infra.local.model.bounding.kept_by_change import FALLEN, RISEN
from infra.local.model.bounding.quantities import converted
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import forms, name_words, stems, tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.reach import AVERAGES, aggregate
from infra.local.model.threads.earlier import Earlier
from infra.local.model.threads.reply_turns import DATED

_LEAD = r"(?P<lead>(?:(?:and|so|ok|okay|now|then|but|please|can you|could you|just)[\s,]+)*)"
_TAIL = r"(?:,? (?:then|now|please|thanks))*[\s.?!]*"
_THEM = r"(?: (?:it|them|that|those|this|these|the numbers|the figures|everything))?(?: all)?"
_NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(v.NUMBERS)})"
_SUMS = r"(?:add|adding|sum|summing|tot|total|totalling|count|counting)"
_ALONG = (
    r"(?:along the way|as (?:you|we|it|they|time) goe?s?(?: along| on| by)?|as (?:you|we) move along|step by step|"
    r"as a running (?:total|sum)|cumulatively)"
)
_RUNNING = re.compile(
    rf"{_LEAD}(?:(?:keep|start) {_SUMS}{_THEM} up(?: {_ALONG})?|{_SUMS}{_THEM}(?: up)?(?:,? {_ALONG})+"
    rf"|(?:(?:show|give|make|have|see)(?: me)?{_THEM} )?as a running (?:total|sum)(?:,? {_ALONG})+){_TAIL}",
    re.IGNORECASE,
)
_ADD_UP = re.compile(
    rf"{_LEAD}(?:(?:add|sum){_THEM} (?P<up>up)(?: all)?(?: together)?"
    rf"|what (?:did|does|do) (?:it|that|this|they|those|these)(?: all)? add (?P<to>up) to){_TAIL}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"{_LEAD}(?:(?:what(?:'s|s)?|how (?:much|many)|give me|show me)(?: (?:is|are|was|were))? )?"
    r"(?:the |its |their |a )?(?:grand |overall )?"
    r"(?:total|sum)(?: of (?:all )?(?:those|them|these|that|it))?"
    rf"(?: (?:for|of|in|over|across|during) (?P<when>[\w ]+?))?{_TAIL}",
    re.IGNORECASE,
)
_MEAN = re.compile(
    rf"{_LEAD}(?:(?:what(?:'s|s)?|how (?:much|many)|give me|show me)(?: (?:is|are|was|were))?(?: (?:it|that|this))? )?"
    r"(?:the |its |their |an |on )?(?:(?P<each>daily|weekly|monthly|quarterly|yearly) )?average"
    rf"(?: (?:per|a|by|each) (?P<unit>day|week|month|quarter|year))?{_TAIL}",
    re.IGNORECASE,
)
_EACH = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "yearly"}
_WHEN = DATED - v.word_set("same previous prior earlier ago before time period")
_OPEN = re.compile(
    rf"{_LEAD}(?:(?:open|fan|split) up (?P<x>[\w&'’ -]+?)|(?:open|fan) (?P<y>[\w&'’ -]+?) (?:up|out)|"
    rf"(?:unfold|expand|unpack) (?P<z>[\w&'’ -]+?)|(?:break|split) (?P<w>[\w&'’ -]+?) down) "
    rf"(?:by|into|per)(?: its| their| the)? (?P<by>[\w ]+?){_TAIL}",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    rf"{_LEAD}leave (?:in )?(?:only|just|nothing but)(?: the)? (?P<what>[\w&'’, -]+?)(?: ones)?(?: in(?: there)?)?"
    rf"{_TAIL}",
    re.IGNORECASE,
)
_RANKED = re.compile(
    rf"{_LEAD}(?:what about |how about |show me )?(?:the |which )?{_NUMBER}(?: ones| of them)? ?"
    r"(?:(?:(?:that|who|which) )?(?P<verb>\w+)|with)(?: the)? (?P<rank>fewest|least|lowest|most|highest)"
    rf"(?P<rest> (?:in|for|during|last|this|on|since) [\w ]+?)?{_TAIL}",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"{_LEAD}(?:list|show|name|give)(?: me)? (?:them|those|these)(?: all)?,? with (?P<what>[\w ]+?){_TAIL}",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    rf"{_LEAD}(?:(?:rank|sort|order)(?: (?:it|them|those|these|this|all|the (?P<noun>\w+)))?(?: in order)?|"
    rf"put (?:it|them|those|these|this|all|the (?P<put>\w+)) in order)(?: by (?P<by>[\w ]+?))?{_TAIL}",
    re.IGNORECASE,
)
_END = re.compile(rf"{_LEAD}the {_NUMBER} (?:ones )?at the (?P<end>top|bottom){_TAIL}", re.IGNORECASE)
_OF_THE = re.compile(
    rf"{_LEAD}which of the {_NUMBER}(?: (?!is|are|was|were|had|has|have|did|got|made|sold|cost)(?P<noun>\w+))?"
    r" (?P<rest>.+)",
    re.IGNORECASE,
)
_BY_FAR = {
    "more": "the most",
    "higher": "the highest",
    "lower": "the lowest",
    "fewer": "the fewest",
    "less": "the least",
}
_MORE = re.compile(r"\b(?:more|higher|lower|fewer|less)\b", re.IGNORECASE)
_POINT = re.compile(
    r" at (?:the|that) same (?:point|stage)(?: in time| of the (?:week|month|quarter|year))?", re.IGNORECASE
)
_MOST = "|".join(sorted(v.RANK_ASC | v.RANK_DESC))
_ONE = re.compile(
    rf"{_LEAD}(?:(?:(?:for|in|at|on) )?which one(?P<rest> (?!of\b)(?:\w+ ){{1,6}}(?:{_MOST})(?: \w+){{0,4}}{_TAIL})"
    rf"|who(?P<who> (?!are\b|were\b)(?:\w+ ){{1,3}}(?:{_MOST}){_TAIL}))",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"(?P<rest>.*?),? ?(?:with )?(?:the )?(?:largest|biggest|highest|strongest|greatest|steepest) "
    rf"(?:(?P<up>increase|rise|growth|gain|jump)|drop|fall|decrease|decline|loss)(?:s|es)? first{_TAIL}",
    re.IGNORECASE,
)
_HAD = v.word_set("had have has got get with")
_BOUND = re.compile(
    rf"{_LEAD}(?:(?:only|keep only|show only|just) (?:those|the ones|ones)|who|which(?: ones?)?"
    r"(?: of (?:them|those|these))?|which (?P<noun>\w+))(?: (?:that|who|which))?"
    r"(?: (?P<verb>is|are|was|were|had|has|have|took|takes|take|needs|needed|waited|averaged|came in))?(?: at)? "
    r"(?P<op>more than|longer than|over|above|less than|under|below|at least|at most) "
    rf"(?P<n>\d+(?:\.\d+)?|{'|'.join(v.NUMBERS)}) (?P<unit>[a-z]+){_TAIL}",
    re.IGNORECASE,
)
_OPS = {"longer than": "more than"}
_DONE = re.compile(
    rf"{_LEAD}(?:(?:only|keep|show|with) )?(?:(?:only|just) )?"
    r"(?:(?:those|the ones|ones|only|just|(?:the )?(?P<noun>[\w ]+?)) )?(?:(?:that|who|which) )?"
    r"(?:(?:have been|has been|had been|have|were|was|are|got) )?(?P<deed>\w+(?: (?:up|in|out|off))?) "
    rf"(?P<when>(?:since|in|during|before|after|from|between|on|last|this) [\w, -]+?){_TAIL}",
    re.IGNORECASE,
)


def plainly(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """The reply in plain words; as it is where it says no such thing. Raises Stop for a sum that can't be had."""
    plain = " ".join(text.split())
    said = _risen_first(_of_the_two(_at_that_point(plain, before)), before)
    return (
        _summed(said, before)
        or _opened(said, before, lexicon)
        or _left(said)
        or _ranked(said, before)
        or _ordered(said, before, lexicon)
        or _one(said, before, lexicon)
        or _with(said, before)
        or _bounded(said, before, lexicon)
        or _done(said, before, lexicon)
        or (said if said != plain else text)
    )


def _at_that_point(text: str, before: Earlier) -> str:
    """ "Than last month at the same point", of a month under way, which is held against as many days anyway."""
    return _POINT.sub("", text) if (before.request.period or "").startswith("this ") else text


def _of_the_two(text: str) -> str:
    """ "Which of the two had more orders?", "which of the three channels is the quickest?": which one of them all."""
    found = _OF_THE.fullmatch(text)
    if not found:
        return text
    rest = found["rest"]
    if found["n"].casefold() in ("two", "2"):
        rest = _MORE.sub(lambda m: _BY_FAR[m.group().casefold()], rest, count=1)
    noun = forms(found["noun"].casefold())[-1] if found["noun"] else "one"
    return f"{found['lead']}which {noun} {rest}"


def _summed(text: str, before: Earlier) -> str:
    """ "Add it up along the way", "what was the total for last week?", "and the monthly average?"."""
    request = before.request
    if request.share or request.compare or request.running or request.rolling or request.count:
        return ""
    if _RUNNING.fullmatch(text):
        return "cumulatively"
    up, total = _ADD_UP.fullmatch(text), _TOTAL.fullmatch(text)
    mean = _MEAN.fullmatch(text)
    if mean and request.grain in _EACH and not (request.dimensions or request.limit) and len(before.metrics) == 1:
        said = {mean["unit"], mean["each"]} - {None}
        fits = said <= {request.grain, _EACH[request.grain]} and _adds(before.metrics[0])
        return f"average {before.metrics[0].label} per {request.grain}" if fits else ""
    if not (up or total) or not (request.grain or request.dimensions or request.by):
        return ""
    cut = request.limit or any("." not in f.field for f in request.filters)  # of those shown, or of all?
    if cut or not all(_adds(m) for m in before.metrics):
        if up:
            raise Stop(Unplaced((text.strip(" .?!"),)))
        return ""
    when = total["when"] if total else None
    if when and not all(w in _WHEN or w.isdigit() for w in when.casefold().split()):
        return f"what is the sum for {when}"
    return f"and for {when} in total" if when else "what was it in total"


def _adds(metric: Metric) -> bool:
    return not (metric.over or is_percent(metric)) and aggregate(metric) in ("sum", "count")


def _opened(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "Open up Outdoor by brand", of a value; "break Outdoor down by brand", of several: only it, told apart so."""
    found = _OPEN.fullmatch(text)
    what = found and (found["x"] or found["y"] or found["z"] or found["w"])
    several = any(f.op == "in" and len(f.values) > 1 for f in before.request.filters)
    if not found or not what or (found["w"] and not several):
        return ""
    words = tuple(t.norm for t in tokenize(what))
    named = lexicon.means(words, "value") and lexicon.means(tuple(t.norm for t in tokenize(found["by"])), "field")
    return f"only {what}, by {found['by']}" if named else ""


def _left(text: str) -> str:
    found = _LEAVE.fullmatch(text)
    return f"only {found['what']}" if found else ""


def _risen_first(text: str, before: Earlier) -> str:
    """ "Sort by the difference, largest increase first", of what is compared: the highest difference, or the lowest."""
    found = _RISES.fullmatch(text) if before.request.compare else None
    return f"{found['rest'] or 'sort by the change'}, {'highest' if found['up'] else 'lowest'} first" if found else text


def _ranked(text: str, before: Earlier) -> str:
    """ "The three that sold the fewest", of units sold: the bottom three, by the figure before."""
    found, request = _RANKED.fullmatch(text), before.request
    if end := _END.fullmatch(text):
        return f"and the {end['end']} {end['n']}" if request.order and request.limit else ""
    if not found or not (request.order and request.limit) or len(before.metrics) != 1 or request.compare:
        return ""
    verb = (found["verb"] or "with").casefold()
    own = {form for word in name_words(before.metrics[0].label) for form in stems(word)}
    if verb not in _HAD and not own & set(stems(verb)):
        return ""
    end = "top" if found["rank"].casefold() in ("most", "highest") else "bottom"
    return f"and the {end} {found['n']}{found['rest'] or ''}"


def _with(text: str, before: Earlier) -> str:
    """ "Show them with the change to September", of rows: with that."""
    found = _LISTED.fullmatch(text)
    return f"with {found['what']}" if found and before.request.dimensions else ""


def _ordered(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "Rank them", "order the countries by revenue", of what the answer before tells apart: the highest first."""
    found, request = _ORDERED.fullmatch(text), before.request
    if (
        not found
        or not (request.dimensions or request.grain)
        or request.limit
        or not _are(found["noun"] or found["put"], before, lexicon)
    ):
        return ""
    by = before.metrics[-1].label if found["by"] in ("it", "that", "this") else found["by"]  # what was added last
    return f"sort by {by}" if by else "highest first"


def _one(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "Which one made the most?", "who got the fewest?": which of what the answer before tells apart."""
    found, request = _ONE.fullmatch(text), before.request
    field = lexicon.model.field(request.dimensions[0]) if len(request.dimensions) == 1 else None
    cut = request.limit or any("." not in f.field for f in request.filters)
    if not found or not field or cut:
        return ""
    rest = found["rest"] or found["who"]
    verb = rest.split()[0].casefold()
    if verb in RISEN | FALLEN:
        return ""
    names = " ".join((before.metrics[0].label, *before.metrics[0].synonyms))
    own = not lexicon.lookup((verb,)) and set(stems(verb)) & {form for w in name_words(names) for form in stems(w)}
    return f"which {field.label.casefold()}{rest.casefold().replace(verb, 'had', 1) if own else rest}"


def _bounded(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "Who took more than 130 minutes?", of one figure in such units."""
    found = _BOUND.fullmatch(text)
    if not found or len(before.metrics) != 1 or not before.request.dimensions or before.request.limit:
        return ""
    metric, number = before.metrics[0], v.NUMBERS.get(found["n"].casefold())
    value = converted(float(number if number else found["n"]), found["unit"].casefold(), lexicon.reach.unit(metric))
    averaged = aggregate(metric) in AVERAGES or not found["verb"] or found["verb"] in ("is", "are", "was", "were")
    if value is None or not averaged or not _are(found["noun"], before, lexicon):
        return ""
    op = found["op"].casefold()
    return f"only those {_OPS.get(op, op)} {value:g}"


def _are(noun: str | None, before: Earlier, lexicon: Lexicon) -> bool:
    """What the answer before tells apart is called so."""
    fields = {s.ref.casefold() for s in lexicon.lookup(tuple(t.norm for t in tokenize(noun or "")))}
    own = {name for ref in before.request.dimensions for name in (ref.casefold(), ref.partition(".")[0].casefold())}
    return noun is None or bool(fields & own)


def _done(text: str, before: Earlier, lexicon: Lexicon) -> str:
    """ "Just those launched since 2025", of the number of products, which is dated by that: only the period is new."""
    found = _DONE.fullmatch(text)
    times = {m.time for m in before.metrics}
    field = lexicon.model.field(times.pop() or "") if len(times) == 1 else None
    if not found or not field or len(before.metrics) != 1:
        return ""
    counted = lexicon.model.dataset(lexicon.reach.counts(before.metrics[0]) or "")
    noun = {s.ref for s in lexicon.lookup(tuple(t.norm for t in tokenize(found["noun"] or "")))}
    if not counted or (found["noun"] and not noun & {counted.name, before.metrics[0].name}):
        return ""
    names = [tuple(name_words(name))[:-1] for name in (field.name, field.label)]
    if tuple(found["deed"].casefold().split()) not in names:
        return ""
    by_noun = consistent.counts_things(before.metrics[0], lexicon)  # dated only where the message says by what
    return f"only {counted.label} {found['deed']} {found['when']}" if by_noun else found["when"]
