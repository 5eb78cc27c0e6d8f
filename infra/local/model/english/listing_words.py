"""The English of lists of things: "which shops opened in 2025? name, city, opening day, earliest first"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import WEEKDAYS, word_set

LISTS = frozenset(["list", "listing", "listed", "lists"])
US = frozenset(["we", "you", "i", "they", "people"])
"""Behind "what did" with anybody else it is asked what a thing did, which is a figure and no list."""
_LIST_THEM = re.compile(r"\b(?:list|name) (?:them|these|those)\b|^\W*(?:and |as a )?list\W*$", re.IGNORECASE)
_LIST = re.compile(r"\W*(?:please |can you |could you )?(?:please )?list (?!price)", re.IGNORECASE)
SHOW = frozenset(["show", "give", "find", "see", "get", "pull", "display", "send"])
TO_US = frozenset(["me", "us", "up", "all", "out", "of"])
COURTEOUS = frozenset(["please", "can", "could", "would", "you", "i", "we", "want", "need", "like", "to", "just"])
CLAUSES = frozenset(["that", "which", "where", "with", "without", "whose", "having"])
"""Behind the rows: what they are told apart by."""
NAMES = frozenset(["name", "names", "called"])
LEADS = r"(?:(?:and|ok|okay|now|then|so|please|can|could|you|i|we|need|want|would|like|to|just) )*"
_BESIDE = r" (?:with|including|incl|showing|plus|and)\b.*"
_THE_ROWS = re.compile(
    LEADS + r"(?:(?:list|name) (?:me |us )?(?:all )?(?:of )?(?:them|these|those)(?: all)?"
    r"|(?:(?:show|give|see|get|have|display|pull|print|as) )?(?:me |us )?(?:up )?(?:the|a|that|this|as a|just the) "
    r"(?:(?:full|whole|complete|actual) )?list(?: of (?:them|these|those))?"
    r"|which ones?(?: (?:are|were) (?:they|those|these|that))?|which (?:are|were) (?:they|those|these))"
    rf"(?: please)?(?P<rest>(?:{_BESIDE})?)"
)
_THE_ONES = re.compile(
    LEADS
    + rf"(?:(?:list|name) (?:me |us )?(?:all )?(?:of )?the (?P<listed>(?:\w+ ){{0,2}})ones(?P<beside>(?: (?!by\b).*)?)"
    rf"|(?:show|give|get) (?:me |us )?(?:all )?(?:of )?the (?P<shown>(?:\w+ ){{0,2}})ones(?P<shows>{_BESIDE}))"
)
_SOME_ROWS = re.compile(
    r"(?:(?:and|ok|okay|now|then|so) )*which (?:ones|of (?:them|those|these)) "
    r"(?P<rest>(?!(?:are|were) (?:they|those)$).+)"
)
WHICH = frozenset(["which", "what", "who", "which of", "which of our"])
SPACES = frozenset(["floor space", "floor area", "selling space", "selling area", "retail space", "size"])
SPACE_UNIT = "m2"
"""What such words tell the number of."""
ANYTHING = frozenset(["anything", "everything", "things"])
"""Before what was done to it: of the model only one kind of thing has such a day."""
NAMES_OF = frozenset(["names of", "name of", "names of all"])
NEWEST = frozenset(["newest", "latest", "youngest", "recent"])
OLDEST = frozenset(["oldest", "earliest"])
FIRST = frozenset(["first", "top"])
"""Behind "newest" and the like: the order of the list."""
DATED = frozenset(["date", "dates", "day", "days", "time"])
DEAR = frozenset(["expensive", "dearest", "priciest", "costliest"])
CHEAP = frozenset(["cheapest"])
ENDS = NEWEST | OLDEST | DEAR | CHEAP
BY_END = frozenset(["price", "date"])
"""What such words go by."""
PRICES = frozenset(["price", "fare", "fee", "rent"])
HAS = frozenset(["carry", "carries", "carried", "offer", "offers", "own", "owns", "operate", "operates", "located"])
"""What one does with things that one has, without any end."""
EACH_OF_THEM = frozenset(["it", "they", "he", "she", "each"])
"""Behind "when" they tell of one more day that is to be shown, and by which no row is chosen."""
THEIR = frozenset(["their", "its"])
BESIDE = frozenset(["with", "and", "plus", "including", "showing", ","])
"""Before "their" and what is known of each of the things."""
DONE = frozenset(["did", "was", "were", "has", "have"])
"""Behind "when" at the beginning of a question; "when do" asks for a habit."""
WHETHER = frozenset(["did", "was", "were", "is", "are", "has", "have", "do", "does"])
"""At the beginning of a question they ask whether it was so, which a number answers."""
DEEDS = frozenset(["ordered", "placed", "earned", "produced", "generated", "performed", "occurred", "happened"])
"""Words that add nothing to a figure; of a thing in a list they say what it must have done."""
TAKEN_PLACE = frozenset(["placed", "occurred", "happened"])
"""Those of them that add nothing to rows of what happens either, each of which has its day."""
PLACES = word_set("country city town region site district location place state area street address")
OF_TRADE = (["busiest"], ["quietest"], ["strongest"], ["weakest"])
"""They speak of what goes on at a thing, and of no number that it has."""
NUMBERED = frozenset(["number", "numbers", "id", "ids", "no"])
NONE_SAID = frozenset(["which", "and", "only", "is", "table"])
"""Marks that limit nothing in a list."""
HAVING_OR_NOT = frozenset(["having", "not"])
REFUSED = frozenset(["figure", "grain", "trend", "unsupported", "follow", "quoted"])
"""Kinds of things that a list has no place for."""
NUMBERS_OF = frozenset(["number of", "the number of"])


def lists(text: str) -> bool:
    """ "List them": the rows themselves are asked for, behind what says which."""
    return _LIST_THEM.search(text) is not None


def shows(said: Sequence[Token]) -> bool:
    """ "Show me tickets that ...", "give me the open tickets": the rows themselves, told apart by a condition."""
    norms = [t.norm for t in said]
    at = 0
    while at < len(norms) and norms[at] in COURTEOUS:
        at += 1
    if at >= len(norms) or norms[at] not in SHOW:
        return False
    rest = norms[at + 1 :]
    while rest and rest[0] in TO_US:
        rest = rest[1:]
    return rest[:1] == ["the"] or any(norm in CLAUSES for norm in rest)


def begins(text: str) -> bool:
    """ "List the outlets with ...": a message that asks for a list of something."""
    return _LIST.match(text) is not None


def rows_asked(normal: str) -> str | None:
    """What is to be shown of each row, where a reply asks for the rows that were counted: "list them with agent".

    ``normal``: the message's folded words, joined by spaces. None where it asks anything else.
    """
    said = _THE_ROWS.fullmatch(normal)
    return said["rest"].strip() if said else None


def some_asked(normal: str) -> str | None:
    """What is said of some of the things that were counted: "are outlets" of "which ones are outlets"."""
    said = _SOME_ROWS.fullmatch(normal)
    return said["rest"].strip() if said else None


def ones(normal: str) -> tuple[str, str] | None:
    """What stands before and behind "ones" where these are to be listed: "list the urgent ones with agent"."""
    said = _THE_ONES.fullmatch(normal)
    if said is None:
        return None
    return (said["listed"] or said["shown"] or "").strip(), (said["beside"] or said["shows"] or "").strip()


def kept_part(norm: str) -> bool:
    """True for days of the week, which a list would lose: "on Fridays"."""
    return norm in WEEKDAYS or norm.removesuffix("s") in WEEKDAYS or norm.startswith(("weekend", "weekday"))
