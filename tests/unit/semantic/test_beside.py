"""Comparisons, shares, totals, windows, the rest and contributions: run, and held against plain arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_actions.errors import FixableError
from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import CONFIG, compiled, rows, shop_model

D = Decimal
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(model: SemanticModel, data: duckdb.DuckDBPyConnection, **request: Any) -> list[dict[str, Any]]:
    statement = compiled(model, **request)
    names = [column.name for column in statement.columns]
    return [dict(zip(names, row, strict=True)) for row in rows(data, statement)]


def plain(data: duckdb.DuckDBPyConnection, what: str, rest: str = "") -> list[tuple[Any, ...]]:
    orders = "sales.orders o LEFT JOIN sales.stores s USING (store_id) WHERE o.status <> 'test'"
    return data.execute(f"SELECT {what} FROM {orders} {rest}").fetchall()


def test_a_figure_beside_the_one_before(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement = compiled(model, metrics=["revenue"], period="last month", compare="previous_period")

    assert rows(data, statement) == [(D(187), D(11), D(176), 16.0)]
    assert statement.title == "Revenue, October 2026, compared with September 2026"
    assert "compared with September 2026" in statement.assumptions
    assert [(c.role, c.of, c.format) for c in statement.columns] == [
        ("metric", "revenue", "0.0a"),
        ("previous", "revenue", "0.0a"),
        ("change", "revenue", "0.0a"),
        ("change_pct", "revenue", "0.0%"),
    ]
    assert "\"month\" = '2026-10'" in statement.sql
    assert "\"month\" = '2026-09'" in statement.sql


def test_no_percentage_of_nothing(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    assert ask(model, data, metrics=["order_count"], period="last month", compare="previous_year") == [
        {"order_count": 4, "order_count_previous": 0, "order_count_change": 4, "order_count_change_pct": None}
    ]


@QUICK
@given(
    metrics=st.sampled_from([["revenue"], ["items_per_order", "order_count"], ["revenue_per_buyer"], ["conversion"]]),
    period=st.sampled_from(["2026-05", "2026-Q2", "last 30 days", "last 3 months"]),
    dimensions=st.sampled_from([[], ["stores.region"]]),
)
def test_a_comparison_is_two_requests(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, metrics: list[str], period: str, dimensions: list[str]
) -> None:
    both = compiled(model, metrics=metrics, dimensions=dimensions, period=period, compare="previous_year")
    assert both.compared is not None
    before = f"{both.compared.start}..{both.compared.last}"
    found = {
        row.get("region"): row
        for row in ask(model, busy, metrics=metrics, dimensions=dimensions, period=period, compare="previous_year")
    }
    for suffix, when in (("", period), ("_previous", before)):
        for row in ask(model, busy, metrics=metrics, dimensions=dimensions, period=when):
            for metric in metrics:
                assert (found[row.get("region")][metric + suffix] or 0) == (row[metric] or 0)


def test_days_stand_beside_days(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    found = ask(model, busy, metrics=["order_count"], grain="day", period="2026-03", compare="previous_period")
    expected = dict(plain(busy, "o.ordered_at::DATE, count(*)", "GROUP BY 1"))

    assert [row["day"] for row in found] == [date(2026, 3, 1) + timedelta(days=i) for i in range(31)]
    for row in found:
        before = row["day"] - timedelta(days=28)
        assert row["order_count"] == expected.get(row["day"], 0)
        assert row["order_count_previous"] == (expected.get(before, 0) if before < date(2026, 3, 1) else None)


def test_a_series_has_every_bucket_and_none_to_come(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(model, data, metrics=["revenue", "average_order"], grain="month", period="2026")

    assert [row["month"].month for row in found] == list(range(1, 12))
    assert [row["revenue"] for row in found] == [D(0)] * 8 + [D(11), D(187), D(500)]
    assert found[0]["average_order"] is None


def test_a_series_of_each_name_has_every_bucket(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(
        model, data, metrics=["order_count"], grain="month", dimensions=["stores.region"], period="2026-09..2026-11"
    )

    assert len(found) == 3 * 4
    assert {(r["month"].month, r["region"]): r["order_count"] for r in found if r["order_count"]} == {
        (9, "AMER"): 1, (10, "EMEA"): 2, (10, "APAC"): 1, (10, None): 1, (11, "APAC"): 1,
    }  # fmt: skip


def test_rows_to_come_are_kept_in_a_period_under_way(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    data.execute("BEGIN")
    data.execute(
        "INSERT INTO sales.orders SELECT * REPLACE (TIMESTAMP '2026-11-20' AS ordered_at) FROM sales.orders "
        "WHERE order_id = 5"
    )
    try:
        found = ask(model, data, metrics=["order_count"], grain="day", period="this month")
    finally:
        data.execute("ROLLBACK")
    assert [row["day"].day for row in found] == [*range(1, 16), 20]


@QUICK
@given(
    metric=st.sampled_from(["revenue", "order_count", "web_revenue"]),
    dimensions=st.sampled_from([["stores.region"], ["stores.name", "orders.channel"]]),
    limit=st.sampled_from([None, 2]),
    grain=st.sampled_from([None, "month"]),
)
def test_shares_add_up_to_one(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, metric: str, dimensions: list[str], limit: int | None,
    grain: str | None,
) -> None:  # fmt: skip
    rest = limit is not None
    found = ask(
        model,
        busy,
        metrics=[metric],
        dimensions=dimensions,
        period="2026-03..2026-05",
        grain=grain,
        share=True,
        limit=limit,
        rest=rest,
    )
    totals: dict[Any, float] = {}
    for row in found:
        totals[row.get("month")] = totals.get(row.get("month"), 0) + (row[f"{metric}_share"] or 0)
    assert all(total == pytest.approx(1) for total in totals.values())


def test_a_share_stands_beside_that_of_the_period_before(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    request = {"metrics": ["revenue"], "dimensions": ["stores.region"], "share": True}
    both = ask(model, busy, **request, period="2026-Q2", compare="previous_period")
    before = {row["region"]: row["revenue_share"] for row in ask(model, busy, **request, period="2026-Q1")}

    assert before
    assert {row["region"]: row["revenue_previous_share"] for row in both if row["region"] in before} == {
        region: pytest.approx(share) for region, share in before.items()
    }
    statement = compiled(model, **request, period="2026-Q2", compare="previous_period")
    assert statement.columns[-1].label == "Revenue, share, Q1 2026"


def test_shares_are_of_all_rows_before_the_limit(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(model, data, metrics=["revenue"], dimensions=["stores.name"], share=True, limit=1)

    assert [(row["name"], row["revenue_share"]) for row in found] == [("Tokyo", pytest.approx(530 / 698))]


@QUICK
@given(
    metrics=st.sampled_from([["revenue", "order_count"], ["items_per_order"], ["average_order"]]),
    limit=st.integers(1, 5),
    grain=st.sampled_from([None, "quarter"]),
)
def test_the_top_and_the_rest_make_the_whole(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, metrics: list[str], limit: int, grain: str | None
) -> None:
    asked: dict[str, Any] = {"metrics": metrics, "grain": grain, "period": "2026-01..2026-06"}
    found = ask(model, busy, **asked, dimensions=["stores.name"], limit=limit, rest=True)
    named = {row["name"] for row in found} - {"All others"}
    assert len(named) == min(limit, 3)
    if "revenue" in metrics:
        for whole in ask(model, busy, **asked):
            parts = [row for row in found if row.get("quarter") == whole.get("quarter")]
            assert sum(row["revenue"] for row in parts) == whole["revenue"]
    if grain is None:
        kept = ", ".join(f"'{name}'" for name in named)
        expected = plain(
            busy,
            "sum(amount), sum(items) / count(*)::DOUBLE, avg(amount::DOUBLE)",
            f"AND o.month BETWEEN '2026-01' AND '2026-06' AND (s.name IS NULL OR s.name NOT IN ({kept}))",
        )
        others = next(row for row in found if row["name"] == "All others")
        figures = dict(zip(["revenue", "items_per_order", "average_order"], expected[0], strict=True))
        assert all(others[m] == pytest.approx(figures[m]) for m in metrics if m in figures)
        assert found[-1]["name"] == "All others"


@QUICK
@given(
    dimensions=st.sampled_from([[], ["orders.channel"]]),
    period=st.sampled_from(["2026-02..2026-05", "2026-Q2", "last 6 months"]),
)
def test_the_last_running_total_is_the_total(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, dimensions: list[str], period: str
) -> None:
    found = ask(model, busy, metrics=["revenue"], grain="month", dimensions=dimensions, period=period, running=True)
    last = max(row["month"] for row in found)
    totals = ask(model, busy, metrics=["revenue"], dimensions=dimensions, period=period)

    assert {row.get("channel"): row["revenue_running"] for row in found if row["month"] == last} == {
        row.get("channel"): row["revenue"] for row in totals
    }


def test_rolling_windows_reach_back_before_the_period(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    asked: dict[str, Any] = {"metrics": ["revenue", "items_per_order"], "grain": "day", "period": "2026-05"}
    found = ask(model, busy, **asked, rolling=28)

    assert [row["day"].day for row in found] == list(range(1, 32))
    for row in found[::7]:
        first = row["day"] - timedelta(days=27)
        total, ratio = plain(
            busy,
            "sum(amount), sum(items) / count(*)::DOUBLE",
            f"AND o.ordered_at::DATE BETWEEN '{first}' AND '{row['day']}'",
        )[0]
        assert row["revenue_rolling"] == total
        assert row["items_per_order_rolling"] == pytest.approx(ratio)


@pytest.mark.parametrize("dimensions", [(), ("orders.channel",)])
def test_a_rolling_average_is_over_the_buckets_since_the_data_begin(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, dimensions: tuple[str, ...]
) -> None:
    asked: dict[str, Any] = {"metrics": ["order_count"], "dimensions": dimensions, "grain": "month"}
    found = ask(model, busy, **asked, period="2025-01..2025-04", rolling=3, mean=True)

    for rows_ in ([r for r in found if r.get("channel") == name] for name in {r.get("channel") for r in found}):
        counts = [row["order_count"] for row in rows_]
        means = [sum(counts[max(i - 2, 0) : i + 1]) / min(i + 1, 3) for i in range(4)]
        assert [row["order_count_rolling"] for row in rows_] == pytest.approx(means)


def test_a_rolling_week_of_a_period_within_a_week(model: SemanticModel, busy: duckdb.DuckDBPyConnection) -> None:
    found = ask(model, busy, metrics=["order_count"], grain="week", period="2026-05-06..2026-05-20", rolling=2)

    assert [row["week"].day for row in found] == [4, 11, 18]
    first = plain(busy, "count(*)", "AND o.ordered_at::DATE BETWEEN '2026-04-27' AND '2026-05-10'")
    assert found[0]["order_count_rolling"] == first[0][0]


@QUICK
@given(
    metric=st.sampled_from(["revenue", "order_count", "items_per_order", "conversion"]),
    dimension=st.sampled_from(["stores.region", "stores.name"]),
    period=st.sampled_from(["2026-04", "2026-Q2", "last month", "2026-10"]),
    rest=st.booleans(),
)
def test_contributions_add_up_to_the_whole_change(
    model: SemanticModel, busy: duckdb.DuckDBPyConnection, metric: str, dimension: str, period: str, rest: bool
) -> None:
    more: dict[str, Any] = {"limit": 2, "rest": True} if rest else {}
    found = ask(
        model,
        busy,
        metrics=[metric],
        dimensions=[dimension],
        period=period,
        compare="previous_period",
        why=True,
        **more,
    )
    parts = [row[f"{metric}_contribution"] for row in found]

    if any(part is not None for part in parts):
        assert sum(part or 0 for part in parts) == pytest.approx(1)
    else:
        whole = ask(model, busy, metrics=[metric], period=period, compare="previous_period")[0]
        assert not whole[f"{metric}_change"]


def test_a_contribution_is_the_change_over_the_whole_change(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    found = ask(
        model,
        data,
        metrics=["revenue"],
        dimensions=["stores.region"],
        period="last month",
        compare="previous_period",
        why=True,
    )

    assert [(row["region"], row["revenue_change"], row["revenue_contribution"]) for row in found] == [
        ("EMEA", D(150), pytest.approx(150 / 176)),
        ("APAC", D(30), pytest.approx(30 / 176)),
        ("AMER", D(-11), pytest.approx(-11 / 176)),
        (None, D(7), pytest.approx(7 / 176)),
    ]


def test_a_ratio_moves_by_rates_and_by_weights(data: duckdb.DuckDBPyConnection, model: SemanticModel) -> None:
    found = ask(
        model,
        data,
        metrics=["items_per_order"],
        dimensions=["stores.region"],
        period="last month",
        compare="previous_period",
        why=True,
    )
    before, now = (D(1), D(1)), (D(7), D(4))
    mean = (before[0] / before[1] + now[0] / now[1]) / 2
    change = now[0] / now[1] - before[0] / before[1]
    emea = (D(4) - mean * 2) / now[1] / change

    assert next(r["items_per_order_contribution"] for r in found if r["region"] == "EMEA") == pytest.approx(float(emea))


def test_weekdays_hours_and_months_are_told_by_name_in_order(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    weekdays = compiled(model, metrics=["order_count"], by="weekday")
    sunday = shop_model(config=CONFIG.replace("defaults: {", "defaults: {week_start: sunday, "))

    assert rows(data, weekdays) == [("Tuesday", 1), ("Wednesday", 1), ("Thursday", 2), ("Saturday", 1), ("Sunday", 1)]
    assert rows(data, compiled(sunday, metrics=["order_count"], by="weekday"))[0] == ("Sunday", 1)
    assert rows(data, compiled(model, metrics=["order_count"], by="month_of_year"))[0] == ("September", 1)
    assert rows(data, compiled(model, metrics=["order_count"], by="hour")) == [(0, 2), (12, 2), (23, 2)]
    assert weekdays.title == "Order count by weekday"
    with pytest.raises(FixableError, match="has no time of day"):
        compiled(model, metrics=["visitors"], by="hour")


def test_fiscal_quarters_begin_where_the_fiscal_year_does(data: duckdb.DuckDBPyConnection) -> None:
    for start, expected in (
        ("02-01", [date(2026, 8, 1), date(2026, 11, 1)]),
        ("04-06", [date(2026, 7, 6), date(2026, 10, 6)]),
    ):
        model = shop_model(config=CONFIG.replace("defaults: {", f"defaults: {{fiscal_year_start: '{start}', "))
        found = ask(model, data, metrics=["revenue"], grain="fiscal_quarter", period="2026-09-01..2026-11-15")
        assert [row["fiscal_quarter"] for row in found] == expected


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"metrics": ["revenue"], "running": True}, "A running total needs a grain"),
        ({"metrics": ["revenue"], "rolling": 7}, "A rolling window needs a grain"),
        ({"metrics": ["revenue"], "rolling": 7, "grain": "day"}, "needs a period that has a beginning"),
        ({"metrics": ["revenue"], "why": True}, "name what to compare with"),
        ({"metrics": ["revenue"], "rest": True, "limit": 3}, "at least one dimension"),
        ({"metrics": ["items_per_order"], "share": True}, "it is a ratio"),
        ({"metrics": ["items_per_order"], "running": True, "grain": "day"}, "has no running total: it is a ratio"),
        ({"metrics": ["revenue_per_buyer"], "rolling": 3, "grain": "day", "period": "2026"}, "count in several parts"),
        ({"metrics": ["revenue_per_buyer"], "rest": True, "limit": 3, "dimensions": ["stores.name"]}, "several parts"),
        ({"metrics": ["revenue_per_buyer"], "why": True, "compare": "previous_year", "period": "2026-10",
          "dimensions": ["stores.name"]}, "cannot be split into contributions"),
        ({"metrics": ["revenue"], "rolling": 400, "grain": "day", "period": "2020..2026"}, "at most 1,500"),
        ({"metrics": ["revenue"], "rest": True, "limit": 1, "dimensions": ["stores.name"],
          "order": {"by": "stores.name"}}, "can be ranked by revenue only"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_with_the_reason(
    model: SemanticModel, request_: dict[str, Any], says: str
) -> None:
    with pytest.raises(FixableError, match=says):
        compiled(model, **request_)


def test_added_columns_can_be_ordered_by(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(
        model,
        data,
        metrics=["revenue"],
        dimensions=["stores.region"],
        period="last month",
        compare="previous_period",
        order={"by": "revenue_change", "direction": "asc"},
        limit=1,
    )

    assert [row["region"] for row in found] == ["AMER"]


def test_bounds_on_a_metric_keep_windows_whole(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    found = ask(
        model,
        data,
        metrics=["revenue"],
        grain="month",
        period="2026-08..2026-11",
        running=True,
        filters=[{"field": "revenue", "op": "gt", "values": [100]}],
    )

    assert [(row["month"].month, row["revenue_running"]) for row in found] == [(10, D(198)), (11, D(698))]
