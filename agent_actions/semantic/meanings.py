"""What a word is to mean to a person, as they say it: "sales means orders", "forget what sales means"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent_actions.semantic.model import Metric, SemanticModel
from agent_actions.semantic.names import fold, tokens

_LEAD = r"(?:(?:please|from now on|in future|for me|to me|and|ok|okay|no),? )*"
_TAIL = r"(?: (?:please|for me|to me|from now on|in future|again))*"
_MEANS = (
    re.compile(rf"{_LEAD}(?P<word>.+?) (?:always |should |shall |now )*means? (?P<metric>.+?){_TAIL}"),
    re.compile(rf"{_LEAD}(?:by|with|when i say) (?P<word>.+?),? i (?:always )?mean (?P<metric>.+?){_TAIL}"),
)
_FORGET = re.compile(rf"{_LEAD}forget (?:what (?P<word>.+?) means?|the meaning of (?P<of>.+?)){_TAIL}")


@dataclass(frozen=True)
class Meaning:
    word: str
    """As ``outcrop.yaml`` spells it, folded."""
    metric: str
    """Empty: the word is to have its several meanings again."""


def said(model: SemanticModel, text: str) -> Meaning | None:
    """What the text settles; None when it says nothing of the kind, or of a word that has one meaning only."""
    folded = " ".join(fold(re.sub(r"[\"'“”‘’.!?]", "", text)).split())
    if match := _FORGET.fullmatch(folded):
        word = _word(model, match["word"] or match["of"])
        return Meaning(word, "") if word else None
    for pattern in _MEANS:
        if (match := pattern.fullmatch(folded)) and (word := _word(model, match["word"])):
            named = [m for m in metrics_of(model, word) if _is_called(m, match["metric"])]
            return Meaning(word, named[0].name) if len(named) == 1 else None
    return None


def metrics_of(model: SemanticModel, word: str) -> tuple[Metric, ...]:
    """The metrics that a word of several meanings can mean."""
    names = [name for w, names in model.config.ambiguous.items() if fold(w) == fold(word) for name in names]
    return tuple(m for name in names if (m := model.metric(name)))


def chosen(model: SemanticModel, meanings: Mapping[str, str], word: str) -> Metric | None:
    """The metric that the person means by the word, if it still is one of its meanings. ``meanings``: word -> name."""
    name = meanings.get(fold(word))
    return next((m for m in metrics_of(model, word) if m.name == name), None)


def _word(model: SemanticModel, text: str) -> str:
    return next((fold(word) for word in model.config.ambiguous if tokens(word) == tokens(text)), "")


def _is_called(metric: Metric, text: str) -> bool:
    return any(tokens(name) == tokens(text) for name in (metric.name, metric.label, *metric.synonyms))
