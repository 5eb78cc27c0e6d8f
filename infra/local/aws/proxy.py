"""A streaming proxy to MiniStack: requests and responses pass unread, over connections that are kept open.

Written on asyncio's streams, because every DynamoDB and SQS call of the stack goes through it: an HTTP client library
(httpcore) in its place took 2.7 ms of processor time a call where this takes 1.2.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from infra.local.aws import words
from infra.local.aws.errors import AwsError
from infra.local.aws.http import ClientGoneError, Receive, Scope, Send

log = logging.getLogger(__name__)

HOP_BY_HOP = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"upgrade"})
"""Headers that mean one connection, not the message (RFC 9110 section 7.6.1); Expect is answered by this server."""
NOT_FORWARDED = HOP_BY_HOP | {b"expect"}
NOT_RETURNED = HOP_BY_HOP | {b"transfer-encoding"}

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 120.0
"""Longer than SQS's longest long poll of 20 s and MiniStack's slowest multipart completion seen (20 s)."""
KEPT_CONNECTIONS = 64
PART_BYTES = 256 * 1024
HEAD_BYTES = 256 * 1024


class UpstreamError(Exception):
    """MiniStack closed the connection or sent what is no HTTP."""


@dataclass
class Head:
    """The start of a response."""

    status: int
    headers: list[tuple[bytes, bytes]]
    length: int | None
    """Content-Length, None where the body is chunked or ends with the connection."""
    chunked: bool
    keep: bool


class Connection:
    """One connection to MiniStack."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.used = False

    @property
    def usable(self) -> bool:
        return not (self.writer.is_closing() or self.reader.at_eof())

    async def read_head(self) -> Head:
        """The final response's head; informational ones are skipped. Raises UpstreamError."""
        while True:
            try:
                async with asyncio.timeout(READ_TIMEOUT_S):
                    raw = await self.reader.readuntil(b"\r\n\r\n")
                first, *lines = raw[:-4].split(b"\r\n")
                version, status = first.split(b" ", 2)[:2]
                headers = [
                    (name.strip().lower(), value.strip()) for name, _, value in (x.partition(b":") for x in lines)
                ]
                code = int(status)
            except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as error:
                raise UpstreamError(repr(error)) from error
            if code >= 200:
                fields = dict(headers)
                length = int(fields[b"content-length"]) if b"content-length" in fields else None
                chunked = b"chunked" in fields.get(b"transfer-encoding", b"").lower()
                keep = version == b"HTTP/1.1" and fields.get(b"connection", b"").lower() != b"close"
                return Head(code, headers, None if chunked else length, chunked, keep)

    async def read_body(self, head: Head) -> AsyncIterator[bytes]:
        """The body's parts. Raises UpstreamError when it breaks off."""
        try:
            if head.chunked:
                while size := int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16):
                    async for part in self._read(size):
                        yield part
                    await self.reader.readexactly(2)
                while await self.reader.readuntil(b"\r\n") != b"\r\n":
                    pass
            elif head.length is not None:
                async for part in self._read(head.length):
                    yield part
            else:
                head.keep = False
                while part := await self.reader.read(PART_BYTES):
                    yield part
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise UpstreamError(repr(error)) from error

    async def _read(self, size: int) -> AsyncIterator[bytes]:
        while size > 0:
            part = await self.reader.read(min(PART_BYTES, size))
            if not part:
                raise EOFError
            size -= len(part)
            yield part

    def close(self) -> None:
        self.writer.close()


class Proxy:
    """Sends requests on to ``upstream`` (``http://127.0.0.1:port``) as they are, Host included."""

    def __init__(self, upstream: str) -> None:
        address = urlsplit(upstream)
        self._host, self._port = address.hostname or "127.0.0.1", address.port or 80
        self._idle: deque[Connection] = deque()

    async def forward(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> int:
        """Pass one request on and its response back; returns the status.

        Raises AwsError 503 when MiniStack does not answer and nothing was sent back yet, ClientGoneError.
        """
        try:
            connection, head = await self._exchange(scope, receive)
        except UpstreamError as error:
            log.warning("MiniStack did not answer %s: %s", scope["method"], error)
            raise AwsError("ServiceUnavailable", words.upstream_away(), 503) from error
        finished = False
        try:
            await self._answer(scope, connection, head, send, request_id)
            finished = True
        except UpstreamError as error:
            log.warning("MiniStack broke off its answer to %s: %s", scope["method"], error)
        finally:
            if finished and head.keep and len(self._idle) < KEPT_CONNECTIONS:
                connection.used = True
                self._idle.append(connection)
            else:
                connection.close()
        return head.status

    async def _exchange(self, scope: Scope, receive: Receive) -> tuple[Connection, Head]:
        """Send the request and read the response's head, again on a new connection if the kept one had died."""
        first = await receive()
        if first["type"] == "http.disconnect":
            raise ClientGoneError
        while True:
            connection = await self._connect()
            try:
                await _write_request(connection.writer, scope, first, receive)
                return connection, await connection.read_head()
            except UpstreamError:
                connection.close()
                if not connection.used or first.get("more_body", False):
                    raise
            except BaseException:
                connection.close()
                raise

    async def _connect(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
            connection.close()
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                return Connection(*await asyncio.open_connection(self._host, self._port, limit=HEAD_BYTES))
        except (OSError, TimeoutError) as error:
            raise UpstreamError(repr(error)) from error

    async def _answer(self, scope: Scope, connection: Connection, head: Head, send: Send, request_id: str) -> None:
        headers = [(name, value) for name, value in head.headers if name not in NOT_RETURNED]
        if not any(name in (b"x-amzn-requestid", b"x-amz-request-id") for name, _ in headers):
            headers.append((b"x-amzn-requestid", request_id.encode()))
        await send({"type": "http.response.start", "status": head.status, "headers": headers})
        if scope["method"] == "HEAD" or head.status in (204, 304):
            await send({"type": "http.response.body", "body": b""})
            return
        left = head.length
        async for part in connection.read_body(head):
            left = None if left is None else left - len(part)
            await send({"type": "http.response.body", "body": part, "more_body": left != 0})
        if left != 0 or head.length == 0:
            await send({"type": "http.response.body", "body": b""})

    async def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


async def _write_request(
    writer: asyncio.StreamWriter, scope: Scope, first: MutableMapping[str, Any], receive: Receive
) -> None:
    """Head and body. A connection that MiniStack closes meanwhile isn't an error yet: it may have answered early."""
    query: bytes = scope["query_string"]
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    headers = [(name, value) for name, value in scope["headers"] if name not in NOT_FORWARDED]
    chunked = any(name == b"transfer-encoding" for name, _ in headers)
    lines = [scope["method"].encode() + b" " + (path + b"?" + query if query else path) + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in headers]
    data = b"\r\n".join(lines) + b"\r\n\r\n"
    message = first
    while True:
        part = message.get("body", b"")
        if chunked and part:
            part = b"%x\r\n%b\r\n" % (len(part), part)
        more = message.get("more_body", False)
        writer.write(data + part + (b"0\r\n\r\n" if chunked and not more else b""))
        data = b""
        try:
            await writer.drain()
        except OSError:
            log.debug("MiniStack closed the connection before the request's end")
        if not more:
            return
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
