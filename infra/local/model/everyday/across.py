"""How a table is to be laid out: "months as columns", "countries down, channels across" ask for a cross table.

What stands across is the last breakdown; a time does so wherever there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.local.model.english.text import Token, forms
from infra.local.model.english.vocabulary import BY_EACH, UNITS, groups, word_set
from infra.local.model.lexicon import Lexicon

_TAILS = {
    name: tuple(tuple(phrase.split()) for phrase in said)
    for name, said in groups(
        {
            "across": (
                "as columns | as the columns | as column headings | as column headers | in columns | in the columns | "
                "across | across the top | along the top | at the top | on top | to the right | horizontally"
            ),
            "down": (
                "down | down the side | down the left | as rows | as the rows | in rows | in the rows | on the left | "
                "vertically | as lines"
            ),
        }
    ).items()
}
_LEADS = word_set("with and have put having the") | {",", ";", ":", ""}
_ENDS = word_set("and please pls with plz thanks") | {",", ";", "?", "!", ""}
_SURE = word_set("columns rows column across")
_TABLES = word_set("pivot crosstab matrix")
_JOINS = word_set("and by") | {","}


@dataclass(frozen=True)
class _Clause:
    first: int
    last: int
    place: str
    noun: tuple[Token, ...]


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with a cross table asked for, and what it is laid out by as a breakdown."""
    kept = list(tokens)
    if not any(t.norm in _SURE for t in kept):
        return kept
    clauses = _clauses(kept, lexicon)
    across = [c for c in clauses if c.place == "across"]
    if len(across) != 1 or len(clauses) > 2:
        return kept
    down = [c for c in clauses if c.place == "down"]
    spot = replace(kept[-1], start=kept[-1].end, kind="word")
    inside = {i for c in clauses for i in range(c.first, c.last)}
    rest = [t for i, t in enumerate(kept) if i not in inside]
    new = [c for c in (*down, *across) if not _named(c, rest, lexicon)]
    added = [token for c in new for token in (replace(spot, norm="by", surface="by"), *c.noun)]
    if across[0] not in new:
        rest = _last(rest, across[0], lexicon)
    timed = any(_unit(c.noun) for c in down)
    tables = {"table"} if timed else _TABLES
    form = [] if any(t.norm in tables for t in rest) else ["as", "a", "table" if timed else "pivot"]
    words = [replace(spot, norm=word, surface=word) for word in form]
    return [*rest, *added, *words]


def _clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[_Clause]:
    """ "Months as columns", with what leads to it."""
    found: list[_Clause] = []
    i = 0
    while i < len(tokens):
        n = _noun(tokens, i, lexicon)
        place, used = _tail(tokens, i + n) if n else ("", 0)
        end = i + n + used
        if not used or (end < len(tokens) and tokens[end].norm not in _ENDS):
            i += 1
            continue
        first = i
        while first > 0 and tokens[first - 1].norm in _LEADS and (not found or first - 1 >= found[-1].last):
            first -= 1
        if first == i and i > 0:  # "revenue by month across" is no clause of its own
            i += 1
            continue
        found.append(_Clause(first, end, place, tuple(tokens[i : i + n])))
        i = end
    return found


def _noun(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """How many tokens name a breakdown here."""
    term = lexicon.at(tokens, i)
    if term and any(s.kind in ("field", "dataset") for s in term[1]):
        return term[0]
    return int(tokens[i].norm in UNITS)


def _tail(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    said = [
        (len(phrase), name)
        for name, phrases in _TAILS.items()
        for phrase in phrases
        if tuple(t.norm for t in tokens[i : i + len(phrase)]) == phrase
    ]
    n, name = max(said, default=(0, ""))
    return name, n


def _unit(noun: Sequence[Token]) -> str:
    return UNITS.get(noun[0].norm, "") if len(noun) == 1 else ""


def _named(clause: _Clause, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """The breakdown is said elsewhere too; of a span ("this month", "last 3 months") it is not."""
    return _where(clause, tokens, lexicon) >= 0


def _where(clause: _Clause, tokens: Sequence[Token], lexicon: Lexicon) -> int:
    own = [set(forms(t.norm)) for t in clause.noun]
    for i in range(1, len(tokens) - len(own) + 1):
        same = all(own[k] & set(forms(tokens[i + k].norm)) for k in range(len(own)))
        if same and (tokens[i - 1].norm in BY_EACH or _joined(tokens, i, lexicon)):
            return i
    return -1


def _joined(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "By country and month": the last of two."""
    for j in range(i - 2, max(i - 6, 0), -1):
        n = _noun(tokens, j, lexicon)
        if n and j + n == i - 1 and tokens[i - 1].norm in _JOINS:
            return tokens[j - 1].norm in ("by", "per", "each")
    return False


def _last(tokens: list[Token], clause: _Clause, lexicon: Lexicon) -> list[Token]:
    """What stands across is said behind the other: "by priority and topic, priorities as columns"."""
    i, n = _where(clause, tokens, lexicon), len(clause.noun)
    j = i + n + 1
    if i < 0 or j >= len(tokens) or tokens[i + n].norm not in _JOINS:
        return tokens
    other = _noun(tokens, j, lexicon)
    if not other:
        return tokens
    return [*tokens[:i], *tokens[j : j + other], tokens[i + n], *tokens[i : i + n], *tokens[j + other :]]
