"""How far data reach: a period without any is said to be so, one that they reach in part is said to be partial."""

from datetime import date

import pytest

from agent_actions.coverage import Coverage, nothing_there, partly_there
from agent_actions.semantic.periods import parse_period

TODAY = date(2026, 11, 15)
ORDERS = Coverage("Orders", date(2024, 11, 1), date(2026, 11, 14))
STALE = Coverage("Visits", date(2024, 11, 1), date(2026, 10, 20))
UNKNOWN = Coverage("Stores", None, None)
BEGIN, END = "The data of Orders begin on 1 Nov 2024.", "The data of Orders go to 14 Nov 2026."


@pytest.mark.parametrize(
    ("period", "covered", "said"),
    [
        ("2020", [ORDERS], BEGIN),
        ("2024-10", [ORDERS], BEGIN),
        ("today", [ORDERS], END),
        ("2024-11", [ORDERS], ""),
        ("this month", [ORDERS], ""),
        ("2020", [UNKNOWN], ""),
        ("2020", [], ""),
        ("today", [ORDERS, UNKNOWN], ""),
    ],
)
def test_a_period_outside_of_the_data_is_named(period: str, covered: list[Coverage], said: str) -> None:
    assert nothing_there(parse_period(period, TODAY), covered) == said


@pytest.mark.parametrize(
    ("period", "covered", "said"),
    [
        ("2024", [ORDERS], (BEGIN,)),
        ("2025", [ORDERS], ()),
        ("this month", [ORDERS], ()),
        ("until 2025-01-01", [ORDERS], ()),
        ("last month", [STALE], ("The data of Visits go to 20 Oct 2026.",)),
        ("2025", [STALE], ()),
        ("2025", [UNKNOWN], ()),
    ],
)
def test_a_period_that_the_data_reach_in_part_is_named(
    period: str, covered: list[Coverage], said: tuple[str, ...]
) -> None:
    assert partly_there(parse_period(period, TODAY), covered, TODAY) == said
