"""HTTP of the Web API: arguments in, Slack's JSON out; uploads, downloads, response URLs, faults."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from infra.local.slack import words
from infra.local.slack.arguments import bearer, parse_json, read_arguments
from infra.local.slack.core import Core
from infra.local.slack.downloads import download
from infra.local.slack.errors import SlackApiError
from infra.local.slack.faults import UPLOAD, Fault, FaultError
from infra.local.slack.journal import Noting
from infra.local.slack.limits import counters
from infra.local.slack.methods import METHODS, Call
from infra.local.slack.store import Json

log = logging.getLogger(__name__)

APP_LEVEL = "xapp-"
"""An app-level token opens Socket Mode and calls no other method."""


_REFUSED = {"error": 400, "500": 500, "rate_limited": 429}
"""HTTP status of a refused upload, by the kind of fault."""


class WebApi:
    def __init__(self, core: Core) -> None:
        self.core = core

    def routes(self) -> list[Route]:
        return [
            Route("/api/{method:path}", self.call, methods=["GET", "POST"]),
            Route("/upload/v1/{token}", self.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{file}/{name:path}", self.download, methods=["GET"]),
            Route("/{kind:str}/T_OUTCROP/{key}", self.respond, methods=["POST"]),
            Route("/_faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/_health", self.health, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        """One Web API call. Errors are HTTP 200 with ``ok: false``; only rate limits and faults differ."""
        name = request.path_params["method"].strip("/")
        fault = self.core.faults.take(name)
        noting = self.core.journal.begin("api", name)
        noting.fault = fault.kind if fault else ""
        response = await self._answer(request, name, fault, noting)
        noting.answer_bytes = int(response.headers.get("content-length") or 0)
        lost = fault is not None and fault.kind == "lost"
        noting.done(0 if lost else response.status_code)
        return response

    async def _answer(self, request: Request, name: str, fault: Fault | None, noting: Noting) -> Response:
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "500":
            noting.error = "http_500"
            return PlainTextResponse("Internal Server Error", status_code=500)
        status, headers = 200, {"X-OAuth-Scopes": "", "Cache-Control": "no-store"}
        try:
            noting.request_bytes = int(request.headers.get("content-length") or 0)
            noting.request = arguments = await read_arguments(request)
            if fault and fault.kind == "error":
                raise SlackApiError(fault.code)
            wait = self._wait_for(name, arguments, fault)
            if wait:
                status, headers = 429, {"Retry-After": str(wait)}
                noting.headers = headers
                raise SlackApiError("ratelimited")
            answer = await run_in_threadpool(self._run, name, bearer(request), dict(arguments))
        except SlackApiError as error:
            answer = error.body()
        except Exception:
            log.exception("%s failed", name)
            answer = {"ok": False, "error": "fatal_error"}
        noting.answer, noting.error = answer, str(answer.get("error", ""))
        if fault and fault.kind == "lost":
            return StreamingResponse(_broken_off(), headers={"Content-Length": "1000"}, media_type="application/json")
        return JSONResponse(answer, status_code=status, headers=headers)

    def _wait_for(self, name: str, arguments: Json, fault: Fault | None) -> int:
        """Seconds of Retry-After; 0 when the call may go ahead."""
        if fault and fault.kind == "rate_limited":
            return max(1, round(fault.seconds))
        method = METHODS.get(name)
        if method is None or not self.core.faults.rate_limits:
            return 0
        counted = counters(name, method.per_minute, str(arguments.get("channel")))
        return max(self.core.limiter.wait_for(*one) for one in counted)

    def _run(self, name: str, bearer: str, arguments: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackApiError("unknown_method", req_method=name)
        token = str(arguments.pop("token", "") or bearer)
        if not method.public:
            if not token:
                raise SlackApiError("not_authed")
            if token.startswith(APP_LEVEL):
                raise SlackApiError("not_allowed_token_type")
            if token != self.core.bot_token:
                raise SlackApiError("invalid_auth")
        return {"ok": True, **method.run(Call(self.core, arguments))}

    async def upload(self, request: Request) -> Response:
        """The bytes of a file, raw or as multipart field ``file``; written to disk as they come."""
        token = request.path_params["token"]
        ticket = self.core.files.open_upload(token)
        noting = self.core.journal.begin("upload", ticket["name"] if ticket else "upload")
        if ticket is None:
            return _told(noting, "upload URL unknown or expired", 404)
        fault = self.core.faults.take(UPLOAD)
        noting.fault = fault.kind if fault else ""
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault and fault.kind in _REFUSED:
            return _told(noting, fault.code if fault.kind == "error" else fault.kind, _REFUSED[fault.kind])
        noting.request = {"file": ticket["id"], "name": ticket["name"], "length": ticket["length"]}
        size = noting.request_bytes = await save_body(request, self.core, ticket["id"])
        if size != ticket["length"]:
            return _told(noting, f"expected {ticket['length']} bytes, got {size}", 400)
        self.core.files.uploaded(token, ticket)
        if fault and fault.kind == "lost":
            noting.done(0)
            return StreamingResponse(_broken_off(), headers={"Content-Length": "1000"}, media_type="text/plain")
        return _told(noting, f"OK - {size}", 200)

    async def download(self, request: Request) -> Response:
        """url_private and url_private_download."""
        return await download(request, self.core)

    async def respond(self, request: Request) -> Response:
        """A response_url."""
        noting = self.core.journal.begin("response", "response_url")
        try:
            body = parse_json(await request.body())
        except SlackApiError:
            return _told(noting, "invalid_payload", 400)
        if not isinstance(body, dict):
            return _told(noting, "invalid_payload", 400)
        noting.request = {**body, "response_url": f"{self.core.origin}{request.url.path}"}
        status, text = await run_in_threadpool(self.core.interactions.respond, request.path_params["key"], body)
        return _told(noting, text, status)

    async def faults(self, request: Request) -> Response:
        """POST asks for a fault or changes limits (faults.py), DELETE takes all back, GET shows."""
        faults = self.core.faults
        if request.method == "DELETE":
            faults.clear()
        elif request.method == "POST":
            try:
                faults.apply(await request.json())
            except FaultError as error:
                return JSONResponse({"ok": False, "error": str(error)}, status_code=400)
            except ValueError:
                return JSONResponse({"ok": False, "error": words.BAD_REQUEST}, status_code=400)
        return JSONResponse({"ok": True, **faults.describe()})

    async def health(self, _: Request) -> Response:
        return JSONResponse({"ok": True, "service": "outcrop-slack", "request_url": self.core.delivery.url})


def _told(noting: Noting, text: str, status: int) -> Response:
    """A plain answer, kept in the journal."""
    noting.answer, noting.answer_bytes = text, len(text)
    noting.error = "" if status < 400 else text
    noting.done(status)
    return PlainTextResponse(text, status_code=status)


async def _broken_off() -> AsyncIterator[bytes]:
    """Promises more bytes than it gives: the client sees the connection break."""
    yield b""


async def save_body(request: Request, core: Core, file_id: str) -> int:
    """Write an upload to the file's place; the number of bytes."""
    kind = request.headers.get("content-type", "")
    size = 0
    with core.files.path(file_id).open("wb") as out:
        if kind.startswith("multipart/form-data"):
            async with request.form() as form:
                for part in form.values():
                    if isinstance(part, UploadFile):
                        while piece := await part.read(1 << 20):
                            out.write(piece)
                            size += len(piece)
        else:
            async for piece in request.stream():
                out.write(piece)
                size += len(piece)
    return size
