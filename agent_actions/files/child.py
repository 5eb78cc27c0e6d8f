"""Work on a stranger's bytes, done in a child process with limits and without credentials.

A module that works there ends with ``if __name__ == "__main__": serve(handler)`` (:mod:`agent_actions.files.confined`);
the parent calls :func:`run_limited` with the module's name. A hostile file can then end no more than the child.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent_actions.errors import RefusedError
from agent_actions.files import words
from agent_actions.files.limits import Limits

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_ANSWER = "answer.json"


def run_limited(module: str, request: Mapping[str, Any], folder: Path, limits: Limits) -> dict[str, Any]:
    """What the child's handler answered to ``request``; ``folder`` takes its answer and what it writes.

    Raises RefusedError with the child's own sentence, or with one about limits when it was ended by them.
    ``request["name"]`` names the file to a person.
    """
    answer = folder / _ANSWER
    answer.unlink(missing_ok=True)
    given = {
        "memory": limits.memory,
        "cpu": limits.cpu_seconds,
        "written": limits.written,
        "answer": str(answer),
        "request": dict(request),
    }
    name = str(request.get("name", ""))
    paths = os.pathsep.join(dict.fromkeys([str(_ROOT), *(p for p in sys.path if p)]))
    try:
        ended = subprocess.run(
            [sys.executable, "-B", "-m", module],
            input=json.dumps(given).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=limits.wall_seconds,
            cwd=folder,
            env={"PYTHONPATH": paths, "TMPDIR": str(folder), "HOME": str(folder), "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(words.too_long_to_read(name)) from None
    if ended.returncode != 0 or not answer.exists():
        log.warning("%s ended with %s: %s", module, ended.returncode, ended.stderr[-2_000:].decode(errors="replace"))
        raise RefusedError(words.too_heavy(name))
    answered: dict[str, Any] = json.loads(answer.read_bytes())
    if "unfit" in answered:
        raise RefusedError(str(answered["unfit"]))
    return answered["answer"]
