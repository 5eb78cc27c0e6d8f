"""Questions through the whole twin, one after the other, seen from the workspace page; and what its parts took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from pyathena import connect
from slack_sdk import WebClient

from agent_actions.contract import Receipt, receipt_prefix
from agent_actions.sql.athena import Athena
from infra.local import names
from infra.local.lake.generate import ensure_lake
from infra.local.slack.people import TEAM_ID
from tests.bench.figures import Figure, percentile
from tests.bench.questions import QUESTIONS, TODAY
from tests.bench.seat import Page, Seen, Sent, Turns
from tests.bench.servers import ENDS, server
from tests.bench.size import Size

SIMPLE = 'SELECT region, count(*) AS n FROM "sales"."orders" GROUP BY region'


def measure(size: Size, home: Path) -> dict[str, Figure]:
    scaled = None if size.lake_scale == 1 else ensure_lake(home, TODAY, lambda _: None, scale=size.lake_scale)
    lake = scaled or ensure_lake(home, TODAY, lambda _: None)
    with server("stack", home, scaled) as at, duckdb_over(lake) as duck:
        page, turns = Page(at["slack_url"], "maya"), Turns(at["aws_url"])
        cold, cold_seen = _asked(page, QUESTIONS[0])
        turns.done(cold)
        again = _again(page, turns)
        seen: list[tuple[Sent, Seen]] = [_asked(page, question) for question in QUESTIONS[: size.questions]]
        ends = [float(line) for line in (home / ENDS).read_text().split()][-len(seen) :]
        receipts = [receipt for sent, _ in seen for receipt in _receipts(at, turns.done(sent).turn)]
        floor = [_slack_alone(at, page) for _ in range(size.rounds)]
        page.close()
        return {
            "first_sign": _milliseconds([s.first - m.at for m, s in seen], [first for first, _ in floor]),
            "last_byte": _milliseconds(
                [s.finished - end for (_, s), end in zip(seen, ends, strict=True)], [last for _, last in floor]
            ),
            "first": Figure(cold_seen.finished - cold.at, again),
            "question": _seconds(
                [s.finished - m.at for m, s in seen], [_timed(duck, _for_duckdb(r.sql or "")) for r in receipts]
            ),
            "action": _action(at, receipts, size),
            "athena": _athena(at, duck, size),
        }


def duckdb_over(lake: Path) -> duckdb.DuckDBPyConnection:
    """The lake's files as views, without Outcrop."""
    connection = duckdb.connect()
    for table in sorted(p for p in lake.glob("*/*") if p.is_dir()):
        connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{table.parent.name}"')
        parquet = any(table.rglob("*.parquet"))
        source = (
            f"read_parquet('{table}/**/*.parquet', hive_types_autocast=false)"
            if parquet
            else f"read_csv('{table}/**/*.csv')"
        )
        connection.execute(f'CREATE VIEW "{table.parent.name}"."{table.name}" AS SELECT * FROM {source}')
    return connection


def _asked(page: Page, question: str) -> tuple[Sent, Seen]:
    sent = page.post(question)
    return sent, page.watch(sent)


def _again(page: Page, turns: Turns) -> float:
    """Seconds of the very same question, asked right after."""
    sent, seen = _asked(page, QUESTIONS[0])
    turns.done(sent)
    return seen.finished - sent.at


def _receipts(at: dict[str, Any], turn: str) -> list[Receipt]:
    s3 = names.client("s3", at["aws_url"])
    listed = s3.list_objects_v2(Bucket=names.BUCKET, Prefix=receipt_prefix(turn)).get("Contents", [])
    bodies = [s3.get_object(Bucket=names.BUCKET, Key=entry["Key"])["Body"].read() for entry in listed]
    found = [Receipt.model_validate_json(body) for body in bodies]
    wrong = [f"{receipt.status}: {receipt.error}" for receipt in found if receipt.status not in ("ok", "empty")]
    if wrong or not found:
        raise RuntimeError(f"A question of the benchmark was not answered: {wrong or 'no receipt'}")
    return found


def _slack_alone(at: dict[str, Any], page: Page) -> tuple[float, float]:
    """Seconds from the call to the page, nothing else at work: for the thread's status, for the end of a stream."""
    slack = WebClient(at["slack_token"], base_url=f"{at['slack_url']}/api/")
    with_bot = page.post("thanks")
    page.watch(with_bot)
    began = time.monotonic()
    slack.agents_sessions_setStatus(channel_id=with_bot.channel, thread_ts=with_bot.ts, status="processing")
    status = time.monotonic() - began
    stream = slack.chat_startStream(
        channel=with_bot.channel,
        thread_ts=with_bot.ts,
        recipient_team_id=TEAM_ID,
        recipient_user_id=page.user,
        markdown_text="It is 4.",
    )
    began = time.monotonic()
    slack.chat_stopStream(channel=with_bot.channel, ts=str(stream["ts"]), session_status="active")
    return status, time.monotonic() - began


def _action(at: dict[str, Any], receipts: Sequence[Receipt], size: Size) -> Figure:
    """Milliseconds of each action call beyond what Athena says that the query took, from queue to published result.

    Beyond the engine's own part of that, too: queueing, planning and publishing then count as ours.
    """
    athena = names.client("athena", at["aws_url"])

    def statistics_of(query_id: str | None) -> dict[str, int]:
        return athena.get_query_execution(QueryExecutionId=query_id or "")["QueryExecution"]["Statistics"]

    engine, total = "EngineExecutionTimeInMillis", "TotalExecutionTimeInMillis"
    pairs = [(receipt.elapsed_ms, statistics_of(receipt.query_id)) for receipt in receipts]
    beyond = [elapsed - found[total] for elapsed, found in pairs]
    of_engine = [elapsed - found[engine] for elapsed, found in pairs]
    polled: list[float] = []
    for number in range(min(3, size.rounds)):
        began = time.perf_counter()
        cursor = _pyathena(at).cursor()
        cursor.execute(f"{SIMPLE} HAVING count(*) > {number}")
        cursor.fetchall()
        polled.append((time.perf_counter() - began) * 1000 - statistics_of(cursor.query_id)[total])
    also = {"p95 ms": percentile(beyond, 0.95), "beyond the engine's part ms": percentile(of_engine, 0.5)}
    return Figure(percentile(beyond, 0.5), statistics.median(polled), also)


def _pyathena(at: dict[str, Any]) -> Any:
    return connect(
        s3_staging_dir=f"s3://{names.BUCKET}/athena/",
        work_group=names.WORK_GROUP,
        schema_name="sales",
        endpoint_url=at["aws_url"],
        **names.CREDENTIALS,
    )


def _athena(at: dict[str, Any], duck: duckdb.DuckDBPyConnection, size: Size) -> Figure:
    """Milliseconds from StartQueryExecution to the rows, as the actions run a query, and in DuckDB by itself."""
    athena = Athena(names.client("athena", at["aws_url"]), names.WORK_GROUP)
    whole: list[float] = []
    for number in range(size.rounds + 1):
        sql = f"{SIMPLE} HAVING count(*) > {number}"
        began = time.perf_counter()
        athena.run(sql, token_seed=f"bench-{began}", deadline=time.monotonic() + 60, database="sales")
        whole.append((time.perf_counter() - began) * 1000)
    alone = [_timed(duck, f"{SIMPLE} HAVING count(*) > {number}") * 1000 for number in range(size.rounds + 1)]
    return Figure(statistics.median(whole[1:]), statistics.median(alone[1:]))


def _for_duckdb(sql: str) -> str:
    return sqlglot.transpile(sql, read="athena", write="duckdb")[0]


def _timed(duck: duckdb.DuckDBPyConnection, sql: str) -> float:
    """Seconds."""
    began = time.perf_counter()
    duck.execute(sql).fetchall()
    return time.perf_counter() - began


def _milliseconds(ours: Sequence[float], compared: Sequence[float]) -> Figure:
    return Figure(
        percentile(ours, 0.5) * 1000, statistics.median(compared) * 1000, {"p95 ms": percentile(ours, 0.95) * 1000}
    )


def _seconds(ours: Sequence[float], compared: Sequence[float]) -> Figure:
    return Figure(percentile(ours, 0.5), statistics.median(compared), {"p95 s": percentile(ours, 0.95)})
