""" "Who has them?", "who placed them?", after rows of things: by the field that tells who of the staff, or which buyer.

Who has something is told by the one field of those that work on such rows; who placed or bought it by the name of the
one dataset of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from infra.local.model.everyday.everyday_fields import called, doer, staff_of
from infra.local.model.known import Known
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of import heads
from infra.local.model.reach import aggregate, entity
from infra.local.model.threads import history

_LEAD = r"(?:(?:and|so|ok|okay|now|but|then|please|tell me|show me|do you know|can you tell me)[\s,]+)*"
_THEM = r"(?:them|they|it|those|these|that|each(?: one)?(?: of (?:them|those|these))?|all of (?:them|those|these))"
_NOW = r"(?: (?:now|currently|right now|at the moment|then|exactly|please))*"
_WORKS = (
    r"(?:(?:has|have|has got|handles|handled|handling|owns|holds|took|takes|has taken)"
    r"|(?:is |are |was |s )?(?:now |currently )?(?:dealing with|working on|looking after|handling"
    r"|responsible for|in charge of|on)"
    r"|(?:deals with|works on|looks after|worked on|dealt with|looked after))"
)
_TAKEN = re.compile(
    rf"{_LEAD}(?:who(?:'s|s)? {_WORKS} {_THEM}|who (?:are|is|were|was) {_THEM} (?:assigned to|with)"
    rf"|who (?:do|does|did) {_THEM} belong to|whose (?:are|is|were) {_THEM}){_NOW}"
)
_BOUGHT = re.compile(
    rf"{_LEAD}who (?:has |have |had )?(?:placed|ordered|bought|purchased|(?P<made>made)) (?!it|that){_THEM}{_NOW}"
)
_DID = re.compile(rf"{_LEAD}who (?:has |have |had )?(?P<verb>[a-z]+) (?!it|that){_THEM}{_NOW}")


def told(text: str, known: Known) -> str:
    """The message as "by" that field, or "with" it where the answer before was a list; else the message as it is."""
    said = " ".join(re.sub(r"[?!.]+$", "", text.strip().casefold().replace("’", "'")).split())
    works, bought = _TAKEN.fullmatch(said), _BOUGHT.fullmatch(said)
    did = _DID.fullmatch(said)
    before = history.last_request(known.turns) if works or bought or did else None
    if before is None or before.count:
        return text
    lexicon = known.lexicon
    metrics = [m for name in before.metrics if (m := lexicon.model.metric(name))]
    if bought and bought["made"] and any(aggregate(m) != "count" for m in metrics):
        return text
    facts = list(dict.fromkeys(fact for m in metrics for fact in lexicon.reach.facts(m)))
    facts = facts or [before.dimensions[0].partition(".")[0]]
    words = staff_of(facts, lexicon) if works else _buyer(facts, lexicon) if bought else ()
    words = words or (doer(facts, did["verb"], lexicon) if did else ())
    return f"{'by' if metrics else 'with'} {' '.join(words)}" if words else text


def _buyer(facts: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Words for the name of the people whose rows these are."""
    people = heads.people(lexicon.model)
    if people is None or any(lexicon.reach.steps(fact, people.name) is None for fact in facts):
        return ()
    fields = entity(lexicon.model, people)
    return called(fields[0], lexicon) if len(fields) == 1 else ()
