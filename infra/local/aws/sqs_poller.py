"""Lambda's event source mapping for one SQS queue: receives messages, calls the function, deletes what succeeded.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html. Messages of one group are handled in
order, one batch at a time; groups in parallel. A batch that fails as a whole, or the messages that the function names
in ``batchItemFailures``, are left on the queue and come back after a short back-off (AWS waits for the queue's
visibility timeout).

MiniStack's long poll looks at the queue every 100 ms. So messages are asked for with short polls: at once when
``notice`` says that something was sent, and every ``idle_s`` otherwise.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.errors import AwsError
from infra.local.aws.lambda_runtime import LambdaRuntime

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)

MAX_BATCH = 10
"""Messages of one receive (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/)."""
RETRY_SECONDS = (1, 2, 5, 10, 30)
"""How long a failed message stays hidden after its first, second, ... receive."""
AWAY_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""Waits while the queue can't be reached, the last one repeated."""

SENDS = frozenset({"SendMessage", "SendMessageBatch", "ChangeMessageVisibility", "ChangeMessageVisibilityBatch"})


class SqsPoller:
    """Feeds ``queue_url`` to ``function``.

    Parameters
    ----------
    client
        A boto3 SQS client with a short read timeout; used by several threads.
    batch_size
        Messages of one call, 1 to 10.
    concurrency
        Calls at once.
    idle_s
        Seconds between looks at a queue of which nothing was heard: the longest delay of a message that was
        sent past the offline endpoint.
    """

    def __init__(
        self,
        client: SQSClient,
        queue_url: str,
        queue_arn: str,
        runtime: LambdaRuntime,
        function: str,
        *,
        batch_size: int = 1,
        concurrency: int = 8,
        idle_s: float = 0.5,
        region: str = "eu-central-1",
    ) -> None:
        if not 1 <= batch_size <= MAX_BATCH:
            raise ValueError(f"batch_size must be 1 to {MAX_BATCH}")
        self._client = client
        self._queue_url = queue_url
        self._queue_arn = queue_arn
        self._runtime = runtime
        self._function = function
        self._batch_size = batch_size
        self._concurrency = concurrency
        self._idle_s = idle_s
        self._region = region
        self._stopping = threading.Event()
        self._look = threading.Event()
        self._lock = threading.Lock()
        self._busy = 0
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix=f"poller-{function}")
        self._thread = threading.Thread(target=self._run, name=f"poller-{function}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_s: float = 10.0) -> None:
        """Take no more messages; wait up to ``wait_s`` for the calls that run. What is unfinished comes back later."""
        self._stopping.set()
        self._look.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)
        deadline = time.monotonic() + wait_s
        while self.busy and time.monotonic() < deadline:
            self._look.wait(0.02)
            self._look.clear()
        self._workers.shutdown(wait=False, cancel_futures=True)

    @property
    def busy(self) -> int:
        """Calls that run now."""
        with self._lock:
            return self._busy

    def notice(self, service: str, operation: str) -> None:
        """An observer of AwsServer: something may have been sent, look now."""
        if service == "sqs" and operation in SENDS:
            self._look.set()

    def _run(self) -> None:
        away = 0
        while not self._stopping.is_set():
            free = self._concurrency - self.busy
            if free <= 0:
                self._look.wait(self._idle_s)
                self._look.clear()
                continue
            self._look.clear()
            try:
                messages = self._receive(min(MAX_BATCH, free * self._batch_size))
            except (BotoCoreError, ClientError) as error:
                if away == 0:
                    log.warning("queue %s can't be reached: %s", self._queue_url, error)
                self._stopping.wait(AWAY_SECONDS[min(away, len(AWAY_SECONDS) - 1)])
                away += 1
                continue
            if away:
                log.warning("queue %s is back", self._queue_url)
                away = 0
            for group in _by_group(messages):
                with self._lock:
                    self._busy += 1
                self._workers.submit(self._handle_group, group)
            if not messages:
                self._look.wait(self._idle_s)

    def _receive(self, most: int) -> list[MessageTypeDef]:
        response = self._client.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=most,
            WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return response.get("Messages", [])

    def _handle_group(self, messages: list[MessageTypeDef]) -> None:
        """One group's messages in order, a batch at a time; after a failure the rest goes back untouched."""
        try:
            for start in range(0, len(messages), self._batch_size):
                batch = messages[start : start + self._batch_size]
                failed = batch if self._stopping.is_set() else self._call(batch)
                done = [message for message in batch if message not in failed]
                self._delete(done)
                if failed:
                    self._hide(failed)
                    self._hide(messages[start + self._batch_size :])
                    return
        except Exception:
            log.exception("a batch for %s broke", self._function)
        finally:
            with self._lock:
                self._busy -= 1
            self._look.set()

    def _call(self, batch: list[MessageTypeDef]) -> list[MessageTypeDef]:
        """Call the function; the messages that it did not handle."""
        event = {"Records": [self._record(message) for message in batch]}
        try:
            result = self._runtime.invoke(self._function, json.dumps(event).encode())
        except AwsError as error:
            log.warning("%s could not be called: %s", self._function, error)
            return batch
        if result.function_error:
            log.warning("%s failed: %s", self._function, result.payload[:500].decode("utf-8", "replace"))
            return batch
        return _failures(batch, result.json())

    def _record(self, message: MessageTypeDef) -> dict[str, Any]:
        """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, the example for FIFO queues."""
        return {
            "messageId": message.get("MessageId", ""),
            "receiptHandle": message.get("ReceiptHandle", ""),
            "body": message.get("Body", ""),
            "attributes": dict(message.get("Attributes", {})),
            "messageAttributes": {
                name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message.get("MD5OfBody", ""),
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue_arn,
            "awsRegion": self._region,
        }

    def _delete(self, messages: Sequence[MessageTypeDef]) -> None:
        for message in messages:
            for wait_s in (0.1, 0.5, 1.0, None):
                try:
                    self._client.delete_message(
                        QueueUrl=self._queue_url, ReceiptHandle=message.get("ReceiptHandle", "")
                    )
                    break
                except (BotoCoreError, ClientError) as error:
                    if wait_s is None or self._stopping.wait(wait_s):
                        log.warning("message %s could not be deleted: %s", message.get("MessageId"), error)
                        break

    def _hide(self, messages: Sequence[MessageTypeDef]) -> None:
        for message in messages:
            received = int(message.get("Attributes", {}).get("ApproximateReceiveCount", "1"))
            wait_s = 0 if self._stopping.is_set() else RETRY_SECONDS[min(received, len(RETRY_SECONDS)) - 1]
            try:
                self._client.change_message_visibility(
                    QueueUrl=self._queue_url,
                    ReceiptHandle=message.get("ReceiptHandle", ""),
                    VisibilityTimeout=wait_s,
                )
            except (BotoCoreError, ClientError) as error:
                log.warning("message %s stays hidden: %s", message.get("MessageId"), error)


def _by_group(messages: Sequence[MessageTypeDef]) -> list[list[MessageTypeDef]]:
    groups: dict[str, list[MessageTypeDef]] = {}
    for message in messages:
        key = message.get("Attributes", {}).get("MessageGroupId") or message.get("MessageId", "")
        groups.setdefault(key, []).append(message)
    return list(groups.values())


def _failures(batch: list[MessageTypeDef], answer: Any) -> list[MessageTypeDef]:
    """The messages named in ``batchItemFailures``; all of them when the answer is not of that shape."""
    if answer is None or answer == "":
        return []
    if not isinstance(answer, dict):
        return batch
    items = answer.get("batchItemFailures")
    if items is None:
        return []
    if not isinstance(items, list):
        return batch
    named = {item.get("itemIdentifier") if isinstance(item, dict) else None for item in items}
    if not named <= {message.get("MessageId") for message in batch}:
        return batch
    return [message for message in batch if message.get("MessageId") in named]


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    """``DataType`` -> ``dataType`` and so on, as the event spells them."""
    return {name[0].lower() + name[1:]: content for name, content in value.items()}
