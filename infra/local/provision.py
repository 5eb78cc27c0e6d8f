"""What a deployment creates once: bucket, table, queue, work group, catalogue and semantic model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from agent_actions.semantic.draft import draft_model
from agent_actions.semantic.reader import read_folder
from agent_actions.sql.catalog import GlueCatalog
from agent_actions.sql.tables import Tables
from infra.local import names
from infra.local.aws.crawler import CrawlResult, register
from infra.local.errors import Notice

DEMO_MODEL = Path(__file__).parent / "lake" / "model"
QUEUE_VISIBILITY_SECONDS = 330
"""Longer than a turn's deadline: AWS asks for at least the function's own time-out."""


def create_resources(endpoint: str) -> str:
    """Bucket, ledger table and queue, each only when missing. Returns the queue's URL."""
    s3 = names.client("s3", endpoint)
    there = {b["Name"] for b in s3.list_buckets()["Buckets"]}
    for bucket in (names.BUCKET, names.LAKE_BUCKET):
        if bucket not in there:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": names.REGION})
    dynamodb = names.client("dynamodb", endpoint)
    if names.TABLE not in dynamodb.list_tables()["TableNames"]:
        dynamodb.create_table(
            TableName=names.TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        dynamodb.update_time_to_live(
            TableName=names.TABLE, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
    created = names.client("sqs", endpoint).create_queue(
        QueueName=names.QUEUE,
        Attributes={
            "FifoQueue": "true",
            "DeduplicationScope": "messageGroup",
            "FifoThroughputLimit": "perMessageGroupId",
            "VisibilityTimeout": str(QUEUE_VISIBILITY_SECONDS),
            "MessageRetentionPeriod": "86400",
        },
    )
    return str(created["QueueUrl"])


def fill_catalogue(endpoint: str, crawled: CrawlResult, remembered: Path) -> None:
    """Register the crawled tables in Glue, unless the state folder says that just these are there already."""
    state = hashlib.sha256(repr(crawled.tables).encode()).hexdigest()
    if remembered.exists() and remembered.read_text() == state:
        return
    register(names.client("glue", endpoint), crawled)
    remembered.write_text(state)


def catalogue(endpoint: str) -> Callable[[], Tables]:
    return GlueCatalog(names.client("glue", endpoint), without={names.SCRATCH_DATABASE}).tables


def model_files(
    path: Path | None, lake: Path | None, tables: Tables, progress: Callable[[str], None]
) -> dict[str, str]:
    """The semantic model's files: the given ones, the demo's for the demo's lake, else drafted from the catalogue."""
    if path is not None:
        return read_folder(path)
    if lake is None:
        return read_folder(DEMO_MODEL)
    guesses = "Its guesses are marked; check them before you rely on them."
    progress(Notice(f"No --model given: drafting one from the catalogue. {guesses}"))
    return draft_model(tables)


def publish_model(endpoint: str, files: Mapping[str, str]) -> str:
    """Put the model where the action Lambda reads it; files of an earlier model go. Returns its ``s3://`` address."""
    s3: Any = names.client("s3", endpoint)
    prefix = f"{names.MODEL_PREFIX}/"
    listed = s3.list_objects_v2(Bucket=names.BUCKET, Prefix=prefix).get("Contents", [])
    for name, text in files.items():
        s3.put_object(Bucket=names.BUCKET, Key=prefix + name, Body=text.encode())
    for entry in listed:
        if entry["Key"].removeprefix(prefix) not in files:
            s3.delete_object(Bucket=names.BUCKET, Key=entry["Key"])
    return f"s3://{names.BUCKET}/{names.MODEL_PREFIX}"
