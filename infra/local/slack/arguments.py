"""What a Web API call was given: query, form, multipart or JSON; its token. Slack's own code for each way to be wrong.

https://docs.slack.dev/apis/web-api/ ("Making requests" and "Evaluating responses").
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from starlette.datastructures import UploadFile
from starlette.requests import Request

from infra.local.slack.errors import SlackApiError
from infra.local.slack.store import Json

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CHARSETS = ("utf-8", "utf8", "iso-8859-1")
PART_BYTES = 16 << 20
DEPTH = 100
"""How deep JSON may nest. Ours: what is deeper is an attack or a mistake."""
_NAME = re.compile(r"[A-Za-z0-9_.\-\[\]]{1,255}")


def bearer(request: Request) -> str:
    """The token of the Authorization header, empty when there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def read_arguments(request: Request) -> Json:
    """Query, then body. Raises invalid_json, json_not_object, invalid_form_data, invalid_post_type, missing_post_type,
    invalid_charset or invalid_arg_name."""
    arguments: Json = dict(request.query_params)
    if request.method != "GET":
        arguments |= await _body(request)
    for name in arguments:
        if not _NAME.fullmatch(name):
            raise SlackApiError("invalid_arg_name", messages=(f"[ERROR] invalid argument name: {name[:100]}",))
    return arguments


async def _body(request: Request) -> Json:
    given = request.headers.get("content-type", "")
    kind = given.partition(";")[0].strip().lower()
    charset = re.search(r"charset=\"?([\w-]+)", given, re.IGNORECASE)
    if charset and charset[1].lower() not in CHARSETS:
        raise SlackApiError("invalid_charset")
    if kind == "application/json":
        body = parse_json(await request.body() or b"{}")
        if not isinstance(body, dict):
            raise SlackApiError("json_not_object")
        return body
    if kind in FORMS:
        try:
            async with request.form(max_part_size=PART_BYTES) as form:
                return {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
        except Exception:
            raise SlackApiError("invalid_form_data") from None
    if await request.body():
        raise SlackApiError("invalid_post_type" if kind else "missing_post_type")
    return {}


def parse_json(text: str | bytes, code: str = "invalid_json") -> Any:
    """A value from strict JSON: no NaN, no half characters, no bottomless nesting. Raises ``code``."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise SlackApiError(code) from None
    if _deeper_than(value, DEPTH):
        raise SlackApiError(code)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _deeper_than(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        holding = [
            outer.values() if isinstance(outer, dict) else outer for outer in level if isinstance(outer, dict | list)
        ]
        if not holding:
            return False
        level = [inner for outer in holding for inner in outer]
    return True


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
