"""Replies in the words of people: each thread of ``replies.txt``, on the demo's model and on another company's."""

from __future__ import annotations

import pytest

from agent_actions.contract import HistoryTurn
from infra.local.model.known import Known
from infra.local.model.plan import plan
from tests.unit.planner.models import TODAY, said
from tests.unit.planner.tables import read_blocks, told
from tests.unit.planner.test_verbs import ALL

THREADS = read_blocks("replies.txt")


@pytest.mark.parametrize(
    ("model", "messages"), THREADS, ids=[f"{m}: {t[0][0]} ({n})" for n, (m, t) in enumerate(THREADS)]
)
def test_a_reply_changes_what_it_says_and_nothing_else(model: str, messages: list[tuple[str, str]]) -> None:
    turns: list[HistoryTurn] = []
    for message, expected in messages:
        outcome = plan(message, Known(ALL[model], TODAY, tuple(turns)))
        assert told(outcome) == expected, message
        turns.append(said(message, outcome))
