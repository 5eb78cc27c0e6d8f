"""Queued work: the SQS event source's handler, with ReportBatchItemFailures."""

from __future__ import annotations

from bot.app import worker
from bot.batch import BatchResponse, LambdaContext, process
from bot.queue import Delivery, replay

worker()  # in the function's init phase: the first message shouldn't wait for imports and clients


def handler(event: dict[str, object], context: LambdaContext | None) -> BatchResponse:
    return process(event, context, lambda body, message, until: replay(worker(), body, Delivery(message, until)))
