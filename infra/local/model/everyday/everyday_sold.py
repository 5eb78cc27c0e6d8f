"""What sold best, and in what: "best sellers", "did A outsell B", "moved most pieces", "sold in euros"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.consistent import own_values
from infra.local.model.english import verb_words as w
from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import Token, is_plural, name_words, stems
from infra.local.model.english.verb_kin import money
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import name_of, names_figure
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Ask, Option, Stop
from infra.local.model.reach import aggregate, entity
from infra.local.model.says import verb_says

SELLERS = re.compile(r"(?<!\S)(?P<fig>(?P<end>best|worst|top)\s(?:-\s)?seller(?P<many>s?)|bestseller(?P<all>s?))(?!\S)")
THINGS = ("product", "article", "item", "title", "sku", "book", "dish")
COGS = re.compile(r"(?<!\S)(?P<fig>costs?\sof\s(?:the\s|our\s)?(?:goods|products|sales)(?:\s(?:we\s)?sold)?)(?!\S)")
OUTSELLS = re.compile(r"(?<!\S)(?P<fig>outsell|outsells|outsold)(?!\S)")
DIFFERENT = re.compile(
    r"(?<!\S)(?:how\smany|number\sof|count\sof)\s(?:different|distinct|unique)\s(?P<noun>\S+)\s(?:\S+\s){0,2}?"
    r"(?P<fig>(?:did|do|have|has)\s(?:we|they)\s(?:actually\s|really\s|ever\s)?(?:sell|sold)|"
    r"(?:(?:that|which)\s)?(?:(?:was|were|got|have\sbeen)\s)?(?:actually\s|really\s)?sold)(?!\S)"
)
IN_ORDERS = re.compile(
    r"(?<!\S)(?:how\smany|number\sof|count\sof)\s(?:different|distinct|unique)\s(?P<noun>\S+)\s"
    r"(?P<fig>(?:(?:that|which)\s)?(?:were|are)(?:\sthere)?)\s(?:in|on|part\sof)\s(?:(?:the|our|all)\s)?(?P<state>\S+)\s(?P<rows>\S+)"
)
ONE_AT_LEAST = re.compile(r"(?<!\S)(?:at\sleast|more\sthan|over|minimum)\s(?:\d+|one|two|three|five|ten|once)(?!\S)")
MOST_OF = re.compile(
    r"(?<!\S)(?P<fig>moved?|moves|shift(?:ed|s)?)\s(?=(?:(?:the\s)?(?:most|least|fewest)|(?:more|less|fewer)\sthan\s\d\S*|"
    r"(?:over|under|at\sleast|at\smost)\s\d\S*)\s(?P<of>\S+))"
)
SO_MANY = re.compile(
    r"(?<!\S)(?:how\smany|number\sof)\s(?P<of>\S+)\s(?:\S+\s){0,5}?(?P<fig>(?:was\s|were\s|got\s|have\sbeen\s)?(?:moved|shifted)|"
    r"move|shift)(?!\S)(?!\s(?:to|from|into|out|up|down|on|between|over|back)\s)"
)
BY_MANY = re.compile(
    r"(?<!\S)(?:by|of)\s(?:the\s)?(?:(?:number|amount|count)\sof\s)?(?P<of>\S+)\s(?P<fig>moved|shifted)(?!\S)"
)
WHICH_SOLD = re.compile(
    r"(?<!\S)(?:which|what)\s(?:(?:of\sthe|of\sour|\d+|two|three|four|five|six|seven|eight|nine|ten)\s)?(?P<fig>\S+)(?=\ssold\s)"
)
IN_RANGE = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:that|which)\s)?(?:(?:is|are)\s)?in\s(?:the|our)\s(?:current\s)?(?:range|catalogue?|portfolio|line-?up))"
    r"(?!\s(?:of|from|between|\d))(?!\S)"
)
BEFORE_MONEY = frozenset(["in", "and", "or", ",", ""])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as a ranking, a comparison or the figure in money."""
    kept = _moved(_different(_cost_of_sold(_in_range(list(tokens), lexicon), lexicon), lexicon), lexicon)
    kept = _sellers(_which_sold(kept, lexicon), lexicon)
    return _outsells(_in_money(kept, lexicon), lexicon)


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Did A outsell B", and nothing says in what. Raises Stop with a question back."""
    wording = Wording(tokens)
    found = OUTSELLS.search(wording.line)
    metrics = lexicon.called(w.SOLD_NOUNS) if found else []
    if found is None or len(metrics) < 2:
        return
    at = wording.place(found, "fig")[0]
    first = 1 if tokens[0].norm in v.DO else 0
    subject = " ".join(t.surface for t in tokens[first:at])
    options = tuple(Option(m.label, f"{m.label} of {subject} versus") for m in metrics)
    question = verb_says.how_much(found["fig"], [o.label for o in options])
    raise Stop(Ask(found["fig"], question, options, "word", tokens[0].start, tokens[at].end, METRICS))


def _cost_of_sold(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Cost of goods sold", "cost of sales": COGS in full, where the model has that name and no longer one."""
    wording = Wording(tokens)
    found = COGS.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    term = lexicon.at(tokens, at[0]) if at else None
    if found is None or not at or not lexicon.lookup(("cogs",)) or (term and term[0] == len(at)):
        return tokens
    return wording.put(at, (), (), "", "cogs")


def _different(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many different articles did we sell": those with any piece sold, however many pieces that were."""
    wording = Wording(tokens)
    ordered = IN_ORDERS.search(wording.line)
    found = DIFFERENT.search(wording.line) or ordered
    named_here = lexicon.lookup((found["noun"],)) if found else ()
    counted = [m for m in lexicon.called(w.SOLD_NOUNS) if aggregate(m) == "sum" and not money(m)] if found else []
    words = name_of(counted[0], lexicon) if len(counted) == 1 else ()
    if found is None or not words or not any(s.kind in ("field", "dataset") for s in named_here):
        return tokens
    if ordered and found is ordered and not _sold_in(ordered["state"], ordered["rows"], counted[0], lexicon):
        return tokens
    at = wording.place(found, "fig")
    rest = " ".join(t.norm for t in tokens[at[-1] + 1 :])
    if ONE_AT_LEAST.search(rest):
        return [t for i, t in enumerate(tokens) if i not in at]
    made = wording.put(at, words, (), found["fig"], "with at least 1")
    return [replace(t, surface="1", kind="number") if t.norm == "1" and t.kind == "word" else t for t in made]


def _sold_in(state: str, rows: str, metric: Metric, lexicon: Lexicon) -> bool:
    """ "(In) completed orders", where these are what the figure counts the pieces of."""
    named = lexicon.lookup((state,))
    kept = any(own_values(metric, s.ref.partition(".")[2]) == {(s.value or "").casefold()} for s in named)
    facts = {d.casefold() for d in lexicon.reach.facts(metric)}
    ones = {r.one.casefold() for r in lexicon.model.relationships if r.many.casefold() in facts}
    return kept and bool({ref.casefold() for ref in lexicon.refs((rows,), "dataset")} & (ones | facts))


def _in_range(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Products in our range" are all of them, where the model calls their number the size of the range."""
    wording = Wording(tokens)
    found = IN_RANGE.search(wording.line)
    sized = lexicon.metrics(lexicon.lookup(("size", "of", "the", "range"))) if found else []
    rows = {name for m in sized if (name := lexicon.reach.counts(m))}
    named = {s.ref.casefold() for senses in lexicon.terms(tokens) for s in senses if s.kind == "dataset"}
    if found is None or not rows & named:
        return tokens
    gone = wording.place(found, "fig")
    return [t for i, t in enumerate(tokens) if i not in gone]


def _moved(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Moved the most pieces": those with the most, and no change; "how many pieces did A move": A has them."""
    wording = Wording(tokens)
    if (found := MOST_OF.search(wording.line)) and _moves(wording, found, lexicon, of_all=True):
        return wording.put(wording.place(found, "fig"), (), (), "", "had")
    if (found := SO_MANY.search(wording.line)) and _moves(wording, found, lexicon):
        have = "have" if found["fig"] in ("move", "shift") else "were there"
        return wording.put(wording.place(found, "fig"), (), (), "", have)
    if (found := BY_MANY.search(wording.line)) and _moves(wording, found, lexicon):
        return [t for i, t in enumerate(tokens) if i not in wording.place(found, "fig")]
    return tokens


def _moves(wording: Wording, found: re.Match[str], lexicon: Lexicon, *, of_all: bool = False) -> bool:
    """What is moved are pieces that a figure adds up. ``of_all``: or money, or what comes in day by day."""
    at = wording.place(found, "of")
    term = lexicon.at(wording.tokens, at[0]) if at and wording.place(found, "fig")[0] else None
    metrics = lexicon.measured(term[1]) if term else []
    comes = {d.name for d in lexicon.model.datasets if d.freshness} if of_all else set[str]()
    return bool(metrics) and all(
        (aggregate(m) == "sum" and (of_all or not money(m)))
        or (aggregate(m) in ("count", "distinct") and comes.issuperset(m.datasets) and of_all)
        for m in metrics
    )


def _which_sold(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which articles sold best", where "articles sold" is a figure's name too: by another name of what is sold."""
    wording = Wording(tokens)
    found = WHICH_SOLD.search(wording.line)
    noun = found["fig"] if found else ""
    if found is None or not lexicon.means((noun, "sold"), "metric") or not lexicon.means((noun,), "field", "dataset"):
        return tokens
    owners = {ref.partition(".")[0] for ref in lexicon.refs((noun,), "field", "dataset")}
    own = lexicon.model.dataset(owners.pop()) if len(owners) == 1 else None
    labels = [own.label] if own and is_plural(noun) else [f.label for f in entity(lexicon.model, own)] if own else []
    words = name_words(labels[0]) if len(labels) == 1 else ()
    at = wording.place(found, "fig")
    joined = not words or lexicon.means((*words, "sold"), "metric")
    return (
        tokens
        if joined
        else [*tokens[: at[0]], *(replace(tokens[at[0]], norm=w) for w in words), *tokens[at[-1] + 1 :]]
    )


def _sellers(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Best sellers" -> "best products", by whatever the model calls what it sells."""
    wording = Wording(tokens)
    found = SELLERS.search(wording.line)
    if found is None or lexicon.lookup(tuple(found["fig"].split())) or not lexicon.called(w.SOLD_NOUNS):
        return tokens
    noun = next((t for t in THINGS if lexicon.means((t,), "field", "dataset")), "")
    if not noun:
        return tokens
    at = wording.place(found, "fig")
    thing = noun + ("s" if found["many"] or found["all"] else "")
    if not found["end"]:
        whole = tokens[at[0]]
        best = replace(whole, norm="best", end=whole.start + len("best"))
        return [*tokens[: at[0]], best, replace(whole, norm=thing, start=best.end), *tokens[at[-1] + 1 :]]
    return [*tokens[: at[0] + 1], replace(tokens[at[-1]], norm=thing), *tokens[at[-1] + 1 :]]


def _in_money(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Sold ... in pieces and euros": the one figure in money of what is sold."""
    if not any(stems(t.norm) & w.SOLD or t.norm in ("outsell", "outsold") for t in tokens):
        return tokens
    figures = [m for m in lexicon.called(w.SOLD_NOUNS) if money(m)]
    words = name_of(figures[0], lexicon) if len(figures) == 1 else ()
    given = {s.ref for senses in lexicon.terms(tokens) for s in senses if s.kind == "metric"}
    for i, token in enumerate(tokens[1:], 1):
        own = v.CURRENCIES.get(token.norm) == (figures[0].unit if figures else "")
        amount = any(t.kind == "number" for t in tokens[max(i - 1, 0) : i + 2])
        if words and own and not amount and tokens[i - 1].norm in BEFORE_MONEY and figures[0].name not in given:
            start = i - (tokens[i - 1].norm == "in")
            turn = " ".join(t.surface for t in tokens[start : i + 1])
            return Wording(tokens).put(range(start, i + 1), words, (), turn)
    return tokens


def _outsells(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    wording = Wording(tokens)
    found = OUTSELLS.search(wording.line)
    figures = names_figure(tokens, lexicon)
    if found is None or not figures:
        return tokens
    at = wording.place(found, "fig")[0]
    rest = list(tokens[1:] if tokens[0].norm in v.DO else tokens)
    return [replace(t, norm="versus") if t is tokens[at] else t for t in rest]
