"""What a crawl found: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CrawlProblem:
    """A file or folder that became no table, or not wholly. ``message`` names it and says what to do."""

    path: str
    message: str


@dataclass(frozen=True)
class CrawledTable:
    """A table: Glue's ``TableInput`` and, if it is partitioned, a ``PartitionInput`` for each partition."""

    database: str
    input: Mapping[str, Any]
    partitions: tuple[Mapping[str, Any], ...] = ()

    @property
    def name(self) -> str:
        return str(self.input["Name"])


@dataclass(frozen=True)
class CrawlResult:
    databases: tuple[str, ...]
    tables: tuple[CrawledTable, ...]
    problems: tuple[CrawlProblem, ...] = field(default=())
