"""What is said with a question that can be put: what was taken for granted, which days are left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from infra.local.model import consistent
from infra.local.model.figures import plans
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Query
from infra.local.model.parts import Parts
from infra.local.model.says import words
from infra.local.model.threads.earlier import Earlier
from infra.local.model.times import under_way


def noted(query: Query, parts: Parts, lexicon: Lexicon, today: date, before: Earlier | None = None) -> Query:
    """The question with its notes. Raises Stop where it would not say what was asked."""
    query = replace(query, request=consistent.check(query.request, parts, lexicon, before.request if before else None))
    query = under_way.left_out(query, lexicon, today)
    notes = consistent.differences(query.request.metrics, lexicon, beside=parts.versus or parts.compare)
    taken = [taken for taken, _ in parts.chosen] + [words.field_chosen(*turn) for turn in parts.meant]
    notes += [how for _, how in parts.chosen if how]
    notes += plans.check(query.request, lexicon, today)
    return replace(query, notes=(*query.notes, *notes), taken=(*taken, *query.taken))
