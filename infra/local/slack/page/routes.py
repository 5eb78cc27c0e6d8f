"""The workspace page and its JSON, for people in a browser and for programs (``outcrop ask``).

``as`` is a persona, by id or name (``U_MAYA``, ``maya``); ``channel`` an id (``C_FINANCE``, ``D_MAYA``), a name
(``#finance``) or ``dm``. Errors: HTTP 4xx with ``{"ok": false, "error": words}``.

=======================  ==========================================================================================
GET /page/state          ?as= -> {me, channels: [{id, name, is_im, title, topic, members, unread}], users, app}
GET /page/messages       ?as=&channel=&thread_ts=&latest=&limit= -> {messages (oldest first), status, session,
                         prompts}; message dicts are those of conversations.history / replies; ephemeral ones of this
                         person are among them (``is_ephemeral``)
GET /page/fragment       ?as=&channel=[&thread_ts=] -> HTML of the channel or thread pane
GET /page/history        ?as=&channel=[&thread_ts=][&before=|&after=|&around=ts] -> {html, older, newer}: one page of
                         messages, drawn; older and newer say whether there are more
GET /page/search         ?as=&q=[&before=ts] -> {results: [{channel, title, ts, thread_ts, user, snippet}], more, html};
                         q is words and "phrases", narrowed by in:#channel, from:@name, has:file
GET /page/view           ?as= -> HTML of the modal on top, empty when there is none
POST /page/messages      {as, channel, text, thread_ts?, files?: [file ids]} -> {ok, channel, ts, thread_ts}
PATCH /page/messages     {as, channel, ts, text}
DELETE /page/messages    {as, channel, ts}
POST /page/files         ?as= multipart -> {ok, files: [file objects]}; share them by POST /page/messages
POST /page/commands      {as, channel, text: "/outcrop help"} -> {ok} or {ok: false, error}
POST /page/actions       {as, channel, message_ts | view_id, action: {action_id, block_id?, value?,
                         selected_option?...}, values?}: press a button
POST /page/suggest       {as, channel, message_ts | view_id, action_id, block_id, value: typed} -> {ok, groups}: the
                         options of an external select
POST /page/views/submit  {as, view_id, values: {block_id: {action_id: {type, value...}}}} -> {ok} | {ok: false, errors}
POST /page/views/close   {as}
POST /page/stop          {as, channel, thread_ts}: the Stop button -> agent_session_stopped
POST /page/reactions     {as, channel, ts, name}: adds, or takes away when it is there
POST /page/shortcuts     {as, channel, message_ts, callback_id}: a message shortcut
POST /page/open          {as, channel, tab: messages|home}: the person opens the app's DM -> app_home_opened
POST /page/read          {as, channel}: everything in it is read
GET /page/events         ?as= server-sent events, each ``data:`` one JSON object {event, channel, ts, thread_ts?, by,
                         message?, html?, parent?, parent_html?, data?}; event is one of message, update, delete, delta
                         (a stream grew), ephemeral, reaction, status {status, loading}, session {status, title},
                         prompts, view {view | home}. The first is hello {sequence}, a count of all changes
=======================  ==========================================================================================
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from infra.local.slack import typed, words
from infra.local.slack.core import Core
from infra.local.slack.errors import SlackApiError
from infra.local.slack.page.panes import Panes
from infra.local.slack.page.render import HERE, render_view
from infra.local.slack.page.search import search
from infra.local.slack.page.who import PageError, channel_for, guarded, persona, refused
from infra.local.slack.people import DMS, PEOPLE, find_person
from infra.local.slack.store import Json

_KEEP_ALIVE = 15.0
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


Answer = Callable[[Request], Awaitable[Response]]


class Page:
    def __init__(self, core: Core) -> None:
        self.core = core
        self.panes = Panes(core)

    def routes(self) -> list[Route | Mount]:
        def post(path: str, run: Callable[[Json], Any]) -> Route:
            return Route(path, self._json(run), methods=["POST"])

        return [
            Route("/", self.page),
            Route("/c/{channel}", self.page),
            Route("/c/{channel}/{thread}", self.page),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/page/state", self.state),
            Route("/page/messages", self.messages, methods=["GET"]),
            Route("/page/messages", self._json(self.send), methods=["POST"]),
            Route("/page/messages", self._json(self.edit), methods=["PATCH"]),
            Route("/page/messages", self._json(self.delete), methods=["DELETE"]),
            Route("/page/fragment", self.fragment),
            Route("/page/history", self.history),
            Route("/page/search", self.search),
            Route("/page/view", self.view),
            Route("/page/files", self.upload, methods=["POST"]),
            Route("/page/events", self.events),
            post("/page/commands", self.command),
            post("/page/actions", self.action),
            post("/page/suggest", self.suggest),
            post("/page/views/submit", self.submit),
            post("/page/views/close", lambda b: self.core.interactions.close(persona(b["as"]).id)),
            post("/page/stop", self.stop),
            post("/page/reactions", self.react),
            post("/page/shortcuts", self.shortcut),
            post("/page/open", self.open),
            post("/page/read", self.read),
        ]

    # frames -----------------------------------------------------------------------------------------------------

    def _json(self, run: Callable[[Json], Any]) -> Answer:
        async def answer(request: Request) -> Response:
            try:
                body = await request.json()
            except ValueError:
                return refused(words.BAD_REQUEST, 400)
            if not isinstance(body, dict):
                return refused(words.BAD_REQUEST, 400)
            return await guarded(lambda: run(body))

        return answer

    # HTML -------------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        asked = request.query_params.get("as") or request.cookies.get("outcrop_as") or "U_MAYA"
        me = find_person(asked) or PEOPLE["U_MAYA"]
        me = PEOPLE["U_MAYA"] if me.is_bot else me
        try:
            channel = channel_for(me, request.path_params.get("channel", "dm"))
        except PageError:
            channel = me.dm
        thread = request.path_params.get("thread", "")
        drawn = await run_in_threadpool(self.panes.page, me, channel, thread)
        response = HTMLResponse(drawn, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})
        response.set_cookie("outcrop_as", me.id, samesite="strict", httponly=True)
        return response

    async def fragment(self, request: Request) -> Response:
        query = request.query_params
        try:
            me = persona(query.get("as", ""))
            channel = channel_for(me, query.get("channel", ""))
        except PageError as error:
            return refused(str(error), error.status)
        if query.get("tab") == "home":
            home = self.core.views.home(me.id)
            return HTMLResponse(render_view(home) if home else "")
        thread_ts = query.get("thread_ts", "")
        if thread_ts:
            drawn = await run_in_threadpool(self.panes.thread, me, channel, thread_ts, query.get("around", ""))
        else:
            drawn = await run_in_threadpool(self.panes.channel, me, channel, query.get("around", ""))
        return HTMLResponse(drawn)

    async def view(self, request: Request) -> Response:
        try:
            top = self.core.views.top(persona(request.query_params.get("as", "")).id)
        except PageError as error:
            return refused(str(error), error.status)
        return HTMLResponse(render_view(top) if top else "")

    # reading ----------------------------------------------------------------------------------------------------

    async def state(self, request: Request) -> Response:
        return await guarded(lambda: self.panes.state(persona(request.query_params.get("as", "maya"))))

    async def messages(self, request: Request) -> Response:
        query = request.query_params

        def run() -> Json:
            me = persona(query.get("as", "maya"))
            channel = channel_for(me, query.get("channel", "dm"))
            return self.panes.messages(
                me, channel, query.get("thread_ts", ""), latest=query.get("latest", ""),
                limit=int(query.get("limit", "100")),
            )  # fmt: skip

        return await guarded(run)

    async def history(self, request: Request) -> Response:
        query = request.query_params

        def run() -> Json:
            me = persona(query.get("as", ""))
            channel, thread_ts = channel_for(me, query.get("channel", "")), query.get("thread_ts", "")
            where = {name: query.get(name, "") for name in ("before", "after", "around")}
            return self.panes.history(me, channel, thread_ts, **where)

        return await guarded(run)

    async def search(self, request: Request) -> Response:
        query = request.query_params

        def run() -> Json:
            me = persona(query.get("as", ""))
            within = [channel["id"] for channel in self.panes.channels(me)]
            return search(self.core.workspace.store, me, within, query.get("q", ""), query.get("before", ""))

        return await guarded(run)

    async def events(self, request: Request) -> Response:
        try:
            me = persona(request.query_params.get("as", "maya"))
        except PageError as error:
            return refused(str(error), error.status)
        subscriber = self.core.hub.join(me.id)
        hello = {"event": "hello", "as": me.id, "sequence": self.core.hub.sequence}

        async def stream() -> AsyncIterator[str]:
            try:
                yield "retry: 1000\ndata: " + json.dumps(hello) + "\n\n"
                while True:
                    try:
                        event = await asyncio.wait_for(subscriber.queue.get(), _KEEP_ALIVE)
                    except TimeoutError:
                        yield ": still here\n\n"
                        continue
                    if event is None:
                        return
                    yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
            finally:
                self.core.hub.leave(subscriber)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    # doing ------------------------------------------------------------------------------------------------------

    def _typed(self, body: Json) -> tuple[str, list[Json]]:
        """What was written, as Slack's text and blocks. Raises msg_too_long."""
        said = str(body.get("text") or "").strip()
        if len(said) > self.core.workspace.rules.most("message_text"):
            raise SlackApiError("msg_too_long")
        return typed.encode(said)

    def send(self, body: Json) -> Json:
        me = persona(body["as"])
        channel = channel_for(me, str(body.get("channel") or "dm"))
        thread_ts = str(body.get("thread_ts") or "")
        text, blocks = self._typed(body)
        wanted = body.get("files") or []
        if not text and not wanted:
            raise PageError(words.EMPTY_MESSAGE)
        try:
            files = [self.core.files.require(str(file)) for file in wanted]
        except SlackApiError:
            raise PageError(words.UNKNOWN_FILE, 404) from None
        if any(file["user"] != me.id for file in files):
            raise PageError(words.UNKNOWN_FILE, 404)
        extra = {"client_msg_id": secrets.token_hex(16)}
        if files:
            sent = self.core.files.share(channel, me.id, files, text=text, blocks=blocks, thread_ts=thread_ts, **extra)
        else:
            sent = self.core.workspace.post(channel, me.id, text=text, blocks=blocks, thread_ts=thread_ts, **extra)
        self.panes.mark_read(me, channel)
        return {"ok": True, "channel": channel, "ts": sent["ts"], "thread_ts": sent.get("thread_ts") or sent["ts"]}

    def edit(self, body: Json) -> None:
        me = persona(body["as"])
        text, blocks = self._typed(body)
        if not text:
            raise PageError(words.EMPTY_MESSAGE)
        self.core.workspace.edit(channel_for(me, body["channel"]), body["ts"], by=me.id, text=text, blocks=blocks)

    def delete(self, body: Json) -> None:
        me = persona(body["as"])
        self.core.workspace.delete(channel_for(me, body["channel"]), body["ts"], by=me.id)

    def react(self, body: Json) -> None:
        me = persona(body["as"])
        channel = channel_for(me, body["channel"])
        message = self.core.workspace.require_message(channel, body["ts"])
        mine = any(r["name"] == body["name"] and me.id in r["users"] for r in message.get("reactions", []))
        self.core.workspace.react(channel, body["ts"], body["name"], by=me.id, remove=mine)

    def command(self, body: Json) -> Json:
        me = persona(body["as"])
        text = str(body["text"]).strip()
        if not text.startswith("/") or len(text) < 2:
            raise PageError(words.NOT_A_COMMAND)
        return self.core.interactions.command(me.id, channel_for(me, str(body.get("channel") or "dm")), text)

    def action(self, body: Json) -> Json:
        me = persona(body["as"])
        values = body.get("values") or {}
        try:
            if body.get("view_id"):
                return self.core.interactions.press(me.id, body["action"], view_id=body["view_id"], values=values)
            channel = channel_for(me, body["channel"])
            ts = str(body["message_ts"])
            seen_by = self.core.workspace.store.seen_by(channel, ts)
            if seen_by and seen_by != me.id:
                raise PageError(words.UNKNOWN_ELEMENT, 404)
            return self.core.interactions.press(
                me.id, body["action"], channel=channel, message_ts=ts, values=values
            )  # fmt: skip
        except SlackApiError:
            raise PageError(words.UNKNOWN_ELEMENT, 404) from None

    def suggest(self, body: Json) -> Json:
        me = persona(body["as"])
        typed, action = str(body.get("value", "")), {"action_id": body["action_id"], "block_id": body.get("block_id")}
        ask = self.core.interactions.suggest
        try:
            if body.get("view_id"):
                return ask(me.id, action, typed, view_id=body["view_id"])
            return ask(me.id, action, typed, channel=channel_for(me, body["channel"]), message_ts=body["message_ts"])
        except SlackApiError:
            raise PageError(words.UNKNOWN_ELEMENT, 404) from None

    def submit(self, body: Json) -> Json:
        me = persona(body["as"])
        return self.core.interactions.submit(me.id, body["view_id"], body.get("values") or {})

    def stop(self, body: Json) -> Json:
        me = persona(body["as"])
        return self.core.interactions.stop(me.id, channel_for(me, body["channel"]), body["thread_ts"])

    def shortcut(self, body: Json) -> Json:
        me = persona(body["as"])
        channel = channel_for(me, body["channel"])
        return self.core.interactions.message_shortcut(me.id, channel, body["message_ts"], body["callback_id"])

    def open(self, body: Json) -> None:
        me = persona(body["as"])
        if channel_for(me, body["channel"]) in DMS:
            self.core.events.home_opened(
                me.id, me.dm, str(body.get("tab") or "messages"), self.core.views.home(me.id)
            )  # fmt: skip

    def read(self, body: Json) -> None:
        me = persona(body["as"])
        self.panes.mark_read(me, channel_for(me, body["channel"]))

    async def upload(self, request: Request) -> Response:
        try:
            me = persona(request.query_params.get("as", ""))
        except PageError as error:
            return refused(str(error), error.status)
        added: list[Json] = []
        async with request.form() as form:
            for part in form.values():
                if not isinstance(part, UploadFile):
                    continue
                if not part.size:
                    return refused(words.EMPTY_FILE.format(name=part.filename or "file"), 400)
                file_id = "F" + secrets.token_hex(5).upper()
                with self.core.files.path(file_id).open("wb") as out:
                    while piece := await part.read(1 << 20):
                        out.write(piece)
                name = part.filename or "file"
                added.append(await run_in_threadpool(self.core.files.add, file_id, name, me.id))
        return JSONResponse({"ok": True, "files": added}) if added else refused(words.NO_FILE, 400)


def is_own(request_host: str, origin: str | None) -> bool:
    """True for a request to this machine by name, from this page or from no page: other web sites may not drive it."""
    host = urlsplit(f"//{request_host}").hostname
    if host not in ("127.0.0.1", "localhost", "::1"):
        return False
    return origin is None or urlsplit(origin).netloc == request_host
