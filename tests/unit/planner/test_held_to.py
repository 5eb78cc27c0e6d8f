"""No request says less than its words, or more: what the last look at it asks about."""

from __future__ import annotations

import pytest

from agent_actions.semantic.request import Filter, MetricRequest, Order
from infra.local.model import held_to
from infra.local.model.outcomes import Stop, Unplaced
from tests.unit.planner.models import LEXICONS

SHOP = LEXICONS["shop"]
REVENUE = MetricRequest(metrics=("revenue",), period="last month")
BY_REGION = MetricRequest(metrics=("revenue",), dimensions=("stores.region",), period="last month")
FIRST = MetricRequest(
    metrics=("revenue",),
    dimensions=("stores.region", "products.brand"),
    order=Order(by="revenue"),
    limit=1,
    within=("stores.region",),
)


def lost(text: str, request: MetricRequest, before: MetricRequest | None = None) -> str:
    """The word that is asked about; nothing where the request holds its words."""
    try:
        held_to.check(text, request, before, SHOP)
    except Stop as stop:
        return stop.outcome.words[0] if isinstance(stop.outcome, Unplaced) else str(stop.outcome)
    return ""


def only(request: MetricRequest, op: str, *values: str) -> MetricRequest:
    return MetricRequest.model_validate(
        {**request.model_dump(), "filters": [{"field": "stores.region", "op": op, "values": values}]}
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("revenue last month, but not in EMEA", "not"),
        ("revenue of stores without a region", "without"),
        ("revenue of orders that weren't returned", "weren't"),
        ("the highest revenue last month", "highest"),
        ("top 5 by revenue", "top"),
        ("a running total of revenue last month", "running total"),
        ("revenue last month for each one", "for each one"),
    ],
)
def test_a_word_that_the_request_does_not_hold_is_asked_about(text: str, word: str) -> None:
    assert lost(text, REVENUE) == word


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("revenue last month, but not in EMEA", only(REVENUE, "not_in", "EMEA")),
        ("revenue of stores without a region", only(REVENUE, "is_null")),
        ("revenue last month, no matter when it was paid", REVENUE),
        ('revenue of the brand "Not Without Each Top"', REVENUE),
        ("revenue of at least some stores, by region", BY_REGION),
        ("revenue last month for each region", BY_REGION),
        ("the region with the highest revenue", BY_REGION.model_copy(update={"order": Order(by="revenue")})),
    ],
)
def test_a_request_that_holds_its_words_is_put(text: str, request_: MetricRequest) -> None:
    assert lost(text, request_) == ""


def test_no_share_and_no_first_of_each_comes_of_words_that_ask_for_none() -> None:
    shared = BY_REGION.model_copy(update={"share": True, "show": ("EMEA",)})
    assert lost("and EMEA?", shared, BY_REGION) == "and"
    assert lost("what share is EMEA's?", shared, BY_REGION) == ""
    assert lost("and APAC?", shared, shared) == ""
    assert lost("which brand sold most", FIRST) == "which"
    assert lost("which brand sold most in each region", FIRST) == ""


def test_a_reply_keeps_the_first_of_each() -> None:
    spread = FIRST.model_copy(update={"dimensions": ("stores.region", "products.category"), "within": ()})
    assert lost("categories instead", spread, FIRST) == "categories"
    assert lost("categories instead", spread.model_copy(update={"within": ("stores.region",)}), FIRST) == ""
    assert (
        lost("just one over all", FIRST.model_copy(update={"dimensions": ("products.brand",), "within": ()}), FIRST)
        == ""
    )


def test_a_reply_that_takes_something_away_needs_nothing_left_out() -> None:
    kept = only(BY_REGION, "in", "EMEA", "APAC")
    assert lost("not by region", REVENUE, BY_REGION) == ""
    assert lost("without APAC", only(BY_REGION, "in", "EMEA"), kept) == ""
    assert lost("without LATAM", kept, kept) == ""
    assert lost("without LATAM", kept.model_copy(update={"chart": "bar"}), kept) == "without"


def test_filters_of_yes_and_no_and_of_none_count_as_left_out() -> None:
    denied = MetricRequest(metrics=("revenue",), filters=(Filter(field="orders.paid", values=(False,)),))
    none = MetricRequest(metrics=("revenue",), filters=(Filter(field="revenue", values=(0,)),))
    assert lost("revenue of orders that were not paid", denied) == ""
    assert lost("stores with no revenue", none) == ""


def test_what_is_added_stands_beside_the_figures_of_before() -> None:
    late = only(BY_REGION, "in", "EMEA")
    both = BY_REGION.model_copy(update={"metrics": ("revenue", "order_count")})
    assert (
        lost("add how many of those were online", late.model_copy(update={"metrics": ("order_count",)}), BY_REGION)
        == "add"
    )
    assert lost("and include the orders", both, BY_REGION) == ""
    assert lost("add orders instead", BY_REGION.model_copy(update={"metrics": ("order_count",)}), BY_REGION) == ""
