"""Slack's rate limit tiers per method (https://docs.slack.dev/apis/web-api/rate-limits), as one workspace sees them."""

from __future__ import annotations

import math
import threading
import time
from collections import deque

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
SPECIAL = 60
"""chat.postMessage: about one a second for each channel. setStatus: not published; the same is assumed."""
WORKSPACE_MESSAGES = 300
"""chat.postMessage in all channels together. Slack says "several hundred a minute" and no figure; assumed."""
WINDOW_SECONDS = 60


def counters(method: str, per_minute: int, channel: str) -> list[tuple[str, int]]:
    """(what is counted, how many a minute) for a call: each method by itself, messages by channel and in all."""
    if method != "chat.postMessage":
        return [(method, per_minute)]
    return [(f"{method}:{channel}", per_minute), (method, WORKSPACE_MESSAGES)]


class RateLimiter:
    """A sliding window of one minute for each key."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, key: str, per_minute: int) -> int:
        """0 when the call may go ahead (and is counted); else the seconds of Retry-After."""
        now = time.monotonic()
        with self._lock:
            calls = self._calls.setdefault(key, deque())
            while calls and now - calls[0] >= WINDOW_SECONDS:
                calls.popleft()
            if len(calls) < per_minute:
                calls.append(now)
                return 0
            return max(1, math.ceil(WINDOW_SECONDS - (now - calls[0])))
