"""MiniStack as a child process: what survives, what it binds, how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.aws.errors import StartError
from infra.local.aws.ministack import MiniStack
from tests.wire.aws.support import client, until


def test_objects_items_and_queues_survive_a_restart_on_another_port(tmp_path: Path) -> None:
    with MiniStack(tmp_path / "state") as ministack:
        s3, dynamodb, sqs = (client(name, ministack.url) for name in ("s3", "dynamodb", "sqs"))
        s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_object(Bucket="kept", Key="a/b", Body=b"content")
        dynamodb.create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        dynamodb.put_item(TableName="kept", Item={"pk": {"S": "1"}, "n": {"N": "5"}})
        url = sqs.create_queue(QueueName="kept.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="m", MessageGroupId="g", MessageDeduplicationId="d")
        ministack.stop()
        ministack.port = 0
        ministack.start()
        s3, dynamodb, sqs = (client(name, ministack.url) for name in ("s3", "dynamodb", "sqs"))
        assert s3.get_object(Bucket="kept", Key="a/b")["Body"].read() == b"content"
        assert dynamodb.get_item(TableName="kept", Key={"pk": {"S": "1"}})["Item"]["n"] == {"N": "5"}
        again = sqs.create_queue(QueueName="kept.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        assert sqs.receive_message(QueueUrl=again)["Messages"][0]["Body"] == "m"


def test_it_listens_on_its_loopback_port_alone(ministack: MiniStack) -> None:
    child = ministack._child
    assert child is not None
    sockets = _sockets(child.process.pid)
    listening = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[9] in sockets
    ]
    assert [fields[1] for fields in listening] == [f"0100007F:{ministack.port:04X}"]


def _sockets(pid: int) -> set[str]:
    links = [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]
    return {link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:")}


def test_it_saves_and_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys\n"
        "from infra.local.aws.ministack import MiniStack\n"
        "ministack = MiniStack(pathlib.Path(sys.argv[1]))\n"
        "ministack.start()\n"
        "from tests.wire.aws.support import client\n"
        "client('sqs', ministack.url).create_queue(QueueName='kept')\n"
        "print(ministack._child.process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "state")], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == -9, ended.stderr
    pid = int(ended.stdout)
    assert until(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes())
    assert (tmp_path / "state" / "state" / "sqs.json").exists()


def test_a_start_that_fails_says_why(tmp_path: Path, ministack: MiniStack) -> None:
    with pytest.raises(StartError, match=f"Port {ministack.port} is in use"):
        MiniStack(tmp_path / "second", port=ministack.port).start()
    broken = MiniStack(tmp_path / "third")
    (tmp_path / "third").mkdir()
    (tmp_path / "third" / "ministack").mkdir()
    (tmp_path / "third" / "ministack" / "__init__.py").write_text("raise RuntimeError('no such luck')")
    with pytest.raises(StartError, match=r"(?s)MiniStack ended while starting \(exit 1\).*no such luck"):
        broken.start()
