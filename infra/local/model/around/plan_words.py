"""Figures set against their plan: "target vs actual", "did the outlets hit their target", "which stores missed it".

Such a turn becomes one mark; what it stands for is settled by :mod:`plans`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.local.model.english.text import Token, name_words
from infra.local.model.english.vocabulary import groups, word_set
from infra.local.model.figures import plans
from infra.local.model.figures.between_figures import SHARE_OF, figure_at
from infra.local.model.figures.plans import PLANS, Plan
from infra.local.model.lexicon import Lexicon

BESIDE, MISSED, MET, BEATEN = "plan_beside", "plan_missed", "plan_met", "plan_beaten"
BOTH = "plan_both"
"""The figure and its plan, and nothing said of the gap."""
LOWEST, HIGHEST = "plan_lowest", "plan_highest"
_VERBS = {
    name: tuple(tuple(phrase.split()) for phrase in said)
    for name, said in groups(
        {
            BESIDE: (
                "against | vs | versus | v | compared to | compared with | relative to | in relation to | off | "
                "from | gap to | gap from | gap against | gap vs | gap between | distance to | distance from | "
                "deviation from | variance to | variance from | variance against | shortfall against | shortfall "
                "to | shortfall on | measured against | held against | set against | up against | with"
            ),
            MET: (
                "hit | hits | meet | met | meets | reach | reached | reaches | make | made | makes | achieve | "
                "achieved | achieves | attain | attained | on | got to | get to"
            ),
            BEATEN: (
                "beat | beats | beaten | exceed | exceeds | exceeded | surpass | surpassed | outperform | "
                "outperformed | top | topped | over | above | ahead of | higher than | better than | past | went "
                "over | came in above"
            ),
            MISSED: (
                "miss | missed | misses | below | under | behind | short of | fell short of | fall short of | "
                "falls short of | fell below | fall below | fell behind | fall behind | failed to hit | failed to "
                "meet | failed to reach | failed to make | fail to hit | fail to meet | fail to reach | not hit | "
                "not meet | not reach | not make | not met | not reached | not achieve | not achieved | not made "
                "| worse than | lower than | lagging behind | lag behind | lagged behind | missing"
            ),
        }
    ).items()
}
PLANNED = word_set("planned budgeted targeted")
WAS = word_set("was is were are had been we they originally have has")
SET_AGAINST = word_set("vs versus against to with than")
DETERMINERS = word_set("the its their our his her this that monthly own")
AUXILIARIES = word_set("did does do is was were are has have had")
OPENS = word_set("how far close much well did does do is was were are has have we they it")
"""At the beginning of a question whether, or how far: the answer stands in the figures."""
STANDS = word_set("were was are is came come that who which have has had ended finished stayed been with whose having")
"""Between what is listed and "below target"."""
DOES = word_set("do doing did perform performed performing performs fare fared compare compares stack up come came out")
ASKS = word_set("which what who list show any")
FURTHEST = word_set("furthest farthest most furthermost")
JOINS = word_set("vs versus v and against , / to or with")
PLAIN_JOINS = word_set("and , with")
GAP = word_set("gap difference differences shortfall variance deviation missing much far short off missed delta")
BETWEEN = tuple(tuple(p.split()) for p in ("gap between", "difference between", "variance between", "distance between"))
PLURALS = word_set("targets plans goals budgets quotas")
SETS = word_set("set put hold place stack pit measure")
THAT = word_set("it that those them this these")
"""Behind such a verb the figure of before: "set that against the plan"."""
REACHED = word_set("reached achieved met hit made attained fulfilled reach")
ATTAINMENT = word_set("attainment achievement fulfilment fulfillment completion")
SHARES = word_set("share percentage percent % part proportion pct much")
ACTUAL = word_set("actual actuals achieved realised realized")
TAILS = tuple(
    tuple(phrase.split())
    for phrase in groups(
        {
            "gap": (
                "and by how much | , by how much | by how much | and how much is missing | how much is missing | "
                "and how much missing | how much missing | and the gap | , the gap | with the gap | and gap | "
                "plus the gap | and the difference | with the difference | and the shortfall | and how far they "
                "are off | and how much they are short | and how much they were short | and how much they missed "
                "it by | and the variance | and the deviation | , both numbers | both "
                "numbers | both figures | , both figures"
            )
        }
    )["gap"]
)


@dataclass(frozen=True)
class _Named:
    """The plan's tokens: from ``first`` up to ``last``."""

    first: int
    last: int


def read(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens with a mark for such a turn; as they are where the model has no such plan."""
    found = list(tokens)
    if not any(t.norm in PLANS for t in found):
        return tuple(found)
    plan = plans.of(lexicon)
    found = _what_was_planned(found, plan) if plan else found
    named = _named(found, plan, lexicon) if plan else None
    if plan is None or named is None or _others(found, plan, lexicon):
        return tuple(found)
    if turned := _reached(found, named, plan):
        return tuple(turned)
    turned = _with_actual(found, named, plan, lexicon) or _said(found, named, plan, lexicon)
    return tuple(turned or _alone(found, named, plan, lexicon) or found)


def _what_was_planned(tokens: list[Token], plan: Plan) -> list[Token]:
    """ "Versus what was planned" is versus plan; "what was planned for October" asks for the planned figure."""
    at = next((i for i, t in enumerate(tokens) if t.norm in PLANNED), -1)
    first = at - 1
    while first >= 0 and tokens[first].norm in WAS:
        first -= 1
    if first < 0 or tokens[first].norm != "what" or (first == at - 1 and at > 0):
        return tokens
    if len(tokens) == at - first + 1:
        return tokens  # "what is planned", and nothing says of what
    before = [t.norm for t in tokens[:first] if t.norm not in ("and", ",", "so")]
    words = name_words(plan.planned.label) if not before else ("plan",) if before[-1] in SET_AGAINST else ()
    said = [replace(tokens[at], norm=word, start=tokens[first].start) for word in words]
    return [*tokens[:first], *said, *tokens[at + 1 :]] if words else tokens


def _named(tokens: Sequence[Token], plan: Plan, lexicon: Lexicon) -> _Named | None:
    """The first words that name the plan, or its dataset, or nothing else that is known."""
    i, own = 0, {d.casefold() for d in plan.planned.datasets}
    while i < len(tokens):
        term = lexicon.at(tokens, i)
        n = term[0] if term else 1
        if term is None and tokens[i].norm in PLANS:
            return _Named(i, i + 1)
        if term and any(t.norm in PLANS for t in tokens[i : i + n]):
            refs = {s.ref.partition(".")[0].casefold() for s in term[1] if s.kind != "choice"}
            return _Named(i, i + n) if refs & (own | {plan.planned.name.casefold()}) else None
        i += n
    return None


def _others(tokens: Sequence[Token], plan: Plan, lexicon: Lexicon) -> bool:
    """Another figure is named too, which the plan is not of; a count of what it is made for may be to count them."""
    home = plans.home(plan, lexicon)
    for i in range(len(tokens)):
        found = figure_at(tokens, i, lexicon)
        metrics = set(found.metrics) if found else set()
        counts = home is not None and any(lexicon.reach.counts(m) == home.name.casefold() for m in metrics)
        if metrics and not metrics & {plan.actual, plan.planned} and not counts:
            return True
    return False


def _with_actual(tokens: list[Token], named: _Named, plan: Plan, lexicon: Lexicon) -> list[Token] | None:
    """ "Target vs actual", "actual and planned revenue"."""
    first, last = named.first, named.last
    j = last
    while j < len(tokens) and tokens[j].norm in JOINS | DETERMINERS:
        j += 1
    k = first - 1
    while k >= 0 and tokens[k].norm in JOINS | DETERMINERS:
        k -= 1
    if last < j < len(tokens) and tokens[j].norm in ACTUAL:
        last = _behind(tokens, j + 1, plan, lexicon)
    elif 0 <= k < first - 1 and tokens[k].norm in ACTUAL:
        first = k
        last = _behind(tokens, last, plan, lexicon)
    elif 0 <= k < first - 1 and (start := _actual_before(tokens, k + 1, plan, lexicon)) is not None:
        start = _gap_before(tokens, start)
        return _without_tails(
            [*tokens[:start], *_mark(_shown(tokens, start, last), tokens, start, last), *tokens[last:]]
        )
    else:
        return None
    first = _gap_before(tokens, first)
    return _without_tails([*tokens[:first], *_mark(_shown(tokens, first, last), tokens, first, last), *tokens[last:]])


def _shown(tokens: Sequence[Token], first: int, last: int) -> str:
    """Whether the gap is shown too: "revenue and target" are the two."""
    against = any(t.norm in JOINS - PLAIN_JOINS for t in tokens[first:last])
    return BESIDE if against or any(t.norm in GAP for t in tokens) else BOTH


def _reached(tokens: list[Token], named: _Named, plan: Plan) -> list[Token] | None:
    """ "What percentage of the target was reached", "target attainment": the figure in percent of its plan."""
    first, last = named.first, named.last
    if last < len(tokens) and tokens[last].norm in ATTAINMENT:
        return [*tokens[:first], *_share(tokens, first, plan), *tokens[last + 1 :]]
    while first and tokens[first - 1].norm in DETERMINERS:
        first -= 1
    if first < 2 or tokens[first - 1].norm != "of" or tokens[first - 2].norm not in SHARES:
        return None
    first -= 2
    while first and tokens[first - 1].norm in ("what", "which", "how", "the"):
        first -= 1
    j = last
    while j < len(tokens) and tokens[j].norm in STANDS | {"did", "do", "we"}:
        j += 1
    if j < len(tokens) and tokens[j].norm in REACHED:
        return [*tokens[:first], *_share(tokens, first, plan), *tokens[j + 1 :]]
    return None


def _share(tokens: Sequence[Token], at: int, plan: Plan) -> list[Token]:
    share = replace(tokens[at], norm=SHARE_OF, kind="word")
    return [*_words(tokens[at], plan.actual.label), share, *_words(tokens[at], plan.planned.label)]


def _words(at: Token, label: str) -> list[Token]:
    return [replace(at, norm=word, kind="word") for word in name_words(label)]


def _alone(tokens: list[Token], named: _Named, plan: Plan, lexicon: Lexicon) -> list[Token] | None:
    """ "How much is planned for December", "what was the plan": the planned figure, where no other is named."""
    word, first = tokens[named.first].norm, named.first
    figures = [m for i in range(len(tokens)) if (f := figure_at(tokens, i, lexicon)) for m in f.metrics]
    asks_more = any(t.norm in ASKS | {"how"} for t in tokens[named.last :])
    if named.last - first != 1 or word in PLURALS or asks_more or {plan.actual, plan.planned} & set(figures):
        return None
    if not any(t.norm for t in tokens[named.last :]):
        return None
    while first and tokens[first - 1].norm in DETERMINERS | AUXILIARIES | {"we", "been", "s"}:
        first -= 1
    head = 1 if first and tokens[first - 1].norm in ("what", "whats") else 0
    head = 2 if first > 1 and [t.norm for t in tokens[first - 2 : first]] == ["how", "much"] else head
    if not head:
        return None
    return [*tokens[: first - head], *_words(tokens[named.first], plan.planned.label), *tokens[named.last :]]


def _gap_before(tokens: Sequence[Token], first: int) -> int:
    """Where "the gap between" begins that ends at this place."""
    if tuple(t.norm for t in tokens[max(first - 2, 0) : first]) not in BETWEEN:
        return first
    return first - 2 - (first > 2 and tokens[first - 3].norm == "the")


def _behind(tokens: Sequence[Token], i: int, plan: Plan, lexicon: Lexicon) -> int:
    """The place behind the actual figure's own name, where it goes on: "plan vs actual revenue"."""
    found = figure_at(tokens, i, lexicon)
    return found.last if found and plan.actual in found.metrics else i


def _actual_before(tokens: Sequence[Token], end: int, plan: Plan, lexicon: Lexicon) -> int | None:
    """Where the actual figure's name begins that ends at this place: "revenue (vs target)", "actual revenue"."""
    for start in range(max(end - 4, 0), end):
        found = figure_at(tokens, start, lexicon)
        if found and found.first == start and found.last == end and plan.actual in found.metrics:
            return start - (start > 0 and tokens[start - 1].norm in ACTUAL)
    return None


def _said(tokens: list[Token], named: _Named, plan: Plan, lexicon: Lexicon) -> list[Token] | None:
    """ "Hit their target", "against plan", "below target"."""
    k = named.first
    while k > 0 and tokens[k - 1].norm in DETERMINERS:
        k -= 1
    name, n = _verb(tokens, k)
    if not n:
        return None
    start = k - n
    if (whole := _actual_before(tokens, start, plan, lexicon)) is not None:
        start = whole
    subject = list(tokens[:start])
    rest = tokens[named.last :]
    many = [t.norm for t in subject[:2]] == ["how", "many"]
    whether = bool(subject) and subject[0].norm in OPENS and not many
    if any(t.norm in ("will", "would", "should", "not") for t in subject):
        return None
    furthest = subject and subject[-1].norm in FURTHEST and name in (MISSED, BEATEN)
    if furthest:
        name = LOWEST if name == MISSED else HIGHEST
        subject = subject[:-1]
        while subject and subject[-1].norm in {"the", *STANDS}:
            subject = subject[:-1]
        if subject and not any(t.norm in ASKS for t in subject):
            subject = [Token("which", "which", "word", tokens[0].start, tokens[0].start), *subject]
    elif name == MET and tokens[start].norm == "on" and not whether and not _asks(subject):
        return None
    elif whether or name == BESIDE:
        name = BESIDE
        while subject and subject[0].norm in OPENS:
            subject = subject[1:]
        while subject and subject[-1].norm in DOES:
            subject = subject[:-1]
        if len(subject) > 1 and subject[-1].norm in THAT and subject[-2].norm in SETS:
            subject = subject[:-2]
    else:
        while subject and subject[-1].norm in STANDS and len(subject) > 1:
            subject = subject[:-1]
        if not many and not any(t.norm in ASKS for t in subject):
            subject = [Token("which", "which", "word", tokens[0].start, tokens[0].start), *subject]
    return _without_tails([*subject, *_mark(name, tokens, start, named.last), *rest])


def _asks(subject: Sequence[Token]) -> bool:
    """It is asked which of some are so: "stores that were (on target)"."""
    return bool(subject) and (subject[-1].norm in STANDS or any(t.norm in ASKS for t in subject))


def _verb(tokens: Sequence[Token], end: int) -> tuple[str, int]:
    """What is said to have been done to the plan right before it, and in how many tokens; the longest."""
    best = ("", 0)
    for name, phrases in _VERBS.items():
        for phrase in phrases:
            n = len(phrase)
            if n > best[1] and n <= end and tuple(t.norm for t in tokens[end - n : end]) == phrase:
                best = (name, n)
    return best


def _without_tails(tokens: list[Token]) -> list[Token]:
    """Without words for the gap and for both figures, which are shown anyway."""
    for i in range(len(tokens)):
        for phrase in sorted(TAILS, key=len, reverse=True):
            if tuple(t.norm for t in tokens[i : i + len(phrase)]) == phrase:
                return _without_tails([*tokens[:i], *tokens[i + len(phrase) :]])
    return tokens


def _mark(name: str, tokens: Sequence[Token], first: int, last: int) -> list[Token]:
    return [replace(tokens[first], norm=name, kind="word", end=tokens[last - 1].end)]
