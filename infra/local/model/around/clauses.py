"""The clauses of a message, and which of them only tell something: no question, no order, no limit of what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from infra.local.model.english import surrounding_words as w
from infra.local.model.english.padding_words import PEOPLE, SMALL
from infra.local.model.english.text import Token, is_plural, tokenize
from infra.local.model.english.vocabulary import CURRENCIES, FILLER, MONTHS, PREPOSITIONS, WEEKDAYS
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of import promised
from infra.local.model.scan import Item, Scanner

_BREAK = re.compile(
    r":(?=\s)|\s-+(?=\s)|[–—]|(?<!i\.e)(?<!e\.g)(?<!\bvs)(?<!\bno)(?<!\bapprox)[.!?;…]+(?=\s|$)|\n|,(?=\s)|(?<=\s)[(]|[)]|"
    r"(?<=\s)(?=(?:and|but|so|because|since|as|cause|cuz|coz|bc|b/c)\s+(?:that\s+)?"
    r"(?:i|we|they|he|she|i['’]\w+|we['’]\w+|they['’]\w+|im|my|our)\s)",
    re.IGNORECASE,
)
NOUN_WORDS = 6
"""Words of a noun before the verb that it is the subject of."""


@dataclass(frozen=True)
class Clause:
    start: int
    end: int
    """With the sign that closes it."""
    text: str
    closed: str
    """The sign that closes it."""
    opens: bool
    """It begins a sentence."""
    items: tuple[Item, ...]
    words: tuple[str, ...]


def split(text: str, lexicon: Lexicon, today: date) -> list[Clause]:
    found: list[Clause] = []
    start, opens = 0, True
    for end, close in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        said = text[start:end]
        if re.search(r"\w", said):
            tokens = [t for t in tokenize(said) if t.norm]
            items = tuple(
                replace(i, start=i.start + start, end=i.end + start)
                for i in Scanner(lexicon, tuple(tokens), said, today).items()
            )
            words = tuple(t.norm for t in _heads(tokens))
            found.append(Clause(start, close, said, text[end:close].strip(), opens, items, words))
            opens = False
        opens = opens or any(c in ".!?;…\n:–—(-" for c in text[end:close])
        start = close
    return found


def _heads(tokens: Sequence[Token]) -> list[Token]:
    """From the subject on."""
    kept = [t for t in tokens if t.kind != "symbol"]
    while kept and kept[0].norm in w.LEADS:
        kept.pop(0)
    if len(kept) > 1 and kept[0].norm == "that" and kept[1].norm in w.PERSONS | w.THEY:
        kept.pop(0)
    return kept


def tells_only(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether it tells something and limits nothing."""
    words = clause.words
    if not words or any(word in CURRENCIES for word in words) or _counts(words):
        return False
    if w.SHAPED.match(clause.text) or promised.SAID.search(clause.text):
        return False
    if w.MANNERS.match(clause.text):
        return not any(i.has("metric") or i.has("dataset") for i in _terms(clause)) and not _limits(clause)
    if w.ON_THE_PHONE.match(clause.text):
        return words[0] not in w.WH and not _limits(clause)
    if found := w.OCCASION.match(clause.text):
        before = set(clause.text[: found.start("what")].casefold().split())
        return not lexicon.terms(tokenize(found["what"])) and not before & w.OF and not _limits(clause)
    if found := w.INTRODUCED.match(clause.text):
        name = found["am"] or found["name"] or found["here"]
        return not lexicon.terms(tokenize(name)) and (not found["here"] or clause.opens or len(words) < FEW)
    if _names_a_stranger(clause):
        return False
    if "?" in clause.closed and w.DOUBTED.match(clause.text):
        return not _limits(clause) and not any(i.has("metric") or i.has("dataset") for i in _terms(clause))
    if head := w.CLAIMS.match(clause.text):
        return _claims(clause, clause.text[head.end() :], opinion=head["opinion"] is not None)
    if doubts(clause) or w.SAID_BEHIND.match(clause.text):
        return _claims(clause, "is")
    if "?" in clause.closed or words[0] in w.WH:
        return False
    if w.PURPOSE.match(clause.text):
        return not _limits(clause) and not _terms(clause) and not _shapes(clause)
    if w.UNDER_WAY.match(clause.text) and not (_limits(clause) or _shapes(clause) or set(words) & w.TURNS):
        return True
    at = _verb(clause)
    return at is not None and _states(clause, words[0], words[at], words[at + 1 :])


def doubts(clause: Clause) -> bool:
    """ "My boss asks whether robots shake more": a claim that somebody wants to see proved."""
    return clause.opens and bool(w.WHETHER.search(clause.text)) and clause.words[0] not in w.WH


def _wonders(words: Sequence[str]) -> bool:
    """It holds a question word, but for "when I pass by"."""
    return any(a in w.WH and not (a == "when" and b in w.PERSONS) for a, b in pairwise((*words, "")))


def _counts(words: Sequence[str]) -> bool:
    """ "So we sold how many": it asks, wherever that stands."""
    return any(a in ("how", "which") and b in w.COUNTED for a, b in pairwise((*words, "")))


def _claims(clause: Clause, said: str, opinion: bool = False) -> bool:
    """Whether what is claimed is a sentence, and says nothing of how to count or lay it out."""
    if (
        set(clause.words) & w.CLAIM_LIMITS
        or _shapes(clause, ("grain", "trend"))
        or re.match(r"\W*(?:me\s+|us\s+)?to\s", said)
    ):
        return False
    return not opinion or not re.search(r"\w", said) or bool(set(said.casefold().split()) & w.STATES)


FEW = 4
"""Words of "intern here" at the most."""
SHAPES = ("grain", "trend", "rank", "figure", "aggregate", "all")


def _shapes(clause: Clause, kinds: Sequence[str] = SHAPES) -> bool:
    """It says by what or how something is to be laid out: "by country", "monthly", "the top 5"."""
    if any(i.kind in kinds or (i.kind == "mark" and i.name == "sort") for i in clause.items):
        return True
    by = [after for i, after in pairwise(clause.items) if i.kind == "mark" and i.name == "by"]
    return any(not names_value(after) for after in by)


def _states(clause: Clause, subject: str, verb: str, rest: Sequence[str]) -> bool:
    """Whether a statement of this subject and verb limits nothing."""
    if verb in w.TELLING and subject not in w.IT:
        return _claims(clause, " ".join(rest))
    if (verb in w.TALKS and "about" in rest[:1]) or (set(clause.words) & w.TURNS and _terms(clause)):
        return False
    if verb in w.WANTS or (verb in w.TRIES and "to" in rest[:1]):
        return _wants_no_figure(clause, rest)
    if _limits(clause) or (_wonders(clause.words) and _terms(clause)):
        return False
    if subject in w.IT and rest[:1] in (("my",), ("our",)):
        return verb in ("is", "was") and not _terms(clause) and set(rest) <= SMALL | w.FIRST
    if subject in w.IT:
        return verb in ("is", "s", "it") and bool(rest) and set(rest) <= w.JUDGED and not _shapes(clause)
    if subject in w.THEY and verb in ("is", "are", "was", "were", "have", "has"):
        return bool(rest) and rest[0].endswith("ing")
    if subject in w.PERSONS | w.THEY:
        strange = any(i.kind == "unknown" and i.text.casefold() not in SMALL for i in clause.items[1:])
        return verb not in w.BUSINESS or not strange or (rest[:1] != () and rest[0] in w.DEFINITE)
    return not any(i.kind == "number" for i in clause.items) and not _speaks_of_data(clause, verb)


def _verb(clause: Clause) -> int | None:
    """Where the verb of a statement stands among its words; None for what is no statement."""
    words = clause.words
    if words[0] in w.PERSONS or words[0] in ("they", "theyre", "theyve"):
        at = 1
        while at < len(words) and words[at] in w.ADVERBS | {"not"} and at + 1 < len(words) and words[at + 1] != "to":
            at += 1
        return at if at < len(words) else None
    if words[0] in w.IT:
        at = next((i for i in range(1, min(4, len(words))) if words[i] in w.FINITE), None)
        contracted = bool(re.match(r"\W*(?:\w+\W+)*?(?:it|this|that)['’]?s\b", clause.text, re.IGNORECASE))
        return at if at is not None else (0 if contracted and len(words) > 1 else None)
    if words[0] in w.ORDERS or words[0] in w.AUXILIARIES:
        return 0 if words[0] in ("need", "want") and len(words) > 1 else None
    if words[0] in w.TRIES:
        return 0 if words[1:2] == ("to",) else None
    noun = words[0] in w.DETERMINERS | w.THEY or clause.opens
    strange = noun and words[0] not in w.DETERMINERS | w.THEY and clause.items and clause.items[0].kind == "unknown"
    if words[0] in w.DETERMINERS and len(words) > 2 and words[1] in PEOPLE and words[2] not in w.LIMITS | w.WH:
        plain = next((i for i in range(2, len(words) - 1) if words[i] not in w.ADVERBS), None)
        return next((i for i in range(2, min(5, len(words))) if words[i] in w.FINITE), plain)
    for i in range(1, min(NOUN_WORDS, len(words)) if noun else 0):
        if words[i] in w.WH or words[i] in ("that", "by", "per"):
            return None
        if words[i] in w.FINITE:
            return i if not strange or words[i] in w.OF_PEOPLE else None
    return None


def _wants_no_figure(clause: Clause, rest: Sequence[str]) -> bool:
    """ "Need it by noon", "wants to come Wednesday", "I need to plan shifts": what it is for."""
    if rest[:1] in (("me",), ("us",)):
        rest = rest[1:]
    if not rest:
        return False
    if rest[0] == "to" and len(rest) > 1:
        verb = next((word for word in rest[1:] if word not in w.ADVERBS), "")
        limits = _limits(clause, but=frozenset(["if"]))
        return not limits and (verb not in w.SEES or _names_figures_only(clause))
    if rest[0] in ("for", "about"):
        return (
            _names_values_only(clause)
            or set(rest) <= w.NUMBERS | {"for", "about", "the", "some", "more"}
            or rest[1:] in (("it",), ("this",), ("that",), ("them",))
        )
    if any(word in w.NUMBERS for word in rest[:3]) and not set(rest) & w.TURNS:
        return not _limits(clause, but=frozenset(["by"])) and set(rest) <= SMALL | w.NUMBERS
    if rest[0] in ("it", "this", "that", "them", "these"):
        limits = _limits(clause, but=frozenset(["by"])) or set(rest) & w.TURNS or _terms(clause)
        laid_out = any(i.kind in ("grain", "trend", "rank", "figure", "all") for i in clause.items)
        unit = any(i.kind == "unit" for i in clause.items) and not any(i.kind == "number" for i in clause.items)
        return not (limits or laid_out or unit)
    return False


def _names_figures_only(clause: Clause) -> bool:
    """ "I was asked to look into our ad spend": a figure, which the question then asks for."""
    said = [i for i in clause.items if i.kind != "preposition" and i.text.casefold() not in SMALL]
    return bool(said) and all(i.has("metric") for i in said)


def wants(clause: Clause) -> bool:
    """Somebody wants something in it, so that a figure in it is asked for."""
    return bool(set(clause.words) & (w.WANTS | w.TRIES))


def _names_values_only(clause: Clause) -> bool:
    """ "They will ask for Vietnam": a value and nothing else of the data, which the question must point back to."""
    said = [i for i in clause.items if i.kind not in ("preposition", "unsupported")]
    return bool(said) and all(names_value(i) or (i.kind == "mark" and i.name == "and") for i in said)


def _limits(clause: Clause, but: frozenset[str] = frozenset()) -> bool:
    said = set(clause.words) & (w.LIMITS - but)
    return bool(said - w.SOFT) or bool(said and _terms(clause)) or ("by" not in but and _shapes(clause, ()))


def _terms(clause: Clause) -> list[Item]:
    return [i for i in clause.items if i.kind == "term"]


def names_value(item: Item) -> bool:
    return item.kind == "term" and all(s.kind == "value" for s in item.senses if not s.weak) and item.has("value")


def _speaks_of_data(clause: Clause, verb: str) -> bool:
    """Its subject is a figure, a field or a dataset, so that it may say how it is meant: "the segment is wholesale"."""
    said = re.search(rf"\b{verb}\b", clause.text, re.IGNORECASE)
    end = clause.start + said.start() if said else clause.end
    return any(not names_value(i) for i in _terms(clause) if i.start < end)


def _names_a_stranger(clause: Clause) -> bool:
    """A name, in the middle of a clause, of nothing that is known: it may well be what is asked about."""
    tokens = [t for t in tokenize(clause.text) if t.kind == "word"]
    for before, token, after in zip(tokens, tokens[1:], (*tokens[2:], None), strict=False):
        if token.norm in w.GROUPS and before.norm not in SMALL | w.DETERMINERS and not _read(clause, before):
            return True
        if {before.norm, token.norm} & (w.LEADS | w.TITLES) or token.norm in FILLER or _is_day(token.norm):
            continue
        if before.norm in PEOPLE or (after is not None and after.norm in w.OF_PEOPLE | w.TELLING):
            continue
        capital = token.surface[:1].isupper() and not token.surface.isupper()
        noun = after is None or after.norm in PREPOSITIONS | w.LEADS or _is_day(after.norm)
        place = before.norm in ("in", "at", "with") and noun and not is_plural(token.norm) and token.norm not in SMALL
        if (capital or place) and not _read(clause, token):
            return True
    return False


def _is_day(word: str) -> bool:
    return word in WEEKDAYS or word in MONTHS or word in ("last", "today", "tomorrow", "yesterday", "tonight")


def _read(clause: Clause, token: Token) -> bool:
    at = clause.start + token.start
    return any(i.kind != "unknown" and i.start <= at < i.end for i in clause.items)
