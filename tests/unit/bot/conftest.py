"""DynamoDB, SQS and S3 by MiniStack, Slack by a double; a fresh table, queue and bucket for every test."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest

from bot.settings import Settings
from infra.local.aws.ministack import MiniStack
from tests.unit.bot.slack_double import SlackDouble
from tests.unit.bot.support import SECRET, Bench

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REGION = "eu-central-1"


@pytest.fixture(scope="session")
def ministack_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with MiniStack(tmp_path_factory.mktemp("ministack")) as ministack:
        yield ministack.url


@pytest.fixture
def aws(ministack_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The endpoint, named in the environment as in production."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", ministack_url)
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    return ministack_url


@pytest.fixture
def dynamodb(aws: str) -> DynamoDBClient:
    return boto3.client("dynamodb")


@pytest.fixture
def table(dynamodb: DynamoDBClient) -> str:
    name = f"outcrop-{uuid.uuid4().hex[:8]}"
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    double = SlackDouble()
    yield double
    double.close()


@pytest.fixture
def bench(table: str, slack: SlackDouble) -> Bench:
    name = uuid.uuid4().hex[:8]
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    queue = sqs.create_queue(QueueName=f"turns-{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    s3.create_bucket(Bucket=f"state-{name}", CreateBucketConfiguration={"LocationConstraint": REGION})
    settings = Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.url,
            "OUTCROP_QUEUE_URL": queue,
            "OUTCROP_TABLE": table,
            "OUTCROP_BUCKET": f"state-{name}",
            "OUTCROP_TODAY": "2026-11-15",
            "OUTCROP_TURN_SECONDS": "30",
        }
    )
    return Bench(settings, slack, sqs, s3)
