"""Runs Lambda functions in child processes: what Lambda's Invoke, function URLs and the queue's poller call."""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.local.aws.errors import AwsError
from infra.local.aws.lambda_environment import Pool, base_environment
from infra.local.aws.lambda_spec import (
    ASYNC_PAYLOAD_BYTES,
    SYNC_PAYLOAD_BYTES,
    SYNC_RESPONSE_BYTES,
    FunctionSpec,
    InvokeResult,
    error_payload,
)

log = logging.getLogger(__name__)

ASYNC_RETRY_SECONDS = (60.0, 120.0)
"""Waits before the two retries of an event (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html)."""
ASYNC_THREADS = 32


class LambdaRuntime:
    """Functions and their processes. Logs are ``folder/<function>.log``.

    ``deploy`` says what there is, once the endpoint's address is known; ``prewarm`` starts the processes;
    ``invoke`` calls one. ``stop`` ends them all.
    """

    def __init__(
        self,
        folder: Path,
        *,
        region: str = "eu-central-1",
        account: str = "123456789012",
        async_retry_s: tuple[float, ...] = ASYNC_RETRY_SECONDS,
    ) -> None:
        self.folder = folder
        self.region = region
        self.account = account
        self._async_retry_s = async_retry_s
        self._pools: dict[str, Pool] = {}
        self._stopping = threading.Event()
        self._async = ThreadPoolExecutor(ASYNC_THREADS, thread_name_prefix="lambda-async")

    def deploy(self, functions: Iterable[FunctionSpec], *, endpoint_url: str) -> None:
        """Add functions. A function of the same name is replaced, its processes ended."""
        root = Path(__file__).parents[3]
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        for spec in functions:
            environment = base_environment(
                spec, region=self.region, endpoint_url=endpoint_url, root=root, home=home.resolve()
            )
            former = self._pools.get(spec.name)
            self._pools[spec.name] = Pool(spec, environment, self.folder / f"{spec.name}.log", root)
            if former is not None:
                former.close()

    def prewarm(self) -> dict[str, str]:
        """Start every function's processes at once and wait for them: the functions that failed and why."""
        starting = [(pool, pool.prewarm(pool.spec.prewarm)) for pool in self._pools.values()]
        failures: dict[str, str] = {}
        for pool, environments in starting:
            for environment in environments:
                failed = pool.settle(environment)
                if failed is not None:
                    failures[pool.spec.name] = json.loads(failed[1])["errorMessage"]
        return failures

    def functions(self) -> list[FunctionSpec]:
        return [pool.spec for pool in self._pools.values()]

    def function(self, name: str) -> FunctionSpec:
        """By name, ARN or partial ARN. Raises AwsError ResourceNotFoundException."""
        return self._pool(name).spec

    def arn(self, name: str) -> str:
        return f"arn:aws:lambda:{self.region}:{self.account}:function:{name}"

    def pids(self, name: str) -> list[int]:
        """Processes that the function has now."""
        return self._pool(name).pids()

    def _pool(self, name: str) -> Pool:
        short, _, qualifier = _split(name)
        pool = self._pools.get(short)
        if pool is None or qualifier not in ("", "$LATEST"):
            arn = self.arn(short) + (f":{qualifier}" if qualifier else "")
            raise AwsError("ResourceNotFoundException", f"Function not found: {arn}", 404, {"Type": "User"})
        return pool

    def invoke(
        self, name: str, payload: bytes, *, request_id: str = "", client_context: object | None = None
    ) -> InvokeResult:
        """Call a function and wait for its answer.

        Raises AwsError: ResourceNotFoundException, RequestTooLargeException, InvalidRequestContentException,
        TooManyRequestsException. What goes wrong inside the function is an InvokeResult with ``function_error``.
        """
        pool = self._pool(name)
        _check_payload(payload, SYNC_PAYLOAD_BYTES, "RequestResponse")
        request_id = request_id or str(uuid.uuid4())
        header = {"request_id": request_id, "arn": self.arn(pool.spec.name), "client_context": client_context}
        environment = pool.acquire()
        try:
            failed, answer, tail = environment.call(header, payload)
        except BaseException:
            environment.kill()
            raise
        finally:
            pool.release(environment)
        if len(answer) > SYNC_RESPONSE_BYTES:
            failed, answer = (
                True,
                error_payload(
                    "Function.ResponseSizeTooLarge",
                    f"Response payload size ({len(answer)} bytes) exceeded maximum allowed payload size "
                    f"({SYNC_RESPONSE_BYTES} bytes).",
                ),
            )
        return InvokeResult(answer, "Unhandled" if failed else None, request_id, tail)

    def invoke_event(self, name: str, payload: bytes, *, request_id: str = "") -> None:
        """Call a function without waiting; failures are retried twice. Raises as ``invoke`` before it is accepted."""
        self._pool(name)
        _check_payload(payload, ASYNC_PAYLOAD_BYTES, "Event")
        self._async.submit(self._run_event, name, payload, request_id or str(uuid.uuid4()))

    def _run_event(self, name: str, payload: bytes, request_id: str) -> None:
        attempts = iter((*self._async_retry_s, None))
        while not self._stopping.is_set():
            try:
                result = self.invoke(name, payload, request_id=request_id)
            except AwsError as error:
                if error.status != 429:
                    log.warning("event %s for %s dropped: %s", request_id, name, error)
                    return
                self._stopping.wait(1.0)  # throttled events are tried again for hours and use up no retry
                continue
            if result.function_error is None:
                return
            wait_s = next(attempts)
            if wait_s is None:
                log.warning("event %s for %s failed for good: %s", request_id, name, result.payload[:300])
                return
            self._stopping.wait(wait_s)

    def stop(self) -> None:
        self._stopping.set()
        for pool in self._pools.values():
            pool.close()
        self._async.shutdown(wait=True, cancel_futures=True)


def _check_payload(payload: bytes, limit: int, kind: str) -> None:
    if len(payload) > limit:
        message = f"{len(payload)} byte payload is too large for the {kind} invocation type (limit {limit} bytes)"
        raise AwsError("RequestTooLargeException", message, 413, {"Type": "User"})
    if not payload:
        return
    try:
        json.loads(payload)
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise AwsError("InvalidRequestContentException", message, 400, {"Type": "User"}) from error


def _split(name: str) -> tuple[str, str, str]:
    """``name``, ``name:qualifier``, ``account:function:name`` or a whole ARN -> name, account, qualifier."""
    if ":function:" in name:
        before, _, rest = name.partition(":function:")
        short, _, qualifier = rest.partition(":")
        return short, before.rpartition(":")[2], qualifier
    short, _, qualifier = name.partition(":")
    return short, "", qualifier
