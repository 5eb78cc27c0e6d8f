"""The parts of one offline Slack, put together once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from infra.local.slack import words as _words
from infra.local.slack.delivery import Delivery
from infra.local.slack.events import Events
from infra.local.slack.faults import Faults
from infra.local.slack.filebox import FileBox
from infra.local.slack.hub import Hub
from infra.local.slack.interactions import Interactions
from infra.local.slack.journal import Journal
from infra.local.slack.limits import RateLimiter
from infra.local.slack.modals import Views
from infra.local.slack.rules import Rules
from infra.local.slack.store import Json, Store
from infra.local.slack.streaming import Streams
from infra.local.slack.timing import Timing
from infra.local.slack.workspace import Workspace


@dataclass
class Core:
    """``origin`` (``http://127.0.0.1:PORT``) is set when the port is bound."""

    workspace: Workspace
    streams: Streams
    views: Views
    delivery: Delivery
    faults: Faults
    journal: Journal
    bot_token: str
    verification_token: str
    origin: str = ""
    limiter: RateLimiter = field(default_factory=RateLimiter)
    words: ModuleType = _words
    files: FileBox = field(init=False)
    events: Events = field(init=False)
    interactions: Interactions = field(init=False)
    hub: Hub = field(init=False)
    subscriptions: frozenset[str] = frozenset()
    shortcuts: tuple[Json, ...] = ()

    def __post_init__(self) -> None:
        self.files = FileBox(self.workspace, lambda: self.origin, self.faults)
        self.events = Events(self.workspace, self.delivery, self.verification_token, self.subscriptions, self.faults)
        self.interactions = Interactions(
            self.workspace, self.delivery, self.events, self.views, self.streams, self.verification_token,
            lambda: self.origin,
        )  # fmt: skip
        self.hub = Hub(self.workspace, self.streams)

    def permalink(self, channel: str, ts: str, thread_ts: str = "") -> str:
        """An address that opens the message on the workspace page."""
        thread = thread_ts or ts
        return f"{self.origin}/c/{channel}/{thread}#m-{ts.replace('.', '-')}"


def build_core(
    home: Path | None, request_url: str | None, secret: str, bot_token: str, timing: Timing,
    subscriptions: frozenset[str], verification_token: str, shortcuts: tuple[Json, ...] = (),
) -> Core:  # fmt: skip
    store = Store(home)
    rules = Rules({"stream_seconds": timing.stream})
    workspace = Workspace(store, timing, rules)
    journal = Journal((bot_token, secret, verification_token), workspace.thread_of)
    faults = Faults(rules)
    delivery = Delivery(request_url, secret, timing, journal, faults)
    return Core(
        workspace=workspace, streams=Streams(workspace), views=Views(workspace), delivery=delivery,
        faults=faults, journal=journal, bot_token=bot_token, verification_token=verification_token,
        subscriptions=subscriptions, shortcuts=shortcuts,
    )  # fmt: skip
