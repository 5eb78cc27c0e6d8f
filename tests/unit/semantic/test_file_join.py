"""Metrics beside the rows of a shared file: compiled, guarded and computed over the shop's rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from agent_actions.errors import ActionError, AmbiguousError, FixableError, UnknownNameError
from agent_actions.semantic.compile import Compiled
from agent_actions.semantic.file_join import FileJoined, compile_request
from agent_actions.semantic.graph import PathError
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.tables import TableColumn, TableInfo
from tests.unit.semantic.shop import TABLES, TODAY, rows, shop_data

D = Decimal
ROWS = """
CREATE SCHEMA outcrop_files;
CREATE TABLE outcrop_files.t0_targets AS SELECT * FROM (VALUES
  (2::BIGINT, '002', 'Tokyo', 40.5::DOUBLE, DATE '2026-10-02', TIMESTAMP '2026-10-02 10:00:00'),
  (1, '1', 'Berlin', 200, DATE '2026-10-03', TIMESTAMP '2026-10-03 08:00:00'),
  (77, 'S77', 'Nowhere', 5, NULL, NULL),
  (NULL, NULL, NULL, 1, NULL, NULL)) AS t(store_id, code, store, revenue, day, moment);
"""


def column(name: str, type_: str, *, unique: bool = True) -> TableColumn:
    return TableColumn(name, type_, label=name.replace("_", " ").capitalize(), unique=unique)


TARGETS = TableInfo(
    TableRef("outcrop_files", "t0_targets"),
    (
        column("store_id", "bigint"),
        column("code", "varchar"),
        column("store", "varchar"),
        column("revenue", "double"),
        column("day", "date"),
        column("moment", "timestamp", unique=False),
    ),
    parameters={"outcrop.label": "targets.csv", "outcrop.file": "F1"},
    alias="targets",
)
HERE = TABLES.beside([TARGETS])


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = shop_data()
    connection.execute(ROWS)
    yield connection
    connection.close()


def joined(
    model: SemanticModel, *on: tuple[str, str], columns: tuple[str, ...] = (), **request: Any
) -> tuple[Compiled, FileJoined]:
    keys = [{"column": name, "field": field} for name, field in on]
    file = {"dataset": request.pop("dataset", "targets"), "on": keys, "columns": columns}
    file |= {"against": request.pop("against", None)}
    asked = MetricRequest.model_validate({"metrics": ["revenue"], "period": "last month", "file": file} | request)
    compiled, found = compile_request(model, asked, TODAY, HERE)
    assert found is not None
    return compiled, found


STORE = ("store_id", "stores.store_id")


def test_every_row_of_the_file_has_a_row_with_the_metrics_of_what_it_names(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement, found = joined(model, STORE, columns=("store", "Revenue"), metrics=["revenue", "order_count"])
    assert rows(data, statement, HERE) == [
        (1, "Berlin", D(150), 2, 200.0),
        (2, "Tokyo", D(30), 1, 40.5),
        (77, "Nowhere", None, None, 5.0),
        (None, None, None, None, 1.0),
    ]
    assert [(c.name, c.label, c.role) for c in statement.columns] == [
        ("store_id", "Store id", "dimension"),
        ("store", "Store", "dimension"),
        ("revenue", "Revenue", "metric"),
        ("order_count", "Order count", "metric"),
        ("file_revenue", "Revenue in the file", None),
    ]
    assert statement.title == "Revenue and order count by store ID, October 2026, for the rows of targets.csv"
    assert "rows of targets.csv matched by Store id = Store ID" in statement.assumptions
    assert (found.file, found.keys, found.repeats) == ("F1", ("Store id",), None)


def test_the_figures_are_those_of_the_metric_alone(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    alone, _ = compile_request(
        model,
        MetricRequest(metrics=("revenue",), dimensions=("stores.store_id",), period="last month"),
        TODAY,
        HERE,
    )
    expected = dict(rows(data, alone))
    statement, _ = joined(model, STORE, columns=("store",))
    found = {row[0]: row[2] for row in rows(data, statement, HERE)}
    assert {key: found[key] for key in (1, 2)} == {key: expected[key] for key in (1, 2)}


def test_filters_apply_to_the_metrics_and_a_bound_on_a_metric_to_the_rows(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    web = {"field": "orders.channel", "values": ["web"]}
    statement, _ = joined(model, STORE, columns=("store",), filters=[web])
    assert {row[0]: row[2] for row in rows(data, statement, HERE)} == {1: D(100), 2: D(30), 77: None, None: None}
    bound = {"field": "revenue", "op": "gt", "values": [100]}
    statement, _ = joined(model, STORE, columns=("store",), filters=[bound])
    assert [row[0] for row in rows(data, statement, HERE)] == [1]


def test_text_is_read_as_what_the_field_holds_and_repeats_are_counted_so(
    model: SemanticModel, data: duckdb.DuckDBPyConnection
) -> None:
    statement, found = joined(model, ("code", "stores.store_id"), columns=("store",))
    assert 'TRY_CAST("file"."code" AS BIGINT)' in statement.sql
    assert [row[0] for row in rows(data, statement, HERE) if row[2] is not None] == ["1", "002"]
    assert found.repeats is not None
    assert data.execute(found.repeats).fetchall() == []
    data.execute("INSERT INTO outcrop_files.t0_targets VALUES (9, '01', 'Again', 1, NULL, NULL)")
    try:
        assert data.execute(found.repeats).fetchall() == [(1, 2)]
    finally:
        data.execute("DELETE FROM outcrop_files.t0_targets WHERE store = 'Again'")


def test_whole_numbers_meet_text_as_text(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement, _ = joined(model, ("store_id", "customers.customer_id"), columns=("store",))
    assert {row[0]: row[2] for row in rows(data, statement, HERE)} == {1: D(150), 2: D(30), 77: None, None: None}


def test_two_columns_are_matched_together(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement, found = joined(model, STORE, ("store", "stores.name"), columns=("revenue",))
    assert [row[:3] for row in rows(data, statement, HERE)][:2] == [(1, "Berlin", D(150)), (2, "Tokyo", D(30))]
    assert found.repeats is not None
    assert data.execute(found.repeats).fetchall() == []


def test_order_and_limit_are_those_asked_for(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement, _ = joined(model, STORE, order={"by": "Store", "direction": "asc"}, limit=2, columns=("store",))
    assert [row[1] for row in rows(data, statement, HERE)] == ["Berlin", "Nowhere"]
    with pytest.raises(FixableError, match="sunshine"):
        joined(model, STORE, order={"by": "sunshine"})


def test_a_metric_is_set_against_a_column_of_the_file(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    statement, found = joined(model, STORE, columns=("store",), against="Revenue")
    assert rows(data, statement, HERE) == [
        (1, "Berlin", D(150), 200.0, -50.0, -0.25),
        (2, "Tokyo", D(30), 40.5, -10.5, pytest.approx(-10.5 / 40.5)),
        (77, "Nowhere", None, 5.0, None, None),
        (None, None, None, 1.0, None, None),
    ]
    assert [(c.name, c.label, c.role, c.unit, c.of) for c in statement.columns[2:]] == [
        ("revenue", "Revenue", "metric", "EUR", "revenue"),
        ("file_revenue", "Revenue in the file", "previous", "EUR", "revenue"),
        ("difference", "Revenue less revenue in the file", "change", "EUR", "revenue"),
        ("difference_pct", "Difference in % of revenue in the file", "change_pct", None, "revenue"),
    ]
    assert statement.title.endswith("for the rows of targets.csv, against revenue")
    assert found.against == "revenue"


def test_rows_on_one_side_of_the_column_are_kept(model: SemanticModel, data: duckdb.DuckDBPyConnection) -> None:
    below = {"field": "difference", "op": "lt", "values": [-20]}
    statement, _ = joined(model, STORE, columns=("store",), against="revenue", filters=[below])
    assert [row[1] for row in rows(data, statement, HERE)] == ["Berlin"]
    share = {"field": "difference_pct", "op": "gte", "values": [-0.26]}
    order = {"by": "difference_pct", "direction": "asc"}
    statement, _ = joined(model, STORE, columns=("store",), against="revenue", filters=[share], order=order)
    assert [row[1] for row in rows(data, statement, HERE)] == ["Tokyo", "Berlin"]


@pytest.mark.parametrize(
    ("on", "request_", "error", "says"),
    [
        (STORE, {"dataset": "others"}, UnknownNameError, "There is: targets"),
        (("shop", "stores.store_id"), {}, UnknownNameError, "has no column shop"),
        (("store_id", "stores.shop"), {}, UnknownNameError, "stores"),
        (("store_id", "notes.note_id"), {}, PathError, ""),
        (("store_id", "tickets.ticket_id"), {}, PathError, ""),
        (("day", "orders.ordered_at"), {}, FixableError, "points of time"),
        (("revenue", "stores.name"), {}, FixableError, "can't be matched"),
        (STORE, {"grain": "month"}, FixableError, "no grain"),
        (STORE, {"dimensions": ["stores.region"], "share": True}, FixableError, "dimensions or share"),
        (STORE, {"compare": "previous_period"}, FixableError, "no compare"),
        (STORE, {"metrics": ["sunshine"]}, UnknownNameError, "sunshine"),
        (STORE, {"against": "sunshine"}, UnknownNameError, "sunshine"),
        (STORE, {"against": "store"}, FixableError, "holds no numbers"),
        (STORE, {"against": "store_id"}, FixableError, "matched by"),
        (STORE, {"against": "revenue", "metrics": ["revenue", "order_count"]}, FixableError, "one metric at a time"),
        (STORE, {"filters": [{"field": "difference", "op": "lt", "values": [0]}]}, UnknownNameError, "difference"),
        (STORE, {"metrics": ["sales"]}, AmbiguousError, "sales"),
        (STORE, {"filters": [{"field": "revenue", "op": "not_in", "values": [1]}]}, FixableError, "evenue"),
    ],
)
def test_what_does_not_go_is_said(
    model: SemanticModel, on: tuple[str, str], request_: dict[str, Any], error: type[ActionError], says: str
) -> None:
    with pytest.raises(error) as raised:
        joined(model, on, **request_)
    assert says in raised.value.message


def test_a_thread_without_datasets_says_how_to_make_one(model: SemanticModel) -> None:
    file = {"dataset": "targets", "on": [{"column": "a", "field": "stores.name"}]}
    with pytest.raises(UnknownNameError, match="read_document"):
        compile_request(model, MetricRequest.model_validate({"metrics": ["revenue"], "file": file}), TODAY, TABLES)


def test_a_table_of_the_lake_is_no_dataset_of_the_thread(model: SemanticModel) -> None:
    for name in ("orders", "sales.orders"):
        with pytest.raises(UnknownNameError):
            joined(model, STORE, dataset=name)


def test_columns_need_not_be_named(model: SemanticModel) -> None:
    wide = dataclasses.replace(TARGETS, columns=(*TARGETS.columns, *(column(f"c{n}", "varchar") for n in range(20))))
    asked = {
        "metrics": ["revenue"],
        "file": {"dataset": "targets", "on": [{"column": "store_id", "field": "stores.store_id"}]},
    }
    statement, _ = compile_request(model, MetricRequest.model_validate(asked), TODAY, TABLES.beside([wide]))
    assert len(statement.columns) == 8 + 1
