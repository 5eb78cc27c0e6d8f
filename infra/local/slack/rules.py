"""Slack's limits as switches: each holds as Slack has it, is switched off, or holds with another value.

``POST /_faults {"limits": {"one_table": false, "stream_seconds": 5, "tiers": true}}``: false switches a limit off, true
puts Slack's own value back, a number is the value from now on. docs/reference.md lists them, written from LIMITS.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """``value`` None: on or off only. ``on``: how the workspace starts."""

    error: str
    what: str
    value: float | None = None
    on: bool = True


LIMITS: dict[str, Limit] = {
    "block_limits": Limit("invalid_blocks", "Lengths, counts and ranges of Block Kit (types and fields always hold)"),
    "one_table": Limit("only_one_table_allowed", "`table` and `data_table` blocks in one message", 1),
    "charts": Limit("invalid_blocks", "`data_visualization` blocks in one message", 2),
    "table_characters": Limit("invalid_blocks", "Characters over all cells of a message's tables", 10_000),
    "message_text": Limit(
        "msg_too_long", "Characters of `text` in a new message; off: cut, with the warning `message_truncated`", 40_000
    ),
    "update_text": Limit("msg_too_long", "Characters of `text` in `chat.update`", 4_000),
    "markdown_text": Limit("msg_too_long", "Characters of `markdown_text` in one call", 12_000),
    "stream_seconds": Limit(
        "message_not_in_streaming_state", "Seconds from a stream's start to its end, even while it grows", 300
    ),
    "stream_bytes": Limit("msg_too_long", "Bytes (UTF-8) of text in one streamed message", 11_000),
    "stream_edits": Limit("streaming_state_conflict", "No `chat.update` of a message that is streaming"),
    "view_bytes": Limit("view_too_large", "Bytes of a view", 250_000),
    "tiers": Limit(
        "ratelimited", "Calls a minute of each method, by its tier; HTTP 429 with `Retry-After`", None, on=False
    ),
}
"""Documented at docs.slack.dev but for: charts (vercel/chat#696), stream_seconds (slackapi/python-slack-sdk#1859),
stream_bytes (openclaw#143882: 10.6 to 11.3 kB). For message_text Slack documents the cut; a refusal is what a bot
notices, so it is the default here."""


class Rules:
    """The limits as they hold now."""

    def __init__(self, start: dict[str, float] | None = None) -> None:
        """``start`` gives values that differ from Slack's from the beginning."""
        self._start = {name: self._default(name) for name in LIMITS} | (start or {})
        self._now = dict(self._start)

    @staticmethod
    def _default(name: str) -> float:
        limit = LIMITS[name]
        return math.inf if not limit.on else 0 if limit.value is None else limit.value

    def holds(self, name: str) -> bool:
        return self._now[name] != math.inf

    def most(self, name: str) -> float:
        """The value that may not be passed; infinity when the limit is off."""
        return self._now[name]

    def set(self, name: str, value: bool | float) -> None:
        """Raises KeyError for a name that is none, ValueError for a value that it cannot have."""
        limit = LIMITS[name]
        if value is False:
            self._now[name] = math.inf
        elif value is True:
            self._now[name] = 0 if limit.value is None else self._start[name] if limit.on else limit.value
        elif limit.value is None or not 0 <= value < math.inf:
            raise ValueError(name)
        else:
            self._now[name] = value

    def reset(self) -> None:
        self._now = dict(self._start)

    def describe(self) -> dict[str, bool | float]:
        """Name -> false (off), true (on) or the value."""
        return {
            name: False if most == math.inf else most if LIMITS[name].value is not None else True
            for name, most in self._now.items()
        }


STANDARD = Rules()
"""Slack's own, for checks without a workspace. Never changed."""
