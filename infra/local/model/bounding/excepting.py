"""What is left out, said in other ways: "tablets excluded", "orders bar cancelled ones"; and lists joined by an "n".

Also adjectives that say that nothing special is meant: "normal consumers" are consumers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import WITHIN_CLAUSE, word_set
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.reach import aggregate

BEFORE = word_set("bar barring minus ex less save omit omitting skip skipping discounting sans")
"""Before a value they leave it out."""
SUBTRACTS = word_set("minus less")
"""Between two values they take one from the other."""
BEHIND = (
    ("left", "out"), ("not", "included"), ("not", "counted"), ("excluded",), ("excepted",), ("omitted",),
    ("taken", "out"), ("ignored",), ("removed",), ("aside",), ("apart",),
)  # fmt: skip
"""The same behind a value."""
EXCEPT = word_set("except excepting excluding without besides")
LEAVE = word_set("leave leaving leaves take taking filter filtering keep keeping")
OUTS = {"out": LEAVE, "aside": word_set("leave leaving put putting set setting")}
"""Behind the value, and the verb before it."""
BETWEEN = word_set("is are were was being to be ones should")
"""Between the value and the words that leave it out."""
JOINS = word_set("and or ,")
PLAIN = word_set("normal regular ordinary plain usual standard simple common")
"""Before a value of another kind they add nothing."""
LONGEST = 5


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "excluding" before what is left out."""
    kept = _any_but(_outs(_plain(_joined(_those(list(tokens)), lexicon), lexicon), lexicon), lexicon)
    return _behind([_excluding(i, kept, lexicon) for i in range(len(kept))], lexicon)


def _values(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, tuple[Sense, ...]]:
    """How many tokens of values or yes-or-no fields stand here, and their senses."""
    found = lexicon.at(tokens, i)
    if found is None or any(s.kind in ("metric", "choice") for s in found[1]):
        return 0, ()
    flags = [s for s in found[1] if s.kind == "field" and (f := lexicon.model.field(s.ref)) and f.datatype == "Boolean"]
    kept = tuple(s for s in found[1] if s.kind == "value" or s in flags)
    return (found[0], kept) if kept else (0, ())


def _joined(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Germany n France": an "and" between two known words."""

    def known_before(i: int) -> bool:
        return any((f := lexicon.at(tokens, j)) is not None and j + f[0] == i for j in range(max(i - LONGEST, 0), i))

    return [
        replace(t, norm="and")
        if t.norm == "n" and not lexicon.lookup(("n",)) and known_before(i) and _known(tokens, i + 1, lexicon)
        else t
        for i, t in enumerate(tokens)
    ]


def _known(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    return i < len(tokens) and lexicon.at(tokens, i) is not None


def _plain(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Without an adjective that is at most a value of rows that the message does not speak of."""
    if not any(t.norm in PLAIN for t in tokens):
        return tokens
    named = {s.ref for i in range(len(tokens)) if (f := lexicon.at(tokens, i)) for s in f[1] if s.kind == "dataset"}
    for s in [s for i in range(len(tokens)) if (f := lexicon.at(tokens, i)) for s in f[1] if s.kind == "metric"]:
        named |= set(m.datasets) if (m := lexicon.model.metric(s.ref)) else set[str]()

    def adds_nothing(i: int) -> bool:
        if norm_at(tokens, i) not in PLAIN or ((whole := lexicon.at(tokens, i)) and whole[0] > 1):
            return False
        n, values = _values(tokens, i + 1, lexicon)
        if not n or not any(s.kind == "value" for s in values):
            return False
        own = {s.ref.partition(".")[0] for s in whole[1]} if whole else set[str]()
        return not own & (named | {s.ref.partition(".")[0] for s in values})

    return [t for i, t in enumerate(tokens) if not adds_nothing(i)]


def _those(tokens: list[Token]) -> list[Token]:
    """ "Except those from Germany", "with the exception of returned ones": what is left out is told behind."""
    for i in range(len(tokens)):
        if tuple(norm_at(tokens, i + k) for k in range(4)) == ("with", "the", "exception", "of"):
            return [*tokens[:i], replace(tokens[i], norm="excluding"), *_those(tokens[i + 4 :])]
        at = i + 1 + (norm_at(tokens, i + 1) == "for")
        if norm_at(tokens, i) in EXCEPT and norm_at(tokens, at) in ("those", "these"):
            at += 1
            at += norm_at(tokens, at) in WITHIN_CLAUSE
            at += norm_at(tokens, at) in ("are", "were", "is", "was", "came", "come")
            return [*tokens[:i], replace(tokens[i], norm="excluding"), *tokens[at:]]
    return tokens


def _outs(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Leaving EMEA out", "take Germany and France out", "putting France aside"."""
    for i in range(len(tokens) - 2):
        for word, verbs in OUTS.items():
            out = next((j for j in range(i + 2, min(i + 8, len(tokens))) if norm_at(tokens, j) == word), 0)
            first = i + 1 + (norm_at(tokens, i + 1) == "the")
            if norm_at(tokens, i) in verbs and out and _list_before(tokens, out, lexicon) <= first:
                return [*tokens[:i], replace(tokens[i], norm="excluding"), *tokens[i + 1 : out], *tokens[out + 1 :]]
    return tokens


def _any_but(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Any carrier but Parcello": all but Parcello."""
    for i in range(len(tokens) - 3):
        found = lexicon.at(tokens, i + 1) if norm_at(tokens, i) == "any" else None
        at = i + 1 + found[0] if found and any(s.kind == "field" for s in found[1]) else 0
        if not at or norm_at(tokens, at) not in ("but", "except", "besides"):
            continue
        own = {s.ref for s in found[1]} if found else set[str]()
        if any(s.ref in own for s in _values(tokens, at + 1, lexicon)[1]):
            return [*tokens[:i], replace(tokens[at], norm="excluding"), *tokens[at + 1 :]]
    return tokens


def _excluding(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> Token:
    word = tokens[i].norm
    if not (word in BEFORE or (word == "cut" and not i)) or lexicon.at(tokens, i) is not None:
        return tokens[i]
    at = i + 1
    at += norm_at(tokens, at) in ("for", "")
    at += norm_at(tokens, at) in ("the", "any", "all", "our")
    size, values = _values(tokens, at, lexicon)
    if not size or (word in SUBTRACTS and _subtracted(tokens, i, at + size, values, lexicon)):
        return tokens[i]
    return replace(tokens[i], norm="excluding")


def _subtracted(tokens: Sequence[Token], i: int, end: int, values: Sequence[Sense], lexicon: Lexicon) -> bool:
    """ "EMEA revenue minus AMER revenue": one value from another, so that neither limits the whole.

    Nor does "average price less the AMER average price", as only sums and numbers have parts.
    """
    before = [s for j in range(i) for s in _values(tokens, j, lexicon)[1]]
    figure = lexicon.at(tokens, end) if end < len(tokens) else None
    again = figure is not None and any(s.kind in ("metric", "dataset", "choice") for s in figure[1])
    whole = figure is None or all(aggregate(m) in ("sum", "count") for m in lexicon.metrics(figure[1], weak=False))
    return (again and bool(before)) or not whole or bool({s.ref for s in before} & {s.ref for s in values})


def _behind(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    for i in range(1, len(tokens)):
        said = next((w for w in BEHIND if tuple(norm_at(tokens, i + k) for k in range(len(w))) == w), None)
        if said is None or norm_at(tokens, i + len(said)) in ("from", "of", "by"):
            continue
        end = i
        while norm_at(tokens, end - 1) in BETWEEN:
            end -= 1
        if (start := _list_before(tokens, end, lexicon)) < end:
            mark = Token("", "excluding", "word", tokens[start].start, tokens[start].start)
            return _behind([*tokens[:start], mark, *tokens[start:end], *tokens[i + len(said) :]], lexicon)
    return tokens


def _list_before(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> int:
    """Where the list of values of one field that ends here begins."""
    start, refs = end, set[str]()
    while True:
        places = range(max(start - LONGEST, 0), start)
        at = next((j for j in places if j + _values(tokens, j, lexicon)[0] == start), start)
        found = {s.ref for s in _values(tokens, at, lexicon)[1]} if at < start else set[str]()
        if not found or (refs and not refs & found):
            return start + (start < end and norm_at(tokens, start) in JOINS)
        refs = refs & found or found
        start = at
        led = norm_at(tokens, start - 1) == "the" and norm_at(tokens, start - 2) in JOINS  # "Italy and the US"
        if norm_at(tokens, start - 1 - led) not in JOINS or start < 2 + led:
            return start
        start -= 1 + led
