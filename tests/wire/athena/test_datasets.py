"""A shared file becomes a dataset of its thread: from the bytes in S3 to rows in Athena, and to its end."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from agent_actions.clients import AiClients
from agent_actions.context import Context, Services
from agent_actions.contract import Audience, Caller, SharedFile, file_key, thread_key
from agent_actions.errors import ActionError, FixableError, RefusedError, UnknownNameError
from agent_actions.files.datasets import make_dataset, retype
from agent_actions.files.scratch import Scratch
from agent_actions.groups.analytics import query_metrics, run_sql
from agent_actions.groups.catalog import describe_dataset, search_catalog
from agent_actions.result import ActionResult
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.semantic.search import SearchIndex
from agent_actions.settings import Settings
from agent_actions.sql.athena import Athena as Queries
from agent_actions.sql.catalog import GlueCatalog
from tests.wire.athena.support import RESULTS, Athena

HERE, ELSEWHERE = thread_key("T", "C1", "1.0"), thread_key("T", "C1", "2.0")
CSV = "text/csv"
TARGETS = "id,target,note\n3,10.5,first\n1,20,second\n99999999,5,unknown\n"
MODEL = """
version: 0.2.0.dev0
semantic_model:
  - name: m
    datasets:
      - name: orders
        source: sales.orders
        primary_key: [id]
        fields:
          - {name: id, expression: {dialects: [{dialect: ANSI_SQL, expression: id}]}}
          - {name: region, expression: {dialects: [{dialect: ANSI_SQL, expression: region}]}}
          - {name: day, expression: {dialects: [{dialect: ANSI_SQL, expression: day}]}}
    metrics:
      - {name: revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}}
"""
RIGHTS = """
version: 1
defaults: {database: sales}
rights:
  roles:
    some: {datasets: [orders], actions: "*", columns: {orders: {hide: [weight]}}, rows: {orders: "region = 'EMEA'"}}
    everyone: {datasets: "*", actions: "*"}
  people: {U_MAYA: everyone, U_LUIS: some}
"""


@dataclass
class Desk:
    services: Services
    s3: Any

    def share(self, name: str, body: str | bytes, id_: str = "F1", thread: str = HERE, mime: str = CSV) -> SharedFile:
        data = body.encode() if isinstance(body, str) else body
        self.s3.put_object(Bucket=RESULTS, Key=file_key(thread, id_), Body=data)
        kind = "image" if mime.startswith("image") else "table"
        return SharedFile(id=id_, name=name, kind=kind, mime=mime, size=len(data), now=True)

    def context(self, thread: str = HERE, user: str = "U_MAYA", locale: str = "en-GB") -> Context:
        caller = Caller(team="T", user=user, kind="member", locale=locale)
        turn = f"turn-{time.monotonic_ns()}"
        return Context(caller, Audience(kind="dm", channel="D"), turn, self.services, time.monotonic() + 90, thread)

    def rows(self, sql: str, thread: str = HERE, user: str = "U_MAYA") -> list[tuple[Any, ...]]:
        table = run_sql(self.context(thread, user), sql).table
        assert table is not None
        return list(table.rows)

    def stored(self, thread: str = HERE) -> list[str]:
        listed = self.s3.list_objects_v2(Bucket=RESULTS, Prefix=f"scratch/{thread}/").get("Contents", [])
        return [entry["Key"] for entry in listed]


@pytest.fixture(scope="module")
def desk(athena: Athena, glue: Any, s3: Any) -> Iterator[Desk]:
    settings = Settings(bucket=RESULTS, semantic_model=f"s3://{RESULTS}/model", today=date(2026, 4, 15))
    tables = GlueCatalog(glue, without={settings.scratch_database}).tables
    model = read_model({"m.yaml": MODEL, "outcrop.yaml": RIGHTS}, tables())
    scratch = Scratch(glue, s3, RESULTS, settings.scratch_database, settings.scratch_days)
    make: Callable[[SemanticModel, Any], SearchIndex] = SearchIndex
    queries = Queries(athena.client, "outcrop")
    yield Desk(Services(settings, s3, queries, tables, lambda: model, make, AiClients(), scratch, {}), s3)
    replace(scratch, now=lambda: datetime.now(UTC) + timedelta(days=60)).sweep()
    glue.delete_database(Name=settings.scratch_database)


def made(result: ActionResult) -> dict[str, str]:
    return {column["name"]: column["type"] for column in result.data["dataset"]["columns"]}


def test_a_csv_is_a_table_of_its_thread_and_of_no_other(desk: Desk) -> None:
    result = make_dataset(desk.context(), desk.share("Store targets.csv", TARGETS))
    assert made(result) == {"id": "integer", "target": "number", "note": "text"}
    assert (result.dataset, result.provenance, result.source) == ("store_targets", "machine-read", "F1")
    assert result.table is not None
    assert result.table.rows[0] == (3, 10.5, "first")
    name = result.data["dataset"]["table"]
    assert name == f"outcrop_files.t{HERE}_store_targets"
    for spelled in (name, "store_targets"):
        assert desk.rows(f"SELECT sum(target), count(*) FROM {spelled}") == [(35.5, 3)]
    joined = "SELECT o.region, t.target FROM store_targets t JOIN orders o ON o.id = t.id ORDER BY 2 DESC LIMIT 1"
    assert desk.rows(joined)[0][1] == 20.0
    for thread in (ELSEWHERE, "", "not a key"):
        with pytest.raises(UnknownNameError) as raised:
            desk.rows(f"SELECT * FROM {name}", thread)
        assert not raised.value.nearest or HERE not in "".join(raised.value.nearest)


def test_rights_of_the_lake_hold_beside_it(desk: Desk) -> None:
    make_dataset(desk.context(), desk.share("Store targets.csv", TARGETS))
    sql = "SELECT DISTINCT o.region FROM orders o LEFT JOIN store_targets t ON o.id = t.id"
    assert desk.rows(sql, user="U_LUIS") == [("EMEA",)]
    with pytest.raises((RefusedError, UnknownNameError)):
        desk.rows("SELECT o.weight FROM orders o JOIN store_targets t ON o.id = t.id", user="U_LUIS")
    with pytest.raises(RefusedError):
        desk.rows("SELECT count(*) FROM store_targets", user="U_NOBODY")


def test_metrics_stand_beside_the_rows_of_the_file(desk: Desk) -> None:
    make_dataset(desk.context(), desk.share("Store targets.csv", TARGETS))
    file = {"dataset": "store_targets", "on": [{"column": "id", "field": "orders.id"}], "columns": ["target"]}
    request = MetricRequest.model_validate({"metrics": ["revenue"], "file": file})
    result = query_metrics(request=request, context=desk.context())
    assert result.table is not None
    expected = dict(desk.rows("SELECT id, sum(amount) FROM orders WHERE id IN (1, 3) GROUP BY 1"))
    assert {row[0]: row[1] for row in result.table.rows} == {**expected, 99999999: None}
    assert [row[2] for row in result.table.rows] == [10.5, 20.0, 5.0]
    assert "1 of 3 rows of Store targets.csv has no figures, such as 99999999." in result.warnings
    assert (result.provenance, result.source) == ("metric", "F1")

    some = query_metrics(request=request, context=desk.context(user="U_LUIS"))
    assert some.table is not None
    assert {row[0]: row[1] for row in some.table.rows} == {3: expected[3], 1: None, 99999999: None}
    assert any("that you may see" in said for said in some.warnings)
    assert some.hidden


def test_rows_that_name_the_same_thing_twice_are_refused_by_name(desk: Desk) -> None:
    make_dataset(desk.context(), desk.share("twice.csv", "id,target\n1,2\n1,3\n4,4\n", "F9"))
    file = {"dataset": "twice", "on": [{"column": "id", "field": "orders.id"}]}
    request = MetricRequest.model_validate({"metrics": ["revenue"], "file": file})
    with pytest.raises(FixableError, match=r"twice.csv has rows with the same id \(1\)"):
        query_metrics(request=request, context=desk.context())


def test_it_is_found_and_described(desk: Desk) -> None:
    make_dataset(desk.context(), desk.share("Store targets.csv", TARGETS))
    for query in ("store targets", "target", ""):
        found = search_catalog(query=query, context=desk.context())
        assert "Store targets.csv, shared in this thread" in json.dumps(dict(found.data)), query
    described = describe_dataset(name="Store targets.csv", context=desk.context())
    assert [f["name"] for f in described.data["fields"]] == ["id", "target", "note"]
    assert described.data["dataset"]["join"] == [{"column": "id", "field": "orders.id"}]
    for call in (lambda c: describe_dataset(name="store_targets", context=c),
                 lambda c: search_catalog(query="store targets", context=c)):  # fmt: skip
        with pytest.raises(ActionError):
            call(desk.context(ELSEWHERE))


def test_types_are_corrected_and_the_table_replaced(desk: Desk) -> None:
    file = desk.share("ids.csv", "id,due\n1,01/02/2026\n2,03/04/2026\nx,\n", "F2")
    first = make_dataset(desk.context(), file)
    assert made(first) == {"id": "text", "due": "text"}
    assert any("due stays text" in note for note in first.warnings)
    second = retype(desk.context(), "ids", '{"id": "integer", "due": "date"}')
    assert second.dataset == "ids"
    assert desk.rows("SELECT id, due FROM ids ORDER BY 1 NULLS LAST") == [
        (1, "2026-02-01"), (2, "2026-04-03"), (None, None),
    ]  # fmt: skip
    assert any("1 of 3 cells of id isn't a whole number and is left empty, such as “x”." in n for n in second.warnings)
    retype(desk.context(locale="en-US"), "ids.csv", '{"due": "date"}')
    assert desk.rows("SELECT min(due) FROM ids") == [("2026-01-02",)]
    assert len([key for key in desk.stored() if "/ids/" in key]) == 1
    for dataset, types, says in (("nothing", '{"a": "text"}', "no dataset"), ("ids", '{"no": "text"}', "no column"),
                                 ("ids", '{"id": "money"}', "no type"), ("ids", "text", "JSON")):  # fmt: skip
        with pytest.raises(ActionError, match=says):
            retype(desk.context(), dataset, types)
    with pytest.raises(ActionError):
        retype(desk.context(ELSEWHERE), "ids", '{"id": "text"}')


def test_two_files_of_one_name_are_two_datasets_and_the_same_file_is_one(desk: Desk) -> None:
    names = [
        make_dataset(desk.context(), desk.share("list.csv", body, id_)).dataset
        for body, id_ in (("a\n1\n", "F3"), ("b\n2\n", "F4"), ("a\n5\n", "F3"))
    ]
    assert names == ["list", "list_2", "list"]
    assert desk.rows("SELECT a, b FROM list CROSS JOIN (SELECT b FROM list_2 LIMIT 1) AS x LIMIT 1") == [(5, 2)]


def test_sheets_of_a_workbook_are_datasets_of_their_own(desk: Desk) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("Targets", [["store", "goal"], [1, 2.5]]), ("Staff", [["name"], ["Ann"], ["Bob"]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    file = desk.share("plan.xlsx", packed.getvalue(), "F5")
    assert make_dataset(desk.context(), file).dataset == "plan_targets"
    assert make_dataset(desk.context(), file, "staff").dataset == "plan_staff"
    assert desk.rows("SELECT goal, (SELECT count(*) FROM plan_staff) FROM plan_targets") == [(2.5, 2)]


def test_what_is_no_table_is_said_and_leaves_nothing(desk: Desk) -> None:
    before = desk.stored()
    for body, says in (("", "no rows"), ("a,b\n", "no row under"), ("[1, 2]", "records"), ("PK\x03\x04", "read")):
        with pytest.raises(ActionError, match=says):
            make_dataset(desk.context(), desk.share("odd.csv", body, "F6"))
    assert desk.stored() == before


def test_expired_datasets_are_unknown_and_swept_away(desk: Desk) -> None:
    thread = thread_key("T", "C1", "3.0")
    old = replace(desk.services.scratch, now=lambda: datetime.now(UTC) - timedelta(days=8))
    aged = Desk(replace(desk.services, scratch=old), desk.s3)
    make_dataset(aged.context(thread), desk.share("old.csv", "a\n1\n", thread=thread))
    make_dataset(desk.context(), desk.share("young.csv", "a\n1\n", "F7"))
    assert desk.context(thread).datasets == ()
    with pytest.raises(UnknownNameError):
        desk.rows("SELECT * FROM old", thread)
    assert desk.services.scratch.sweep() == 1
    assert desk.stored(thread) == []
    assert desk.rows("SELECT a FROM young") == [(1,)]
    assert desk.services.scratch.sweep() == 0
