"""Lambda function URLs (payload format 2.0) to Bolt and back. A stranger's garbage gets a 400 or 401, never an error.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from slack_bolt import BoltRequest

if TYPE_CHECKING:
    from slack_bolt import App

MAX_BODY = 2_000_000
"""Characters; Slack's largest deliveries are some hundred kilobytes."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)

HttpResponse = dict[str, object]


def respond(app: App, event: Mapping[str, Any]) -> HttpResponse:
    """What the function URL answers. Requests that no listener wants get 200, so that Slack doesn't repeat them."""
    try:
        method = str(event["requestContext"]["http"]["method"])
    except (KeyError, TypeError):
        return _plain(400)
    if method != "POST":
        return _plain(405)
    headers = _headers(event.get("headers"))
    body = _body(event)
    if body is None:
        return _plain(400)
    if not _signature_is_readable(headers):
        return _plain(401)
    request = _request(body, headers)
    if request is None:
        return _plain(400)
    response = app.dispatch(request)
    if response.status == 404:
        return _plain(200)
    return {
        "statusCode": response.status,
        "headers": {str(name): str(value) for name, value in response.first_headers().items()},
        "body": response.body,
        "isBase64Encoded": False,
    }


def _headers(found: object) -> dict[str, str]:
    """Lower-case names. Bolt's own headers are dropped: with them a stranger could have listeners run inline."""
    if not isinstance(found, Mapping):
        return {}
    headers = {str(name).lower(): str(value) for name, value in cast("Mapping[object, object]", found).items()}
    return {name: value for name, value in headers.items() if not name.startswith("x-slack-bolt-")}


def _body(event: Mapping[str, Any]) -> str | None:
    body = event.get("body") or ""
    if not isinstance(body, str) or len(body) > MAX_BODY:
        return None
    if not event.get("isBase64Encoded"):
        return body
    try:
        return base64.b64decode(body, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeError, ValueError):
        return None


def _signature_is_readable(headers: Mapping[str, str]) -> bool:
    """Bolt answers 500 to a timestamp that isn't a number and to a signature that isn't ASCII."""
    timestamp = headers.get("x-slack-request-timestamp", "0")
    return bool(_TIMESTAMP.fullmatch(timestamp)) and headers.get("x-slack-signature", "").isascii()


def _request(body: str, headers: Mapping[str, str]) -> BoltRequest | None:
    """None for a body that Bolt can't read: it would raise before the signature is checked."""
    try:
        if headers.get("content-type", "").startswith("application/json") and not isinstance(json.loads(body), dict):
            return None
        request = BoltRequest(body=body, headers=dict(headers))
    except Exception:  # whatever the shape of an unverified body, it is the sender's mistake
        return None
    return request if isinstance(cast("object", request.body), dict) else None


def _plain(status: int) -> HttpResponse:
    return {"statusCode": status, "headers": {"content-type": "text/plain"}, "body": "", "isBase64Encoded": False}
