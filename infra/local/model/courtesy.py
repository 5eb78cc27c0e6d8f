"""What people say around a question out of politeness; it gives way to spaces, so that offsets stay."""

from __future__ import annotations

import re

_WHO = r"(?:all|team|everyone|everybody|folks|guys|there|both|y'?all|again|data team|outcrop|bot)"
_GREETING = re.compile(
    rf"^\s*(?:(?:good|gm|happy)\s+)?(?:morning|afternoon|evening|mornin|monday|friday)(?:\s+{_WHO})?\s*(?:[,.!:;\n]|-\s|–|—)+",
    re.IGNORECASE,
)
_HELLO = re.compile(
    rf"^\s*(?:hi|hey|hello|hiya|howdy|yo|dear|greetings)?(?:\s+{_WHO})?[\s,.!:;-]*(?P<good>good (?:morning|afternoon|evening))"
    rf"(?:\s+{_WHO})?\s*[,.!:;\n-]+",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"""\b(?:
      (?:i\s+)?hope\s+(?:you(?:\s+are|'re|’re|re)?(?:\s+all)?|all\s+is|everything(?:\s+is|'s|’s)?|this\s+finds\s+you)
        \s*(?:doing\s+)?(?:well|good|great|fine|ok|okay)?(?:\s+today)?
    | (?:i\s+(?:am|'m|’m)\s+|i'm\s+|i’m\s+|im\s+)?(?:so\s+|very\s+|really\s+)?sorry\s+(?:to\s+(?:bother|bug|disturb|ping|interrupt|trouble)
        (?:\s+you)?(?:\s+(?:again|all|guys|with\s+this))?|for\s+(?:bothering|bugging|disturbing)(?:\s+you)?(?:\s+again)?|again)
    | (?:many\s+)?thanks?(?:\s+you)?(?:\s+(?:so|very)\s+much|\s+a\s+lot|\s+a\s+bunch|\s+a\s+million|\s+tons)?
        (?:\s+in\s+advance|\s+for\s+(?:your|the)\s+help)
    | much\s+appreciated | (?:would\s+be\s+)?(?:really\s+|much\s+|very\s+)?appreciate\s+it
    | (?:if\s+you\s+)?(?:do\s+not|don't|don’t|dont)\s+mind
    | would\s+you\s+mind(?:\s+(?:telling|showing|giving|checking|sharing|sending|pulling|looking\s+up)(?:\s+(?:me|us))?)?
    | (?:if|when|whenever)\s+(?:you\s+)?(?:have|get|got|find)\s+(?:a|the|some)\s+(?:chance|minute|moment|sec|second|time|mo)
    | (?:when|if|once)\s+you(?:\s+are|'re|’re)\s+free
    | (?:no\s+rush|no\s+hurry|asap|a\.s\.a\.p\.?|real\s+quick|super\s+quick|quick\s+(?:q|ask|check|request|favou?r))
    | (?:quick|small|silly|stupid|dumb|random|one\s+more|another)\s+(?:question|one)(?=\s*[:,;.!–—-])
    | (?:i\s+was\s+|was\s+|just\s+)?(?:wondering|curious)\s+(?:if|whether)\s+(?:you|someone|somebody|anyone|anybody)\s+(?:can|could|might|would|know|knows)
    | (?:does\s+|do\s+)?(?:anyone|anybody|someone|somebody|you)\s+(?:happen\s+to\s+)?knows?
    | (?:can|could|would|will|might)\s+(?:someone|somebody|anyone|anybody)(?:\s+(?:here|please))?
    | (?:for|in)\s+(?:my|our|the|a)\s+(?:deck|presentation|slide|slides|board\s+meeting|meeting|weekly\s+report|monthly\s+report|newsletter|standup|stand-up)
    | (?:i\s+)?(?:would|'d|’d)\s+(?:really\s+|just\s+)?(?:love|like)\s+to\s+(?:know|see|learn|find\s+out|get)
    | (?:trying|want(?:ing)?|need(?:ing)?)\s+to\s+(?:find\s+out|figure\s+out|understand|work\s+out|learn)
    | (?:as\s+far\s+as\s+you\s+know | to\s+your\s+knowledge | if\s+(?:at\s+all\s+)?possible | if\s+that(?:'s|’s|\s+is)\s+(?:ok|okay|possible|alright))
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def plain(text: str) -> str:
    """The text with such phrases as spaces; a message that is nothing else stays as it is."""
    bare = text
    for pattern in (_GREETING, _HELLO, _PHRASES):
        bare = pattern.sub(lambda found: " " * len(found.group()), bare)
    return bare if re.search(r"\w", bare) else text
