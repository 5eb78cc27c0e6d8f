"""Which chart fits a result, and what it leaves out: tables in, blocks out, each one checked as Slack would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent_actions.contract import Column, MetricVersion, Receipt, Scalar, Table
from bot.reply.blocks import Answer, endings
from bot.reply.chart_labels import unique
from bot.reply.charts import Chart, Drawing, chart_block, drawing
from bot.reply.graphemes import cut
from bot.words import ENGLISH
from infra.local.slack.blockcheck import check_blocks

REGION = Column(name="region", label="Region", type="string")
CHANNEL = Column(name="channel", label="Channel", type="string")
MONTH = Column(name="month", label="Month", type="date")
DAY = Column(name="day", label="Day", type="date")
REVENUE = Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0,0")
MARGIN = Column(name="margin", label="Gross margin", type="number", unit="EUR", format="0,0")
ORDERS = Column(name="orders", label="Orders", type="integer", unit="orders", format="0,0")
RATE = Column(name="rate", label="Margin rate", type="number", format="0.0%")
SUMS = {"revenue", "margin", "orders"}

Row = tuple[Scalar, ...]


def receipt(columns: tuple[Column, ...], **request: Any) -> Receipt:
    metrics = tuple(
        MetricVersion(name=c.name, version="1", adds_up=c.name in SUMS, empty_is_zero=c.name in SUMS)
        for c in columns
        if c.name in SUMS | {"rate"}
    )
    status = {"id": "r1", "turn": "t1", "action": "query_metrics", "status": "ok", "provenance": "metric"}
    return Receipt.model_validate({**status, "metrics": metrics, "request": request})


def drawn(columns: tuple[Column, ...], rows: list[Row], title: str = "Revenue by region", **request: Any) -> Drawing:
    table = Table(title=title, columns=columns, rows=tuple(rows), total_rows=len(rows))
    made = drawing(table, receipt(columns, **request), ENGLISH)
    if made.chart is not None and (block := chart_block(made.chart)) is not None:
        check_blocks([block], "message")
    return made


def chart_of(columns: tuple[Column, ...], rows: list[Row], **request: Any) -> Chart:
    made = drawn(columns, rows, **request)
    assert made.chart is not None
    return made.chart


def data(chart: Chart) -> dict[str, tuple[float | None, ...]]:
    return {one.name: one.data for one in chart.series}


REGIONS: list[Row] = [("EMEA", 900.4), ("AMER", 600.0), ("APAC", 300.0)]


# which chart ---------------------------------------------------------------------------------------------------------


def test_categories_are_bars_in_the_tables_order() -> None:
    chart = chart_of((REGION, REVENUE), REGIONS)
    assert chart == Chart(
        "bar", "Revenue by region", ("EMEA", "AMER", "APAC"), chart.series, x_label="Region", y_label="Revenue (€)"
    )
    assert data(chart) == {"Revenue": (900, 600, 300)}


def test_time_is_a_line_from_left_to_right() -> None:
    rows: list[Row] = [("2026-02-01", 2), ("2025-12-01", 3), ("2026-01-01", 1)]
    chart = chart_of((MONTH, REVENUE), rows, grain="month", order={"by": "month"})
    assert (chart.kind, chart.categories) == ("line", ("Dec 25", "Jan 26", "Feb 26"))
    assert data(chart) == {"Revenue": (3, 1, 2)}


def test_beside_a_file_the_column_that_names_its_rows_is_drawn_against_and_not_a_date_of_it() -> None:
    shop = Column(name="shop", label="shop", type="string", role="dimension")
    opened = Column(name="opened", label="opened", type="date", role="dimension")
    revenue = REVENUE.model_copy(update={"role": "metric"})
    rows: list[Row] = [("Mitte", "2019-03-01", 61.0), ("Hafen", "2020-06-15", 48.0), ("Borough", "2021-01-01", 60.0)]
    chart = chart_of((shop, opened, revenue), rows, file={"on": [{"column": "shop", "field": "stores.store_name"}]})
    assert (chart.kind, chart.categories) == ("bar", ("Mitte", "Hafen", "Borough"))
    assert data(chart) == {"Revenue": (61, 48, 60)}


def test_a_ranking_of_months_is_bars_in_its_own_order() -> None:
    rows: list[Row] = [("2026-03-01", 9), ("2026-01-01", 5), ("2026-02-01", 4)]
    chart = chart_of((MONTH, REVENUE), rows, grain="month", order={"by": "revenue"}, limit=3)
    assert (chart.kind, chart.categories) == ("bar", ("Mar 26", "Jan 26", "Feb 26"))


def test_one_value_is_a_number_without_a_block() -> None:
    chart = chart_of((REVENUE, ORDERS), [(1234.5, 7)], title="Revenue and orders")
    assert chart.kind == "number"
    assert data(chart) == {"Revenue": (1235,), "Orders": (7,)}
    assert chart_block(chart) is None


NOTHING_TO_DRAW: list[tuple[str, tuple[Column, ...], list[Row]]] = [
    ("one point", (REGION, REVENUE), [("EMEA", 1.0)]),
    ("only nulls", (REGION, REVENUE), [("EMEA", None), ("AMER", None)]),
    ("500 categories", (REGION, REVENUE), [(f"R{n}", n) for n in range(500)]),
    ("text", (REGION, CHANNEL), [("EMEA", "web"), ("AMER", "app")]),
    ("three breakdowns", (MONTH, REGION, CHANNEL, REVENUE), [("2026-01-01", "E", c, 1) for c in "abc"]),
    ("no rows", (REGION, REVENUE), []),
]


@pytest.mark.parametrize(
    ("columns", "rows"), [case[1:] for case in NOTHING_TO_DRAW], ids=[c[0] for c in NOTHING_TO_DRAW]
)
def test_what_a_chart_does_not_help_has_none(columns: tuple[Column, ...], rows: list[Row]) -> None:
    assert drawn(columns, rows) == Drawing()
    assert drawn(columns, rows, chart="bar").chart is None
    assert drawn(columns, rows, chart="bar").unmet.endswith(", so here is the table.")


def test_a_cut_result_is_not_drawn() -> None:
    table = Table(title="t", columns=(REGION, REVENUE), rows=tuple(REGIONS), total_rows=5000, truncated=True)
    assert drawing(table, receipt((REGION, REVENUE)), ENGLISH) == Drawing()


def test_of_forty_categories_the_first_twenty_are_drawn() -> None:
    made = drawn((REGION, REVENUE), [(f"R{n}", 100 - n) for n in range(40)])
    assert made.chart is not None
    assert made.chart.categories == tuple(f"R{n}" for n in range(20))
    assert made.notes == ("The chart shows the first 20 of 40 rows.",)


def test_of_many_days_the_latest_are_drawn() -> None:
    made = drawn((DAY, REVENUE), [(f"2026-10-{n:02}", n) for n in range(1, 32)], grain="day")
    assert made.chart is not None
    assert (made.chart.categories[0], made.chart.categories[-1]) == ("12 Oct", "31 Oct")
    assert made.notes == ("The chart shows the latest 20 of 31 days. “PNG” draws them all.",)


# series --------------------------------------------------------------------------------------------------------------


def test_time_and_a_breakdown_make_one_line_for_each_value() -> None:
    rows: list[Row] = [("2026-01-01", "EMEA", 1), ("2026-01-01", "AMER", 2), ("2026-02-01", "EMEA", 3)]
    chart = chart_of((MONTH, REGION, REVENUE), rows, grain="month")
    assert chart.kind == "line"
    assert data(chart) == {"EMEA": (1, 3), "AMER": (2, 0)}


EIGHT: list[Row] = [(f"2026-0{m}-01", f"C{n}", 10 * n + m) for m in (1, 2) for n in range(1, 9)]


def test_of_eight_series_the_largest_stay_and_sums_go_together() -> None:
    made = drawn((MONTH, CHANNEL, REVENUE), EIGHT, grain="month")
    assert made.chart is not None
    assert [one.name for one in made.chart.series] == ["C8", "C7", "C6", "C5", "C4", "Other"]
    assert data(made.chart)["Other"] == (63, 66)
    assert made.notes == ("The chart shows the 5 largest of 8; “Other” adds up the rest.",)


def test_ratios_have_no_other() -> None:
    made = drawn((MONTH, CHANNEL, RATE), [(m, c, float(v or 0) / 100) for m, c, v in EIGHT], grain="month")
    assert made.chart is not None
    assert [one.name for one in made.chart.series] == ["C8", "C7", "C6", "C5", "C4"]
    assert made.notes == ("The chart shows the 5 largest of 8; the others can't be added up.",)


def test_the_longer_of_two_breakdowns_makes_the_axis() -> None:
    rows: list[Row] = [(r, f"C{n}", n) for r in ("EMEA", "AMER") for n in range(1, 9)]
    chart = chart_of((REGION, CHANNEL, REVENUE), rows)
    assert (chart.kind, len(chart.categories), [s.name for s in chart.series]) == ("bar", 8, ["EMEA", "AMER"])


def test_two_metrics_of_one_unit_are_two_series() -> None:
    made = drawn((REGION, REVENUE, MARGIN), [("EMEA", 9, 3), ("AMER", 6, 2)])
    assert made.chart is not None
    assert data(made.chart) == {"Revenue": (9, 6), "Gross margin": (3, 2)}
    assert (made.chart.y_label, made.notes) == ("€", ())


def test_of_metrics_in_different_units_the_first_is_drawn_and_the_title_says_so() -> None:
    made = drawn((REGION, REVENUE, ORDERS), [("EMEA", 9, 3), ("AMER", 6, 2)], title="Revenue and orders by region")
    assert made.chart is not None
    assert data(made.chart) == {"Revenue": (9, 6)}
    assert made.chart.title == "Revenue only, by region"
    assert made.notes == ("In the table only: Orders.",)


# gaps ----------------------------------------------------------------------------------------------------------------


def test_months_without_rows_are_zero_for_sums() -> None:
    chart = chart_of((MONTH, REVENUE), [("2026-01-01", 5), ("2026-04-01", 7), ("2026-05-01", None)], grain="month")
    assert chart.categories == ("Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26")
    assert data(chart) == {"Revenue": (5, 0, 0, 7, 0)}


@pytest.mark.parametrize(
    "asked", [{"filters": [{"field": "revenue", "op": "gt", "values": [4]}]}, {"weekdays": ["sat", "sun"]}]
)
def test_months_that_were_left_out_for_their_figures_are_no_zeros(asked: dict[str, Any]) -> None:
    chart = chart_of((MONTH, REVENUE), [("2026-01-01", 5), ("2026-04-01", 7)], grain="month", **asked)
    assert data(chart) == {"Revenue": (5, 7)}
    assert chart.categories == ("Jan 26", "Apr 26")


def test_months_without_rows_beside_another_condition_are_zero() -> None:
    asked = {"filters": [{"field": "orders.channel", "op": "in", "values": ["app"]}]}
    chart = chart_of((MONTH, REVENUE), [("2026-01-01", 5), ("2026-03-01", 7)], grain="month", **asked)
    assert data(chart) == {"Revenue": (5, 0, 7)}


def test_a_ratio_with_gaps_is_left_out_and_named() -> None:
    rows: list[Row] = [("2026-01-01", "EMEA", 0.5), ("2026-01-01", "AMER", 0.25), ("2026-02-01", "EMEA", 0.4)]
    made = drawn((MONTH, REGION, RATE), rows, grain="month")
    assert made.chart is not None
    assert data(made.chart) == {"EMEA": (50, 40)}
    assert made.notes == ("Not drawn, for want of some values: AMER.",)
    assert made.chart.y_label == "Margin rate (%)"


def test_a_category_without_a_ratio_is_left_out_and_named() -> None:
    made = drawn((REGION, RATE), [("EMEA", 0.1234), ("AMER", None), (None, 0.2)])
    assert made.chart is not None
    assert made.chart.categories == ("EMEA", "(none)")
    assert data(made.chart) == {"Margin rate": (12.3, 20)}
    assert made.notes == ("Not drawn, for want of a value: AMER.",)


# pies and other wishes -----------------------------------------------------------------------------------------------


def test_a_pie_is_drawn_only_when_asked_for() -> None:
    assert chart_of((REGION, REVENUE), REGIONS).kind == "bar"
    chart = chart_of((REGION, REVENUE), [*REGIONS, ("LATAM", 0)], chart="pie")
    assert (chart.kind, chart.categories) == ("pie", ("EMEA", "AMER", "APAC"))


@pytest.mark.parametrize(
    ("columns", "rows", "why"),
    [
        ((REGION, REVENUE), [("EMEA", 9), ("AMER", -1)], "A pie can't show negative values, so here are bars."),
        (
            (REGION, REVENUE),
            [(f"R{n}", n + 1) for n in range(30)],
            "30 slices are more than a pie can show (at most 6), so here are bars.",
        ),
        (
            (REGION, RATE),
            [("EMEA", 0.1), ("AMER", 0.2)],
            "Parts of margin rate don't add up to a whole, which a pie would suggest, so here are bars.",
        ),
        (
            (MONTH, REVENUE),
            [(f"2026-{n:02}-01", n) for n in range(1, 10)],
            "9 slices are more than a pie can show (at most 6), so here is a line.",
        ),
        (
            (REGION, CHANNEL, REVENUE),
            [("EMEA", "web", 1), ("AMER", "app", 2)],
            "A pie shows one breakdown only, so here are bars.",
        ),
        (
            (REGION, REVENUE),
            [("EMEA", 1), ("AMER", 0)],
            "A pie needs at least two values above zero, so here are bars.",
        ),
    ],
)
def test_a_pie_that_would_mislead_falls_to_what_fits_and_says_why(
    columns: tuple[Column, ...], rows: list[Row], why: str
) -> None:
    made = drawn(columns, rows, chart="pie", grain="month")
    assert made.chart is not None
    assert made.chart.kind == ("line" if columns[0] is MONTH else "bar")
    assert made.unmet == why


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
def test_the_kind_asked_for_is_drawn(kind: str) -> None:
    assert chart_of((REGION, REVENUE), REGIONS, chart=kind).kind == kind


def test_a_table_asked_for_has_no_chart() -> None:
    assert drawn((REGION, REVENUE), REGIONS, chart="table") == Drawing()


def test_a_wish_for_a_single_value_is_answered_in_words() -> None:
    made = drawn((REVENUE,), [(5,)], chart="pie")
    assert made.chart is not None
    assert made.chart.kind == "number"
    assert made.unmet == "There is one point only, so here is the figure."


# statements of the agent ---------------------------------------------------------------------------------------------


def test_a_statements_result_is_drawn_by_its_columns() -> None:
    columns = (
        Column(name="month", label="Month", type="timestamp"),
        Column(name="store_id", label="Store id", type="integer"),
        Column(name="n", label="N", type="integer"),
    )
    table = Table(
        title="Result",
        columns=columns,
        rows=(("2026-01-01T00:00:00", 7, 1), ("2026-03-01T00:00:00", 7, 2)),
        total_rows=2,
    )
    sql = receipt(()).model_copy(update={"action": "run_sql", "provenance": "sql", "request": {"sql": "SELECT 1"}})
    made = drawing(table, sql, ENGLISH)
    assert made.chart is not None
    assert (made.chart.kind, made.chart.categories, data(made.chart)) == ("line", ("Jan 26", "Mar 26"), {"N": (1, 2)})


# labels --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grain", "days", "labels"),
    [
        ("day", ["2026-11-05", "2026-11-06"], ("5 Nov", "6 Nov")),
        ("day", ["2025-12-31", "2026-01-01"], ("31 Dec 25", "1 Jan 26")),
        ("week", ["2026-11-02", "2026-11-09"], ("2 Nov", "9 Nov")),
        ("quarter", ["2026-04-01", "2026-07-01"], ("Q2 26", "Q3 26")),
        ("year", ["2025-01-01", "2026-01-01"], ("2025", "2026")),
    ],
)
def test_times_are_named_by_their_grain(grain: str, days: list[str], labels: tuple[str, ...]) -> None:
    column = Column(name=grain, label=grain.title(), type="date")
    assert chart_of((column, REVENUE), [(day, 1) for day in days], grain=grain).categories == labels


def test_long_and_equal_labels_are_cut_and_told_apart() -> None:
    long = "Tarnwald expedition tent for "
    rows: list[Row] = [(long + "two", 3), (long + "three", 2), (None, 1), ("", 1)]
    chart = chart_of((REGION, REVENUE), rows, title="Revenue by product, " + "very " * 20)
    assert chart.categories == ("Tarnwald exp…for two", "Tarnwald ex…or three", "(none)", "(none) 2")
    assert len(chart.title) <= 50
    assert chart.title.endswith("…")


def test_right_to_left_text_and_emoji_are_cut_between_letters() -> None:
    arabic = "المملكة العربية السعودية والخليج"
    assert cut(arabic, 20) == arabic[:19] + "…"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cut("a" * 14 + family, 20) == "a" * 14 + "…"
    assert unique(["\u202eabc", "x"], 20)[1] == "x"
    chart = chart_of((REGION, REVENUE), [(arabic, 2), ("\u202eevil <!channel>", 1)])
    assert chart.categories == (arabic[:19] + "…", "evil &lt;!channel>")


def test_small_values_keep_their_digits() -> None:
    chart = chart_of((REGION, REVENUE), [("EMEA", 0.001234), ("AMER", 0.0005)])
    assert data(chart) == {"Revenue": (0.00123, 0.0005)}


# in the reply --------------------------------------------------------------------------------------------------------


def test_the_chart_stands_above_its_table_and_can_be_left_out() -> None:
    table = Table(title="Revenue by region", columns=(REGION, REVENUE), rows=tuple(REGIONS), total_rows=3)
    found = receipt((REGION, REVENUE))
    answer = Answer("t1", (found,), {"r1": table}, {"r1": drawing(table, found, ENGLISH)})
    (ending,) = endings(answer, ENGLISH, date(2026, 11, 15))
    kinds = [[block["type"] for block in form] for form in ending.forms]
    assert kinds[0][:3] == ["data_visualization", "context", "data_table"]
    assert kinds[1] == kinds[0][2:]
    assert "data_visualization" not in kinds[2]
    assert "data_table" not in kinds[2]


# columns that say what they are --------------------------------------------------------------------------------------


def of_revenue(role: str, **more: Any) -> Column:
    made = {"name": f"revenue_{role}", "label": role.capitalize(), "type": "number", "unit": "EUR", "format": "0,0"}
    return Column.model_validate({**made, "role": role, "of": "revenue", **more})


BY_REGION = REGION.model_copy(update={"role": "dimension"})
BY_MONTH = MONTH.model_copy(update={"role": "time"})
METRIC = REVENUE.model_copy(update={"role": "metric", "of": "revenue"})
SHARE = of_revenue("share", unit=None, format="0.0%")
PERCENT = of_revenue("change_pct", unit=None, format="0.0%")


def test_a_comparison_draws_both_periods() -> None:
    columns = (BY_REGION, METRIC, of_revenue("previous", label="Revenue, Sep 2026"), of_revenue("change"), PERCENT)
    rows: list[Row] = [("EMEA", 110.0, 100.0, 10.0, 0.1), ("APAC", 40.0, None, None, None)]
    chart = chart_of(columns, rows)
    assert (chart.kind, chart.y_label) == ("bar", "Revenue (€)")
    assert data(chart) == {"Revenue": (110, 40), "Revenue, Sep 2026": (100, 0)}


def test_a_comparison_over_time_is_two_lines() -> None:
    columns = (BY_MONTH, METRIC, of_revenue("previous"), of_revenue("change"), PERCENT)
    rows: list[Row] = [("2026-01-01", 1.0, 2.0, -1.0, -0.5), ("2026-02-01", 3.0, 4.0, -1.0, -0.25)]
    chart = chart_of(columns, rows, grain="month")
    assert (chart.kind, list(data(chart))) == ("line", ["Revenue", "Previous"])


def test_shares_of_one_whole_are_a_pie_of_the_values_behind_them() -> None:
    rows: list[Row] = [("EMEA", 60.0, 0.6), ("APAC", 30.0, 0.3), ("AMER", 10.0, 0.1)]
    made = drawn((BY_REGION, METRIC, SHARE), rows, share=True)
    assert made.chart is not None
    assert (made.chart.kind, data(made.chart)) == ("pie", {"Revenue": (60, 30, 10)})
    assert chart_of((BY_REGION, METRIC, SHARE), rows, share=True, chart="bar").kind == "bar"


@pytest.mark.parametrize(
    "rows",
    [
        [("EMEA", 60.0, 0.6), ("APAC", 30.0, 0.3)],
        [("EMEA", 120.0, 1.2), ("APAC", -20.0, -0.2)],
        [(f"R{n}", 10.0, 0.1) for n in range(10)],
    ],
    ids=["the top of more", "a negative part", "ten slices"],
)
def test_shares_that_are_no_slices_are_bars_in_percent(rows: list[Row]) -> None:
    chart = chart_of((BY_REGION, METRIC, SHARE), rows, share=True)
    assert (chart.kind, chart.y_label) == ("bar", "Share (%)")
    assert chart.series[0].data[0] == round(float(str(rows[0][2])) * 100)


def test_a_running_total_is_an_area() -> None:
    rows: list[Row] = [("2026-01-01", 1.0, 1.0), ("2026-02-01", 3.0, 4.0)]
    columns = (BY_MONTH, METRIC, of_revenue("running", label="Running total"))
    chart = chart_of(columns, rows, grain="month")
    assert (chart.kind, chart.y_label, data(chart)) == ("area", "Running total (€)", {"Running total": (1, 4)})
    pie = drawn(columns, rows, grain="month", chart="pie")
    assert "don't add up to a whole" in pie.unmet


def test_a_rolling_figure_is_drawn_beside_what_it_smooths() -> None:
    columns = (BY_MONTH, METRIC, of_revenue("rolling", label="3-month average"))
    rows: list[Row] = [("2026-01-01", 1.0, 1.5), ("2026-02-01", 3.0, 2.0)]
    assert list(data(chart_of(columns, rows, grain="month"))) == ["Revenue", "3-month average"]


def test_what_changed_a_figure_is_drawn_as_changes() -> None:
    columns = (BY_REGION, METRIC, of_revenue("previous"), of_revenue("change"), of_revenue("contribution"))
    rows: list[Row] = [("EMEA", 50.0, 80.0, -30.0, 1.5), ("APAC", 40.0, 30.0, 10.0, -0.5)]
    chart = chart_of(columns, rows, why=True)
    assert (chart.kind, data(chart)) == ("bar", {"Change": (-30, 10)})


def test_numbers_of_a_breakdown_are_categories() -> None:
    hour = Column(name="hour", label="Hour", type="integer", role="dimension")
    chart = chart_of((hour, METRIC), [(8, 5.0), (9, 7.0)])
    assert (chart.kind, chart.categories) == ("bar", ("8", "9"))


def test_a_ranking_by_the_change_stays_in_its_order() -> None:
    columns = (BY_MONTH, METRIC, of_revenue("previous"), of_revenue("change"))
    rows: list[Row] = [("2026-03-01", 9.0, 1.0, 8.0), ("2026-01-01", 5.0, 1.0, 4.0)]
    chart = chart_of(columns, rows, grain="month", order={"by": "revenue_change"})
    assert (chart.kind, chart.categories) == ("bar", ("Mar 26", "Jan 26"))


def test_below_the_chart_stands_what_its_title_has_no_room_for() -> None:
    title = "Revenue by region, October 2026, EMEA only, online only, without returns"
    made = drawn((REGION, REVENUE), REGIONS, title=title)
    assert made.subtitle == (title, "In €")
    table = Table(title="Orders", columns=(REGION, ORDERS), rows=(("E", 1), ("A", 2)), total_rows=2)
    found = receipt((REGION, ORDERS)).model_copy(update={"data_as_of": "2026-11-14T23:10:00"})
    assert drawing(table, found, ENGLISH).subtitle == ("In orders, data to 14 Nov 2026",)


def test_a_big_number_of_several_values_is_refused_in_a_sentence() -> None:
    made = drawn((REGION, REVENUE), REGIONS, chart="number")
    assert made.chart is not None
    assert (made.chart.kind, made.unmet) == ("bar", "A big number shows one value, so here are bars.")
    assert drawn((REVENUE,), [(5.0,)], chart="number") == drawn((REVENUE,), [(5.0,)])


def test_namesakes_are_told_apart_by_their_key_and_the_key_is_not_drawn() -> None:
    name = Column(name="name", label="Customer", type="string", role="dimension")
    key = Column(name="customer_id", label="Customer number", type="integer", role="key")
    money = REVENUE.model_copy(update={"role": "metric", "of": "revenue"})
    chart = chart_of((name, key, money), [("Ana Silva", 1042, 900.0), ("Bo Ek", 7, 600.0), ("Ana Silva", 311, 300.0)])
    assert chart.categories == ("Ana Silva (1042)", "Bo Ek", "Ana Silva (311)")
    assert list(data(chart)) == ["Revenue"]
