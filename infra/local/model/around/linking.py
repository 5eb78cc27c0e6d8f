"""Verbs and relative clauses that only tie a value to its noun: "stores located in Leipzig", "orders bought online".

Such a verb goes where a known value or a yes-or-no field follows and the verb is a general one, or is in the very words
that the model tells that field in; a verb of a date of the same rows stays for :mod:`deeds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import TIME_TYPES, ModelField
from infra.local.model.around.asides import says
from infra.local.model.english import verb_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, name_words, norm_at, stems
from infra.local.model.english.verb_kin import fits
from infra.local.model.english.vocabulary import HARD, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import entity

TIES = word_set(
    "located situated based residing belong belongs belonging belonged marked tagged labelled labeled classified "
    "categorised categorized concern concerns concerned deal deals dealing dealt relate relates related relating "
    "heading headed bound using involve involves involving"
)
"""Before a value they say no more than that it is one."""
BY_ITS = word_set("taken carried transported handled processed made run operated")
"""The same before "by" and a value."""
GIVES = word_set("give gave given giving gives grant granted")
"""Before a yes-or-no field: it is so of them."""
USES = word_set("use used")
WORKS = word_set("work worked working deal dealt")
LINKS = word_set("in on at to from for as by via with through about into a an the our us their his her your")
HAVE = word_set("did do have had")
OFTEN = (("how", "often"), ("many", "times"))
"""The verb is what is counted."""
WHOLE = word_set("whole entire full complete")
SPLIT = word_set("split broken down grouped group sliced segmented sorted ordered ranked breakdown")
"""Before "by" a breakdown is meant."""
UNCLEAR = "and-or-not"
"""In place of an "and" that may or may not go on with what is denied; no word of the model is called so."""
DENIES = word_set("not never no")
ARRIVES = word_set("arrive arrives arriving")
SUBJECTS = word_set("we they us")
PASSIVE = word_set("was were is are been")
MANY = word_set("many which what different distinct")
MAX_LINKS = 2
BEFORE_WHICH = word_set("on in at for from to with")
CLAUSE_BEGINS = word_set("more fewer less over under above below we there no at none")
"""Behind "on which" a clause begins so, and no breakdown: "tickets on which topic"."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without such verbs; and the turns that stand for a word of the model put in that word."""
    kept = _apart(_undone(_back(_whole(_where(tokens)), lexicon), lexicon), lexicon)
    kept = _late(_named_apart(kept, lexicon), lexicon)
    gone = {i for i in range(len(kept)) if _ties(i, kept, lexicon) or _used(i, kept, lexicon)}
    gone |= {i - 1 for i in gone if i > 1 and kept[i - 1].norm in v.WITHIN_CLAUSE}
    return [t for i, t in enumerate(kept) if i not in gone]


def _where(tokens: Sequence[Token]) -> list[Token]:
    """ "Days on which more than 5 parcels were late": days where they were, no breakdown by what is said of them."""
    for i in range(1, len(tokens) - 2):
        clause = norm_at(tokens, i + 1) == "which" and norm_at(tokens, i + 2) in CLAUSE_BEGINS
        if tokens[i].norm in BEFORE_WHICH and clause:
            return [*tokens[:i], replace(tokens[i], norm="where"), *_where(tokens[i + 2 :])]
    return list(tokens)


def not_via(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Not (paid) by card", "neither by email nor by chat": no breakdown follows, but the value that is left out."""
    found = list(tokens)
    for i in range(1, len(tokens) - 1):
        if tokens[i].norm != "by":
            continue
        senses = lexicon.lookup((tokens[i + 1].norm,))
        value = any(s.kind == "value" for s in senses) and not any(s.kind in ("field", "dataset") for s in senses)
        neither = tokens[i + 1].norm in ("neither", "either", "anything", "everything")
        denied = tokens[i - 1].norm in ("not", "neither", "nor", "never") or (
            tokens[i - 1].norm in ("or", "and") and any(t.norm in ("not", "neither") for t in tokens[:i])
        )
        if value and denied and tokens[i - 1].norm == "and" and _of_one_field(i - 1, i + 1, tokens, lexicon):
            found[i - 1] = replace(tokens[i - 1], norm=UNCLEAR, kind="word")
        if (denied and value) or neither or _way(i, senses, tokens, lexicon):
            found[i] = replace(tokens[i], norm="via")
    return found


def _way(i: int, senses: Sequence[Sense], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "Tickets by email": a way in which those rows come, and no list by the addresses that other rows have."""
    fields = lexicon.fields(senses)
    owners = {s.ref.partition(".")[0] for s in senses if s.kind == "value"}
    before = norm_at(tokens, i - 1)
    if not owners or before in SPLIT or any(s.kind not in ("field", "value") for s in senses):
        return False
    for field in fields:
        dataset = lexicon.model.dataset(field.dataset)
        names = bool(dataset) and field in entity(lexicon.model, dataset)
        if field.dataset in owners or field.datatype not in ("String", None) or lexicon.values.get(field.ref) or names:
            return False
    named = [s for j in range(i) if (found := lexicon.at(tokens, j)) for s in found[1]]
    rows = {s.ref for s in named if s.kind == "dataset"}
    rows |= {d for m in lexicon.metrics(named) for d in m.datasets}
    return bool(fields) and bool(rows & owners) and not rows & {f.dataset for f in fields}


def _ties(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    word = tokens[i].norm
    if tokens[i].kind != "word" or not i or word in HARD or lexicon.lookup((word,)):
        return False
    at = i + 1
    while at <= i + MAX_LINKS and norm_at(tokens, at) in LINKS and lexicon.at(tokens, at) is None:
        at += 1
    found = lexicon.at(tokens, at)
    if found is None or any(s.kind == "metric" for s in found[1]):
        return False
    fields = lexicon.fields(found[1], "value")
    if not fields:
        flags = [f for f in lexicon.fields(found[1], "field") if f.datatype == "Boolean"]
        return word in GIVES and bool(flags)
    if any(fits(word, date) for f in fields for date in _dates(f, lexicon)):
        return False
    if word in TIES or (word in BY_ITS and norm_at(tokens, i + 1) == "by"):
        return True
    often = any(says(tokens, phrase) >= 0 for phrase in OFTEN)
    return not often and any(_tells(word, f) for f in fields if _of_head(i, f, tokens, lexicon))


def _dates(field: ModelField, lexicon: Lexicon) -> list[ModelField]:
    dataset = lexicon.model.dataset(field.dataset)
    return [f for f in dataset.fields if f.is_time or f.datatype in TIME_TYPES] if dataset else []


def _tells(word: str, field: ModelField) -> bool:
    """True for a verb in the words that the field is called or told in: "bought" of "where it was bought"."""
    past = word in v.IRREGULAR_VERBS or word.endswith(("ed", "ing"))
    own = stems(word) | (w.BOUGHT if stems(word) & (w.SOLD | w.BOUGHT) else frozenset[str]())
    said = [*name_words(field.label), *name_words(field.name), *name_words(field.description or "")]
    return any(own & stems(other) for other in said if other not in HARD) and (past or word not in said)


def _of_head(i: int, field: ModelField, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """True where the nearest noun before the verb names rows that the field is of, or that lead to it."""
    for j in range(i - 1, -1, -1):
        found = lexicon.at(tokens, j)
        if found is None or j + found[0] > i:
            continue
        senses = found[1]
        if any(s.kind == "choice" for s in senses) and not any(s.kind == "dataset" for s in senses):
            return False
        rows = {s.ref.casefold() for s in senses if s.kind == "dataset"}
        metrics = lexicon.metrics(senses)
        if field.dataset.casefold() in rows:
            return True
        if not rows and not metrics:
            continue
        return bool(metrics) and not rows and lexicon.reach.distance(metrics, field.dataset) is not None
    return False


def _used(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "How many carriers did we use": nothing more is said than that there were such."""
    with_them = tokens[i].norm in WORKS and norm_at(tokens, i + 1) == "with"
    if not (tokens[i].norm in USES or with_them) or norm_at(tokens, i - 1) not in SUBJECTS:
        return False
    if norm_at(tokens, i - 2) not in HAVE or i < 4:
        return False
    nouns = (2, 1)
    for n in nouns:
        start = i - 2 - n
        senses = lexicon.lookup(tuple(t.norm for t in tokens[max(start, 0) : i - 2]))
        if start > 0 and any(s.kind in ("field", "dataset") for s in senses):
            return norm_at(tokens, start - 1) in MANY
    return False


def _whole(tokens: Sequence[Token]) -> list[Token]:
    """ "This whole fiscal year" is this fiscal year."""
    ends = [i for i in range(1, len(tokens) - 1) if tokens[i].norm in WHOLE and tokens[i - 1].norm in v.THIS | v.LAST]
    timed = [i for i in ends if norm_at(tokens, i + 1) in v.UNITS or norm_at(tokens, i + 2) in v.UNITS]
    return [t for i, t in enumerate(tokens) if i not in timed]


def _apart(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Not urgent and (were) raised by email": what is denied ends where another verb begins.

    Not in "not cancelled and returned", where both are values of one field; "not urgent and closed" may mean either,
    so the "and" stops the question.
    """
    for i in range(2, len(tokens) - 1):
        joins = tokens[i].norm == "and" or tokens[i].surface == ","
        denied = any(t.norm in ("not", "never", "no", "without") for t in tokens[:i])
        verb = i + 1 + (norm_at(tokens, i + 1) in v.WITHIN_CLAUSE)
        past = norm_at(tokens, verb).endswith("ed") or norm_at(tokens, verb) in v.IRREGULAR_VERBS
        goes_on = norm_at(tokens, verb) in v.BE and norm_at(tokens, verb + 1) not in DENIES
        known = lexicon.at(tokens, verb) is not None
        if joins and denied and past and known:
            if verb > i + 1 or _of_one_field(i, verb, tokens, lexicon):
                continue
            return [*tokens[:i], replace(tokens[i], norm=UNCLEAR, kind="word"), *tokens[i + 1 :]]
        if joins and denied and (past or goes_on) and norm_at(tokens, i + 1) != "with":
            said = replace(tokens[i], norm="with", kind="word", start=tokens[i].end)
            return [*tokens[: i + 1], said, *_apart_from(tokens[i + 1 :])]
    return tokens


def _of_one_field(i: int, verb: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the values before and behind the "and" are of the same field."""
    before = [f for j in range(i) if (f := lexicon.at(tokens, j)) and j + f[0] == i]
    after = lexicon.at(tokens, verb)
    one = {s.ref for _, senses in before for s in senses if s.kind == "value"}
    return after is not None and bool(one & {s.ref for s in after[1] if s.kind == "value"})


def _apart_from(rest: Sequence[Token]) -> list[Token]:
    return list(rest[1:]) if rest and rest[0].norm in v.BE else list(rest)


def _late(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Arrive late", "arriving late" -> "arrived late"."""
    for i in range(len(tokens) - 1):
        fields = lexicon.fields(lexicon.lookup((tokens[i + 1].norm,)), "field")
        if tokens[i].norm in ARRIVES and any(f.datatype == "Boolean" for f in fields):
            return [*tokens[:i], replace(tokens[i], norm="arrived"), *tokens[i + 1 :]]
    return tokens


def _back(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Came back" -> "returned", where the model has that word."""
    for i in range(1, len(tokens) - 1):
        came = tokens[i].norm in ("came", "come", "comes", "coming") and tokens[i + 1].norm == "back"
        if came and lexicon.means(("returned",), "value", "field"):
            said = replace(tokens[i], norm="returned", end=tokens[i + 1].end)
            return [*tokens[:i], said, *tokens[i + 2 :]]
    return tokens


def _undone(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Did not bounce" -> "not bounced", where that is a value or a yes-or-no field."""
    for i in range(1, len(tokens) - 1):
        verb = tokens[i + 1].norm
        did = tokens[i].surface.casefold() not in ("not", "cannot") or tokens[i - 1].norm in v.DO
        if tokens[i].norm != "not" or not did or not verb or lexicon.lookup((verb,)):
            continue
        for form in (f"{verb}ed", f"{verb}d", f"{verb}{verb[-1:]}ed"):
            senses = lexicon.lookup((form,))
            flags = [f for f in lexicon.fields(senses, "field") if f.datatype == "Boolean"]
            if flags or any(s.kind == "value" for s in senses):
                return [*tokens[: i + 1], replace(tokens[i + 1], norm=form), *tokens[i + 2 :]]
    return tokens


def _named_apart(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What revenue have we planned" -> "planned revenue": a figure's name, whose parts stand apart."""
    for i in range(len(tokens) - 2):
        noun, aux = tokens[i].norm, tokens[i + 1].norm
        at = i + 3 if aux in HAVE and norm_at(tokens, i + 2) in SUBJECTS else i + 2 if aux in PASSIVE else 0
        if not at or not noun or not norm_at(tokens, at):
            continue
        for form in _participles(tokens[at].norm):
            passive = aux in PASSIVE and lexicon.lookup((tokens[at].norm,))
            if not passive and lexicon.means((form, noun), "metric", weak=False):
                verb = replace(tokens[i], norm=form)
                asks = i > 0 and tokens[i - 1].norm in ("what", "which")
                return [*tokens[: i - asks], verb, replace(tokens[i], end=tokens[at].end), *tokens[at + 1 :]]
    return tokens


def _participles(verb: str) -> tuple[str, ...]:
    return (verb, f"{verb}ed", f"{verb}d", f"{verb}{verb[-1:]}ed")
