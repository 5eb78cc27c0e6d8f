from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_actions.errors import ActionError, AmbiguousError, FixableError, UnknownNameError
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.formulas import adds_up, empty_is_zero, formula_of
from agent_actions.semantic.graph import PathError
from agent_actions.semantic.model import Metric, SemanticModel
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import TableColumn, Tables
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, TODAY, compiled, rows, shop_model, table

D = Decimal
OCTOBER = date(2026, 10, 1)


def answer(model: SemanticModel, data: duckdb.DuckDBPyConnection, **request: Any) -> list[tuple[Any, ...]]:
    return rows(data, compiled(model, **request))


def test_a_metric_by_a_dimension_of_another_dataset_keeps_orphans_and_ranks(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement = compiled(model, metrics=["revenue"], dimensions=["stores.region"], period="last month")

    assert rows(data, statement) == [("EMEA", D(150)), ("APAC", D(30)), (None, D(7))]
    assert statement.title == "Revenue by region, October 2026"
    assert statement.assumptions == (
        "last month = October 2026, by order date",
        "orders with status test are left out",
    )
    assert statement.datasets == ("orders", "stores")
    assert [(c.name, c.label, c.type, c.unit, c.format) for c in statement.columns] == [
        ("region", "Region", "string", None, None),
        ("revenue", "Revenue", "number", "EUR", "0.0a"),
    ]
    assert statement.period is not None
    assert (statement.period.start, statement.period.end) == (OCTOBER, date(2026, 11, 1))


def test_periods_are_half_open_typed_and_prune_partitions(model: SemanticModel) -> None:
    sql = compiled(model, metrics=["revenue"], period="last month").sql

    assert "\"ordered_at\" >= CAST('2026-10-01 00:00:00' AS TIMESTAMP)" in sql
    assert "\"ordered_at\" < CAST('2026-11-01 00:00:00' AS TIMESTAMP)" in sql
    assert '"orders"."month" = \'2026-10\'' in sql
    assert 'FROM "sales"."orders" AS "orders"' in sql


def test_longer_periods_prune_by_a_range_and_open_ones_by_one_bound(model: SemanticModel) -> None:
    ranged = compiled(model, metrics=["revenue"], period="2026-09..2026-10").sql
    since = compiled(model, metrics=["revenue"], period="since 2026-10-15").sql

    assert '"month" >= \'2026-09\' AND "orders"."month" <= \'2026-10\'' in ranged
    assert "\"month\" >= '2026-10'" in since
    assert '"month" <=' not in since


def test_partitions_by_parts_of_a_date_never_lose_rows() -> None:
    tables = Tables.of(
        [
            table(
                "t",
                ("at", "date"),
                TableColumn("y", "int", partition=True),
                TableColumn("m", "varchar", partition=True),
                TableColumn("d", "varchar", partition=True),
            )
        ]
    )
    text = (
        "version: 0.2.0.dev0\nsemantic_model: [{name: m, datasets: [{name: t, source: sales.t}], "
        "metrics: [{name: n, expression: COUNT(t.*)}]}]"
    )
    config = (
        "datasets: {t: {partitions: {y: {field: at, format: '%Y'}, m: {field: at, format: '%m'}, "
        "d: {field: at, format: '%d'}}}}"
    )
    model = read_model({"m.yaml": text, "outcrop.yaml": config}, tables)

    within = compiled(model, tables, metrics=["n"], period="2026-03-02..2026-05-01").sql
    across = compiled(model, tables, metrics=["n"], period="2025-12..2026-01").sql

    assert '"t"."y" = 2026' in within
    assert '"t"."m" >= \'03\' AND "t"."m" <= \'05\'' in within
    assert '"t"."d"' not in within
    assert '"t"."y" >= 2025 AND "t"."y" <= 2026' in across
    assert '"t"."m"' not in across


def test_several_metrics_of_one_fact_by_month(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement = compiled(model, metrics=["revenue", "order_count", "items_per_order", "average_order"], grain="month")

    assert rows(data, statement) == [
        (date(2026, 9, 1), D(11), 1, 1.0, 11.0),
        (date(2026, 10, 1), D(187), 4, 1.75, 46.75),
        (date(2026, 11, 1), D(500), 1, 5.0, 500.0),
    ]
    assert [c.type for c in statement.columns] == ["date", "number", "integer", "number", "number"]
    assert statement.columns[0].name == "month"
    assert statement.title == "Revenue, order count, items per order and average order by month"


@pytest.mark.parametrize(
    ("grain", "firsts"),
    [
        ("day", [date(2026, 10, 2), date(2026, 10, 3), date(2026, 10, 4)]),
        ("week", [date(2026, 9, 28)]),
        ("quarter", [date(2026, 10, 1)]),
        ("year", [date(2026, 1, 1)]),
    ],
)
def test_grains_give_the_first_day(
    model: SemanticModel, data: duckdb.DuckDBPyConnection, grain: str, firsts: list[date]
) -> None:
    assert [row[0] for row in answer(model, data, metrics=["visitors"], grain=grain)] == firsts


def test_weeks_can_start_on_sunday(data: duckdb.DuckDBPyConnection) -> None:
    model = shop_model(config=CONFIG.replace("defaults: {", "defaults: {week_start: sunday, "))

    assert answer(model, data, metrics=["visitors"], grain="week") == [(date(2026, 9, 27), 50), (date(2026, 10, 4), 5)]


def test_a_side_without_a_declared_key_is_made_unique_before_the_join(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    """customers holds Bo twice, and its key is text where the order's is a number."""
    found = answer(model, data, metrics=["revenue"], dimensions=["customers.country"], period="last month")

    assert found == [("DE", D(150)), ("FR", D(30)), (None, D(7))]


def test_a_metric_over_a_distinct_count_of_the_one_side(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    assert answer(model, data, metrics=["revenue_per_buyer"], period="last month") == [(93.5,)]


def test_a_sum_over_the_one_side_is_computed_apart(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement = compiled(model, metrics=["revenue_per_area"], dimensions=["stores.region"], period="last month")

    assert rows(data, statement) == [("EMEA", 15.0), ("APAC", 1.5), ("AMER", None), (None, None)]
    assert "Stores: not dated, counted in full whatever the period" in statement.assumptions
    with pytest.raises(PathError, match="counted more than once"):
        compiled(model, metrics=["revenue_per_area"], dimensions=["orders.channel"])
    with pytest.raises(FixableError, match="no date"):
        compiled(model, metrics=["revenue_per_area"], grain="month")


def test_metrics_of_two_facts_are_aggregated_apart_and_merged(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement = compiled(model, metrics=["visitors", "revenue"], dimensions=["stores.region"], period="last month")

    assert rows(data, statement) == [
        ("EMEA", 40, D(150)),
        ("APAC", 10, D(30)),
        ("AMER", 5, None),
        (None, None, D(7)),
    ]
    assert statement.assumptions[0] == "last month = October 2026, visitors by visited on and revenue by order date"
    assert "UNION ALL" in statement.sql


def test_a_ratio_across_facts_counts_nothing_as_zero_and_divides_safely(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    found = answer(model, data, metrics=["conversion"], dimensions=["stores.region"], period="2026-10")

    assert found == [("APAC", 0.1), ("EMEA", 0.05), ("AMER", 0.0), (None, None)]


def test_metrics_of_one_fact_by_different_dates(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = answer(model, data, metrics=["revenue", "shipped_revenue"], period="last month")

    assert found == [(D(187), D(141))]


def test_joins_over_two_steps(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = answer(model, data, metrics=["ticket_count"], dimensions=["stores.name"], grain="week", period="2026-10")

    assert [row for row in found if row[2]] == [(date(2026, 10, 5), "Berlin", 2), (date(2026, 10, 5), "Tokyo", 1)]


@pytest.mark.parametrize(
    ("dimension", "says"),
    [
        ("tickets.ticket_id", "one row of Orders has many rows of Tickets"),
        ("visits.visit_id", "only meet in Stores"),
        ("notes.text", "no relationship leads from"),
    ],
)
def test_unsafe_paths_are_refused_with_the_reason(model: SemanticModel, dimension: str, says: str) -> None:
    with pytest.raises(PathError, match=says):
        compiled(model, metrics=["revenue"], dimensions=[dimension])
    with pytest.raises(PathError, match=says):
        compiled(model, metrics=["revenue"], filters=[{"field": dimension, "values": ["1"]}])


def test_two_ways_to_a_dataset_are_refused() -> None:
    second = "{name: bill_store, from: orders, to: stores, from_columns: [customer_id], to_columns: [store_id]}"
    text = "      - {name: order_store, from"
    model = shop_model()
    twice = read_model(
        {
            "m.yaml": MODEL.replace(text, f"      - {second}\n{text}"),
            "outcrop.yaml": CONFIG,
        },
        TABLES,
    )

    assert compiled(model, metrics=["revenue"], dimensions=["stores.region"])
    with pytest.raises(PathError, match=r"in more than one way \(bill_store; order_store\)"):
        compiled(twice, metrics=["revenue"], dimensions=["stores.region"])


@pytest.mark.parametrize(
    ("filters", "total", "phrase"),
    [
        ([{"field": "orders.channel", "values": ["WEB"]}], 637 - 500, "web only"),
        ([{"field": "orders.channel", "values": ["Online", "shop"]}], 198, "web and store only"),
        ([{"field": "channel", "op": "not_in", "values": ["web"]}], 561, "without web"),
        ([{"field": "stores.region", "values": ["emea"]}], 150, "EMEA only"),
        ([{"field": "orders.channel", "op": "is_null"}], 500, "channel missing"),
        ([{"field": "orders.channel", "op": "is_not_null"}], 198, "channel known"),
        ([{"field": "orders.amount", "op": "gt", "values": [50]}], 600, "amount over 50"),
        ([{"field": "orders.amount", "op": "gte", "values": ["50"]}], 650, "amount at least 50"),
        ([{"field": "orders.amount", "op": "lt", "values": [11]}], 7, "amount under 11"),
        ([{"field": "orders.amount", "op": "lte", "values": [11]}], 18, "amount at most 11"),
        ([{"field": "orders.is_gift", "values": [True]}], 600, "is gift yes"),
        ([{"field": "orders.is_gift", "op": "not_in", "values": ["yes"]}], 98, "is gift not yes"),
        ([{"field": "orders.ordered_at", "op": "gt", "values": ["2026-10"]}], 500, "order date after October 2026"),
        ([{"field": "orders.ordered_at", "op": "lte", "values": ["2026-09-30"]}], 11, "order date until 30 Sep 2026"),
        ([{"field": "orders.ordered_at", "values": ["2026-10-31", "2026-11"]}], 550, "order date 31 Oct 2026 or"),
        ([{"field": "orders.shipped_on", "values": ["2026-10-03"]}], 100, "shipped on 3 Oct 2026"),
        ([{"field": "customers.name", "values": ["ANA"]}], 161, "customer name ANA"),
        ([{"field": "stores.name", "op": "contains", "values": ["ER", "kyo"]}], 680, "store name containing 'ER' or"),
        ([{"field": "stores.name", "op": "contains", "values": ["50%"]}], None, "store name containing '50%'"),
        ([{"field": "customers.name", "op": "starts_with", "values": ["an"]}], 161, "customer name starting with 'an'"),
        ([{"field": "customers.name", "op": "starts_with", "values": ["x"]}], None, "customer name starting with 'x'"),
        ([{"field": "customers.name", "op": "ends_with", "values": ["NA"]}], 161, "customer name ending with 'NA'"),
        ([{"field": "customers.name", "op": "ends_with", "values": ["An"]}], None, "customer name ending with 'An'"),
        ([{"field": "orders.size", "values": ["BIG"]}], 600, "size BIG"),
        ([{"field": "orders.double_size", "values": ["bigbig"]}], 600, "double size bigbig"),
    ],
)
def test_filters_keep_the_right_rows_and_say_so(
    model: SemanticModel,
    data: duckdb.DuckDBPyConnection,
    filters: list[dict[str, Any]],
    total: int | None,
    phrase: str,
) -> None:
    statement = compiled(model, metrics=["revenue"], filters=filters)

    assert rows(data, statement) == [(total if total is None else D(total),)]
    assert f", {phrase}" in statement.title


def test_a_value_meant_by_a_synonym_is_said(model: SemanticModel) -> None:
    statement = compiled(model, metrics=["revenue"], filters=[{"field": "orders.channel", "values": ["internet"]}])

    assert "internet = web" in statement.assumptions


def test_a_metric_can_be_a_bound(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    request = {"metrics": ["revenue"], "dimensions": ["stores.region"]}
    bound = [{"field": "revenue", "op": "gt", "values": [100]}]

    assert answer(model, data, **request, filters=bound) == [("APAC", D(530)), ("EMEA", D(150))]
    merged = answer(model, data, metrics=["revenue", "visitors"], dimensions=["stores.region"], filters=bound)
    assert [row[0] for row in merged] == ["APAC", "EMEA"]


def test_text_in_a_filter_stays_a_value(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    hostile = "x' OR '1'='1'; DROP TABLE sales.orders --"

    assert answer(model, data, metrics=["order_count"], filters=[{"field": "customers.name", "values": [hostile]}]) == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ([{"field": "orders.channel"}], "needs a value"),
        ([{"field": "orders.amount", "values": ["many"]}], "is a number"),
        ([{"field": "orders.amount", "op": "gt", "values": [1, 2]}], "takes one value"),
        ([{"field": "orders.amount", "op": "gt", "values": ["nan"]}], "is a number"),
        ([{"field": "orders.is_gift", "values": ["maybe"]}], "yes or no"),
        ([{"field": "orders.channel", "op": "gt", "values": ["a"]}], "cannot be compared"),
        ([{"field": "orders.ordered_at", "values": ["soon"]}], "not a period"),
        ([{"field": "revenue", "op": "not_in", "values": [5]}], "is a metric"),
    ],
)
def test_filters_that_make_no_sense_are_refused(model: SemanticModel, filters: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(FixableError, match=says):
        compiled(model, metrics=["revenue"], filters=filters)


def test_unknown_names_are_answered_with_the_nearest(model: SemanticModel) -> None:
    with pytest.raises(UnknownNameError) as metric:
        compiled(model, metrics=["revnue"])
    with pytest.raises(UnknownNameError) as field:
        compiled(model, metrics=["revenue"], dimensions=["stores.regoin"])
    with pytest.raises(UnknownNameError) as value:
        compiled(model, metrics=["revenue"], filters=[{"field": "stores.region", "values": ["EMAE"]}])

    assert metric.value.nearest[0] == "revenue"
    assert field.value.nearest[0] == "stores.region"
    assert value.value.nearest[0] == "EMEA"


def test_words_with_two_meanings_ask_back(model: SemanticModel) -> None:
    with pytest.raises(AmbiguousError, match=r"'Sales' can mean Revenue or Order count") as metric:
        compiled(model, metrics=["Sales"])
    with pytest.raises(AmbiguousError, match=r"customers\.name or stores\.name") as field:
        compiled(model, metrics=["revenue"], dimensions=["name"])

    assert [c.label for c in metric.value.choices] == ["Revenue", "Order count"]
    assert [c.label for c in field.value.choices] == ["Customer name", "Store name"]


def test_synonyms_and_bare_names_are_understood(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    assert answer(model, data, metrics=["Turnover"], dimensions=["region"], period="2026-09") == [("AMER", D(11))]


def test_top_and_bottom_rows_with_ties_broken_by_the_dimensions(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    request: dict[str, Any] = {"metrics": ["revenue"], "dimensions": ["stores.name"], "limit": 2}
    top = compiled(model, **request)
    bottom = compiled(model, **request, order={"by": "revenue", "direction": "asc"})
    by_name = compiled(model, **request, order={"by": "stores.name", "direction": "asc"})

    assert rows(data, top) == [("Tokyo", D(530)), ("Berlin", D(150))]
    assert rows(data, bottom) == [("Lima", D(11)), ("Berlin", D(150))]
    assert rows(data, by_name) == [("Berlin", D(150)), ("Lima", D(11))]
    assert top.title == "Revenue by store name, top 2"
    assert bottom.title == "Revenue by store name, bottom 2"
    assert top.sql.endswith("ORDER BY 2 DESC, 1 ASC LIMIT 2")
    with pytest.raises(FixableError, match="Cannot order by 'visitors'"):
        compiled(model, **request, order={"by": "visitors"})


def test_columns_of_the_same_name_are_told_apart(model: SemanticModel) -> None:
    statement = compiled(model, metrics=["revenue"], dimensions=["stores.name", "customers.name"])

    assert [(c.name, c.label) for c in statement.columns[:2]] == [
        ("stores_name", "Store name"),
        ("customers_name", "Customer name"),
    ]


def test_a_metric_without_a_date_cannot_have_a_period(model: SemanticModel) -> None:
    with pytest.raises(FixableError, match="Note count has no date to count a period by"):
        compiled(model, metrics=["note_count"], period="today")
    assert compiled(model, metrics=["note_count"]).assumptions == ("all time: no period was named",)


def test_an_unfinished_period_is_said(model: SemanticModel) -> None:
    assert "November 2026 is not over yet" in compiled(model, metrics=["revenue"], period="this month").assumptions


def test_instants_count_in_the_models_timezone(data: duckdb.DuckDBPyConnection) -> None:
    tables = Tables.of([table("pings", ("at", "timestamp(3) with time zone"))])
    text = (
        "version: 0.2.0.dev0\nsemantic_model: [{name: m, datasets: [{name: pings, source: sales.pings}], "
        "metrics: [{name: n, expression: COUNT(pings.*)}]}]"
    )
    model = read_model({"m.yaml": text, "outcrop.yaml": "defaults: {timezone: Europe/Berlin}"}, tables)
    data.execute("CREATE OR REPLACE TABLE sales.pings AS SELECT TIMESTAMPTZ '2026-09-30 22:30:00+00' AS at")

    found = rows(data, compiled(model, tables, metrics=["n"], grain="day", period="2026-10"), tables)

    assert [row for row in found if row[1]] == [(date(2026, 10, 1), 1)]


def test_the_sql_parses_again_as_athena_and_groups_by_position(model: SemanticModel) -> None:
    sql = compiled(model, metrics=["revenue", "conversion"], dimensions=["stores.region"], grain="month").sql

    assert sqlglot.parse_one(sql, read="athena").sql(dialect="athena", identify=True) == sql
    assert "GROUP BY 1, 2" in sql
    assert "NULLIF(" in sql


names = st.sampled_from(
    [
        "revenue",
        "order_count",
        "visitors",
        "conversion",
        "ticket_count",
        "revenue_per_area",
        "web_revenue",
        "sales",
        "x",
    ]
)
fields = st.sampled_from(
    ["stores.region", "orders.channel", "customers.country", "orders.ordered_at", "name", "nope.x"]
)
periods = st.sampled_from([None, "last month", "2026", "ytd", "2026-10-01..", "..2026-10-31", "x"])
filters = st.fixed_dictionaries(
    {
        "field": st.sampled_from(["stores.region", "orders.amount", "orders.is_gift", "orders.ordered_at", "revenue"]),
        "op": st.sampled_from(["in", "not_in", "gt", "lte", "contains", "is_null"]),
        "values": st.lists(st.sampled_from(["EMEA", 5, 2.5, True, "2026-10", "%_\\'"]), max_size=2),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    metrics=st.lists(names, min_size=1, max_size=3),
    dimensions=st.lists(fields, max_size=2),
    grain=st.sampled_from([None, "day", "week", "month"]),
    period=periods,
    filters=st.lists(filters, max_size=2),
    limit=st.sampled_from([None, 3]),
)
def test_any_request_runs_or_is_refused_in_words(
    metrics: list[str],
    dimensions: list[str],
    grain: str | None,
    period: str | None,
    filters: list[dict[str, Any]],
    limit: int | None,
    model: SemanticModel,
    data: duckdb.DuckDBPyConnection,
) -> None:
    request = MetricRequest.model_validate(
        {
            "metrics": metrics,
            "dimensions": dimensions,
            "grain": grain,
            "period": period,
            "filters": filters,
            "limit": limit,
        }
    )
    try:
        statement = compile_metrics(model, request, TODAY, TABLES)
    except ActionError as error:
        sentence = error.message
    else:
        sentence = statement.title + "."
        assert all(len(row) == len(statement.columns) for row in rows(data, statement))
    assert sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("metric", "whole", "zero"),
    [
        ("revenue", True, True),
        ("order_count", True, True),
        ("items_per_order", False, False),
        ("average_order", False, False),
        ("revenue_per_area", False, False),
    ],
)
def test_sums_and_counts_of_rows_add_up_and_ratios_do_not(
    model: SemanticModel, metric: str, whole: bool, zero: bool
) -> None:
    found = model.metric(metric)
    assert found is not None
    formula = formula_of(model, found, 1)
    assert (adds_up(model, formula), empty_is_zero(formula)) == (whole, zero)


@pytest.mark.parametrize(
    ("expression", "whole", "zero"),
    [
        ("SUM(orders.amount) - SUM(orders.items)", True, True),
        ("COALESCE(SUM(orders.amount), 0)", True, True),
        ("SUM(orders.amount) FILTER (WHERE orders.is_gift)", True, True),
        ("COUNT(DISTINCT orders.order_id)", True, True),
        ("COUNT(DISTINCT orders.channel)", False, True),
        ("SUM(orders.amount) + 1", False, True),
        ("MAX(orders.amount)", False, False),
    ],
)
def test_what_adds_up_is_read_off_the_definition(
    model: SemanticModel, expression: str, whole: bool, zero: bool
) -> None:
    formula = formula_of(model, Metric("m", expression, "M", datasets=("orders",)), 1)
    assert (adds_up(model, formula), empty_is_zero(formula)) == (whole, zero)
