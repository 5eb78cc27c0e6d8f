"""Verbs whose figure is told by what a model says of it: "ships most", "was taken out", "what riders paid", "took".

A figure is taken for such a verb where its name, or the first clause of its description, is about that and no other is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent_actions.semantic.model import Metric
from infra.local.model.around.asides import says
from infra.local.model.english import verb_words as w
from infra.local.model.english.text import Token, name_words, stems
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import HARD
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import fitting_in, name_of, names_figure
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.reach import aggregate
from infra.local.model.says import verb_says

_MOST = (
    r"(?<!\S)(?:which|what)\s(?:\S+\s){1,4}?(?:(?:do|did|does)\s(?:we|they)\s)?"
    r"(?P<fig>(?P<verb>\S+)\s(?:the\s)?(?P<rank>most|least|fewest))"
)
MOST = re.compile(
    _MOST + r"(?:\s(?P<x1>often|frequently))?(?=\s(?:in|on|over|for|since|last|this|by|to|from|[,?!.])|$)"
)
MOST_OF = re.compile(_MOST + r"(?P<x1>\b)(?=\s\S)")
"""Before a value: "which warehouse ships the most express"."""
TIMES = re.compile(
    r"(?<!\S)(?P<fig>how\s(?:often|many\stimes)\s(?:was|were|is|are|did|do)\s(?:(?:an?|the|our|any)\s)?(?P<noun>\S+)\s"
    r"(?:(?:get|got|been)\s)?(?P<verb>\S+?)(?:\s(?:out|away|up))?)(?!\S)"
)
PAID = re.compile(
    r"(?<!\S)(?P<fig>what\s(?:(?:did|do)\s)?(?:(?:the|our)\s)?(?P<noun>\S+)\s(?P<verb>pay|paid|charge|charged)(?:\sus)?)(?!\S)"
)
TOOK = re.compile(
    r"(?<!\S)(?P<fig>(?:what|how\smuch)(?:\smoney)?\s(?:did|do|does|have|has))\s(?P<kept>(?:(?!to\s)\S+\s){1,5}?)"
    r"(?P<x1>(?:take|taken)(?:\sin)?)(?=\s(?:in|on\s(?:each|every|\S*day|\d)|over|for|since|last|this|per|by|each|every|between|from|yesterday|today|"
    r"altogether|so|[,?!.])|$)"
)
TOOK_IN = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:took|takes?|taken|taking|br[io]ngs?|brought|pulled|pulls?|raked|rakes?|rang|rung)\s(?:us\s)?(?:in|up)"
    r"\s(?:us\s)?(?:the\s)?(?P<rank>most|least)(?:\s(?:money|cash))?))(?!\S)(?!\s(?:\S+\s)?(?:orders|customers|visits|clicks))"
)
TURNED_OVER = re.compile(
    r"(?<!\S)(?P<fig>what\s(?:they|it|we)\s(?:have\s|has\s|had\s)?(?:really\s|actually\s|then\s)?(?:turned\sover|took\sin|taken\sin))"
    r"(?:\s(?P<x1>really|actually|in\sfact|in\sreality|in\sthe\send))?(?!\S)"
)
SPENDERS = re.compile(r"(?<!\S)(?:biggest|top|highest|best|largest|\d+|\S+)\s(?P<fig>spenders?)(?!\S)")
LASTS = re.compile(
    r"(?<!\S)how\slong\s(?:do|does|did)\s(?:\S+\s){1,4}?(?P<fig>last)(?=\s(?:on|in|by|per|for|at|last|this|since|[,?!.])|$)"
)
PART = re.compile(
    r"(?<!\S)(?:what|which|how\s(?:big|large|much)(?:\sa|\sof\sa)?|the|big|bigger)\s(?P<fig>(?:part|portion|proportion|fraction|chunk)\sof)(?!\S)"
)
USED_UP = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:that\s)?(?:(?:the|our)\s)?(?P<noun>\S+)\s)?(?:gobbled\sup|guzzled|used\sup|chewed\sthrough|drew)|"
    r"(?:used|consumed|drawn|used\sup)(?=\s(?:by|(?:more|less|fewer)\sthan|over|under|above|below|at\s(?:least|most))\s))"
    r"(?!\S)"
)
EVER = re.compile(
    r"(?<!\S)(?P<fig>ever\s(?:seen|reached|measured|recorded|registered|observed)"
    r"|(?<!not\s)(?<!never\s)(?<!have\s)(?<!nobody\s)(?<!we\s)(?:measured|recorded|registered|observed))(?!\S)"
)
Told = Callable[[Metric, str, str], bool]
OWNERS = ("customer", "client", "rider", "guest", "member", "user", "patient")
ROOT = 5
"""Letters of a stem by which a longer word of the same family is known."""
COUNTS = ("count", "distinct", "sum")
NOT_VERBS = frozenset(["the", "has", "had", "have", "with", "of", "at", "are", "were", "is", "was", "by"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such verbs as the figure's name."""
    kept = _shares(_lasts(list(tokens)), lexicon)
    for step in (_times, _paid, _took_in, _took, _spenders, _most, _used_up):
        kept = step(kept, lexicon)
    return kept


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Which country cancels the most": a count or a rate. Raises Stop with a question back."""
    _often(tokens, lexicon)
    wording = Wording(tokens)
    found = MOST.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    metrics = _by_verb(wording, found, lexicon) if found and at else []
    if found is None or len(metrics) < 2 or names_figure(tokens, lexicon):
        return
    rank = "highest" if found["rank"] == "most" else "lowest"
    options = tuple(Option(m.label, f"has the {rank} {m.label}") for m in metrics)
    said = wording.said(at)
    question = verb_says.how_much(said, [o.label for o in options])
    raise Stop(Ask(said, question, options, "word", tokens[at[0]].start, tokens[at[-1]].end, METRICS))


def _often(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "How often do parcels come late": their number or their rate. Raises Stop with a question back."""
    start = says(tokens, ("how", "often"))
    if start < 0:
        return
    for i in range(start + 2, len(tokens)):
        word = tokens[i].norm
        if not word or word in HARD | NOT_VERBS or not (stems(word) & w.EVENTS or lexicon.lookup((word,))):
            continue
        if lexicon.means((word,), "dataset", "metric"):
            continue
        rest = [*tokens[:start], *tokens[i + 1 :]]
        counted = [m for m in lexicon.model.metrics if (aggregate(m) in COUNTS or is_percent(m)) and not money(m)]
        called = [m for m in counted if any(_same(word, p) for n in (m.name, m.label) for p in name_words(n))]
        metrics = fitting_in(called, rest, lexicon)
        if not metrics:
            continue
        between = lexicon.terms(tokens[start + 2 : i])
        subject = {s.ref.casefold() for senses in between for s in senses if s.kind == "dataset"}
        metrics = [m for m in metrics if subject & set(lexicon.reach.facts(m))] or metrics
        values = [
            t.surface for j, t in enumerate(tokens[start + 2 : i], start + 2) if lexicon.means_at(tokens, j, "value")
        ]
        options = tuple(Option(m.label, " ".join((m.label, *values))) for m in metrics)
        said = tokens[i].surface
        question = verb_says.how_much(said, [o.label for o in options])
        raise Stop(Ask(said, question, options, "word", tokens[start].start, tokens[i].end, METRICS))


def _same(word: str, part: str) -> bool:
    """ "Cancelled" and "cancellation", "late" and "late"."""
    return bool(stems(word) & stems(part)) or any(len(s) >= ROOT and part.startswith(s) for s in stems(word))


def _most(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which carrier ships most", "on which weekday do we ship the most"."""
    wording = Wording(tokens)
    found = MOST.search(wording.line) or MOST_OF.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found and found.re is MOST_OF and not lexicon.means_at(tokens, at[-1] + 1, "value", weak=False):
        return tokens
    if found is None or not at or names_figure(tokens, lexicon):
        return tokens
    metrics = _by_verb(wording, found, lexicon)
    words = name_of(metrics[0], lexicon) if len(metrics) == 1 else ()
    if not words:
        return tokens
    gone = [wording.place(found, "x1")]
    if norm_before(tokens, at[0]) in ("we", "they"):
        gone.append(range(at[0] - 2, at[0]))
    lead = "highest" if found["rank"] == "most" else "lowest"
    return wording.put(at, words, gone, found["fig"], lead)


def norm_before(tokens: Sequence[Token], i: int) -> str:
    return tokens[i - 1].norm if i else ""


def _by_verb(wording: Wording, found: re.Match[str], lexicon: Lexicon) -> list[Metric]:
    """What is counted by this verb: the plain count of such rows, else every figure that its name tells of."""
    verb = found["verb"]
    if verb in NOT_VERBS or not stems(verb) & w.EVENTS or stems(verb) & (w.SOLD | w.BOUGHT | w.EARNED | w.SPENT):
        return []
    at = wording.place(found, "fig")
    rest = [t for i, t in enumerate(wording.tokens) if i not in at]

    def tells(metric: Metric) -> bool:
        return any(w.akin(verb, word) for name in (metric.name, metric.label) for word in name_words(name))

    counted = [m for m in lexicon.model.metrics if aggregate(m) in COUNTS or is_percent(m)]
    called = fitting_in([m for m in counted if not money(m) and tells(m)], rest, lexicon)
    plain = [m for m in called if lexicon.reach.counts(m)]
    return plain if len(plain) == 1 else called


def _times(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many times was a bike taken out": the figure of which the model says "Times a bike was taken"."""

    def told(metric: Metric, noun: str, verb: str) -> bool:
        words = name_words(metric.description or "")
        said = [stems(word) for word in words]
        return words[:1] == ("times",) and all(any(stems(one) & s for s in said) for one in (noun, verb))

    return _told(tokens, TIMES, told, lexicon)


def _paid(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What riders paid us": the figure of which the model says just that."""

    def told(metric: Metric, noun: str, verb: str) -> bool:
        words = name_words(metric.description or "")
        tail = words[3:4]
        exact = len(words) > 2 and bool(stems(words[1]) & stems(noun)) and bool(stems(words[2]) & stems(verb))
        return money(metric) and words[:1] == ("what",) and exact and tail in ((), ("us",), ("in",))

    return _told(tokens, PAID, told, lexicon)


def _told(tokens: list[Token], pattern: re.Pattern[str], told: Told, lexicon: Lexicon) -> list[Token]:
    wording = Wording(tokens)
    found = pattern.search(wording.line)
    if found is None:
        return tokens
    metrics = [m for m in lexicon.model.metrics if told(m, found["noun"], found["verb"])]
    rated = [m for m in lexicon.model.metrics if m not in metrics and _rate(m, found["verb"])]
    words = name_of(metrics[0], lexicon) if len(metrics) == 1 and not rated else ()
    at = wording.place(found, "fig")
    return wording.put(at, words, (), found["fig"]) if words and at else tokens


def _rate(metric: Metric, verb: str) -> bool:
    names = (metric.name, metric.label, *metric.synonyms)
    return aggregate(metric) == "average" and any(stems(verb) & stems(p) for n in names for p in name_words(n))


def _took(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What did each outlet take": the takings, where that is one figure."""
    wording = Wording(tokens)
    found = TOOK.search(wording.line)
    if found is None or names_figure(tokens, lexicon):
        return tokens
    rows = [senses for senses in lexicon.terms(tokens) if any(s.kind in ("field", "dataset", "value") for s in senses)]
    words = takings(lexicon) if rows or "we" in found["kept"].split() else ()
    if not words:
        return tokens
    subject = found["kept"].split()
    gone = [wording.place(found, "x1")]
    if subject in (["we"], ["they"], ["it"]):
        gone.append(wording.place(found, "kept"))
    return wording.put(wording.place(found, "fig"), words, gone, f"{found['fig']} ... {found['x1']}", "")


def _took_in(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which outlet took in the most money", "the plan and what they really turned over": the takings."""
    wording = Wording(tokens)
    words = takings(lexicon)
    found = TOOK_IN.search(wording.line) if words and not names_figure(tokens, lexicon) else None
    if found:
        lead = "highest" if found["rank"] == "most" else "lowest"
        return wording.put(wording.place(found, "fig"), words, (), found["fig"], lead)
    found = TURNED_OVER.search(wording.line) if words else None
    if found:
        return wording.put(wording.place(found, "fig"), words, [wording.place(found, "x1")], found["fig"])
    return tokens


def takings(lexicon: Lexicon) -> tuple[str, ...]:
    found = [m for m in lexicon.called(("takings", "turnover", "revenue")) if money(m)]
    return name_of(found[0], lexicon) if len(found) == 1 else ()


def _spenders(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The ten biggest spenders": customers by what they brought in."""
    wording = Wording(tokens)
    found = SPENDERS.search(wording.line)
    words = takings(lexicon) if found else ()
    owner = next((o for o in OWNERS if lexicon.means((f"{o}s",), "dataset")), "")
    if found is None or not words or not owner or lexicon.lookup((found["fig"],)):
        return tokens
    i = wording.place(found, "fig")[0]
    noun = Token(tokens[i].surface, f"{owner}s", "word", tokens[i].start, tokens[i].end)
    by = Token("", "by", "word", tokens[i].end, tokens[i].end)
    rest = tokens[i + 1 :]
    named_too = any(s.ref == words for senses in lexicon.terms(rest) for s in senses)
    figure = [] if named_too else [by, *Wording([tokens[i]]).put(range(1), words, (), "spenders")]
    return [*tokens[:i], noun, *figure, *rest]


def _lasts(tokens: list[Token]) -> list[Token]:
    """ "How long does a ride last on average": how long it takes; no period."""
    wording = Wording(tokens)
    found = LASTS.search(wording.line)
    return [t for i, t in enumerate(tokens) if i not in wording.place(found, "fig")] if found else tokens


def _shares(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What part of the orders" -> "what share of the orders"."""
    wording = Wording(tokens)
    found = PART.search(wording.line)
    if found is None or lexicon.lookup((found["fig"].split()[0],)):
        return tokens
    i = wording.place(found, "fig")[0]
    return [*tokens[:i], Token(tokens[i].surface, "share", "word", tokens[i].start, tokens[i].end), *tokens[i + 1 :]]


def _used_up(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Electricity that the machines gobbled up", "highest temperature (ever) measured": no more than the figure."""
    wording = Wording(tokens)
    figures = [m for senses in lexicon.terms(tokens) for s in senses if (m := lexicon.model.metric(s.ref))]
    for pattern in (USED_UP, EVER):
        found = pattern.search(wording.line)
        if found is None or not figures:
            continue
        used = {p for m in figures for n in (m.name, m.label, *m.synonyms) for p in name_words(n)}
        noun = found.groupdict().get("noun") or ""
        rows = not noun or lexicon.means((noun,), "dataset")
        if pattern is EVER or (used & {"use", "usage", "consumption", "used"} and rows):
            at = wording.place(found, "fig")
            return [t for i, t in enumerate(tokens) if i not in at]
    return tokens
