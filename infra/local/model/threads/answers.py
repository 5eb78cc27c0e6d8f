"""A reply to a question back: which option it picks, and the pending question with that option in its place."""

from __future__ import annotations

import re

from agent_actions.contract import HistoryTurn
from agent_actions.files.languages import language
from infra.local.model.english.text import fold, keys, name_words, tokenize
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import (
    BE,
    DO,
    DRILL_WORDS,
    DROP_WORDS,
    FILLER,
    NUMBERS,
    ORDINALS,
    PREPOSITIONS,
    word_set,
)
from infra.local.model.figures.between_figures import SHARES
from infra.local.model.lexicon import METRICS, Lexicon, Sense
from infra.local.model.outcomes import Ask, AskFile, OfferCertified, Option, Outcome, Unplaced, Unreachable
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.reach import AVERAGES, aggregate

_CHANGES = DRILL_WORDS | DROP_WORDS | word_set("change replace switch zoom swap undo add exclude")
"""A reply that begins so changes a question; it is no word for another."""
DOERS = word_set("we they you i he she it us who")
_PLACES = word_set("in for from at")
_SPLITS = word_set("by per across each every")
_NARROWING = frozenset(["only", "just"])
_LEAVES_OUT = word_set(
    "exclude excluding excludes without except not no but ignore ignoring remove drop minus omit omitting"
)
ANY = METRICS | {"field", "dataset", "value"}
MONEY = word_set("money cash euro euros eur dollar dollars usd amount")
THEIRS = word_set("its their theirs his her")
THEM = word_set("those them these")
SHOWS = word_set("list show name give")
PARTS = word_set("percent percentage percentages pct rate %")
YES = frozenset(
    {"yes", "yes please", "yep", "yeah", "sure", "ok", "okay", "please", "that one", "exactly", "right", "correct"}
)
_COLUMN_IS = re.compile(r"(?P<column>[\w ]{1,40}?) (?:is|are|=|holds|has) (?:the |our )?(?P<of>[\w ]{1,40})")
_HOW_MANY = word_set("how many much was is were are that it those they there")
"""Words of "how many pieces was that?" around the option that it names."""
_LEAD = frozenset(
    {"by", "per", "only", "just", "for", "in", "the", "one", "please", "option", "number", "mean", "meant"}
)


def answered(reply: str, turn: HistoryTurn, pending: Outcome, lexicon: Lexicon) -> str | None:
    """The pending question made whole by the reply, or None when the reply is something else."""
    options = list(pending.options) if isinstance(pending, Ask | Unreachable) else []
    offered = [Option(c.label, c.text) for call in turn.calls for c in call.choices]
    picked = pick(reply, [*options, *(o for o in offered if o not in options)], lexicon)
    question = pending.about if isinstance(pending, Ask) and pending.about else turn.question
    text = picked.text if picked else None
    if isinstance(pending, Ask):
        text = text or _of_those(reply, pending, options, lexicon) or _told_apart(reply, options, lexicon)
        text = text or _single(reply, lexicon, pending.kinds)
        return None if text is None else _put(question, pending, text)
    if (isinstance(pending, Unplaced | Unreachable) and _asks(reply)) or (picked is None and _points_back(reply)):
        return None
    if isinstance(pending, Unplaced) and picked is None and _goes_on(reply):
        return None
    if isinstance(pending, Unplaced | Unreachable) and _narrows(reply, question[: pending.start], lexicon):
        return None
    if isinstance(pending, Unplaced) and _placed_elsewhere(reply, question[: pending.start]):
        return None
    if isinstance(pending, Unreachable):
        text = text or _single(reply, lexicon, ANY - METRICS)
        swaps = text is not None and pending.end > pending.start
        return question[: pending.start] + str(text) + question[pending.end :] if swaps else None
    if isinstance(pending, OfferCertified):
        if picked or fold(reply.strip(" .!")) in YES:
            return pending.query
        return answered(reply, turn, pending.otherwise, lexicon)
    if isinstance(pending, Unplaced) and pending.end > pending.start:
        rest = f"{question[: pending.start]} {question[pending.end :]}"
        kinds = ANY - METRICS if lexicon.names(tokenize(rest), *METRICS) else ANY
        text = text or _single(reply, lexicon, kinds)
        if text is None or _no_number(text, question[: pending.start], lexicon):
            return None
        return question[: pending.start] + text + question[pending.end :]
    return picked.text if picked else None


def sole(question: str, pending: Outcome) -> str | None:
    """The question with the only figure that a word of it can mean; None where there is no such one."""
    if not isinstance(pending, Ask) or not pending.sure or pending.about:
        return None
    return _put(question, pending, pending.options[0].text) if len(pending.options) == 1 else None


def _asks(reply: str) -> bool:
    """ "What was its highest temperature?" is a question of its own, and no other word for one that is unknown."""
    norms = [t.norm for t in tokenize(reply) if t.norm]
    asked = norms[:1] in (["what"], ["which"], ["who"], ["how"]) and norms[1:2] != ["about"]
    if norms[:1] in (["who"], ["when"], ["where"]):
        return len(norms) > 2
    return asked and len(norms) > 2 and norms[1] in BE | DO | {"many", "much"}


def _no_number(text: str, before: str, lexicon: Lexicon) -> bool:
    """ "Average delivery days", after "how many" and a word that is unknown: another figure, not so many."""
    metrics = lexicon.metrics(lexicon.lookup(name_words(text)))
    counted = before.casefold().split()[-2:] == ["how", "many"]
    return counted and bool(metrics) and all(aggregate(m) in AVERAGES or is_percent(m) for m in metrics)


def _goes_on(reply: str) -> bool:
    """ "And Germany?" is one more thing to ask, and no other word for one that is unknown."""
    norms = tuple(t.norm for t in tokenize(reply) if t.norm)
    return norms[:1] == ("and",) or norms[:2] in (("what", "about"), ("how", "about"))


def _points_back(reply: str) -> bool:
    """ "And its vibration?", "orders of those" are of something that no answer has named."""
    norms = [t.norm for t in tokenize(reply) if t.norm]
    shown = set(norms[:3]) & SHOWS and set(norms) & THEM  # "list them with city"
    return bool(set(norms) & THEIRS or shown) or (norms[-2:-1] == ["of"] and norms[-1] in THEM)


def _placed_elsewhere(reply: str, before: str) -> bool:
    """ "And in EMEA only", after "how" and a word that is unknown: where that stands no place can."""
    norms = {t.norm for t in tokenize(reply) if t.norm}
    if norms & {"too", "also", "add", "well"}:
        return True
    said = norms & (_PLACES | _NARROWING)
    words = [t.norm for t in tokenize(before) if t.norm]
    last = words[-1] if words else ""
    if last in DOERS:
        return True  # "what we ...": a verb is missing there
    if norms & _SPLITS and not said:
        return last not in _SPLITS | {"which", "what", "the", "our"}
    if last == "of" and words[-2:-1] and words[-2] in SHARES:
        return bool(said)  # "as a percentage of hours", then "only Germany"
    return bool(said) and last not in _PLACES | _NARROWING | {"of", "the", "our", "with"}


def _narrows(reply: str, before: str, lexicon: Lexicon) -> bool:
    """ "Only Germany", after "exclude" and a word that is unknown: no other word for what was to be left out.

    Nor is "per click" one for anything.
    """
    first = next((t.norm for t in tokenize(reply) if t.norm), "")
    if first in _CHANGES:
        return True
    if first == "per" and lexicon.names(tokenize(reply), *METRICS):
        return True
    return first in _NARROWING and bool({t.norm for t in tokenize(before)} & _LEAVES_OUT)


def file_answered(reply: str, question: str, pending: AskFile) -> str | None:
    """The question on files with what was missing; None when the reply is something else."""
    said = fold(reply.strip(" .!?"))
    said = said.removeprefix("the ").removeprefix("in ").removeprefix("into ").removeprefix("to ").removeprefix("by ")
    if pending.slot == "column" and (told := _COLUMN_IS.fullmatch(said)):
        return f"{question.rstrip(' ?.!')} by {told['column']} as {told['of']}"
    number = _position(said) if len(said.split()) == 1 else None
    if number and number <= len(pending.answers):
        picked = pending.answers[number - 1]
    else:
        near = [a for a in pending.answers if said and (said in fold(a) or fold(a) in said)]
        picked = near[0] if len(near) == 1 else said if _is_language(said, pending) else ""
    if not picked:
        return None
    link = {"file": "", "language": "to ", "column": "by "}[pending.slot]
    return f"{question.rstrip(' ?.!')} {link}{picked}"


def _is_language(said: str, pending: AskFile) -> bool:
    return pending.slot == "language" and language(said) is not None


def _put(question: str, pending: Ask, text: str) -> str:
    if pending.slot == "word":
        return question[: pending.start] + text + question[pending.end :] if pending.end > pending.start else text
    if pending.slot in ("period", "added"):
        return f"{question.rstrip(' ?.!')} {text}"
    if pending.slot == "metric":
        return f"{text} {question}"
    words = text.split()
    return (
        f"{question.rstrip(' ?.!')} by {' '.join(words[1:] if fold(words[0]) in ('by', 'per') else words)}"
        if words
        else question
    )


def pick(reply: str, options: list[Option], lexicon: Lexicon) -> Option | None:
    """The option that the reply names: by its label, its text, its number, or another word for the same thing."""
    tokens = [t for t in tokenize(reply) if t.norm and t.kind != "symbol"]
    small = _LEAD | _HOW_MANY if tokens and tokens[0].norm == "how" else _LEAD
    said = [t.norm for t in tokens if t.norm not in small] or [t.norm for t in tokens]
    if not said or not options:
        return None
    if len(said) == 1 and (position := _position(said[0])) and position <= len(options):
        return options[position - 1]
    wanted = set(keys(tuple(said[:8])))
    for option in options:
        if any(wanted & set(keys(name_words(text)[:8])) for text in (option.label, option.text) if name_words(text)):
            return option
    bare = [(o, tuple(w for w in name_words(o.label) if w not in _LEAD)) for o in options]
    if led := [o for o, label in bare if label and wanted & set(keys(label[:8]))]:
        return led[0] if len(led) == 1 else None
    if one := _by_kind([t.norm for t in tokens], options, lexicon):
        return one
    meant = _refs(lexicon.lookup(tuple(said)))
    close = [o for o in options if any(meant & _refs(lexicon.lookup(name_words(n))) for n in (o.text, o.label))]
    return close[0] if len(close) == 1 else None


def _of_those(reply: str, pending: Ask, options: list[Option], lexicon: Lexicon) -> str | None:
    """ "The ones who bought", of customers: the option that is called "customers who bought"."""
    said = [t.norm for t in tokenize(reply) if t.norm and t.kind != "symbol"]
    while said and said[0] in _LEAD - {"one"}:
        said.pop(0)
    if said[:1] not in (["ones"], ["those"], ["these"]) or len(said) < 2:
        return None
    meant = _refs(lexicon.lookup((*name_words(pending.query), *said[1:])))
    close = [o for o in options if meant & _refs(lexicon.lookup(name_words(o.text)))]
    return close[0].text if len(close) == 1 else None


def _told_apart(reply: str, options: list[Option], lexicon: Lexicon) -> str | None:
    """ "The average", of an average and a peak: words of one option's name and of no other's."""
    said = [t.norm for t in tokenize(reply) if t.norm and t.kind != "symbol"]
    said = [word for word in said if word not in FILLER | _LEAD | {"one", "ones"}]
    if not said or lexicon.lookup(tuple(said)):
        return None
    close = [o for o in options if set(said) <= set(name_words(o.label))]
    others = {word for o in options if o not in close for word in name_words(o.label)}
    return close[0].text if len(close) == 1 and not set(said) & others else None


def _by_kind(norms: list[str], options: list[Option], lexicon: Lexicon) -> Option | None:
    """ "The money", "the money, not the orders", "not the orders": the one option that this leaves."""
    at = norms.index("not") if norms.count("not") == 1 else len(norms)
    wanted = [n for n in norms[:at] if n not in FILLER | PREPOSITIONS | _LEAD and n != "both"]
    refused = [n for n in norms[at + 1 :] if n not in FILLER | PREPOSITIONS | {"the"}]
    rated = bool(wanted) and set(wanted) <= PARTS
    if not (wanted or refused) or not (rated or set(wanted) <= MONEY):
        return None
    fits = is_percent if rated else money
    found = {id(o): m for o in options for s in lexicon.lookup(name_words(o.text)) if s.kind == "metric"
             and (m := lexicon.model.metric(s.ref))}  # fmt: skip
    out = lexicon.refs(tuple(refused), "metric") if refused else set[str]()
    if len(found) != len(options) or (refused and not out & {m.name for m in found.values()}):
        return None
    left = [o for o in options if found[id(o)].name not in out and (not wanted or fits(found[id(o)]))]
    return left[0] if len(left) == 1 else None


def _refs(senses: tuple[Sense, ...]) -> set[tuple[str, str]]:
    return {(s.kind, s.ref) for s in senses}


def _position(word: str) -> int | None:
    if word.isdigit() and len(word) == 1:
        return int(word)
    return ORDINALS.get(word) or NUMBERS.get(word)


def _single(reply: str, lexicon: Lexicon, kinds: frozenset[str]) -> str | None:
    """The reply, when it is one thing of these kinds and otherwise small words only."""
    tokens = [t for t in tokenize(reply) if t.norm and t.kind != "symbol"]
    terms: list[str] = []
    i = 0
    while i < len(tokens) and len(tokens) <= 8:
        term = lexicon.at(tokens, i)
        if term and kinds & {s.kind for s in term[1]}:
            terms.append(reply[tokens[i].start : tokens[i + term[0] - 1].end])
            i += term[0]
        elif not term and tokens[i].norm in FILLER | PREPOSITIONS | _LEAD:
            i += 1
        else:
            return None
    return terms[0] if len(terms) == 1 else None
