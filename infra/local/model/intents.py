"""Messages that aren't questions for figures: greetings, help, "what is X?", "describe X", "show me the SQL"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Describe, Explain, Look, Outcome, Talk
from infra.local.model.says import words

_POLITE = (
    r"(?:(?:please|hi|hello|hey|ok|okay|so|and|now|well|just|also|kindly|can you|could you|would you|will you|can we|"
    r"may i|can i|could i|i want to|i would like to|i would like|i need to|i need|let me|tell me|show me|give me|"
    r"explain to me)\s+)*"
)
_SHOW = r"(?:(?:show|see|list|give|get|display|print|view|share|what is|what was|what are|which|what|search|find)\s+)?"
_ME = r"(?:(?:me|us|all|the|that|this|your|our|its|available|published|known|kinds? of|sort of|of|any|some)\s+)*"
_NOUN = (
    r"(?:data ?sets?|data sources?|data|tables?|metrics?|kpis?|measures?|figures?|sources?|dimensions?|"
    r"catalog|catalogue|reports?|information|(?:certified )?questions)"
)
_HAVE = (
    r"(?:do (?:you|we|i) (?:have|know|offer)|"
    r"(?:can|could|may) (?:i|we|one|you) (?:ask(?: you)?|query|see|use|access|get|show|know|"
    r"(?:tell|show|give) (?:me|us))|are there|is there|there are|"
    r"there is|are (?:available|published|defined|known|there)|is available|available|exists?|you have|we have|"
    r"you know|"
    r"have you got|can be asked|do you have access to|in the catalogue?|for me|here|please|about|you)"
)
_WRITES = re.compile(
    rf"{_POLITE}(?:(?:drop|truncate|alter|wipe|erase|rename|recreate)\b.*\b(?:tables?|databases?|schemas?)"
    r"|(?:set|raise|lower|increase|reduce|change|put|cut)\s(?:the|our|all|every)\s.*\b(?:target|targets|plan|price|prices|budget|"
    r"cost|limit|discount|discounts|salary|stock)\b.*\s(?:to|by)\s\S*\d.*)"
)
_CHANGES = re.compile(
    rf"{_POLITE}(?P<verb>close|reopen|resolve|set|reset|assign|reassign|cancel|refund|approve|archive|escalate|correct|"
    r"restart|mark|raise|increase|decrease|reduce|update|edit|delete|rename|reschedule)\s(?:(?:all|the|every|each|my|our|any|these|those)\s.+|\S+(?:\s\S+)?\s\d+\b.*)"
)
"""Orders to somebody who runs the business, where they ask for no figure."""
_SETS = re.compile(
    rf"{_POLITE}(?:set|raise|lower|increase|decrease|reduce|change|update|put)\s(?:all|the|every|each|my|our)\s"
    r"(?!(?:limit|minimum|maximum|threshold|top|number|period|range)\b).+\s(?:to|by|at)\s\d[\d\s,.]*(?:(?:%|percent|eur|euros?|k|pieces|units)\s?)?"
)
"""The same with the number that is to be put in: "raise the December target to 120,000"."""
_SHOW_SQL = re.compile(
    rf"{_POLITE}{_SHOW}{_ME}(?:(?:underlying|actual|generated|exact|executed|raw|full)\s+)?"
    r"(?:sql|query|statement)(?:\s+(?:query|statement|code|please|again|too|here|used|behind|for|of|did|you|run|ran|"
    r"use|execute|executed|that|this|it|was|is|the|last|answer|question|figure|number|result))*"
)
_HELP = re.compile(
    rf"{_POLITE}(?:help(?: me)?|what can (?:i|we|one) (?:ask|do|query|see)(?: (?:you|here|about|for))*|"
    r"what can you (?:do|answer|tell me|show me|help(?: me)?(?: with)?)(?: for me)?|"
    r"what do you (?:know|do|have|offer)(?: about)?|"
    r"how does this work|how do (?:you work|i use this|i use you)|who are you|what are you|how can you help(?: me)?|"
    r"(?:give me |show me )?(?:some )?examples?(?: questions?)?|commands|usage|menu)"
)
_LIST = re.compile(rf"{_POLITE}{_SHOW}{_ME}{_NOUN}(?:(?: and| or)? {_NOUN})*(?:\s+{_HAVE})*")
_LIST_SAYS = re.compile(
    r"\b(?:show|list|what|which|all|available|display|see|catalogue?|certified|metrics|data ?sets|tables|kpis)\b"
)
_DATASETS = re.compile(r"\b(?:data ?sets?|tables?|(?:data )?sources?)\b")
_FIGURES = re.compile(r"\b(?:metrics?|kpis?|measures?|figures?|ask)\b")
_ABOUT = re.compile(
    rf"{_POLITE}(?:{_SHOW}{_ME}{_NOUN}(?:\s+{_HAVE})*|(?:what|anything|something)(?:\s+{_HAVE})+|"
    r"(?:do|have|is|are) (?:you|we|there)(?: have| know| got)?(?: any| some| anything)?"
    rf"(?: {_NOUN})?|anything|everything|search|search for|look for|find)"
    r"\s+(?:about|on|for|regarding|concerning|related to|around)\s+(?P<x>.+)"
)
_ASK_ABOUT = re.compile(
    r"\bwhat (?:else |all |kind of things |sort of things |questions )?(?:can|could|may|should) "
    r"(?:i|we|one|you) (?:ask|answer)(?: (?:you|u|it|the bot|here|me))* "
    r"(?:about|regarding|concerning|on) (?:the |our |your )?(?P<x>\w+(?: \w+)?)$"
)
_COUNTS_IN = re.compile(
    r"^(?:(?:so|and|hey|hi) )*(?:do|does|is|are) (?:the |a |an |our )?\w.*?"
    r"\b(?:counts?|counted|included?|contained|part of|in) (?:(?:in|into|towards?|as|for|with) )?"
    r"(?:the |our )?(?P<x>\w.*)$"
)
_LEADS_IN = re.compile(r"\b(?:than|ahead of|behind) (?:\S+ ){1,4}in ")
""" "Is A better than B in downtime" compares the two in the figure."""
_BEHIND_FIGURE = word_set("too also or not already then please figure number metric as well at all yes no now")
_EXPLAIN = re.compile(
    rf"{_POLITE}(?:what is meant by|what is the (?:meaning|definition|formula) (?:of|for)|what does|"
    r"what do you mean by|"
    r"how do (?:you|we) (?:calculate|define|compute|measure|derive|work out|arrive at|get to)|"
    r"how (?:is|are|was|were)|define|definition of|"
    r"meaning of|formula (?:of|for)|explain|describe|what is|what are)\s+(?P<x>.+)"
)
_WORKED_OUT = (
    r" (?:and |or )?how (?:is|are|do (?:you|we)) (?:it|that|this|they) "
    r"(?:calculated|worked out|computed|defined|measured)"
)
_COUNTED = (
    r"(?:counts?|counted|counting|included|contained|part|considered|reflected|deducted|subtracted|"
    r"taken (?:out|off|into account))"
)
_DIVIDED = (
    r"(?: (?:and )?(?:what|how) (?:is|are) (?:it|that|this|they) "
    r"(?:divided by|calculated|worked out|computed|defined|measured|based on))?"
)
_MADE_OF = (
    re.compile(
        r"(?:so |and |but )?(?:does|do|is|are|was|were|will|would) (?!there )(?:\S+ ){1,9}?"
        rf"(?:not |also |still |be |being |already )*{_COUNTED} (?:also )?(?:as (?:\S+ ){{1,3}})?"
        rf"(?:in|into|towards?|to|of|from|as part of|within|under) (?P<x>.+?){_DIVIDED}"
    ),
    re.compile(
        r"(?:so |and |but )?(?:does|do) (?P<x>.+?) (?:already |also )?(?:include|contain|"
        r"count(?! (?:as|in|to|towards))|"
        rf"cover|exclude|leave out|take into account|consider) .+?{_DIVIDED}"
    ),
    re.compile(r"(?:so |and |but )?what (?:is|are) (?P<x>.+?) (?:divided by|based on|made (?:up )?of)"),
    re.compile(r"(?:so |and |but )?what does (?P<x>.+?) (?:include|contain|cover|exclude|leave out)"),
)
"""Questions after what a figure is made of: "does a parcel that is still on the road count in the late share?"."""
_EXPLAIN_TAIL = re.compile(
    r"\s+(?:means?|stand for|calculated|computed|defined|measured|derived|worked out|determined|metric|kpi|exactly|"
    r"here|again|please)$"
)
_EXPLAIN_SAYS = re.compile(
    r"\b(?:means?|meant|meaning|calculated?|computed?|defined?|definition|measured?|derived?|explain|formula|stand for|"
    r"work(?:ed)? out|arrive at|get to)\b"
)
_THIS = re.compile(r"(?:this|that|it|the|these|those|they)(?: (?:metric|figure|number|kpi|result|value|answer)s?)?")
_OWNER = re.compile(
    rf"{_POLITE}(?:whom? (?:can|could|do|should|must|may|would|to) ?(?:i|we|one)? ?"
    r"(?:ask|contact|talk to|speak to|speak with|talk with|approach|turn to|write to|email|call|ping)"
    r"(?: (?:about|regarding|for|on|concerning|with questions about))?|"
    r"who (?:owns|maintains|defined|defines|knows about|looks after|takes care of)|"
    r"who (?:is )?(?:in charge of|responsible for|behind|the (?:owner|contact|contact person|expert) (?:of|for|on))|"
    r"(?:owner|contact|contact person) (?:of|for))\s+(?P<x>.+)"
)
"""Questions for whoever answers for a figure; its explanation names them."""
_FRESH = re.compile(
    rf"{_POLITE}(?:(?:is )?(?:the |our |your )?data (?:fresh|current|up to date|recent) )?(?:"
    r"how (?:fresh|recent|current|up to date) (?:is|are)(?: the data (?:on|for|of|about|behind))? (?P<a>.+)|"
    r"(?:until|till|til|up to) (?:when|which (?:day|date)|what (?:day|date)) (?:do|does|is|are) "
    r"(?:the )?(?:data (?:on|for|of) )?(?P<b>.+?) (?:go|reach|run|last|available|there|known|loaded|complete|counted)|"
    r"when (?:was|were|is|did) (?P<c>.+?) (?:last |most recently )?(?:updated|refreshed|loaded|reloaded)(?: last)?|"
    r"(?:is|are) (?P<d>.+?) (?:up to date|fresh|current))"
)
"""Questions for how far the data goes; the explanation of a figure tells."""
_SCHEMA = r"(?:columns?|fields?|attributes?|schema|structure)"
_DESCRIBE = (
    re.compile(
        rf"{_POLITE}(?P<lead>describe|explain|what is in|what is inside|what does|tell me about|show)\s+(?P<x>.+?)"
        r"(?P<said>(?:\s+(?:table|data ?set|data|schema|look like|contain|hold|have|include))*)"
    ),
    re.compile(
        rf"(?:.*\b)?(?P<said>{_SCHEMA})\s+(?:does|do|are in|are there in|is in|has|have|of|in|for|exist in)\s+"
        r"(?P<x>.+?)"
        r"(?:\s+(?:have|has|contain|include|offer|table|data ?set))*"
    ),
    re.compile(
        rf"(?:show|list|what are|give|get)(?: me)?(?: all)?(?: the)? "
        rf"(?P<x>.+?)(?: table| data ?set)? (?P<said>{_SCHEMA})"
    ),
)
_ONE_MORE = re.compile(r"\b(?:add|an?|one|another|extra|second|third|new) (?:\w+ )?column\b")
_ARTICLES = re.compile(r"^(?:the|a|an|our|your|my|this|all|metric|data ?set|table|data on|data about|kpi|word|term)\s+")


def normal(tokens: Sequence[Token]) -> str:
    """The message's words and numbers, folded, joined by spaces."""
    return " ".join(t.norm for t in tokens if t.norm and (t.norm[0].isalnum() or t.kind == "quoted"))


def small_talk(text: str) -> Talk | None:
    """A greeting or thanks and nothing else."""
    said = set(text.split())
    if not said:
        return Talk(words.EMPTY)
    if said <= v.GREETINGS | v.GREETED and said & v.GREETINGS:
        return Talk(words.HELLO)
    if said <= v.GOODBYE | v.THANKED | v.HARD and said & v.GOODBYE:
        return Talk(words.THANKS)
    return None


def writes(text: str) -> bool:
    """ "Drop the orders table": an order to a database, whatever "drop" may mean of a figure."""
    return bool(_WRITES.fullmatch(text))


def changes_rows(text: str, unplaced: Sequence[str]) -> bool:
    """ "Close all resolved tickets", "set the carrier of order 5 to X": the verb has no place in a question."""
    found = _CHANGES.fullmatch(text)
    if _SETS.fullmatch(text):
        return True
    return found is not None and any(found["verb"] in words.casefold().split() for words in unplaced)


def wants_sql(text: str) -> bool:
    return bool(_SHOW_SQL.fullmatch(text))


def about_catalogue(text: str, lexicon: Lexicon, last_metrics: Sequence[str]) -> Outcome | None:
    """Help, lists of what there is, explanations and descriptions; None for anything else."""
    if _HELP.fullmatch(text) or (_LIST.fullmatch(text) and _LIST_SAYS.search(text) and not _is_known(text, lexicon)):
        return Look("", datasets=bool(_DATASETS.search(text)) and not _FIGURES.search(text))
    if match := _ABOUT.fullmatch(text) or _ASK_ABOUT.search(text):
        return Look(_bare(match["x"]))
    counts = None if _LEADS_IN.search(text) else _COUNTS_IN.search(text)
    if counts and (named := _figure_in(counts["x"], lexicon)):
        return Explain((named,), named)
    asked = _owner(text, lexicon, last_metrics) or _fresh(text, lexicon, last_metrics)
    told = _describe(text, lexicon) or _explain(text, lexicon, last_metrics)
    return asked or told or _made_of(text, lexicon)


def _figure_in(text: str, lexicon: Lexicon) -> str:
    """The figure that the text names, with small words behind it; empty for none or several, or for more."""
    said = text.split()
    for n in range(min(len(said), 4), 0, -1):
        found = lexicon.refs(tuple(said[:n]), "metric", weak=False)
        if found and not set(said[n:]) <= _BEHIND_FIGURE:
            return ""
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _is_known(text: str, lexicon: Lexicon) -> bool:
    """True when the text itself names something, such as a dataset called sources."""
    return bool(lexicon.lookup(tuple(text.split())))


def _bare(text: str) -> str:
    previous = ""
    while previous != text:
        previous, text = text, _ARTICLES.sub("", text).strip()
    return re.sub(r"\s+(?:please|data|here|exactly)$", "", text)


def _describe(text: str, lexicon: Lexicon) -> Describe | None:
    if _ONE_MORE.search(text):
        return None
    for pattern in _DESCRIBE:
        match = pattern.fullmatch(text)
        if not match:
            continue
        lead, said, subject = match.groupdict().get("lead"), match["said"].strip(), _bare(match["x"])
        senses = lexicon.lookup(tuple(subject.split()))
        dataset = next((s.ref for s in senses if s.kind == "dataset"), None)
        measured = any(s.kind in ("metric", "choice") for s in senses)
        if dataset and (said or lead == "describe" or not (measured or lead in ("show", "what does"))):
            return Describe(dataset)
        if (
            not senses
            and said
            and (lead in (None, "describe") or "table" in said or "dataset" in said)
            and len(subject.split()) <= 3
        ):
            return Describe(subject)
    return None


def _owner(text: str, lexicon: Lexicon, last_metrics: Sequence[str]) -> Explain | None:
    """Only of a figure that is named with nothing else: "who owns satisfaction"."""
    match = _OWNER.fullmatch(text)
    if not match:
        return None
    subject = _EXPLAIN_TAIL.sub("", _bare(match["x"]))
    if _THIS.fullmatch(subject) and last_metrics:
        return Explain(tuple(last_metrics), last_metrics[0])
    senses = lexicon.lookup(tuple(subject.split()))
    metrics = [s.ref for s in senses if s.kind == "metric"]
    for word in (s.ref for s in senses if s.kind == "choice"):
        metrics += lexicon.model.config.ambiguous.get(word, [])
    return Explain(tuple(dict.fromkeys(metrics)), subject) if metrics else None


def _fresh(text: str, lexicon: Lexicon, last_metrics: Sequence[str]) -> Explain | None:
    """Only of a figure, or rows that one figure counts, with nothing else: "until when do the orders go"."""
    match = _FRESH.fullmatch(text)
    if not match:
        return None
    said = _bare(next(x for x in match.groupdict().values() if x))
    subject = re.sub(r"\s+(?:data|table|data ?set|numbers?|figures?)$", "", said)
    if _THIS.fullmatch(subject) and last_metrics:
        return Explain(tuple(last_metrics), last_metrics[0])
    senses = lexicon.lookup(tuple(subject.split()))
    metrics = [s.ref for s in senses if s.kind == "metric"]
    counters = [m.name for s in senses if s.kind == "dataset" for m in lexicon.reach.counters(s.ref)]
    found = dict.fromkeys(metrics or counters)
    return Explain(tuple(found), subject) if len(found) == 1 else None


def _explain(text: str, lexicon: Lexicon, last_metrics: Sequence[str]) -> Outcome | None:
    match = _EXPLAIN.fullmatch(re.sub(rf"(?<=\S){_WORKED_OUT}$", "", text))
    if not match:
        return None
    subject, said = match["x"], bool(_EXPLAIN_SAYS.search(text))
    while (shorter := _EXPLAIN_TAIL.sub("", subject)) != subject:
        subject = shorter
    if _THIS.fullmatch(subject) and last_metrics and said:
        return Explain(tuple(last_metrics), last_metrics[0])
    senses = lexicon.lookup(tuple(_bare(subject).split()))
    if not senses or (subject.split()[0] in ("the", "our", "my") and not said):
        return None
    metrics = [s.ref for s in senses if s.kind == "metric"]
    for word in (s.ref for s in senses if s.kind == "choice"):
        metrics += lexicon.model.config.ambiguous.get(word, [])
    return Explain(tuple(dict.fromkeys(metrics)), _bare(subject)) if metrics else Look(_bare(subject))


def _made_of(text: str, lexicon: Lexicon) -> Explain | None:
    """ "Does revenue include shipping?": what is published of the figure says so."""
    for pattern in _MADE_OF:
        match = pattern.fullmatch(re.sub(r" (?:figure|number|metric|kpi|please|too|as well|or not)$", "", text))
        senses = lexicon.lookup(tuple(_bare(match["x"]).split())) if match else ()
        metrics = [s.ref for s in senses if s.kind == "metric" and not s.weak]
        if match and metrics:
            return Explain(tuple(dict.fromkeys(metrics)), _bare(match["x"]))
    return None
