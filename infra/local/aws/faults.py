"""Faults as data: make the next responses of an operation fail, in process or by ``POST /_faults``.

A target is ``service/operation``: botocore's service name for our own services (``bedrock-agent-runtime/InvokeAgent``),
the signing name for what MiniStack answers (``sqs/SendMessage``), and ``*`` for every operation (``sqs/*``).
News of finished jobs have the targets ``sns/Notification`` and ``events/Event``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsResponse
from infra.local.aws.wire import EncodedStream

Kind = Literal["error", "stream_error", "truncate", "slow", "lost", "doubled"]
COMPLETIONS = ("sns", "events")


@dataclass(frozen=True)
class Fault:
    """How a response goes wrong.

    ``error``: instead of the operation, ``code`` with ``status``. ``stream_error``: after ``after`` events of the
    stream, an exception frame ``code``. ``truncate``: after ``after`` events (or kilobytes, where it isn't a stream)
    half a frame, then the connection closes; where MiniStack answers, nothing of the body. ``slow``: ``delay_s``
    seconds before the response and each event. ``lost`` and ``doubled``: news of a finished job never come, or twice.
    """

    kind: Kind
    code: str = "ThrottlingException"
    message: str = "Rate exceeded"
    status: int | None = None
    times: int = 1
    """Responses that go wrong before the fault is spent."""
    after: int = 0
    delay_s: float = 0.0

    @classmethod
    def parse(cls, fields: Mapping[str, Any]) -> Fault:
        """From JSON. Raises ValueError naming what is wrong."""
        if fields.get("kind") not in get_args(Kind):
            raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}")
        unknown = set(fields) - set(cls.__dataclass_fields__)
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        return cls(**fields)


class CutError(Exception):
    """The connection is to be closed in the middle of the response."""


class Faults:
    """The faults that wait, by target."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, target: str, fault: Fault) -> None:
        with self._lock:
            self._waiting.setdefault(target, []).append(fault)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, service: str, operation: str) -> Fault | None:
        """The fault of this response, used up once."""
        if not self._waiting:
            return None
        with self._lock:
            for target in (f"{service}/{operation}", f"{service}/*"):
                queue = self._waiting.get(target)
                if not queue:
                    continue
                fault = queue[0]
                if fault.times > 1:
                    queue[0] = replace(fault, times=fault.times - 1)
                else:
                    queue.pop(0)
                return fault
        return None

    def describe(self) -> dict[str, list[dict[str, Any]]]:
        with self._lock:
            return {target: [asdict(fault) for fault in queue] for target, queue in self._waiting.items() if queue}

    def control(self, method: str, body: bytes) -> AwsResponse:
        """``GET`` lists, ``POST {"target": ..., "kind": ...}`` adds, ``DELETE`` clears."""
        if method == "DELETE":
            self.clear()
        elif method == "POST":
            try:
                fields = json.loads(body)
                target = fields.pop("target")
                fault = Fault.parse(fields)
                if fault.kind in ("lost", "doubled") and target.partition("/")[0] not in COMPLETIONS:
                    raise ValueError(f"{fault.kind} is for {' and '.join(COMPLETIONS)} alone")
                self.add(target, fault)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                return AwsResponse(400, _JSON, json.dumps({"message": f"Not a fault: {error}"}).encode())
        return AwsResponse(200, _JSON, json.dumps(self.describe()).encode())


_JSON = {"Content-Type": "application/json"}


def spoil(response: AwsResponse, fault: Fault) -> AwsResponse:
    """``response`` with the fault of kind stream_error, truncate or slow in it."""
    body = response.body
    if isinstance(body, bytes):
        if fault.kind == "slow":
            time.sleep(fault.delay_s)
            return response
        if fault.kind == "truncate":
            headers = {**response.headers, "Content-Length": str(len(body))}
            return AwsResponse(response.status, headers, _cut(body[: min(fault.after * 1024, len(body) // 2)]))
        return response
    return AwsResponse(response.status, response.headers, SpoiledStream(body, fault))


def _cut(part: bytes) -> Iterator[bytes]:
    yield part
    raise CutError


class SpoiledStream(Iterator[bytes]):
    """A stream of frames that goes wrong on its way."""

    def __init__(self, frames: Iterator[bytes], fault: Fault) -> None:
        self._frames = frames
        self._fault = fault
        self._seen = 0
        self._over = False

    def __next__(self) -> bytes:
        if self._over:
            if self._fault.kind == "truncate":
                raise CutError
            raise StopIteration
        if self._fault.kind == "slow":
            time.sleep(self._fault.delay_s)
            return next(self._frames)
        if self._seen < self._fault.after:
            self._seen += 1
            return next(self._frames)
        self._over = True
        if self._fault.kind == "truncate":
            frame = next(self._frames, b"")
            self.close()
            return frame[: len(frame) // 2]
        self.close()  # before the client sees the end: what the stream holds (a session) is free by then
        if isinstance(self._frames, EncodedStream):
            return self._frames.exception(AwsError(self._fault.code, self._fault.message))
        raise CutError

    def close(self) -> None:
        close = getattr(self._frames, "close", None)
        if close is not None:
            close()
