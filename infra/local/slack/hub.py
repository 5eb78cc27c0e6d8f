"""Server-sent events: each change, drawn once, to every open page whose person may see it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from infra.local.slack.page.render import render_message
from infra.local.slack.people import members_of
from infra.local.slack.store import Json
from infra.local.slack.streaming import Streams
from infra.local.slack.workspace import Change, Workspace, public

_QUEUE = 1000


@dataclass(eq=False)
class Subscriber:
    user: str
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Json | None]


class Hub:
    """Events are ``{"event": kind, ...}`` (documented in page/routes.py). A page too slow to read is dropped and
    reconnects."""

    def __init__(self, workspace: Workspace, streams: Streams) -> None:
        self._workspace = workspace
        self._streams = streams
        self._subscribers: list[Subscriber] = []
        self.sequence = 0
        """How many changes there were: a page that was drawn before the last one draws itself anew."""
        self._lock = threading.Lock()
        workspace.listeners.append(self.on_change)

    def join(self, user: str) -> Subscriber:
        subscriber = Subscriber(user, asyncio.get_running_loop(), asyncio.Queue(_QUEUE))
        with self._lock:
            self._subscribers.append(subscriber)
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        with self._lock:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

    def close(self) -> None:
        """End every open connection."""
        with self._lock:
            leaving, self._subscribers = self._subscribers, []
        for subscriber in leaving:
            subscriber.loop.call_soon_threadsafe(_offer, subscriber, None)

    def on_change(self, change: Change) -> None:
        with self._lock:
            self.sequence += 1
            readers = [s for s in self._subscribers if self._may_see(s.user, change)]
        if not readers:
            return
        event = self.event_of(change)
        for reader in readers:
            reader.loop.call_soon_threadsafe(_offer, reader, event)

    def _may_see(self, user: str, change: Change) -> bool:
        return change.only == user if change.only else user in members_of(change.channel)

    def event_of(self, change: Change) -> Json:
        event: Json = {"event": change.kind, "channel": change.channel, "ts": change.ts, "by": change.by}
        if change.thread_ts:
            event["thread_ts"] = change.thread_ts
        if change.data:
            event["data"] = change.data
        if change.message and change.kind != "delete":
            shown = self._workspace.with_thread(change.channel, change.message)
            event["message"] = shown
            event["html"] = render_message(change.channel, shown, live=self._streams.live(change.message))
        if change.thread_ts and change.thread_ts != change.ts and change.kind in ("message", "delete"):
            parent = self._workspace.store.message(change.channel, change.thread_ts)
            if parent:
                event["parent"] = public(self._workspace.with_thread(change.channel, parent))
                event["parent_html"] = render_message(change.channel, event["parent"])
        return event


def _offer(subscriber: Subscriber, event: Json | None) -> None:
    try:
        subscriber.queue.put_nowait(event)
    except asyncio.QueueFull:
        while not subscriber.queue.empty():
            subscriber.queue.get_nowait()
        subscriber.queue.put_nowait(None)
