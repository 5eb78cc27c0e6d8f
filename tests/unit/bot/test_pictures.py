"""Charts as pictures: what is in them, that nothing is fetched for them, and where they go."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from agent_actions.contract import Column, MetricVersion, Receipt, Scalar, Table
from bot.agents.port import AgentEvent, AgentTurn, Done
from bot.pictures import theme
from bot.pictures.picture import Picture, picture
from bot.pictures.png import PictureError, png_of
from bot.pictures.scripts import beyond_font
from bot.pictures.spec import picture_spec
from bot.reply.charts import Chart, Series
from bot.words import ENGLISH
from tests.unit.bot.slack_double import blocks_of
from tests.unit.bot.support import REVENUE, Bench, event, press, revenue_receipt

TS = "1700000000.000100"
REGION = Column(name="region", label="Region", type="string", role="dimension")
DAY = Column(name="day", label="Day", type="date", role="time")
AMOUNT = Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0,0", role="metric", of="revenue")
RATE = Column(name="rate", label="Margin rate", type="number", format="0.0%", role="metric", of="rate")

Row = tuple[Scalar, ...]


def receipt(**more: Any) -> Receipt:
    made: dict[str, Any] = {
        "id": "r1", "turn": "t1", "action": "query_metrics", "status": "ok", "provenance": "metric",
        "metrics": (MetricVersion(name="revenue", version="1", adds_up=True),), "data_as_of": "2026-11-14",
    }  # fmt: skip
    return Receipt.model_validate(made | more)


def pictured(columns: tuple[Column, ...], rows: list[Row], title: str = "Revenue by region", **more: Any) -> Picture:
    table = Table(title=title, columns=columns, rows=tuple(rows), total_rows=len(rows))
    found = picture(table, receipt(**more), ENGLISH)
    assert found is not None
    return found


def of(found: Picture) -> Any:
    """The specification, to look into."""
    return json.loads(json.dumps(found.spec))


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_picture_tells_by_itself_what_it_shows() -> None:
    found = pictured(
        (REGION, AMOUNT),
        [("EMEA", 900.4), ("AMER", 600.0)],
        assumptions=("last month = October 2026, by order date",),
        hidden=("rows outside EMEA",),
    )
    spec = of(found)
    assert spec["title"]["text"] == ["Revenue by region"]
    assert spec["title"]["subtitle"] == [
        "In €, data to 14 Nov 2026",
        "Metric · last month = October 2026, by order date",
        "Hidden: rows outside EMEA",
    ]
    assert [row["t"] for row in spec["data"]["values"]] == ["€900", "€600"]
    assert spec["config"]["font"] == "Liberation Sans"
    assert found.alt == ("Revenue by region. Bars of Revenue for EMEA, AMER. The table of the answer has the figures.")


def test_shares_are_written_in_percent() -> None:
    spec = of(pictured((REGION, RATE), [("EMEA", 0.1234), ("AMER", 0.05)]))
    assert [(row["v"], row["t"]) for row in spec["data"]["values"]] == [(12.3, "12.3%"), (5, "5.0%")]


def test_a_picture_has_room_for_every_day_and_leaves_gaps_open() -> None:
    rows: list[Row] = [
        (f"2026-{month:02}-{day:02}", None if day == 3 else 1.0) for month in (7, 8) for day in range(1, 31)
    ]
    spec = of(pictured((DAY, AMOUNT), rows, request={"grain": "day"}))
    values = spec["data"]["values"]
    assert len(values) == 60
    assert sum(row["v"] is None for row in values) == 2
    assert spec["mark"]["type"] == "line"


def test_bars_begin_at_zero_and_lines_may_not() -> None:
    bars = of(pictured((REGION, AMOUNT), [("EMEA", 900.0), ("AMER", 899.0)]))
    assert "scale" not in bars["layer"][0]["encoding"]["x"]  # Vega-Lite's bars begin at 0 by themselves
    flat = of(pictured((DAY, AMOUNT), [("2026-07-01", 900.0), ("2026-07-02", 899.0)], request={"grain": "day"}))
    assert flat["encoding"]["y"]["scale"] == {"zero": False}
    steep = of(pictured((DAY, AMOUNT), [("2026-07-01", 900.0), ("2026-07-02", 9.0)], request={"grain": "day"}))
    assert steep["encoding"]["y"]["scale"] == {"zero": True}


@pytest.mark.parametrize(
    "rows", [[("EMEA", 1.0)], [("EMEA", None), ("APAC", None)], [(f"R{n}", n) for n in range(500)]]
)
def test_what_makes_no_chart_makes_no_picture(rows: list[Row]) -> None:
    table = Table(title="t", columns=(REGION, AMOUNT), rows=tuple(rows), total_rows=len(rows))
    assert picture(table, receipt(), ENGLISH) is None


def test_names_of_a_catalogue_are_data_and_no_expression_or_address() -> None:
    evil = "signal(1) {'url': 'http://127.0.0.1:9/x'} ${datum.v} <!channel>"
    spec = of(pictured((REGION, AMOUNT), [(evil, 1.0), ("EMEA", 2.0)], title=evil))
    assert set(spec["data"]) == {"values"}
    assert "url" not in spec["data"]["values"][0]
    assert "<!channel>" not in json.dumps(spec)
    assert size(png_of(spec, "no"))[0] > 1_000


def test_nothing_is_fetched_for_a_picture() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    with pytest.raises(PictureError, match="not drawn"):
        png_of(spec, "not drawn")


KINDS = (
    Chart("bar", "Bars", ("EMEA", "مرحبا بالعالم", "שלום"), (Series("A", (5, 4, -2)),), "Region", "Revenue (€)"),
    Chart("bar", "Groups", ("EMEA", "APAC"), (Series("A", (5, 4)), Series("B", (1, 2))), "Region", "Revenue (€)"),
    Chart("bar", "Months", ("Jan 26", "Feb 26"), (Series("A", (5, 4)), Series("B", (1, 2))), "", "", is_time=True),
    Chart("line", "Lines", ("Jan 26", "Feb 26", "Mar 26"), (Series("A", (5, None, 3)), Series("B", (1, 2, 3))), "", "",
          is_time=True),
    Chart("area", "Area", ("Jan 26", "Feb 26"), (Series("A", (0.01, 0.02)),), "Month", "Share", is_time=True),
    Chart("pie", "Pie", ("EMEA", "AMER", "APAC"), (Series("A", (5, 4, 3)),)),
    Chart("bar", "Tall " * 60, tuple(f"Category number {n}" for n in range(20)),
          tuple(Series(f"Series {s}", tuple(range(20))) for s in range(6))),
)  # fmt: skip


@pytest.mark.parametrize("chart", KINDS, ids=[f"{chart.kind} {chart.title[:6]}" for chart in KINDS])
def test_every_kind_is_drawn_within_bounds(chart: Chart) -> None:
    width, height = size(png_of(picture_spec(chart, ["note " * 400]), "no"))
    assert 700 < width < 2_800
    assert 400 < height < theme.SCALE * (theme.TALLEST + 500)


def test_letters_beyond_the_pictures_font_are_said_to_be_so() -> None:
    assert not beyond_font(["Čeština, Tiếng Việt, Ελληνικά, Русский, שלום – €1,000 ▲"])
    assert beyond_font(["東京"])
    assert pictured((REGION, AMOUNT), [("東京", 1.0), ("EMEA", 2.0)]).note == ENGLISH.picture_beyond_font


# where they go -------------------------------------------------------------------------------------------------------


def ask(bench: Bench, **more: Any) -> dict[str, str]:
    """Maya's answered question; the values of its buttons by action id."""

    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        bench.put_receipt(revenue_receipt(turn.turn, title="Revenue by region", **more), REVENUE)
        yield Done()

    bench.agent.script = script
    bench.deliver(event())
    bench.work()
    (actions, *_) = blocks_of(bench.slack.replies(TS)[0], "actions")
    return {element["action_id"]: element["value"] for element in actions["elements"]}


def shared(bench: Bench) -> list[dict[str, Any]]:
    return [{**upload, **share} for upload in bench.slack.uploads.values() for share in upload["shared"]]


def test_the_picture_comes_into_the_thread_on_a_press(bench: Bench) -> None:
    bench.interact(press("outcrop_export_png", ask(bench)["outcrop_export_png"], "UMAYA", "2000000000.1"))
    bench.work()
    (file,) = shared(bench)
    assert (file["filename"], file["thread_ts"]) == ("Revenue by region.png", TS)
    assert size(file["data"])[0] > 1_000
    assert bench.slack.called("files.getUploadURLExternal")[0]["alt_txt"].startswith("Revenue by region. Bars")


def test_another_person_gets_no_picture(bench: Bench) -> None:
    bench.interact(press("outcrop_export_png", ask(bench)["outcrop_export_png"], "ULUIS", "2000000000.1"))
    bench.work()
    assert shared(bench) == []


def test_a_refused_chart_comes_as_a_picture_once(bench: Bench) -> None:
    bench.slack.refuse("chat.stopStream", "invalid_blocks")
    ask(bench)
    (file,) = shared(bench)
    assert file["thread_ts"] == TS
    assert "Slack didn't take the chart" in bench.slack.called("files.completeUploadExternal")[0]["initial_comment"]
    assert "data_visualization" not in json.dumps(bench.slack.replies(TS))
    bench.work()
    assert len(shared(bench)) == 1


def test_where_no_picture_can_be_posted_the_thread_is_told(bench: Bench) -> None:
    bench.slack.refuse("chat.stopStream", "invalid_blocks")
    bench.slack.refuse("files.getUploadURLExternal", "file_uploads_disabled")
    ask(bench)
    assert shared(bench) == []
    assert ENGLISH.chart_refused in json.dumps(bench.slack.replies(TS))


def test_long_sql_comes_as_a_file(bench: Bench) -> None:
    sql = "SELECT " + ", ".join(f"column_{n}" for n in range(2_000)) + " FROM sales.orders"
    bench.interact(press("outcrop_show_sql", ask(bench, sql=sql)["outcrop_show_sql"], "UMAYA", "2000000000.1"))
    bench.work()
    (file,) = shared(bench)
    assert (file["filename"], file["data"].decode()) == ("Revenue by region.sql", sql + "\n")
