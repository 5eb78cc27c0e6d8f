"""The engines' process: works on files behind two pipes. ``python -m infra.local.aws.reading.child ADDRESS_BYTES``

It reads ``frames`` from standard input, answers on standard output, does two pieces of work at once and ends when
its parent does (standard input closes). Its memory is limited: a file that needs more fails alone.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, Any

from infra.local.aws.reading import work
from infra.local.aws.reading.errors import UnreadableError
from infra.local.aws.reading.frames import Answer, Ask, receive, send

AT_ONCE = 2

WORK: Mapping[str, Callable[..., Any]] = {
    "pages": work.pages,
    "read_page": work.read_page,
    "read_expense": work.read_expense,
    "picture_text": work.picture_text,
    "picture_faces": work.picture_faces,
    "picture_properties": work.picture_properties,
    "check_picture": work.check_picture,
    "video_text": work.video_text,
    "video_faces": work.video_faces,
    "video_shots": work.video_shots,
    "video_facts": work.video_facts,
}


def answer(ask: Ask) -> Answer:
    """Do the work; never raises."""
    try:
        return Answer(ask.id, value=WORK[ask.work](**ask.arguments))
    except UnreadableError as error:
        return Answer(ask.id, error=(error.reason, error.detail))
    except Exception as error:
        traceback.print_exc()
        return Answer(ask.id, broke=type(error).__name__)


def _serve(source: IO[bytes], output: IO[bytes]) -> None:
    writing = threading.Lock()

    def run(ask: Ask) -> None:
        done = answer(ask)
        with writing, contextlib.suppress(OSError):
            send(output, done)
        if done.broke == "MemoryError":
            os._exit(1)  # what it could not free would count against the next file

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="read") as pool:
        while (ask := receive(source)) is not None:
            pool.submit(partial(run, ask))
        os._exit(0)  # the parent has gone: work in hand has nobody to answer


def main() -> None:
    source, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not reach the frames
    with contextlib.suppress(ValueError, OSError, IndexError):
        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _serve(source, output)


if __name__ == "__main__":
    main()
