"""A text in pieces: words to translate, and what must come through as it is.

What stays: addresses of the web and of mail, Slack's ``<...>`` and ``:emoji:``, line breaks, tags of a document, words
of a terminology, and signs that have a meaning in Apertium's stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Keep:
    """Not translated. ``ends``: a sentence never goes on past it."""

    text: str
    ends: bool = False


Piece = str | Keep

_KEPT = re.compile(
    r"""(?P<ends>[ \t\r]*\n(?:[ \t\r]*\n)+[ \t]*)    # an empty line
      | [ \t\r]*\n[ \t]*                             # the end of a line
      | https?://[^\s<>"]+[^\s<>".,;:!?)]
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | <[@\#!][^<>\n]*>                             # Slack: a person, a channel, a group
      | :[a-z0-9_+-]+:(?!\w)
      | [\\^$@/\[\]{}<>*\#~_`|\x00-\x08\x0b-\x1f\x7f\ufffd\uffff]+  # Apertium's own signs, controls
    """,
    re.VERBOSE,
)


def pieces(text: str) -> Iterator[Piece]:
    """Plain text."""
    position = 0
    for found in _KEPT.finditer(text):
        if found.start() > position:
            yield text[position : found.start()]
        yield Keep(found[0], ends=found["ends"] is not None)
        position = found.end()
    if position < len(text):
        yield text[position:]


def whole(parts: list[Piece]) -> str:
    return "".join(part.text if isinstance(part, Keep) else part for part in parts)
