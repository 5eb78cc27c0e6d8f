"""Replies that set the figure before over another: "and per parcel?", "as a share of revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.english.text import Token, forms, name_words, norm_at
from infra.local.model.english.vocabulary import RANK_ASC, RANK_DESC, word_set
from infra.local.model.figures.between_figures import OVER, SHARE_OF, SHARES, figure_at, phrase_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.parts_of.as_rates import WHOLE
from infra.local.model.parts_of.rates import rate_of
from infra.local.model.reach import entity, is_key
from infra.local.model.threads.earlier import Earlier

LEADS = word_set("and now ok okay so then what about how is that it this same show me give please also") | {"", ","}
AVERAGES = word_set("average avg mean typical")
ENDS = word_set("? . ! please then one value figure was were are the their its")
NOT_BESIDE = word_set("instead only not without replace no")
INSTEAD = (("instead", "of", "the", "total"), ("instead", "of", "in", "total"), ("not", "in", "total"), ("instead",))


def _with(tokens: list[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "With clicks and cost per click": beside what was asked; "with more than 50 clicks" limits it."""
    i = 0
    while i < len(tokens) and tokens[i].norm in LEADS:
        i += 1
    norms = {t.norm for t in tokens}
    if i >= len(tokens) or tokens[i].norm != "with" or norms & NOT_BESIDE or any(t.kind == "number" for t in tokens):
        return tokens
    mean = i + 1
    while norm_at(tokens, mean) in ("the", "their", *AVERAGES):
        mean += 1
    averaged = figure_at(tokens, mean, lexicon) if norm_at(tokens, mean - 1) in AVERAGES else None
    other = figure_at(tokens, i + 1, lexicon) or averaged
    if other is None or set(other.metrics) & set(before.metrics):
        return tokens
    return [*tokens[:i], replace(tokens[i], norm="add"), *tokens[i + 1 :]]


def put(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """The reply with the figure of the question before in its place."""
    found = _with(list(tokens), before, lexicon)
    if len(before.metrics) != 1 or before.metrics[0].computed or before.request.count:
        return found
    found = _by_its_noun(found, before.metrics[0], lexicon)
    found = _sister(_of_itself(found, before.metrics[0], lexicon), before.metrics[0], lexicon)
    i = 0
    while i < len(found) and found[i].norm in LEADS:
        i += 1
    if i >= len(found):
        return found
    name, n = phrase_at(found, i)
    share = name in (SHARE_OF, OVER)
    many = i + 1 < len(found) and found[i + 1].kind == "number"
    each = found[i].norm == "per" and _divides(found, i + 1 + many, lexicon)
    other = figure_at(found, i + n if share else i + 1 + many, lexicon) if share or each else None
    if other is None or before.metrics[0] in other.metrics:
        return found
    at = replace(found[i], end=found[i].start)
    named = [replace(at, norm=word, kind="word") for word in name_words(before.metrics[0].label)]
    rest = found[i:]
    for phrase in INSTEAD:
        if tuple(t.norm for t in rest[-len(phrase) :]) == phrase:
            rest = rest[: -len(phrase)]
            break
    return [replace(at, norm="and", kind="word"), *named, *rest]


def _of_itself(tokens: list[Token], figure: Metric, lexicon: Lexicon) -> list[Token]:
    """ "(Downtime hours,) as a percentage of all hours": of what the figure counts, which the published rate is of."""
    rate, noun = rate_of(figure, lexicon.model), name_words(figure.label)[-1]
    for i in range(len(tokens) - 2):
        at = i + 2
        while at < len(tokens) and tokens[at].norm in WHOLE:
            at += 1
        named = at < len(tokens) and tokens[at].norm == noun and lexicon.at(tokens, at) is None
        if rate is None or tokens[i].norm not in SHARES or tokens[i + 1].norm != "of" or not named:
            continue
        first = i
        while first > 0 and tokens[first - 1].norm in ("as", "in", "a"):
            first -= 1
        said = replace(tokens[first], end=tokens[at].end, kind="word")
        return [*tokens[:first], *(replace(said, norm=word) for word in name_words(rate.label)), *tokens[at + 1 :]]
    return tokens


def _sister(tokens: list[Token], figure: Metric, lexicon: Lexicon) -> list[Token]:
    """ "And the peak?", after an average temperature: the peak temperature, where there is one figure called so."""
    said = [t for t in tokens if t.norm and t.norm not in LEADS | ENDS]
    noun = name_words(figure.label)[1:]
    if len(said) != 1 or not noun or lexicon.lookup((said[0].norm,)):
        return tokens
    wanted = (said[0].norm, *noun)
    named = [m for m in lexicon.model.metrics if wanted in [name_words(n) for n in (m.label, m.name, *m.synonyms)]]
    if len(named) != 1 or named[0] is figure:
        return tokens
    at = tokens.index(said[0])
    words = [replace(said[0], norm=word, kind="word") for word in name_words(named[0].label)]
    return [*tokens[:at], *words, *(t for t in tokens[at + 1 :] if t.norm not in ENDS - {"?", ".", "!"})]


def _by_its_noun(tokens: list[Token], figure: Metric, lexicon: Lexicon) -> list[Token]:
    """ "Which got the best mark?", after an average mark: the last word of a name of the figure before."""
    nouns = {form for n in (figure.label, *figure.synonyms) for form in forms(name_words(n)[-1])}
    for i in range(1, len(tokens)):
        ranked = tokens[i - 1].norm in RANK_DESC | RANK_ASC
        if ranked and set(forms(tokens[i].norm)) & nouns and lexicon.at(tokens, i) is None:
            named = [replace(tokens[i], norm=word, kind="word") for word in name_words(figure.label)]
            return [*tokens[:i], *named, *tokens[i + 1 :]]
    return tokens


def _divides(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """The noun names rows that have no names of their own: parcels, orders; a store is a breakdown."""
    term = lexicon.at(tokens, i)
    if term is None or any(s.kind == "field" for s in term[1]):
        return False
    datasets = [d for s in term[1] if s.kind == "dataset" and (d := lexicon.model.dataset(s.ref))]
    return all(is_key(lexicon.model, f) for d in datasets for f in entity(lexicon.model, d))
