"""The process that a Lambda function runs in: imports its handler, then answers one event at a time.

Talks to ``lambda_runtime.Environment`` over an inherited socket (``multiprocessing.connection``: framed bytes); the
handler's prints and logs go to the function's log. Messages: the child sends ``{}`` or ``{"init_error": {...}}`` once;
then, for each header and event, an answer's header (``{"error": bool, "log": str}``) and its payload.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from infra.local.aws.lifeline import watch_parent

TAIL_BYTES = 4096
"""What LogType=Tail returns (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html)."""

Handler = Callable[[Any, "LambdaContext"], Any]


class LambdaContext:
    """The context object (https://docs.aws.amazon.com/lambda/latest/dg/python-context.html)."""

    def __init__(self, header: dict[str, Any]) -> None:
        self.aws_request_id: str = header["request_id"]
        self.invoked_function_arn: str = header["arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = header.get("client_context")
        self._deadline = time.monotonic() + header["timeout_s"]

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


class Tail(io.TextIOBase):
    """Standard output that goes to the log and keeps its last TAIL_BYTES."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._kept = b""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        data = text.encode("utf-8", "replace")
        os.write(self._fd, data)
        self._kept = (self._kept + data)[-TAIL_BYTES:]
        return len(text)

    def fileno(self) -> int:
        return self._fd

    def take(self) -> str:
        kept, self._kept = self._kept, b""
        return kept.decode("utf-8", "replace")


def load(name: str) -> Handler:
    """The handler ``package.module.attribute``. Raises InitError as Lambda's Python runtime names it."""
    module_name, _, attribute = name.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise InitError("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        raise InitError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}") from error
    try:
        return getattr(module, attribute)
    except AttributeError as error:
        message = f"Handler '{attribute}' missing on module '{module_name}'"
        raise InitError("Runtime.HandlerNotFound", message) from error


class InitError(Exception):
    """The function can't be started."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def run(handler: Handler, header: dict[str, Any], payload: bytes) -> tuple[bool, bytes]:
    """Call the handler with the event; returns whether it failed, and its answer or error as JSON."""
    context = LambdaContext(header)
    try:
        result = handler(json.loads(payload) if payload else {}, context)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return True, _failure(type(error).__name__, str(error), traceback.format_tb(error.__traceback__)[1:], header)
    try:
        return False, json.dumps(result, allow_nan=True).encode()
    except (TypeError, ValueError) as error:
        return True, _failure("Runtime.MarshalError", f"Unable to marshal response: {error}", [], header)


def _failure(kind: str, message: str, stack: list[str], header: dict[str, Any]) -> bytes:
    return json.dumps(
        {"errorMessage": message, "errorType": kind, "requestId": header["request_id"], "stackTrace": stack}
    ).encode()


def serve(connection: Connection, handler_name: str, tail: Tail) -> None:
    """Until the parent closes the connection."""
    try:
        handler = load(handler_name)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        kind = error.kind if isinstance(error, InitError) else type(error).__name__
        failure = {"errorType": kind, "errorMessage": str(error), "stackTrace": []}
        connection.send_bytes(json.dumps({"init_error": failure, "log": tail.take()}).encode())
        return
    connection.send_bytes(b"{}")
    while True:
        try:
            header = json.loads(connection.recv_bytes())
            payload = connection.recv_bytes()
        except (EOFError, OSError):
            return
        tail.take()
        request_id = header["request_id"]
        tail.write(f"START RequestId: {request_id} Version: $LATEST\n")
        started = time.perf_counter()
        failed, answer = run(handler, header, payload)
        took = (time.perf_counter() - started) * 1000
        tail.write(f"END RequestId: {request_id}\nREPORT RequestId: {request_id}\tDuration: {took:.2f} ms\n")
        connection.send_bytes(json.dumps({"error": failed, "log": tail.take()}).encode())
        connection.send_bytes(answer)


def main() -> None:
    watch_parent(lambda: os._exit(0))
    tail = Tail(1)
    sys.stdout = sys.stderr = tail
    with Connection(int(sys.argv[1])) as connection:
        serve(connection, os.environ["_HANDLER"], tail)


if __name__ == "__main__":
    main()
