""" "Leave out agents with fewer than 10 tickets", "drop those below 10,000": rows of the answer before, by a figure.

What is left out are the rows within the bound, so that those beyond it are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.model import Metric
from agent_actions.semantic.request import Filter, MetricRequest
from infra.local.model.bounding.bounds import OPPOSITE, Op
from infra.local.model.bounding.limits import value_of
from infra.local.model.english import vocabulary as v
from infra.local.model.english.bound_words import HAVING
from infra.local.model.english.numerals import number_at
from infra.local.model.english.text import Token, norm_at
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop
from infra.local.model.parts import Parts, Threshold
from infra.local.model.parts_of.rates import is_percent
from infra.local.model.says.refusals import refuse
from infra.local.model.sentence import PERCENT
from infra.local.model.threads import bound_again, history
from infra.local.model.threads.earlier import Earlier

_LEAD = r"(?:(?:ok|okay|and|now|but|please|then|also|can you|could you|so|just)\s)*"
_OUT = re.compile(
    rf"^{_LEAD}(?:leave out|leaving out|drop|remove|exclude|excluding|without|ignore|skip|hide|filter out|take out|"
    r"get rid of|kick out|omit|cut out|throw out)(?=\s)"
)
_KEEP = re.compile(
    rf"^{_LEAD}(?:only keep|keep only|keep just|show only|show me only|only show|limit to|keep|only)(?=\s)"
)
_THOSE = frozenset(["those", "these", "ones", "anything", "everything", "all", "any", "the", "every", "rows"])
_LINKS = v.word_set("with that have has had having where which who whose is are was were a an the got")
_BOUNDS: dict[tuple[str, ...], Op] = {
    ("fewer", "than"): "lt", ("less", "than"): "lt", ("below",): "lt", ("under",): "lt", ("lower", "than"): "lt",
    ("smaller", "than"): "lt", ("more", "than"): "gt", ("above",): "gt", ("over",): "gt", ("higher", "than"): "gt",
    ("greater", "than"): "gt", ("at", "least"): "gte", ("at", "most"): "lte", ("up", "to"): "lte",
}  # fmt: skip
_AGAIN = v.word_set("and but yet only just now then ok okay what how about those ones the with")
_RANGES = ("gt", "gte", "lt", "lte")
_ENDS = frozenset(["please", "pls", "in", "of", "", "?", "altogether"])
_LEAVES_OUT = (
    "leave out", "leaving out", "exclude", "excluding", "without", "drop", "remove", "ignore", "take out", "skip",
    "and leave out", "but leave out", "and without", "but without", "and exclude", "then leave out", "please leave out",
)  # fmt: skip
_ENOUGH = re.compile(
    rf"(?:^|[,;.]\s*|\band\s+)(?P<said>(?P<number>\d{{1,3}}|{'|'.join(v.NUMBERS)}) "
    r"(?:is|are|will be|would be|will|would) (?:enough|do|plenty|fine|sufficient)(?: for me| please| thanks)?[\s.!]*)$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:(?:and|so|but|ok|okay|now|then) )*(?:(?:who|which|what)(?: one| of (?:them|those|these)| \w+){0,2}"
    r" (?:comes?|came|is|was|are|ranks?|ranked|finishe[sd]|takes|took|gets?|got) )?(?:(?:in|at|on|as) )?(?:the )?"
    r"(?P<place>second|third|fourth|fifth|2nd|3rd|4th|5th|runner up|(?:number|no|#) (?:two|three|2|3)|next)"
    r"(?: (?:place|one|best|spot|rank|position))?(?: (?:then|overall|there))?"
)
_HAVING = ("with", "having", "that had", "that have", "those with", "who had", "which had")
_WHICH_OF = re.compile(
    r"(?:(?:and|so|but|now|then|ok|okay),? )*(?:who|which(?: one)?)(?P<of> of (?:them|those|these))?"
    r" (?!ones?\b|of\b|(?:are|were|have)\b|\w+s\b(?<!\bis)(?<!\bwas)(?<!\bhas)(?<!\bdoes)(?<!\btakes)(?<!\bneeds))"
)


def enough(text: str, turns: Sequence[HistoryTurn]) -> str:
    """ "Ten is enough", "..., 20 will do", at the end of a reply to rows, as "limit 10"."""
    found = _ENOUGH.search(text)
    before = history.last_request(turns) if found else None
    return f"{text[: found.start('said')]}limit {found['number']}" if found and before and before.dimensions else text


def changed(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> MetricRequest | None:
    """The request of before with a limit on a figure, or with another one on its rows. Raises Stop."""
    _check_place(tokens, before.request)
    return _limited(tokens, before, lexicon) or rebounded(tokens, before.request, lexicon)


def bounds_rows(parts: Parts, normal: str) -> None:
    """ "Leave out countries with under 1,000 clicks", "with over 1,000 clicks": which rows stay, of what was asked."""
    bounding = {t.item.first for t in parts.thresholds if t.item}
    others = {m.item.first for m in parts.measures} - bounding
    begins = normal.startswith(tuple(f"{s} " for s in (*_LEAVES_OUT, *_HAVING)))
    if begins and bounding and not others and not parts.periods:
        parts.flags.add("only")
    if (parts.thresholds or parts.conditions) and bound_again.narrows(normal):
        parts.flags.add(bound_again.NARROWS)


def _limited(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> MetricRequest | None:
    """The request of before with such a limit; None where the words say something else, or more.

    Raises Stop for a number in another unit than the figure's.
    """
    request = before.request
    plain = not (request.share or request.compare or request.running or request.rolling or request.count)
    if not (plain and request.dimensions):
        return None
    line = " ".join(t.norm or "-" for t in tokens)
    out, keep = _OUT.match(line), _KEEP.match(line)
    lead = out or keep
    if lead is None:
        return None
    i = _past_rows(tokens, len(lead.group().split()), before, lexicon)
    rows = i
    i = _past(tokens, i, _LINKS) if i else 0
    had = any(t.norm in HAVING for t in tokens[rows:i])
    figure, i = _figure(tokens, i, lexicon) if i else (None, 0)
    i = _past(tokens, i, _LINKS | {"of"}) if figure else i
    op, i = _bound(tokens, i) if i else (None, 0)
    if op is None:
        return None
    currency = v.CURRENCIES.get(norm_at(tokens, i), "")
    i += bool(currency)
    number, used = number_at(tokens, i)
    if number is None:
        return None
    i += used
    if not currency:
        percent = norm_at(tokens, i) in ("%", "percent")
        currency = PERCENT if percent else v.CURRENCIES.get(norm_at(tokens, i), "")
        i += bool(currency)
    behind, end = _figure(tokens, _past(tokens, i, frozenset(["in", "of"])), lexicon)
    i = end if behind else i
    if any(t.norm not in _ENDS for t in tokens[i:]) or (figure and behind):
        return None
    meant = [m for m in before.metrics if is_percent(m)] if currency == PERCENT else list(before.metrics)
    metric = figure or behind or (meant[0] if len(meant) == 1 and len(before.metrics) == len(request.metrics) else None)
    if metric is None or (had and not (figure or behind or lexicon.reach.counts(metric))):
        return None
    limit = Threshold(None, op, number, currency, behind is not None)
    kept = Filter(field=metric.name, op=OPPOSITE[op] if out else op, values=(value_of(limit, metric, lexicon.reach),))
    metrics = tuple(dict.fromkeys((*request.metrics, metric.name)))
    filters = bound_again.put(request.filters, [kept], narrows=True, replaces=False)
    return request.model_copy(update={"metrics": metrics, "filters": tuple(filters)})


def rebounded(tokens: Sequence[Token], request: MetricRequest, lexicon: Lexicon) -> MetricRequest | None:
    """ "And above 1000?", after orders above 500: the one bound on single rows by another number."""
    bounds = [f for f in request.filters if f.op in _RANGES]
    i = _past(tokens, 0, _AGAIN)
    op, i = _bound(tokens, i)
    number, used = number_at(tokens, i)
    if op is None or number is None or len(bounds) != 1 or "." not in bounds[0].field:
        return None
    i += used
    i += v.CURRENCIES.get(norm_at(tokens, i), "") == lexicon.model.config.defaults.currency
    if any(t.norm not in _ENDS - {"in", "of"} for t in tokens[i:]):
        return None
    value = int(number) if number == int(number) else number
    new = bounds[0].model_copy(update={"op": op, "values": (value,)})
    narrows = bound_again.narrows(" ".join(t.norm for t in tokens if t.norm))
    put = bound_again.put(bounds, [new], narrows=narrows, replaces=False)
    others = [f for f in request.filters if f is not bounds[0]]
    return request.model_copy(update={"filters": (*others, *put)})


def _check_place(tokens: Sequence[Token], request: MetricRequest) -> None:
    """ "Who comes second?", of rows: no place of a ranking is picked alone, nor are those before it. Raises Stop."""
    found = _PLACE.fullmatch(" ".join(t.norm for t in tokens if t.norm and t.norm not in ("?", "please")))
    if found and (request.dimensions or request.grain or request.by):
        raise Stop(refuse("nth place", found["place"]))


def without_rows(tokens: Sequence[Token], before: Earlier, lexicon: Lexicon) -> list[Token]:
    """ "Drop the stores in Germany" as "without the stores in Germany": these rows go, not the breakdown."""
    lead = _OUT.match(" ".join(t.norm or "-" for t in tokens)) if before.request.dimensions else None
    first = len(lead.group().split()) if lead else 0
    i = _past_rows(tokens, first, before, lexicon) if lead else 0
    value = (
        lexicon.at(tokens, i + 1) if i and i + 1 < len(tokens) and norm_at(tokens, i) in ("in", "from", "of") else None
    )
    if not lead or not value or any(s.kind != "value" for s in value[1]):
        return list(tokens)
    return [replace(tokens[0], norm="without", end=tokens[first - 1].end), *tokens[first:]]


def _past(tokens: Sequence[Token], i: int, words: frozenset[str]) -> int:
    while norm_at(tokens, i) in words and i < len(tokens):
        i += 1
    return i


def _past_rows(tokens: Sequence[Token], i: int, before: Earlier, lexicon: Lexicon) -> int:
    """Behind "those" or the name of what the rows of before are; 0 for anything else."""
    at = _past(tokens, i, _THOSE)
    found = lexicon.at(tokens, at)
    refs = {ref.casefold() for ref in before.request.dimensions}
    own = {ref.partition(".")[0] for ref in refs}
    if found and any(s.ref.casefold() in (refs if s.kind == "field" else own) for s in found[1] if s.kind != "value"):
        return at + found[0]
    return at if at > i and found is None else 0


def _figure(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[Metric | None, int]:
    found = lexicon.at(tokens, i)
    metrics = {s.ref for s in found[1] if s.kind == "metric" and not s.weak} if found else set[str]()
    rows = {s.ref for s in found[1] if s.kind == "dataset"} if found and not metrics else set[str]()
    counted = [m for name in rows for m in lexicon.reach.counters(name)]
    named = [m for name in metrics if (m := lexicon.model.metric(name))] or counted
    return (named[0], i + found[0]) if found and len(named) == 1 else (None, i)


def _bound(tokens: Sequence[Token], i: int) -> tuple[Op | None, int]:
    for words, op in _BOUNDS.items():
        if tuple(norm_at(tokens, i + n) for n in range(len(words))) == words:
            return op, i + len(words)
    return None, i


def first_of(text: str, before: MetricRequest, after: MetricRequest) -> MetricRequest:
    """ "Which of them used the least?", "who took longest?" ask for one, "who are the slowest?" for all in order.

    Which grew the most is told with the change of all.
    """
    ranked = after.order is not None and after.order != before.order and after.limit is None
    found = _WHICH_OF.match(text.casefold()) if ranked and all("." in kept.field for kept in after.filters) else None
    one = found and (found["of"] or not after.compare)
    return after.model_copy(update={"limit": 1}) if one else after
