"""Which of the conditions of a message is the part that a share is asked of: it is what the verb says.

In "what share of parcels from Leipzig has been late" the verb is "has been": late parcels are the part, those from
Leipzig the whole. Parser sees "is" and "were"; the other verbs are seen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token
from infra.local.model.english.vocabulary import word_set
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts
from infra.local.model.says.refusals import refuse
from infra.local.model.scan import Item

VERBS = word_set(
    "been got get gets gotten being was were is are came come comes went go goes arrived arrive arrives "
    "turned ended used uses chose paid pay happened happen started start stayed stay"
)
DONE = word_set(
    "delivered sent shipped placed made bought ordered paid opened solved resolved closed handled carried received "
    "sold done reported recorded booked picked packed raised written"
)
"""What was done to the rows: it says the part where "was" or "got" stands before it, and belongs to the noun else."""
JOINS = word_set("and but")
SHARES = ("share of", "percentage of", "proportion of", "fraction of")
NEAR = 3
"""Tokens between the end of a noun's first word and its verb."""
AUXILIARIES = word_set("was were is are been got get gets being have has had")
BETWEEN = word_set(
    "by in on at with via through over from to as of the a an our their too very so really actually out back in there "
    "up off away down again only just even still not"
)


def settle(parts: Parts, tokens: Sequence[Token]) -> None:
    """Mark what stands behind a verb, where a share is asked for and nothing else is what is said of the rows.

    Raises Stop for "what share of late parcels were express": a published share has that name, and isn't asked for.
    """
    for item in (m.item for m in parts.measures if m.item.text.casefold().startswith(SHARES)):
        said = [one.item for one in (*parts.known, *parts.conditions)]
        before = any(one.last == item.first - 1 for one in said)  # "express share of late parcels"
        if before or any(_behind_verb(one, tokens) for one in said if one.first > item.first):
            raise Stop(refuse("share of what"))
    share = next((f for f in parts.figures if f.name == "share"), None)
    if share is None:
        return
    conditions = (*parts.known, *parts.conditions)
    told = [s.item.first for s in conditions if s.predicate or _behind_verb(s.item, tokens)]
    _check_one_part([s.item for s in conditions], told, tokens)
    if any(said.predicate for said in conditions):
        return
    behind = [at for at in told if at > share.first]
    told = behind or told
    parts.known = [replace(k, predicate=k.item.first in told) for k in parts.known]
    parts.conditions = [replace(c, predicate=c.op == "in" and c.item.first in told) for c in parts.conditions]


def _check_one_part(said: Sequence[Item], told: Sequence[int], tokens: Sequence[Token]) -> None:
    """ "What share of tickets are urgent and open": by two fields at once there is none. Raises Stop."""
    for item in said:
        for other in said:
            joined = other.first == item.last + 2 and tokens[item.last + 1].norm in JOINS
            if joined and item.first in told and not {s.ref for s in item.senses} & {s.ref for s in other.senses}:
                raise Stop(refuse("share of what"))


def _behind_verb(item: Item, tokens: Sequence[Token]) -> bool:
    at = item.first
    if 0 <= at < len(tokens) and item.text.casefold().split()[0] in VERBS:
        return True
    at -= 1
    while at >= 0 and (tokens[at].norm in BETWEEN or not tokens[at].norm):
        at -= 1
    if at > 0 and tokens[at].norm in DONE:
        at -= 1
        while at > 0 and tokens[at].norm in BETWEEN:
            at -= 1
        return tokens[at].norm in AUXILIARIES
    return at >= 0 and _is_verb(tokens[at])


def says_part(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb stands within a few words from here on, with more behind it: "(late) parcels came from ..."."""
    return any(_is_verb(t) for t in tokens[at : at + NEAR])


def _is_verb(token: Token) -> bool:
    """As it is read or as it was written: "went out" may be read as another verb."""
    return token.norm in VERBS or token.surface.casefold() in VERBS
