"""Every wait and expiry of the offline Slack in one place, so that a test can shorten them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds. Defaults are Slack's.

    Sources: retries and the 3 s limit, https://docs.slack.dev/apis/events-api/ ; stream life, reported in
    slackapi/python-slack-sdk#1859 ; the rest, https://docs.slack.dev/interactivity/handling-user-interaction
    """

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    response_url: float = 1800.0
    response_url_uses: int = 5
    stream: float = 300.0
    status: float = 120.0
    upload_url: float = 3600.0
