"""The offline Slack as one object: Web API, events, interactivity and the workspace page on one loopback port.

    slack = SlackServer(home, port=3000, request_url="http://127.0.0.1:4566/_lambda-url/outcrop-front/slack/events")
    slack.start()
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    slack.stop()

Addresses: ``/api/<method>`` (Web API), ``/`` (page), ``/page/*`` (page/routes.py), ``/_faults`` (web.py), ``/_health``.
"""

from __future__ import annotations

import logging
import secrets
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from infra.local.slack.core import Core, build_core
from infra.local.slack.events import DEFAULT_SUBSCRIPTIONS
from infra.local.slack.faults import Faults
from infra.local.slack.page.render import warm
from infra.local.slack.page.routes import Page, is_own
from infra.local.slack.page.wire_routes import Wire
from infra.local.slack.store import Json
from infra.local.slack.timing import Timing
from infra.local.slack.web import WebApi

log = logging.getLogger(__name__)

_PAGE_PATHS = ("/page/", "/_faults", "/c/", "/files-pri/")
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class SlackServer:
    """
    Parameters
    ----------
    home
        Folder for the workspace's state (SQLite, files); None keeps it in memory.
    port
        0 takes a free one; :attr:`port` has it after :meth:`start`.
    request_url
        Where events, commands and interactivity go; None sends nothing. :meth:`connect` sets it later.
    signing_secret, bot_token
        Made up at start when not given. With a home they are kept there, so that a client survives a restart.
    timing
        Every wait and expiry, for tests that cannot wait five minutes.
    subscriptions
        Event names (``app_mention``, ``message.im``, ``message.channels``, ``app_home_opened``,
        ``agent_session_stopped``, ``reaction_added``, ``reaction_removed``).
    shortcuts
        The app's message shortcuts (shortcuts.py), which the page offers in a message's menu.
    """

    def __init__(
        self, home: Path | None = None, port: int = 0, request_url: str | None = None,
        signing_secret: str | None = None, bot_token: str | None = None, *, timing: Timing | None = None,
        subscriptions: frozenset[str] = DEFAULT_SUBSCRIPTIONS, shortcuts: tuple[Json, ...] = (),
    ) -> None:  # fmt: skip
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
        self.signing_secret = signing_secret or _kept(home, "signing-secret", "")
        self.bot_token = bot_token or _kept(home, "bot-token", "xoxb-offline-")
        verification = _kept(home, "verification-token", "")
        self._wanted_port = port
        self._core = build_core(
            home,
            request_url,
            self.signing_secret,
            self.bot_token,
            timing or Timing(),
            subscriptions,
            verification,
            shortcuts,
        )
        self._wire = Wire(self._core.journal)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None
        self.port = port
        self.verified = False
        """True once the app has answered the url_verification handshake."""

    # what others use --------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``"""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The base URL for slack_sdk, with its closing slash."""
        return f"{self.url}/api/"

    @property
    def core(self) -> Core:
        return self._core

    @property
    def faults(self) -> Faults:
        return self._core.faults

    def exports(self) -> dict[str, str]:
        """What a client needs, as environment variables."""
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_API_URL": self.api_url,
        }

    def connect(self, request_url: str) -> bool:
        """Point events at an app and do the url_verification handshake; False when it did not answer well."""
        self._core.delivery.url = request_url
        self.verified = self._core.delivery.verify(self._core.verification_token)
        if not self.verified:
            log.warning("the app at %s did not answer the url_verification challenge", request_url)
        return self.verified

    def idle(self, timeout: float = 10.0) -> bool:
        """Wait until every event has been taken or given up."""
        return self._core.delivery.idle(timeout)

    # life -------------------------------------------------------------------------------------------------------

    def start(self) -> SlackServer:
        """Bind, serve in a thread, begin the handshake. Raises OSError when the port is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", self._wanted_port))
        except OSError:
            self.stop()
            raise
        self.port = self._socket.getsockname()[1]
        self._core.origin = self.url
        self._core.workspace.store.moved_to(self.url)
        config = uvicorn.Config(
            self._application(), log_level="critical", access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=1, timeout_keep_alive=30, h11_max_incomplete_event_size=1 << 20,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._core.delivery.start()
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="offline-slack", daemon=True
        )
        self._thread.start()
        threading.Thread(target=warm, name="page-templates", daemon=True).start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise OSError(f"the offline Slack did not start on port {self.port}")
            self._thread.join(0.005)
        if self._core.delivery.url:
            threading.Thread(target=self.connect, args=(self._core.delivery.url,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Close streams and the port; state stays in the home."""
        self._core.hub.close()
        self._wire.close()
        if self._server:
            self._server.should_exit = True
        if self._thread:
            self._thread.join(10)
        if self._socket:
            self._socket.close()
        self._core.delivery.stop()
        self._core.workspace.store.close()

    def __enter__(self) -> SlackServer:
        return self.start()

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def _application(self) -> App:
        routes = [*Page(self._core).routes(), *self._wire.routes(), *WebApi(self._core).routes()]
        return _only_own_pages(Starlette(routes=routes))


def _only_own_pages(app: App) -> App:
    """Refuses what another web site makes a browser send to the page's addresses."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and (path == "/" or path.startswith(_PAGE_PATHS)):
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            if not is_own(headers.get(b"host", ""), headers.get(b"origin")):
                await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
                await send({"type": "http.response.body", "body": b""})
                return
        await app(scope, receive, send)

    return guarded


def _kept(home: Path | None, name: str, prefix: str) -> str:
    """A secret made up once, kept in the home with mode 600."""
    made = prefix + secrets.token_hex(16)
    if home is None:
        return made
    path = home / name
    if path.exists():
        return path.read_text().strip()
    path.touch(mode=0o600)
    path.write_text(made)
    return made
