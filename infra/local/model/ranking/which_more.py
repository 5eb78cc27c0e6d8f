"""Two values held against each other: "did A make more revenue than B", "A or B - who had more tickets?".

They are shown side by side, and the figures answer it. Read only where both are values of one field and a figure is
named right behind the comparing word; "more than 5" and "more than last year" are said of something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.local.model.around.asides import ARTICLES
from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import WHO, word_set
from infra.local.model.lexicon import Lexicon

MORE = word_set("more less fewer higher lower bigger smaller larger greater")
VERBS = word_set("make made makes have had has get got gets earn earned bring brought see saw generate generated us in")
"""Between who is meant and "more revenue" they add nothing."""
ASKS = word_set("did do does is was were are has have whether if")
ENDS = word_set(", ? : ;") | {""}


@dataclass(frozen=True)
class _Value:
    first: int
    last: int
    fields: frozenset[str]


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with "A versus B" for such a question."""
    kept = list(tokens)
    places = [i for i, t in enumerate(kept) if t.norm in MORE and lexicon.at(kept, i) is None]
    if len(places) != 1 or not _figure(kept, places[0] + 1, lexicon):
        return kept
    more = places[0]
    return _than(kept, more, lexicon) or _either(kept, more, lexicon) or kept


def _figure(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """How many tokens a figure takes here; 0 where none is named."""
    found = lexicon.at(tokens, i)
    plain = found is not None and all(s.kind in ("metric", "choice", "dataset") for s in found[1])
    return found[0] if found is not None and plain else 0


def _value(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> _Value | None:
    i += norm_at(tokens, i) in ARTICLES
    found = lexicon.at(tokens, i)
    refs = frozenset(s.ref for s in found[1] if s.kind == "value") if found else frozenset[str]()
    return _Value(i, i + found[0], refs) if found and refs else None


def _value_before(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> _Value | None:
    """The value that ends right before this token."""
    found = (_value(tokens, j, lexicon) for j in range(max(end - 4, 0), end))
    return next((v for v in found if v and v.last == end), None)


def _than(tokens: list[Token], more: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Did A make more revenue than B last month"."""
    than = more + 1 + _figure(tokens, more + 1, lexicon)
    other = _value(tokens, than + 1, lexicon) if norm_at(tokens, than) == "than" else None
    start = more
    while norm_at(tokens, start - 1) in VERBS and start > 1 and _value_before(tokens, start, lexicon) is None:
        start -= 1
    one = _value_before(tokens, start, lexicon)
    if not one or not other or not one.fields & other.fields:
        return None
    head = tokens[: one.first]
    while head and (head[-1].norm in ASKS or head[-1].norm in ARTICLES):
        head = head[:-1]
    versus = replace(tokens[than], norm="versus")
    pair = [*tokens[one.first : one.last], versus, *tokens[other.first : other.last]]
    return [*head, *pair, *tokens[more + 1 : than], *tokens[other.last :]]


def _either(tokens: list[Token], more: int, lexicon: Lexicon) -> list[Token] | None:
    """ "A or B - who had more tickets", "which made more revenue, A or B?", "did A or B make more revenue"."""
    found = next((i for i in range(1, len(tokens) - 1) if _listed(tokens, i, lexicon)), None)
    if found is None:
        return None
    one, other = _value_before(tokens, found, lexicon), _value(tokens, found + 1, lexicon)
    start = more
    while norm_at(tokens, start - 1) in VERBS and _value_before(tokens, start, lexicon) is None:
        start -= 1
    asked = norm_at(tokens, start - 1) in WHO
    if not one or not other or not (asked or (start == other.last and _asks(tokens, one.first))):
        return None
    first = start - asked
    kept = [replace(t, norm="versus") if i == found else t for i, t in enumerate(tokens)]
    gone = {*range(first, more + 1), *(range(one.first) if start == other.last else ())}
    behind = other.last if other.last < first else first
    gone |= {i for i in range(behind, first) if tokens[i].norm in ENDS}
    if one.first > more and norm_at(tokens, one.first - 1) in ENDS:
        gone.add(one.first - 1)
    return [t for i, t in enumerate(kept) if i not in gone]


def _asks(tokens: Sequence[Token], end: int) -> bool:
    return end > 0 and all(t.norm in ASKS or t.norm in ARTICLES for t in tokens[:end])


def _listed(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """An "or" between two values of one field, and no third."""
    if norm_at(tokens, i) != "or":
        return False
    one, other = _value_before(tokens, i, lexicon), _value(tokens, i + 1, lexicon)
    alone = one is not None and (one.first == 0 or norm_at(tokens, one.first - 1) != "," or one.first > i - 1 - 3)
    return one is not None and other is not None and bool(one.fields & other.fields) and alone
