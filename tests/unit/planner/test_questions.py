"""Whole questions: what each becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from infra.local.model.known import Known
from infra.local.model.lexicon import build
from infra.local.model.outcomes import Query
from infra.local.model.plan import plan
from tests.unit.planner.models import MODELS, NO_TABLES, TODAY, decide, make_field
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


def test_a_noun_behind_a_list_of_values_is_said_of_all_of_them() -> None:
    orders, customers, *others = MODELS["shop"].datasets
    values: dict[str, tuple[str, ...]] = {"online": (), "retail": ()}
    customers = replace(customers, fields=(*customers.fields, make_field("customers", "joined_by", values=values)))
    model = replace(MODELS["shop"], datasets=(orders, customers, *others))
    outcome = plan("orders of online and retail customers", Known(build(model, NO_TABLES), TODAY))
    assert told(outcome) == "order_count where customers.joined_by in (online, retail)"


def test_a_published_quotient_is_used_in_place_of_a_computed_one() -> None:
    assert told(decide("shop", "revenue per order by channel")) == "avg_order_value by orders.channel"
    model = replace(MODELS["shop"], metrics=tuple(m for m in MODELS["shop"].metrics if m.name != "avg_order_value"))
    outcome = plan("revenue per order by channel", Known(build(model, NO_TABLES), TODAY))
    assert told(outcome) == "revenue_per_order_count by orders.channel"


def test_the_verb_of_a_fields_name_says_which_number_is_bounded() -> None:
    assert told(decide("shop", "revenue of products priced under 20")) == "revenue where products.price lt (20)"
