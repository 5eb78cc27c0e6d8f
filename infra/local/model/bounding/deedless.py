"""What somebody did so and so often, or not at all: "who ordered more than 5 times", "products that sold nothing".

Such verbs become the rows or the figure that the model has of what they say: "with more than 5 orders", "with no units
sold". Only where those lead to what is spoken of, and no date or value of its own is called so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent_actions.semantic.model import TIME_TYPES, Dataset
from infra.local.model.around.asides import says
from infra.local.model.english import verb_words as w
from infra.local.model.english.text import Token, forms, is_plural, name_words, norm_at, stems
from infra.local.model.english.verb_kin import fits, money, names_it, spent
from infra.local.model.english.vocabulary import HARD, IRREGULAR_VERBS, WITHIN_CLAUSE, word_set
from infra.local.model.everyday.everyday_deeds import takings
from infra.local.model.everyday.everyday_fields import told as told_so
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import aggregate, entity

OFTEN = {"once": "1", "twice": "2", "thrice": "3"}
HAVING = word_set("with had have has having placed made")
TIMES = word_set("times x")
BOUND = word_set("more than at least over less fewer under exactly only most up to above below no not")
OBJECTS = word_set("us support something anything stuff things from with here back in our the team it")
"""Between a verb and how often."""
AUX = word_set("have has had did do does were was are is been ever be")
SPENT = word_set("spend spends spent")
ALSO = word_set("but and yet ,")
"""Between two clauses of one noun."""
NOTHING = word_set("nothing zero")
NOBODY = word_set("nobody noone none")
AT_ALL = word_set("anything any a an single one piece unit once ever yet even at all so far by anyone anybody copy of")
"""Behind "did not sell" they say no more than "not at all"."""
LINKS = word_set("of from by for in to not and or with without")
"""Before a value it is one of what stands before them."""
HEADED = word_set("who that with without having have has had placed made ordered did never not")
LIMITS = word_set("more least fewer less over under without no never not nothing exactly")
TAKEN_IN = {(verb, "in") for verb in ("bring", "brings", "brought", "take", "takes", "took")}
TAKEN_IN |= {(verb, "over") for verb in ("turn", "turns", "turned")}
SELVES = word_set("us support")
CONTACTS = frozenset(["contact", "write"])
ONES = word_set("piece pieces unit units copy")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such verbs as nouns."""
    deeds = _Deeds(lexicon)
    kept = deeds.often(list(deeds.owned(_numbered(tokens, lexicon))))
    if any(not t.surface and t.norm in TIMES for t in kept):  # "once more" is no "one time"
        kept = deeds.often(list(deeds.owned(tokens)))
    return deeds.never(deeds.spent(deeds.so_many(deeds.most_often(kept))))


def _numbered(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """ "Once", "twice" and "one order" in digits, "zero orders" as none."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        before = norm_at(tokens, i - 1)
        bound = [] if before in BOUND - {"only"} else [_at("exactly", token)]
        if token.norm in OFTEN:
            found += [*bound, replace(token, norm=OFTEN[token.norm], kind="number"), _at("times", token)]
        elif (
            token.norm in ("one", "zero")
            and before in HAVING | BOUND
            and lexicon.means_at(tokens, i + 1, "metric", "dataset", "choice")
        ):
            none = token.norm == "zero" and before in HAVING
            one = [*bound, replace(token, norm="1" if token.norm == "one" else "0", kind="number")]
            if none and before in ("with", "having"):
                found.pop()
            found += [_at("without", token)] if none else one
        elif token.norm in ("a", "an") and before in HAVING and (several := _several(tokens, i, lexicon)):
            return [*found, *several]
        else:
            found.append(token)
    return found


def _several(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Token]:
    """ "(In how many countries do we have) a shop": shops, where one figure counts them; from here on."""
    counted = says(tokens[:i], ("how", "many")) >= 0 or says(tokens[:i], ("number", "of")) >= 0
    term = lexicon.at(tokens, i + 1) if counted and i + 1 < len(tokens) else None
    senses = term[1] if term else ()
    rows = {s.ref for s in senses if s.kind == "dataset"}
    if senses and all(s.kind == "field" and _names_rows(s.ref, lexicon) for s in senses):
        rows = {s.ref.partition(".")[0] for s in senses}
    counts = [m for name in rows for m in lexicon.reach.counters(name)]
    if {s.ref for s in senses if s.kind in ("metric", "choice")} - {m.name for m in counts}:
        return []
    words = name_words(counts[0].label) if term and len(counts) == 1 else ()
    if term is None or not words or {s.ref for s in lexicon.lookup(words) if s.kind == "metric"} != {counts[0].name}:
        return []
    return [*(replace(tokens[i + 1], norm=word) for word in words), *tokens[i + 1 + term[0] :]]


def _names_rows(ref: str, lexicon: Lexicon) -> bool:
    """ "Shop": the name of a store, which stands for it."""
    dataset = lexicon.model.dataset(ref.partition(".")[0])
    return dataset is not None and ref in {f.ref for f in entity(lexicon.model, dataset)}


def _at(word: str, place: Token) -> Token:
    """A word that nobody wrote: its text in the message is empty."""
    return Token("", word, "word", place.start, place.start)


@dataclass(frozen=True)
class _Deeds:
    lexicon: Lexicon

    def owned(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """ "Club members with more than 5 orders", "which robots had alerts": the noun for their rows, where none is
        said."""
        for i, token in enumerate(tokens):
            found = self.lexicon.at(tokens, i)
            if found is None or any(s.kind != "value" for s in found[1]) or norm_at(tokens, i - 1) in LINKS:
                continue
            names = {s.ref.partition(".")[0] for s in found[1]}
            after = i + found[0]
            follows = norm_at(tokens, after) in HEADED or (
                self._is_verb(tokens, after) and not self._noun(tokens, after)
            )
            which = norm_at(tokens, i - 1) == "which" and norm_at(tokens, after) in HAVING
            heads = which or (follows and {t.norm for t in tokens[after:]} & LIMITS)
            dataset = self.lexicon.model.dataset(names.pop()) if len(names) == 1 and heads else None
            if dataset is None or not is_plural(tokens[after - 1].norm) or self._said(dataset, tokens[:i]):
                continue
            rows = [Token(token.surface, word, "word", token.start, token.end) for word in name_words(dataset.label)]
            return [*tokens[:i], *rows, *tokens[i:]]
        return tokens

    def _noun(self, tokens: Sequence[Token], i: int) -> bool:
        found = self.lexicon.at(tokens, i) if not norm_at(tokens, i).endswith("ed") else None
        return found is not None and any(s.kind in ("metric", "dataset") for s in found[1])

    def _said(self, dataset: Dataset, tokens: Sequence[Token]) -> bool:
        found = [f for j in range(len(tokens)) if (f := self.lexicon.at(tokens, j))]
        return any(s.kind == "dataset" and s.ref == dataset.name for f in found for s in f[1])

    def often(self, tokens: list[Token]) -> list[Token]:
        """ "Customers who ordered more than 5 times"."""
        for i in range(3, len(tokens)):
            if tokens[i].norm not in TIMES or tokens[i - 1].kind not in ("number", "word"):
                continue
            first = i - 1
            while norm_at(tokens, first - 1) in BOUND:
                first -= 1
            verb = first - 1
            while norm_at(tokens, verb) in OBJECTS:
                verb -= 1
            if first == i - 1 or verb < 1:
                continue
            head = self._head(tokens, verb)
            rows = self._rows(tokens[verb].norm, head[1]) if head else ()
            if head and rows:
                named = [
                    Token(tokens[verb].surface, word, "word", tokens[verb].start, tokens[verb].end) for word in rows
                ]
                return [*tokens[: head[0]], _at("with", tokens[verb]), *tokens[first:i], *named, *tokens[i + 1 :]]
        return tokens

    def most_often(self, tokens: list[Token]) -> list[Token]:
        """ "Which ten customers ordered most often": with the most orders."""
        for i in range(3, len(tokens)):
            if tokens[i].norm not in ("often", "frequently") or tokens[i - 1].norm not in ("most", "least"):
                continue
            verb = i - 2 - (norm_at(tokens, i - 2) == "the")
            while norm_at(tokens, verb) in OBJECTS:
                verb -= 1
            head = self._head(tokens, verb)
            if head and (rows := self._rows(tokens[verb].norm, head[1])):
                place = tokens[verb]
                named = [Token(place.surface, word, "word", place.start, place.end) for word in rows]
                most = replace(tokens[i - 1], norm="fewest") if tokens[i - 1].norm == "least" else tokens[i - 1]
                lead = [_at("with", place), _at("the", place), most]
                return [*tokens[: head[0]], *lead, *named, *tokens[i + 1 :]]
        return tokens

    def so_many(self, tokens: list[Token]) -> list[Token]:
        """ "Products that sold fewer than 50 pieces": with fewer than 50 pieces sold."""
        for i in range(2, len(tokens) - 1):
            if tokens[i].kind != "number" or norm_at(tokens, i - 1) not in BOUND:
                continue
            first = i
            while norm_at(tokens, first - 1) in BOUND:
                first -= 1
            verb, noun = first - 1, norm_at(tokens, i + 1)
            named = self.lexicon.lookup((noun, norm_at(tokens, verb))) if noun and norm_at(tokens, verb) else ()
            head = self._head(tokens, verb) if any(s.kind == "metric" for s in named) else None
            if head and not self._own(tokens[verb].norm, head[1]):
                kept = [_at("with", tokens[verb]), *tokens[first : i + 2], tokens[verb]]
                return [*tokens[: head[0]], *kept, *tokens[i + 2 :]]
        return tokens

    def spent(self, tokens: list[Token]) -> list[Token]:
        """ "Customers who spent more than 1000 euros": what they pay is revenue; what campaigns spend is their own.

        "Products that brought in at least 1000 euros": the takings.
        """
        for i in range(1, len(tokens) - 2):
            after = i + 1 + (norm_at(tokens, i + 1) == "us")
            if (tokens[i].norm, norm_at(tokens, after)) in TAKEN_IN and norm_at(tokens, after + 1) in BOUND:
                at, named = self._of_which(tokens, i), takings(self.lexicon)
                if at and named:
                    said = [Token(tokens[i].surface, word, "word", tokens[i].start, tokens[i].end) for word in named]
                    return [*tokens[:at], _at("with", tokens[i]), *said, *tokens[after + 1 :]]
            if tokens[i].norm not in SPENT or norm_at(tokens, i + 1) not in BOUND:
                continue
            head = self._head(tokens, i)
            named = self._spent_figure(head[1], {t.norm for t in tokens[head[0] : i]}) if head else ()
            if head and named:
                said = [Token(tokens[i].surface, word, "word", tokens[i].start, tokens[i].end) for word in named]
                return [*tokens[: head[0]], _at("with", tokens[i]), *said, *tokens[i + 1 :]]
        return tokens

    def _of_which(self, tokens: Sequence[Token], end: int) -> int:
        """Where the things or their kind end that a verb is said of; 0 where none stand before it."""
        while norm_at(tokens, end - 1) in AUX | WITHIN_CLAUSE:
            end -= 1
        terms = [(j, f) for j in range(end) if (f := self.lexicon.at(tokens[:end], j)) and j + f[0] == end]
        return end if any(s.kind in ("dataset", "field") for _, f in terms for s in f[1]) else 0

    def _spent_figure(self, things: Dataset, between: set[str]) -> tuple[str, ...]:
        reach, model = self.lexicon.reach, self.lexicon.model
        if "who" not in between:
            own = [m for m in model.metrics if spent(m) and reach.distance([m], things.name) == 1]
            if own or between & {"that", "which"}:
                return name_words(own[0].label) if len(own) == 1 else ()
        for noun in w.SPENT_BY_OTHERS:
            found = self.lexicon.refs((noun,), "metric", weak=False)
            metric = model.metric(found.pop()) if len(found) == 1 else None
            if metric is not None and reach.distance([metric], things.name):
                return name_words(metric.label)
        return ()

    def never(self, tokens: list[Token]) -> list[Token]:
        """ "Products that sold nothing", "nobody bought", "never sold", "who haven't ordered anything"."""
        for i in range(1, len(tokens)):
            if (turn := self._none(tokens, i)) is None:
                continue
            verb, end = turn
            head = self._head(tokens, min(i, verb))
            if head is None or self._own(tokens[verb].norm, head[1]):
                continue
            if named := self._figure(tokens[verb].norm, head[1]) or self._rows(tokens[verb].norm, head[1]):
                said = [
                    Token(tokens[verb].surface, word, "word", tokens[verb].start, tokens[verb].end) for word in named
                ]
                return [*tokens[: head[0]], _at("without", tokens[verb]), *said, *tokens[end:]]
        return tokens

    def _none(self, tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
        """Where the verb stands and where the turn that begins here ends."""
        if norm_at(tokens, i) in NOBODY or (
            norm_at(tokens, i) == "no" and norm_at(tokens, i + 1) in ("one", "customer")
        ):
            verb = i + 1 + (norm_at(tokens, i) == "no")
            verb += norm_at(tokens, verb) in AUX
            return (verb, self._end(tokens, verb + 1)) if self._is_verb(tokens, verb) else None
        if norm_at(tokens, i) in ("not", "never"):
            verb = i + 1
            while norm_at(tokens, verb) in AUX:
                verb += 1
            if not self._is_verb(tokens, verb):
                return None
            return verb, self._end(tokens, verb + 1)
        nothing = norm_at(tokens, i + 1) in NOTHING or (
            norm_at(tokens, i + 1) == "no" and norm_at(tokens, i + 2) in ONES
        )
        if nothing and self._is_verb(tokens, i):
            return i, self._end(tokens, i + 2 + (norm_at(tokens, i + 2) in ONES))
        return None

    def _end(self, tokens: Sequence[Token], i: int) -> int:
        """Past "anything", "a single one", "at all"; "to us", "our support"."""
        i += norm_at(tokens, i) == "to" and norm_at(tokens, i + 1) in SELVES | {"our"}
        i += norm_at(tokens, i) == "our" and norm_at(tokens, i + 1) in SELVES
        i += norm_at(tokens, i) in SELVES
        while norm_at(tokens, i) in AT_ALL and not (norm_at(tokens, i) == "at" and norm_at(tokens, i + 1) != "all"):
            i += 1
        return i

    def _is_verb(self, tokens: Sequence[Token], i: int) -> bool:
        word = norm_at(tokens, i)
        return bool(word) and word not in HARD and (stems(word) & w.EVENTS or word in IRREGULAR_VERBS) != frozenset()

    def _head(self, tokens: Sequence[Token], end: int) -> tuple[int, Dataset] | None:
        """Where what the verb is of ends, and its rows; past a clause: "launched this year but never sold"."""
        at = end
        while norm_at(tokens, at - 1) in AUX | WITHIN_CLAUSE | {"we", "not", "never"}:
            at -= 1
        joined = norm_at(tokens, at - 1) in ALSO or (at < end and norm_at(tokens, at) in WITHIN_CLAUSE)
        clause = at - (norm_at(tokens, at - 1) in ALSO)
        whose = self._placed(tokens, at)
        found = [(j, f) for j in range(at) if (f := self.lexicon.at(tokens[:at], j))]
        ends = [(j + f[0], s.ref) for j, f in found for s in f[1] if s.kind == "dataset"]
        ends = [(last, ref) for last, ref in ends if last in (at, whose) or (joined and last <= clause)]
        latest = {ref for last, ref in ends if last == max(e for e, _ in ends)}
        dataset = self.lexicon.model.dataset(latest.pop()) if len(latest) == 1 else None
        return (clause if joined else at, dataset) if dataset else None

    def _placed(self, tokens: Sequence[Token], end: int) -> int:
        """Where "customers" ends in "customers from Poland (bought)"."""
        for j in range(end - 1, 0, -1):
            found = self.lexicon.at(tokens[:end], j)
            if found and j + found[0] == end and all(s.kind == "value" for s in found[1]):
                first = j - (norm_at(tokens, j - 1) == "the")
                return first - 1 if norm_at(tokens, first - 1) in ("from", "in") else end
        return end

    def _own(self, word: str, rows: Dataset) -> bool:
        """A date, value or yes-or-no field of the things themselves is called so, or they come of what it says."""
        kin = stems(word) | w.family(word) | (w.BOUGHT if stems(word) & w.BOUGHT else frozenset[str]())
        names = (rows.name, rows.label, *rows.synonyms)
        if any(kin & set(forms(part)) for name in names for part in name_words(name)):
            return True
        if any(stems(word) & stems(part) for f in rows.fields for part in name_words(f.description or "")):
            return True
        if any(fits(word, f) for f in rows.fields if f.is_time or f.datatype in TIME_TYPES):
            return True
        return any(
            s.kind in ("value", "field") and s.ref.partition(".")[0] == rows.name for s in self.lexicon.lookup((word,))
        )

    def _leads(self, dataset: str, rows: Dataset) -> bool:
        model = self.lexicon.model
        near, seen = {dataset.casefold()}, set[str]()
        while near:
            seen |= near
            near = {r.one.casefold() for r in model.relationships if r.many.casefold() in near} - seen
        return rows.name.casefold() in seen and rows.name.casefold() != dataset.casefold()

    def _rows(self, word: str, things: Dataset) -> tuple[str, ...]:
        """The name of the one kind of rows that the verb makes: orders of "ordered", call tickets of "called"."""
        model, own = self.lexicon.model, stems(word)
        bought = own & w.BOUGHT
        found: set[tuple[str, ...]] = set()
        for dataset in model.datasets:
            names = (dataset.name, dataset.label, *dataset.synonyms)
            said = {form for name in names for part in name_words(name)[-1:] for form in forms(part)}
            kin = own | (w.BOUGHT if bought else frozenset[str]())
            if said & kin and self._leads(dataset.name, things) and self.lexicon.reach.counters(dataset.name):
                found.add(name_words(dataset.label))
        if not found and own & CONTACTS:
            told = [d for d in model.datasets if self._leads(d.name, things) and told_so(d, tuple(CONTACTS))]
            found |= {name_words(d.label) for d in told if self.lexicon.reach.counters(d.name)}
        if found:
            return found.pop() if len(found) == 1 else ()
        for value in {s for stem in own for s in self.lexicon.lookup((stem,)) if s.kind == "value"}:
            name = value.ref.partition(".")[0]
            dataset = model.dataset(name)
            if dataset and self._leads(name, things) and self.lexicon.reach.counters(name):
                found.add((*name_words(value.value or ""), *name_words(dataset.label)))
        return found.pop() if len(found) == 1 else ()

    def _figure(self, word: str, things: Dataset) -> tuple[str, ...]:
        """The name of what was sold or bought of the things, or by them."""
        if not stems(word) & (w.SOLD | w.BOUGHT):
            return ()
        found = [
            m
            for m in self.lexicon.model.metrics
            if aggregate(m) in ("sum", "count") and not money(m) and names_it("sold", m)
            and any(self._leads(d, things) for d in m.datasets)
        ]  # fmt: skip
        return name_words(found[0].label) if len(found) == 1 else ()
