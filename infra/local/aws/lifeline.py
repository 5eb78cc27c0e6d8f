"""Child processes that end with their parent, however it ends.

The parent keeps the write end of a pipe that nobody else has; the child watches the read end in a thread. When the
parent is gone the kernel closes the pipe and the child ends. (PR_SET_PDEATHSIG would tie a child to the *thread*
that started it.)
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LIFELINE_ENV = "OUTCROP_LIFELINE_FD"


class Child:
    """A child process with a lifeline. Its output is appended to ``log``; it inherits nothing but ``pass_fds``."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        cwd: Path,
        pass_fds: Sequence[int] = (),
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        read_end, self._lifeline = os.pipe()
        try:
            with log.open("ab") as output:
                self.process = subprocess.Popen(
                    command,
                    env={**environment, LIFELINE_ENV: str(read_end)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd=cwd,
                    pass_fds=(read_end, *pass_fds),
                    start_new_session=True,
                )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(read_end)

    def terminate(self, grace_s: float) -> int:
        """SIGTERM, then SIGKILL after ``grace_s`` seconds; returns the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self._reap(grace_s)

    def kill(self) -> int:
        if self.process.poll() is None:
            self.process.kill()
        return self._reap(5.0)

    def _reap(self, grace_s: float) -> int:
        try:
            code = self.process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait(10)
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        return code


def watch_parent(then: Callable[[], object]) -> None:
    """In a child: call ``then`` from a thread when the parent is gone. Without a lifeline, does nothing."""
    fd = os.environ.pop(LIFELINE_ENV, "")
    if not fd:
        return

    def wait() -> None:
        while True:
            try:
                if os.read(int(fd), 1) == b"":
                    break
            except InterruptedError:
                continue
            except OSError:
                break
        then()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
