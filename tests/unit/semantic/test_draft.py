from __future__ import annotations

from typing import Any

import duckdb

from agent_actions.semantic.draft import draft_model
from agent_actions.semantic.draft_words import DRAFTED
from agent_actions.semantic.guesses import drafted, guesses
from agent_actions.semantic.model import SemanticModel
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


def guessed(model: SemanticModel, **request: Any) -> tuple[str, ...]:
    return guesses(model, compiled(model, **request))


def test_an_answer_over_a_draft_names_each_guess_that_it_rests_on() -> None:
    model = read_model(draft_model(TABLES), TABLES)

    assert drafted(model) == (DRAFTED,)
    assert guessed(model, metrics=["total_visitors"], dimensions=["stores.region"], period="2026-10") == (
        "Total visitors is taken for the sum of visitors over the rows of visits (a guess)",
        "Visits are matched to Stores by store_id (a guess)",
    )


def test_what_a_person_has_described_is_a_guess_no_more_and_a_checked_model_says_nothing() -> None:
    files = draft_model(TABLES)
    described = files["drafted.yaml"].replace(
        "Sum of visitors over the rows of visits (guessed from the catalogue)", "People through the door."
    )
    part = read_model({**files, "drafted.yaml": described}, TABLES)
    assert guessed(part, metrics=["total_visitors"]) == ()
    assert guessed(part, metrics=["ticket_count"]) != ()

    checked = files["outcrop.yaml"].replace("drafted: true\n", "")
    model = read_model({**files, "outcrop.yaml": checked}, TABLES)
    assert (drafted(model), guessed(model, metrics=["ticket_count"])) == ((), ())


def test_the_choice_among_several_dates_is_named_where_it_counts() -> None:
    tables = Tables.of([table("orders", ("id", "bigint"), ("delivered_at", "timestamp"), ("ordered_at", "timestamp"))])
    model = read_model(draft_model(tables), tables)

    said = guesses(model, compiled(model, tables, metrics=["order_count"], period="2026-10"))
    assert said[1:] == ("Orders are dated by Ordered at, of several dates (a guess)",)
