"""The "what was sent" panel: the journal's pages, one entry, and what is new as server-sent events.

GET /page/wire           ?before=ID&limit= -> {ok, entries: newest first, without payloads, more}
GET /page/wire/events    server-sent events: {entry}, {moved: [from, to]}, {cleared}; the first is {hello}
GET /page/wire/{id}      -> {ok, entry} with request, answer and headers, each as JSON text
DELETE /page/wire        forgets everything
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from infra.local.slack import words
from infra.local.slack.journal import Journal
from infra.local.slack.store import Json

KEEP_ALIVE = 15.0
WAITING = 1_000
PAGE = 500


class Wire:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: set[asyncio.Queue[Json | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        journal.watchers.append(self._told)

    def routes(self) -> list[Route]:
        return [
            Route("/page/wire", self.entries, methods=["GET"]),
            Route("/page/wire", self.clear, methods=["DELETE"]),
            Route("/page/wire/events", self.events, methods=["GET"]),
            Route("/page/wire/{number:int}", self.entry, methods=["GET"]),
        ]

    async def entries(self, request: Request) -> Response:
        try:
            before, most = (int(request.query_params.get(name) or start) for name, start in _NUMBERS)
        except ValueError:
            return JSONResponse({"ok": False, "error": words.BAD_NUMBERS}, status_code=400)
        most = max(1, min(most, PAGE))
        found = self._journal.entries(before=before, most=most)
        return JSONResponse({"ok": True, "entries": found, "more": len(found) == most})

    async def entry(self, request: Request) -> Response:
        found = self._journal.entry(request.path_params["number"])
        if found is None:
            return JSONResponse({"ok": False, "error": words.NOT_KEPT}, status_code=404)
        return JSONResponse({"ok": True, "entry": found})

    async def clear(self, _: Request) -> Response:
        self._journal.clear()
        return JSONResponse({"ok": True})

    async def events(self, _: Request) -> Response:
        news: asyncio.Queue[Json | None] = asyncio.Queue(WAITING)
        self._loop = asyncio.get_running_loop()
        self._open.add(news)

        async def stream() -> AsyncIterator[str]:
            try:
                yield 'retry: 1000\ndata: {"hello": true}\n\n'
                while True:
                    try:
                        told = await asyncio.wait_for(news.get(), KEEP_ALIVE)
                    except TimeoutError:
                        yield ": still here\n\n"
                        continue
                    if told is None:
                        return
                    yield f"data: {json.dumps(told, ensure_ascii=False)}\n\n"
            finally:
                self._open.discard(news)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    def close(self) -> None:
        """End every open connection."""
        self._told(None)

    def _told(self, news: Json | None) -> None:
        if self._open and self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hand_out, news)

    def _hand_out(self, news: Json | None) -> None:
        for queue in list(self._open):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(news)


_NUMBERS = (("before", 0), ("limit", 200))
