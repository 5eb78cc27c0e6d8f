"""What goes over the pipes between parent and child: pickled dataclasses, each after its length (4 bytes).

Both ends are this program: the pipes are anonymous and private to the two.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass, field
from typing import IO, Any

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Ask:
    """Do one piece of work, named as in ``child.WORK``."""

    id: int
    work: str
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Answer:
    """``error`` is an UnreadableError's (reason, detail); ``broke`` the class of any other exception."""

    id: int
    value: Any = None
    error: tuple[str, str] | None = None
    broke: str = ""


def send(stream: IO[bytes], message: Ask | Answer) -> None:
    body = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; None when the other end has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - our own child over an anonymous pipe
