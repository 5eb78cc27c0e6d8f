"""What is said of people each: "spend per head", "what did an average buyer spend".

A head is a row of the one dataset of people. What they spend is the published figure in money per such a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlglot.expressions as exp

from agent_actions.semantic.model import Dataset, Metric, SemanticModel
from agent_actions.semantic.names import singular
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.vocabulary import CURRENCIES, word_set
from infra.local.model.figures.between_figures import figure_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import parsed

PEOPLE = word_set(
    "customer customers client clients user users member members rider riders patient patients subscriber subscribers "
    "guest guests passenger passengers student students shopper shoppers player players"
)
HEADS = word_set("head capita person")
EACH = word_set("per a an each every average typical mean")
AVERAGE = word_set("average typical mean avg")
SPENDS = word_set("spend spends spent spending")
ARTICLES = word_set("a an the our each one")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the model's own word for such people, and its figure for what one spends."""
    found = list(tokens)
    for i in range(len(found)):
        found[i] = _person(i, found, lexicon)
    for i in range(len(found)):
        if turned := _spends(found, i, lexicon) or _spend_per(found, i, lexicon):
            return turned
    return found


def people(model: SemanticModel) -> Dataset | None:
    """The one dataset whose rows are people by its name."""
    found = [d for d in model.datasets if set(name_words(d.label)[-1:]) & PEOPLE]
    return found[0] if len(found) == 1 else None


def _person(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> Token:
    token = tokens[i]
    if token.norm not in HEADS or not i or tokens[i - 1].norm not in EACH or lexicon.lookup((token.norm,)):
        return token
    found = people(lexicon.model)
    if found is None:
        return token
    person = replace(token, norm=singular(name_words(found.label)[-1]))
    named = [*tokens[:i], person]
    published = any((term := lexicon.at(named, j)) and j + term[0] > i for j in range(max(i - 4, 0), i - 1))
    return person if published else token


def _spends(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "An average buyer spend", "a buyer spend on average"."""
    who = figure_at(tokens, i, lexicon) if tokens[i].norm not in ARTICLES else None
    if who is not None and who.last < len(tokens) and tokens[who.last].norm in ("in", "from"):
        place = who.last + 1 + (norm_at(tokens, who.last + 1) == "the")
        term = lexicon.at(tokens, place) if place < len(tokens) else None
        end = place + term[0] if term and all(s.kind == "value" for s in term[1]) else len(tokens)
        if norm_at(tokens, end) in SPENDS:  # "an average buyer in Japan spend"
            tokens = [*tokens[: who.last], tokens[end], *tokens[who.last : end], *tokens[end + 1 :]]
    if who is None or who.last >= len(tokens) or tokens[who.last].norm not in SPENDS:
        return None
    behind = [t.norm for t in tokens[who.last + 1 : who.last + 3]]
    before = bool(i) and tokens[i - 1].norm in AVERAGE
    if not before and not (len(behind) == 2 and behind[0] == "on" and behind[1] in AVERAGE):
        return None
    start = i - before
    while start and tokens[start - 1].norm in ARTICLES:
        start -= 1
    return _put(tokens, start, who.last + 1 + 2 * (not before), who.metrics, lexicon)


def _spend_per(tokens: list[Token], i: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Average spend per buyer", "spending per buyer"; where no name of the model is so."""
    if tokens[i].norm not in SPENDS or i + 2 >= len(tokens) or tokens[i + 1].norm != "per":
        return None
    if (term := lexicon.at(tokens, i)) and term[0] > 1:
        return None
    who = figure_at(tokens, i + 2, lexicon)
    start = i - (bool(i) and tokens[i - 1].norm in AVERAGE)
    return _put(tokens, start, who.last, who.metrics, lexicon) if who else None


def spent_each(counted: Sequence[Metric], lexicon: Lexicon) -> list[Metric]:
    """The figures in money per one of those that are counted."""
    return [m for m in lexicon.model.metrics if m.unit in CURRENCIES.values() and any(_over(m, p) for p in counted)]


def _put(tokens: list[Token], start: int, last: int, people: Sequence[Metric], lexicon: Lexicon) -> list[Token] | None:
    found = spent_each(people, lexicon)
    if len(found) != 1:
        return None
    named = [replace(tokens[start], norm=w, end=tokens[last - 1].end) for w in name_words(found[0].label)]
    return [*tokens[:start], *named, *tokens[last:]]


def _over(metric: Metric, by: Metric) -> bool:
    tree, below = parsed(metric.expression), parsed(by.expression)
    if not isinstance(tree, exp.Div):
        return False
    divisor = tree.expression.unnest()
    return (divisor.this if isinstance(divisor, exp.Nullif) else divisor).unnest() == below
