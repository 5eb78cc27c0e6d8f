"""Questions about a figure, not for it: what counts in it, by which date it goes, whose it is, how far data reach."""

from __future__ import annotations

import re

from infra.local.model.english.text import tokenize
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Explain, Look, Outcome

_LEAD = (
    r"(?:(?:hey|hi|hello|so|and|ok|okay|just|also|please|pls|can you tell me|could you tell me|do you know|tell me|"
    r"quick question|remind me|i wonder|by the way|btw)\s+)*"
)
_REALLY = r"(?:\s+(?:actually|really|exactly|precisely|even|again))?"
_COUNTS = r"(?:include[sd]?|contain(?:s|ed)?|count(?:s|ed)?|cover(?:s|ed)?|exclude[sd]?|leave\s+out|take\s+in)"
_DATA = r"(?:\s+(?:data|numbers?|figures?|table|metric|kpi|dashboard|values?))?"
_PATTERNS = tuple(
    re.compile(_LEAD + pattern + r"(?:\s+(?:please|pls|exactly|actually|again|here|now|then|anyway|or\s+not))*")
    for pattern in (
        rf"what\s+does{_REALLY}\s+(?P<x>.+?){_REALLY}\s+(?:mean|stand\s+for|include|contain|count|cover|measure|consist\s+of)",
        rf"what(?:\s+is|\s+are|s)?{_REALLY}\s+(?:counts?|counted|included|contained|in|goes|go|meant|part\s+of)\s+"
        r"(?:as|in|into|by|of|towards|for)?\s*(?P<x>.+?)",
        rf"(?:does|do|did){_REALLY}\s+(?P<x>.+?)\s+(?:already\s+|also\s+|really\s+|even\s+)?{_COUNTS}\s+(?!(?:for|in|into|as|towards|to)\b).+",
        r"(?:is|are)\s+.+?\s+(?:(?:already|also|really|still|even|not)\s+)?(?:counted|included|contained|considered|part)\s+"
        r"(?:in|into|as|towards|for|of)\s+(?P<x>.+?)",
        r"(?:do|does)\s+.+?\s+(?:also\s+|really\s+|even\s+|still\s+)?(?:counts?|go|belong)\s+"
        r"(?:in|into|as|towards|to)\s+(?P<x>.+?)",
        r"what(?:\s+is|s)\s+(?P<x>.+?)\s+(?:divided\s+by|made\s+of|made\s+up\s+of|based\s+on|composed\s+of|measured\s+in)",
        rf"(?:by\s+)?(?:which|what)\s+(?:date|day)\s+(?:does|do|is|are){_REALLY}\s+(?P<x>.+?)\s+"
        r"(?:go\s+by|go|counted(?:\s+by)?|dated(?:\s+by)?|based\s+on|use|used|count\s+by|belong\s+to)",
        r"(?:by\s+)?(?:which|what)\s+date\s+(?:counts|applies|matters|is\s+used|is\s+taken|goes)\s+(?:for|in|with)\s+(?P<x>.+?)",
        r"how\s+(?:is|are|was|were|do\s+(?:we|you))\s+(?P<x>.+?)\s+(?:calculated?|computed?|defined?|measured?|derived?|"
        r"counted|worked\s+out|put\s+together)",
        r"(?:who|which\s+(?:person|team))\s+(?:owns|maintains|looks\s+after|defined|is\s+(?:responsible|in\s+charge|"
        rf"accountable)\s+(?:for|of)|is\s+the\s+owner\s+of|takes\s+care\s+of)\s+(?P<x>.+?){_DATA}",
        r"who(?:m)?\s+(?:can|do|should|could|must)\s+(?:i|we)\s+(?:ask|talk\s+to|contact|speak\s+to|turn\s+to|go\s+to|write"
        rf"\s+to)\s+(?:about|for|on|with|regarding)\s+(?P<x>.+?){_DATA}",
        rf"(?:who\s+is\s+the\s+|the\s+)?owner\s+of\s+(?P<x>.+?){_DATA}",
        r"how\s+(?:fresh|current|recent|up\s+to\s+date|stale)\s+(?:is|are)\s+(?P<x>.+?)(?:\s+data)?",
        r"(?:data\s+fresh\s+)?(?:(?:up\s+to|til|till|until)\s+)?(?:when|which\s+day|what\s+day|what\s+date|which\s+date)\s+"
        r"(?:do|does)\s+(?P<x>.+?)(?:\s+data)?\s+(?:go|reach|run|end|extend)(?:\s+(?:to|up\s+to|until|till))?",
        r"how\s+far\s+(?:do|does)\s+(?P<x>.+?)(?:\s+data)?\s+(?:go|reach)",
        r"when\s+(?:was|were)\s+(?P<x>.+?)(?:\s+data)?\s+last\s+(?:updated|loaded|refreshed|synced)",
    )
)
"""Each but for the signs; ``x`` names the figure, or the things that one counts."""
_LOOKS = re.compile(
    _LEAD + r"what(?:\s+(?:else|all|(?:(?:sort|kind)s?\s+of\s+)?(?:questions|things)))?\s+(?:can|could|may|should)\s+"
    r"(?:i|we|one|people)\s+(?:ask|query|see|know|find\s+out|get|learn)(?:\s+(?:you|u|here|the\s+bot))*\s+"
    r"(?:about|abt|on|regarding|concerning)\s+(?P<x>.+?)(?:\s+(?:please|here|data))*"
)
_HELP = re.compile(
    _LEAD + r"what(?:\s+(?:sort|kind|type)s?\s+of)?\s+(?:questions?|things|stuff)\s+(?:can|could|may|should)\s+"
    r"(?:i|we|one)\s+(?:actually\s+|really\s+)?ask(?:\s+(?:you|u|here|the\s+bot))*"
)
_TAIL = re.compile(
    r"(?:and\s+|or\s+)?(?:(?:is|are|do|does|what|which|how|or|by)\b.*\b(?:it|there|that|this|them|not)\b.*|or\s+not|"
    r"exactly|please|thanks|thank\s+you|(?:some(?:body|one)|they|my\s+boss)\b.*\basked\b.*)"
)
"""What else is asked of the same figure: "... and what is it divided by?"."""
_CLAUSE = re.compile(r"[,;:?!—–]+|\.(?=\s|$)")
_ARTICLE = re.compile(r"^(?:(?:the|a|an|our|your|my|this|all|these|those)\s+)+")
_EVERYTHING = frozenset(["the", "data", "numbers", "figures", "tables", "everything", "your data", "data here"])


def asked(text: str, lexicon: Lexicon) -> Outcome | None:
    """An explanation of the figure that is asked about, or what there is on something; None for anything else."""
    clauses = [said for part in _CLAUSE.split(text) if (said := _plain(part))]
    for n, clause in enumerate(clauses[:3]):
        if _HELP.fullmatch(clause):
            return Look("")
        if looks := _LOOKS.fullmatch(clause):
            return Look(_ARTICLE.sub("", looks["x"])) if n == len(clauses) - 1 else None
        found = next((f for p in _PATTERNS if (m := p.fullmatch(clause)) and (f := _explained(m["x"], lexicon))), None)
        if lexicon.names(tokenize(clause), *METRICS) and not found:
            return None
        if found:
            return found if all(_TAIL.fullmatch(rest) for rest in clauses[n + 1 :]) else None
    return None


def _plain(text: str) -> str:
    return " ".join(t.norm for t in tokenize(text) if t.norm and (t.norm[0].isalnum() or t.kind == "quoted"))


def _explained(subject: str, lexicon: Lexicon) -> Outcome | None:
    name = _ARTICLE.sub("", subject).strip()
    if name in _EVERYTHING:
        return Look("", datasets=True)
    senses = lexicon.lookup(tuple(name.split()))
    metrics = [s.ref for s in senses if s.kind == "metric"]
    for word in (s.ref for s in senses if s.kind == "choice"):
        metrics += lexicon.model.config.ambiguous.get(word, [])
    counted = [m.name for s in senses if s.kind == "dataset" for m in lexicon.reach.counters(s.ref)]
    found = tuple(dict.fromkeys(metrics or counted))
    if found:
        return Explain(found, name)
    return Look(name) if any(s.kind == "field" for s in senses) else None
