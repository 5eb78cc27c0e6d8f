"""One endpoint for the offline AWS: our own services, everything else streamed to MiniStack.

``AwsServer`` is the whole of it for a caller; the rest of this module is its ASGI application.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import uvicorn

from infra.local.aws import words
from infra.local.aws.errors import AwsError, StartError
from infra.local.aws.faults import CutError, Fault, Faults, spoil
from infra.local.aws.http import (
    AwsRequest,
    AwsResponse,
    BodyTooLargeError,
    ClientGoneError,
    Incoming,
    Receive,
    Scope,
    Send,
    read_body,
)
from infra.local.aws.proxy import Proxy
from infra.local.aws.routing import operation_name, signing_service
from infra.local.aws.service import Service
from infra.local.aws.wire import Matched, error_response

log = logging.getLogger(__name__)

THREADS = 192
"""Blocking calls at once: 40 turns hold a thread each for InvokeAgent, and each needs more for Athena and Lambda."""
START_SECONDS = 15.0

Observer = Callable[[str, str], None]


class Endpoint(Protocol):
    """What answers whole HTTP requests itself, without a service model: the lake's S3 bucket, function URLs."""

    name: str
    wants_body: bool

    def claims(self, request: AwsRequest, service: str | None) -> bool: ...

    def respond(self, request: AwsRequest, request_id: str) -> AwsResponse: ...


class AwsServer:
    """The offline AWS on ``http://127.0.0.1:port``, served from a thread of this process.

    Parameters
    ----------
    services
        Services with a service model (``service.Service``).
    proxy_to
        MiniStack's URL. ``None``: services that aren't ours answer 400 ``UnknownOperationException``.
    endpoints
        What answers whole requests: asked first, in order.
    port
        0 takes a free one.
    observers
        Called with (service, operation) after MiniStack has answered a request with a 2xx, on the server's
        event loop: must not block. ``SqsPoller.notice`` is one.
    faults
        Where ``POST /_faults`` puts faults; tests may add to it in process.
    """

    def __init__(
        self,
        services: Sequence[Service] = (),
        *,
        proxy_to: str | None = None,
        endpoints: Sequence[Endpoint] = (),
        port: int = 0,
        observers: Sequence[Observer] = (),
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self.services = tuple(services)
        self.port = port
        self._app = _App(self.services, tuple(endpoints), proxy_to, tuple(observers), self.faults)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen and answer. Raises StartError when the port is taken."""
        listener = _listen(self.port)
        self.port = listener.getsockname()[1]
        for service in self.services:
            service.start()
        config = uvicorn.Config(
            self._app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            ws="none",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=3,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, args=(listener,), name="offline-aws", daemon=True)
        self._thread.start()
        if not self._app.ready.wait(START_SECONDS):
            raise StartError(words.server_did_not_start(START_SECONDS))

    def _serve(self, listener: socket.socket) -> None:
        server = self._server
        if server is None:
            return

        async def run() -> None:
            self._app.open()
            await server.serve(sockets=[listener])
            await self._app.close()

        try:
            asyncio.run(run())
        finally:
            listener.close()

    def stop(self) -> None:
        """Finish what is being answered (up to 3 seconds), close the port, stop the services."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._server = self._thread = None
        for service in reversed(self.services):
            service.stop()

    def __enter__(self) -> AwsServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio: no delay for TCP only
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        taken = error.errno in (98, 48)  # EADDRINUSE on Linux and macOS
        raise StartError(words.port_in_use(port) if taken else words.port_refused(port, str(error.strerror))) from error
    listener.setblocking(False)
    return listener


class _App:
    """The ASGI application."""

    def __init__(
        self,
        services: tuple[Service, ...],
        endpoints: tuple[Endpoint, ...],
        proxy_to: str | None,
        observers: tuple[Observer, ...],
        faults: Faults,
    ) -> None:
        self._services = services
        self._endpoints = endpoints
        self._proxy_to = proxy_to
        self._observers = observers
        self._faults = faults
        self._proxy: Proxy | None = None
        self._threads: ThreadPoolExecutor | None = None
        self.ready = threading.Event()
        self._by_scope: dict[str, list[Service]] = {}
        self._by_target: dict[str, Service] = {}
        for service in services:
            for scope in service.scopes():
                self._by_scope.setdefault(scope, []).append(service)
            if service.wire.target_prefix:
                self._by_target[service.wire.target_prefix] = service

    def open(self) -> None:
        """On the server's event loop, before it serves."""
        self._proxy = Proxy(self._proxy_to) if self._proxy_to else None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="offline-aws")
        asyncio.get_running_loop().call_soon(self.ready.set)

    async def close(self) -> None:
        if self._proxy:
            await self._proxy.close()
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request_id = str(uuid.uuid4())
        try:
            await self._route(scope, Incoming(receive), send, request_id)
        except ClientGoneError:
            return
        except BodyTooLargeError:
            error = AwsError("RequestEntityTooLarge", "The request's body is too large", 413)
            await _send(send, error_response("json", error, 413, request_id), request_id)

    async def _route(self, scope: Scope, receive: Incoming, send: Send, request_id: str) -> None:
        request = AwsRequest.from_scope(scope)
        if request.path in ("/_health", "/_faults"):
            body = await read_body(receive)
            await _send(send, self._control(request, body), request_id)
            return
        try:
            service = signing_service(request)
        except AwsError as error:
            await _send(send, error_response("json", error, error.status or 400, request_id), request_id)
            return
        for endpoint in self._endpoints:
            if endpoint.claims(request, service):
                await self._answer_endpoint(endpoint, scope, receive, send, request_id)
                return
        candidates = self._candidates(request, service)
        if candidates:
            await self._answer_service(candidates, scope, receive, send, request_id)
        else:
            await self._forward(request, service, scope, receive, send, request_id)

    def _control(self, request: AwsRequest, body: bytes) -> AwsResponse:
        if request.path == "/_faults":
            return self._faults.control(request.method, body)
        names = sorted([service.name for service in self._services] + [endpoint.name for endpoint in self._endpoints])
        state = {"status": "ok", "services": names, "proxy_to": self._proxy_to}
        return AwsResponse(200, {"Content-Type": "application/json"}, json.dumps(state).encode())

    def _candidates(self, request: AwsRequest, service: str | None) -> list[Service]:
        if service is not None:
            return self._by_scope.get(service, [])
        prefix = (request.header("x-amz-target") or "").rpartition(".")[0]
        return [self._by_target[prefix]] if prefix in self._by_target else []

    async def _answer_endpoint(
        self, endpoint: Endpoint, scope: Scope, receive: Incoming, send: Send, request_id: str
    ) -> None:
        body = b""
        if endpoint.wants_body:
            body = await read_body(receive)
        else:
            await receive.discard()
        request = AwsRequest.from_scope(scope, body)
        response = await self._in_thread(lambda: endpoint.respond(request, request_id))
        await self._stream(send, receive, response, request_id)

    async def _answer_service(
        self, candidates: list[Service], scope: Scope, receive: Incoming, send: Send, request_id: str
    ) -> None:
        request = AwsRequest.from_scope(scope, await read_body(receive))
        for service in candidates:
            matched = service.match(request)
            if matched is not None:
                response = await self._in_thread(lambda: self._call(service, request, matched, request_id))  # noqa: B023
                await self._stream(send, receive, response, request_id)
                return
        first = candidates[0]
        what = operation_name(request) or f"{request.method} {request.path}"
        error = AwsError("UnknownOperationException", f"The offline {first.name} does not have {what[:200]}", 400)
        await _send(send, first.wire.fail(error, request_id), request_id)

    def _call(self, service: Service, request: AwsRequest, matched: Matched, request_id: str) -> AwsResponse:
        fault = self._faults.take(service.name, matched.operation.name)
        if fault is not None and fault.kind == "error":
            return service.wire.fail(AwsError(fault.code, fault.message, fault.status), request_id)
        response = service.call(request, matched, request_id)
        return spoil(response, fault) if fault is not None else response

    async def _forward(
        self, request: AwsRequest, service: str | None, scope: Scope, receive: Incoming, send: Send, request_id: str
    ) -> None:
        protocol = "rest-xml" if service == "s3" else "json"
        operation = operation_name(request)
        try:
            if service is None and not operation:
                raise AwsError("MissingAuthenticationToken", "The request names no service and has no signature", 400)
            if self._proxy is None:
                raise AwsError("UnknownOperationException", f"No offline {service or operation}", 400)
            fault = self._faults.take(service or "", operation)
            await self._fail_if_asked(fault)
            answer = _Lost(send) if fault is not None and fault.kind == "truncate" else send
            status = await self._proxy.forward(scope, receive, answer, request_id)
        except AwsError as error:
            await receive.discard()
            await _send(send, error_response(protocol, error, error.status or 400, request_id), request_id)
            return
        if status < 300:
            for observe in self._observers:
                observe(service or "", operation)

    async def _fail_if_asked(self, fault: Fault | None) -> None:
        if fault is None or fault.kind == "truncate":
            return
        if fault.kind == "slow":
            await asyncio.sleep(fault.delay_s)
            return
        raise AwsError(fault.code, fault.message, fault.status or 503)

    async def _in_thread(self, call: Callable[[], AwsResponse]) -> AwsResponse:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _stream(self, send: Send, receive: Receive, response: AwsResponse, request_id: str) -> None:
        """Send a response whose body may be a blocking iterator; stop when the client goes away."""
        if isinstance(response.body, bytes):
            await _send(send, response, request_id)
            return
        parts = response.body
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await send(_start(response, request_id))
            while not gone.done():
                part = await loop.run_in_executor(self._threads, _next_part, parts)
                if part is None:
                    await send({"type": "http.response.body", "body": b""})
                    return
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except CutError:
            return  # leaving a response unfinished makes uvicorn close the connection
        finally:
            gone.cancel()
            close = getattr(parts, "close", None)
            if close is not None:
                await loop.run_in_executor(self._threads, close)


class _Lost:
    """A ``send`` that begins the response and drops its body: what was asked for happened, the client never hears."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name != b"content-length"]
            await self._send({**message, "headers": [*kept, (b"content-length", b"1000000")]})


def _next_part(parts: Iterator[bytes]) -> bytes | None:
    return next(parts, None)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, response: AwsResponse, request_id: str) -> None:
    body = response.body if isinstance(response.body, bytes) else b"".join(response.body)
    await send(_start(response, request_id, len(body)))
    await send({"type": "http.response.body", "body": body})


def _start(response: AwsResponse, request_id: str, length: int | None = None) -> dict[str, object]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    headers.setdefault("x-amzn-requestid", request_id)
    if length is not None and response.status not in (204, 304):
        headers.setdefault("content-length", str(length))
    return {
        "type": "http.response.start",
        "status": response.status,
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in (*headers.items(), *(("set-cookie", cookie) for cookie in response.cookies))
        ],
    }
