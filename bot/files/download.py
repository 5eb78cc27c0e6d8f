"""A file's bytes from Slack, in pieces. The bot token goes to Slack's own hosts and nowhere else.

Redirects are followed by hand, each checked like the first address; a host's own address must lie on the open
internet, and is what the connection is made to, so that a name cannot mean one machine when it is checked and another
when it is called.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse

from bot.files.errors import FileRefusedError
from bot.files.origins import Address, Origins, is_public

REDIRECTS = 3
STALLED_S = 10.0
"""Seconds without a byte after which a download counts as broken."""
PIECE_BYTES = 256 * 1024

Resolve = Callable[[str, int], list[str]]


class Body:
    """An answer that is being read."""

    def __init__(self, response: HTTPResponse, connected: socket.socket | None) -> None:
        self._response, self._socket = response, connected

    @property
    def content_type(self) -> str:
        return (self._response.getheader("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """Bytes as announced; None where the answer doesn't say."""
        given = self._response.getheader("Content-Length") or ""
        return int(given) if given.isascii() and given.isdigit() else None

    def read(self) -> bytes:
        """The next piece, empty at the end. Raises FileRefusedError when the connection breaks or stalls."""
        try:
            return self._response.read1(PIECE_BYTES)
        except (OSError, HTTPException, ValueError) as error:
            raise FileRefusedError("cut_short", repr(error)) from error

    def close(self) -> None:
        self._response.close()

    def abort(self) -> None:
        """Break off from another thread: the read that waits ends at once."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def addresses(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Downloads:
    def __init__(self, token: str, api_url: str, resolve: Resolve = addresses) -> None:
        self._token, self._origins, self._resolve = token, Origins(api_url), resolve

    @contextmanager
    def open(self, url: str) -> Generator[Body]:
        """The bytes behind ``url``. Raises FileRefusedError."""
        connection, body = self._follow(url)
        try:
            yield body
        finally:
            body.close()
            connection.close()

    def _follow(self, url: str) -> tuple[HTTPConnection, Body]:
        for _ in range(REDIRECTS + 1):
            address = self._origins.allowed(url)
            if address is None:
                raise FileRefusedError("sign_in" if self._origins.is_sign_in(url) else "elsewhere")
            connection, response = self._get(address)
            if response.status not in (301, 302, 303, 307, 308):
                self._check(connection, response)
                return connection, Body(response, _socket_of(response) or connection.sock)
            response.close()
            connection.close()
            url = self._origins.followed(url, response.getheader("Location") or "")
        raise FileRefusedError("elsewhere", "too many redirects")

    def _get(self, address: Address) -> tuple[HTTPConnection, HTTPResponse]:
        headers = {"Authorization": f"Bearer {self._token}", "Accept-Encoding": "identity"}
        try:
            connection = self._connection(address)
            try:
                connection.request("GET", address.target, headers=headers)
                return connection, connection.getresponse()
            except BaseException:
                connection.close()
                raise
        except (OSError, HTTPException, ValueError) as error:
            raise FileRefusedError("unreachable", repr(error)) from error

    @staticmethod
    def _check(connection: HTTPConnection, response: HTTPResponse) -> None:
        status = response.status
        if status == http.client.OK:
            return
        response.close()
        connection.close()
        if status in (404, 410):
            raise FileRefusedError("deleted", f"HTTP {status}")
        if status in (401, 403):
            raise FileRefusedError("sign_in", f"HTTP {status}")
        raise FileRefusedError("unreachable", f"HTTP {status}")

    def _connection(self, address: Address) -> HTTPConnection:
        if address.own and address.scheme != "https":
            return HTTPConnection(address.host, address.port, timeout=STALLED_S)
        place = address.host
        if not address.own:
            found = self._resolve(address.host, address.port)
            if not found or not all(is_public(one) for one in found):
                raise FileRefusedError("elsewhere", "not a public address")
            place = found[0]
        return _Pinned(address.host, address.port, place, self._tls)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


class _Pinned(HTTPConnection):
    """TLS with ``host``, over a connection to ``place``, which was checked before."""

    def __init__(self, host: str, port: int, place: str, tls: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=STALLED_S)
        self._place, self._tls = place, tls

    def connect(self) -> None:
        plain = socket.create_connection((self._place, self.port), STALLED_S)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _socket_of(response: HTTPResponse) -> socket.socket | None:
    """The socket under a response that took its connection over."""
    raw = getattr(response.fp, "raw", None)
    found = getattr(raw, "_sock", None)
    return found if isinstance(found, socket.socket) else None
