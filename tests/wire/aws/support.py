"""What the tests of this folder share: clients, a scripted model, an agent, bounded waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.aws.agent.definition import RETURN_CONTROL, AgentDefinition
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.ministack import MiniStack
from infra.local.aws.reading.reader import Reader
from infra.local.aws.server import AwsServer
from infra.local.model.port import ModelTurn, Say, Step, Tool, ToolParameter

REGION = "eu-central-1"
FUNCTIONS = Path(__file__).parent / "functions"
INSTRUCTION = "You answer questions about the company's data, with the actions that you have."


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for a condition, bounded; whether it came true."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return True
        pause.wait(0.02)
    return condition()


def code_of(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def status_of(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


@dataclass
class ScriptedModel:
    """A model whose steps are told by a function of the turn; keeps the turns that it was asked."""

    script: Callable[[ModelTurn], Step] = lambda turn: Say((f"You said: {turn.text}",))
    turns: list[ModelTurn] = field(default_factory=list[ModelTurn])

    def next(self, turn: ModelTurn) -> Step:
        self.turns.append(turn)
        return self.script(turn)


@dataclass
class OfflineAws:
    server: AwsServer
    ministack: MiniStack
    runtime: LambdaRuntime
    model: ScriptedModel
    lake: Path
    clock: list[float]
    clients: dict[str, Any] = field(default_factory=dict[str, Any])
    reader: Reader | None = None
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    """What Textract and Rekognition published: (topic ARN, message)."""

    def client(self, service: str, **options: Any) -> Any:
        """A boto3 client of the endpoint, made once."""
        key = f"{service} {options}"
        if key not in self.clients:
            self.clients[key] = client(service, self.server.url, **options)
        return self.clients[key]


def client(service: str, url: str, **options: Any) -> Any:
    config = Config(retries={"max_attempts": 0}, read_timeout=20, connect_timeout=5, **options)
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id="offline",
        aws_secret_access_key="offline",
        config=config,
    )


def agent() -> AgentDefinition:
    how = ToolParameter("how", "string", "How to answer.", required=False)
    rows = ToolParameter("rows", "integer", "How many.", required=False)
    names = ToolParameter("names", "array", "Which.", required=False)
    return AgentDefinition(
        agent_id="AGENT1",
        alias_id="ALIAS1",
        instruction=INSTRUCTION,
        tools=(
            Tool("data", "ask", "Ask the data.", (how, rows, names)),
            Tool("data", "erase", "Erase the data, after a confirmation.", (how,)),
            Tool("desk", "sign", "Let the client sign.", (how,)),
        ),
        groups={"data": "action", "desk": RETURN_CONTROL},
        confirm=frozenset({("data", "erase")}),
        session_ttl_s=600,
    )


def storing(aws: OfflineAws, bucket: str) -> Callable[[str, bytes], dict[str, Any]]:
    """Makes the bucket; gives what stores an object in it and returns what names the object to a service."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

    def put(name: str, content: bytes) -> dict[str, Any]:
        s3.put_object(Bucket=bucket, Key=name, Body=content)
        return {"S3Object": {"Bucket": bucket, "Name": name}}

    return put
