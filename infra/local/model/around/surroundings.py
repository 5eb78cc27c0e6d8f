"""What surrounds a question: who writes, why it is asked, what somebody claims. A message is split into clauses, and
each is judged by its grammar: it asks, it limits, or it tells something that limits nothing.

What only tells is left out and said so. A value in it to which the question points back ("Leipzig is the problem. What
share of its parcels ...") stays. Whatever is unclear stays in the question as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent_actions.semantic.request import MetricRequest
from infra.local.model.around.clauses import Clause, doubts, names_value, split, tells_only, wants
from infra.local.model.english import surrounding_words as w
from infra.local.model.english.padding_words import SMALL, left_out, read_only
from infra.local.model.english.text import Token, is_plural, tokenize
from infra.local.model.english.vocabulary import FILLER, WEEKDAYS
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Explain, Outcome, Query, Refuse, Unplaced
from infra.local.model.scan import Item

_SMILEY = re.compile(r"(?<!\w)[:;]['’]?-?[)(DPp](?=\s|$|[.,!?])")
THINGS = frozenset(["dataset", "field", "value"])
"""What a pronoun can stand for."""


@dataclass(frozen=True)
class Parted:
    question: str
    """The message with what surrounds the question as spaces; with ``kept``, no longer as long as it was."""
    left: tuple[Clause, ...]
    kept: tuple[Item, ...] = ()
    """Values of it that stay, since the question points back to them."""
    asked: tuple[Item, ...] = ()
    """What the question itself names."""
    noun: Item | None = None
    """A field of it that the question asks about without naming it: "we drop a brand. Which 3 sold least?"."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is left out and says something, as sentences."""
        read = (*self.kept, self.noun) if self.noun else self.kept
        told = [(_as_written(c), [i.text for i in read if c.start <= i.start < c.end]) for c in self.left if _tells(c)]
        out = [clause for clause, some in told if not some]
        partly = tuple(read_only(clause, some) for clause, some in told if some)
        return (*partly, left_out(out)) if out else partly

    @property
    def told_nothing(self) -> bool:
        """What is left out names nothing of the model and no period."""
        return not any(i.kind in ("term", "period") for c in self.left for i in c.items)

    def holds(self, request: MetricRequest | None, lexicon: Lexicon) -> bool:
        """Whether what was left out limits nothing of this request: no value that it doesn't name, no other period."""
        filters = [f for f in request.filters if f.op in ("in", "not_in")] if request else []
        named = {(f.field, str(v)) for f in filters for v in f.values}
        by = set(request.dimensions) if request else set[str]()
        if request is None:
            named |= {(s.ref, str(s.value)) for i in self.asked for s in i.senses if s.kind == "value"}
        dated = bool(request.period) if request else any(i.kind == "period" for i in self.asked)
        for item in self.kept:
            if not any((s.ref, s.value) in named or (request and s.value in request.show) for s in item.senses):
                return False
        for clause in self.left:
            proves = doubts(clause) or wants(clause) or "?" in clause.closed
            for item in clause.items:
                if item in self.kept or _does(clause, item):
                    continue
                if proves and item.has("metric") and not _asks_for(item, request, lexicon):
                    return False
                if item.kind == "term" and not self._harmless(item, named, by, request, lexicon):
                    return False
                if item.kind == "period" and not dated and not _to_come(clause, item):
                    return False
        return True

    def _follows(self, item: Item) -> str:
        """The word behind it."""
        said = next(c for c in self.left if c.start <= item.start < c.end)
        found = re.match(r"\W*(\w+)", said.text[item.end - said.start :])
        return found[1].casefold() if found else ""

    def _harmless(
        self,
        item: Item,
        named: set[tuple[str, str]],
        by: set[str],
        request: MetricRequest | None,
        lexicon: Lexicon,
    ) -> bool:
        values = [s for s in item.senses if s.kind == "value"]
        if not values or any(s.kind != "value" and not s.weak for s in item.senses):
            return True
        if item.text.casefold() == "business" and self._follows(item) in w.OF_BUSINESS:
            return True
        if any((s.ref, s.value) in named or s.ref in by for s in values):
            return True
        if request is None:
            return False
        names = [n.strip() for m in request.metrics for n in m.split("/")]
        metrics = [m for n in names if (m := lexicon.model.metric(n))]
        return bool(metrics) and all(
            lexicon.reach.distance([m], s.ref.partition(".")[0]) is None for s in values for m in metrics
        )


def _asks_for(item: Item, request: MetricRequest | None, lexicon: Lexicon) -> bool:
    """Whether a figure that somebody wants to know about is one of those that are asked for, or its rows are theirs."""
    names = {s.ref for s in item.senses if s.kind == "metric"}
    rows = {s.ref.casefold() for s in item.senses if s.kind == "dataset"}
    asked = [n for m in request.metrics for n in m.split(" / ")] if request else []
    metrics = [m for n in asked if (m := lexicon.model.metric(n))]
    return bool(names & set(asked)) or any(rows & set(lexicon.reach.facts(m)) for m in metrics)


def without(text: str, lexicon: Lexicon, today: date, plan: Callable[[str], Outcome]) -> Outcome:
    """What ``plan`` makes of the question of a message; of the whole message where that is unclear."""
    around = parted(text, lexicon, today)
    if around is None:
        return plan(text)
    outcome = plan(around.question)
    if isinstance(outcome, Query):
        if around.holds(outcome.request, lexicon):
            return replace(outcome, notes=(*outcome.notes, *around.notes))
        return plan(text)
    whole = plan(text)
    if isinstance(outcome, Explain) and around.told_nothing:
        return outcome
    if around.kept or isinstance(whole, Query) or not around.holds(None, lexicon):
        return whole
    return outcome if isinstance(outcome, Unplaced | Ask | Refuse) or type(whole) is type(outcome) else whole


def parted(text: str, lexicon: Lexicon, today: date) -> Parted | None:
    """The question and what surrounds it; None where nothing does, or where nothing else remains."""
    bare = _SMILEY.sub(lambda found: ".".ljust(len(found.group())), text)
    clauses = split(bare, lexicon, today)
    judged = [tells_only(c, lexicon) for c in clauses]
    asking = [c for c, tells in zip(clauses, judged, strict=True) if not tells]
    if not any(judged) or (not any(i.kind == "term" for c in asking for i in c.items) and not _asks_of_it(asking)):
        return None
    left = tuple(c for c, tells in zip(clauses, judged, strict=True) if tells)
    before = [c for c in left if c.start < asking[-1].start]
    points = _points_back(asking, lexicon)
    valued = [c for c in before if any(names_value(i) for i in c.items)]
    crowd = valued and any(i.has("dataset") for i in valued[-1].items)
    if crowd and any(bare[a:b].casefold() in w.CROWD for a, b in points):
        return None
    if points and not valued and any(_may_be_meant(c) for c in before):
        return None
    kept = (
        tuple(i for i in valued[-1].items if names_value(i) and not _does(valued[-1], i)) if points and valued else ()
    )
    question = bare
    for clause in left:
        question = _blank(question, clause)
    if kept:
        question = _named(question, points, kept)
    elif pair := _each_of_them(bare, asking, valued, lexicon):
        kept = pair
        question = f"{question.rstrip().rstrip('.?!')} for {' and '.join(i.text for i in kept)}"
    noun = None if kept or not before else _unnamed(question, before[-1], lexicon)
    if noun:
        question = f"{question[: noun[0]]} {noun[1].text}{question[noun[0] :]}"
    return Parted(_closed(question), left, kept, tuple(i for c in asking for i in c.items), noun[1] if noun else None)


def _does(clause: Clause, item: Item) -> bool:
    """ "Was running hot": a verb with what it is like, and no value of that name."""
    before = clause.text[: item.start - clause.start].split()[-1:]
    after = re.match(r"\s+(?:too\s+|very\s+|so\s+)?(?:hot|warm|cold|late|low|short|slow|dry|well|badly|smoothly)\b",
                     clause.text[item.end - clause.start :])  # fmt: skip
    be = {word.casefold() for word in before} & {"is", "was", "are", "were", "been", "keeps", "kept"}
    return bool(be and after) and item.text.casefold().endswith("ing")


def _asks_of_it(asking: Sequence[Clause]) -> bool:
    """ "What has it taken in?": a verb asks for the figure, and a pronoun stands for what it is of."""
    return any(c.words[0] in w.WH and set(c.words[1:4]) & (w.POINTS - {"there", "one"}) for c in asking if c.words)


def _unnamed(question: str, before: Clause, lexicon: Lexicon) -> tuple[int, Item] | None:
    """ "We might drop a brand. Which 3 sold least?": where the noun belongs, and the one field that is named before."""
    fields = [i for i in before.items if i.kind == "term"]
    if len(fields) != 1 or not all(s.kind == "field" for s in fields[0].senses):
        return None
    found = w.WHICH_ONES.search(question)
    after = tokenize(question[found.end() :]) if found else ()
    if found is None or not after or lexicon.at(after, 0) is not None or after[0].norm in w.OF:
        return None
    return found.end("which"), fields[0]


def _each_of_them(text: str, asking: Sequence[Clause], valued: Sequence[Clause], lexicon: Lexicon) -> tuple[Item, ...]:
    """ "Do the French send back more than the Germans? Rate of each country": two values of what "each" is said of."""
    named = tuple(i for i in valued[-1].items if names_value(i)) if valued else ()
    refs = [{s.ref for s in i.senses if s.kind == "value"} for i in named]
    fields = set.intersection(*refs) if refs else set[str]()
    if len(named) < 2 or not fields or any(names_value(i) for c in asking for i in c.items):
        return ()
    for clause in asking:
        for found in w.EACH_OF_THEM.finditer(text[clause.start : clause.end]):
            tokens = tokenize(found["what"] or "")
            term = lexicon.at(tokens, 0) if tokens else None
            meant = {s.ref for s in term[1] if s.kind == "field"} if term else set[str]()
            names = {ref.partition(".")[2] for ref in fields}
            if found["bare"] or meant & fields or {ref.partition(".")[2] for ref in meant} & names:
                return named
    return ()


def _blank(text: str, clause: Clause) -> str:
    spaces = "".join(c if c == "\n" else " " for c in text[clause.start : clause.end])
    return text[: clause.start] + spaces + text[clause.end :]


def _named(text: str, points: Sequence[tuple[int, int]], kept: Sequence[Item]) -> str:
    """The question with the values in the place of the first word that points to them: "Leipzig's parcels"."""
    refs = [{s.ref for s in i.senses if s.kind == "value"} for i in kept]
    named = (" and " if len(refs) > 1 and set.intersection(*refs) else " ").join(i.text for i in kept)
    for start, end in reversed(points):
        word = text[start:end].casefold()
        said = f"{named}'s" if word in w.POSSESSIVE else f"in {named}" if word == "there" else named
        text = text[:start] + (said if (start, end) == points[0] else "") + text[end:]
    return text


def _closed(text: str) -> str:
    """Without a comma or a dash that nothing follows any more."""
    return re.sub(r"[,–—:(-]+\s*$", lambda found: " " * len(found.group()), text)


def _points_back(asking: Sequence[Clause], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where the question has a word for something that it doesn't name before: "its parcels", "per weekday there"."""
    found: list[tuple[int, int]] = []
    named = placed = False
    for clause in asking:
        tokens = [t for t in tokenize(clause.text) if t.norm]
        earlier = named
        for n, token in enumerate(tokens):
            if token.norm in w.POINTS:
                subject = n > 0 and tokens[n - 1].norm in w.AUXILIARIES
                subject |= token.norm == "them" and clause.words[:2] in (("how", "many"), ("how", "much"))
                known = placed if token.norm == "there" else earlier if subject else named
                if not known and not _empty(tokens, n):
                    found.append((clause.start + token.start, clause.start + token.end))
                continue
            term = lexicon.at(tokens, n)
            senses = term[1] if term and (term[0] > 1 or token.norm not in FILLER) else ()
            if token.norm == "my" and (own := lexicon.at(tokens, n + 1)) and any(s.kind in THINGS for s in own[1]):
                found.append((clause.start + token.start, clause.start + token.end))
            thing = is_plural(token.norm) or token.surface[:1].isupper()
            named = named or any(s.kind in THINGS and (s.kind != "value" or thing) for s in senses)
            placed = placed or any(s.kind == "value" and thing for s in senses)
    return found


def _empty(tokens: Sequence[Token], n: int) -> bool:
    """ "Are there", "did it take", "one line per": words that stand for nothing."""
    word = tokens[n].norm
    before = tokens[n - 1].norm if n else ""
    after = tokens[n + 1].norm if n + 1 < len(tokens) else ""
    if word in ("they", "he", "she"):
        return after in w.WANTS | w.TELLING
    if word == "there":
        return bool({before, after} & {"is", "are", "was", "were", "been", "be"})
    if word == "it":
        return bool({before, after} & {"take", "took", "takes", "is", "would", "need", "want", "make", "put"})
    if word == "one":
        return before not in ("close", "each", "that", "this", "such", "solve", "get") or after not in ("", "in", "on")
    return False


def _may_be_meant(clause: Clause) -> bool:
    """It names something that a pronoun could stand for."""
    return any(i.kind == "term" or (i.kind == "unknown" and i.text.casefold() not in SMALL) for i in clause.items)


def _as_written(clause: Clause) -> str:
    return clause.text.strip().strip(",;:–—-").strip()


def _tells(clause: Clause) -> bool:
    return any(
        i.kind in ("term", "period", "number") or (i.kind == "unknown" and i.text.casefold() not in SMALL)
        for i in clause.items
    )


def _to_come(clause: Clause, item: Item) -> bool:
    """ "On Thursday", of what is or will be done, is no day of the past."""
    words = item.text.casefold().split()
    return any(word in WEEKDAYS or word in ("today", "now") for word in words) and not any(
        word.endswith("ed") or word in ("was", "were", "had", "got", "went", "came", "did") for word in clause.words
    )
