"""What an action function may use: who asks, what they may see, and the services, all passed in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent_actions.clients import AiClients
from agent_actions.contract import Audience, Caller, HistoryTurn, SharedFile
from agent_actions.files.scratch import Scratch
from agent_actions.semantic.model import SemanticModel, TableRef
from agent_actions.semantic.search import SearchIndex
from agent_actions.settings import Settings
from agent_actions.sql.athena import Athena
from agent_actions.sql.rights import Grant, grant
from agent_actions.sql.tables import TableInfo, Tables

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
    scratch: Scratch
    """The tables made of files."""
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
    meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the asker means by words with several meanings: folded word -> metric."""

    @cached_property
    def model(self) -> SemanticModel:
        return self.services.model()

    @cached_property
    def lake(self) -> Tables:
        """The tables of the lake: what the model and the search index are made of."""
        return self.services.tables()

    @cached_property
    def datasets(self) -> tuple[TableInfo, ...]:
        """The tables made of this thread's files, and of no other's."""
        return self.services.scratch.of_thread(self.thread)

    @cached_property
    def tables(self) -> Tables:
        """Whatever a statement in this thread may name."""
        return self.lake.beside(self.datasets)

    @cached_property
    def grant(self) -> Grant:
        """What asker and audience may both see. Raises RefusedError for strangers and the unmatched."""
        return grant(self.model, self.caller, self.audience).beside(self._is_dataset)

    def _is_dataset(self, ref: TableRef) -> bool:
        scratch = self.services.settings.scratch_database
        return ref.database == scratch and any(table.ref == ref for table in self.datasets)

    @cached_property
    def index(self) -> SearchIndex:
        return self.services.index(self.model, self.lake)

    @cached_property
    def today(self) -> date:
        """Today in the company's timezone."""
        return self.services.settings.today or datetime.now(ZoneInfo(self.model.config.defaults.timezone)).date()

    @property
    def query_deadline(self) -> float:
        return min(self.deadline, time.monotonic() + self.services.settings.query_seconds)
