"""Tables as people read them: calendar units, totals, what is cut and said to be, and single values large."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from agent_actions.contract import Column, MetricVersion, Receipt, Scalar, Table
from bot.reply.blocks import Answer, endings
from bot.reply.charts import drawing
from bot.reply.tables import MAX_CHARACTERS, Shown, shown_table
from bot.reply.totals import totals
from bot.words import ENGLISH
from infra.local.slack.blockcheck import check_blocks

REGION = Column(name="region", label="Region", type="string", role="dimension")
REVENUE = Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0,0", role="metric", of="revenue")
BEFORE = Column(
    name="revenue_previous", label="Revenue, September 2026", type="number", unit="EUR", format="0,0", role="previous",
    of="revenue",
)  # fmt: skip
CHANGE = Column(
    name="revenue_change", label="Change", type="number", unit="EUR", format="0,0", role="change", of="revenue"
)
PERCENT = Column(
    name="revenue_change_pct", label="Change in %", type="number", format="0.0%", role="change_pct", of="revenue"
)
BUYERS = Column(name="buyers", label="Buyers", type="integer", role="metric", of="buyers")
RATE = Column(name="rate", label="Margin rate", type="number", format="0.0%", role="metric", of="rate")

Row = tuple[Scalar, ...]


def table(columns: tuple[Column, ...], rows: list[Row], total: int | None = None, title: str = "Revenue") -> Table:
    count = len(rows) if total is None else total
    return Table(title=title, columns=columns, rows=tuple(rows), total_rows=count, truncated=count > len(rows))


def receipt(rows: int = 1, **request: Any) -> Receipt:
    metrics = (
        MetricVersion(name="revenue", version="1", adds_up=True),
        MetricVersion(name="buyers", version="1", adds_up=False),
        MetricVersion(name="rate", version="1", adds_up=False),
    )
    return Receipt(
        id="r1", turn="t1", action="query_metrics", status="ok", provenance="metric", metrics=metrics, row_count=rows,
        request=request, data_as_of="2026-11-14", sql="SELECT 1", output_key="athena/x.csv",
    )  # fmt: skip


def shown(made: Table, **request: Any) -> Shown:
    found = shown_table(made, ENGLISH, receipt(made.total_rows, **request))
    assert found is not None
    check_blocks([found.block], "message")
    return found


def cells(found: Shown) -> list[list[dict[str, Any]]]:
    rows: Any = found.block["rows"]
    return rows


def blocks(made: Table, **request: Any) -> list[dict[str, Any]]:
    found = receipt(made.total_rows, **request)
    answer = Answer("t1", (found,), {"r1": made}, {"r1": drawing(made, found, ENGLISH)})
    (ending,) = endings(answer, ENGLISH, date(2026, 11, 15))
    for form in ending.forms:
        check_blocks([*form], "message")
    return [*ending.blocks]


def texts(found: list[dict[str, Any]], kind: str) -> list[str]:
    return [str(element["text"]) for block in found if block["type"] == kind for element in block["elements"]]


# calendar units ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grain", "day", "text"),
    [
        ("day", "2026-10-05", "5 Oct 2026"),
        ("week", "2026-10-05", "5 Oct 2026"),
        ("month", "2026-10-01", "Oct 2026"),
        ("quarter", "2026-07-01", "Q3 2026"),
        ("year", "2026-01-01", "2026"),
        ("month", "2026-10-01T00:00:00.000", "Oct 2026"),
        ("month", "2026-10-15", "15 Oct 2026"),
        ("fiscal_quarter", "2026-02-01", "Feb–Apr 2026"),
        ("fiscal_quarter", "2026-11-01", "Nov 2026–Jan 2027"),
        ("fiscal_year", "2026-02-01", "Feb 2026–Jan 2027"),
        ("fiscal_year", "2026-01-01", "Jan–Dec 2026"),
        ("fiscal_quarter", "2026-04-06", "from 6 Apr 2026"),
    ],
)
def test_a_calendar_unit_is_named_and_sorts_as_time(grain: str, day: str, text: str) -> None:
    unit = Column(name=grain, label=grain.capitalize(), type="date", role="time")
    found = shown(table((unit, REVENUE), [(day, 1.0), (day, 2.0)]), grain=grain)
    cell = cells(found)[1][0]
    assert cell == {"type": "raw_number", "value": int(day[:10].replace("-", "")), "text": text}


def test_weeks_say_in_the_header_that_they_go_by_their_first_day() -> None:
    week = Column(name="week", label="Week", type="date")
    found = shown(table((week, REVENUE), [("2026-10-05", 1.0), ("2026-10-12", 2.0)]), grain="week")
    assert cells(found)[0][0]["text"] == "Week of"
    assert found.text.startswith("Week of      Revenue\n5 Oct 2026")


def test_a_date_that_is_no_calendar_unit_stays_as_it_is() -> None:
    signed = Column(name="signed_on", label="Signed on", type="date")
    found = shown(table((signed, REVENUE), [("2026-10-01", 1.0), (None, 2.0)]))
    assert [row[0]["text"] for row in cells(found)] == ["Signed on", "2026-10-01", "–"]


def test_what_has_no_value_has_no_number() -> None:
    found = shown(table((REGION, REVENUE), [("EMEA", None), ("APAC", float("inf")), ("AMER", 3.0)]))
    assert [row[1]["type"] for row in cells(found)[1:]] == ["raw_text", "raw_text", "raw_number"]


# totals --------------------------------------------------------------------------------------------------------------

REGIONS: list[Row] = [("EMEA", 900.25), ("AMER", 600.5), ("APAC", None)]


def test_what_adds_up_has_a_total_below_its_table() -> None:
    made = blocks(table((REGION, REVENUE), REGIONS))
    assert [block["type"] for block in made][-5:-2] == ["data_table", "rich_text", "context"]
    assert "'Total: €1,501'" in str(made)


def test_ratios_and_distinct_counts_have_no_total() -> None:
    rows: list[Row] = [("EMEA", 10, 0.1), ("APAC", 20, 0.2)]
    assert totals(table((REGION, BUYERS, RATE), rows), receipt(2), ENGLISH) == ""


def test_of_several_columns_those_that_add_up_are_totalled_by_name() -> None:
    rows: list[Row] = [("EMEA", 100, 90, 10, 0.111, 7), ("APAC", 50, 60, -10, -0.167, 8), ("AMER", 30, 10, 20, 2.0, 9)]
    made = table((REGION, REVENUE, BEFORE, CHANGE, PERCENT, BUYERS), rows)
    assert totals(made, receipt(3), ENGLISH) == (
        "Total: Revenue €180 · Revenue, September 2026 €160 · Change €20 (+12.5%)"
    )


def test_a_total_of_the_top_says_that_it_is_no_more() -> None:
    made = table((REGION, REVENUE), [("EMEA", 900.0), ("AMER", 600.0)])
    assert totals(made, receipt(2, limit=2), ENGLISH) == "Total of these 2 rows: €1,500"
    assert totals(made, receipt(2, limit=10), ENGLISH) == "Total: €1,500"
    assert totals(made, receipt(2, limit=1, rest=True), ENGLISH) == "Total: €1,500"
    some = receipt(2, filters=[{"field": "revenue", "op": "gt", "values": [500]}])
    assert totals(made, some, ENGLISH) == "Total of these 2 rows: €1,500"
    all_of_emea = receipt(2, filters=[{"field": "orders.region", "values": ["EMEA"]}])
    assert totals(made, all_of_emea, ENGLISH) == "Total: €1,500"


def test_a_cut_result_has_no_total_and_says_of_how_many_it_is() -> None:
    rows: list[Row] = [(f"R{n}", 1.0) for n in range(150)]
    made = blocks(table((REGION, REVENUE), rows, total=4_213))
    assert "Total" not in str(made)
    assert "100 of 4,213 rows shown" in str(made)


def test_totals_are_exact() -> None:
    made = table((REGION, REVENUE.model_copy(update={"format": "0.00"})), [(f"R{n}", 0.1) for n in range(10)])
    assert totals(made, receipt(10), ENGLISH) == "Total: €1.00"


# too much ------------------------------------------------------------------------------------------------------------


def test_of_a_hundred_columns_twenty_are_shown_and_said_to_be() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"Column {n} " * 9, type="string") for n in range(100))
    made = table(columns, [tuple("a long text that goes on and on " * 20 for _ in range(100)) for _ in range(30)])
    found = shown(made)
    assert (found.columns, found.rows >= 10, found.shortened) == (20, True, True)
    said = "\n".join(texts(blocks(made), "context"))
    assert "20 of 100 columns shown" in said
    assert "long texts shortened, whole in the files" in said


@pytest.mark.parametrize("text", ["x" * 20_000, "👩‍👩‍👧‍👦" * 3_000, "ש" * 20_000, "漢字" * 10_000, "e\u0301" * 10_000])
def test_a_cell_of_twenty_kilobytes_is_cut_between_letters(text: str) -> None:
    found = shown(table((REGION, REVENUE), [(text, 1.0), ("EMEA", 2.0)]))
    cut = cells(found)[1][0]["text"]
    assert len(cut) <= 300
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])
    assert cut[-2] not in "\u200d\u0301" or cut[-2] == "\u0301"
    assert found.shortened


def test_cells_stay_within_what_a_message_takes() -> None:
    rows: list[Row] = [tuple(f"{n} " + "words " * 60 for _ in range(8)) for n in range(100)]
    columns = tuple(Column(name=f"c{n}", label=f"C{n}", type="string") for n in range(8))
    found = shown(table(columns, rows))
    assert sum(len(cell["text"]) for row in cells(found) for cell in row) <= MAX_CHARACTERS
    assert found.rows >= 10


def test_a_table_as_text_keeps_to_a_line_and_says_what_it_leaves_out() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"Column {n}", type="string") for n in range(12))
    made = table(columns, [tuple(f"value {n}{i}" for i in range(12)) for n in range(40)])
    found = shown(made)
    assert max(map(len, found.text.splitlines())) <= 100
    assert (found.text_rows, found.text_columns) == (20, 9)
    answer = Answer("t1", (receipt(40),), {"r1": made})
    (ending,) = endings(answer, ENGLISH, date(2026, 11, 15))
    assert "20 of 40 rows shown · 9 of 12 columns shown" in str(ending.simple)


def test_wide_letters_keep_the_columns_of_a_text_in_line() -> None:
    found = shown(table((REGION, REVENUE), [("東京", 10.0), ("EMEA", 5.0)]))
    assert found.text.splitlines()[1:] == ["東京        €10", "EMEA         €5"]


# one value -----------------------------------------------------------------------------------------------------------


def test_one_value_stands_alone_and_large() -> None:
    made = blocks(
        table((REVENUE.model_copy(update={"format": "0.0a"}),), [(2_716_134.4,)], title="Revenue, October 2026")
    )
    assert [block["type"] for block in made][:2] == ["header", "context"]
    assert made[0]["text"]["text"] == "€2,716,134"
    assert "Revenue, October 2026" in texts(made, "context")[0]
    assert not [block for block in made if block["type"] == "data_table"]
    assert "outcrop_export_csv" in str(made)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (110.0, 100.0, "▲ 10.0% (+€10) from €100 (revenue, September 2026)"),
        (90.0, 100.0, "▼ 10.0% (-€10) from €100 (revenue, September 2026)"),
        (100.0, 100.0, "No change from €100 (revenue, September 2026)"),
        (10.0, 0.0, "▲ +€10 from €0 (revenue, September 2026)"),
        (10.0, None, "Nothing to compare with: there is no value for revenue, September 2026"),
    ],
)
def test_a_change_says_how_much_and_from_what(now: float, before: float | None, said: str) -> None:
    change = None if before is None else now - before
    percent = change / before if change is not None and before else None
    made = blocks(table((REVENUE, BEFORE, CHANGE, PERCENT), [(now, before, change, percent)]))
    assert said in str(texts(made, "context"))


def test_the_change_of_a_share_is_in_percentage_points() -> None:
    role: dict[str, Any] = {"of": "rate", "type": "number", "format": "0.0%"}
    columns = (
        RATE,
        Column(name="p", label="Margin rate, 2025", role="previous", **role),
        Column(name="c", label="Change", role="change", **role),
        Column(name="cp", label="Change in %", role="change_pct", **role),
    )
    made = blocks(table(columns, [(0.12, 0.10, 0.02, 0.2)]))
    assert "▲ 20.0% (+2.0 percentage points) from 10.0%" in str(texts(made, "context"))


def test_one_month_is_one_value_and_one_region_is_a_table() -> None:
    month = Column(name="month", label="Month", type="date", role="time")
    assert blocks(table((month, REVENUE), [("2026-10-01", 5.0)]), grain="month")[0]["type"] == "header"
    assert blocks(table((REGION, REVENUE), [("EMEA", 5.0)]))[0]["type"] == "data_table"


def test_four_values_are_a_table() -> None:
    columns = tuple(REVENUE.model_copy(update={"name": f"m{n}", "of": f"m{n}", "label": f"M{n}"}) for n in range(4))
    assert blocks(table(columns, [(1.0, 2.0, 3.0, 4.0)]))[0]["type"] == "data_table"


def test_no_value_is_said_to_be_none() -> None:
    made = blocks(table((REVENUE, BUYERS), [(None, 5)]))
    assert [block["text"]["text"] for block in made if block["type"] == "header"] == ["no value", "5"]
