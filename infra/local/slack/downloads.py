"""url_private and url_private_download: a file's bytes for the bot's token, a sign-in page for everybody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse

from infra.local.slack.arguments import bearer
from infra.local.slack.core import Core
from infra.local.slack.errors import SlackApiError
from infra.local.slack.faults import DOWNLOAD, Fault
from infra.local.slack.journal import Noting

PIECE = 1 << 18
STEPS = 50
"""Pieces that a trickling file comes in."""
HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
SIGN_IN = "<!DOCTYPE html><title>Sign in</title><h1>Sign in to this workspace</h1>"


async def download(request: Request, core: Core) -> Response:
    """The workspace page itself may show files: it comes with the cookie that the page sets."""
    name: str = request.path_params["name"]
    file_id = request.path_params["file"].partition("-")[2]
    trusted = bearer(request) == core.bot_token
    on_page = request.cookies.get("outcrop_as") and request.headers.get("sec-fetch-site") in ("same-origin", "none")
    noting = core.journal.begin("download", name.removeprefix("download/"))
    noting.request = {"file": file_id}
    fault = core.faults.take(DOWNLOAD) if trusted else None
    noting.fault = fault.kind if fault else ""
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if (not trusted and not on_page) or (fault and fault.kind == "sign_in"):
        return _ended(noting, HTMLResponse(SIGN_IN), "not_authed")
    refused = _refused(fault)
    if refused is not None:
        return _ended(noting, refused, f"http_{refused.status_code}" if refused.status_code >= 400 else "")
    try:
        file = core.files.require(file_id)
    except SlackApiError:
        return _ended(noting, PlainTextResponse("file not found", 404), "file not found")
    path = core.files.path(file["id"])
    if trusted:
        noting.answer_bytes = file["size"]
        noting.done(200)
    if fault and fault.kind in ("endless", "trickle", "lost"):
        return _odd(fault, path, file["mimetype"])
    shown = file["mimetype"].startswith(("image/", "audio/", "video/")) and "svg" not in file["mimetype"]
    kind = "inline" if shown and not name.startswith("download/") else "attachment"
    return FileResponse(
        path, media_type=file["mimetype"], filename=file["name"], content_disposition_type=kind, headers=HEADERS
    )  # fmt: skip


def _ended(noting: Noting, response: Response, error: str) -> Response:
    noting.error, noting.answer_bytes = error, len(response.body)
    noting.done(response.status_code)
    return response


def _refused(fault: Fault | None) -> Response | None:
    """The answer of a fault that gives no byte of the file."""
    match fault.kind if fault else "":
        case "redirect":
            return PlainTextResponse("", 302, {"Location": fault.to if fault else ""})
        case "gone" | "error":
            return PlainTextResponse("file not found", 404)
        case "500":
            return PlainTextResponse("Internal Server Error", 500)
        case "rate_limited":
            return PlainTextResponse("ratelimited", 429, {"Retry-After": str(round(fault.seconds) if fault else 1)})
        case _:
            return None


def _odd(fault: Fault, path: Path, mime: str) -> Response:
    size = path.stat().st_size
    headers: dict[str, Any] = dict(HEADERS)
    if fault.kind != "endless":
        headers["Content-Length"] = str(size)
    body = {"endless": _endless(path, fault.bytes), "trickle": _trickle(path, size, fault.seconds),
            "lost": _half(path, size)}[fault.kind]  # fmt: skip
    return StreamingResponse(body, media_type=mime, headers=headers)


async def _endless(path: Path, more: int) -> AsyncIterator[bytes]:
    yield path.read_bytes()
    filler = b" " * PIECE
    while more > 0:
        yield filler[:more]
        more -= PIECE


async def _trickle(path: Path, size: int, seconds: float) -> AsyncIterator[bytes]:
    step = max(1, -(-size // STEPS))
    with path.open("rb") as file:
        while piece := file.read(step):
            yield piece
            await asyncio.sleep(seconds / STEPS)


async def _half(path: Path, size: int) -> AsyncIterator[bytes]:
    """Fewer bytes than were announced: the client sees the connection break."""
    with path.open("rb") as file:
        yield file.read(size // 2)
