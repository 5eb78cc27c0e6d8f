"""AWS protocols by moto.core and botocore's own service models: requests, responses, errors, event streams.

Knows the protocols json, rest-json, rest-xml and query. What moto.core leaves out is added here: matching of
an operation by target, action or path; constraints (``constraints.py``); errors; true streaming; exception frames
(https://smithy.io/2.0/aws/amazon-eventstream.html#exception-messages).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote
from xml.sax.saxutils import escape

from moto.core.eventstream import EventStream, EventStreamEncoder
from moto.core.loaders import create_loader
from moto.core.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS, UNDEFINED
from moto.core.serialize import SerializationContext, get_serializer_class
from werkzeug.datastructures import Headers, MultiDict

from infra.local.aws.constraints import check_input
from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsRequest, AwsResponse

log = logging.getLogger(__name__)

EVENT_STREAM_TYPE = "application/vnd.amazon.eventstream"


@dataclass(frozen=True)
class Matched:
    """An operation and the values of its path's parts, decoded."""

    operation: OperationModel
    uri: Mapping[str, str]


class Wire:
    """One service's wire format."""

    def __init__(self, service: str) -> None:
        self.model = _service_model(service)
        self.protocol: str = self.model.resolved_protocol
        if self.protocol not in PROTOCOL_PARSERS:
            raise ValueError(f"{service} speaks {self.protocol}, which is not supported")
        self.target_prefix: str | None = self.model.metadata.get("targetPrefix")
        self._routes = _routes(self.model) if self.protocol.startswith("rest-") else ()

    def match(self, request: AwsRequest) -> Matched | None:
        """The operation that ``request`` names, or None."""
        if self._routes:
            for method, pattern, arguments, name in self._routes:
                found = pattern.fullmatch(request.raw_path) if method == request.method else None
                if found and arguments <= set(request.query):
                    parts = {key: unquote(value) for key, value in found.groupdict().items()}
                    uri = {_member(key): value for key, value in parts.items()}
                    return Matched(self.model.operation_model(name), uri)
            return None
        name = self._named(request)
        return Matched(self.model.operation_model(name), {}) if name in self.model.operation_names else None

    def _named(self, request: AwsRequest) -> str:
        if self.protocol == "json":
            return (request.header("x-amz-target") or "").rpartition(".")[2]
        return dict(self._form(request)).get("Action", "")

    def _form(self, request: AwsRequest) -> list[tuple[str, str]]:
        return [*request.query, *parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)]

    def parse(
        self,
        request: AwsRequest,
        matched: Matched,
        validation_code: str,
        size_codes: Mapping[str, tuple[str, str]] | None = None,
    ) -> dict[str, Any]:
        """The operation's parameters, checked against the service model. Raises AwsError."""
        shape = matched.operation.input_shape
        if shape is None:
            return {}
        self._check_json(request, matched.operation)
        values = MultiDict(self._form(request) if self.protocol == "query" else request.query)
        source = {
            "body": request.body,
            "headers": Headers(list(request.headers)),
            "method": request.method,
            "url_params": dict(matched.uri),
            "url_path": request.raw_path,
            "values": values,
        }
        try:
            parsed: Any = PROTOCOL_PARSERS[self.protocol](matched.operation).parse(source)  # type: ignore[arg-type]
        except Exception as error:
            raise AwsError("SerializationException", "A value of the request has the wrong type") from error
        result = {name: value for name, value in parsed.items() if value is not None and value is not UNDEFINED}
        check_input(shape, result, validation_code, size_codes or {})  # type: ignore[arg-type]
        return result

    def _check_json(self, request: AwsRequest, operation: OperationModel) -> None:
        if self.protocol not in ("json", "rest-json") or not request.body:
            return
        shape: Any = operation.input_shape
        payload = shape.serialization.get("payload") if shape else None
        if payload and shape.members[payload].type_name in ("blob", "string"):
            return
        try:
            body = json.loads(request.body)
        except ValueError as error:
            raise AwsError("SerializationException", "The request's body is not JSON") from error
        if not isinstance(body, dict):
            raise AwsError("SerializationException", "The request's body is not a JSON object")

    def respond(self, operation: OperationModel, result: Mapping[str, Any], request_id: str) -> AwsResponse:
        """The response of an operation; an event stream's events are encoded as the result's iterator yields them."""
        serializer = get_serializer_class(self.model.service_name, self.protocol)(
            operation, context=SerializationContext(request_id)
        )
        if operation.has_event_stream_output:
            return self._stream(operation, serializer, result)
        response = serializer.serialize(result)
        body = response["body"]
        headers = {str(name): str(value) for name, value in response["headers"].items()}
        status = response["status_code"]
        shape: Any = operation.output_shape
        for name, member in shape.members.items() if shape else ():
            if member.serialization.get("location") == "statusCode" and result.get(name):
                status = result[name]
            if member.serialization.get("name") == "Content-Type" and result.get(name):
                headers["Content-Type"] = str(result[name])  # the serializer puts the protocol's own
        return AwsResponse(status, headers, body.encode() if isinstance(body, str) else body or b"")

    def _stream(self, operation: OperationModel, serializer: Any, result: Mapping[str, Any]) -> AwsResponse:
        output = operation.output_shape
        stream: Any = operation.get_event_stream_output()
        if output is None or stream is None:
            raise ValueError(f"{operation.name} has no event stream")
        name: str = output.event_stream_name  # type: ignore[assignment]
        headers = {"Content-Type": EVENT_STREAM_TYPE}
        for member, shape in output.members.items():  # type: ignore[attr-defined]
            value = result.get(member)
            if shape.serialization.get("location") == "header" and value is not None:
                headers[shape.serialization.get("name", member)] = str(value)
        exceptions = {shape.name: member for member, shape in stream.members.items() if shape.metadata.get("exception")}
        messages = EventStream(result, output, serializer._event_stream_serializer)  # type: ignore[arg-type]
        return AwsResponse(200, headers, EncodedStream(iter(messages), result[name], exceptions))

    def fail(self, error: AwsError, request_id: str) -> AwsResponse:
        """The HTTP answer for an error, in this protocol's shape."""
        status = error.status or self._modelled_status(error.code) or 400
        return error_response(self.protocol, error, status, request_id, self.model.metadata.get("jsonVersion", "1.1"))

    def _modelled_status(self, code: str) -> int | None:
        if code not in self.model.shape_names:
            return None
        return self.model.shape_for(code).metadata.get("error", {}).get("httpStatusCode")


class EncodedStream(Iterator[bytes]):
    """The frames of an event stream. An AwsError raised by the events becomes an exception frame and ends it.

    ``close`` also closes the events' own iterator, so that it can let go of what it holds.
    """

    def __init__(self, messages: Iterator[Any], events: Any, exceptions: Mapping[str, str]) -> None:
        self._messages = messages
        self._events = events
        self._exceptions = exceptions
        self._encoder = EventStreamEncoder()
        self._ended = False

    def __next__(self) -> bytes:
        if self._ended:
            raise StopIteration
        try:
            return self._encoder.encode_event(next(self._messages))
        except StopIteration:
            self._ended = True
            raise
        except AwsError as error:
            self._ended = True
            return self.exception(error)
        except Exception:
            log.exception("an event stream broke")
            self._ended = True
            return self.exception(AwsError("InternalServerException", "The server had an internal error"))

    def exception(self, error: AwsError) -> bytes:
        member = self._exceptions.get(error.code)
        if member is None:
            log.error("the stream has no exception %s", error.code)
            member = self._exceptions.get("InternalServerException", "internalServerException")
        headers = {":message-type": "exception", ":exception-type": member, ":content-type": "application/json"}
        return self._encoder.encode_message(headers, json.dumps({"message": error.message, **error.fields}).encode())

    def close(self) -> None:
        self._ended = True
        close = getattr(self._events, "close", None)
        if close is not None:
            close()


def error_response(protocol: str, error: AwsError, status: int, request_id: str, version: str = "1.1") -> AwsResponse:
    """An AWS-shaped error for any protocol; also for requests that no service claims."""
    if protocol == "rest-xml":
        body = (
            f"<Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
            f"<RequestId>{request_id}</RequestId></Error>"
        )
        return AwsResponse(status, {"Content-Type": "application/xml"}, body.encode())
    if protocol == "query":
        kind = "Sender" if status < 500 else "Receiver"
        body = (
            f"<ErrorResponse><Error><Type>{kind}</Type><Code>{escape(error.code)}</Code>"
            f"<Message>{escape(error.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return AwsResponse(status, {"Content-Type": "text/xml"}, body.encode())
    content_type = "application/json" if protocol == "rest-json" else f"application/x-amz-json-{version}"
    fields: dict[str, Any] = {"message": error.message, **error.fields}
    if protocol == "json":
        fields = {"__type": error.code, **fields}
    headers = {"Content-Type": content_type, "x-amzn-ErrorType": error.code}
    return AwsResponse(status, headers, json.dumps(fields, default=str).encode())


@lru_cache(maxsize=32)
def _service_model(service: str) -> ServiceModel:
    return ServiceModel(create_loader().load_service_model(service, "service-2"), service_name=service)


_Route = tuple[str, re.Pattern[str], frozenset[tuple[str, str]], str]


def _routes(model: ServiceModel) -> tuple[_Route, ...]:
    """Every operation's method, path pattern and fixed query arguments, the most literal first."""
    routes: list[tuple[int, _Route]] = []
    for name in model.operation_names:
        trait = model.operation_model(name).http_trait
        pattern = re.sub(r"\{(\w[\w-]*)(\+?)\}", _group, _escaped(trait.path))
        arguments = frozenset((key, value) for key, value in trait.query_args.items())
        literal = len(re.sub(r"\{[^}]*\}", "", trait.path)) + 100 * len(arguments)
        routes.append((-literal, (trait.method, re.compile(pattern + "/?"), arguments, name)))
    return tuple(route for _, route in sorted(routes, key=lambda pair: (pair[0], pair[1][3])))


def _escaped(path: str) -> str:
    parts = re.split(r"(\{[^}]*\})", path.rstrip("/"))
    return "".join(part if part.startswith("{") else re.escape(part) for part in parts)


def _group(found: re.Match[str]) -> str:
    name = found[1].replace("-", "__")
    return f"(?P<{name}>.+)" if found[2] else f"(?P<{name}>[^/]+)"


def _member(group: str) -> str:
    return group.replace("__", "-")
