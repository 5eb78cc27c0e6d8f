"""One offline AWS for the tests of this folder: MiniStack behind the endpoint, Lambda functions, a lake, an agent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.lambda_spec import FunctionSpec
from infra.local.aws.lambda_url import LambdaUrls
from infra.local.aws.ministack import MiniStack
from infra.local.aws.reading.reader import Reader
from infra.local.aws.server import AwsServer
from infra.local.aws.services.bedrock_agent_runtime import BedrockAgentRuntimeService
from infra.local.aws.services.lambda_ import LambdaService
from infra.local.aws.services.rekognition import RekognitionService
from infra.local.aws.services.s3_lake import S3Lake
from infra.local.aws.services.textract import TextractService
from tests.wire.aws.support import FUNCTIONS, OfflineAws, ScriptedModel, agent, client


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniStack]:
    with MiniStack(tmp_path_factory.mktemp("ministack")) as running:
        yield running


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    for month in range(1, 4):
        path = folder / "sales" / "orders" / f"month=2026-0{month}" / "part 0.csv"
        path.parent.mkdir(parents=True)
        path.write_text(f"id,amount\n{month},{month * 10}\n")
    (folder / "sales" / "stores.csv").write_text("id\n1\n")
    (folder / "large.bin").write_bytes(bytes(range(256)) * 16_384)
    (folder / ".hidden").write_text("no")
    (folder.parent / "outside.txt").write_text("no")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    return folder


@pytest.fixture(scope="session")
def session_aws(ministack: MiniStack, lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineAws]:
    runtime = LambdaRuntime(tmp_path_factory.mktemp("lambda"), async_retry_s=(0.05, 0.05))
    model = ScriptedModel()
    clock = [0.0]
    told: list[tuple[str, dict[str, Any]]] = []
    s3 = client("s3", ministack.url)
    reader = Reader(tmp_path_factory.mktemp("reading"))
    jobs = tmp_path_factory.mktemp("jobs")

    def tell(topic: str, message: dict[str, Any]) -> None:
        told.append((topic, message))

    server = AwsServer(
        [
            LambdaService(runtime),
            TextractService(s3, reader, jobs / "textract", tell),
            RekognitionService(s3, reader, jobs / "rekognition", tell),
            BedrockAgentRuntimeService([agent()], model, runtime, clock=lambda: clock[0]),
        ],
        endpoints=[LambdaUrls(runtime), S3Lake(lake)],
        proxy_to=ministack.url,
    )
    with server:
        runtime.deploy(
            [
                FunctionSpec("echo", "sample_functions.echo", env={"COLOUR": "blue"}, timeout_s=20, paths=(FUNCTIONS,)),
                FunctionSpec("action", "sample_functions.action", timeout_s=20, paths=(FUNCTIONS,)),
                FunctionSpec("website", "sample_functions.website", paths=(FUNCTIONS,), url=True),
                FunctionSpec(
                    "misbehave",
                    "sample_functions.misbehave",
                    timeout_s=1,
                    concurrency=1,
                    wait_s=0.2,
                    paths=(FUNCTIONS,),
                ),
                FunctionSpec("absent", "no_such_module.handler"),
                FunctionSpec("nameless", "sample_functions.nothing", paths=(FUNCTIONS,)),
            ],
            endpoint_url=server.url,
        )
        running = OfflineAws(server, ministack, runtime, model, lake, clock, reader=reader, told=told)
        yield running
        for held in running.clients.values():
            held.close()
        s3.close()


@pytest.fixture
def aws(session_aws: OfflineAws) -> Iterator[OfflineAws]:
    session_aws.model.script = ScriptedModel().script
    session_aws.model.turns.clear()
    yield session_aws
    session_aws.server.faults.clear()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
