"""Text made inert: nobody is notified, nothing is linked that isn't allowed, nothing hides in invisible characters.

Streaming and editing methods of Slack have no ``unfurl_*`` arguments, so the text itself must be harmless. The model
repeats what it read in tables and files; whatever it says passes here, on every path.

Works on a stream: what may still become part of a mention or a link is held back until it is whole.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_JOINERS = "\u200c\u200d"
_FLAG = "\U0001f3f4"
_IMAGE = re.compile(r"(?<!!)!+\[")
_ENTITY_START = re.compile(r"<(?=[@#!]|[A-Za-z][A-Za-z0-9+.\-]*:)")
_SCHEMES = r"(?:[A-Za-z][A-Za-z0-9+.\-]{0,62}://|mailto:|tel:|javascript:|data:)"
"""A scheme of bounded length: looked for at every letter, one without bound would cost the square of a long word. The
longest registered has 36 characters (iana.org/assignments/uri-schemes)."""
_TOP_DOMAINS = r"(?:com|org|net|io|ai|co|dev|app|info|biz|me|xyz|site|online|shop|top|link|click|example)"
_LINK = re.compile(
    rf"(?P<url>{_SCHEMES}[^\s`<>|]+)"
    rf"|(?<![\w@/.\-])(?P<bare>(?:www\.|(?=[\w.\-]*xn--))[\w\-]+(?:\.[\w\-]+)+(?:[:/?#][^\s`<>|]*)?"
    rf"|(?:[\w\-]+\.)+[A-Za-z]{{2,}}(?:/[^\s`<>|]*|:\d+[^\s`<>|]*)"
    rf"|(?:[\w\-]+\.)+{_TOP_DOMAINS}\b(?:[?#][^\s`<>|]*)?)",
    re.IGNORECASE | re.ASCII,
)
_TRAILING = ".,;:!?)]}'\"*_~"
_NEVER_IN_LINK = frozenset("\\@()[]{}\"'*")
_HELD = re.compile(r"[<!\[\]():/.@|`&#]|[\x21-\x7e\U0001f3f4\U000e0000-\U000e007f]$")

HOLD = 2_000
"""Characters held back at most; a longer word without a space is let through in parts."""


class Inert:
    """Makes a stream of text inert: ``feed`` what arrives, ``flush`` at the end.

    Parameters
    ----------
    allowed_hosts
        Hosts whose http(s) links stay live, subdomains included.
    """

    def __init__(self, allowed_hosts: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed_hosts
        self._held = ""
        self._backticks = 0
        self._fenced = False
        self._line = ""
        self._last = " "

    def feed(self, text: str) -> str:
        """The part that is safe to show so far."""
        self._held += self._visible(text)
        cut = _safe_cut(self._held)
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._clean(ready)

    @property
    def held(self) -> str:
        """What is held back for now, as it came."""
        return self._held

    def flush(self) -> str:
        """What was held back."""
        ready, self._held = self._held, ""
        return self._clean(ready)

    def _visible(self, text: str) -> str:
        """Without characters that reorder or hide text. Joiners and tags stay where they make a letter or an emoji."""
        if not _HIDDEN.search(text):
            self._last = text[-1:] or self._last
            return text
        kept: list[str] = []
        for character in text:
            if character in "\u2028\u2029":
                character = "\n"
            elif character in _JOINERS:
                if self._last.isascii():
                    continue
            elif "\U000e0000" <= character <= "\U000e007f":
                if self._last != _FLAG and not "\U000e0000" <= self._last <= "\U000e007f":
                    continue
            elif _HIDDEN.match(character):
                continue
            kept.append(character)
            self._last = character
        return "".join(kept)

    def _clean(self, text: str) -> str:
        if not text:
            return ""
        text = _IMAGE.sub("[", text)
        return "".join(self._word(part) for part in re.split(r"(\s+)", text))

    def _word(self, word: str) -> str:
        if not word or word.isspace():
            self._note(word)
            return word
        out: list[str] = []
        position = 0
        for match in _LINK.finditer(word):
            before = word[position : match.start()]
            link = match.group(0)
            stripped = link.rstrip(_TRAILING)
            if stripped.count("(") > stripped.count(")") and link[len(stripped) :].startswith(")"):
                stripped += ")"
            tail = link[len(stripped) :]
            live = self._may_link(stripped)
            before = before[:-1] + "&lt;" if before.endswith("<") else before
            out.append(self._plain(before, before_live_link=live))
            out.append(stripped if live else self._shown(stripped, before, tail))
            self._note(out[-1])
            position = match.start() + len(stripped)
        out.append(self._plain(word[position:], before_live_link=False))
        return "".join(out)

    def _plain(self, text: str, *, before_live_link: bool) -> str:
        text = _ENTITY_START.sub("&lt;", text)
        head, last = (text[:-2], text[-2:]) if before_live_link and text.endswith("](") else (text, "")
        head = head.replace("](", "] (").replace("]:", "] :")
        self._note(head + last)
        return head + last

    def _shown(self, link: str, before: str, tail: str) -> str:
        """A link as words: no scheme, host visible, as code where that isn't inside code already."""
        shown = re.sub(rf"^{_SCHEMES}", "", link, flags=re.IGNORECASE) or link
        shown = _LINK.sub(lambda m: re.sub(rf"^{_SCHEMES}", "", m.group(0), flags=re.IGNORECASE), shown)
        shown = shown.replace("://", " ").replace("](", "] (").replace("]:", "] :")
        in_code = self._fenced or self._backticks % 2 == 1
        touching = before.endswith("`") or tail.startswith("`")
        return shown if in_code or touching else f"`{shown}`"

    def _may_link(self, link: str) -> bool:
        if not link.lower().startswith(("https://", "http://")) or set(link) & _NEVER_IN_LINK or link.count("://") > 1:
            return False
        try:
            host = (urlsplit(link).hostname or "").lower()
        except ValueError:
            return False
        return any(host == allowed or host.endswith("." + allowed) for allowed in self._allowed)

    def _note(self, shown: str) -> None:
        """Keep track of code: inside it a link must not be wrapped in backticks once more."""
        for piece in re.split(r"(\n)", shown):
            if piece == "\n":
                self._line, self._backticks = "", 0
            else:
                was_fence = self._line.lstrip().startswith("```")
                self._line = (self._line + piece)[:200]
                self._backticks += piece.count("`")
                if not was_fence and self._line.lstrip().startswith("```"):
                    self._fenced = not self._fenced


def inert(text: str, allowed_hosts: frozenset[str] = frozenset()) -> str:
    """A whole text made inert."""
    stream = Inert(allowed_hosts)
    return stream.feed(text) + stream.flush()


def escaped(text: str) -> str:
    """A text for a ``text`` field in Slack's own markup: its three control characters escaped, links shown as words.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return inert(text)


def _safe_cut(text: str) -> int:
    """How much of ``text`` can be judged without knowing what follows."""
    if len(text) > HOLD:
        return len(text)
    start = len(text)
    while start and not text[start - 1].isspace():
        start -= 1
    tail = text[start:]
    if tail.endswith(("!", "]")) or _HELD.search(tail):
        return start
    return len(text)
