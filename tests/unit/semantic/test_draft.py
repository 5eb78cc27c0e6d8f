from __future__ import annotations

import duckdb

from agent_actions.semantic.draft import draft_model
from agent_actions.semantic.reader import read_model
from agent_actions.sql.tables import TableColumn, Tables
from tests.unit.semantic.shop import TABLES, compiled, rows, table


def test_a_draft_reads_back_without_warnings_and_answers(data: duckdb.DuckDBPyConnection) -> None:
    model = read_model(draft_model(TABLES), TABLES)

    assert model.warnings == ()
    assert {(r.many, r.one) for r in model.relationships} == {
        ("orders", "stores"),
        ("visits", "stores"),
        ("tickets", "orders"),
    }
    statement = compiled(
        model, metrics=["order_count", "total_visitors"], dimensions=["stores.region"], period="2026-10"
    )
    assert rows(data, statement) == [("APAC", 2, 10), ("EMEA", 2, 40), (None, 1, None), ("AMER", 0, 5)]


def test_every_guess_is_labelled() -> None:
    model = read_model(draft_model(TABLES), TABLES)

    described = [m.description for m in model.metrics]
    described += [d.description for d in model.datasets] + [f.description for d in model.datasets for f in d.fields]
    assert all("guessed from the catalogue" in text for text in (*described, model.description))


def test_keys_codes_and_partitions_are_not_summed_and_rates_are_averaged() -> None:
    tables = Tables.of(
        [
            table(
                "sensor_readings",
                ("id", "bigint"),
                ("machine_id", "bigint"),
                ("zip_code", "int"),
                ("temperature", "double"),
                ("unit_price", "decimal(9,2)"),
                ("energy_kwh", "double"),
                TableColumn("year", "int", partition=True),
            )
        ]
    )
    model = read_model(draft_model(tables), tables)

    assert {m.name: m.expression for m in model.metrics} == {
        "sensor_reading_count": 'COUNT("sensor_readings".*)',
        "average_temperature": 'AVG("sensor_readings"."temperature")',
        "average_unit_price": 'AVG("sensor_readings"."unit_price")',
        "total_energy_kwh": 'SUM("sensor_readings"."energy_kwh")',
    }


def test_the_same_measure_in_two_tables_asks_back() -> None:
    tables = Tables.of(
        [
            table("orders", ("id", "bigint"), ("amount", "double")),
            table("refunds", ("id", "bigint"), ("amount", "double")),
        ]
    )
    model = read_model(draft_model(tables), tables)

    assert model.config.ambiguous == {"amount": ["orders_total_amount", "refunds_total_amount"]}


def test_relationships_follow_names_to_first_columns_of_the_same_type() -> None:
    tables = Tables.of(
        [
            table(
                "orders", ("id", "bigint"), ("customer_id", "bigint"), ("clerk_id", "bigint"), ("shop_id", "varchar")
            ),
            table("customers", ("id", "bigint"), ("name", "varchar")),
            table("employees", ("clerk_id", "bigint"), ("name", "varchar")),
            table("shops", ("id", "bigint")),
        ]
    )
    model = read_model(draft_model(tables), tables)

    assert {(r.many, r.many_columns, r.one, r.one_columns) for r in model.relationships} == {
        ("orders", ("customer_id",), "customers", ("id",)),
        ("orders", ("clerk_id",), "employees", ("clerk_id",)),
    }


def test_tables_of_one_name_in_two_databases_and_odd_column_names_are_drafted() -> None:
    tables = Tables.of(
        [
            table("orders", ("Order No.", "varchar"), ("select", "double"), database="a"),
            table("orders", ("id", "bigint"), database="b"),
        ]
    )
    model = read_model(draft_model(tables), tables)

    assert [d.name for d in model.datasets] == ["a_orders", "b_orders"]
    assert '"select"' in compiled(model, tables, metrics=["total_select"]).sql


def test_several_dates_leave_the_likeliest_as_time() -> None:
    tables = Tables.of([table("orders", ("id", "bigint"), ("delivered_at", "timestamp"), ("ordered_at", "timestamp"))])
    model = read_model(draft_model(tables), tables)

    assert model.datasets[0].time == "ordered_at"
