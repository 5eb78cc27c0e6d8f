"""Rows by the day on which they began: "which stores opened this year", "product launches by category"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Dataset, ModelField
from infra.local.model.lexicon import Lexicon
from infra.local.model.reach import entity
from infra.local.model.text import Token, forms, is_plural, name_words
from infra.local.model.verb_kin import BY_NAME, fits
from infra.local.model.vocabulary import word_set

ASKS = word_set("which what")
LISTS = word_set("list show name")
SMALL = word_set("me us the all our any new")
WERE = word_set("were was have has been got did that which are")
BREAKS = word_set("by per each every with and how")
"""With one of these more is asked for than the list."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as "how many stores opened this year (by store)"."""
    return _which(_events(list(tokens), lexicon), lexicon)


def _rows(token: Token, lexicon: Lexicon) -> tuple[Dataset, ModelField] | None:
    """The one kind of rows that the noun names, with the date by which they are counted."""
    names = {s.ref for s in lexicon.lookup((token.norm,)) if s.kind == "dataset" and not s.weak}
    dataset = lexicon.model.dataset(names.pop()) if len(names) == 1 else None
    counters = lexicon.reach.counters(dataset.name) if dataset else []
    dates = {m.time for m in counters if m.time}
    date = lexicon.model.field(dates.pop()) if len(dates) == 1 else None
    return (dataset, date) if dataset and date and date.ref.partition(".")[0] == dataset.name else None


def _events(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Product launches" -> "products launched"."""
    for i in range(len(tokens) - 1):
        noun, event = tokens[i], tokens[i + 1]
        named = replace(noun, norm=_plural(noun.norm))
        rows = _rows(named, lexicon) if event.kind == "word" and is_plural(event.norm) else None
        if rows is None or lexicon.at(tokens, i + 1) or (lexicon.at(tokens, i) or (1,))[0] > 1:
            continue
        roots = [form.removesuffix("ing") for form in forms(event.norm)[1:]]
        verb = next((root for root in reversed(roots) if fits(root, rows[1]) == BY_NAME), "")
        if verb:
            done = replace(event, norm=verb + ("d" if verb.endswith("e") else "ed"))
            return [*tokens[:i], named, done, *tokens[i + 2 :]]
    return tokens


def _plural(noun: str) -> str:
    return noun if is_plural(noun) else f"{noun}s"


def _which(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which stores opened this year", "list the products launched since June": one row for each of them."""
    at = 0
    while at < len(tokens) and tokens[at].norm in SMALL | LISTS | ASKS:
        at += 1
    lead = {t.norm for t in tokens[:at]}
    if not lead & (ASKS | LISTS) or at + 1 >= len(tokens) or not is_plural(tokens[at].norm):
        return tokens
    rows = _rows(tokens[at], lexicon)
    verb = at + 1
    while verb < len(tokens) and tokens[verb].norm in WERE:
        verb += 1
    if rows is None or verb + 1 >= len(tokens) or fits(tokens[verb].norm, rows[1]) != BY_NAME:
        return tokens
    rest = tokens[verb + 1 :]
    names = [f for f in entity(lexicon.model, rows[0]) if f.name not in rows[0].primary_key]
    figures = [s for j in range(len(rest)) if (f := lexicon.at(rest, j)) for s in f[1] if s.kind == "metric"]
    if len(names) != 1 or figures or any(t.norm in BREAKS for t in rest):
        return tokens
    end = len(tokens) - (tokens[-1].norm == "?")
    place = replace(tokens[0], end=tokens[max(at - 1, 0)].end)
    many = [replace(place, norm="how"), replace(place, norm="many")]
    by = [
        Token("", word, "word", tokens[end - 1].end, tokens[end - 1].end)
        for word in ("by", *name_words(names[0].label))
    ]
    return [*many, tokens[at], *tokens[verb:end], *by, *tokens[end:]]
