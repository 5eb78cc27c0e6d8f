"""Whole questions: what each becomes."""

from __future__ import annotations

import pytest

from infra.local.model.outcomes import Query
from tests.unit.planner.models import decide
from tests.unit.planner.tables import read_rows, told


@pytest.mark.parametrize(
    ("model", "question", "expected"),
    [*read_rows("questions.txt"), *read_rows("figures.txt"), *read_rows("bounds.txt")],
)
def test_a_question_becomes_this_request(model: str, question: str, expected: str) -> None:
    assert told(decide(model, question)) == expected


@pytest.mark.parametrize(("model", "message", "expected"), read_rows("others.txt"))
def test_what_is_no_request_is_asked_about_or_refused(model: str, message: str, expected: str) -> None:
    assert told(decide(model, message)) == expected


def test_a_slip_is_mended_and_told() -> None:
    outcome = decide("shop", "revnue by chanel")
    assert isinstance(outcome, Query)
    assert outcome.notes == ("“revnue” read as “revenue”; “chanel” read as “channel”.",)


def test_a_wrong_word_near_a_known_value_is_not_taken_for_it() -> None:
    for question in ("revenue in Parma", "revenue for Chains", "revenue in Berlim area"):
        assert not isinstance(decide("shop", question), Query), question


def test_every_word_that_nothing_explains_stops_the_question() -> None:
    for word in ("zorp", "sustainable", "premium", "refunded", "1234", "half"):
        for question in (f"{word} revenue by region", f"revenue by region {word}", f"revenue {word} by region"):
            assert not isinstance(decide("shop", question), Query), question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many units did we sell last month", "units_sold over last month"),
        ("units of Nordlys sold last month", "units_sold over last month where products.brand in (Nordlys)"),
        ("tickets opened last week", "ticket_count over last week"),
        ("how many units are we selling in Berlin", "units_sold where stores.city in (Berlin)"),
    ],
)
def test_the_verb_of_a_figures_name_may_stand_apart_from_it_in_any_form(question: str, expected: str) -> None:
    assert told(decide("shop", question)) == expected


def test_a_verb_of_no_name_is_not_dropped() -> None:
    for question in ("how many orders did we sell", "revenue sold", "tickets spent"):
        assert not isinstance(decide("shop", question), Query), question


def test_a_unit_that_other_rows_have_a_number_of_is_one_nevertheless() -> None:
    found = decide("clinic", "admissions longer than 48 hours by ward")
    assert told(found) == "admissions by wards.ward_name where admissions.stay_days gt (2)"
    assert isinstance(found, Query)
    assert found.notes == ("48 hours read as 2 days.",)


def test_a_rate_of_several_values_is_given_of_each_and_said() -> None:
    outcome = decide("shop", "average order value of Berlin and Paris last month")
    assert isinstance(outcome, Query)
    assert outcome.taken == (
        "average order value of Berlin and Paris each (say “combined” for one figure over all of them)",
    )
    summed = decide("shop", "revenue of Berlin and Paris last month")
    assert isinstance(summed, Query)
    assert not summed.request.dimensions
