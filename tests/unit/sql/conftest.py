"""A scripted AWS JSON-protocol service on loopback: real HTTP under a real boto3 client."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config

Answer = dict[str, Any] | tuple[str, str]
"""A result, or (error code, message)."""


class ScriptedService:
    """Answers each operation with the next of its scripted answers; the last one is repeated."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.url = ""
        self._answers: dict[str, list[Answer | Callable[[dict[str, Any]], Answer]]] = {}

    def on(self, operation: str, *answers: Answer | Callable[[dict[str, Any]], Answer]) -> None:
        self._answers[operation] = list(answers)

    def asked(self, operation: str) -> list[dict[str, Any]]:
        return [body for name, body in self.calls if name == operation]

    def answer(self, operation: str, body: dict[str, Any]) -> Answer:
        self.calls.append((operation, body))
        answers = self._answers[operation]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return found(body) if callable(found) else found


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    scripted = ScriptedService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = scripted.answer(self.headers["x-amz-target"].rpartition(".")[2], body)
            failed = isinstance(answer, tuple)
            data = json.dumps({"__type": answer[0], "message": answer[1]} if isinstance(answer, tuple) else answer)
            self.send_response(400 if failed else 200)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(data.encode())))
            self.end_headers()
            self.wfile.write(data.encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield scripted
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[Callable[[str], Any]]:
    """boto3 client of a service by name, without retries of its own."""
    made: list[Any] = []

    def make(name: str) -> Any:
        made.append(
            boto3.client(
                name,  # pyright: ignore[reportArgumentType]
                endpoint_url=service.url,
                region_name="eu-central-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(retries={"total_max_attempts": 1, "mode": "standard"}),
            )
        )
        return made[-1]

    yield make
    for each in made:
        each.close()
