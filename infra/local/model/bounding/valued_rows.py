""" "Our ten biggest business customers": a value whose name ends with the noun for the rows is asked for by these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english.text import Token, forms, is_plural, name_words, norm_at
from infra.local.model.english.vocabulary import BY_EACH, NUMBERS, RANK_ASC, RANK_DESC, word_set
from infra.local.model.lexicon import Lexicon, Sense

ASKS = word_set("which who whos list")
LINKS = word_set("are is were was the our")
JOINS = word_set("versus vs and or against")
AMOUNTS = word_set("most fewest least")
LEADS = word_set("list our the show all me")
ASKING = word_set("list show me give all")
"""Before "the" and the like; "only the outlets" limits what was asked before."""
HEAD = 5
"""Words at the beginning of a message among which it says what it asks for."""
NUMBERED = 3
"""Words between a ranking word and the noun, the number among them."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the noun first: "the ten biggest customers in business"."""
    kept = _with_noun(_told_apart(list(tokens), lexicon), lexicon)
    for i in range(len(kept) - 1):
        found = lexicon.at(kept, i)
        if found is None or found[0] != 2 or not all(s.kind == "value" for s in found[1]):
            continue
        noun, value = kept[i + 1], kept[i]
        rows = {s.ref.casefold() for s in lexicon.lookup((noun.norm,)) if s.kind == "dataset"}
        rows |= _counted(lexicon.lookup((noun.norm,)), lexicon)
        same = {(s.ref, s.value) for s in found[1]} & {(s.ref, s.value) for s in lexicon.lookup((value.norm,))}
        own = {s.ref.partition(".")[0].casefold() for s in found[1]}
        apart = _asked(kept, i) or _each(kept, i + 2) or _lack(kept, i)
        if not (rows & own and same and is_plural(noun.norm) and apart):
            continue
        counted = norm_at(kept, i - 1) in AMOUNTS  # "most business customers by country"
        if counted and any(t.norm in BY_EACH and _parted(kept, j + 1, lexicon) for j, t in enumerate(kept)):
            return kept
        return [*kept[:i], noun, Token("", "in", "word", value.start, value.start), value, *kept[i + 2 :]]
    return kept


def _parted(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """A breakdown is named here, and no figure by which rows may be ranked."""
    return lexicon.means_at(tokens, i, "field", "dataset") and not lexicon.means_at(tokens, i, "metric")


def _told_apart(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Business customers versus club members": beside another value of its field the noun behind one adds nothing."""
    for i in range(len(tokens) - 1):
        found = lexicon.at(tokens, i)
        if found is None or not all(s.kind == "value" for s in found[1]):
            continue
        at = i + found[0]
        noun = lexicon.lookup((tokens[at].norm,)) if at < len(tokens) else ()
        own = {s.ref for s in found[1]}
        owners = {ref.partition(".")[0].casefold() for ref in own}
        rows = {s.ref.casefold() for s in noun if s.kind == "dataset"} & owners
        if not rows or not any(s.kind == "choice" for s in noun) or not is_plural(tokens[at].norm):
            continue
        ahead = lexicon.at(tokens, at + 2) if norm_at(tokens, at + 1) in JOINS else None
        behind = [f for n in (1, 2, 3) if (f := lexicon.at(tokens, i - 1 - n)) and f[0] == n]
        behind = behind if norm_at(tokens, i - 1) in JOINS else []
        if any(
            own & {s.ref for s in senses if s.kind == "value"} for _, senses in [*behind, *([ahead] if ahead else [])]
        ):
            return [*tokens[:at], *tokens[at + 1 :]]
    return tokens


def _with_noun(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "List our outlets", where the model knows "outlet stores": those rows, of which something is asked."""
    for i in range(1, min(len(tokens), HEAD)):
        found = lexicon.at(tokens, i)
        if norm_at(tokens, i - 1) not in LEADS or found is None or found[0] > 1 or not is_plural(tokens[i].norm):
            continue
        led = i == 1 or norm_at(tokens, i - 1) == "list" or norm_at(tokens, i - 2) in ASKING
        if not led or norm_at(tokens, i + 1) in (":", ",", "-"):
            continue  # "our outlets: revenue by store"
        values = {(s.ref, s.value) for s in found[1] if s.kind == "value"}
        if len(values) != 1 or len(values) < len(found[1]):
            continue
        dataset = lexicon.model.dataset(next(iter(values))[0].partition(".")[0])
        nouns = [name_words(n) for n in (dataset.name, dataset.label, *dataset.synonyms)] if dataset else []
        for noun in [n[0] for n in nouns if len(n) == 1]:
            for one in forms(tokens[i].norm):
                if values <= {(s.ref, s.value) for s in lexicon.lookup((one, noun))}:
                    rows = replace(tokens[i], norm=f"{noun}s" if not is_plural(noun) else noun)
                    place = Token("", "in", "word", tokens[i].start, tokens[i].start)
                    return [*tokens[:i], rows, place, replace(tokens[i], norm=one), *tokens[i + 1 :]]
    return tokens


def _counted(senses: Sequence[Sense], lexicon: Lexicon) -> set[str]:
    """The rows that a word with several meanings may stand for by the model's own plain name."""
    words = {s.ref for s in senses if s.kind == "choice"}
    return {d.name.casefold() for d in lexicon.model.datasets if d.name.casefold() in {w.casefold() for w in words}}


def _each(tokens: Sequence[Token], i: int) -> bool:
    """ "(Outlet stores) with their revenue"."""
    return norm_at(tokens, i) in ("with", "and") and norm_at(tokens, i + 1) == "their"


def _lack(tokens: Sequence[Token], i: int) -> bool:
    """ "Business customers in Germany who have not ordered": who they are, at the beginning, by what they lack."""
    rest = [t.norm for t in tokens[i + 2 :]]
    who = next((n for n, norm in enumerate(rest) if norm in ("who", "that", "which")), -1)
    if not i and "without" in rest:
        return True
    denied = who >= 0 and bool({"not", "never", "havent", "haven't", "no"} & set(rest[who : who + 4]))
    return denied and all(t.norm in LEADS for t in tokens[:i])


def _asked(tokens: Sequence[Token], i: int) -> bool:
    """A ranking or "which" stands right before."""
    at = i - 1
    while (
        at >= 0
        and i - at <= NUMBERED
        and (tokens[at].kind == "number" or tokens[at].norm in NUMBERS or tokens[at].norm in LINKS)
    ):
        at -= 1
    if at < 0:
        return False
    before = {t.norm for t in tokens[max(at - 1, 0) : at + 1]}
    return tokens[at].norm in RANK_DESC | RANK_ASC | ASKS or bool(before & (RANK_DESC | RANK_ASC) and at == i - 1)
