"""Calls to Slack: waits for rate limits within a turn's deadline, and what Slack's error codes mean for us."""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.slack_api import Slack, SlackAnswer

SLACK_ERRORS = (SlackClientError, OSError, HTTPException)
"""What a call to Slack may raise: its refusals, and a connection that broke."""

GONE = frozenset(
    {
        "account_inactive", "channel_not_found", "invalid_auth", "is_archived", "not_authed", "not_in_channel",
        "org_login_required", "team_access_not_granted", "team_not_found", "token_expired", "token_revoked",
        "restricted_action", "thread_not_found",
    }
)  # fmt: skip
"""Codes after which nothing more can be said in this place, however often one tries."""

_CODE = re.compile(r"[a-z0-9_]+", re.ASCII)

RETRIES = 2
SOON_S: Mapping[str, float] = {
    "chat.startStream": 2.0, "agents.sessions.setStatus": 1.0, "assistant.threads.setStatus": 1.0,
}  # fmt: skip
"""Methods not waited for longer: the answer can be posted instead, and a status is no longer worth it."""


class RateLimitWithinDeadline(RateLimitErrorRetryHandler):
    """Waits for ``Retry-After`` as the SDK's handler does, but never past ``deadline`` (``time.monotonic``)."""

    def __init__(self, deadline: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(max_retry_count=RETRIES)
        self._deadline, self._clock = deadline, clock

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if not super()._can_retry(state=state, request=request, response=response, error=error) or response is None:
            return False
        wait = _retry_after(response)
        if wait > SOON_S.get(request.url.rpartition("/")[2], float("inf")):
            return False
        return self._clock() + wait + 1 < self._deadline

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the SDK's signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        if response is None:
            return
        state.next_attempt_requested = True
        time.sleep(_retry_after(response) + random.random())  # noqa: S311 - jitter
        state.increment_current_attempt()


def slack_client(token: str, base_url: str, deadline: float, timeout_s: int = 15) -> Slack:
    """A client that gives up waiting at ``deadline``.

    It doesn't repeat a call whose connection broke, as the SDK's default does: Slack may have posted the message.
    """
    client: object = WebClient(
        token=token,
        base_url=base_url,
        timeout=timeout_s,
        retry_handlers=[RateLimitWithinDeadline(deadline)],
        logger=_quiet_logger(),
    )
    return cast("Slack", client)


def error_code(error: BaseException) -> str:
    """Slack's error code, such as ``msg_too_long``; empty for anything else, a gateway's page of HTML included."""
    if isinstance(error, SlackApiError):
        response = cast("SlackAnswer", error.response)  # pyright: ignore[reportUnknownMemberType]
        code = str(response.get("error") or "")
        return code if _CODE.fullmatch(code) else ""
    return ""


def _retry_after(response: HttpResponse) -> float:
    for name, values in response.headers.items():
        if name.lower() == "retry-after" and values:
            try:
                return max(0.0, float(values[0]))
            except ValueError:
                return 1.0
    return 1.0


def _quiet_logger() -> logging.Logger:
    """The SDK logs request bodies at DEBUG; ours never goes there."""
    logger = logging.getLogger("outcrop.slack")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
    return logger
