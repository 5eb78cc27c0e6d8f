"""Slack's rate limit tiers per method (https://docs.slack.dev/apis/web-api/rate-limits), as one workspace sees them."""

from __future__ import annotations

import math
import threading
import time
from collections import deque

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
SPECIAL = 60
"""chat.postMessage: about one a second for each channel. setStatus: not published; the same is assumed."""


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
            while calls and now - calls[0] >= 60:
                calls.popleft()
            if len(calls) < per_minute:
                calls.append(now)
                return 0
            return max(1, math.ceil(60 - (now - calls[0])))
