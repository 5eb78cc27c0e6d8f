"""Set phrases that say why, how or in which columns something is asked, and some that stand for a plainer one.

They give way to spaces, or to the plainer phrase and spaces, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from infra.local.model.english.text import is_plural, name_words, stems, tokenize
from infra.local.model.english.vocabulary import MONTHS, RANK_ASC, RANK_DESC, UNITS, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.heads import people

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_START = r"(?:^|(?<=[.!?:;,\n]\s)|(?<=[.!?:;,\n]))"
_OCCASION = (
    r"reviews?|reports?|meetings?|presentations?|decks?|slides?|newsletters?|budgets?|audits?|workshops?|briefings?|"
    r"negotiations?|talks|tenders?|pitch|memos?|planning|summary|update|analysis|dashboard|homework|overview|article|interview"
)
_FOR_WHAT = re.compile(
    rf"{_START}\W*(?P<for>for\s+(?:(?:my|our|the|a|an|this|tomorrow['’]s|next\s+\w+['’]s)\s+)(?P<of>(?:[\w-]+\s+){{0,3}}?)"
    rf"(?:{_OCCASION})|for\s+next\s+\w+['’]s\s+[a-z]+)(?=\s*[:–—]|\s+-\s|,?\s+(?:i|we)(?:['’]d|\s+would)?\s+(?:also\s+|just\s+|only\s+)?"
    r"(?:need|want|like|require)\b|,?\s+(?:please|pls|can|could|show|give|list)\b)",
    re.IGNORECASE,
)
_NO_PURPOSE = word_set("last this current previous all each every per by only") | set(MONTHS) | set(UNITS)
"""With one of them the occasion may name what is asked about: "for last month's report"."""
_ORDERS = re.compile(
    r"(?<=\b(?:[kK]indly|[pP]lease)\s)(?:state|advise|specify|indicate|furnish|supply)(?=\s+(?:the|me|us|our|how|what|which)\b)"
)
_SEEKS = re.compile(
    rf"{_START}(?:(?:hi|hello|hey)\s+)?(?:i|we)\s+(?P<seek>(?:search|seek)(?:\s+for)?)(?=\s+(?:the|a|an|all|our)\b)",
    re.IGNORECASE,
)
_COUNT = r"(?:two|three|four|five|six|[2-6])"
_KPIS = r"(?:kpis?|metrics|key\s+(?:figures|numbers|metrics)|numbers|figures|stats|values)"
_THINGS = re.compile(
    rf"\b(?:(?:the|these|those)\s+)?(?:following\s+)?{_COUNT}\s+(?:following\s+)?(?:things|{_KPIS})\b(?=[^:.?!]{{0,60}}:\s)",
    re.IGNORECASE,
)
"""Before a list of figures: "I need three things per department: ..."."""
_HEADED = re.compile(
    r"^\W*(?P<said>(?:(?:the|our|my|some|usual)\s+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:['’]s)?\s+|morning\s+|board\s+)?"
    rf"(?:morning\s+)?{_KPIS}(?:\s+(?:please|pls))?)(?=\s*:\s|\s+(?:for|of|in)\s[^:.?!]{{2,40}}:\s)",
    re.IGNORECASE,
)
"""The heading of a list of figures: "Monday KPIs: ..."."""
_ONE = r"(?:(?:just|only)\s+(?:(?:tell|give)\s+me\s+)?the\s+(?:winner|(?:very\s+)?(?:top|best|first|number)\s+one))"
_WINNER = re.compile(
    rf"(?<=[.?!,;(–—-])\s*{_ONE}(?=\s*(?:please|pls|plz|thanks|thx)?\W*$)|^\W*{_ONE}(?=\s*[:,–—])", re.IGNORECASE
)
_WHO_WON = re.compile(r"\b(?:which|what|who)\b(?:\s+(?:single\s+)?(?P<noun>[^\W\d_]+))?", re.IGNORECASE)
_MOVED = (
    r"drop(?:s|ped)?|fall(?:s|en)?|fell|declin(?:e|es|ed)|decreas(?:e|es|ed)|down|sank|sunk|shrank|shrunk|slip(?:s|ped)?|"
    r"plunged?|los[et]|rise[ns]?|rose|gr[eo]wn?|increas(?:e|es|ed)|up|jump(?:s|ed)?|climb(?:s|ed)?|chang(?:e|es|ed)"
)
_HOW_MUCH = re.compile(
    rf"\b(?P<verb>{_MOVED})(?P<how>\s+(?:(?:quite|so|very|really|rather|pretty|that|fairly)\s+)*(?:badly|sharply|steeply|strongly|"
    r"heavily|massively|significantly|considerably|noticeably|dramatically|visibly|suddenly|slightly|hard|a\s+lot|a\s+bit|"
    r"a\s+little|a\s+great\s+deal))(?!\w)",
    re.IGNORECASE,
)
_WHY = re.compile(r"\b(?:why|how\s+come|what\s+(?:caused|happened|is\s+behind|was\s+behind)|reasons?)\b", re.IGNORECASE)
_ONLY_WHAT = re.compile(
    r"\b(?:only|just)(?P<what>\s+(?:what|whatever|things|stuff|those|the\s+ones)\s+(?:(?:that|which|was|were|is|are|we|they|people|"
    r"customers)\s+)*(?:bought|sold|ordered|purchased|paid))(?=\s+(?:(?:in|through|via|on|from|by|at|with|over)\s+)?"
    r"(?:(?:the|our|a|an)\s+)?(?P<value>[^\W\d_]+(?:\s+[^\W\d_]+)?))",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    r",?\s*\b(?:no\s+matter|regardless\s+of|irrespective\s+of)\s+when\s+(?:they|it|those|these|that|he|she)\b"
    r"[^.,;:?!()]{0,40}(?=$|[.,;:?!()])",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?:{_MONTH}|{'|'.join(UNITS)}|days?|yesterday|today|since|\w*\d\w*)\b(?<!\bmay)", re.IGNORECASE
)
_TO_THIS_DAY = re.compile(r"\b(?:to|until|till)\s+this\s+(?:very\s+)?day\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|never|without|still|yet|missing|lack\w*)\b|n['’]t\b", re.IGNORECASE)
_ONLY_FIGURES = re.compile(
    r"(?:(?<=[.!?;,\n])|(?<=[–—]))\s*(?:i|we)\s+(?:only|just|really|simply)\s+(?:need|want)\s+(?:the|these|those|my)?\s*"
    r"(?:two|three|four|\d)?\s*(?:figures?|numbers?|values?)(?:\s+only)?\W*$",
    re.IGNORECASE,
)
_ONE_FIGURE = re.compile(
    r"[(,]\s*(?:just|only|as|please|i\.e\.)?\s*(?:a|one)\s+(?:single\s+)?(?:figure|number|value)(?:\s+(?:over|for|across)\s+"
    r"(?:the\s+)?(?:whole|entire|full|all)(?:\s+of)?(?:\s+(?:the|our))?\s+(?:team|company|business|lot|thing|group))?\s*"
    r"(?:please\s*)?(?:\)|$)",
    re.IGNORECASE,
)
_BOTH_DAYS = re.compile(
    r",?\s*(?:\b(?:for\s+)?(?:both|the\s+two)\s+days\s+)(?:together|combined|in\s+total|in\s+one|summed(?:\s+up)?|added\s+up)\b",
    re.IGNORECASE,
)
_TWO_DAYS = re.compile(
    rf"(?P<weekend>\b(?:the\s+)?weekend\s+(?:of\s+)?(?:the\s+)?)?(?<![\d/.])\b(?P<first>\d{{1,2}})\.?(?P<link>\s?[/+&]\s?|\s+and\s+)"
    rf"(?P<last>\d{{1,2}})(?:\.|st|nd|rd|th)?(?=\s+(?:of\s+)?(?:{_MONTH})\b)",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:each|separately|respectively|every|individually|vs|versus|against|compare\w*)\b", re.IGNORECASE
)
_EXACTLY = re.compile(
    r"(?:(?<=\bhow\s)|(?<=\bwhat\s))(?:exactly|precisely)(?=\s+(?:is|are|do|does|did|was|were)\b)", re.IGNORECASE
)
_THE_STATES = re.compile(r"\b(?P<at>in|from|to|across|within)\s+the\s+States\b(?!\s+of\b)")
_JUST_RATE = re.compile(
    r"(?:(?<=[.!?;,\n])|(?<=\())\s*(?:just|only)\s+(?:the\s+)?(?P<what>rate|share|percentage|percent)\b(?=\s*(?:$|[.,;:!?)]))",
    re.IGNORECASE,
)
_IS_RATE = re.compile(r"\b(?:rate|share|percentage|percent|proportion|what\s+part)\b|%", re.IGNORECASE)
_NOT_NUMBER = re.compile(
    r"\binstead(?P<of>\s+of\s+(?:the|their|its|just\s+the)\s+(?:numbers?|figures?|volumes?|amounts?|quantit(?:y|ies)))"
    r"(?=\s*(?:$|[.,;:?!)]|please|pls))",
    re.IGNORECASE,
)
_ONCE = r"(?:different|distinct|unique)"
_TOLD_APART = re.compile(
    rf"(?<=\bhow\smany\s){_ONCE}\s+(?P<noun>[^\W\d_]+)\s*(?P<said>\((?:i\.?e\.?\s+|so\s+)?(?:{_ONCE}|each|every)\s+"
    r"(?P<what>[^()\d,]{3,30}?)(?:\s+(?:once|only\s+once|counted\s+once|counts\s+once))?\))",
    re.IGNORECASE,
)
"""How what is counted is told apart: "how many different people (distinct customer numbers)"."""
_COLUMNS = re.compile(
    r"\((?:(?:with|incl\.?|including|columns?:?|show)\s+)?(?P<list>[^()\d]{3,80})\)\W*$", re.IGNORECASE
)
_CAME_OUT = re.compile(
    r"\b(?:c[ao]mes?\s+(?:out|on(?:to)?\s+the\s+market)|hit\s+the\s+(?:market|shelves))"
    r"(?=\s*(?:$|[?,.;!)]|(?:in|since|before|after|during|between|this|last)\s+(?!front\b|the\s+lead\b)))",
    re.IGNORECASE,
)
_LAUNCHES = word_set("launch introduce release introduction")
_ON_SALE = re.compile(
    r"(?<=\w)\s+(?:(?:that\s+are\s+|currently\s+)?on\s+sale)\b(?!\s+(?:in|since|from|at|for)\b)", re.IGNORECASE
)
""" "Products on sale", where the model says that of all it counts."""
_APIECE = re.compile(r"(?<=\w)\s+(?:apiece|a\s+pop)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d[\d.,]*\s*k?\s*(?:€|\$|£|eur|euros?|usd|dollars?|gbp|pounds?)?$", re.IGNORECASE)
_CONTRIBUTES = re.compile(
    r"\b(?P<how>(?:how|what)(?:\s+much)?\s+(?:did|do|does))\s+(?P<each>(?:each|every)\s+[\w -]{2,30}?)\s+"
    r"(?P<to>contributed?\s+to)(?=\s+\w)",
    re.IGNORECASE,
)
_RUNNING = frozenset(["running", "cumulative", "cumulated", "accumulated"])
_LIMITS = word_set("only not no without excluding except but just at least most more less over under than or")
_ARTICLES = word_set("the a an its their our each and of")


def left_out(text: str, lexicon: Lexicon, *, follows: bool) -> str:
    """The text without them. ``follows``: a question came before."""
    text = _FOR_WHAT.sub(lambda m: _purpose(m, lexicon), text)
    text = _ORDERS.sub(lambda m: _put("show", m[0]), text)
    text = _SEEKS.sub(lambda m: m[0][: m.start("seek") - m.start()] + _put("need", m["seek"]), text)
    text = _blank(_NO_MATTER, text, lambda m: not _DATED.search(text[: m.start()] + text[m.end() :]))
    text = _blank(_TO_THIS_DAY, text, lambda m: bool(_DENIES.search(text[: m.start()])))
    text = _blank(_ONLY_FIGURES, text)
    text = _blank(_ONE_FIGURE, text)
    text = text if _EACH.search(text) else _TWO_DAYS.sub(_two_days, text)
    text = _blank(_BOTH_DAYS, text)
    text = _blank(_EXACTLY, text)
    text = _blank(_APIECE, text, lambda m: bool(_AMOUNT.search(text[: m.end()].removesuffix(m[0]))))
    text = _blank(_ON_SALE, text, lambda m: _all_on_sale(text[: m.start()], lexicon))
    text = _CAME_OUT.sub(lambda m: _put("launched", m[0]) if _launched(text[: m.start()], lexicon) else m[0], text)
    text = _CONTRIBUTES.sub(_contributes, text)
    if lexicon.means(("us",), "value"):
        text = _THE_STATES.sub(lambda m: _put(f"{m['at']} the US", m[0]), text)
    text = _blank(_JUST_RATE, text, lambda m: bool(_IS_RATE.search(text[: m.start()])))
    text = _blank(_THINGS, text)
    if _WHY.search(text):
        text = _HOW_MUCH.sub(lambda m: m["verb"] + _spaces(m["how"]), text)
    text = _ONLY_WHAT.sub(lambda m: _only(m, lexicon), text)
    text = _blank(_WINNER, text, lambda m: _one_wins(text[: m.start()] + text[m.end() :]))
    text = _HEADED.sub(lambda m: m[0][: m.start("said") - m.start()] + _spaces(m["said"]), text)
    text = _TOLD_APART.sub(lambda m: _told_apart(m, lexicon), text)
    if follows:
        text = _NOT_NUMBER.sub(lambda m: _put("instead", m[0]), text)
    return _blank(_COLUMNS, text, lambda m: _said_before(m["list"], text[: m.start()], lexicon))


def _put(word: str, instead_of: str) -> str:
    return word + " " * (len(instead_of) - len(word))


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _blank(pattern: re.Pattern[str], text: str, when: Callable[[re.Match[str]], bool] = lambda _: True) -> str:
    return pattern.sub(lambda m: _spaces(m[0]) if when(m) else m[0], text)


def _purpose(found: re.Match[str], lexicon: Lexicon) -> str:
    """Unless a value, a period or a number in it may limit what is asked: "for the Germany review"."""
    tokens = tokenize(found["for"])
    norms = {t.norm for t in tokens}
    head = norms - {"next"} if re.match(r"for\s+next\s", found["for"], re.IGNORECASE) else norms
    terms = [term for i in range(len(tokens)) if (term := lexicon.at(tokens, i))]
    valued = any(s.kind == "value" and not s.weak for _, senses in terms for s in senses)
    named = any(t.surface[:1].isupper() for t in tokens[1:])
    valued &= head is norms
    if valued or named or head & _NO_PURPOSE or any(c.isdigit() for c in found["for"]):
        return found[0]
    at = found.start("for") - found.start()
    return found[0][:at] + _spaces(found[0][at:])


def _two_days(found: re.Match[str]) -> str:
    """ "The weekend of 7/8 November": from the 7th to the 8th."""
    first, last = int(found["first"]), int(found["last"])
    if last != first + 1 or (found["link"].strip().casefold() == "and" and not found["weekend"]):
        return found[0]
    return f"{first}-{last}".rjust(len(found[0]))


def _launched(before: str, lexicon: Lexicon) -> bool:
    """What stands before are rows that have a day on which they were launched, or the like."""
    tokens = tokenize(before)
    rows = {s.ref for i in range(len(tokens)) for s in (lexicon.at(tokens, i) or (0, ()))[1] if s.kind == "dataset"}
    fields = [f for name in rows if (d := lexicon.model.dataset(name)) for f in d.fields if f.is_time]
    return any(stems(word) & _LAUNCHES for f in fields for word in name_words(f.label))


def _all_on_sale(before: str, lexicon: Lexicon) -> bool:
    """The rows that are named right before are counted by a figure of which the model says "on sale"."""
    counters = lexicon.counters(lexicon.lookup(name_words(before)[-1:]))
    return any("on sale" in (m.description or "").casefold() for m in counters)


def _contributes(found: re.Match[str]) -> str:
    """ "How did each region contribute to turnover": each region's share of it."""
    at = [found.start(group) - found.start() for group in ("each", "to")]
    return _spaces(found[0][: at[0]]) + found[0][at[0] : at[1]] + _put("share of", found["to"])


def _said_before(listed: str, before: str, lexicon: Lexicon) -> bool:
    """ "(month, revenue, running total)": every column is asked for before."""
    if set(name_words(listed)) & _LIMITS:
        return False
    words = {s for t in tokenize(before) for s in stems(t.norm)}
    refs = _refs(before, lexicon)

    def known(column: str) -> bool:
        said = [w for w in name_words(column) if w not in _ARTICLES]
        if said and all(stems(w) & words for w in said):
            return True
        if set(said) & _RUNNING and words & {s for w in _RUNNING for s in stems(w)}:
            return set(said) <= _RUNNING | {"total", "sum", "value"}
        named = lexicon.lookup(tuple(said))
        return bool(named) and all(s.kind == "metric" and s.ref in refs for s in named)

    columns = [c for c in re.split(r",|;|\band\b|\+|/", listed) if re.search(r"\w", c)]
    return bool(columns) and all(known(c) for c in columns)


def _only(found: re.Match[str], lexicon: Lexicon) -> str:
    """ "Only what was bought in the web shop": only that value."""
    term = lexicon.at(tokenize(found["value"]), 0)
    known = term is not None and any(s.kind == "value" for s in term[1])
    at = found.start("what") - found.start()
    return found[0][:at] + _spaces(found["what"]) if known else found[0]


def _one_wins(rest: str) -> bool:
    """ "Which store had the most revenue? just the winner": one is asked for anyway."""
    found = _WHO_WON.search(rest)
    if found is None or not any(t.norm in RANK_ASC | RANK_DESC for t in tokenize(rest)):
        return False
    return found[0].casefold().startswith("who") or bool(found["noun"] and not is_plural(found["noun"].casefold()))


def _told_apart(found: re.Match[str], lexicon: Lexicon) -> str:
    """Without what it is told apart by, where that is the rows themselves, or the number that each of them has."""
    rows = people(lexicon.model)
    named = lexicon.refs((found["noun"].casefold(),), "dataset")
    named |= {rows.name} if rows and found["noun"].casefold() in ("people", "persons", "individuals") else set()
    said = lexicon.lookup(name_words(found["what"])) or lexicon.lookup(name_words(found["what"].rstrip("sS")))
    owners = {s.ref for s in said if s.kind == "dataset"}
    refs = {s.ref for s in said if s.kind == "field"}
    owners |= {d.name for d in lexicon.model.datasets if {f"{d.name}.{key}" for key in d.primary_key} & refs}
    at = found.start("said") - found.start()
    same = bool(stems(found["noun"].casefold()) & stems(found["what"].casefold()))
    return found[0][:at] + _spaces(found["said"]) if same or (named and named <= owners) else found[0]


def _refs(text: str, lexicon: Lexicon) -> set[str]:
    tokens = tokenize(text)
    found = (lexicon.at(tokens, i) for i in range(len(tokens)))
    return {s.ref for term in found if term for s in term[1] if s.kind == "metric" and not s.weak}
