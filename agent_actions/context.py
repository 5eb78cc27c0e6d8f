"""What an action function may use: who asks, what they may see, and the services, all passed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent_actions.clients import AiClients
from agent_actions.contract import Audience, Caller, HistoryTurn, SharedFile
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.search import SearchIndex
from agent_actions.settings import Settings
from agent_actions.sql.athena import Athena
from agent_actions.sql.rights import Grant, grant
from agent_actions.sql.tables import Tables

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@dataclass(frozen=True)
class Services:
    """The collaborators of all actions, made once for a Lambda environment."""

    settings: Settings
    s3: S3Client
    athena: Athena
    tables: Callable[[], Tables]
    model: Callable[[], SemanticModel]
    index: Callable[[SemanticModel, Tables], SearchIndex]
    ai: AiClients
    """Clients of the services that read, hear and speak, each made when first used."""
    freshness: dict[str, tuple[float, str | None]]
    """Freshness statement as allowed to an asker -> (monotonic time of the reading, newest value)."""


@dataclass(frozen=True)
class Context:
    """One call. ``deadline`` is on :func:`time.monotonic`'s clock."""

    caller: Caller
    audience: Audience
    turn: str
    services: Services
    deadline: float
    thread: str = ""
    """Key of the thread (:func:`agent_actions.contract.thread_key`); empty outside of threads."""
    files: tuple[SharedFile, ...] = ()
    """The thread's files, those of the message first, then the newest first."""
    history: tuple[HistoryTurn, ...] = ()
    """Earlier turns of the thread, oldest first."""

    @cached_property
    def model(self) -> SemanticModel:
        return self.services.model()

    @cached_property
    def tables(self) -> Tables:
        return self.services.tables()

    @cached_property
    def grant(self) -> Grant:
        """What asker and audience may both see. Raises RefusedError for strangers and the unmatched."""
        return grant(self.model, self.caller, self.audience)

    @cached_property
    def index(self) -> SearchIndex:
        return self.services.index(self.model, self.tables)

    @cached_property
    def today(self) -> date:
        """Today in the company's timezone."""
        return self.services.settings.today or datetime.now(ZoneInfo(self.model.config.defaults.timezone)).date()

    @property
    def query_deadline(self) -> float:
        return min(self.deadline, time.monotonic() + self.services.settings.query_seconds)
