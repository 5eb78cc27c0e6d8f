"""What people say around a question out of politeness; it gives way to spaces, so that offsets stay."""

from __future__ import annotations

import re

from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import Lexicon

_WHO = r"(?:all|team|everyone|everybody|folks|guys|there|both|y'?all|again|data team|outcrop|bot)"
_END = r"\s*(?:[,.!:;\n]|-\s|–|—)+"
_GREETING = re.compile(
    rf"^\s*(?:(?:good|gm|happy)\s+)?(?:morning|afternoon|evening|mornin|monday|friday|day)(?:\s+{_WHO})?{_END}",
    re.IGNORECASE,
)
_HELLO = re.compile(
    rf"^\s*(?:hi|hey|hello|hiya|howdy|yo|dear|greetings)?(?:\s+{_WHO})?[\s,.!:;-]*"
    rf"good (?:morning|afternoon|evening)(?:\s+{_WHO})?{_END}",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    rf"^\s*(?:hi|hey|hello)?[\s,]*(?:hiya|heya|howdy|yo|guten\s+(?:tag|morgen|abend)|gr(?:ü|ue)(?:ß|ss)\s+gott|gr(?:ü|ue)ezi|moin(?:\s+moin)?|hallo|servus|"
    rf"bonjour|bonsoir|salut|hola|buenos\s+d[ií]as|buenas(?:\s+tardes)?|ciao|buongiorno|ol[áa]|bom\s+dia|hej|god\s+morgon|"
    rf"goedemorgen|dzie[nń]\s+dobry|xin\s+ch[àa]o|konnichiwa|namaste|gm)(?:\s+{_WHO})?{_END}",
    re.IGNORECASE,
)
_HMM = re.compile(r"^\s*(?:h+m+|uh+m*|um+|er+m*|huh|aha|ah|oh|oi|psst)(?:\s+(?:ok|okay))?\b[\s,.…!:-]*", re.IGNORECASE)
_SMILEY = re.compile(r"(?<![\w)])[:;]['’]?-?[)(DPp](?=\s|$|[.,!?])")
_YOU_ARE = r"you(?:\s+are|'re|’re|re)?"
_SOMEBODY = r"(?:someone|somebody|anyone|anybody)"
_TELLING = r"(?:telling|showing|giving|checking|sharing|sending|pulling|looking\s+up)"
_WHOSE = (
    r"(?:board|management|executive|exec|leadership|investors?|steering(?:\s+committee)?|team|staff|company|department|"
    r"weekly|monthly|quarterly|annual|yearly|all[-\s]?hands|town\s?hall)"
)
_OCCASION = (
    r"(?:deck|presentation|slides?|meeting|report|newsletter|stand-?up|review|pack|briefing|memo|agenda|offsite|"
    r"town\s?hall|all[-\s]?hands)"
)
_READER = r"(?:boss|manager|board|ceo|cfo|coo|cmo|cto|investors?|auditors?|management|leadership|execs|executives)"
_PHRASES = re.compile(
    rf"""\b(?:
      (?:i\s+)?hope\s+(?:{_YOU_ARE}(?:\s+all)?|all\s+is|everything(?:\s+is|'s|’s)?|this\s+finds\s+you)
        \s*(?:doing\s+)?(?:well|good|great|fine|ok|okay)?(?:\s+today)?
    | (?:i\s+(?:am|'m|’m)\s+|i'm\s+|i’m\s+|im\s+)?(?:so\s+|very\s+|really\s+)?sorry\s+
        (?:to\s+(?:bother|bug|disturb|ping|interrupt|trouble)|for\s+(?:bothering|bugging|disturbing))
        (?:\s+you)?(?:\s+(?:again|all|guys|with\s+this))?
    | (?:many\s+)?thanks?(?:\s+you)?(?:\s+(?:so|very)\s+much|\s+a\s+(?:lot|bunch|million)|\s+tons)?
        (?:\s+in\s+advance|\s+for\s+(?:your|the)\s+help)
    | (?:many\s+)?thanks?(?:\s+you)?(?:\s+(?:so|very)\s+much|\s+a\s+(?:lot|bunch|million|ton)|\s+tons|\s+loads)
    | (?:can|could|may|might)\s+i\s+(?:bother|trouble|bug)\s+you\s+(?:for|with)
    | (?:please\s+)?be\s+so\s+kind(?:\s+(?:and|as\s+to))?
    | (?:kind|best|warm)?\s*regards
    | any\s+idea
    | much\s+appreciated
    | (?:would\s+be\s+)?(?:really\s+|much\s+|very\s+)?appreciate\s+it
    | (?:if\s+you\s+)?(?:do\s+not|don't|don’t|dont)\s+mind
    | would\s+you\s+mind(?:\s+{_TELLING}(?:\s+(?:me|us))?)?
    | (?:if|when|whenever)\s+(?:you\s+)?(?:have|get|got|find)\s+(?:a|the|some)\s+
        (?:chance|minute|moment|sec|second|time|mo)
    | (?:when|if|once)\s+you(?:\s+are|'re|’re)\s+free
    | (?:no\s+rush|no\s+hurry|asap|real\s+quick|super\s+quick|quick\s+(?:q|ask|check|request|favou?r))
    | (?:quick|small|silly|stupid|dumb|random|one\s+more|another)\s+(?:question|one)(?=\s*[:,;.!–—-])
    | (?:(?:i\s+)?was\s+|just\s+)?(?:wondering|curious)\s+(?:if|whether)\s+(?:you|{_SOMEBODY})\s+
        (?:can|could|might|would|know|knows)
    | (?:does\s+|do\s+)?(?:{_SOMEBODY}|you)\s+(?:happen\s+to\s+)?knows?
    | (?:can|could|would|will|might)\s+{_SOMEBODY}(?:\s+(?:here|please))?
    | (?<!number\s)(?<!figure\s)(?<!numbers\s)(?<!figures\s)
        (?:for|in)\s+(?:my|our|the|a|an|this|tomorrow['’]?s|today['’]?s|(?:mon|tues|wednes|thurs|fri)day['’]?s)\s+
        (?P<thing>(?:(?:next|{_WHOSE})\s+)*{_OCCASION})
    | for\s+(?:my|our|the)\s+(?P<reader>(?:{_WHOSE}\s+)?{_READER})(?=\s*(?:$|[.,;:!?–—]|-\s|please|pls|thanks))
    | (?:(?:i|we)\s+|(?<![\w)]\s))(?:would|'d|’d)\s+(?:really\s+|just\s+)?(?:love|like)\s+to\s+
        (?:know|see|learn|find\s+out|get)
    | (?:trying|want(?:ing)?|need(?:ing)?)\s+to\s+(?:find\s+out|figure\s+out|understand|work\s+out|learn)
    | as\s+far\s+as\s+you\s+know | to\s+your\s+knowledge | if\s+(?:at\s+all\s+)?possible
    | if\s+that(?:'s|’s|\s+is)\s+(?:ok|okay|possible|alright)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def plain(text: str, lexicon: Lexicon) -> str:
    """The text with such phrases as spaces; a message that is nothing else stays as it is.

    "For the newsletter" stays too where the model has a word for it: it may be what is asked about.
    """

    def blank(found: re.Match[str]) -> str:
        said = found.groupdict()
        thing = said.get("thing") or said.get("reader")
        named = thing and lexicon.lookup(tuple(t.norm for t in tokenize(thing)))
        return found.group() if named else " " * len(found.group())

    bare = text
    for pattern in (_SMILEY, _HMM, _FOREIGN, _GREETING, _HELLO, _PHRASES):
        bare = pattern.sub(blank, bare)
    return bare if re.search(r"\w", bare) else text
