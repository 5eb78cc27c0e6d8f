"""A small catalogue with rights, for the guard's tests."""

from __future__ import annotations

from collections.abc import Iterable

from agent_actions.contract import Audience, Caller
from agent_actions.semantic.config import Config
from agent_actions.semantic.model import Dataset, SemanticModel, TableRef
from agent_actions.sql.guard import Guarded, guard
from agent_actions.sql.rights import Grant, grant
from agent_actions.sql.tables import TableColumn, TableInfo, Tables

MAX_ROWS = 1_000


def table(database: str, name: str, **columns: str) -> TableInfo:
    return TableInfo(TableRef(database, name), tuple(TableColumn(c, t) for c, t in columns.items()))


TABLES = Tables.of(
    [
        table(
            "sales",
            "orders",
            order_id="bigint",
            customer_id="bigint",
            region="varchar",
            status="varchar",
            total="double",
            ordered_at="timestamp",
            day="date",
            tags="array(varchar)",
            attributes="map(varchar, varchar)",
        ),
        table(
            "sales",
            "customers",
            customer_id="bigint",
            segment="varchar",
            email="varchar",
            phone="varchar",
            age="integer",
            address="row(city varchar, zip varchar)",
        ),
        table("sales", "stores", store_id="bigint", region="varchar", opened="date", active="boolean"),
        table("sales", "payments", order_id="bigint", amount="decimal(12,2)"),
        table("web", "events", event_id="bigint", payload="varchar"),
        table("web", "visits", id="bigint"),
        table("crm", "visits", id="bigint"),
        table("hr", "secrets", id="bigint", salary="double"),
    ]
)
GRANTED = frozenset(f"{i.ref.database}.{i.ref.table}" for i in TABLES.all if i.ref.database != "hr")

_RIGHTS = {
    "roles": {
        "r": {
            "datasets": ["orders", "customers", "stores", "payments", "web.events", "web.visits", "crm.visits"],
            "columns": {"customers": {"hide": ["email"], "mask": ["phone", "age"]}},
            "rows": {"orders": "region = {caller.region}"},
        },
        "all": {"datasets": "*"},
    },
    "people": {"U_R": "r", "U_ALL": "all"},
    "attributes": {"U_R": {"region": "EMEA"}},
}


def _model() -> SemanticModel:
    names = ("orders", "customers", "stores", "payments")
    datasets = tuple(Dataset(n, TableRef("sales", n), n) for n in names)
    return SemanticModel("m", datasets, (), (), Config.model_validate({"rights": _RIGHTS}))


def granted(user: str) -> Grant:
    return grant(_model(), Caller(team="T", user=user, kind="member"), Audience(kind="dm", channel="D"))


RESTRICTED = granted("U_R")
OPEN = granted("U_ALL")


def guarded(
    sql: str,
    grant: Grant = RESTRICTED,
    *,
    database: str | None = "sales",
    tables: Tables = TABLES,
    rows: int = MAX_ROWS,
) -> Guarded:
    return guard(sql, tables=tables, grant=grant, default_database=database, max_rows=rows)


def read_tables(refs: Iterable[TableRef]) -> frozenset[str]:
    return frozenset(str(r) for r in refs)
