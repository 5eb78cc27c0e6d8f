"""``outcrop aws`` and ``outcrop slack`` as programs of their own, used by clients that know nothing of Outcrop."""

import contextlib
import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from pyathena import connect
from slack_sdk import WebClient

SECONDS = 60
T = TypeVar("T")


@contextlib.contextmanager
def started(*arguments: str, home: Path) -> Iterator[dict[str, str]]:
    """Run the command until the block ends; yields the exports that it printed."""
    environment = {**os.environ, "OUTCROP_HOME": str(home), "OUTCROP_TODAY": "2026-11-15"}
    command = [sys.executable, "-m", "infra.cli", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    reader = threading.Thread(target=lambda out=process.stdout: [lines.put(line) for line in out], daemon=True)
    reader.start()
    exports: dict[str, str] = {}
    try:
        while not (line := lines.get(timeout=SECONDS)).startswith("#"):
            found = re.fullmatch(r"export (\w+)=(.*)\n", line)
            assert found, line
            exports[found[1]] = found[2]
        yield exports
    finally:
        process.terminate()
        assert process.wait(timeout=SECONDS) == 0
        reader.join(timeout=SECONDS)
        process.stdout.close()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    (folder / "cities.csv").write_text("city,people,founded\nBremen,567559,0787-01-01\nUlm,126949,0854-07-22\n")
    return folder


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory, lake: Path) -> Iterator[dict[str, str]]:
    home = tmp_path_factory.mktemp("home")
    with started("aws", "--port", "0", "--lake", str(lake), home=home) as exports:
        yield exports


def cli(exports: dict[str, str], *arguments: str) -> Any:
    command = [str(Path(sys.executable).with_name("aws")), *arguments, "--output", "json"]
    environment = {**os.environ, **exports}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=SECONDS, check=True)
    return json.loads(run.stdout)


def test_pyathena_queries_the_lake(aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws.items():
        monkeypatch.setenv(name, value)
    connection = connect(work_group=aws["AWS_ATHENA_WORK_GROUP"], poll_interval=0.05)
    cursor = connection.cursor()
    rows = cursor.execute("SELECT city, people / 2 AS half FROM lake.cities ORDER BY people DESC").fetchall()
    assert rows == [("Bremen", 283779), ("Ulm", 63474)]
    connection.close()


def test_the_aws_cli_lists_and_queries(aws: dict[str, str]) -> None:
    tables = cli(aws, "glue", "get-tables", "--database-name", "lake")
    assert [t["Name"] for t in tables["TableList"]] == ["cities"]
    query = ["--work-group", "outcrop", "--query-string", "SELECT count(*) FROM lake.cities"]
    identity = str(cli(aws, "athena", "start-query-execution", *query)["QueryExecutionId"])
    for _ in range(50):
        status = cli(aws, "athena", "get-query-execution", "--query-execution-id", identity)
        if status["QueryExecution"]["Status"]["State"] in ("SUCCEEDED", "FAILED"):
            break
    results = cli(aws, "athena", "get-query-results", "--query-execution-id", identity)
    assert results["ResultSet"]["Rows"][1]["Data"] == [{"VarCharValue": "2"}]


def test_the_aws_cli_calls_an_action(aws: dict[str, str], tmp_path: Path) -> None:
    event = {
        "messageVersion": "1.0",
        "agent": {"name": "a", "id": "A", "alias": "B", "version": "1"},
        "inputText": "",
        "sessionId": "s" * 40,
        "actionGroup": "analytics",
        "function": "run_sql",
        "parameters": [{"name": "sql", "type": "string", "value": "SELECT city FROM cities"}],
        "sessionAttributes": {
            "outcrop_caller": json.dumps({"team": "T", "user": "U", "kind": "member"}),
            "outcrop_audience": json.dumps({"kind": "dm", "channel": "D"}),
            "outcrop_turn": "t1",
        },
        "promptSessionAttributes": {},
    }
    out = tmp_path / "out.json"
    (tmp_path / "event.json").write_text(json.dumps(event))
    payload = ["--payload", f"fileb://{tmp_path}/event.json"]
    cli(aws, "lambda", "invoke", "--function-name", "outcrop-actions", *payload, str(out))
    body = json.loads(json.loads(out.read_text())["response"]["functionResponse"]["responseBody"]["TEXT"]["body"])
    assert (body["status"], body["provenance"], sorted(body["rows"])) == ("ok", "sql", [["Bremen"], ["Ulm"]])


def test_a_port_in_use_is_said_in_a_sentence(aws: dict[str, str], lake: Path, tmp_path: Path) -> None:
    taken = aws["AWS_ENDPOINT_URL"].rsplit(":", 1)[1]
    run = subprocess.run(
        [sys.executable, "-m", "infra.cli", "aws", "--port", taken, "--lake", str(lake)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "OUTCROP_HOME": str(tmp_path)},
    )
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith(f"outcrop: Port {taken} is in use.")
    assert "Traceback" not in run.stderr


BOLT_APP = """
import os, sys
from slack_bolt import App
from slack_sdk import WebClient

client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

@app.event("app_mention")
def greet(event, say):
    say(text=f"Hello <@{event['user']}>", thread_ts=event["ts"])

app.start(port=int(sys.argv[1]))
"""


def test_a_ten_line_bolt_app_talks_to_the_offline_slack(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = tmp_path / "app.py"
    script.write_text(BOLT_APP)
    url = f"http://127.0.0.1:{port}/slack/events"
    with started("slack", "--port", "0", "--request-url", url, home=tmp_path) as exports:
        bolt = subprocess.Popen(
            [sys.executable, str(script), str(port)], env={**os.environ, **exports}, stdout=subprocess.PIPE, text=True
        )
        assert bolt.stdout is not None
        try:
            wait_until(lambda: answers(port))
            page = exports["SLACK_API_URL"].removesuffix("/api/")
            message = {"as": "maya", "channel": "#general", "text": "@Outcrop hello"}
            sent = httpx.post(f"{page}/page/messages", json=message).json()
            client = WebClient(token=exports["SLACK_BOT_TOKEN"], base_url=exports["SLACK_API_URL"])
            replies = wait_until(lambda: replies_to(client, sent["ts"]))
        finally:
            bolt.terminate()
            bolt.wait(timeout=SECONDS)
            bolt.stdout.close()
    assert [reply["text"] for reply in replies] == ["Hello <@U_MAYA>"]


def replies_to(client: WebClient, ts: str) -> list[dict[str, Any]]:
    return (client.conversations_replies(channel="C_GENERAL", ts=ts).get("messages") or [])[1:]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(look: Callable[[], T]) -> T:
    """What ``look`` gives as soon as it gives something, within the time allowed."""
    deadline, pause = time.monotonic() + SECONDS, threading.Event()
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        pause.wait(0.05)
    return found
