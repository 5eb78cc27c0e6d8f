"""Who the bot itself is in Slack: asked once a process, then kept. Bolt would ask on every request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.slack_api import Slack


@dataclass(frozen=True)
class BotIdentity:
    team: str
    user: str
    bot: str


class WhoAmI:
    def __init__(self, client: Callable[[], Slack]) -> None:
        self._client, self._known, self._lock = client, None, threading.Lock()
        self._known: BotIdentity | None

    def __call__(self) -> BotIdentity:
        """Raises SlackApiError when the token is no good."""
        with self._lock:
            if self._known is None:
                answer = self._client().auth_test()
                self._known = BotIdentity(
                    str(answer.get("team_id") or ""), str(answer.get("user_id") or ""), str(answer.get("bot_id") or "")
                )
            return self._known
