"""The child's side of work on a stranger's bytes: its limits, its one request, its answer. Imports next to nothing."""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent_actions.files import words


class UnfitError(Exception):
    """Raised in the child: the file can't be taken. The message is the sentence for a person."""


def serve(handler: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """In the child: take the limits, answer the one request, end."""
    given: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    limit_self(given["memory"], given["cpu"], given["written"])
    request: dict[str, Any] = given["request"]
    name = str(request.get("name", ""))
    try:
        said: dict[str, Any] = {"answer": handler(request)}
    except UnfitError as error:
        said = {"unfit": str(error)}
    except (MemoryError, RecursionError):
        said = {"unfit": words.too_heavy(name)}
    Path(given["answer"]).write_text(json.dumps(said, ensure_ascii=False, default=str))


def limit_self(memory: int, cpu_seconds: int, written: int) -> None:
    """Limits of this very process. macOS knows no limit of address space: there the time limits remain."""
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
    ):
        hard = resource.getrlimit(which)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (allowed, allowed))
