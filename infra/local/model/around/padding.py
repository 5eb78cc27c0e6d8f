"""Sentences around a question: "we're planning a newsletter - ...", "... Thanks, need it by noon".

Only those give way that are made of small words alone, or tell of one thing that is being done ("a newsletter"),
which is then said. With a name of the model, a period, a number or a negation in it, a sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from infra.local.model.english import padding_words as w
from infra.local.model.english.listing_words import lists
from infra.local.model.english.padding_idioms import (
    ASKS_MUCH,
    BROKEN_DOWN,
    COMES_TO,
    IDIOMS,
    SAME_DAYS,
    SAY,
    UNDER_WAY,
    UNKNOWN_TOO,
    WORKING,
)
from infra.local.model.english.surrounding_words import SHAPED
from infra.local.model.english.text import tokenize
from infra.local.model.english.vocabulary import MONTHS, UNITS
from infra.local.model.lexicon import Lexicon
from infra.local.model.scan import Item, Scanner

_BREAK = re.compile(
    r":(?=\s)|\s[-–—]+(?=\s)|[–—]|[.!?;…]+(?=\s|$)|\.{2,}|\n|,(?=\s)|(?<=\s)[(]|[)]|"
    r"(?<=\s)(?=(?:because|cuz|coz|b/c|bc)\s)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:can\s?not|can['’]?t|couldn['’]?t|could\s+not|do\s?n['’]?o?t|did\s?n['’]?t|not)\s+"
    r"(?:seem\s+to\s+|really\s+)?(?:find|see|get|tell|remember|locate|know|sure)\b"
    r"|\bwhere\s+(?:to\s+(?:look|find|check|search|ask)|it\s+is|they\s+are|that\s+is)\b"
    r"|\bb/c\b"
    r"|\bno\s+(?:rush|hurry|idea|clue|worries|pressure|stress)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:i\s+|we\s+)?(?:need|want)(?:ed|s)?\s+(?:it|this|that|them|these)\s+(?:by|for|before|at|until)\s+"
    r"(?:the\s+|my\s+|our\s+|a\s+)?(?:noon|eod|lunch|tonight|tomorrow|today|this\s+(?:morning|afternoon|evening)|"
    r"end\s+of\s+(?:the\s+)?(?:day|week)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?::\d\d)?\s?(?:am|pm)|"
    r"\d{1,2}:\d\d|(?:[a-z]+\s+)?(?:meeting|call|deck|presentation|review|report))"
    r"(?:\s+(?:morning|afternoon|evening|please|pls|thanks|thx))*\s*(?=[.!,;]|$)",
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    r"\b(?:(?:just|only)\s+)?(?:one|a\s+single|1)\s+(?:number|figure|value)\s+(?:is|will|would|that'?s)?\s*"
    r"(?:be\s+)?(?:enough|fine|ok|okay|do|suffice|sufficient|good|perfect|all\s+(?:i|we)\s+need)\b",
    re.IGNORECASE,
)
_ROW_PER = re.compile(
    r"\b(?:with\s+)?(?:just\s+)?(?:one|a(?:\s+single)?|1)\s+(?:row|line|entry)\s+(?=(?:per|for\s+each|for\s+every)\b)",
    re.IGNORECASE,
)
_START = r"(?:^\s*|[:;.,!?\n–—-]\s+|\b(?:meeting|call|because|and|so)\s+)"
_WANTS = re.compile(
    rf"{_START}(?P<said>(?:(?:my|our|the|a)\s+)?(?:{'|'.join(sorted(w.PEOPLE))}|they|somebody|someone|everyone|everybody)\s+"
    r"(?:(?:just|really|also|now|always|is|was|are|were|has|have)\s+)*"
    r"(?:(?:wants?|wanted|needs?|needed|likes?|would\s+like|'d\s+like|asked|asks|asking)\s+(?:(?:me|us)\s+)?"
    r"(?:to\s+(?:know|see|find\s+out|check|get|tell\s+\w+)|about|for)"
    r"|(?:wants?|wanted|needs?|needed|asked|asks|asking|wonders|wondering|wondered)(?:\s+(?:me|us))?))(?=\s)",
    re.IGNORECASE,
)
_ONE_SLIDE = re.compile(
    rf"{_START}(?P<said>(?:(?:my|our|the|a)\s+)?(?:{'|'.join(sorted(w.PEOPLE))}|they|somebody|someone|everyone|i|we)\s+"
    r"(?:(?:just|really|also|now)\s+)*(?:wants?|wanted|needs?|needed|asked\s+for|would\s+like)\s+(?:(?:me|us)\s+)?"
    r"(?:one|a|an|the|some)\s+(?:(?:quick|short|single|little|small|new|brief)\s+)?"
    r"(?:slide|summary|overview|report|update|recap|one-pager|paragraph)s?)(?=\s*(?::|\s-+\s|[–—]))",
    re.IGNORECASE,
)
_FOR_TEAM = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?:(?:this|it|that)(?:\s+is|['’]?s)\s+|(?:(?:quick|short)\s+)?(?:question|one|q)\s+)?"
    r"(?:for|from|in|before)\s+(?:the|our|my|a|an|this|tomorrow'?s|today'?s)\s+(?P<word>[^\W\d_]+)\s+"
    r"(?:team|department|dept|meeting|deck|review|report|presentation|call|people|folks|board|slides?|newsletter|"
    r"standup|workshop|offsite)\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?P<said>(?:i|we)(?:\s+(?:was|were|got|have\s+been|just\s+got)|['’]ve\s+been|ve\s+been)\s+asked"
    r"(?:\s+(?:this|that|it|about\s+(?:this|that|it)))?"
    rf"(?:\s+by\s+(?:(?:my|our|the)\s+)?(?:{'|'.join(sorted(w.PEOPLE))}))?)(?=\s*[:,;–—-]|\s+(?:for|about|what|how|which)\b)",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\b(?:i|we)(?:\s+have|['’]ve|\s+got|['’]ve\s+got)\s+(?:a|the|my|our)\s+(?:[a-z]+\s+)?(?:meeting|call|presentation|review|demo)\s+"
    r"(?:in\s+(?:\d+|an?|half\s+an|ten|five|twenty)\s+(?:minutes?|mins?|hours?|hrs?)|(?:today|tomorrow|tonight|now|soon)|at\s+\d[\d:]*(?:\s?[ap]m)?)"
    r"(?=\s*[:,;.–—-])",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|morning|good\s+\w+|dear\s+\w+)\W+)?(?P<lead>(?:i|we)(?:\s+|(?=['’]))(?:(?:currently|now|also)\s+)?"
    r"(?:run|manage|lead|head|own|oversee|supervise|look\s+after|work\s+(?:in|at|for)|"
    r"(?:am|are|'m|’m|'re|’re)\s+(?:responsible\s+for|in\s+charge\s+of|"
    r"(?:the\s+)?(?:manager|head|owner|lead|director)\s+(?:of|for)|with))|"
    r"(?:im|i['’]m|i\s+am)\s+(?:responsible\s+for|in\s+charge\s+of|(?:the\s+)?(?:manager|head|owner|lead|director)\s+"
    r"(?:of|for)|with)|"
    r"as\s+(?:the|a)\s+(?:[a-z]+\s+)?(?:head|manager|lead|owner|director)\s+(?:of|for|at|in))\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)


_POINTS = re.compile(
    r"\W*(?:(?:and|ok|okay|now|so|then|but|only|just)\W+)*(?:for|of|in|from|within|among|with|at|on)\s+(?:only\s+|just\s+)?"
    r"(?:this|that|these|those|them|each|both)(?:\s+(?:ones?|of\s+(?:them|those|these)))?\W*",
    re.IGNORECASE,
)
"""What comes is asked of something named before: no aside."""
_ASKS_TOO = re.compile(
    r"\W*(?:(?:and|so|but)\s+)?(?:when|where|who|which|why|how)\s+"
    r"(?:(?:was|were|is|are|did|do|does|has|have|had)\b|(?:it|they|he|she|each|we)\s+(?!suits?\b|fits?\b|works?\b|is\b|are\b))",
    re.IGNORECASE,
)
"""A second question, or one more thing to be told of each: "number, when it came in, topic"."""
_I_AM = re.compile(r"^\W*(?:i['’]?m|i\s+am)\s+an?\s", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:^\s*|[:.!?\n]\s+|(?:hey|hi|hello|team|all),?\s+)"
    r"(?P<said>(?:the|a|an|my|our)\s+(?P<who>[^\W\d_]+)(?:\s+(?P<more>[^\W\d_]+))?\s+"
    r"(?:wants|needs|asked|asks|is\s+asking|would\s+like|wonders)(?:\s+(?:me|us))?"
    r"(?:\s+(?:to\s+(?:know|see|find\s+out|get)|about|for))?)(?=\s)",
    re.IGNORECASE,
)


_DEPARTMENTS = "|".join(sorted(w.DEPARTMENTS))
_DATED = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *(u for u in UNITS if u != 'second')))})\b|\d{{2}}|[a-z]\d|\d[a-z]", re.IGNORECASE
)
"""It says of when: "the numbers for the October report"."""
_PART = (
    rf"(?:(?:the|our|my)\s+)?(?:head\s+of\s+)?(?:(?:{_DEPARTMENTS}|customer|human|public|general|executive|senior|chain)\s+)?"
    rf"(?:{_DEPARTMENTS})"
)
_GROUP = r"(?:\s+(?:team|department|dept|people|folks|guys|colleagues|office|lead))?"
_DEPARTMENT = re.compile(
    rf"(?:^\s*|[:.!?\n]\s+|\b(?:hey|hi|hello|morning|team|all)[,!]?\s+)(?P<said>{_PART}{_GROUP}\s+"
    r"(?:(?:just|also|now|really)\s+)*(?:(?:is|are|was|were)\s+asking|wants?|wanted|needs?|asks?|asked|would\s+like|wonders?)"
    r"(?:\s+(?:me|us))?(?:\s+(?:to\s+(?:know|see|find\s+out|get|have)|about|for))?)(?=\s|:)"
    rf"|^\W*(?:(?:hey|hi|hello|morning)[,!]?\s+)?(?P<here>{_PART}{_GROUP}\s+(?:here|speaking))(?=\s*[.,:;!–—]|\s-\s)",
    re.IGNORECASE,
)
"""Which part of the company is asking: "Facility management wants to know:", "Product team here."."""
_ONE_NUMBER = re.compile(
    rf"{_START}(?P<said>(?:(?:i|we)\s+)?(?:(?:just|only)\s+)?(?:(?:need|want|require)\s+)?(?:one|a|an|1|this|the|these)\s+"
    r"(?:(?:single|quick|short)\s+)?(?:number|figure|value|one|numbers|figures)?\s*for\s+(?:the|my|our|a|an|this|tomorrow['’]s)\s+"
    rf"(?:[\w-]+\s+){{0,2}}(?:{'|'.join(sorted(w.OCCASIONS))}))(?=\s*(?:please|pls|plz|thanks|thx)?\s*(?:$|[:.,;!–—]|\s-\s))"
    r"|(?P<bare>\b(?:need|want)\s+(?:just\s+|only\s+)?(?:one|a|a\s+single)\s+(?:number|figure|value))(?=\s*:\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    """With the sign that closes it."""
    text: str
    names: bool
    """It says something of the data, or may well do."""
    items: tuple[Item, ...]
    turned: bool = False


def unpadded(text: str, lexicon: Lexicon, today: date) -> tuple[str, tuple[str, ...]]:
    """The text with such sentences as spaces, and those of them that are worth telling."""
    bare = text
    aside = [SAY, *([SAME_DAYS] if UNDER_WAY.match(text) else []), *([COMES_TO] if ASKS_MUCH.match(text) else [])]
    if BROKEN_DOWN.search(text) and not _limits(text, lexicon):
        aside.append(UNKNOWN_TOO)
    for pattern in (_DEADLINE, _ENOUGH, _ROW_PER, _SOON, IDIOMS, WORKING, *aside):
        bare = pattern.sub(lambda found: " " * len(found.group()), bare)
    for found in (found for pattern in (_ONE_SLIDE, _WANTS, _ASKED) for found in pattern.finditer(bare)):
        if not lexicon.terms(tokenize(found["said"])):
            bare = _blank(bare, *found.span("said"))
    for found in _ONE_NUMBER.finditer(bare):
        name = "said" if found["said"] else "bare"
        if not (_limiting(found[name], lexicon) or _DATED.search(found[name])):
            bare = _blank(bare, *found.span(name))
    told: list[str] = []
    for found in _SOMEBODY.finditer(bare):
        if not (lexicon.terms(tokenize(found["said"])) or (found["more"] or "").casefold() in w.PEOPLE):
            told.append(found["said"])
            bare = _blank(bare, *found.span("said"))
    for found in _DEPARTMENT.finditer(bare):
        name = "said" if found["said"] else "here"
        if not _limiting(found[name], lexicon):
            told.append(found[name])
            bare = _blank(bare, *found.span(name))
    bare = _shape_alone(bare)
    clauses = _clauses(bare, lexicon, today)
    asked = [n for n, clause in enumerate(clauses) if clause.names]
    if not asked:
        return (bare, tuple(told)) if re.search(r"\w", bare) else (text, ())
    for n, clause in enumerate(clauses):
        if clause.names:
            if n < asked[-1] and (_tells_of_one_thing(clause, _things(clause)) or _for_a_team(clause.text, lexicon)):
                told.append(clause.text.strip())
                bare = _blank(bare, clause.start, clause.end)
            elif n < asked[-1] and (lead := _answers_for(clause, clauses[n + 1 :], lexicon)):
                bare = _blank(bare, clause.start + lead[0], clause.start + lead[1])
            continue
        if n > asked[0] and (_ASKS_TOO.match(clause.text) or lists(clause.text)):
            continue
        open_words = _open_words(clause)
        if open_words and not (n < asked[0] and _tells_of_one_thing(clause, open_words)):
            continue
        if open_words:
            told.append(clause.text.strip())
        elif not (_is_courtesy(clause) or (n < asked[0] and _praises(clause))):
            continue
        bare = _blank(bare, clause.start, clause.end)
    return bare, tuple(told)


def _shape_alone(text: str) -> str:
    """ "Percentage is fine" behind the question is the percentage and nothing more."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        if start and (found := SHAPED.match(text[start:end])):
            text = _blank(text, start + found.start("said"), start + found.end("said"))
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _limits(text: str, lexicon: Lexicon) -> bool:
    """A known value is named, so that not all is asked for."""
    tokens = tokenize(text)
    found = [term for i in range(len(tokens)) if (term := lexicon.at(tokens, i))]
    return any(s.kind == "value" for _, senses in found for s in senses)


def _limiting(text: str, lexicon: Lexicon) -> bool:
    """Whether something in it is a value of the data and nothing else: "the Leipzig warehouse wants to know"."""
    tokens = tokenize(text)
    found = [term for i in range(len(tokens)) if (term := lexicon.at(tokens, i))]
    return any(all(s.kind == "value" for s in senses) for _, senses in found)


def _clauses(text: str, lexicon: Lexicon, today: date) -> list[_Clause]:
    found: list[_Clause] = []
    start = 0
    for end, close in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        said = text[start:end]
        if re.search(r"\w", said):
            plainly = _HARMLESS.sub(lambda found: " " * len(found.group()), said)
            tokens = tokenize(plainly)
            items = Scanner(lexicon, tokens, plainly, today).items()
            turned = any(t.norm in w.TURNS or any(c.isdigit() for c in t.norm) for t in tokens)
            names = turned or any(not _idle(i) for i in items) or _POINTS.fullmatch(said) is not None
            found.append(_Clause(start, close, said, names, items, turned))
        start = close
    return found


def _idle(item: Item) -> bool:
    """It says nothing of the data by itself."""
    return item.kind in ("unknown", "preposition") or (item.kind == "mark" and item.name in ("is", "and"))


def _open_words(clause: _Clause) -> list[Item]:
    return [i for i in clause.items if i.kind == "unknown" and i.text.casefold().replace("'", "") not in w.SMALL]


def _things(clause: _Clause) -> list[Item]:
    """What it names, where that is one known value and nothing else of the data: "a newsletter"."""
    said = [i for i in clause.items if not _idle(i)]
    one = len(said) == 1 and said[0].kind == "term" and not (said[0].has("metric") or said[0].has("field"))
    return [*said, *_open_words(clause)] if one and not clause.turned else []


def _for_a_team(text: str, lexicon: Lexicon) -> bool:
    """ "For the sales team": people who are called by what they do; a known value would be meant as one."""
    match = _FOR_TEAM.match(text)
    word = match["word"].casefold() if match else ""
    return bool(word) and not lexicon.means((word,), "value") and word not in MONTHS and word not in UNITS


def _is_courtesy(clause: _Clause) -> bool:
    """Some word of it is about people or manners: a noun alone may be the name of what is asked for."""
    said = {t.norm for t in tokenize(clause.text)}
    unknown = any(i.kind == "unknown" for i in clause.items)
    told = said & (w.PERSONS | w.SAYS | {"enough", "fine"})
    return not unknown or bool(told) or bool(said & {"for", "in"} and said & w.THE)


def _praises(clause: _Clause) -> bool:
    said = {t.norm for t in tokenize(clause.text) if t.norm.isalnum()}
    return said <= w.PRAISE | w.FILLER


def _tells_of_one_thing(clause: _Clause, open_words: Sequence[Item]) -> bool:
    """ "We're planning a newsletter": what somebody does with a thing that is no particular one."""
    tokens = [t for t in tokenize(clause.text) if t.norm]
    said = {t.norm for t in tokens}
    if len(open_words) != 1 or not said & w.PERSONS or not (said & w.BEGUN or _I_AM.match(clause.text)):
        return False
    item = open_words[0]
    at = next((n for n, t in enumerate(tokens) if t.start == item.start), 0)
    return at > 0 and tokens[at - 1].norm in w.INDEFINITE and item.text.islower() and at == len(tokens) - 1


def _answers_for(clause: _Clause, later: Sequence[_Clause], lexicon: Lexicon) -> tuple[int, int] | None:
    """ "I run the shop in Berlin." before a question that names no other place: where "I run" stands."""
    match = _RUNS.match(clause.text)
    if not match:
        return None
    tokens = tokenize(match["rest"])
    values: set[str] = set()
    i = 0
    while i < len(tokens):
        found = lexicon.at(tokens, i)
        if found is None:
            if tokens[i].norm and tokens[i].norm not in ("the", "our", "in", "of", "team", "at", "and", ","):
                return None
            i += 1
            continue
        kinds = {s.kind for s in found[1]}
        if "value" in kinds:
            values |= {s.ref for s in found[1] if s.kind == "value"}
        elif not kinds & {"field", "dataset"}:
            return None
        i += found[0]
    others = {s.ref for c in later for i in c.items for s in i.senses if s.kind == "value"}
    return match.span("lead") if values and not values & others else None
