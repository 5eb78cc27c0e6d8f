"""A Slack Web API on loopback that keeps what was posted, and refuses what a test tells it to refuse."""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

TEAM, BOT_USER, BOT = "T1", "UBOT", "BBOT"


def person(user: str, **more: Any) -> Json:
    profile = {"display_name": user.lower(), "email": f"{user.lower()}@example.com"}
    return {"id": user, "team_id": TEAM, "profile": profile, "tz": "Europe/Berlin", "locale": "en-GB", **more}


class SlackDouble:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.messages: dict[str, Json] = {}
        self.uploads: dict[str, Json] = {}
        """File id -> {filename, length, data, shared: [{channel_id, thread_ts, initial_comment, title}]}."""
        self.people: dict[str, Json] = {user: person(user) for user in ("UMAYA", "ULUIS")}
        self.people["UGUS"] = person("UGUS", is_restricted=True)
        self.channels: dict[str, Json] = {"C1": {"id": "C1", "name": "finance"}}
        self.members: dict[str, list[str]] = {"C1": ["UMAYA", "ULUIS", BOT_USER]}
        self.room = 12_000
        """Bytes of text that a streamed message takes."""
        self._refusals: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._clock, self._lock = 1_800_000_000, threading.Lock()
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                double._handle(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hung up is part of the tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.origin}/api/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def refuse(self, method: str, error: str, times: int = 1, *, when: str = "") -> None:
        """Answer the next ``times`` calls whose body holds ``when`` with ``error``; ``429`` is a rate limit (``429:30``
        with a wait of 30 s), ``lost`` does what was asked and drops the connection."""
        self._refusals[method] += [(error, when)] * times

    def called(self, method: str) -> list[Json]:
        return [body for name, body in self.calls if name == method]

    def replies(self, thread_ts: str | None = None) -> list[Json]:
        """What a person sees of the bot, in order."""
        found = [m for m in self.messages.values() if thread_ts is None or m.get("thread_ts") == thread_ts]
        return sorted(found, key=lambda message: message["ts"])

    def new_ts(self) -> str:
        with self._lock:
            self._clock += 1
            return f"{self._clock}.000100"

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        data = request.rfile.read(int(request.headers.get("content-length") or 0))
        if request.path.startswith("/upload/"):
            self.uploads[request.path.removeprefix("/upload/")]["data"] = data
            self._send(request, 200, {"ok": True})
            return
        raw = data.decode()
        body: Json = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
        method = request.path.removeprefix("/api/")
        self.calls.append((method, body))
        refusal = self._refusal(method, raw)
        if refusal.startswith("429"):
            after = refusal.partition(":")[2] or "0"
            self._send(request, 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": after})
        elif refusal == "lost":
            getattr(self, _name(method))(body)
            request.connection.close()
        elif refusal:
            self._send(request, 200, {"ok": False, "error": refusal})
        else:
            handle = getattr(self, _name(method), None)
            answer = handle(body) if handle else {"ok": False, "error": "unknown_method"}
            self._send(request, 200, {"ok": True, **answer})

    def _refusal(self, method: str, raw: str) -> str:
        waiting = self._refusals[method]
        for index, (error, when) in enumerate(waiting):
            if when in raw:
                del waiting[index]
                return error
        return ""

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, status: int, answer: Json, headers: Json | None = None) -> None:
        data = json.dumps(answer).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(data), **(headers or {})}.items():
            request.send_header(name, str(value))
        request.end_headers()
        request.wfile.write(data)

    def _auth_test(self, body: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT}

    def _users_info(self, body: Json) -> Json:
        found = self.people.get(body["user"])
        return {"user": found} if found else {"ok": False, "error": "user_not_found"}

    def _users_list(self, body: Json) -> Json:
        return {"members": list(self.people.values())}

    def _usergroups_list(self, body: Json) -> Json:
        return {"usergroups": [{"id": "SFIN", "users": ["UMAYA"]}]}

    def _conversations_info(self, body: Json) -> Json:
        found = self.channels.get(body["channel"])
        return {"channel": found} if found else {"ok": False, "error": "channel_not_found"}

    def _conversations_members(self, body: Json) -> Json:
        return {"members": self.members[body["channel"]]}

    def _conversations_replies(self, body: Json) -> Json:
        return {"messages": [m for m in self.replies(body["ts"]) if m["ts"] > body.get("oldest", "")]}

    def _agents_sessions_set_status(self, body: Json) -> Json:
        return {}

    def _assistant_threads_set_status(self, body: Json) -> Json:
        return {}

    def _assistant_threads_set_suggested_prompts(self, body: Json) -> Json:
        return {}

    def _views_open(self, body: Json) -> Json:
        return {}

    def _views_publish(self, body: Json) -> Json:
        return {}

    def _files_get_upload_url_external(self, body: Json) -> Json:
        file = f"F{len(self.uploads)}"
        self.uploads[file] = {"filename": body["filename"], "length": int(body["length"]), "shared": []}
        return {"file_id": file, "upload_url": f"{self.origin}/upload/{file}"}

    def _files_complete_upload_external(self, body: Json) -> Json:
        for file in json.loads(body["files"]):
            kept = {name: body.get(name) for name in ("channel_id", "thread_ts", "initial_comment")}
            self.uploads[file["id"]]["shared"].append({**kept, "title": file["title"]})
        return {"files": []}

    def _files_info(self, body: Json) -> Json:
        found = self.uploads.get(body["file"])
        shared = found and found["shared"]
        return {"file": {"id": body["file"]}} if shared else {"ok": False, "error": "file_not_found"}

    def _chat_post_ephemeral(self, body: Json) -> Json:
        return {"message_ts": self.new_ts()}

    def _chat_post_message(self, body: Json) -> Json:
        return self._new(body, streaming=False)

    def _chat_start_stream(self, body: Json) -> Json:
        if self._too_long("", body):
            return {"ok": False, "error": "msg_too_long"}
        return self._new(body, streaming=True)

    def _new(self, body: Json, *, streaming: bool) -> Json:
        ts = self.new_ts()
        self.messages[ts] = {
            "ts": ts, "user": BOT_USER, "channel": body["channel"], "thread_ts": body.get("thread_ts"),
            "streaming": streaming, "markdown": "", "tasks": [], "blocks": body.get("blocks") or [],
            "text": body.get("text", ""), "metadata": body.get("metadata"),
        }  # fmt: skip
        self._chunks(self.messages[ts], body)
        return {"ts": ts, "channel": body["channel"]}

    def _chat_append_stream(self, body: Json) -> Json:
        message = self.messages.get(body["ts"])
        if message is None or not message["streaming"]:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        if self._too_long(message["markdown"], body):
            return {"ok": False, "error": "msg_too_long"}
        self._chunks(message, body)
        return {}

    def _too_long(self, before: str, body: Json) -> bool:
        added = "".join(chunk.get("text", "") for chunk in body.get("chunks") or ())
        return len((before + added).encode()) > self.room

    def _chat_stop_stream(self, body: Json) -> Json:
        message = self.messages.get(body["ts"])
        if message is None or not message["streaming"]:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        self._chunks(message, body)
        message |= {"streaming": False, "blocks": body.get("blocks") or [], "metadata": body.get("metadata")}
        return {}

    def _chat_update(self, body: Json) -> Json:
        message = self.messages.get(body["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        message |= {"markdown": "", "blocks": body.get("blocks") or [], "text": body.get("text", "")}
        return {"ts": body["ts"]}

    def _chat_delete(self, body: Json) -> Json:
        if self.messages.pop(body["ts"], None) is None:
            return {"ok": False, "error": "message_not_found"}
        return {}

    def _respond(self, body: Json) -> Json:
        return {}

    @staticmethod
    def _chunks(message: Json, body: Json) -> None:
        for chunk in body.get("chunks") or ():
            if chunk["type"] == "markdown_text":
                message["markdown"] += chunk["text"]
            else:
                message["tasks"].append(chunk)


def _name(method: str) -> str:
    """``chat.postMessage`` -> ``_chat_post_message``."""
    return "_" + re.sub("([A-Z]+(?=[A-Z][a-z])|[A-Z])", lambda match: f"_{match[1].lower()}", method.replace(".", "_"))


def words_of(message: Json) -> str:
    """A message's text as a person reads it, blocks included."""
    parts = [message["markdown"]]
    for block in message["blocks"]:
        if block["type"] == "markdown":
            parts.append(block["text"])
        elif block["type"] == "context":
            parts += [element["text"] for element in block["elements"]]
        elif block["type"] == "rich_text":
            parts += [piece["text"] for element in block["elements"] for piece in element["elements"]]
    return "\n".join(part for part in parts if part)


def blocks_of(message: Json, kind: str) -> list[Json]:
    return [block for block in message["blocks"] if block["type"] == kind]
