"""Whether a word is a verb of a question, and how well it goes with a date or a figure of the model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.semantic.model import Metric, ModelField
from infra.local.model.english import verb_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, fold, name_words, stems
from infra.local.model.reach import aggregate

BY_NAME, BY_DESCRIPTION, BY_KIN = 3, 2, 1
"""How well a verb and a date go together."""
AUXILIARIES = frozenset(["are", "is", "were", "was", "been", "being", "get", "got"])
ARE_OR_HAVE = frozenset(
    ["are", "is", "were", "was", "be", "been", "have", "has", "had", "still", "the", "our", "a", "an"]
)
_HEAD = re.compile(r"[.,;:(]")


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """True for a form of an everyday verb that says what happens: "closed", "did we close"; not for "open" in "open
    tickets", "are open" and "have open", which says how things stand.
    """
    word, before = tokens[at].norm, tokens[at - 1].norm if at else ""
    past = word in v.IRREGULAR_VERBS or (word.endswith("ed") and len(word) > 4)
    if not past and not stems(word) & w.EVENTS:
        return False
    if word.endswith("ing"):
        return before in AUXILIARIES
    return past or (before not in ARE_OR_HAVE and any(_asks(t) for t in tokens[:at]))


def _asks(token: Token) -> bool:
    """ "Did", "does", "didn't"."""
    return token.norm in v.DO or (token.norm == "not" and token.surface.casefold()[:2] in ("di", "do"))


def fits(word: str, date: ModelField) -> int:
    """How well the verb goes with the date; 0 for not at all."""
    own, related = stems(word), w.family(word)
    names = said_in((date.name, date.label, *date.synonyms))
    told = said_in((_HEAD.split(date.description or "")[0],))
    if any(own & n for n in names):
        return BY_NAME
    if any(own & t for t in told):
        return BY_DESCRIPTION
    return BY_KIN if any(related & n for n in names) else 0


def began(word: str, date: ModelField) -> int:
    """As a verb of beginning ("created") goes with a date that is told by another one ("the account was opened")."""
    told = said_in((_HEAD.split(date.description or "")[0],))
    starts = w.family("create")
    return BY_KIN if stems(word) & starts and any(t & starts for t in told) else 0


def called(word: str, metric: Metric) -> bool:
    """True when a name of the figure holds the verb, or a word of one happening with it."""
    own, kin = stems(word), w.family(word)
    return any((own | kin) & n for n in said_in((metric.name, metric.label, *metric.synonyms)))


def names_it(word: str, metric: Metric) -> bool:
    """True when a name of the figure holds the verb itself, in whatever form."""
    return any(stems(word) & n for n in said_in((metric.name, metric.label, *metric.synonyms)))


def money(metric: Metric) -> bool:
    """True for a figure in money."""
    unit = metric.unit or ""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def spent(metric: Metric) -> bool:
    """True for money that goes out and adds up: ad spend, freight cost; not for the cost of each."""
    return money(metric) and name_words(metric.name)[-1] in w.SPENT_NOUNS and aggregate(metric) == "sum"


def doers(word: str, metric: Metric) -> bool:
    """True when the figure is called by those who do it: "buyers" of "bought"."""
    own = {f"{stem}{ending}" for stem in stems(word) for ending in ("er", "ers", "or", "ors")}
    return any(fold(name) in own for name in (metric.name, metric.label, *metric.synonyms))


def said_in(texts: Sequence[str]) -> list[frozenset[str]]:
    return [stems(word) for text in texts for word in name_words(text) if word not in v.DATE_WORDS | v.HARD]
