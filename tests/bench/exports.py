"""A result of a million rows to CSV and to XLSX, from S3 to the thread: memory of the worker that does it.

The worker is a process of its own (``python -m tests.bench.exports KIND``), S3, DynamoDB and Slack are others. It makes
a small file first, so that what is measured is the rows and not the imports.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from slack_sdk import WebClient

from agent_actions.contract import Column, Receipt, receipt_prefix
from bot.ledger import Ledger
from bot.records import TurnRecord
from infra.local import names
from infra.local.slack.people import TEAM_ID
from tests.bench.figures import Figure
from tests.bench.machine import peak_mb, resident_mb
from tests.bench.size import Size

ROOT = Path(__file__).parents[2]
ROWS = 1_000_000
WARM_ROWS = 100
TURN, USER, CHANNEL = "t-export", "U_MAYA", "D_MAYA"
COLUMNS = (
    Column(name="order_id", label="Order", type="integer"),
    Column(name="ordered_at", label="Ordered at", type="timestamp"),
    Column(name="day", label="Day", type="date"),
    Column(name="region", label="Region", type="string"),
    Column(name="customer", label="Customer", type="string"),
    Column(name="amount", label="Amount", type="number", unit="EUR", format="0,0.00"),
    Column(name="note", label="Note", type="string"),
)
PATIENCE_S = 1_800


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Growth in MB (10^6 bytes) of the worker's resident memory at its peak; seconds and the file's size beside it."""
    rows = max(WARM_ROWS, round(ROWS * size.lake_scale))
    with ExitStack() as opened:
        from infra.local import provision
        from infra.local.aws.ministack import MiniStack
        from infra.local.slack.server import SlackServer

        ministack = opened.enter_context(MiniStack(home / "ministack-exports"))
        slack = opened.enter_context(SlackServer())
        provision.create_resources(ministack.url)
        environment = {
            **os.environ,
            **slack.exports(),
            "AWS_ENDPOINT_URL": ministack.url,
            "AWS_DEFAULT_REGION": names.REGION,
            "AWS_ACCESS_KEY_ID": names.CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": names.CREDENTIALS["aws_secret_access_key"],
            "OUTCROP_BUCKET": names.BUCKET,
            "OUTCROP_TABLE": names.TABLE,
            "OUTCROP_TURN_SECONDS": "840",
        }
        _answer(ministack.url, WebClient(slack.bot_token, base_url=environment["SLACK_API_URL"]), rows, home)
        return {f"export_{kind}": _measured(kind, environment) for kind in ("csv", "xlsx")}


def _answer(aws_url: str, slack: WebClient, rows: int, home: Path) -> None:
    """A turn with two results, as an answered question leaves them."""
    s3 = names.client("s3", aws_url)
    asked = str(slack.chat_postMessage(channel=CHANNEL, text="orders")["ts"])
    record = TurnRecord(
        turn=TURN, team=TEAM_ID, channel=CHANNEL, thread_ts=asked, user=USER, question="orders", asked_ts=asked,
        status="done",
    )  # fmt: skip
    Ledger(names.client("dynamodb", aws_url), names.TABLE).save(record)
    for number, (receipt, count) in enumerate((("small", WARM_ROWS), ("large", rows))):
        path = home / f"{receipt}.csv"
        with path.open("w", newline="") as out:
            out.writelines(_engine_csv(count))
        s3.upload_file(str(path), names.BUCKET, f"athena/{receipt}.csv")
        path.unlink()
        left = Receipt(
            id=receipt, turn=TURN, action="run_sql", status="ok", provenance="sql", title=f"{receipt} orders",
            sql="SELECT * FROM sales.orders", columns=COLUMNS, row_count=count, output_key=f"athena/{receipt}.csv",
        )  # fmt: skip
        key = f"{receipt_prefix(TURN)}{number:03}-{receipt}.json"
        s3.put_object(Bucket=names.BUCKET, Key=key, Body=left.model_dump_json().encode())


def _engine_csv(rows: int) -> Iterator[str]:
    yield ",".join(f'"{column.name}"' for column in COLUMNS) + "\n"
    for n in range(rows):
        note = '"said ""yes"", twice"' if n % 10 == 0 else "" if n % 3 == 0 else '"by phone"'
        yield (
            f'"{n}","2026-10-{n % 28 + 1:02} {n % 24:02}:{n % 60:02}:00.000","2026-10-{n % 28 + 1:02}",'
            f'"{("EMEA", "APAC", "AMER")[n % 3]}","Customer {n % 9_973} Ltd","{n % 5_000}.{n % 100:02}",{note}\n'
        )


def _measured(kind: str, environment: dict[str, str]) -> Figure:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.exports", kind], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"The export to {kind} failed:\n{done.stderr[-2000:]}")
    said = json.loads(done.stdout)
    return Figure(said["grown_mb"], None, {"seconds s": said["seconds"], "file MB": said["file_mb"]})


def worker(kind: str) -> None:
    """Make the small file, then the large one; prints one line of JSON."""
    from bot.exports.export import Press
    from bot.services import Services
    from bot.settings import read_settings

    services, told = Services(read_settings()), list[str]()

    def export(receipt: str) -> None:
        chosen = "csv" if kind == "csv" else "xlsx"
        press = Press(
            key=f"bench|{receipt}|{kind}|{time.time_ns()}", turn=TURN, receipt=receipt, kind=chosen, user=USER,
            at=time.time() + 60, delivery="d", deadline=time.monotonic() + PATIENCE_S,
        )  # fmt: skip
        services.exports.send(press, told.append)

    export("small")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = resident_mb(os.getpid()), time.monotonic()
    export("large")
    seconds, peak = time.monotonic() - began, peak_mb()
    shared = services.ledger.exported(TURN, "large", kind)
    if shared is None or not shared[1]:
        raise RuntimeError(f"There is no file: {told}")
    file = services.slack(time.monotonic() + 30).files_info(file=shared[0]).get("file")
    result = {"grown_mb": peak - before, "seconds": seconds, "file_mb": file["size"] / 1e6}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    worker(sys.argv[1])
