"""Slack's requests: verify, acknowledge, enqueue. The function URL's handler."""

from __future__ import annotations

from bot.app import front
from bot.lambda_http import HttpResponse, respond


def handler(event: dict[str, object], context: object) -> HttpResponse:  # noqa: ARG001 - Lambda's signature
    return respond(front(), event)
