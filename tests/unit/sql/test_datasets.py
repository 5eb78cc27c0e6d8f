"""Tables of a thread's own files beside the lake's: who may name them, by which name, and what else still holds."""

from __future__ import annotations

import dataclasses

import pytest

from agent_actions.errors import FixableError, RefusedError, UnknownNameError
from agent_actions.semantic.model import TableRef
from agent_actions.sql.guard import Guarded, guard
from tests.unit.sql.support import OPEN, RESTRICTED, TABLES, table

TARGETS = dataclasses.replace(
    table("outcrop_files", "t0123456789abcdef_targets", store_id="bigint", target="double"), alias="targets"
)
OTHER = TableRef("outcrop_files", "tfedcba9876543210_targets")
HERE = TABLES.beside([TARGETS])


def run(sql: str, grant: object = RESTRICTED) -> Guarded:
    own = grant.beside(lambda ref: ref == TARGETS.ref)  # type: ignore[attr-defined]
    return guard(sql, tables=HERE, grant=own, default_database="sales", max_rows=1_000)


@pytest.mark.parametrize("name", [str(TARGETS.ref), "targets", "Targets", "awsdatacatalog." + str(TARGETS.ref)])
def test_a_dataset_of_the_thread_is_read_by_either_name(name: str) -> None:
    statement = run(f"SELECT sum(target) FROM {name}")
    assert statement.tables == (TARGETS.ref,)
    assert '"outcrop_files"."t0123456789abcdef_targets"' in statement.sql


def test_its_columns_may_be_called_by_the_short_name() -> None:
    sql = run("SELECT targets.target, stores.region FROM targets JOIN stores ON targets.store_id = stores.store_id").sql
    assert '"outcrop_files"."t0123456789abcdef_targets" AS targets' in sql


def test_row_filters_and_hidden_columns_of_the_lake_hold_in_a_join_with_it() -> None:
    sql = run("SELECT o.total, t.target FROM orders o JOIN targets t ON o.order_id = t.store_id").sql
    assert "region = 'EMEA'" in sql.replace('"', "")
    with pytest.raises((RefusedError, UnknownNameError)):
        run("SELECT c.email FROM customers c JOIN targets t ON c.customer_id = t.store_id")
    with pytest.raises((RefusedError, UnknownNameError)):
        run("SELECT s.salary FROM hr.secrets s JOIN targets t ON s.id = t.store_id")


@pytest.mark.parametrize("grant", [RESTRICTED, OPEN])
def test_another_threads_table_is_unknown_and_never_named(grant: object) -> None:
    with pytest.raises(UnknownNameError) as raised:
        run(f"SELECT * FROM {OTHER}", grant)
    assert "fedcba" not in raised.value.message.removeprefix(f"There is no table {OTHER}")
    with pytest.raises(UnknownNameError):
        run(f"SELECT * FROM targets JOIN {OTHER} AS x ON x.store_id = targets.store_id", grant)


def test_a_table_of_the_lake_goes_before_a_dataset_of_its_name() -> None:
    stores = dataclasses.replace(TARGETS, alias="stores")
    statement = guard(
        "SELECT count(*) FROM stores", tables=TABLES.beside([stores]), grant=OPEN.beside(lambda ref: ref == stores.ref),
        default_database="sales", max_rows=10,
    )  # fmt: skip
    assert statement.tables == (TableRef("sales", "stores"),)
    with pytest.raises(FixableError, match="more than one"):
        guard(
            "SELECT count(*) FROM events",
            tables=TABLES.beside([dataclasses.replace(TARGETS, alias="events")]),
            grant=OPEN.beside(lambda ref: ref == TARGETS.ref), default_database="sales", max_rows=10,
        )  # fmt: skip


def test_without_datasets_the_tables_stay_the_same_object() -> None:
    assert TABLES.beside([]) is TABLES
