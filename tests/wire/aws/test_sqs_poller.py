"""The event source mapping from a FIFO queue to a function."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.faults import Fault
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.lambda_spec import FunctionSpec
from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.sqs_poller import SqsPoller
from tests.wire.aws.support import FUNCTIONS, client, until

ARN = "arn:aws:sqs:eu-central-1:123456789012:turns.fifo"


@dataclass
class Mapping:
    server: AwsServer
    sqs: Any
    url: str
    folder: Path
    poller: SqsPoller

    def send(self, group: str, **body: Any) -> None:
        self.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=json.dumps(body),
            MessageGroupId=group,
            MessageDeduplicationId=str(uuid.uuid4()),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "turn"}},
        )

    def records(self) -> list[dict[str, Any]]:
        paths = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [json.loads(path.read_text()) for path in paths]

    def left(self) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)


@pytest.fixture
def mapping(ministack: MiniStack, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Mapping]:
    records = tmp_path / "records"
    records.mkdir()
    runtime = LambdaRuntime(tmp_path / "lambda")
    heard: list[SqsPoller] = []

    def notice(service: str, operation: str) -> None:
        for poller in heard:
            poller.notice(service, operation)

    server = AwsServer(proxy_to=ministack.url, observers=[notice])
    with server:
        spec = FunctionSpec("queue", "sample_functions.queue", env={"RECORDS": str(records)}, paths=(FUNCTIONS,))
        runtime.deploy([spec], endpoint_url=server.url)
        sqs = client("sqs", server.url)
        url = sqs.create_queue(
            QueueName=f"{uuid.uuid4()}.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "30"}
        )["QueueUrl"]
        poller = SqsPoller(sqs, url, ARN, runtime, "queue", batch_size=getattr(request, "param", 1), idle_s=0.2)
        heard.append(poller)
        poller.start()
        yield Mapping(server, sqs, url, records, poller)
        poller.stop()
        runtime.stop()


def test_a_message_reaches_the_function_as_lambdas_record(mapping: Mapping) -> None:
    mapping.send("g", text="ü")
    assert until(lambda: len(mapping.records()) == 1)
    (record,) = mapping.records()
    assert json.loads(record["body"]) == {"text": "ü"}
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == ARN
    assert record["awsRegion"] == "eu-central-1"
    assert record["attributes"]["MessageGroupId"] == "g"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"SequenceNumber", "SentTimestamp", "MessageDeduplicationId"} <= set(record["attributes"])
    assert record["messageAttributes"]["kind"]["stringValue"] == "turn"
    assert record["messageId"]
    assert record["receiptHandle"]
    assert record["md5OfBody"]
    assert until(lambda: mapping.left() == 0)


@pytest.mark.parametrize("mapping", [1, 10], indirect=True)
def test_groups_keep_their_order(mapping: Mapping) -> None:
    for number in range(6):
        mapping.send(f"g{number % 2}", number=number)
    assert until(lambda: len(mapping.records()) == 6)
    numbers = [json.loads(record["body"])["number"] for record in mapping.records()]
    assert [number for number in numbers if number % 2 == 0] == [0, 2, 4]
    assert [number for number in numbers if number % 2 == 1] == [1, 3, 5]
    assert until(lambda: mapping.left() == 0)


@pytest.mark.parametrize("failure", ["batch", "item"])
def test_what_fails_comes_again_after_a_short_while(mapping: Mapping, failure: str) -> None:
    mapping.send("g", number=1, fail_first=failure)
    mapping.send("other", number=2)
    assert until(lambda: len(mapping.records()) == 3)
    attempts = [
        record["attributes"]["ApproximateReceiveCount"]
        for record in mapping.records()
        if json.loads(record["body"])["number"] == 1
    ]
    assert attempts == ["1", "2"]
    assert until(lambda: mapping.left() == 0)


def test_a_queue_that_is_away_for_a_while_loses_nothing(mapping: Mapping) -> None:
    mapping.send("g", number=1)
    assert until(lambda: len(mapping.records()) == 1)
    mapping.server.faults.add("sqs/ReceiveMessage", Fault("error", code="ServiceUnavailable", status=503, times=4))
    mapping.send("g", number=2)
    assert until(lambda: len(mapping.records()) == 2)
    assert until(lambda: mapping.left() == 0)


def test_a_stopped_poller_leaves_what_comes_later(mapping: Mapping) -> None:
    mapping.poller.stop()
    mapping.send("g", number=1)
    assert mapping.left() == 1
    assert mapping.records() == []
