"""SSML as Polly takes it: checked, and its spoken characters counted.

https://docs.aws.amazon.com/polly/latest/dg/supportedtags.html. eSpeak NG reads it itself; Polly's own tags
(``amazon:...``) are checked and taken out, as what they do (whispering, a news speaker) it can't.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

STANDARD = {"speak", "break", "emphasis", "lang", "mark", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
AMAZON = {"amazon:effect", "amazon:auto-breaths", "amazon:breath", "amazon:domain"}
NOT_NEURAL = {"emphasis", "amazon:auto-breaths", "amazon:breath"}
"""Tags that Polly's other engines refuse."""
SYNTHESIS = "http://www.w3.org/2001/10/synthesis"
_AMAZON_TAG = re.compile(r"</?amazon:[^>]*>")
_MARK = r"<mark\s+name\s*=\s*[\"']{name}[\"']\s*/?>"


class SsmlError(Exception):
    """Not SSML, or not Polly's."""


@dataclass(frozen=True)
class Ssml:
    text: str
    """For eSpeak: the same number of characters, so that positions hold."""
    billed: int
    """Characters that are spoken; tags don't count."""


def read(text: str, engine: str) -> Ssml:
    """Raises SsmlError."""
    declared = re.sub(r"<speak\b", f'<speak xmlns:amazon="{SYNTHESIS}/amazon"', text.strip(), count=1)
    try:
        root = fromstring(declared, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise SsmlError(str(error)) from error
    for element in root.iter():
        name = _name(element.tag)
        if name not in STANDARD | AMAZON or (engine != "standard" and name in NOT_NEURAL):
            raise SsmlError(name)
        if (name == "speak") != (element is root):
            raise SsmlError("speak")
    billed = len("".join(root.itertext()))
    return Ssml(_AMAZON_TAG.sub(lambda tag: " " * len(tag[0]), text), billed)


def mark_at(text: str, name: str, after: int = 0) -> tuple[int, int]:
    """Where the tag of a mark begins and ends."""
    found = re.compile(_MARK.format(name=re.escape(name))).search(text, after)
    return found.span() if found else (0, 0)


def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return f"amazon:{local}" if space.endswith("/amazon") else local
