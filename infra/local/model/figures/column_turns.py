"""Turns of English for figures that are straight from a column: "COGS by category", "what customers paid for shipping".

A bare name of a column is its sum where the model adds the column up somewhere. Where every published sum over the same
rows is limited to one value of a field, the order's status, it is asked whether this one is to be limited so as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.column_figures import added_up, is_measure, usual_condition
from agent_actions.semantic.lookup import label_for
from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.words import lower_first
from infra.local.model.bounding.quantities import kind_of, same, unit_of_field
from infra.local.model.english.listing_words import SPACES
from infra.local.model.english.text import Token, longest, name_words, norm_at
from infra.local.model.english.vocabulary import NUMBERS, word_set
from infra.local.model.english.wording import Wording
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.reach import aggregate, entity
from infra.local.model.says import words

REGARDLESS = re.compile(
    r"(?:, )?(?<!\S)(?P<all>(?:regardless of|irrespective of|no matter|whatever|whichever|independent of)"
    r"(?: the| its| their)?"
    r" (?P<field>\S+(?: \S+)?))(?=$| [,?!.])"
)
PAID = tuple(
    re.compile(rf"(?<!\S)(?P<fig>{pattern})(?!\S)")
    for pattern in (
        r"(?:how much|what) (?:did|do|have) (?:\S+) (?:pay|paid)(?: us)? for (?P<noun>\S+)",
        r"(?:how much|what) (?:did|do|have) we (?:charge|charged)(?: \S+)? for (?P<noun>\S+)",
        r"how much (?P<noun>\S+) (?:did|do|have) (?:we charge|we charged|we bill|we billed|\S+ pay|\S+ paid)(?: us)?",
        r"what (?:\S+ )?(?:pay|paid)(?: us)? for (?P<noun>\S+)",
    )
)
TAKEN = word_set("charged paid billed invoiced collected")
"""Behind a noun in the name of a column: "shipping charged"."""
BOUND = word_set("over above more under below less at least most between of is are was greater higher lower than > < =")
HEADS = word_set("what whats what's s is are was were our the of show me give us see how much high big large i need")
"""Words before a figure at the head of a question."""
SIZE = word_set("size sizes")
SIZES = frozenset(["area", "length", "mass"])
"""What is measured in units that name a field by themselves; a time or a temperature may be many things."""
UNSAID = frozenset(NUMBERS) | word_set("in a an one")
MOST_BEFORE = 5
AVERAGE = (("on", "average"),)
IN_TOTAL = (("in", "total"), ("altogether",), ("all", "together"), ("in", "all"), ("taken", "together"), ("combined",))


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as the names of sums."""
    kept = _by_space(_by_unit(list(tokens), lexicon), lexicon)
    return _bare(_in_total(_paid(_any_status(kept, lexicon), lexicon), lexicon), lexicon)


def _by_space(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Total floor space by country", "average shop size": the one field that is an area, of things that have one."""
    fields = [f for d in lexicon.model.datasets for f in d.fields if kind_of(unit_of_field(f)) == "area"]
    own = lexicon.model.dataset(fields[0].dataset) if len(fields) == 1 else None
    if own is None:
        return tokens
    things = [{own.name}, *({f.ref} for f in entity(lexicon.model, own))]
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        pair = " ".join(t.norm for t in tokens[i : i + 2])
        of = i + 2 + (norm_at(tokens, i + 2) in ("our", "the", "all"))
        rows = {norm_at(tokens, i + 1): i, norm_at(tokens, i): of if norm_at(tokens, i + 1) == "of" else -1}
        noun = next((at for word, at in rows.items() if word in SIZE), -1)
        sized = lexicon.refs((norm_at(tokens, noun),), "dataset", "field") in things
        used = 2 if (pair in SPACES and " " in pair) or (sized and noun == i) else int(sized)
        if used and (lexicon.at(tokens, i) or (1,))[0] < 2:
            said = replace(tokens[i], end=tokens[i + used - 1].end)
            found += [replace(said, norm=word) for word in name_words(fields[0].label)]
            i += used
        else:
            found.append(tokens[i])
            i += 1
    return found


def _by_unit(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "With city and square metres": the one field that is counted in them, where no number stands before."""
    fields = [f for d in lexicon.model.datasets for f in d.fields if kind_of(unit_of_field(f)) in SIZES]
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        spelled = {n: "".join(t.norm for t in tokens[i : i + n]) for n in (2, 1)}
        used = next((n for n, said in spelled.items() if kind_of(said) and i + n <= len(tokens)), 0)
        named = [f for f in fields if same(spelled[used], unit_of_field(f))] if used else []
        counted = not found or found[-1].kind == "number" or found[-1].norm in UNSAID
        if len(named) == 1 and not counted and lexicon.at(tokens, i) is None:
            last = tokens[i + used - 1].end
            found += [replace(tokens[i], norm=word, end=last) for word in name_words(named[0].label)]
        else:
            found += tokens[i : i + max(used, 1)]
        i += max(used, 1)
    return found


def check(request: MetricRequest, text: str, lexicon: Lexicon, before: Sequence[str] = ()) -> None:
    """Raises Stop with a question back on a sum that nothing limits as the published ones are, or on what is limited.

    ``text``: the message, which may say that it is not to be limited; ``before``: figures that were asked about then.
    """
    found = REGARDLESS.search(_line(text))
    field_words = name_words(found["field"]) if found else ()
    for name in (m for m in request.metrics if m not in before):
        metric = lexicon.model.metric(name)
        if metric is None:
            continue
        if not metric.column:
            if found and any(f.ref in metric.expression for f in lexicon.fields(lexicon.lookup(field_words))):
                raise Stop(Unplaced((found["all"],)))
            continue
        if not found:
            _limited(metric, request, lexicon)


def check_bare(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop with a question back on a column that no published metric adds up: its total, or its average?"""
    kept = read(tokens, lexicon)
    for i in range(len(kept) - 2):
        behind = lexicon.at(kept, i + 2) if norm_at(kept, i) == "divided" and norm_at(kept, i + 1) == "by" else None
        if behind and any(is_measure(lexicon.model, f) for f in lexicon.fields(behind[1])):
            raise Stop(Unplaced(("divided by",), kept[i].start, kept[i + 1].end))  # no breakdown by its values
    for i in range(len(kept)):
        n, fields, called = _measure(kept, i, lexicon)
        if len(fields) != 1 or lexicon.names(kept[:i], "metric") or lexicon.names(kept[i + n :], "metric"):
            continue
        leads = [(lead, lexicon.metrics(lexicon.lookup((lead, *called)))) for lead in ("total", "average")]
        options = tuple(
            Option(metrics[0].label, f"{lead} {' '.join(called)}")
            for lead, metrics in leads
            if len(metrics) == 1 and metrics[0].column
        )
        if options:
            label = lower_first(fields[0].label)
            at = (kept[i].start, kept[i + n - 1].end)
            raise Stop(Ask(" ".join(called), words.total_or_average(label), options, "word", *at, kinds=METRICS))


def _line(text: str) -> str:
    return " ".join(re.findall(r"[\w%&-]+|[,?!.]", text.casefold()))


def _limited(metric: Metric, request: MetricRequest, lexicon: Lexicon) -> None:
    usual = usual_condition(lexicon.model, metric.datasets[0]) if aggregate(metric) == "sum" else None
    if usual is None:
        return
    field, value = usual
    named = name_words(field.label)[-1]
    told = [*request.dimensions, *(f.field for f in request.filters)]
    if any((f := lexicon.model.field(ref)) and name_words(f.label)[-1] == named for ref in told):
        return
    label = lower_first(label_for(lexicon.model, field))
    options = (
        Option(words.only_of(value), f"{value} only"),
        Option(words.all_of(label), f"regardless of {label}"),
    )
    figure = lower_first(metric.label)
    raise Stop(Ask(figure, words.limited_too(metric.label, value), options, "added", kinds=frozenset()))


def _any_status(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Without "regardless of status": nothing is limited by it. A figure that is limited itself is for ``check``."""
    wording = Wording(tokens)
    found = REGARDLESS.search(wording.line)
    at = wording.place(found, "all") if found else range(0)
    if found is None or not at or not lexicon.means(name_words(found["field"]), "field"):
        return tokens
    comma = at[0] - 1 if at[0] and tokens[at[0] - 1].norm == "," else at[0]
    return [t for i, t in enumerate(tokens) if not comma <= i <= at[-1]]


def _paid(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "What did customers pay for shipping": the total of it; or its average, where "on average" is said."""
    at = next((i for i in range(len(tokens)) if longest(tokens, i, AVERAGE)), -1)
    at = -1 if any(t.norm == "per" for t in tokens) else at
    comma = at == 0 and norm_at(tokens, 2) == ","
    kept = [t for i, t in enumerate(tokens) if at < 0 or not at <= i < at + 2 + comma]
    wording = Wording(kept)
    for pattern in PAID:
        found = pattern.search(wording.line)
        place = wording.place(found, "fig") if found else range(0)
        if found and place and (named := _charged(found["noun"], lexicon)):
            return wording.put(place, named, (), found["fig"], "total" if at < 0 else "average")
    return tokens


def _charged(noun: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The name of the one column that holds what is charged for this."""
    fields = [f for d in lexicon.model.datasets for f in d.fields if is_measure(lexicon.model, f)]
    named = [w for f in fields if (w := name_words(f.label))[:1] == (noun,) and len(w) == 2 and w[1] in TAKEN]
    return named[0] if len(named) == 1 else ()


def _in_total(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How much sales area do our flagship stores have, in total?": the total sales area of these."""
    at = next((i for i in range(len(tokens)) if _measure(tokens, i, lexicon)[0]), -1)
    said = next((i for i in range(at + 1, len(tokens)) if longest(tokens, i, IN_TOTAL)), -1)
    _, _, called = _measure(tokens, at, lexicon) if at > 0 else (0, [], ())
    totals = lexicon.metrics(lexicon.lookup(("total", *called))) if called else []
    if said < 0 or norm_at(tokens, at - 1) != "much" or len(totals) != 1 or not totals[0].column:
        return tokens
    start = said - (norm_at(tokens, said - 1) == ",")
    total = replace(tokens[at], norm="total", surface="", end=tokens[at].start)
    return [*tokens[:at], total, *tokens[at:start], *tokens[said + longest(tokens, said, IN_TOTAL) :]]


def _bare(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Cost of goods by category": the total of it."""
    for i, token in enumerate(tokens):
        _, fields, called = _measure(tokens, i, lexicon)
        totals = lexicon.metrics(lexicon.lookup(("total", *called))) if fields else []
        if any(m.column for m in totals) and all(added_up(lexicon.model, f) for f in fields):
            return [*tokens[:i], replace(token, norm="total", surface="", end=token.start), *tokens[i:]]
    return tokens


def _measure(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, list[ModelField], tuple[str, ...]]:
    """The column of quantities that is named here, by nothing but its name and in the place of a figure: how many
    tokens it takes, its fields, its words."""
    n, senses = lexicon.at(tokens, i) or (0, ())
    fields = lexicon.fields(senses)
    own = bool(fields) and all(s.kind == "field" and not s.weak for s in senses)
    if not own or not all(is_measure(lexicon.model, f) for f in fields) or not _stands_alone(tokens, i, n, lexicon):
        return 0, [], ()
    return n, fields, tuple(t.norm for t in tokens[i : i + n])


def _stands_alone(tokens: Sequence[Token], i: int, n: int, lexicon: Lexicon) -> bool:
    """It is at the head of the question, or beside another figure; no bound of rows and no column of a list."""
    if norm_at(tokens, i + n) in BOUND or (i + n < len(tokens) and tokens[i + n].kind == "number"):
        return False
    before = norm_at(tokens, i - 1)
    head = [t.norm for t in tokens[:i] if t.norm]
    if before in ("and", ",", "plus", "&"):
        return lexicon.names(tokens[:i], "metric")
    return len(head) <= MOST_BEFORE and all(word in HEADS for word in head)
