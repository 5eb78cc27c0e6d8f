"""Certified questions asked in other words than their own: the same question, or one to offer by its name.

It is the same question only where every word that says something stands for one of a single wording, in the order of
that wording, nothing is left over on either side, and the parameters read: another ending ("missing"), or another of
the model's names for the same thing ("shops" for stores). Whatever is less than that is offered, never used.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent_actions.errors import ActionError
from agent_actions.semantic.certified import DATED, PLACEHOLDER, bind
from agent_actions.semantic.config import CertifiedConfig, ParameterConfig
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.names import fold, singular
from agent_actions.semantic.periods import parse_period

LONGEST_SPAN = 5
"""Words of a parameter: "the last month of 2025" is one."""
MOST_OVER = 2
"""Words that an offer may leave out."""
LEAST_COVERED = 0.6
"""Part of a wording's words that an offer must have."""
TYPO_FROM = 5
ALIKE = 0.85

_SILENT = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "our", "we", "us", "i", "you", "my", "their", "its",
    "his", "her", "all", "any", "some", "of", "in", "on", "for", "at", "to", "from", "during", "by", "with",
    "is", "are", "was", "were", "be", "been", "did", "do", "does", "done", "has", "have", "had", "which",
    "what", "who", "whose", "how", "where", "there", "please", "can", "could", "me", "show", "give", "tell",
    "list", "get", "see", "find", "hi", "hello", "hey", "thanks", "thank",
})  # fmt: skip
_TURNS = frozenset({
    "not", "no", "never", "none", "nobody", "without", "except", "excluding", "but", "nor", "neither",
    "unless", "if", "will", "would", "should", "might", "could", "next", "expected", "forecast", "since",
    "until", "till", "before", "after", "between", "compared", "versus", "vs", "than", "per", "each",
    "every", "why",
})  # fmt: skip
"""Words that turn a question into another one, beside which nothing is offered."""
_COUNTS = frozenset({"many", "much", "number", "count"})
"""They ask for a figure, where the question gives a list: no other question, but not the same one."""
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_WORD = re.compile(r"[\w&+./:-]*\w")
_NOT = re.compile(r"\b(\w+)n['’]t\b")


_LAST: list[tuple[SemanticModel, dict[str, frozenset[str]]]] = []
"""The words of the model that was asked last: reading ten thousand datasets takes longer than a question."""


@dataclass(frozen=True)
class Near:
    """``same``: it is this very question. ``text``: the question with its parameters in place, as it can be asked."""

    question: CertifiedConfig
    given: Mapping[str, str]
    text: str
    same: bool
    over: tuple[str, ...] = ()
    """Words of the asker that the question says nothing of."""


def nearly(model: SemanticModel, text: str, today: date) -> Near | None:
    """The certified question that the text asks in its own way, or nearly asks; None where none is near."""
    words = _words(_NOT.sub(r"\1 not", text))
    offers: list[tuple[float, Near]] = []
    names = _names(model)
    for question in model.config.certified:
        found = _parameters(model, question, words, today)
        if found is None:
            continue
        given, rest = found
        asked = [word for word in rest if word not in _SILENT]
        wordings = [_said(wording) for wording in (question.question, *question.also)]
        try:
            title = bind(model, question, given, today).title
        except ActionError:
            continue
        if any(_same(asked, wording, names) for wording in wordings):
            return Near(question, given, title, same=True)
        if _TURNS & set(words):
            continue
        over = tuple(
            w
            for w in asked
            if w not in _COUNTS and not any(_corresponds(w, x, names, typo=True) for s in wordings for x in s)
        )
        covered = max((_covered(asked, wording, names) for wording in wordings if wording), default=0.0)
        hits = len(asked) - len(over)
        if _tells_time(over, model, today):
            continue
        if hits >= 2 and len(over) <= MOST_OVER and covered >= LEAST_COVERED:
            near = Near(question, given, title, same=False, over=over)
            offers.append((covered - len(over) / 4, near))
    return max(offers, key=lambda offer: offer[0])[1] if offers else None


def _tells_time(over: Sequence[str], model: SemanticModel, today: date) -> bool:
    """Whether a word that is left over names a time, which the question would then not be asked for."""
    defaults = model.config.defaults
    for word in over:
        try:
            parse_period(word, today, week_start=defaults.week_start, fiscal_year_start=defaults.fiscal_year_start)
        except ActionError:
            continue
        return True
    return False


def _parameters(
    model: SemanticModel, question: CertifiedConfig, words: Sequence[str], today: date
) -> tuple[dict[str, str], list[str]] | None:
    """What stands for each parameter, and the other words; None where one without a default is not there."""
    given: dict[str, str] = {}
    rest = list(words)
    for name, parameter in question.parameters.items():
        span = _span(model, question, name, parameter, rest, today)
        if span is None:
            if parameter.default is None:
                return None
            continue
        start, end = span
        given[name] = " ".join(rest[start:end])
        rest[start:end] = []
    return given, rest


def _span(
    model: SemanticModel,
    question: CertifiedConfig,
    name: str,
    parameter: ParameterConfig,
    words: Sequence[str],
    today: date,
) -> tuple[int, int] | None:
    """The longest run of words that the parameter takes; the first of those."""
    if parameter.type not in (*DATED, "value"):
        return None
    alone = {n: p.model_copy(update={"default": None}) for n, p in question.parameters.items() if n == name}
    probe = question.model_copy(update={"parameters": alone, "sql": "SELECT 1", "question": ""})
    known = _values(model, parameter)
    for length in range(min(LONGEST_SPAN, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            text = " ".join(words[start : start + length])
            if (parameter.type == "value") != (text in known) or _is_verb(words, start, length):
                continue
            try:
                bind(model, probe, {name: text}, today)
            except ActionError:
                continue
            return start, start + length
    return None


def _is_verb(words: Sequence[str], start: int, length: int) -> bool:
    """ "May" is a month behind a preposition only."""
    return length == 1 and words[start] == "may" and (start == 0 or words[start - 1] not in ("in", "of", "for"))


def _values(model: SemanticModel, parameter: ParameterConfig) -> frozenset[str]:
    field = model.field(parameter.field or "") if parameter.type == "value" else None
    spelled = (text for value, others in field.values.items() for text in (value, *others)) if field else ()
    return frozenset(" ".join(_words(text)) for text in spelled)


def _words(text: str) -> list[str]:
    return _WORD.findall(_HYPHEN.sub(" ", fold(text)))


def _said(wording: str) -> list[str]:
    return [word for word in _words(PLACEHOLDER.sub(" ", wording)) if word not in _SILENT]


def _same(asked: Sequence[str], wording: Sequence[str], names: Mapping[str, frozenset[str]]) -> bool:
    return bool(wording) and len(asked) == len(wording) and all(
        _corresponds(a, b, names) for a, b in zip(asked, wording, strict=True)
    )  # fmt: skip


def _covered(asked: Sequence[str], wording: Sequence[str], names: Mapping[str, frozenset[str]]) -> float:
    return sum(any(_corresponds(a, w, names, typo=True) for a in asked) for w in wording) / len(wording)


def _corresponds(asked: str, own: str, names: Mapping[str, frozenset[str]], *, typo: bool = False) -> bool:
    if _roots(asked) & _roots(own) or names.get(singular(asked), frozenset()) & names.get(singular(own), frozenset()):
        return True
    near = typo and min(len(asked), len(own)) >= TYPO_FROM
    return near and difflib.SequenceMatcher(None, asked, own).ratio() >= ALIKE


def _roots(word: str) -> set[str]:
    """What the word may be an ending of: "missed" -> missed, miss."""
    found = {word, singular(word)}
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            root = word[: -len(ending)]
            found |= {root, root + "e", root[:-1] if root[-1] == root[-2] and root[-1] not in "sl" else root}
    return found


def _names(model: SemanticModel) -> dict[str, frozenset[str]]:
    """Single words -> the things of the model that they name: "shop" and "store" name the same one."""
    if not _LAST or _LAST[0][0] is not model:
        _LAST[:] = [(model, _named(model))]
    return _LAST[0][1]


def _named(model: SemanticModel) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}

    def add(ref: str, names: Iterable[str]) -> None:
        for name in names:
            if len(words := _words(name.replace("_", " "))) == 1:
                found.setdefault(singular(words[0]), set()).add(ref)

    for metric in model.metrics:
        add(f"metric {metric.name}", (metric.name, metric.label, *metric.synonyms))
    for dataset in model.datasets:
        add(f"dataset {dataset.name}", (dataset.name, dataset.label, *dataset.synonyms))
        for field in dataset.fields:
            add(f"field {field.ref}", (field.name, field.label, *field.synonyms))
    return {word: frozenset(refs) for word, refs in found.items()}
