"""Figures dated by the first day of a month that they are of as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent_actions.errors import FixableError
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import Tables

MODEL = read_model(read_folder(Path("infra/local/lake/model")))
TODAY = date(2026, 11, 15)


def compiled(**asked: object) -> str:
    request = MetricRequest.model_validate({"metrics": ["target_revenue"], **asked})
    return compile_metrics(MODEL, request, TODAY, Tables.of(())).sql


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2026-10"},
        {"period": "2026-Q3", "grain": "month"},
        {"period": "this month"},
        {"period": "this fiscal year", "grain": "fiscal_quarter"},
        {"period": "2026", "by": "month_of_year"},
        {"period": "..2026-10-31"},
        {},
    ],
)
def test_whole_months_are_fine(asked: dict[str, object]) -> None:
    assert "revenue_target" in compiled(**asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2026-10", "weekdays": ["sat"]},
        {"period": "2026-10", "by": "weekday"},
        {"period": "2026-10", "grain": "day"},
        {"period": "2026-10", "grain": "week"},
        {"period": "2026-10-05..2026-10-14"},
        {"period": "last week"},
        {"period": "2026-12-01..2026-12-14"},
        {"metrics": ["revenue", "target_revenue"], "period": "last 7 days"},
    ],
)
def test_parts_of_a_month_are_refused(asked: dict[str, object]) -> None:
    with pytest.raises(FixableError, match="by the month"):
        compiled(**asked)
