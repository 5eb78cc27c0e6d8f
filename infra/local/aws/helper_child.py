"""The child's side of ``helper``: requests from standard input, answers to standard output, one after the other."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from infra.local.aws.helper import receive, send


def serve(handle: Callable[[Any], Any]) -> None:
    """Answer until the parent has gone. An exception of ``handle`` becomes the answer, except MemoryError."""
    source, output = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not reach the frames
    _limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    while True:
        try:
            request = receive(source)
        except EOFError:
            os._exit(0)  # an engine's own threads have nobody left to work for
        try:
            answer = ("", handle(request))
        except MemoryError:
            os._exit(70)
        except Exception as error:
            answer = (type(error).__name__, str(error))
        with contextlib.suppress(BrokenPipeError):
            send(output, answer)


def _limit_memory(address_bytes: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if address_bytes:
            resource.setrlimit(resource.RLIMIT_AS, (address_bytes, address_bytes))
