"""The one error of the offline Slack: Slack's own code, answered as ``{"ok": false, "error": code}``."""

from __future__ import annotations

from typing import Any


class SlackApiError(Exception):
    """A method refuses. ``code`` is Slack's error code; ``messages`` go to ``response_metadata.messages``."""

    def __init__(self, code: str, *, messages: tuple[str, ...] = (), **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages
        self.extra = extra

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["errors"] = [m.removeprefix("[ERROR] ") for m in self.messages]
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


def missing(field: str) -> SlackApiError:
    """A required argument is not there."""
    return SlackApiError("invalid_arguments", messages=(f"[ERROR] missing required field: {field}",))
