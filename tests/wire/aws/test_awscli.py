"""The AWS CLI against the endpoint."""

from __future__ import annotations

import json
from pathlib import Path

from tests.wire.aws.cli import aws_cli
from tests.wire.aws.support import OfflineAws


def run(aws: OfflineAws, home: Path, *arguments: str) -> str:
    return aws_cli(aws.server.url, home, *arguments)


def test_lambda_invoke(aws: OfflineAws, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    output = run(aws, tmp_path, "lambda", "invoke", "--function-name", "echo", "--payload", '{"a": 1}', str(answer))
    assert json.loads(output)["StatusCode"] == 200
    assert json.loads(answer.read_text())["event"] == {"a": 1}


def test_the_lake_is_listed_and_copied(aws: OfflineAws, tmp_path: Path) -> None:
    assert "stores.csv" in run(aws, tmp_path, "s3", "ls", "s3://outcrop-lake/sales/")
    run(aws, tmp_path, "s3", "cp", "--recursive", "s3://outcrop-lake/sales/", str(tmp_path / "copy"))
    copied = tmp_path / "copy" / "orders" / "month=2026-02" / "part 0.csv"
    assert copied.read_text() == "id,amount\n2,20\n"


def test_sqs_and_dynamodb_through_the_proxy(aws: OfflineAws, tmp_path: Path) -> None:
    url = json.loads(run(aws, tmp_path, "sqs", "create-queue", "--queue-name", "cli"))["QueueUrl"]
    run(aws, tmp_path, "sqs", "send-message", "--queue-url", url, "--message-body", "hello")
    received = json.loads(run(aws, tmp_path, "sqs", "receive-message", "--queue-url", url))
    assert received["Messages"][0]["Body"] == "hello"
    run(
        aws,
        tmp_path,
        *("dynamodb", "create-table", "--table-name", "cli", "--billing-mode", "PAY_PER_REQUEST"),
        *("--attribute-definitions", "AttributeName=pk,AttributeType=S"),
        *("--key-schema", "AttributeName=pk,KeyType=HASH"),
    )
    run(aws, tmp_path, "dynamodb", "put-item", "--table-name", "cli", "--item", '{"pk": {"S": "1"}}')
    scanned = json.loads(run(aws, tmp_path, "dynamodb", "scan", "--table-name", "cli"))
    assert scanned["Items"] == [{"pk": {"S": "1"}}]
