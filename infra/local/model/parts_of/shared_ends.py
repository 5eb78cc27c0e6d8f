"""Figures that share a part of their names, or all beside some: "late and total parcels"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, name_words
from infra.local.model.english.vocabulary import word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop
from infra.local.model.says.refusals import refuse

JOINS = word_set("and & plus vs versus")
LISTS = JOINS - {"plus"} | {"or", ",", "/"}
WHOLE = word_set("total all overall")
THEM = word_set("them those these which")
BEING = word_set(
    "were was are is came come have has had been got get still then also actually arrived went go out by in from "
    "to with via about for the a an our"
)
"""Between "how many of them" and what these are."""
RANKED = word_set("most fewest least top bottom highest lowest biggest largest smallest best worst")
LONGEST = 2
"""Words before the joint, and words of the head, that are looked at."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the shared word after the first of the two as well."""
    tokens = _of_them(list(tokens), lexicon)
    for at in range(1, len(tokens) - 2):
        if tokens[at].norm not in JOINS:
            continue
        if tokens[at + 1].norm in WHOLE and (said := _said_again(tokens, at, lexicon)):
            return said
        for own in range(min(LONGEST, at), 0, -1):
            first = [t.norm for t in tokens[at - own : at]]
            if not all(first) or lexicon.means(tuple(first), "metric", "choice", "dataset"):
                continue
            head = _head(first, tokens[at + 1 :], lexicon)
            if head and tokens[at + 1].norm in WHOLE and (count := _count(head, lexicon)):
                return [*tokens[:at], *head, tokens[at], *_spelled(count, head), *tokens[at + 2 + len(head) :]]
            if head:
                return [*tokens[:at], *head, *tokens[at:]]
    return list(tokens)


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Tickets and how many of them are urgent": kept to the urgent ones, the first would be another figure.

    Raises Stop.
    """
    found = _of_which(tokens, lexicon)
    if found is not None and lexicon.means_at(tokens, found[1], "value", "field"):
        raise Stop(refuse("figures apart"))


def _of_them(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Orders in October and how many of them were cancelled": orders, and cancelled orders."""
    found = _of_which(tokens, lexicon)
    if found is None:
        return tokens
    at, said, noun = found
    if not lexicon.means((tokens[said].norm, noun.norm), "metric", weak=False):
        return tokens
    named = replace(noun, start=tokens[said].start, end=tokens[said].end)
    return [*tokens[:at], tokens[said], named, *tokens[said + 1 :]]


def _of_which(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int, Token] | None:
    """Where "how many of them were" begins behind some rows, where it ends, and the rows' name."""
    for at in range(2, len(tokens) - 3):
        if (tokens[at].norm, tokens[at + 1].norm) != ("how", "many") or tokens[at - 1].norm != "and":
            continue
        of = tokens[at + 2].norm == "of" and tokens[at + 3].norm in THEM
        said = at + 2 + 2 * of
        while said < len(tokens) - 1 and tokens[said].norm in BEING:
            said += 1
        rows = [i for i in range(at) if lexicon.means_at(tokens, i, "dataset", weak=False)]
        if RANKED & {t.norm for t in tokens[:at]} or (rows and not of and _beside(tokens, rows[-1], at, said, lexicon)):
            return None
        if rows and said > at + 2 and lexicon.at(tokens, said) is not None:
            return at, said, tokens[rows[-1]]
    return None


def _beside(tokens: Sequence[Token], first: int, last: int, said: int, lexicon: Lexicon) -> bool:
    """ "Orders were returned and how many were cancelled": both are values of one field."""
    own = {s.ref for s in (lexicon.at(tokens, said) or (0, ()))[1] if s.kind == "value"}
    near = [lexicon.at(tokens, i) for i in range(first + 1, last)]
    return any(s.ref in own for found in near if found for s in found[1] if s.kind == "value")


def each_named(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the shared word behind each: "peak and average temperature" is the peak and the average one.

    Where both names are known and the first word alone names no figure.
    """
    kept = list(tokens)
    for i in reversed(range(len(kept) - 3)):
        first, join, second, head = (t.norm for t in kept[i : i + 4])
        if join not in LISTS or not _figure((second, head), lexicon) or not _figure((first, head), lexicon):
            continue
        if _figure((first,), lexicon) or _figure((kept[i - 1].norm, first) if i else ("",), lexicon):
            continue
        kept.insert(i + 1, replace(kept[i + 3], start=kept[i].end, end=kept[i].end))
    return kept


def _head(first: Sequence[str], rest: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    for length in (1, LONGEST):
        for second in range(1, LONGEST + 1):
            head = rest[second : second + length]
            norms = [t.norm for t in head]
            other = [t.norm for t in rest[:second]]
            if len(head) < length or not all(norms) or not all(other):
                continue
            count = _count(head, lexicon) if other[0] in WHOLE and second == 1 else ""
            mine, its = _figures([*first, *norms], lexicon), _figures([*other, *norms], lexicon)
            whole = bool(count) and count not in mine
            if mine and (whole or (its and mine != its)) and not _values(first, other, lexicon):
                return head
    return ()


def _said_again(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> list[Token]:
    """ "Late parcels and total parcels": all of them, beside some."""
    head = tokens[at + 2 : at + 3]
    count = _count(head, lexicon) if head and head[0].norm == tokens[at - 1].norm else ""
    own = at > 1 and _figures([tokens[at - 2].norm, tokens[at - 1].norm], lexicon)
    return [*tokens[: at + 1], *_spelled(count, head), *tokens[at + 3 :]] if count and own and count not in own else []


def _spelled(count: str, head: Sequence[Token]) -> list[Token]:
    return [replace(head[-1], norm=word) for word in name_words(count)]


def _count(head: Sequence[Token], lexicon: Lexicon) -> str:
    """ "Total parcels": the one figure that counts them."""
    rows = lexicon.refs(tuple(t.norm for t in head), "dataset")
    found = {m.name for name in rows for m in lexicon.reach.counters(name)}
    return found.pop() if len(found) == 1 else ""


def _figures(words: Sequence[str], lexicon: Lexicon, *, rows: bool = False) -> set[str]:
    found = lexicon.lookup(tuple(words))
    return {s.ref for s in found if (s.kind == "metric" and not s.weak) or (rows and s.kind == "dataset")}


def _values(first: Sequence[str], other: Sequence[str], lexicon: Lexicon) -> bool:
    """ "Returned and cancelled orders": both are values of one field, and the orders may be counted together."""
    mine = lexicon.refs(tuple(first), "value")
    return bool(mine & lexicon.refs(tuple(other), "value"))


def _figure(name: tuple[str, ...], lexicon: Lexicon) -> bool:
    return all(name) and lexicon.means(name, "metric", weak=False)
