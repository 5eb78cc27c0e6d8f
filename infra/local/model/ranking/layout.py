"""How rows are to come, put the way that the parser reads it: their order, and the rest as one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from infra.local.model.english import layout_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, name_words, norm_at
from infra.local.model.english.verb_kin import money
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import Lexicon

BY = frozenset(["by", "per"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as the words that they stand for."""
    kept = _numbered(_ordered(_ranked(list(tokens), lexicon), lexicon), lexicon)
    return _crossed(_lumped(kept))


def _phrase(tokens: Sequence[Token], i: int, phrases: Iterable[tuple[str, ...]]) -> int:
    """Tokens of the longest of these phrases that stands here; ``#`` stands for a number."""
    best = 0
    for phrase in phrases:
        said = [norm_at(tokens, i + n) for n in range(len(phrase))]
        same = all(a == b or (b == "#" and (a.isdigit() or a in v.NUMBERS)) for a, b in zip(said, phrase, strict=True))
        best = max(best, len(phrase) if same else 0)
    return best


def _as(norm: str, first: Token, last: Token | None = None) -> Token:
    return replace(first, norm=norm, surface=norm, kind="word", end=(last or first).end)


def _metrics(tokens: Sequence[Token], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    i = 0
    while i < len(tokens):
        length, senses = lexicon.at(tokens, i) or (1, ())
        found += [s.ref for s in senses if s.kind == "metric" and not s.weak]
        i += length
    return found


# the order of rows ---------------------------------------------------------------------------------------------


def _ordered(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Worst first", "slowest on top", "most expensive first", "lowest bounce rate first"."""
    for i, token in enumerate(tokens):
        if token.norm not in w.ORDERS:
            continue
        most = token.norm in ("most", "least") and norm_at(tokens, i + 1) == "expensive"
        at = i + 1 + most
        named = lexicon.at(tokens, at)
        figure = named is not None and any(s.kind == "metric" and not s.weak for s in named[1])
        after = at + (named[0] if named and figure else 0)
        length = _phrase(tokens, after, w.FIRST)
        follows = norm_at(tokens, after + length)
        if after + length < len(tokens) and lexicon.at(tokens, after + length):
            continue
        if not length or follows.isdigit() or follows in v.UNITS or follows in ("half", *v.NUMBERS):
            continue
        way = _way("expensive" if most else token.norm, tokens, lexicon)
        way = "ascending" if most and token.norm == "least" else way
        if not way:
            continue
        last = tokens[after + length - 1]
        if figure and way in ("descending", "ascending"):
            by = [_as("sorted", token), _as("by", token), *tokens[at:after], _as(way, last)]
            return [*tokens[:i], *by, *tokens[after + length :]]
        if not figure:
            return [*tokens[:i], _as(way, token, last), *tokens[after + length :]]
    return tokens


def _way(word: str, tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """The mark that such a word stands for; empty where it does not go with the figure."""
    if word in w.ENDS:
        return w.ENDS[word]
    if word in w.HIGH:
        return "descending"
    if word in w.LOW:
        return "ascending"
    figures = [m for name in _metrics(tokens, lexicon) if (m := lexicon.model.metric(name))]
    if (
        word in w.DEAR
        and figures
        and all(money(m) or w.PAID & {*name_words(m.label), *name_words(m.name)} for m in figures)
    ):
        return w.DEAR[word]
    return w.TIMED[word] if word in w.TIMED and figures and all(is_time(m) for m in figures) else ""


def _ranked(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Number one store", "best single day", "list of stores by revenue", and "ranked" at the end."""
    for i in range(len(tokens) - 1):
        if tokens[i].norm == "number" and tokens[i + 1].norm == "one" and _breakdown(tokens, i + 2, lexicon):
            tokens = [*tokens[:i], _as("best", tokens[i], tokens[i + 1]), *tokens[i + 2 :]]
        elif tokens[i].norm in v.RANK_DESC | v.RANK_ASC and tokens[i + 1].norm == "single":
            tokens = [*tokens[: i + 1], *tokens[i + 2 :]]
        if i + 2 >= len(tokens):
            break
    first = int(norm_at(tokens, 0) in ("a", "the"))
    if norm_at(tokens, first) == "list" and norm_at(tokens, first + 1) == "of":
        length = _breakdown(tokens, first + 2, lexicon)
        figure = first + 3 + length
        if length and norm_at(tokens, figure - 1) == "by" and _metrics(tokens[figure : figure + 4], lexicon):
            tokens = [_as("ranking", tokens[first]), *tokens[first + 1 :]]
    said = [t for t in tokens if t.norm and t.norm not in "?!."]
    if said and said[-1].norm == "ranked" and _metrics(tokens, lexicon):
        tokens = [_as("descending", t) if t is said[-1] else t for t in tokens]
    return tokens


def _numbered(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "10 countries by orders": the top ten."""
    number = norm_at(tokens, 0)
    named = lexicon.at(tokens, 1) if len(tokens) > 2 and (number.isdigit() or number in v.NUMBERS) else None
    if named is None or not any(s.kind in ("field", "dataset") for s in named[1]):
        return tokens
    after = 1 + named[0]
    figure = lexicon.at(tokens, after + 1) if norm_at(tokens, after) == "by" and after + 1 < len(tokens) else None
    if figure and any(s.kind == "metric" and not s.weak for s in figure[1]):
        return [_as("top", tokens[0]), *tokens]
    return tokens


# the rest ------------------------------------------------------------------------------------------------------


def _lumped(tokens: list[Token]) -> list[Token]:
    """ "Lump the rest together as other", "everything else summed up in one row"."""
    for i in range(len(tokens)):
        length = _phrase(tokens, i, w.OTHERS) if tokens[i].norm in w.OTHERS_BEGIN else 0
        if not length:
            continue
        first, last = i, i + length
        while first and norm_at(tokens, first - 1) in w.LUMPS | {"together", "up"}:
            first -= 1
        while last < len(tokens) and (tokens[last].norm in w.TOGETHER or _is_quoted_other(tokens[last])):
            last += 1
        said = {t.norm for t in (*tokens[first:i], *tokens[i + length : last])}
        outright = tokens[i].norm in ("one", "a") or any(t.norm == "outside" for t in tokens[i : i + length])
        if not (said & (w.LUMPS | w.ROWS) or outright):
            continue
        number = next((t for t in tokens[i : i + length] if t.norm.isdigit() or t.norm in v.NUMBERS), None)
        number = number if "outside" in {t.norm for t in tokens[i : i + length]} else None
        limit = [_as("top", number), number, _as("and", number)] if number else []
        return [*tokens[:first], *limit, _as("rest", tokens[first], tokens[last - 1]), *tokens[last:]]
    return tokens


def _is_quoted_other(token: Token) -> bool:
    return token.kind == "quoted" and token.norm in ("other", "others", "rest", "the rest")


# cross tables --------------------------------------------------------------------------------------------------


def _breakdown(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Tokens of a name of a field, of things, or of a unit of the calendar that stands here."""
    if norm_at(tokens, i) in v.UNITS:
        return 1
    found = lexicon.at(tokens, i)
    return found[0] if found and any(s.kind in ("field", "dataset") for s in found[1]) else 0


def _pivot(tokens: Sequence[Token], at: Token) -> list[Token]:
    said = {t.norm for t in tokens} & {"pivot", "crosstab", "cross", "matrix"}
    return [] if said else [_as("pivot", at)]


def _crossed(tokens: list[Token]) -> list[Token]:
    """ "2x2": a cross table."""
    return [_as("pivot", t) if t.norm in ("2x2", "3x3") else t for t in tokens]
