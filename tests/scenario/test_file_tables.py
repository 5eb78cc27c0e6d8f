"""A list of store ids that somebody shares: a dataset of the thread, and the metrics beside its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import infra.local.lake
from agent_actions.contract import (
    Audience,
    Caller,
    FileKind,
    Receipt,
    SharedFile,
    Table,
    file_key,
    receipt_prefix,
    thread_key,
)
from bot.agents.classic import ClassicAgent
from bot.agents.port import AgentTurn
from infra.local import names
from infra.local.asking import person
from infra.local.aws.server import AwsServer
from infra.local.aws.services.bedrock_agent_runtime import BedrockAgentRuntimeService
from infra.local.model.chatting.choice import chat_model
from infra.local.offline_aws import agent_definition
from infra.local.settings import LocalSettings
from infra.local.slack.people import TEAM_ID
from infra.local.stack import Stack
from tests.scripted_model import Reply, ScriptedModel, call, say, scripted_model

HERE, ELSEWHERE = thread_key(TEAM_ID, "C1", "1.0"), thread_key(TEAM_ID, "C1", "2.0")
SAMPLE = Path(infra.local.lake.__path__[0]) / "samples" / "files" / "store-targets.csv"
BESIDE = {
    "metrics": ["revenue"],
    "period": "2026-10",
    "file": {
        "dataset": "store_targets",
        "on": [{"column": "store_id", "field": "stores.store_id"}],
        "columns": ["store_name", "target"],
    },
}
EXPECTED = """SELECT store_id, sum(net_amount) FROM sales.order_items JOIN sales.orders USING (order_id)
    WHERE order_items.status = 'completed' AND order_items.order_month = '2026-10' GROUP BY 1"""


@dataclass
class Seat:
    """A person in a thread, at an agent that asks a scripted language model."""

    server: ScriptedModel
    agent: ClassicAgent
    stack: Stack
    number: int = 0

    def ask(
        self, *replies: Reply, thread: str = HERE, files: tuple[SharedFile, ...] = (), user: str = "maya"
    ) -> list[Receipt]:
        self.server.plays(*replies, say("Done."))
        self.number += 1
        turn = f"file-tables-{self.number}"
        session = f"file-tables-session-{self.number}-0123456789-abcdef"
        emails = {"maya": "maya@example.com", "luis": "luis@example.com"}
        caller = Caller(team=TEAM_ID, user=person(user), kind="member", email=emails[user])
        asked = AgentTurn(
            turn, session, "revenue of these stores", caller, Audience(kind="dm", channel="D"), today="2026-11-15",
            thread=thread, files=files,
        )  # fmt: skip
        list(self.agent.ask(asked))
        listed = self.s3.list_objects_v2(Bucket=names.BUCKET, Prefix=receipt_prefix(turn)).get("Contents", [])
        return [Receipt.model_validate_json(self.read(entry["Key"])) for entry in listed]

    @property
    def s3(self):
        return names.client("s3", self.stack.running.aws_url)

    def read(self, key: str) -> bytes:
        return self.s3.get_object(Bucket=names.BUCKET, Key=key)["Body"].read()

    def table(self, receipt: Receipt) -> Table:
        assert receipt.result_key, receipt.error
        return Table.model_validate_json(self.read(receipt.result_key))

    def share(self, name: str, body: bytes, id_: str, mime: str = "text/csv", kind: FileKind = "table") -> SharedFile:
        self.s3.put_object(Bucket=names.BUCKET, Key=file_key(HERE, id_), Body=body)
        return SharedFile(id=id_, name=name, kind=kind, mime=mime, size=len(body), now=True)


@pytest.fixture(scope="module")
def seat(stack: Stack) -> Iterator[Seat]:
    with scripted_model() as server:
        model = chat_model(LocalSettings(model="openai:scripted", model_url=server.url))
        assert model is not None
        service = BedrockAgentRuntimeService([agent_definition()], model, stack.aws.runtime)
        with AwsServer([service]) as aws:
            client = names.client("bedrock-agent-runtime", aws.url)
            yield Seat(server, ClassicAgent(client, names.AGENT_ID, names.AGENT_ALIAS, sleep=lambda _: None), stack)
        model.close()


def test_a_list_of_stores_is_asked_about(seat: Seat, lake: duckdb.DuckDBPyConnection) -> None:
    revenue = dict(lake.execute(EXPECTED).fetchall())
    file = seat.share("store-targets.csv", SAMPLE.read_bytes() + b"S999,Nowhere,2026-10,1\n", "F1")
    targets = {row["store_id"]: int(row["target"]) for row in csv.DictReader(SAMPLE.read_text().splitlines())}
    made, answered = seat.ask(
        call("read_document", file="store-targets.csv", want="dataset"),
        call("query_metrics", request=BESIDE),
        files=(file,),
    )
    assert (made.status, made.provenance, made.dataset, made.row_count) == (
        "ok", "machine-read", "store_targets", len(targets) + 1,
    )  # fmt: skip
    assert {c.name: c.type for c in made.columns} == {
        "store_id": "string", "store_name": "string", "month": "string", "target": "integer",
    }  # fmt: skip
    assert (answered.status, answered.provenance, answered.source) == ("ok", "metric", "F1")
    table = seat.table(answered)
    assert [c.name for c in table.columns] == ["store_id", "store_name", "revenue", "target"]
    rows = {row[0]: (row[2], row[3]) for row in table.rows}
    expected = {store: (float(revenue[store]) if store in revenue else None, t) for store, t in targets.items()}
    assert rows == {**{store: (pytest.approx(r), t) for store, (r, t) in expected.items()}, "S999": (None, 1)}
    assert any("S999" in said for said in answered.warnings)
    assert sum(r is not None for r, _ in rows.values()) > 3

    (elsewhere,) = seat.ask(call("query_metrics", request=BESIDE), thread=ELSEWHERE)
    assert (elsewhere.status, elsewhere.row_count) == ("not_found", None)
    (stolen,) = seat.ask(call("run_sql", sql=f"SELECT * FROM outcrop_files.t{HERE}_store_targets"), thread=ELSEWHERE)
    assert (stolen.status, stolen.row_count) == ("not_found", None)
    (by_luis,) = seat.ask(call("query_metrics", request=BESIDE), user="luis")
    assert by_luis.hidden
    assert any("EMEA" in said for said in by_luis.hidden)


def test_the_lines_of_an_invoice_are_compared_with_the_lake(seat: Seat) -> None:
    invoice = SAMPLE.with_name("invoice.pdf")
    file = seat.share("invoice.pdf", invoice.read_bytes(), "F2", "application/pdf", "document")
    (made,) = seat.ask(call("read_document", file="invoice.pdf", want="dataset"), files=(file,))
    product, described, price = (made.columns[n].name for n in (0, 1, 3))
    sql = f"""SELECT i.{described}, p.product_name, i.{price} FROM {made.dataset} AS i
        JOIN sales.products AS p ON CAST(p.product_id AS varchar) = CAST(i.{product} AS varchar) ORDER BY i.{product}"""
    (joined,) = seat.ask(call("run_sql", sql=sql), files=(file,))
    lines = seat.table(joined).rows
    assert [row[0] for row in lines] == [row[1] for row in lines]
    assert [row[2] for row in lines] == [30.38, 32.12, 28.67, 26.95, 37.15, 16.22]
    assert (joined.provenance, made.provenance) == ("sql", "machine-read")
