"""InvokeAgent and Lambda Invoke on loopback: what AWS would put on the wire, chosen by a test."""

from __future__ import annotations

import base64
import json
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


def frame(headers: dict[str, str], payload: Json) -> bytes:
    """One event stream message (all headers are strings)."""
    head = b"".join(
        struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
        for name, value in headers.items()
    )
    body = json.dumps(payload).encode()
    prelude = struct.pack("!II", 16 + len(head) + len(body), len(head))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + head + body
    return message + struct.pack("!I", zlib.crc32(message))


def member(name: str, payload: Json) -> bytes:
    return frame({":message-type": "event", ":event-type": name, ":content-type": "application/json"}, payload)


def chunk(data: bytes) -> bytes:
    return member("chunk", {"bytes": base64.b64encode(data).decode()})


def trace(**orchestration: Any) -> bytes:
    return member("trace", {"trace": {"orchestrationTrace": orchestration}})


def called(action: str, trace_id: str, **parameters: str) -> bytes:
    listed = [{"name": name, "type": "string", "value": value} for name, value in parameters.items()]
    call = {"actionGroupName": "analytics", "function": action, "parameters": listed}
    return trace(invocationInput={"traceId": trace_id, "actionGroupInvocationInput": call})


def observed(trace_id: str, text: str) -> bytes:
    output = {"actionGroupInvocationOutput": {"text": text}}
    return trace(observation={"traceId": trace_id, "type": "ACTION_GROUP", **output})


def broken(name: str, message: str = "arn:aws:secret") -> bytes:
    headers = {":message-type": "exception", ":exception-type": name, ":content-type": "application/json"}
    return frame(headers, {"message": message})


class WireDouble:
    """Answers one scripted response a request: bytes are an event stream, a pair is an HTTP error."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, Json]] = []
        self.answers: list[bytes | tuple[int, str] | Json] = []
        self.breaks = False
        """Close the connection in the middle of every event stream."""
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers.get("content-length") or 0))
                double.requests.append((self.path, json.loads(data)))
                answer = double.answers.pop(0)
                if isinstance(answer, tuple):
                    status, kind = answer
                    body = json.dumps({"message": "arn:aws:secret"}).encode()
                    self._send(status, body, {"x-amzn-ErrorType": kind, "content-type": "application/json"})
                elif isinstance(answer, bytes):
                    self._stream(answer)
                else:
                    headers = {"X-Amz-Function-Error": "Unhandled"} if "errorMessage" in answer else {}
                    self._send(200, json.dumps(answer).encode(), headers)

            def _stream(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("content-type", "application/vnd.amazon.eventstream")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                body = body[:-9] if double.breaks else body
                self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
                self.wfile.write(b"" if double.breaks else b"0\r\n\r\n")
                self.close_connection = double.breaks

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hung up is part of the tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
