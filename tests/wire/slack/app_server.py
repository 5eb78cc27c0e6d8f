"""A slack_bolt app over real HTTP: the independent client of the offline Slack."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import anyio.to_thread
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from infra.local.slack.server import SlackServer


class AppServer:
    """Serves one Bolt app. ``refuse``: statuses to answer with before the app is asked; ``hold``: seconds before that.

    Every request that came in is kept in ``seen`` as (headers, body).
    """

    def __init__(self, app: App) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.refuse: list[int] = []
        self.hold: list[threading.Event] = []
        handler = SlackRequestHandler(app)

        async def answer(request: Request) -> Response:
            self.seen.append((dict(request.headers), await request.body()))
            if self.hold:
                waiting = self.hold.pop(0)
                await anyio.to_thread.run_sync(waiting.wait)
            if self.refuse:
                return PlainTextResponse("", status_code=self.refuse.pop(0))
            return await handler.handle(request)

        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"
        routes = [Route("/slack/events", answer, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), log_level="critical", lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def start(self) -> None:
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started and time.monotonic() < deadline:
            self._thread.join(0.005)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()


def bolt_app(slack: SlackServer) -> App:
    return App(
        client=WebClient(token=slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        token_verification_enabled=False,
        process_before_response=True,
    )


@contextmanager
def connected(slack: SlackServer, app: App) -> Iterator[AppServer]:
    """Serve the app and point the workspace at it."""
    server = AppServer(app)
    server.start()
    try:
        assert slack.connect(server.url)
        server.seen.clear()
        yield server
    finally:
        slack.idle(5)
        server.stop()
