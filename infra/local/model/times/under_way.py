"""The unit of time that is under way is no lowest one: "which month was the worst" is asked of those that are over.

Nor is today a day of a moving average: what came of it so far, if anything, would pull the average down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query
from infra.local.model.reach import pools
from infra.local.model.says import words
from infra.local.model.times import spans


def left_out(query: Query, lexicon: Lexicon, today: date) -> Query:
    """The query up to the end of the last whole unit, where the lowest units of what adds up are asked for.

    Of a moving average by day, up to yesterday.
    """
    request = query.request
    if request.grain == "day" and request.mean:
        return _up_to_yesterday(query, lexicon, today)
    if request.order is None or request.limit is None or request.grain is None or request.order.direction != "asc":
        return query
    metric = lexicon.model.metric(request.order.by.removesuffix("_pct").removesuffix("_change"))
    if metric is None or pools(metric):
        return query
    defaults = lexicon.model.config.defaults
    days = (today, defaults.week_start, defaults.fiscal_year_start)
    now = spans.read(f"this {request.grain.replace('_', ' ')}" if request.grain != "day" else "today", *days)
    asked = spans.read(request.period, *days)
    if now is None or (request.period and not (asked and asked.start < now.start <= asked.end)):
        return query
    last = now.start - timedelta(days=1)
    kept = spans.between(asked.start, last) if asked and asked.start > date.min else spans.until(last)
    said = words.not_over(request.grain.replace("_", " "))
    return replace(query, request=request.model_copy(update={"period": kept.text}), taken=(*query.taken, said))


def _up_to_yesterday(query: Query, lexicon: Lexicon, today: date) -> Query:
    defaults = lexicon.model.config.defaults
    asked = spans.read(query.request.period, today, defaults.week_start, defaults.fiscal_year_start)
    if asked is None or not asked.start < today <= asked.end:
        return query
    kept = spans.between(asked.start, today - timedelta(days=1))
    return replace(
        query,
        request=query.request.model_copy(update={"period": kept.text}),
        taken=(*query.taken, words.not_over("day")),
    )
