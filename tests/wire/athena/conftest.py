"""One offline Athena for the tests of this folder: MiniStack for Glue and S3, a crawled lake, boto3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.athena.work_groups import WorkGroup
from infra.local.aws.crawler import crawl, register
from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.services.athena import AthenaService
from tests.wire.athena.support import BUCKET, RESULTS, Athena, boto3_client, build_lake


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """MiniStack's endpoint, with the result bucket made."""
    with MiniStack(tmp_path_factory.mktemp("ministack")) as running:
        boto3_client("s3", running.url).create_bucket(
            Bucket=RESULTS, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield running.url


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    build_lake(folder)
    return folder


@pytest.fixture(scope="session")
def glue(cloud: str, lake: Path) -> Any:
    client = boto3_client("glue", cloud)
    register(client, crawl(lake, BUCKET))
    return client


@pytest.fixture(scope="session")
def s3(cloud: str) -> Any:
    return boto3_client("s3", cloud)


@pytest.fixture(scope="session")
def athena(cloud: str, glue: Any, s3: Any, lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Athena]:
    groups = [
        WorkGroup("outcrop", f"s3://{RESULTS}/athena/"),
        WorkGroup("bare"),
        WorkGroup("small", f"s3://{RESULTS}/small/", enforce=True, cutoff_bytes=10_000_000),
    ]
    home, objects = tmp_path_factory.mktemp("athena"), f"s3://{RESULTS}/scratch/"
    service = AthenaService(glue, s3, lake, BUCKET, home, groups, objects=objects)
    with AwsServer([service], proxy_to=cloud) as server:
        yield Athena(boto3_client("athena", server.url), service, server.url)
