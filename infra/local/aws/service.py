"""How an offline AWS service is written: one class in one file of ``services/``.

>>> class AthenaService(Service):
...     name = "athena"                                  # botocore's name of the service model
...     validation_code = "InvalidRequestException"      # what a broken length, pattern, enum or required member raises
...
...     def get_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
...         raise AwsError("InvalidRequestException", "QueryExecution 1 was not found")

- A method is an AWS operation in snake_case (``StartQueryExecution`` -> ``start_query_execution``,
  as ``botocore.xform_name`` has it). It gets the parsed parameters under the service model's own member names
  (timestamps are naive UTC datetimes, blobs bytes) and returns the output structure as a dict (datetimes, bytes and
  all). Absent optional members are absent from the dict.
- An operation without a method answers 400 ``UnknownOperationException``, which clients don't retry.
- It raises :class:`AwsError`; any other exception is logged and becomes a 500 ``InternalServerException`` without
  details (class attribute ``internal_code``).
- For an event-stream output the stream's member may be an iterator of one-key dicts ``{member: {...}}``; each
  is sent when it is yielded, and an AwsError raised in it becomes an exception frame. If it has ``close()``, that is
  called at the end, also when the client went away early.
- Methods are called in threads, many at once (at least 40): guard what they share.
- ``start()`` and ``stop()`` are called with the server's.
- Several services may share a signing name (``bedrock``): their paths tell them apart.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cached_property
from typing import Any, ClassVar, Literal

from botocore import xform_name

from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsRequest, AwsResponse
from infra.local.aws.wire import Matched, Wire

log = logging.getLogger(__name__)

_request_id: ContextVar[str] = ContextVar("request_id", default="")

__all__ = ["AwsError", "Service", "current_request_id"]


def current_request_id() -> str:
    """In an operation's method: the id that its response carries as x-amzn-requestid."""
    return _request_id.get()


class Service:
    """Base of every offline service that speaks one of AWS's own protocols."""

    name: ClassVar[str]
    """botocore's name of the service model, such as ``bedrock-agent-runtime``."""
    signing_names: ClassVar[tuple[str, ...]] = ()
    """Services of the SigV4 credential scope that mean this one; by default the model's own."""
    validation_code: ClassVar[str] = "ValidationException"
    internal_code: ClassVar[str] = "InternalServerException"
    size_codes: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Blob and string shapes whose excess isn't a validation error but one of its own: (code, message)."""
    quality: ClassVar[tuple[Literal["works", "rough", "none"], str]] = ("works", "")
    """How well it stands in for the real service, and why, for ``outcrop doctor``."""

    @cached_property
    def wire(self) -> Wire:
        return Wire(self.name)

    def start(self) -> None:
        """Called once before the server answers."""

    def stop(self) -> None:
        """Called once after the server has stopped answering."""

    def scopes(self) -> tuple[str, ...]:
        return self.signing_names or (self.wire.model.signing_name,)

    def match(self, request: AwsRequest) -> Matched | None:
        return self.wire.match(request)

    def call(self, request: AwsRequest, matched: Matched, request_id: str) -> AwsResponse:
        """Parse, run the operation's method, serialise. Never raises."""
        _request_id.set(request_id)
        try:
            method = self._method(matched.operation.name)
            parameters = self.wire.parse(request, matched, self.validation_code, self.size_codes)
            result: Mapping[str, Any] = method(parameters) or {}
            return self.wire.respond(matched.operation, result, request_id)
        except AwsError as error:
            return self.wire.fail(error, request_id)
        except Exception:
            log.exception("%s %s broke", self.name, matched.operation.name)
            return self.wire.fail(AwsError(self.internal_code, "The server had an internal error", 500), request_id)

    def _method(self, operation: str) -> Callable[[dict[str, Any]], Mapping[str, Any] | None]:
        method = getattr(self, xform_name(operation), None)
        if method is None:
            raise AwsError("UnknownOperationException", f"The offline {self.name} does not have {operation}", 400)
        return method
