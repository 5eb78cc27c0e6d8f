"""What a Lambda function is, and what came of calling one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SYNC_PAYLOAD_BYTES = 6 * 1024 * 1024
ASYNC_PAYLOAD_BYTES = 1024 * 1024
SYNC_RESPONSE_BYTES = 6 * 1024 * 1024 + 100
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB each way, 1 MB asynchronous."""


@dataclass(frozen=True)
class FunctionSpec:
    """A function to run: ``handler`` is ``package.module.attribute``, importable from this project or ``paths``."""

    name: str
    handler: str
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    """The function's own environment variables; nothing of this process's environment reaches it."""
    timeout_s: float = 60.0
    memory: int = 512
    """Megabytes, as told to the function; not enforced."""
    concurrency: int = 4
    """Processes at most, each handling one event at a time."""
    prewarm: int = 1
    """Processes that ``LambdaRuntime.prewarm`` starts."""
    wait_s: float = 10.0
    """How long a call waits for a free process before TooManyRequestsException. (AWS would start another one.)"""
    paths: tuple[Path, ...] = ()
    """Further folders to import the handler from."""
    url: bool = False
    """True when the function has a function URL: ``/_lambda-url/<name>/...``."""


@dataclass(frozen=True)
class InvokeResult:
    """``payload`` is the handler's answer as JSON or, with ``function_error``, the error object as JSON."""

    payload: bytes
    function_error: str | None
    request_id: str
    log: str = ""
    """The last 4 KB that the call wrote to its log."""

    def json(self) -> Any:
        return json.loads(self.payload) if self.payload else None


def error_payload(kind: str, message: str, **more: Any) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message, **more}).encode()
