"""Everyday English verbs, in families of words that speak of one happening: "left", "shipped" and "dispatch".

A family is no translation. It only says that a verb of a question and a word of the model may speak of the same thing;
which figure or date that is comes from the model.
"""

from __future__ import annotations

from functools import lru_cache

from infra.local.model.english.text import stems
from infra.local.model.english.vocabulary import word_set

FAMILIES = tuple(
    word_set(text)
    for text in (
        "ship shipment shipping send dispatch despatch leave departure depart export",
        "arrive arrival deliver delivery reach",
        "create creation open opening raise submit file log",
        "resolve resolution close closing closure solve settle fix finish complete completion",
        "place order",
        "buy purchase shop shopping",
        "join joining signup signups register registration enrol enroll subscribe subscription sign",
        "launch introduce release introduction",
        "start begin beginning",
        "end finish ending stop",
        "spend spending pay cost expense expenditure charge invest outlay",
        "use usage consume consumption burn draw",
        "respond response reply answer",
        "return refund back",
        "cancel cancellation abort abortion",
        "repair mend fix maintenance",
        "show impression display view serve",
        "click clicking",
        "visit visiting",
        "sell sale sales selling",
        "promise promised due",
        "admit admission",
        "discharge",
        "perform performed treat treatment",
        "work worked working",
        "ride riding ridden",
        "install installation",
        "hire hiring",
        "move moving",
        "earn earning earnings",
        "plan planning",
    )
)
ALSO = {"receive": word_set("come create creation order place arrive arrival deliver delivery")}
"""What a verb may mean besides, but not the other way round: what came in was received, what is raised was not."""
SPENT = word_set("spend spending pay cost charge invest")
"""Money that went out; the noun beside what it went for: "ad spend", "repair cost"."""
SPENT_NOUNS = ("spend", "cost", "costs", "spending", "expense", "expenses", "charge", "charges", "expenditure")
EARNED = word_set("earn make take bring get")
EARNED_ALONE = word_set("earn make")
"""Money that came in, where nothing else is said to be made or taken."""
EARNED_NOUNS = ("revenue", "income", "profit", "earnings", "takings", "turnover", "sales")
SPENT_BY_US = ("spend", "cost")
SPENT_BY_OTHERS = ("revenue", "turnover", "sales", "takings")
"""What customers spend is this of ours."""
MANNERS = {
    "happy": ("satisfaction", "happiness"),
    "satisfied": ("satisfaction",),
}
"""After "how": the nouns of a figure that tells it."""
SERVED = word_set("support service helpdesk help")
"""What customers rate, where a figure tells how satisfied they were."""
USED_NOUNS = ("consumption", "use", "usage")
SOLD_NOUNS = ("sales", "revenue", "turnover", "units sold", "takings")
BOUGHT = word_set("buy purchase shop")
SOLD = word_set("sell")
BEGAN = ("created", "opened", "launched", "joined", "placed", "came")
"""Verbs of a date on which a row came to be."""
ANSWERS = word_set("answer reply")
WAITS = word_set("wait waits waited waiting need needs needed require requires required spend spends spent")
"""Beside "how long": they only say that time passes, like "take"."""
ANYTHING = word_set("something anything stuff things")
"""After a verb: what was bought or sent doesn't matter."""
SOMEBODY = word_set("somebody someone anybody anyone")
ASKED = word_set("can could does do would will might may has have did is")
"""Before "somebody" it is asked who can tell; the data have no part in it."""
NOW = (("right", "now"), ("as", "of", "now"), ("as", "of", "today"), ("as", "of", "right", "now"), ("at", "present"))
"""How things stand when it is asked."""
RAISED = word_set("raise trigger log fire")
"""What happens to any row when it comes to be."""
EVENTS = frozenset[str]().union(*FAMILIES) | frozenset(ALSO) | RAISED


@lru_cache(maxsize=4096)
def family(word: str) -> frozenset[str]:
    """The bare forms of a word and of all that may speak of the same happening; empty for words of no family."""
    own = stems(word)
    found = [f for f in FAMILIES if own & f] + [kin for verb, kin in ALSO.items() if verb in own]
    return frozenset[str]().union(own, *found) if found else frozenset()


def akin(word: str, other: str) -> bool:
    """True when both may speak of one happening: "arrive" and "delivery"."""
    return bool(stems(word) & stems(other)) or bool(family(word) & stems(other))
