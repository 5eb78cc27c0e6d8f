"""What one of something costs, and money that is "burned": "what did a click cost", "cost per parcel"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english import verb_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, forms, name_words
from infra.local.model.english.verb_kin import spent
from infra.local.model.english.vocabulary import DO
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import name_of
from infra.local.model.everyday.verbs import compound, figure
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop, Unplaced

BURN = re.compile(
    r"(?<!\S)(?P<fig>(?:burn(?:ed|t|ing)?|bl[oe]wn?|wast(?:e|ed)|thr[oe]wn?|s[iau]nk|pour(?:ed)?|put)"
    r"(?:\s(?:money|cash))?(?:\s(?P<much>how\smuch))?)\s(?P<into>on|into|in|at)(?=\s)"
)
ATE = re.compile(
    r"(?<!\S)(?P<fig>(?:ate|eats?|swallow(?:s|ed)?|gobbled|devour(?:s|ed)?|burn(?:s|ed|t)?)(?:\sup)?\s(?:us\s)?"
    r"(?:the\s)?(?P<rank>most|least)\s(?:of\s(?:the|our)\s)?(?:money|cash|budget))(?!\S)"
)
ONE = tuple(
    re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    for pattern in (
        r"(?P<fig>(?:what|how\smuch)\s(?:did|does|do)\s(?:a|an|one|each|every|the\saverage|an\saverage|a\ssingle)\s"
        r"(?P<noun>\S+)\scosts?)(?:\s(?P<x1>us))?(?:\s(?P<x2>on\saverage))?",
        r"(?P<fig>how\smuch\s(?:is|was|are|were)\s(?:an?|one|each)\s(?P<noun>\S+))(?:\s(?P<x1>on\saverage))?",
        r"(?P<fig>(?:costs?|price|expense)\s(?:per|of\s(?:an?|one|each)|for\s(?:an?|each|one|every))\s(?P<noun>\S+))",
        r"(?P<fig>(?:what|how\smuch)\s(?:did|do)\swe\spay\sfor\s(?:a|an|one|each|every)\s(?P<noun>\S+))(?:\s(?P<x1>on\saverage))?",
    )
)
HOW_MUCH = re.compile(
    r"(?<!\S)(?P<fig>how\smuch\s(?:is|was)\s(?:an?|one)\s(?P<noun>\S+))(?=\s(?:in|on|last|this|by|per|[,?!.])|$)"
)
CHEAP = re.compile(
    r"(?<!\S)(?P<fig>(?P<end>cheapest|dearest|priciest|costliest|most\sexpensive|least\sexpensive)"
    r"(?:\s(?:per|for\s(?:a|each|every)))?\s(?P<noun>\S+))(?!\S)"
)
SPENT = v.word_set("cost costs spend spending expense expenses expenditure expenditures outlay")
COST = v.word_set("cost costs expense expenses")
"""Of a figure that is called so what is spent is a cost, and not what customers spend."""
NAMES = ("cost", "price", "spend")
LOW = ("cheapest", "least expensive")
HEAD = 5
"""Words behind "burn on" within which what the money went for stands."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns in the names of the model's own cost, where it has one."""
    kept = _spent(_ate(_burned(list(tokens), lexicon)), lexicon)
    for pattern in ONE:
        kept = _one(kept, pattern, lexicon)
    return _cheapest(kept, lexicon)


def _spent(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Media costs", "advertising expenditure": the cost that the model calls by another noun, "media spend"."""
    for i in range(len(tokens) - 1):
        head, noun = tokens[i].norm, tokens[i + 1].norm
        if not head or noun not in SPENT or lexicon.lookup((head, noun)):
            continue
        found = {s.ref: word for word in sorted(SPENT) for s in lexicon.lookup((head, word)) if s.kind == "metric"}
        metric = lexicon.model.metric(next(iter(found))) if len(found) == 1 else None
        if metric and any(COST & set(name_words(name)) for name in (metric.name, metric.label, *metric.synonyms)):
            return [*tokens[: i + 1], replace(tokens[i + 1], norm=found[metric.name]), *tokens[i + 2 :]]
    return tokens


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How much is a parcel" asks what one costs: how many there are is no answer. Raises Stop."""
    wording = Wording(tokens)
    found = HOW_MUCH.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found and at and lexicon.means((found["noun"],), "metric", "dataset"):
        raise Stop(Unplaced((wording.said(range(at[0], at[0] + 2)),), tokens[at[0]].start, tokens[at[1]].end))


def _burned(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    wording = Wording(tokens)
    found = BURN.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at:
        return tokens
    into = wording.place(found, "into")
    behind = [t.norm for t in tokens[into[-1] + 1 : into[-1] + 1 + HEAD] if t.norm]
    pairs = [*([word] for word in behind), *([a, b] for a, b in itertools.pairwise(behind))]
    if not any(compound(pair, w.SPENT_NOUNS, lexicon) for pair in pairs):
        return tokens
    asked = any(t.norm in DO for t in tokens[: at[0]])
    if found["much"]:
        return wording.put(range(max(at[0] - 1, 0), into[-1] + 1), (), (), "", "how much did we spend on")
    return wording.put(range(at[0], into[-1] + 1), (), (), "", "spend on" if asked else "spent on")


def _ate(tokens: list[Token]) -> list[Token]:
    wording = Wording(tokens)
    found = ATE.search(wording.line)
    return wording.put(wording.place(found, "fig"), (), (), "", f"cost the {found['rank']}") if found else tokens


def _one(tokens: list[Token], pattern: re.Pattern[str], lexicon: Lexicon) -> list[Token]:
    wording = Wording(tokens)
    found = pattern.search(wording.line)
    if found is None or figure(found["fig"].split(), lexicon):
        return tokens
    first = wording.place(found, "fig")[0]
    if any(figure([t.norm for t in tokens[max(first - n, 0) : first + 1]], lexicon) for n in (1, 2, 3)):
        return tokens
    words, divided = _cost_of(found["noun"], lexicon)
    if not words:
        return tokens
    at, noun = wording.place(found, "fig"), wording.place(found, "noun")
    gone = [wording.place(found, name) for name in ("x1", "x2") if name in found.groupdict()]
    if not divided:
        return wording.put(at, words, gone, found["fig"])
    per = [replace(tokens[noun[0] - 1], norm="per", kind="word"), tokens[noun[0]]]
    rest = [t for i, t in enumerate(tokens) if i > at[-1] and not any(i in r for r in gone)]
    return [*Wording(tokens[: at[0] + 1]).put(range(at[0], at[0] + 1), words, (), found["fig"]), *per, *rest]


def _cheapest(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The cheapest clicks", "cheapest per click": with the lowest cost per click, where that is published."""
    wording = Wording(tokens)
    found = CHEAP.search(wording.line)
    words = _published(found["noun"], lexicon) if found else ()
    if found is None or not words:
        return tokens
    lead = "lowest" if found["end"] in LOW else "highest"
    return wording.put(wording.place(found, "fig"), words, (), found["fig"], lead)


def _cost_of(noun: str, lexicon: Lexicon) -> tuple[tuple[str, ...], bool]:
    """The name of what one of these costs; or of the one cost of such rows, to be divided by how many there are."""
    if words := _published(noun, lexicon):
        return words, False
    rows = {s.ref.casefold() for s in lexicon.lookup((noun,)) if s.kind == "dataset"}
    costs = [m for m in lexicon.model.metrics if spent(m) and len(rows) == 1 and set(lexicon.reach.facts(m)) == rows]
    return (name_of(costs[0], lexicon) if len(costs) == 1 else ()), True


def _published(noun: str, lexicon: Lexicon) -> tuple[str, ...]:
    one = forms(noun)[-1]
    names = {m for head in NAMES if (m := figure((head, "per", one), lexicon))}
    metric = lexicon.model.metric(names.pop()) if len(names) == 1 else None
    return name_of(metric, lexicon) if metric else ()
