"""What is most common: "the most common topic in each region" is the topic with the most tickets."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import word_set
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import name_of
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.parts_of.heads import people

COMMON = word_set("common frequent popular used usual typical widespread chosen")
OFTEN = word_set("often frequently commonly widely")
ENDS = {"most": "most", "least": "fewest"}
IS = word_set("is was are were")
ASKS = word_set("which what whats")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the count of the rows that have such a value; where several could be meant, as they are."""
    kept = list(tokens)
    for i, token in enumerate(kept):
        end = i + 1 + (norm_at(kept, i + 1) in OFTEN)
        if token.norm not in ENDS or norm_at(kept, end) not in COMMON or lexicon.at(kept, end):
            continue
        turned = _before_noun(kept, i, end + 1, lexicon) or _behind_noun(kept, i, end + 1, lexicon)
        if turned:
            return turned
    return kept


def _before_noun(tokens: list[Token], i: int, noun: int, lexicon: Lexicon) -> list[Token] | None:
    """ "The most common topic": the topic with the most tickets."""
    term = lexicon.at(tokens, noun) if noun < len(tokens) else None
    count = _count(term[1], tokens[:i] + tokens[noun + term[0] :], lexicon) if term else None
    if term is None or count is None:
        return None
    lead = f"with the {ENDS[tokens[i].norm]}"
    made = Wording(tokens).put(range(i, noun), name_of(count, lexicon), (), _said(tokens, i, noun), lead)
    grown = len(made) - len(tokens) + noun - i
    return [*made[:i], *tokens[noun : noun + term[0]], *made[i : i + grown], *tokens[noun + term[0] :]]


def _behind_noun(tokens: list[Token], i: int, after: int, lexicon: Lexicon) -> list[Token] | None:
    """ "Which topic is the most common": which one had the most tickets."""
    verb = i - 1 - (norm_at(tokens, i - 1) == "the")
    if norm_at(tokens, verb) not in IS:
        return None
    for j in range(verb - 1, 0, -1):
        term = lexicon.at(tokens, j)
        if term and j + term[0] == verb and norm_at(tokens, j - 1) in ASKS:
            count = _count(term[1], tokens[:j] + tokens[after:], lexicon)
            lead = f"had the {ENDS[tokens[i].norm]}"
            said = _said(tokens, verb, after)
            return Wording(tokens).put(range(verb, after), name_of(count, lexicon), (), said, lead) if count else None
    return None


def _said(tokens: Sequence[Token], first: int, end: int) -> str:
    return " ".join(t.surface for t in tokens[first:end])


def _count(senses: Sequence[Sense], others: Sequence[Token], lexicon: Lexicon) -> Metric | None:
    """The one figure that counts the rows which the field is of; those that are named, where several have such."""
    strong = [s for s in senses if not s.weak] or list(senses)
    if any(s.kind in ("metric", "choice", "dataset") for s in strong):
        return None
    owners = {s.ref.partition(".")[0] for s in strong if s.kind == "field"}
    named = {s.ref for i in range(len(others)) if (t := lexicon.at(others, i)) for s in t[1] if s.kind == "dataset"}
    owners = owners & named or owners
    person = people(lexicon.model)
    if len(owners) != 1 or (person and person.name in owners):
        return None
    found = [m for m in lexicon.reach.counters(owners.pop()) if name_of(m, lexicon)]
    return found[0] if len(found) == 1 else None
