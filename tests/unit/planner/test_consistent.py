"""Questions whose request would run, and would not say what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent_actions.contract import HistoryTurn
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import SemanticModel
from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.outcomes import Outcome, Query, Refuse
from infra.local.model.plan import plan
from tests.unit.planner.models import MODELS, NO_TABLES, TODAY, link, make_dataset, make_field, make_metric, said
from tests.unit.planner.tables import told


def library() -> SemanticModel:
    """Loans of copies that branches hold: a loan has a state and two dates, a branch the day on which it opened."""
    f = make_field
    loans = make_dataset(
        "loans",
        [
            f("loans", "loan_id"),
            f("loans", "branch_id"),
            f("loans", "lent_on", "Date"),
            f("loans", "returned_on", "Date"),
            f("loans", "state", values={"overdue": [], "returned": ["given back"], "lost": []}),
            f("loans", "fee", "Decimal"),
        ],
        key="loan_id",
        time="lent_on",
    )
    branches = make_dataset(
        "branches",
        [
            f("branches", "branch_id"),
            f("branches", "branch_name"),
            f("branches", "opened_on", "Date", label="Opening date"),
        ],
        key="branch_id",
        time="opened_on",
        synonyms=["reading rooms"],
    )
    return SemanticModel(
        name="library",
        datasets=(loans, branches),
        relationships=(link("loans", "branches", "branch_id"),),
        metrics=(
            make_metric("loan_count", "COUNT(loans.loan_id)", ["loans"], label="Loans", time="loans.lent_on"),
            make_metric(
                "fines",
                "SUM(CASE WHEN loans.state = 'returned' THEN loans.fee END)",
                ["loans"],
                time="loans.lent_on",
            ),
            make_metric(
                "branch_count", "COUNT(branches.branch_id)", ["branches"], label="Branches", time="branches.opened_on"
            ),
        ),
        config=Config(),
    )


LEXICON = build(library(), NO_TABLES)


def decide(question: str, turns: Sequence[HistoryTurn] = ()) -> Outcome:
    return plan(question, Known(LEXICON, TODAY, tuple(turns)))


@pytest.mark.parametrize(
    "question",
    [
        "fines of lost loans",
        "fines where state is lost",
        "lost fines in October",
        "fines that are not returned",
        "loans lent in October and returned in October",
        "how many branches did we have in 2025",
        "branches in 2025",
        "reading rooms last year",
        "branches by year",
        "how many loans were overdue on 31 October",
        "were any loans overdue yesterday",
        "how many loans are overdue today",
    ],
)
def test_a_figure_that_counts_something_else_is_refused_with_the_reason(question: str) -> None:
    outcome = decide(question)
    assert isinstance(outcome, Refuse), told(outcome)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("fines of October", "fines over 2026-10"),
        ("returned fines", "fines where loans.state in (returned)"),
        ("fines excluding lost", "fines where loans.state not_in (lost)"),
        ("loans returned in October", "loan_count where loans.returned_on in (2026-10)"),
        ("how many loans were given back last week", "loan_count where loans.returned_on in (last week)"),
        ("returned loans in October", "<ask> returned: Returned on, Lent on"),
        ("loans lost in October", "loan_count over 2026-10 where loans.state in (lost)"),
        ("how many branches opened in 2025", "branch_count over 2025"),
        ("branches opened by year", "branch_count per year"),
        ("how many branches", "branch_count"),
        ("branches by opening date in 2025", "branch_count per day over 2025"),
        ("how many loans are overdue", "loan_count where loans.state in (overdue)"),
        ("how many loans were lost in October", "loan_count over 2026-10 where loans.state in (lost)"),
    ],
)
def test_what_the_figure_does_count_is_answered(question: str, expected: str) -> None:
    assert told(decide(question)) == expected


def test_a_period_after_all_that_there_are_is_refused_and_after_another_period_is_not() -> None:
    first = said("branches", decide("branches"))
    assert isinstance(decide("in 2025", [first]), Refuse)
    opened = said("branches opened in 2025", decide("branches opened in 2025"))
    opened_in_2024 = "list by branches.branch_name, branches.opened_on where branches.opened_on in (2024)"
    assert told(decide("and in 2024", [opened])) == opened_in_2024


def test_the_refusal_names_both_dates() -> None:
    outcome = decide("loans returned by month in 2026")
    assert isinstance(outcome, Refuse)
    assert "lent on" in outcome.text
    assert "returned on" in outcome.text


def test_a_share_of_what_has_a_rate_as_well_is_asked_about() -> None:
    model = library()
    rate = make_metric(
        "fines_rate", "SUM(loans.fee) / COUNT(loans.loan_id)", ["loans"], label="Fines rate", time="loans.lent_on"
    )
    lexicon = build(replace(model, metrics=(*model.metrics, rate)), NO_TABLES)
    outcome = plan("fines percentage by branch", Known(lexicon, TODAY))
    assert told(outcome) == "<unplaced> percentage"
    assert (
        told(plan("loans in percent by branch", Known(lexicon, TODAY)))
        == "loan_count by branches.branch_name with share"
    )


def test_a_number_of_each_row_is_no_breakdown_of_another_figure() -> None:
    model = library()
    pages = make_field("loans", "pages", "Integer")
    loans = replace(model.datasets[0], fields=(*model.datasets[0].fields, pages))
    metric = make_metric("pages", "SUM(loans.pages)", ["loans"], time="loans.lent_on")
    lexicon = build(replace(model, datasets=(loans, model.datasets[1]), metrics=(*model.metrics, metric)), NO_TABLES)
    assert told(plan("fines by pages", Known(lexicon, TODAY))) == "<unplaced> per pages"


def test_a_quotient_of_figures_of_different_rows_says_what_each_counts() -> None:
    model = MODELS["shop"]
    described = tuple(replace(m, description=f"All {m.label.casefold()}.") for m in model.metrics)
    lexicon = build(replace(model, metrics=described), NO_TABLES)
    apart = plan("tickets per order", Known(lexicon, TODAY))
    assert isinstance(apart, Query)
    assert len(apart.notes) == 2
    alike = plan("units per order", Known(lexicon, TODAY))
    assert isinstance(alike, Query)
    assert alike.notes == ()
