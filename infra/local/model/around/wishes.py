"""Wishes and asides that change nothing in what is asked: "one decimal is enough", "no chart please", "imho".

They give way to spaces, so that offsets stay. What a wish names (a table, weekly, the percent change) stays.
"""

from __future__ import annotations

import re

from infra.local.model.english import set_phrases
from infra.local.model.english.text import tokenize
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon

_HEAD = r"(?:^|(?<=[.,;:!?(\n])|(?<=\s[-–—])|(?<=[–—]))\s*(?:(?:and|but|so|also|thanks|thx|a|an)\s+)?"
_TAIL = (
    r"(?=\s*(?:(?:please|pls|plz|thanks|thx|thank\s+you|tho|though|too|as\s+well|for\s+(?:me|us|now))\s*)*"
    r"(?:$|[.,;:!)\n]|\s[-–—]))"
)
_FINE = (
    r"(?:totally\s+|perfectly\s+|absolutely\s+|also\s+|just\s+|all\s+)?(?:fine|ok|okay|alright|good|perfect|great|cool)"
)
_ENOUGH = (
    r"(?:(?:is|are|['’]s|would\s+be|will\s+be)\s+(?:more\s+than\s+|good\s+|already\s+)?(?:enough|sufficient|plenty)"
    r"|will\s+(?:do|suffice)|would\s+(?:do|suffice|help)|['’]ll\s+do|suffices?|does\s+it"
    r"|(?:is|are)\s+all\s+(?:i|we)\s+(?:need|want)|(?:would|['’]d)\s+be\s+(?:nice|great|good|perfect|ideal|helpful|lovely|cool|fine|ok))"
)
_SURE = re.compile(rf"{_HEAD}(?P<what>[^.,;:!?()\n]{{1,50}}?)(?P<said>\s+{_ENOUGH}){_TAIL}", re.IGNORECASE)
_LOOKS = re.compile(
    rf"{_HEAD}(?P<what>[^.,;:!?()\n]{{1,50}}?)(?P<said>\s+(?:(?:is|are|['’]s|would\s+be)\s+{_FINE}|works(?:\s+for\s+(?:me|us))?)){_TAIL}",
    re.IGNORECASE,
)
_SETTLES = re.compile(
    rf"\s+would\s+(?:settle\s+(?:a|the|this|our)\s+\w+|be\s+(?:nice|great|helpful|lovely|perfect|ideal|cool|awesome)|"
    rf"help(?:\s+(?:me|us))?(?:\s+a\s+lot)?|make\s+my\s+day|do(?:\s+the\s+(?:job|trick))?){_TAIL}"
    r"|(?:it\s+)?would\s+be\s+(?:nice|great|good|cool|lovely|perfect|ideal)(?=\s+as\s+an?\s)",
    re.IGNORECASE,
)
DROPPED = word_set(
    "a an the one two three four just only simple single plain rough roughly rounded round approximate approximately "
    "ballpark estimate numbers number figures figure values value decimal decimals digit digits place places after "
    "point answer answers list lists full whole no without it that this short names and or of to comma"
)
"""A wish that names nothing else is left out as a whole."""
LOOKS = DROPPED | word_set(
    "table tables chart charts graph bar line pie bars weekly daily monthly quarterly yearly annual per week month day "
    "quarter year calendar fiscal quarters months weeks years percent percentage percentages share shares totals total "
    "text overview summary cross row rows column columns by in as % euro euros sorted unsorted excel csv names top"
)
"""What may be "fine" or "ok": how it is laid out, never a thing of the data."""
_PLAIN = re.compile(
    rf"{_HEAD}(?:(?:just|only)\s+(?:(?:the|a|an|one|two|three|\d)\s+)?|(?:one|two|three|a\s+single)\s+|a\s+(?:simple|plain|short)\s+|"
    r"(?:simple|plain|short)\s+)(?:(?:single|simple|plain|short|quick|rough)\s+)?"
    rf"(?:numbers?|figures?|values?|lists?|answers?)(?:\s+only)?{_TAIL}|{_HEAD}(?:numbers?|figures?)\s+only{_TAIL}",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r"""(?:
      (?:\b(?:with|to|at|in|of)\s+)?(?:\b(?:one|two|three|no|zero|without(?:\s+any)?|just\s+one)|\b\d)\s+
        (?:decimals?|digits?\s+after\s+the\s+(?:comma|point))(?:\s+(?:places?|points?|digits?))?\b
    | \brounded(?:\s+(?:numbers|figures|values))?(?:\s+to\s+(?:full|whole|the\s+nearest)\s+\w+)?
        (?=\s*(?:$|[.,;:!)]|please|pls))
    | \b(?:if|where|when|whenever)\s+(?:at\s+all\s+)?(?:you\s+can|u\s+can|you\s+could|possible|feasible|
        thats?\s+(?:ok|okay|possible|doable)|it['’]?s\s+(?:possible|doable|easy))\b
    | \b(?:ideally|preferably)\b
    | (?<=\bacross)\s+the\s+top\b | (?<=\bdown)\s+the\s+(?:side|left)\b
    | (?<=table|chart|graph)\s+(?:that\s+|which\s+)?(?:i|we)\s+can\s+(?:easily\s+|just\s+)?
        (?:paste|copy|forward|share|use|print|show)(?:\s+(?:it|on|around|into\s+(?:the|my|our|a)\s+\w+))?
    | \b(?:bear\s+with\s+me|you\s+know\s+the\s+drill|you\s+know\s+how\s+it\s+is|be\s+quick|make\s+it\s+quick|
        as\s+(?:discussed|agreed|promised|mentioned|said|requested|per\s+our\s+(?:chat|call))|as\s+(?:i|we)\s+(?:said|mentioned|discussed))\b
    | (?:(?<=^)|(?<=[.!?\n]\s))(?:good\s+(?:morning|afternoon|evening|day)|greetings|hello|hi)
        (?:\s+(?:all|team|everyone))?
        \s+from\s+[^.!,:;\n]{2,30}(?=[.!,:;\n])
    | \b(?:quick|short|last|one)\s+(?:one|question|q|thing|check)\s+(?:before|for|from|after)\s+(?:my|our|the|a)\s+
        [^\W\d_]+(?:\s+[^\W\d_]+)?(?=\s*[:,–—]|\s-\s)
    | \bif\s+(?:(?:some|any|one|a|the|that|this)\s+)?(?:fields?|cells?|columns?|values?|something|anything|it)\s+
        (?:is|are)\s+(?:empty|blank|missing|unknown|not\s+there),?\s+(?:then\s+)?(?:just\s+)?(?:leave|keep|ignore)
        (?:\s+(?:it|them|that))?(?:\s+(?:empty|blank|as\s+is|so|out))?(?=\s*(?:$|[.,;!)\n]|please|pls))
    | \b(?:imo|imho|tbh|afaik|afaict|ngl|lol|haha|hehe|fwiw|iirc|tldr)\b
    | \b(?:to\s+be\s+(?:honest|fair)|in\s+my\s+(?:humble\s+)?opinion|if\s+i['’]?m\s+not\s+mistaken|
        if\s+i\s+(?:remember|recall)\s+(?:right|correctly)|out\s+of\s+(?:pure\s+)?curiosity|long\s+story\s+short|fun\s+fact|
        by\s+the\s+way|by\s+heart|for\s+once|for\s+what\s+it['’]?s\s+worth)\b
    | (?:(?<=^)|(?<=[.!?]\s))(?:just\s+)?between\s+(?:us|you\s+and\s+me)\b(?=\s*[:,.–—-])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_UNSURE = re.compile(
    r"\b(?:i\W?m\s+|i\s+am\s+)?(?:not\s+(?:sure|certain)|no\s+idea|no\s+clue|(?:i\s+)?(?:do\s?n['’]?t|do\s+not|dont)\s+know|dunno|unsure)"
    r"\s+(?:if|whether)\s+(?:this|that|it|you|u|ya|i)\b(?P<rest>(?:\s+[\w'’]+){0,8}?)\s*(?:,?\s+but\b|[:–—]|,(?=\s)|\s-(?=\s))",
    re.IGNORECASE,
)
_FIND_OUT = re.compile(
    r"\b(?:can|could|would|will)\s+(?:you|u|ya|anyone|anybody|someone|somebody)\s+(?:(?:please|pls|plz|quickly|maybe|possibly|also|kindly|just)\s+)*"
    r"(?:find\s+out|figure\s+out|look\s+up|work\s+out|dig\s+out|dig\s+up|look\s+into|check\s+for\s+(?:me|us)|pull\s+up)(?:\s+for\s+(?:me|us))?"
    r"(?=\s+(?:how|what|which|who|when|where|why|the|our)\b)",
    re.IGNORECASE,
)
_RATHER = re.compile(
    r"(?<=\bi['’]d\s)rather(?=\s+(?:know|see|have|like))|(?<=\bwould\s)rather(?=\s+(?:know|see|have|like))",
    re.IGNORECASE,
)
_NO_CHART = re.compile(
    r"\b(?:no|without(?:\s+a)?)\s+(?:need\s+for\s+(?:an?\s+)?)?(?:charts?|graphs?|plots?|diagrams?|pictures?|visuals?|"
    r"explanations?|comments?|essays?|drama|fuss|fancy\s+\w+)\b(?:\s+(?:please|needed|required|necessary))?",
    re.IGNORECASE,
)
_MORE = re.compile(rf"(?<=\w)\s+(?:too|again|then){_TAIL}", re.IGNORECASE)
"""At the end of a first question they add nothing; later they may."""


def left_out(text: str, lexicon: Lexicon, *, follows: bool) -> str:
    """The text with such phrases as spaces. ``follows``: a question came before, which "too" may add to."""
    text = set_phrases.left_out(text, lexicon, follows=follows)
    for pattern in (*(() if follows else (_NO_CHART, _MORE)), _UNSURE, _ASIDES, _PLAIN, _FIND_OUT, _SETTLES, _RATHER):
        text = pattern.sub(
            lambda found: found.group() if _known(found.group(), lexicon) else _spaces(found.group()), text
        )
    text = _SURE.sub(lambda found: _wish(found), text)
    return _LOOKS.sub(lambda found: _wish(found) if _words(found["what"]) <= LOOKS else found.group(), text)


def _wish(found: re.Match[str]) -> str:
    """Without "is enough"; without what is enough, too, where that is a mere number."""
    words = _words(found["what"])
    if words & {"which", "what", "who", "where", "that", "if", "how", "not"} or len(words) > 6:
        return found.group()
    whole = found.group()
    if words <= DROPPED or all(w.isdigit() for w in words):
        return _spaces(whole)
    at = found.start("said") - found.start()
    return whole[:at] + _spaces(whole[at:])


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[\w%]+", text.casefold()) if not w.isdigit()}


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _known(text: str, lexicon: Lexicon) -> bool:
    tokens = tokenize(text)
    found = (lexicon.at(tokens, i) for i in range(len(tokens)))
    return any(not sense.weak for term in found if term for sense in term[1])
