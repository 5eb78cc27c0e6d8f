from __future__ import annotations

from itertools import product

import pytest

from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, ModelField, SemanticModel, TableRef
from agent_actions.semantic.names import fold, label_of, singular, tokens
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.search import REAL_MATCH, SearchIndex
from agent_actions.semantic.spelling import edit_distance
from agent_actions.sql.tables import TableColumn, Tables
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, table


@pytest.fixture(scope="module")
def index(model: SemanticModel) -> SearchIndex:
    return SearchIndex(model, Tables((*TABLES.all, table("suppliers", ("id", "bigint")))))


@pytest.mark.parametrize(
    ("query", "kind", "ref"),
    [
        ("revenue", "metric", "revenue"),
        ("Revenue!", "metric", "revenue"),
        ("revnue", "metric", "revenue"),
        ("revneue", "metric", "revenue"),
        ("turnover", "metric", "revenue"),
        ("orders", "dataset", "orders"),
        ("how many orders last month", "dataset", "orders"),
        ("customers", "dataset", "customers"),
        ("custmer", "dataset", "customers"),
        ("chanel", "field", "orders.channel"),
        ("sales channels", "field", "orders.channel"),
        ("order date", "field", "orders.ordered_at"),
        ("emea", "value", "stores.region"),
        ("internet", "value", "orders.channel"),
        ("suppliers", "dataset", "sales.suppliers"),
    ],
)
def test_the_meant_thing_comes_first_and_is_a_real_match(index: SearchIndex, query: str, kind: str, ref: str) -> None:
    best = index.search(query)[0]

    assert (best.kind, best.ref) == (kind, ref)
    assert best.score >= REAL_MATCH


@pytest.mark.parametrize("query", ["churn", "profit", "weather in Paris", "tax", "4711", "", "???", "the of"])
def test_what_is_not_known_is_no_real_match(index: SearchIndex, query: str) -> None:
    assert all(match.score < REAL_MATCH for match in index.search(query))


def test_a_question_finds_all_that_it_names(index: SearchIndex) -> None:
    found = {(m.kind, m.ref, m.label) for m in index.search("revenue by region in EMEA last month") if m.score >= 0.5}

    assert {
        ("metric", "revenue", "Revenue"),
        ("field", "stores.region", "Region"),
        ("value", "stores.region", "EMEA"),
    } <= found


def test_an_ambiguous_word_finds_all_its_meanings(index: SearchIndex) -> None:
    assert {m.ref for m in index.search("sales") if m.score > 0.9} == {"revenue", "order_count"}


def test_scores_run_from_zero_to_one_and_fall(index: SearchIndex) -> None:
    scores = [m.score for m in index.search("average order amount by store region")]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < s <= 1 for s in scores)


def test_nearest_names_what_is_spelled_alike_and_nothing_else(index: SearchIndex) -> None:
    assert index.nearest("revenu")[0] == "Revenue"
    assert "Customers" in index.nearest("custommer base")
    assert index.nearest("xylophone") == ()
    assert len(index.nearest("order", limit=2)) == 2


def test_certified_questions_and_other_scripts_are_found() -> None:
    config = CONFIG + (
        "certified:\n  - {name: below_target, question: Which stores missed their target?, also: [stores below plan], "
        "sql: SELECT 1}\n"
    )
    tables = Tables.of([*TABLES.all, table("thành_phố", TableColumn("tên", "varchar", samples=("Đà Nẵng", "Hà Nội")))])
    text = MODEL.replace(
        "      - {name: notes, source: sales.notes}\n",
        "      - {name: notes, source: sales.notes}\n      - {name: cities, source: thành_phố}\n",
    )
    index = SearchIndex(read_model({"m.yaml": text, "outcrop.yaml": config}, tables), tables)

    assert index.search("which stores missed the target")[0].ref == "below_target"
    assert index.search("stores below plan")[0].ref == "below_target"
    assert index.search("da nang")[0].label == "Đà Nẵng"
    assert index.search("HÀ NỘI")[0].label == "Hà Nội"


def test_two_frequent_words_find_the_phrase_that_holds_both() -> None:
    names = [f"{a}_{b}" for a in ("price", "status", "region") for b in ("code", "name")]
    datasets = [dataset(f"table_{i}", *names) for i in range(2_500)]
    wide = SemanticModel("wide", (*datasets, dataset("rare", "status_region")), (), (), Config())
    index = SearchIndex(wide, Tables(()))

    assert index.search("status region")[0].ref == "rare.status_region"


def test_a_table_whose_every_word_is_frequent_is_found_by_its_name_and_with_typos() -> None:
    parts = (
        ("order", "invoice", "parcel", "ticket", "refund"),
        ("daily", "weekly", "monthly", "history", "archive"),
        ("berlin", "tokyo", "madrid", "london", "lisbon"),
        ("clean", "staging", "master", "summary"),
        tuple(str(number) for number in range(20)),
    )
    named = ["_".join(words) for words in product(*parts)]
    assert len(named) == 10_000
    tables = Tables(tuple(table(name, ("id", "bigint"), database="wide") for name in named))
    index = SearchIndex(read_model({"m.yaml": MODEL, "outcrop.yaml": CONFIG}, TABLES), tables)
    assert index.search("refund archive lisbon summary 19")[0].ref == "wide.refund_archive_lisbon_summary_19"
    assert index.search("invioce histry tokyo master 7")[0].ref == "wide.invoice_history_tokyo_master_7"
    assert index.search("ticket montly madird clean 11")[0].ref == "wide.ticket_monthly_madrid_clean_11"


def dataset(name: str, *fields: str) -> Dataset:
    made = tuple(ModelField(name, field, field, label_of(field)) for field in fields)
    return Dataset(name, TableRef("wide", name), label_of(name), fields=made)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("order_count", "Order count"),
        ("netRevenue", "Net revenue"),
        ("customer_id", "Customer ID"),
        ("SKU", "SKU"),
        ("orders-2026", "Orders 2026"),
        ("id", "Id"),
    ],
)
def test_labels_come_from_names(name: str, label: str) -> None:
    assert label_of(name) == label


def test_words_are_compared_without_case_diacritics_and_number() -> None:
    assert fold("Straße Đà Nẵng") == "strasse da nang"
    assert [singular(w) for w in ("orders", "categories", "boxes", "status", "news", "gas", "class")] == [
        "order",
        "category",
        "box",
        "status",
        "news",
        "gas",
        "class",
    ]
    assert tokens("netRevenue_byRegions") == ("net", "revenue", "by", "region")


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("order", "order", 0), ("ordre", "order", 1), ("oder", "order", 1), ("abcd", "wxyz", 3)],
)
def test_edit_distance_counts_swaps_once_and_stops_early(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right, 2) == distance
