"""What counts in a figure: "does late share include parcels under way", "what does revenue mean, are returns in it?".

Such a message asks for the definition, which says it, and for no figure.
"""

from __future__ import annotations

import re

from infra.local.model import intents
from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Explain

_CUT = re.compile(r"\s*(?:[,;.?!:–—]+(?=\s)|\s-\s|\band\b)\s*", re.IGNORECASE)
_COUNTS = (
    r"(?:counts?|counted|includes?|included|contains?|contained|covers?|covered|excludes?|excluded|deducted|subtracted|"
    r"considered|part\s+of|taken\s+(?:off|out|into\s+account)|left\s+out|in\s+(?:it|there|that)|already\s+(?:in|out|off))"
)
_WHETHER = re.compile(
    rf"(?:(?:so|also|i\s+mean|like|e\.?g\.?|and)\W+)*(?:do|does|did|is|are|was|were|will|would)\b.*\b{_COUNTS}\b.*",
    re.IGNORECASE | re.DOTALL,
)
_IDLE = re.compile(r"\b(?:actually|really|exactly|even)\b|[\"“”„]", re.IGNORECASE)
_HOLDS = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|ok|quick\s+question)\W+)*(?:do|does|did)\s+(?P<x>.+?)\s+(?:actually\s+|also\s+|already\s+|even\s+)*"
    r"(?:count|include|contain|cover|exclude|consider)\s+(?P<y>.+)",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|and|ok|quick\s+question)\W+)*(?:is|are|do|does)\s+(?P<y>.+?)\s+(?:also\s+|already\s+|even\s+|still\s+)*"
    r"(?:count(?:ed)?|included|contained|considered|part|in|excluded|deducted|subtracted|left\s+out)"
    r"(?:\s+(?:in|of|from|for|as|towards|into))?\s+(?P<x>.+)",
    re.IGNORECASE | re.DOTALL,
)
_THAN = re.compile(r"\b(?:than|ahead\s+of|behind)\b", re.IGNORECASE)
""" "Is A better than B in downtime" compares the two."""
_LEAD = r"\W*(?:(?:hi|hello|hey|so|and|ok|sorry|quick\s+question)\W+)*"
_HERE = (
    r"(?:\s+(?:with\s+us|for\s+us|to\s+us|here|exactly|precisely|anyway|in\s+(?:our|the|your|this)\s+"
    r"(?:data|reports?|system|figures|numbers|model|company)))*"
)
_SURELY = r"(?:\s+(?:exactly|actually|precisely|really|then))*"
_COUNTS_AS = re.compile(
    rf"{_LEAD}(?:what|who){_SURELY}\s+(?:counts?{_SURELY}\s+as|qualifies{_SURELY}\s+as|"
    rf"is{_SURELY}\s+(?:considered|counted|treated|classed|regarded){_SURELY}(?:\s+(?:as|to\s+be))?|"
    rf"(?:do|does)\s+(?:we|you|one|it|they){_SURELY}\s+(?:count|consider|treat|class|define|regard){_SURELY}(?:\s+(?:as|to\s+be))?)"
    rf"\s+(?P<x>.+?){_HERE}",
    re.IGNORECASE | re.DOTALL,
)
"""What a figure counts: "what exactly counts as an active customer with us?"."""
_WHEN = re.compile(
    rf"{_LEAD}(?:when|from\s+when\s+on){_SURELY}\s+(?:is|are|does|do)\s+(?:an?\s+|the\s+|our\s+)?(?P<noun>\w+)\s+"
    rf"(?:(?:considered|counted|regarded|seen|treated|count)(?:\s+(?:as|to\s+be))?\s+)?(?P<how>\w+){_HERE}",
    re.IGNORECASE,
)
"""The same of a word before it: "when is a parcel late?"."""


def asked(text: str, lexicon: Lexicon) -> Explain | None:
    """The figures whose definition a message asks for; None for any other message."""
    if cut := _CUT.search(text):
        head = intents.about_catalogue(_normal(_IDLE.sub(" ", text[: cut.start()])), lexicon, ())
        if isinstance(head, Explain) and _WHETHER.fullmatch(text[cut.end() :].strip()):
            return head
    for form in (_HOLDS, _WITHIN):
        found = form.fullmatch(text.strip().rstrip("?!. "))
        if found and not _THAN.search(found["y"]) and (named := _figure(found["x"], lexicon)):
            return named
    said = text.strip().rstrip("?!. ")
    if (found := _COUNTS_AS.fullmatch(said)) and (named := _figure(found["x"], lexicon)):
        return named
    if found := _WHEN.fullmatch(said):
        return _figure(f"{found['how']} {found['noun']}", lexicon)
    return None


def _figure(text: str, lexicon: Lexicon) -> Explain | None:
    """The figure, where the words are its name and nothing besides."""
    words = tuple(w for w in _normal(text).split() if w not in ("the", "our", "a", "an", "figure", "number", "metric"))
    senses = lexicon.lookup(words)
    metrics = [s.ref for s in senses if s.kind == "metric" and not s.weak]
    only = bool(metrics) and all(s.kind in ("metric", "dataset") for s in senses)
    return Explain(tuple(dict.fromkeys(metrics)), " ".join(words)) if only else None


def _normal(text: str) -> str:
    return intents.normal([t for t in tokenize(text) if t.kind != "symbol"]).replace('"', "")
