"""An OpenAI-compatible server that answers from a script: the wire of /chat/completions, streamed and plain."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

Json = dict[str, Any]
PIECE = 7
"""Characters of a streamed delta: cuts words, and characters of more than one byte apart from nothing."""


@dataclass(frozen=True)
class Reply:
    """One answer. ``silent``: none at all; ``stall`` and ``cut``: nothing more, or no connection, after the text."""

    text: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    """(name, arguments as the model wrote them)."""
    finish: str | None = None
    refusal: str = ""
    status: int = 200
    error: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    silent: bool = False
    stall: bool = False
    cut: bool = False
    body: bytes | None = None

    @property
    def finish_reason(self) -> str:
        return self.finish or ("tool_calls" if self.calls else "stop")


def say(text: str, **more: Any) -> Reply:
    return Reply(text, **more)


def call(name: str, /, **arguments: object) -> Reply:
    return Reply(calls=((name, json.dumps(arguments)),))


def fail(status: int, message: str, headers: Mapping[str, str] | None = None, **error: str) -> Reply:
    return Reply(status=status, error={"message": message, **error}, headers=headers or {})


@dataclass
class ScriptedModel:
    """Replies in order, the last one for ever; what was asked is kept.

    ``parts``: by the question that the last user message holds, its own replies in order, whatever is asked beside it.
    """

    url: str = ""
    script: list[Reply] = field(default_factory=list[Reply])
    requests: list[Json] = field(default_factory=list[Json])
    keys: list[str] = field(default_factory=list[str])
    parts: Mapping[str, Sequence[Reply]] = field(default_factory=dict[str, Sequence[Reply]])

    def plays(self, *replies: Reply) -> None:
        self.script, self.requests, self.keys = list(replies), [], []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked: Json = json.loads(body)
        self.requests.append(asked)
        self.keys.append(headers.get("authorization", ""))
        reply = self._reply(asked)
        if reply.silent:
            await _gone(receive)
            return
        if reply.status != 200 or reply.body is not None:
            content = reply.body if reply.body is not None else json.dumps({"error": dict(reply.error)}).encode()
            await _send(send, reply.status, content, reply.headers)
        elif asked.get("stream"):
            await _stream(send, receive, reply)
        else:
            await _send(send, 200, json.dumps(_whole(reply)).encode(), {})

    def _reply(self, asked: Json) -> Reply:
        messages = asked["messages"]
        last = max((n for n, m in enumerate(messages) if m["role"] == "user"), default=0)
        heard = str(messages[last]["content"])  # earlier questions of the thread may stand before the question itself
        question = max(self.parts, key=heard.rfind, default="")
        if question and question in heard:
            said = sum(1 for m in messages[last:] if m["role"] == "assistant")
            return self.parts[question][min(said, len(self.parts[question]) - 1)]
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Any, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    sent = [(b"content-type", b"application/json"), *((n.encode(), v.encode()) for n, v in headers.items())]
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": body})


async def _stream(send: Any, receive: Any, reply: Reply) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    for event in _events(reply):
        data = f"data: {json.dumps(event)}\n\n".encode()
        await send({"type": "http.response.body", "body": data, "more_body": True})
    if reply.stall:
        await _gone(receive)
        return
    if reply.cut:
        return  # leaving a response unfinished makes uvicorn close the connection
    last = {**_head(), "choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish_reason}], "usage": _usage()}
    await send({"type": "http.response.body", "body": f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n".encode()})


def _events(reply: Reply) -> Iterator[Json]:
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": reply.text[n : n + PIECE]} for n in range(0, len(reply.text), PIECE)]
    deltas += [{"refusal": reply.refusal}] if reply.refusal else []
    for index, (name, arguments) in enumerate(reply.calls):
        function = {"name": name, "arguments": ""}
        deltas.append({"tool_calls": [{"index": index, "id": f"c{index}", "type": "function", "function": function}]})
        deltas += [
            {"tool_calls": [{"index": index, "function": {"arguments": arguments[n : n + PIECE]}}]}
            for n in range(0, len(arguments), PIECE)
        ]
    for delta in deltas:
        yield {**_head(), "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}


def _head() -> Json:
    return {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}


def _usage() -> Json:
    return {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}


def _whole(reply: Reply) -> Json:
    message: Json = {"role": "assistant", "content": reply.text or None, "refusal": reply.refusal or None}
    if reply.calls:
        message["tool_calls"] = [
            {"id": f"c{n}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for n, (name, arguments) in enumerate(reply.calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
    return {**_head(), "object": "chat.completion", "choices": [choice], "usage": _usage()}


@contextmanager
def scripted_model(
    replies: Sequence[Reply] = (), parts: Mapping[str, Sequence[Reply]] | None = None
) -> Iterator[ScriptedModel]:
    """The server on loopback, served from a thread."""
    model = ScriptedModel(script=list(replies), parts=parts or {})
    listener = socket.create_server(("127.0.0.1", 0))
    model.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    config = uvicorn.Config(model, lifespan="off", log_config=None, ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()
