"""Small turns of chats beside shorthand: "n by warehouse?", "channel x region", "the csat number", "..., in oct (eur)".

Each is only read between things that the model knows; anywhere else the words stay, and stop the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, norm_at
from infra.local.model.lexicon import Lexicon

CROSSED = v.word_set("x × *")
SAYS_FIGURE = v.word_set("number numbers figure figures kpi metric stat stats")
"""Behind the name of a figure they say only what it is."""
GOES_ON = v.word_set("of from between over under above below than in")
"""Behind "the number" they begin what it is the number of."""
AFTER = v.word_set("? . , ; ! : for by per last this and vs versus mean means calculated about please over since") | {
    ""
}
COMPARES = v.AGAINST | v.word_set("compared compare comparison than")
DEVELOPS = v.word_set(
    "developing evolving progressing develop develops developed evolve evolves evolved progress progresses progressed"
)
BEFORE_CURRENCY = v.word_set("in by of per at over under above below than and or to from until")
FISCAL = v.word_set("fisc fiskal fin")
LONGEST = 6


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns in plain words."""
    kept = _crossed(_and(_calendar(list(tokens), lexicon)), lexicon)
    return _currency(_developing(_said_figure(kept, lexicon), lexicon), lexicon)


def _calendar(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "This fisc yr", "lst week", "calendar ytd"."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        after = norm_at(tokens, i + 1)
        unit = after in v.UNITS or after in ("yr", "qtr", "mth", "wk", "mnth", "q")
        own = bool(lexicon.lookup((token.norm,)))
        if token.norm == "calendar" and after in ("ytd", "qtd", "mtd", "wtd") and not own:
            continue
        if token.norm in FISCAL and unit and not own:
            token = replace(token, norm="fiscal")
        elif token.norm in ("lst", "lasr", "lats") and (unit or after.isdigit()) and not own:
            token = replace(token, norm="last")
        found.append(token)
    return found


def _and(tokens: list[Token]) -> list[Token]:
    """An "n" that begins a message, or follows a comma, before a word."""
    return [
        replace(t, norm="and", kind="word")
        if t.norm == "n"
        and (i == 0 or norm_at(tokens, i - 1) == ",")
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == "word"
        else t
        for i, t in enumerate(tokens)
    ]


def _kinds(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, frozenset[str]]:
    found = lexicon.at(tokens, i)
    return (found[0], frozenset(s.kind for s in found[1] if not s.weak)) if found else (0, frozenset())


def _ending(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> frozenset[str]:
    """What the longest known name means that ends right before this token."""
    places = ((j, _kinds(tokens, j, lexicon)) for j in range(max(end - LONGEST, 0), end))
    return next((kinds for j, (n, kinds) in places if n and j + n == end), frozenset())


def _crossed(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Orders by channel x region": by both."""

    def crosses(i: int) -> bool:
        if tokens[i].norm not in CROSSED or lexicon.lookup((tokens[i].norm,)):
            return False
        before, after = _ending(tokens, i, lexicon), _kinds(tokens, i + 1, lexicon)[1]
        return "field" in before and ("field" in after or norm_at(tokens, i + 1) in v.UNITS)

    return [replace(t, norm="and", kind="word") if crosses(i) else t for i, t in enumerate(tokens)]


def _said_figure(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The csat number", "late share figures by carrier"."""

    def idle(i: int) -> bool:
        if tokens[i].norm not in SAYS_FIGURE or i == 0 or norm_at(tokens, i + 1) in GOES_ON - {"over", "in"}:
            return False
        if _kinds(tokens, i, lexicon)[1]:
            return False
        ends = i + 1 == len(tokens) or norm_at(tokens, i + 1) in AFTER or tokens[i + 1].norm in v.MONTHS
        kinds = _ending(tokens, i, lexicon)
        return ends and "metric" in kinds and kinds <= {"metric", "choice", "dataset"}

    return [t for i, t in enumerate(tokens) if not idle(i)]


def _developing(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How is revenue developing", "how did it develop": its development."""
    for i, token in enumerate(tokens):
        if token.norm not in DEVELOPS or lexicon.lookup((token.norm,)) or {t.norm for t in tokens} & COMPARES:
            continue
        how = next((j for j in range(i) if tokens[j].norm == "how"), -1)
        if how >= 0 and norm_at(tokens, how + 1) not in ("many", "much", "often"):
            return [*tokens[:i], replace(token, norm="trend"), *tokens[i + 1 :]]
    return tokens


def _currency(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Freight by carrier, oct (eur)", "revenue last month, eur": in euros."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        before, after = norm_at(tokens, i - 1), norm_at(tokens, i + 1)
        apart = i > 0 and (before == "," or token.start > tokens[i - 1].end + 1)
        closes = i + 1 == len(tokens) or after in (",", "?", ".", ";")
        amount = i > 0 and tokens[i - 1].kind == "number"
        own = lexicon.lookup((token.norm,))
        if apart and closes and not amount and not own and token.norm in v.CURRENCIES and before not in BEFORE_CURRENCY:
            if before == ",":
                found.pop()
            found.append(Token("in", "in", "word", token.start, token.start))
        found.append(token)
    return found
