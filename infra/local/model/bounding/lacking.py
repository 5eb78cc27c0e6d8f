"""What a row has none of, said in other ways: "with unknown country", "where we don't know the segment", "got no mark".

All become "without" and the field, or "with a" and the field; there a field may be called by the last word of its name,
where no other one of the rows is: the mark of "satisfaction mark".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent_actions.semantic.model import NUMBER_TYPES, Dataset, ModelField
from infra.local.model.bounding import or_more
from infra.local.model.english.text import Token, forms, longest, name_words, norm_at
from infra.local.model.english.vocabulary import BE, MONTHS, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts_of.heads import people
from infra.local.model.reach import columns_of, entity, is_plain_average
from infra.local.model.times import ages

EMPTY = word_set("unknown empty blank missing unspecified undefined null unset")
ONES = word_set("ones one values value rows entries")
OUT = word_set("without not no excluding exclude excludes except ignore ignoring drop skip remove minus")
LEFT = (("leave", "out"), ("leaving", "out"), ("take", "out"), *((word,) for word in OUT - {"not", "no"}))
ENDS = frozenset([",", ".", ";", "please", "and", "in", "for", "last", "this", "as"])
LEADS = word_set("with w from of in on for having has have had an a the got where whose that")
"""Before "unknown country" they go with it."""
COMES = word_set("came come comes coming arrived")
NO = word_set("without no lacking lack lacks w/o")
ARTICLES = word_set("a an any the their its his her our us single")
WHERE = word_set("where whose which that if who")
KNOWERS = word_set("we you i they nobody")
KNOWS = word_set("know knows knew have")
GIVES = word_set(
    "give gives gave given leave leaves left get gets got have has had receive received put state stated "
    "tell told fill filled enter entered carry carries show shows name named mention mentions mentioned "
    "contain contains contained quote quotes quoted"
)
"""What rows do with a field that is filled in."""
THROUGH = word_set("from through via")
"""Before "a campaign" they say that there is one."""
DOES = word_set("did do does has have had")
KNOWN = word_set("known recorded stated")
"""Before a field's name they say that it is filled in."""
FILLED = word_set("filled filled-in given set recorded entered assigned stored")
BOUNDS = word_set("of over above under below more less at between from is that > <")
"""Behind a field's name they go on with it."""
TAILS = (("on", "file"), ("on", "record"), ("at", "all"), ("yet",), ("whatsoever",), ("so", "far"))


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns in plain words."""
    kept = ages.older(unnamed(tokens, lexicon), lexicon)
    turns = _Turns(lexicon)
    for turn in (
        or_more.least_or_most,
        ages.long_ago,
        turns.undone,
        turns.in_full,
        turns.flags,
        turns.unknown,
        turns.whose,
        turns.known,
        turns.not_given,
        turns.lacks,
        turns.given,
        turns.left_out,
    ):
        kept = turn(kept)
    return kept


def unnamed(tokens: Sequence[Token], lexicon: Lexicon, told: Sequence[str] = ()) -> list[Token]:
    """ "Leave out the unknown ones": those of the one field by which rows are told apart.

    ``told``: the words of that field's name, where this message does not name one.
    """
    at = [i + 1 for i, t in enumerate(tokens) if t.norm in ("by", "per", "each")]
    named = [(i, f) for i in at if (f := lexicon.at(tokens, i)) and any(s.kind == "field" for s in f[1])]
    words = [t.norm for i, found in named for t in tokens[i : i + found[0]]] if len(named) == 1 else list(told)
    for i in range(1, len(tokens) if words else 0):
        first = i - 1 - (norm_at(tokens, i - 1) == "the")
        left = (norm_at(tokens, first - 1), norm_at(tokens, first)) == ("leave", "out")
        outs = left or norm_at(tokens, first) in OUT
        end = i + 1 + (norm_at(tokens, i + 1) in ONES)
        if outs and EMPTY & set(forms(tokens[i].norm)) and (end == len(tokens) or norm_at(tokens, end) in ENDS):
            said = [replace(tokens[i], norm=word) for word in ("without", "unknown", *words)]
            return [*tokens[: first - left], *said, *tokens[end:]]
    return list(tokens)


def _at(word: str, place: Token) -> Token:
    """A word that nobody wrote: its text in the message is empty."""
    return Token("", word, "word", place.start, place.start)


def _held(place: Token, filled: bool) -> list[Token]:
    """The words before a field that is filled in, or is not."""
    return [_at(word, place) for word in (("with", "a") if filled else ("without",))]


def knowing(tokens: Sequence[Token], i: int) -> tuple[int, bool] | None:
    """Where "we (don't) know", "nobody recorded" or "we have not entered" ends, and whether it denies."""
    if norm_at(tokens, i) not in KNOWERS:
        return None
    at = i + 1
    while norm_at(tokens, at) in DOES | {"not", "never", "really", "still"}:
        at += 1
    denied = any(norm_at(tokens, j) in ("not", "never") for j in range(i, at)) or norm_at(tokens, i) == "nobody"
    if norm_at(tokens, at) in KNOWS | KNOWN | FILLED - {"given", "set"}:
        return at + 1, denied
    return (at, True) if denied and norm_at(tokens, at - 1) == "have" else None


@dataclass(frozen=True)
class _Turns:
    lexicon: Lexicon

    def undone(self, tokens: list[Token]) -> list[Token]:
        """ "Undelivered parcels": not delivered yet."""
        for i in range(len(tokens) - 1):
            verb = norm_at(tokens, i).removeprefix("un")
            rows = self.lexicon.at(tokens, i + 1) if verb != norm_at(tokens, i) and verb.endswith("ed") else None
            if rows is None or self.lexicon.at(tokens, i) is not None:
                continue
            if any(s.kind in ("dataset", "metric") for s in rows[1]):
                end = i + 1 + rows[0]
                said = [_at("not", tokens[i]), replace(tokens[i], norm=verb), _at("yet", tokens[i])]
                return [*tokens[:i], *tokens[i + 1 : end], *said, *tokens[end:]]
        return tokens

    def in_full(self, tokens: list[Token]) -> list[Token]:
        """ "With a mark below 3": the field by its whole name, where a bound or a number follows."""
        for i in range(1, len(tokens) - 1):
            led = norm_at(tokens, i - 1) in ("a", "an", "with", "having", "the", "whose", "and")
            bounded = self._bounds(tokens, i + 1) and tokens[i + 1].kind != "quoted"
            if tokens[i].kind != "word" or not led or not bounded or self.lexicon.at(tokens, i) is not None:
                continue
            own = self._by_last_word(tokens, i)
            if own is not None and own.datatype in NUMBER_TYPES:
                named = [replace(tokens[i], norm=word) for word in name_words(own.label)]
                return [*tokens[:i], *named, *tokens[i + 1 :]]
        return tokens

    def flags(self, tokens: list[Token]) -> list[Token]:
        """ "Without consent": the yes-or-no field by its whole name."""
        for i in range(1, len(tokens)):
            at = i - 1
            while at > 0 and norm_at(tokens, at) in ARTICLES:
                at -= 1
            led = norm_at(tokens, at) in NO | {"with"} and tokens[i].kind == "word"
            own = self._by_last_word(tokens, i, True) if led and self.lexicon.at(tokens, i) is None else None
            if own is not None:
                named = [replace(tokens[i], norm=word) for word in name_words(own.label)]
                return [*tokens[: at + 1], *named, *tokens[i + 1 :]]
        return tokens

    def unknown(self, tokens: list[Token]) -> list[Token]:
        """ "(With an) unknown country"."""
        for i in range(1, len(tokens)):
            found = self._field(tokens, i + 1) if tokens[i].norm in EMPTY else None
            if found is None or self.lexicon.at(tokens, i) is not None:
                continue
            first = i
            while first > 1 and norm_at(tokens, first - 1) in LEADS:
                first -= 1
            if norm_at(tokens, first) == "from" and norm_at(tokens, first - 1) in COMES:
                first -= 1 + (norm_at(tokens, first - 2) in WHERE)
            return [*tokens[:first], _at("without", tokens[i]), *found[1], *tokens[i + 1 + found[0] :]]
        return tokens

    def whose(self, tokens: list[Token]) -> list[Token]:
        """ "Whose segment we don't know", "whose segment we know", "of a segment that nobody recorded"."""
        for i in range(1, len(tokens) - 1):
            possessive = norm_at(tokens, i) == "whose"
            led = norm_at(tokens, i) in ("a", "an") and norm_at(tokens, i - 1) in LEADS
            found = self._field(tokens, i + 1) if possessive or led else None
            if found is None:
                continue
            at = i + 1 + found[0]
            at += led and norm_at(tokens, at) in ("that", "which")
            told = knowing(tokens, at)
            if told is None or (led and not told[1]):
                continue
            return [*tokens[: i - led], *_held(tokens[i], not told[1]), *found[1], *tokens[told[0] :]]
        return tokens

    def known(self, tokens: list[Token]) -> list[Token]:
        """ "Where we don't know the country", "where nobody knows the country", "where we know the country"."""
        for i in range(1, len(tokens) - 1):
            if (told := knowing(tokens, i)) is None:
                continue
            led, at = norm_at(tokens, i - 1) in WHERE, told[0]
            if not told[1] and not (led and norm_at(tokens, at) in ARTICLES):
                continue
            while norm_at(tokens, at) in ARTICLES | {"which", "what", "of"}:
                at += 1
            first = i - (led or norm_at(tokens, i - 1) == "but")
            first -= first > 1 and norm_at(tokens, first - 1) in ("for", "of", "from")
            if (found := self._field(tokens, at)) is not None:
                return [*tokens[:first], *_held(tokens[i], not told[1]), *found[1], *tokens[at + found[0] :]]
        return tokens

    def not_given(self, tokens: list[Token]) -> list[Token]:
        """ "(Where the customer) didn't give a mark", "got no mark", "that were given no mark"."""
        for i in range(1, len(tokens) - 1):
            gives = norm_at(tokens, i) in GIVES
            if gives and norm_at(tokens, i + 1) == "no":
                at, first = i + 2, i
            elif gives and norm_at(tokens, i - 1) in ("not", "never"):
                at, first = i + 1, i - 1
            else:
                continue
            while norm_at(tokens, at) in ARTICLES:
                at += 1
            first -= norm_at(tokens, first - 1) in DOES
            found = self._field(tokens, at)
            if found is not None:
                first = self._clause(tokens, first)
                return [*tokens[:first], _at("without", tokens[i]), *found[1], *self._rest(tokens, at + found[0])]
        return tokens

    def lacks(self, tokens: list[Token]) -> list[Token]:
        """ "Lacking a segment", "no segment filled in", "without a mark"."""
        for i in range(1, len(tokens) - 1):
            if norm_at(tokens, i) not in NO:
                continue
            at = i + 1
            while norm_at(tokens, at) in ARTICLES | KNOWN:
                at += 1
            found = self._field(tokens, at)
            if found is None:
                continue
            first = i - (norm_at(tokens, i) == "no" and norm_at(tokens, i - 1) in ("with", "w", "have", "has", "had"))
            first -= norm_at(tokens, first - 1) in WHERE
            if first > 0:
                return [*tokens[:first], _at("without", tokens[i]), *found[1], *self._rest(tokens, at + found[0])]
        return tokens

    def given(self, tokens: list[Token]) -> list[Token]:
        """ "(Where the customer) gave a mark", "that have a segment filled in", "that came through a campaign"."""
        for i in range(1, len(tokens) - 1):
            article = norm_at(tokens, i + 1) in ("a", "an", "any")
            known = norm_at(tokens, i + 1 + article) in KNOWN
            said = norm_at(tokens, i) in GIVES | {"with"} and (article or known)
            at = i + 1 + article + known
            said |= article and norm_at(tokens, i) in THROUGH and self._goes_no_further(tokens, at)
            found = self._field(tokens, at) if said and norm_at(tokens, i - 1) not in ("not", "never") else None
            if found is None or self._bounds(tokens, at + found[0]):
                continue
            first = self._clause(tokens, i)
            return [*tokens[:first], *_held(tokens[i], True), *found[1], *self._rest(tokens, at + found[0])]
        return tokens

    def left_out(self, tokens: list[Token]) -> list[Token]:
        """ "Drop visits with no country", "without those whose country is missing": those with a country are kept."""
        for i in range(1, len(tokens) - 1):
            first = i - 1
            if norm_at(tokens, first) not in ONES | {"those"} and not self._rows_at(tokens, first):
                continue
            while norm_at(tokens, first - 1) in ("the", "all", "any", "those", "our"):
                first -= 1
            lead = longest(tokens, first - 2, LEFT) or (first > 0 and longest(tokens, first - 1, LEFT))
            whose = norm_at(tokens, i) == "whose"
            found = self._field(tokens, i + 1) if lead and (whose or norm_at(tokens, i) == "without") else None
            if found is None:
                continue
            end = i + 1 + found[0]
            if not whose or (norm_at(tokens, end) in BE and norm_at(tokens, end + 1) in EMPTY):
                return [*tokens[: first - lead], *_held(tokens[i], True), *found[1], *tokens[end + 2 * whose :]]
        return tokens

    def _goes_no_further(self, tokens: Sequence[Token], at: int) -> bool:
        """Nothing more is said of the one thing whose name begins here."""
        end = at + (found[0] if (found := self.lexicon.at(tokens, at)) else 1)
        dated = norm_at(tokens, end) == "in" and _dated(tokens, end + 1)
        return end >= len(tokens) or dated or norm_at(tokens, end) in (ENDS - {"in"}) | {"by", "per"}

    def _bounds(self, tokens: Sequence[Token], i: int) -> bool:
        """The field goes on with a value or a bound of its own: "with a mark of 5", "a price over 10"."""
        after = tokens[i] if i < len(tokens) else None
        return after is not None and (after.norm in BOUNDS or after.kind in ("number", "quoted"))

    def _clause(self, tokens: Sequence[Token], end: int) -> int:
        """Where "where the customer", "who have" and the like begin, if such words stand before this place."""
        for length in (1, 2, 3):
            first = end - length
            if (
                first > 0
                and norm_at(tokens, first) in WHERE
                and all(
                    norm_at(tokens, j) in ARTICLES | DOES | {"were", "was", "people"} or self._rows_at(tokens, j)
                    for j in range(first + 1, end)
                )
            ):
                return first
        return end - (norm_at(tokens, end - 1) in ("were", "was", "had"))

    def _rows_at(self, tokens: Sequence[Token], j: int) -> bool:
        return self.lexicon.means((norm_at(tokens, j),), "dataset", "choice", "field")

    def _rest(self, tokens: Sequence[Token], i: int) -> list[Token]:
        """What follows, without "filled in", "yet" and "on file"."""
        i = self._past_giver(tokens, i)
        said = norm_at(tokens, i) in FILLED
        i += said + (
            said
            and norm_at(tokens, i + 1) == "in"
            and norm_at(tokens, i + 2) not in ("the",)
            and self.lexicon.at(tokens, i + 2) is None
            and not _dated(tokens, i + 2)
        )
        for tail in TAILS:
            if tuple(norm_at(tokens, i + k) for k in range(len(tail))) == tail:
                i += len(tail)
        return list(tokens[i:])

    def _past_giver(self, tokens: Sequence[Token], i: int) -> int:
        """Past "from the customer", who is the one that could have given it."""
        rows = people(self.lexicon.model)
        if rows is None or norm_at(tokens, i) not in ("from", "by") or norm_at(tokens, i + 1) not in ("the", "their"):
            return i
        noun = self.lexicon.at(tokens, i + 2)
        own = {rows.name, *(f.ref for f in entity(self.lexicon.model, rows))}
        if noun is None or not any(s.ref in own for s in noun[1]) or any(s.kind == "value" for s in noun[1]):
            return i
        after = i + 2 + noun[0]
        return after if after >= len(tokens) or norm_at(tokens, after) in ENDS | {"", "?", "!", "by", "per"} else i

    def _field(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Token]] | None:
        """How many tokens name a field here that may be empty, and the tokens that name it in full."""
        if i < len(tokens) and _possessive(tokens[i]) and (tail := self._by_tail(tokens, i + 1)):
            return 1 + tail[0], tail[1]
        found = self.lexicon.at(tokens, i)
        if found is not None:
            named = self.lexicon.fields(found[1])
            fits = named and all(f.datatype not in ("Boolean", "Decimal") for f in named)
            plain = not any(s.kind in ("metric", "value", "choice") for s in found[1] if not s.weak)
            if fits and plain:
                return found[0], list(tokens[i : i + found[0]])
            averaged = self._averaged(tokens, found[1])
            return (found[0], [replace(tokens[i], norm=w) for w in name_words(averaged.label)]) if averaged else None
        if found is None and (tail := self._by_tail(tokens, i)):
            return tail
        own = self._by_last_word(tokens, i) if i < len(tokens) and tokens[i].kind == "word" else None
        if own is None:
            return None
        return 1, [replace(tokens[i], norm=word) for word in name_words(own.label)]

    def _averaged(self, tokens: Sequence[Token], senses: Sequence[Sense]) -> ModelField | None:
        """The mark of a ticket, where what is said is the name of the average of them: "no customer rating"."""
        named = self.lexicon.metrics(senses, weak=False)
        if len(named) != 1 or len(senses) != 1 or not is_plain_average(named[0]):
            return None
        rows = [d for d in self._rows(tokens) if d.name == named[0].datasets[0]]
        columns = columns_of(named[0])
        found = [f for d in rows for f in d.fields if f.ref.casefold() in columns]
        return found[0] if len(found) == 1 else None

    def _by_tail(self, tokens: Sequence[Token], i: int) -> tuple[int, list[Token]] | None:
        """ "First response" of "minutes to first response": the one field of the rows whose name ends so."""
        said = tuple(t.norm for t in tokens[i : i + 2])
        found = [f for d in self._rows(tokens) for f in d.fields if name_words(f.label)[-2:] == said]
        longer = [f for f in found if len(name_words(f.label)) > len(said)]
        if len(found) != 1 or not longer:
            return None
        return 2, [replace(tokens[i], norm=word) for word in name_words(found[0].label)]

    def _by_last_word(self, tokens: Sequence[Token], i: int, flag: bool = False) -> ModelField | None:
        """The one field of the rows, or with ``flag`` the one that is yes or no, whose name ends with this word."""
        said = set(forms(tokens[i].norm))
        found = {
            f.ref: f
            for d in self._rows(tokens)
            for f in d.fields
            if (f.datatype == "Boolean" if flag else f.datatype not in ("Boolean", "Decimal"))
            and len(words := name_words(f.label)) > 1
            and words[-1] in said
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _rows(self, tokens: Sequence[Token]) -> list[Dataset]:
        model = self.lexicon.model
        found = [s for j in range(len(tokens)) if (f := self.lexicon.at(tokens, j)) for s in f[1]]
        names = {s.ref for s in found if s.kind == "dataset"}
        names |= {d for m in self.lexicon.metrics(found) if len(m.datasets) == 1 for d in m.datasets}
        return [d for n in sorted(names) if (d := model.dataset(n))]


def _possessive(token: Token) -> bool:
    """ "Agent's": the ending was taken off the word, not off its place in the message."""
    return token.kind == "word" and token.end - token.start > len(token.surface)


def _dated(tokens: Sequence[Token], i: int) -> bool:
    """A time follows, so that the "in" is its own."""
    return norm_at(tokens, i) in MONTHS or (i < len(tokens) and tokens[i].kind in ("number", "date"))
