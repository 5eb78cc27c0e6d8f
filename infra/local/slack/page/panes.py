"""What a person sees, put together from the workspace: state, panes, the whole page."""

from __future__ import annotations

from typing import Any

from infra.local.slack import words
from infra.local.slack.core import Core
from infra.local.slack.page.emoji import EMOJI
from infra.local.slack.page.history import read_pages
from infra.local.slack.page.render import HERE, channel_title, environment, render_message, render_view
from infra.local.slack.people import (
    APP_ID,
    BOT_NAME,
    BOT_USER,
    CHANNELS,
    PEOPLE,
    PERSONAS,
    Person,
    members_of,
)
from infra.local.slack.store import Json
from infra.local.slack.workspace import public

_LATEST = "9999999999.999999"
LIVE = 10
"""A message still being streamed is among a thread's last ones."""


class Panes:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.workspace.store
        newest = max(path.stat().st_mtime_ns for path in (HERE / "static").iterdir())
        self._version = str(newest // 1_000_000)

    # reading ----------------------------------------------------------------------------------------------------

    def mark_read(self, me: Person, channel: str) -> None:
        self._store.put("read", f"{me.id}:{channel}", {"ts": self._store.last_ts()})

    def _read_to(self, me: Person, channel: str) -> str:
        return (self._store.get("read", f"{me.id}:{channel}") or {"ts": "0"})["ts"]

    def _unread(self, me: Person, channel: str) -> int:
        return self._store.unread(channel, self._read_to(me, channel), me.id)

    def channels(self, me: Person) -> list[Json]:
        """The person's conversations, the app's DM first."""
        shown: list[Json] = [
            {"id": me.dm, "name": BOT_NAME, "is_im": True, "title": BOT_NAME, "topic": PEOPLE[BOT_USER].title,
             "members": list(members_of(me.dm))}
        ]  # fmt: skip
        shown += [
            {"id": c.id, "name": c.name, "is_im": False, "title": f"#{c.name}", "topic": c.topic,
             "members": list(c.members)}
            for c in CHANNELS.values()
            if me.id in c.members
        ]  # fmt: skip
        return [{**channel, "unread": self._unread(me, channel["id"])} for channel in shown]

    def state(self, me: Person) -> Json:
        return {
            "ok": True,
            "me": me.as_user(),
            "channels": self.channels(me),
            "users": [person.as_user() for person in PEOPLE.values()],
            "app": {"id": APP_ID, "user": BOT_USER, "name": BOT_NAME, "request_url": self._core.delivery.url},
        }

    def messages(self, me: Person, channel: str, thread_ts: str, *, latest: str = "", limit: int = 100) -> Json:
        """Oldest first. With a thread: the parent and its replies."""
        if thread_ts:
            found = self._store.thread(channel, thread_ts, viewer=me.id)
        else:
            found = self._store.top_level(channel, viewer=me.id, latest=latest or _LATEST, limit=limit)[::-1]
        return {
            "ok": True,
            "messages": [self._core.workspace.with_thread(channel, m) for m in found],
            "status": self._core.workspace.status(channel, thread_ts),
            "session": self._core.workspace.session(channel, thread_ts),
            "prompts": self._store.get("prompts", f"{channel}:{thread_ts}"),
        }

    # drawing ----------------------------------------------------------------------------------------------------

    def _items(self, channel: str, messages: list[Json], *, in_thread: bool) -> list[Json]:
        items = []
        for message in messages:
            shown = public(message) if in_thread else self._core.workspace.with_thread(channel, message)
            live = self._core.streams.live(message)
            items.append({"ts": message["ts"], "html": render_message(channel, shown, live=live, in_thread=in_thread)})
        return items

    def _pages(
        self, me: Person, channel: str, thread_ts: str = "", *, before: str = "", after: str = "", around: str = ""
    ) -> dict[str, Any]:
        """One page of messages for the templates."""
        pages = read_pages(self._store, channel, me.id, thread_ts, before=before, after=after, around=around)
        items = self._items(channel, pages.messages, in_thread=bool(thread_ts))
        return {"items": items, "older": pages.older, "newer": pages.newer}

    def history(self, me: Person, channel: str, thread_ts: str, **where: str) -> Json:
        """``{"ok", "html", "older", "newer"}``"""
        pages = self._pages(me, channel, thread_ts, **where)
        html = environment().get_template("messages.html").render(items=pages["items"], dividers=not thread_ts)
        return {"ok": True, "html": html, "older": pages["older"], "newer": pages["newer"]}

    def _context(self, me: Person, channel: str, around: str = "") -> dict[str, Any]:
        known = {c["id"]: c for c in self.channels(me)}
        return {
            "me": me, "channel": known[channel], "channels": list(known.values()),
            "read_to": self._read_to(me, channel), "prompts": self._store.get("prompts", f"{channel}:"),
            **self._pages(me, channel, around=around),
        }  # fmt: skip

    def channel(self, me: Person, channel: str, around: str = "") -> str:
        return environment().get_template("channel.html").render(self._context(me, channel, around))

    def thread(self, me: Person, channel: str, thread_ts: str, around: str = "") -> str:
        pages = self._pages(me, channel, thread_ts, around=around)
        session = self._core.workspace.session(channel, thread_ts)
        status = self._core.workspace.status(channel, thread_ts)
        newest = read_pages(self._store, channel, me.id, thread_ts, size=LIVE).messages
        busy = any(self._core.streams.live(m) for m in newest) or bool(session and session["status"] == "processing")
        return environment().get_template("thread.html").render(
            channel={"id": channel, "title": channel_title(channel)}, thread_ts=thread_ts, session=session,
            status=status, busy=busy or status is not None, **pages,
        )  # fmt: skip

    def page(self, me: Person, channel: str, thread_ts: str) -> str:
        """The whole document, as it stands: works before any JavaScript ran."""
        sequence = self._core.hub.sequence
        if thread_ts and not self._store.message(channel, thread_ts):
            thread_ts = ""
        top = self._core.views.top(me.id)
        boot: Json = {
            "me": me.id,
            "sequence": sequence,
            "status_seconds": self._core.workspace.timing.status,
            "dm": me.dm,
            "app": BOT_USER,
            "words": words.PAGE,
            "emoji": EMOJI,
            "action_failed": words.ACTION_FAILED,
            "processing": words.PROCESSING,
            "commands": [{"name": name, "what": what} for name, what in words.COMMANDS],
            "shortcuts": list(self._core.shortcuts),
            "people": [{"id": p.id, "name": p.name, "real_name": p.real_name} for p in PEOPLE.values()],
            "channels": [{"id": c["id"], "title": c["title"], "unread": c["unread"]} for c in self.channels(me)],
            "view": render_view(top) if top else "",
        }
        context = self._context(me, channel)
        thread_html = self.thread(me, channel, thread_ts) if thread_ts else ""
        return (
            environment()
            .get_template("page.html")
            .render(
                context,
                thread_ts=thread_ts,
                thread_html=thread_html,
                personas=PERSONAS,
                boot=boot,
                version=self._version,
            )
        )
