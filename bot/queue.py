"""Lazy listeners by way of SQS FIFO: the front sends, the worker runs the very same listener.

The group is the session, so that one session never runs two turns at once; the deduplication id is the claim key and
the function's name, so that Slack's retries and twin events within five minutes are one message.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from slack_bolt import App, BoltRequest, kwargs_injection
from slack_bolt.lazy_listener import LazyListenerRunner

from bot.errors import ReplayError
from bot.files.slack_file import slim as slim_files
from bot.keys import claim_key, queue_group
from bot.payload import Payload

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

MESSAGE_BYTES = 256 * 1024
"""What every SQS queue takes; some take 1 MiB.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"""
TEXT_KEPT = 40_000
"""Characters of a text kept when a message is too big otherwise: more than Slack itself takes."""
LISTED_KEPT = 100
DELIVERY = "outcrop_delivery"
OUTCOME = "outcrop_outcome"


@dataclass(frozen=True)
class Delivery:
    """How a queued request came to the worker."""

    id: str
    deadline: float
    """On ``time.monotonic``'s clock: when the worker itself will be ended."""


class QueueRunner(LazyListenerRunner):
    """Sends what the front starts; runs what the worker replays, and keeps its error for :func:`replay` to raise."""

    def __init__(self, sqs: Callable[[], SQSClient], queue_url: str, logger: logging.Logger) -> None:
        self._sqs, self._queue_url, self.logger = sqs, queue_url, logger

    def start(self, function: Callable[..., None], request: BoltRequest) -> None:
        """Raises botocore's errors: Slack then gets a 500 and tries again."""
        body: Payload = request.body
        identity = f"{claim_key(body)}|{function.__name__}"
        self._sqs().send_message(
            QueueUrl=self._queue_url,
            MessageBody=message(body, function.__name__),
            MessageGroupId=queue_group(body),
            MessageDeduplicationId=hashlib.sha256(identity.encode()).hexdigest(),
        )

    def run(self, function: Callable[..., None], request: BoltRequest) -> None:
        outcome = cast("list[Exception | None]", cast("Payload", request.context)[OUTCOME])
        try:
            function(**_arguments(function, request, self.logger))
        except Exception as error:
            outcome.append(error)
        else:
            outcome.append(None)


def _arguments(function: Callable[..., None], request: BoltRequest, logger: logging.Logger) -> dict[str, Any]:
    """What Bolt would pass to a listener, by the names of its parameters."""
    names = list(inspect.signature(function).parameters)
    return kwargs_injection.build_required_kwargs(  # pyright: ignore[reportUnknownMemberType]
        logger=logger, required_arg_names=names, request=request, response=None, this_func=function
    )


def message(body: Payload, function: str) -> str:
    """The queued text: Slack's body without its verification token and without what is said twice in it."""
    slim = {name: value for name, value in body.items() if name not in ("token", "authorizations")}
    for name in ("event", "message"):
        if isinstance(slim.get(name), dict):
            kept = {key: value for key, value in slim[name].items() if key not in ("blocks", "attachments")}
            slim[name] = {**kept, "files": slim_files(kept["files"])} if "files" in kept else kept
    for listed in (None, LISTED_KEPT, 1):
        fitting = slim if listed is None else _cut(slim, listed)
        text = json.dumps({"function": function, "body": fitting}, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode(errors="replace")) <= MESSAGE_BYTES:
            return text
    return text


def replay(app: App, text: str, delivery: Delivery) -> None:
    """Run a queued message's listener. Raises what it raises, and ReplayError when there is nothing to run."""
    try:
        queued: Any = json.loads(text)
        body, function = dict(queued["body"]), str(queued["function"])
    except (ValueError, KeyError, TypeError) as error:
        raise ReplayError("This queue message is not one of ours.") from error
    outcome: list[Exception | None] = []
    request = BoltRequest(
        mode="socket_mode",
        body=body,
        headers={"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": function},
        context={DELIVERY: delivery, OUTCOME: outcome},
    )
    app.dispatch(request)
    if not outcome:
        raise ReplayError(f"Nothing ran for the queued listener {function}.")
    if outcome[0] is not None:
        raise outcome[0]


def _cut(value: object, listed: int) -> object:
    """The same with every long text and list cut; for bodies that no queue would take."""
    if isinstance(value, str):
        return value[:TEXT_KEPT]
    if isinstance(value, dict):
        return {key: _cut(item, listed) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_cut(item, listed) for item in cast("list[object]", value)[:listed]]
    return value
