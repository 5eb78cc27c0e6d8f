"""The table of Web API methods and what each is called with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.slack.arguments import parse_json
from infra.local.slack.errors import SlackApiError, missing
from infra.local.slack.limits import TIER_3
from infra.local.slack.store import Json, Store

if TYPE_CHECKING:
    from infra.local.slack.core import Core
    from infra.local.slack.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """One call: the parts of the server and the arguments, be they form fields, JSON or multipart."""

    core: Core
    arguments: Json

    @property
    def workspace(self) -> Workspace:
        return self.core.workspace

    @property
    def store(self) -> Store:
        return self.core.workspace.store

    def text(self, name: str, default: str = "") -> str:
        """Raises invalid_arguments for a structure."""
        value = self.arguments.get(name)
        if isinstance(value, dict | list):
            raise SlackApiError("invalid_arguments", messages=(f"[ERROR] must be a string [json-pointer:/{name}]",))
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if not value:
            return default
        try:
            return int(float(value))
        except (ValueError, OverflowError):
            raise SlackApiError(
                "invalid_arguments", messages=(f"[ERROR] must be an integer [json-pointer:/{name}]",)
            ) from None

    def parsed(self, name: str, code: str = "invalid_arguments") -> Any:
        """A structure: given as JSON, or as JSON text in a form field. None when absent."""
        value = self.arguments.get(name)
        if isinstance(value, str):
            return parse_json(value, code) if value.strip() else None
        return value

    def listed(self, name: str) -> list[str]:
        """A list given as an array or as comma separated text."""
        value = self.arguments.get(name)
        if isinstance(value, list):
            return [str(item) for item in value]
        return [item.strip() for item in str(value or "").split(",") if item.strip()]

    def channel(self, name: str = "channel") -> str:
        return self.workspace.require_channel(self.required(name))


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    name: str
    run: Handler
    per_minute: int
    public: bool
    """True when it wants no token."""


METHODS: dict[str, Method] = {}


def method(name: str, per_minute: int = TIER_3, *, public: bool = False) -> Callable[[Handler], Handler]:
    """Register a function as the Web API method of that name."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(name, run, per_minute, public)
        return run

    return register


def page_of(items: list[Any], call: Call, default: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
    """Slack's cursor pages: (this page, response_metadata). The cursor is where the next page begins."""
    limit = max(1, min(call.number("limit", default), most))
    cursor = call.text("cursor")
    if cursor and not cursor.isdigit():
        raise SlackApiError("invalid_cursor")
    start = int(cursor or 0)
    more = start + limit < len(items)
    return items[start : start + limit], {"next_cursor": str(start + limit) if more else ""}
