"""An HTTP request as the offline services see it, and how it is read from ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 64 * 1024 * 1024
"""Bytes that a request to one of our own services may have: twice InvokeAgent's 25 MB text, JSON escapes included."""


class BodyTooLargeError(Exception):
    """The body has more than MAX_BODY bytes."""


class ClientGoneError(Exception):
    """The client closed the connection before its request was complete."""


@dataclass(frozen=True)
class AwsRequest:
    """Method, undecoded path, query and headers (lower-cased names); the body when it was read."""

    method: str
    raw_path: str
    query_string: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)

    @classmethod
    def from_scope(cls, scope: Scope, body: bytes = b"") -> AwsRequest:
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        return cls(
            method=scope["method"],
            raw_path=raw_path.decode("latin-1"),
            query_string=scope["query_string"].decode("latin-1"),
            headers=tuple((name.decode("latin-1").lower(), text.decode("latin-1")) for name, text in scope["headers"]),
            body=body,
        )

    @cached_property
    def header_map(self) -> dict[str, str]:
        """Headers by lower-cased name; repeated ones joined by a comma."""
        merged: dict[str, str] = {}
        for name, value in self.headers:
            merged[name] = f"{merged[name]},{value}" if name in merged else value
        return merged

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        return tuple(parse_qsl(self.query_string, keep_blank_values=True))

    @cached_property
    def path(self) -> str:
        return unquote(self.raw_path)

    def header(self, name: str) -> str | None:
        return self.header_map.get(name)

    def argument(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)


@dataclass(frozen=True)
class AwsResponse:
    """Status, headers and either bytes or a blocking iterator of them (sent as it yields; closed at the end)."""

    status: int
    headers: dict[str, str]
    body: bytes | Iterator[bytes] = b""
    cookies: tuple[str, ...] = ()
    """Values of Set-Cookie headers, which can't be joined into one."""


async def read_body(receive: Receive, limit: int = MAX_BODY) -> bytes:
    """The whole body. Raises BodyTooLargeError, ClientGoneError."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise BodyTooLargeError
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


class Incoming:
    """ASGI's ``receive`` that knows whether the body has been read to its end (after which it would block)."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.finished = False

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self.finished = True
        return message

    async def discard(self) -> None:
        """Read what is left of the body and drop it."""
        while not self.finished:
            await self()
