"""Lambda function URLs: ``/_lambda-url/<function>/<path>`` as an HTTP request for a function, payload format 2.0.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from datetime import UTC, datetime
from typing import Any

from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsRequest, AwsResponse
from infra.local.aws.lambda_runtime import LambdaRuntime

PREFIX = "/_lambda-url/"

_TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml")
"""A body of any other type is base64 in the event, form data (Slack's slash commands) included, as on AWS."""
_NOT_RETURNED = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive"})


class LambdaUrls:
    """The function URLs of the functions with ``url=True``."""

    name = "lambda-url"
    wants_body = True

    def __init__(self, runtime: LambdaRuntime) -> None:
        self._runtime = runtime

    def claims(self, request: AwsRequest, service: str | None) -> bool:  # noqa: ARG002 - the path alone says it
        return request.raw_path.startswith(PREFIX)

    def respond(self, request: AwsRequest, request_id: str) -> AwsResponse:
        function, _, path = request.raw_path.removeprefix(PREFIX).partition("/")
        try:
            if not self._runtime.function(function).url:
                return _message(403, "Forbidden")
            event = event_of(request, f"/{path}", request_id, self._runtime.region)
            result = self._runtime.invoke(function, json.dumps(event).encode(), request_id=request_id)
        except AwsError as error:
            return _message(error.status or 400, error.message)
        if result.function_error:
            return _message(502, "Internal Server Error")
        return response_of(result.json())


def event_of(request: AwsRequest, path: str, request_id: str, region: str) -> dict[str, Any]:
    """The function's event for an HTTP request."""
    headers = {name: value for name, value in request.header_map.items() if name != "cookie"}
    now = datetime.now(UTC)
    domain = f"offline.lambda-url.{region}.on.aws"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": request.query_string,
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "offline",
            "domainName": domain,
            "domainPrefix": "offline",
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": request_id,
            "routeKey": "$default",
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(time.time() * 1000),
        },
        "isBase64Encoded": False,
    }
    cookie = request.header("cookie")
    if cookie:
        event["cookies"] = [part.strip() for part in cookie.split(";")]
    if request.query:
        query: dict[str, str] = {}
        for name, value in request.query:
            query[name] = f"{query[name]},{value}" if name in query else value
        event["queryStringParameters"] = query
    if request.body:
        event["body"], event["isBase64Encoded"] = _body_of(request)
    return event


def _body_of(request: AwsRequest) -> tuple[str, bool]:
    if (request.header("content-type") or "").startswith(_TEXT_TYPES):
        try:
            return request.body.decode("utf-8"), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def response_of(answer: Any) -> AwsResponse:
    """The HTTP response for what the function returned: a response object, or anything else as JSON."""
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return AwsResponse(200, {"Content-Type": "application/json"}, json.dumps(answer).encode())
    try:
        status = int(answer["statusCode"])
        headers = {str(name).lower(): str(value) for name, value in (answer.get("headers") or {}).items()}
        for name, values in (answer.get("multiValueHeaders") or {}).items():
            headers[str(name).lower()] = ",".join(str(value) for value in values)
        body = answer.get("body")
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        data = base64.b64decode(text, validate=True) if answer.get("isBase64Encoded") else text.encode()
        cookies = tuple(str(cookie) for cookie in answer.get("cookies") or ())
    except (TypeError, ValueError, AttributeError, binascii.Error):
        return _message(502, "Internal Server Error")
    if not 100 <= status <= 599:
        return _message(502, "Internal Server Error")
    headers = {name: value for name, value in headers.items() if name not in _NOT_RETURNED}
    headers.setdefault("content-type", "application/json")
    return AwsResponse(status, headers, data, cookies)


def _message(status: int, text: str) -> AwsResponse:
    return AwsResponse(status, {"Content-Type": "application/json"}, json.dumps({"Message": text}).encode())
