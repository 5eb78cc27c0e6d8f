"""Streamed messages: parts that grow (text, tasks, blocks) and the blocks they make."""

from __future__ import annotations

import time
from typing import Any

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError
from infra.local.slack.people import BOT_USER
from infra.local.slack.rules import Rules
from infra.local.slack.store import Json
from infra.local.slack.workspace import Change, Workspace

BLOCKS = 100
"""50 by chunks and 50 by the blocks of chat.stopStream."""
TITLE = 256
_STATUSES = ("pending", "in_progress", "complete", "error")


def rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _task_card(task: Json) -> Json:
    card: Json = {"type": "task_card", "task_id": task["id"], "title": task["title"], "status": task["status"]}
    for name in ("details", "output"):
        if task.get(name):
            card[name] = rich_text(task[name])
    if task.get("sources"):
        card["sources"] = task["sources"]
    return card


def blocks_of(stream: Json) -> list[Json]:
    """Parts -> blocks. In plan mode all tasks are one plan block where the first task came."""
    blocks: list[Json] = []
    plan: Json | None = None
    for part in stream["parts"]:
        if part["kind"] == "markdown":
            if part["text"].strip():
                blocks.append({"type": "markdown", "text": part["text"]})
        elif part["kind"] == "blocks":
            blocks += part["blocks"]
        elif part["kind"] in ("task", "plan"):
            if stream["mode"] != "plan":
                blocks += [_task_card(part)] if part["kind"] == "task" else []
                continue
            if plan is None:
                plan = {"type": "plan", "title": "", "tasks": []}
                blocks.append(plan)
            if part["kind"] == "plan":
                plan["title"] = part["title"]
            else:
                plan["tasks"].append(_task_card(part))
    for block in blocks:
        if block["type"] == "plan" and not block["title"]:
            block["title"] = block["tasks"][-1]["title"] if block["tasks"] else ""
    return blocks


def _chunk_error(words: str, index: int) -> SlackApiError:
    return SlackApiError("invalid_chunks", messages=(f"[ERROR] {words} [json-pointer:/chunks/{index}]",))


def add_chunks(stream: Json, chunks: Any, rules: Rules) -> None:
    """Apply streaming chunks in order. A task is known by its id and keeps its place when updated."""
    if not isinstance(chunks, list):
        raise SlackApiError("invalid_chunks", messages=("[ERROR] must be an array [json-pointer:/chunks]",))
    parts: list[Json] = stream["parts"]
    for index, chunk in enumerate(chunks):
        match chunk:
            case {"type": "markdown_text", "text": str(text)}:
                add_markdown(stream, text, rules)
            case {"type": "task_update", "id": str(task), "title": str(title), "status": str(status)}:
                if status not in _STATUSES:
                    raise _chunk_error(f"unsupported status: {status}", index)
                if len(title) > TITLE:
                    raise _chunk_error(f"title must be less than {TITLE + 1} characters", index)
                known = next((p for p in parts if p["kind"] == "task" and p["id"] == task), None)
                if known is None:
                    known = {"kind": "task", "id": task}
                    parts.append(known)
                known |= {"title": title, "status": status}
                known |= {k: chunk[k] for k in ("details", "output", "sources") if chunk.get(k)}
            case {"type": "plan_update", "title": str(title)}:
                known = next((p for p in parts if p["kind"] == "plan"), None)
                if known is None:
                    known = {"kind": "plan"}
                    parts.append(known)
                known["title"] = title
            case {"type": "blocks", "blocks": list(blocks)}:
                blockcheck.check_blocks(blocks, at=f"/chunks/{index}/blocks", rules=rules)
                parts.append({"kind": "blocks", "blocks": blockcheck.with_ids(blocks)})
            case _:
                kind = chunk.get("type") if isinstance(chunk, dict) else None
                raise _chunk_error(f"unsupported or incomplete chunk: {kind}", index)


def add_markdown(stream: Json, text: str, rules: Rules) -> None:
    if len(text) > rules.most("markdown_text"):
        raise SlackApiError("msg_too_long")
    if stream["parts"] and stream["parts"][-1]["kind"] == "markdown":
        stream["parts"][-1]["text"] += text
    elif text:
        stream["parts"].append({"kind": "markdown", "text": text})
    total = sum(len(p["text"].encode()) for p in stream["parts"] if p["kind"] == "markdown")
    if total > rules.most("stream_bytes"):
        raise SlackApiError("msg_too_long")


class Streams:
    """chat.startStream, appendStream, stopStream on a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._rules = workspace.rules

    def live(self, message: Json) -> bool:
        """True while it may grow: from its start, however much is appended, for so long and no longer."""
        stream = message.get("_stream")
        if not stream or stream["done"]:
            return False
        return time.time() - stream["started"] < self._rules.most("stream_seconds")

    def _refresh(self, message: Json) -> None:
        stream = message["_stream"]
        message["blocks"] = blocks_of(stream)
        message["text"] = "".join(p["text"] for p in stream["parts"] if p["kind"] == "markdown")

    def start(self, channel: str, thread_ts: str, mode: str, text: str, chunks: Any, **extra: Any) -> Json:
        stream: Json = {"parts": [], "mode": mode, "started": time.time(), "done": False, "stopped_by_user": False}
        if text:
            add_markdown(stream, text, self._rules)
        if chunks:
            add_chunks(stream, chunks, self._rules)
        draft: Json = {"_stream": stream}
        self._refresh(draft)
        self._check_whole(draft)
        return self.workspace.post(
            channel, BOT_USER, text=draft["text"], blocks=draft["blocks"], thread_ts=thread_ts, _stream=stream,
            streaming_state="in_progress", **extra,
        )  # fmt: skip

    def _open(self, channel: str, ts: str, *, stopping: bool) -> Json:
        message = self.workspace.require_message(channel, ts)
        if message.get("user") != BOT_USER:
            raise SlackApiError("message_not_owned_by_app")
        if not self.live(message):
            raise SlackApiError("message_not_in_streaming_state")
        if message["_stream"]["stopped_by_user"] and not stopping:
            raise SlackApiError("stopped_by_user")
        return message

    def append(self, channel: str, ts: str, text: str, chunks: Any) -> Json:
        with self.workspace.lock:
            previous = self._open(channel, ts, stopping=False)
            message = self.workspace.require_message(channel, ts)
            if text:
                add_markdown(message["_stream"], text, self._rules)
            if chunks:
                add_chunks(message["_stream"], chunks, self._rules)
            self._refresh(message)
            self._check_whole(message)
            self.workspace.replace(channel, message, previous, by=BOT_USER, kind="delta")
            return message

    def stop(self, channel: str, ts: str, text: str, chunks: Any, blocks: list[Json] | None, **extra: Any) -> Json:
        with self.workspace.lock:
            previous = self._open(channel, ts, stopping=True)
            message = self.workspace.require_message(channel, ts)
            if text:
                add_markdown(message["_stream"], text, self._rules)
            if chunks:
                add_chunks(message["_stream"], chunks, self._rules)
            if blocks:
                blockcheck.check_blocks(blocks, rules=self._rules)
                message["_stream"]["parts"].append({"kind": "blocks", "blocks": blockcheck.with_ids(blocks)})
            self._refresh(message)
            self._check_whole(message)
            message["_stream"]["done"] = True
            message["streaming_state"] = "completed"
            message |= {name: value for name, value in extra.items() if value is not None}
            self.workspace.replace(channel, message, previous, by=BOT_USER)
            return message

    def _check_whole(self, message: Json) -> None:
        blocks = message["blocks"]
        blockcheck.check_whole([b for b in blocks if b["type"] != "markdown"], self._rules)
        if len(blocks) > BLOCKS and self._rules.holds("block_limits"):
            raise SlackApiError(
                "invalid_blocks", messages=(f"[ERROR] no more than {BLOCKS} items allowed [json-pointer:/blocks]",)
            )

    def stop_pressed(self, channel: str, thread_ts: str, by: str) -> list[str]:
        """The person pressed Stop: mark the thread's live streams and say which they are."""
        stopped: list[str] = []
        with self.workspace.lock:
            for message in self.workspace.store.thread(channel, thread_ts):
                if self.live(message):
                    message["_stream"]["stopped_by_user"] = True
                    self.workspace.store.put_message(channel, message)
                    stopped.append(message["ts"])
        data: Json = {"stopped": stopped, "by": by}
        self.workspace.announce(Change("session", channel, "", thread_ts, by=by, data=data))
        return stopped
