"""One warm process of a Lambda function, and the pool of them that a function has."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from infra.local.aws.errors import AwsError
from infra.local.aws.lambda_spec import FunctionSpec, error_payload
from infra.local.aws.lifeline import Child

INIT_SECONDS = 60.0
"""Importing a handler may take this long. (AWS allows 10; a laptop starts several at once.)"""

Answer = tuple[bool, bytes, str]
"""Whether it failed, the payload, the log's tail."""


class Environment:
    """A process with the function's handler imported. Not thread-safe: one event at a time."""

    def __init__(self, spec: FunctionSpec, environment: dict[str, str], log: Path, cwd: Path) -> None:
        self._spec = spec
        self._connection, theirs = Pipe()
        try:
            self._child = Child(
                [sys.executable, "-m", "infra.local.aws.lambda_child", str(theirs.fileno())],
                environment=environment,
                log=log,
                cwd=cwd,
                pass_fds=(theirs.fileno(),),
            )
        finally:
            theirs.close()
        self.alive = True
        self._ready = False

    def wait_ready(self, request_id: str = "") -> Answer | None:
        """None when the handler is imported, else the failed answer of the call that wanted it."""
        if self._ready:
            return None
        try:
            if not self._connection.poll(INIT_SECONDS):
                self.kill()
                return True, error_payload("Sandbox.Timedout", f"Init timed out after {INIT_SECONDS:.0f} seconds"), ""
            message = json.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            return self._exited(request_id)
        failure = message.get("init_error")
        if failure is not None:
            self.kill()
            return True, json.dumps(failure).encode(), message.get("log", "")
        self._ready = True
        return None

    def call(self, header: dict[str, Any], payload: bytes) -> Answer:
        """Handle one event within the function's timeout; afterwards ``alive`` tells whether it can take another."""
        request_id: str = header["request_id"]
        failed = self.wait_ready(request_id)
        if failed is not None:
            return failed
        timeout = self._spec.timeout_s
        try:
            self._connection.send_bytes(json.dumps({**header, "timeout_s": timeout}).encode())
            self._connection.send_bytes(payload)
            if not self._connection.poll(timeout):
                self.kill()
                message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
                return True, error_payload("Sandbox.Timedout", message), f"{message}\n"
            answer = json.loads(self._connection.recv_bytes())
            return answer["error"], self._connection.recv_bytes(), answer["log"]
        except (EOFError, OSError):
            return self._exited(request_id)

    def _exited(self, request_id: str) -> Answer:
        code = self._end(2.0)
        if code < 0:
            names = {int(known): known.name for known in signal.Signals}
            reason = "signal: killed" if code == -signal.SIGKILL else f"signal: {names.get(-code, str(-code))}"
        else:
            reason = f"exit status {code}"
        message = f"RequestId: {request_id} Error: Runtime exited with error: {reason}"
        return True, error_payload("Runtime.ExitError", message), f"{message}\n"

    @property
    def pid(self) -> int:
        return self._child.process.pid

    @property
    def running(self) -> bool:
        """False once the process is gone, whoever ended it."""
        return self._child.process.poll() is None

    def kill(self) -> None:
        self._end(0.0)

    def interrupt(self) -> None:
        """From another thread: end the process; the thread that uses it sees it gone and tidies up."""
        self._child.process.kill()

    def _end(self, grace_s: float) -> int:
        """Wait ``grace_s`` for it to end by itself, then kill it; its exit code."""
        self.alive = False
        deadline = time.monotonic() + grace_s
        while self._child.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        code = self._child.kill()
        self._connection.close()
        return code


class Pool:
    """The environments of one function: idle ones are reused, the last used first; grown up to ``concurrency``."""

    def __init__(self, spec: FunctionSpec, environment: dict[str, str], log: Path, cwd: Path) -> None:
        self.spec = spec
        self._make = (spec, environment, log, cwd)
        self._condition = threading.Condition()
        self._idle: list[Environment] = []
        self._all: set[Environment] = set()
        self._starting = 0
        self._closed = False

    def prewarm(self, count: int) -> list[Environment]:
        """Start ``count`` processes (they import in parallel) and give them back: ``settle`` waits for one."""
        return [self._start() for _ in range(min(count, self.spec.concurrency) - len(self._all))]

    def settle(self, environment: Environment) -> Answer | None:
        """Wait until a prewarmed process has its handler; the init error if it hasn't."""
        failed = environment.wait_ready()
        self.release(environment)
        return failed

    def acquire(self) -> Environment:
        """A process for one event. Raises AwsError TooManyRequestsException after ``wait_s``."""
        deadline = time.monotonic() + self.spec.wait_s
        with self._condition:
            while not self._idle and len(self._all) + self._starting >= self.spec.concurrency and not self._closed:
                if not self._condition.wait(deadline - time.monotonic()):
                    raise AwsError(
                        "TooManyRequestsException",
                        "Rate Exceeded.",
                        429,
                        {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User"},
                    )
            if self._closed:
                raise AwsError("ServiceException", "The function is being stopped", 503)
            while self._idle:
                environment = self._idle.pop()
                if environment.running:
                    return environment
                environment.kill()
                self._all.discard(environment)
            self._starting += 1
        try:
            return self._start()
        finally:
            with self._condition:
                self._starting -= 1
                self._condition.notify()

    def _start(self) -> Environment:
        environment = Environment(*self._make)
        with self._condition:
            self._all.add(environment)
            closed = self._closed
        if closed:
            environment.kill()
        return environment

    def release(self, environment: Environment) -> None:
        with self._condition:
            if environment.alive and not self._closed:
                self._idle.append(environment)
            else:
                self._all.discard(environment)
            self._condition.notify()

    def pids(self) -> list[int]:
        with self._condition:
            return [environment.pid for environment in self._all if environment.alive]

    def close(self) -> None:
        with self._condition:
            self._closed = True
            idle, busy = self._idle, [found for found in self._all if found not in self._idle]
            self._idle = []
            self._condition.notify_all()
        for environment in idle:
            environment.kill()
        for environment in busy:
            environment.interrupt()


def base_environment(spec: FunctionSpec, *, region: str, endpoint_url: str, root: Path, home: Path) -> dict[str, str]:
    """A Lambda environment's variables (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)."""
    paths = [str(path) for path in (*spec.paths, root)]
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "LAMBDA_TASK_ROOT": str(root),
        "_HANDLER": spec.handler,
        "AWS_LAMBDA_FUNCTION_NAME": spec.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{spec.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "offline",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": "offline",
        "AWS_SECRET_ACCESS_KEY": "offline",
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **spec.env,
    }


__all__ = ["Answer", "Environment", "Pool", "base_environment"]
