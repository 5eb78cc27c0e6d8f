"""An SQS batch: each record by itself, failures reported one by one, the order within a group kept.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.errors import NotYetError

log = logging.getLogger("outcrop.worker")

SPARE_S = 5.0
"""Seconds kept back from the function's own timeout."""

BatchResponse = dict[str, list[dict[str, str]]]


class LambdaContext(Protocol):
    def get_remaining_time_in_millis(self) -> int: ...


def process(
    event: Mapping[str, Any], context: LambdaContext | None, run: Callable[[str, str, float], None]
) -> BatchResponse:
    """Run ``run(body, message id, deadline)`` for each record.

    After a record of a FIFO group failed, the later ones of that group are failed untouched: they must not overtake it.
    """
    deadline = float("inf")
    if context is not None:
        deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - SPARE_S
    failed: list[str] = []
    stuck: set[str] = set()
    for record in event.get("Records", ()):
        message, group = str(record["messageId"]), str(record.get("attributes", {}).get("MessageGroupId", ""))
        if group and group in stuck:
            failed.append(message)
            continue
        try:
            run(str(record.get("body", "")), message, deadline)
        except NotYetError as error:
            log.info("message %s: %s", message, error.message)
            failed.append(message)
            stuck.add(group)
        except Exception:
            log.exception("message %s failed", message)
            failed.append(message)
            stuck.add(group)
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
