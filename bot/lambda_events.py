"""News of jobs from EventBridge and SNS, and the clock's poll: the events function's handler."""

from __future__ import annotations

from bot.app import jobs


def handler(event: dict[str, object], context: object) -> None:  # noqa: ARG001 - Lambda's signature
    jobs().hear(event)
