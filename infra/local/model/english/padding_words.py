"""Words of the sentences around a question: why it is asked, for whom, by when. None of them limits what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.english.vocabulary import FILLER, word_set

PERSONS = word_set(
    "i im ive id we weve me us my you your he she they their his her someone somebody anyone everybody everyone it"
)
PEOPLE = word_set(
    "supervisor supervisors intern interns lead analyst analysts controller controllers president chairman boss bosses "
    "friend friends mentor coach lawyer lawyers consultant consultants manager "
    "managers director ceo cfo coo cmo cto vp chief chair leadership board management colleague "
    "colleagues coworker coworkers team teams teammate investor investors auditor auditors accountant finance"
)
"""Who wants to know."""
DEPARTMENTS = word_set(
    "management purchasing procurement legal hr marketing finance sales logistics operations ops accounting "
    "controlling it support facilities facility security compliance pr communications engineering product design "
    "merchandising fulfillment fulfilment treasury audit tax payroll recruiting ecommerce service care helpdesk desk "
    "warehouse buying bookkeeping strategy growth crm retail planning resources relations affairs"
)
"""Which part of a company wants to know. Where the model has a value of that name, the word may limit."""
OCCASIONS = word_set(
    "deck presentation slide slides meeting meetings report reports newsletter standup review call email mail memo "
    "plan plans planning agenda briefing summary update workshop offsite townhall appendix article post pitch talk "
    "chat doc document spreadsheet sheet project task request job work audit"
)
"""What it is wanted for. Where the model calls something so, the word is the model's."""
SAYS = word_set(
    "curious question questions q here thanks "
    "thx thank cheers please pls plz sorry ta appreciated hope helpful help helps fyi btw tbh lol haha anyway hi hey "
    "context background because cuz coz bc hello oh um uh hmm er ah dear folks guys friend buddy mate"
)
"""Words that alone make a clause a courtesy."""
TELLS = word_set(
    "quick fast short simple silly dumb random basic easy small little new "
    "ask asks asking asked need needs needed want wants wanted know knows knowing tell told finding found search "
    "searching searched look looking see anywhere anything nowhere somewhere able trying tried try prepare preparing "
    "write writing put putting together draft drafting build building finish finishing working presenting reviewing "
    "noon eod lunch tonight soon later quickly asap hurry rush deadline would like love enough fine suffices "
    "sufficient suffice good great perfect nice cool single answer came up keeps kept pinging bugging pestering idea "
    "clue sure unsure context background story long confused stuck lost going then now urgently weekly monthly side "
    "note thing things stuff morning afternoon evening remember forgot wonder everywhere"
)
"""What else they do and say about it."""
THE = word_set("the my our a an this")
SMALL = FILLER | PERSONS | PEOPLE | OCCASIONS | SAYS | TELLS
TURNS = word_set(
    "not no without never unless except excluding exclude but only than until till where instead nor neither nothing "
    "none ignore ignoring minus less more other others else both too per each every mean means meant same first plus "
    "which whose who ones count counting counted consider assume treat define call include includes included including"
)
"""With one of them a sentence limits or turns what is asked, and is never left out."""
INDEFINITE = word_set("a an")
PRAISE = word_set("great nice cool perfect excellent awesome lovely good brilliant wow super fantastic amazing")
"""Before a question they are of the answer before."""
BEGUN = word_set(
    "planning preparing writing drafting building making presenting doing organising organizing launching designing "
    "creating starting running have having need"
)
"""Between "we're" and "a": what is being done."""


def left_out(clauses: Sequence[str]) -> str:
    said = ", ".join(f"“{clause}”" for clause in clauses)
    return f"Left out, as no part of the question: {said}."


def read_only(clause: str, read: Sequence[str]) -> str:
    return f"Of “{clause}” I read {' and '.join(f'“{word}”' for word in read)} only."
