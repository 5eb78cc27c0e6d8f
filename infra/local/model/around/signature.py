"""The courtesies around a question: whom it greets and who signs it are no part of what is asked."""

from __future__ import annotations

import re

from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import Lexicon

_NAME = r"(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)"
_SIGNED = re.compile(
    rf"(?:[,.!?;\n]|\s-+)\s*(?:many thanks|thanks(?: a lot| so much)?|thank you(?: so much)?|thx|cheers|best|"
    rf"(?:best|kind|warm) regards|regards|greetings)\s*[,!.\n-]+\s*{_NAME}\s*[.!]*\s*$",
    re.IGNORECASE,
)
_GREETED = re.compile(rf"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\s+{_NAME}\s*[,!:]", re.IGNORECASE)


def unsigned(text: str, lexicon: Lexicon) -> str:
    """The text without the name after a greeting and in a signature; a name that the model knows stays.

    Offsets of what remains do not change: names give way to spaces.
    """
    for pattern in (_GREETED, _SIGNED):
        match = pattern.search(text)
        if match and not lexicon.terms(tokenize(match["name"])):
            start, end = match.span("name")
            if pattern is _SIGNED and text[match.start()] in ".!?;\n":
                start = match.start() + 1
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
