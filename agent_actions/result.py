"""What an action function gives back; :mod:`agent_actions.run` turns it into a receipt and the model's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_actions.contract import Choice, Job, MadeFile, MetricVersion, Provenance, Status, Table


@dataclass(frozen=True)
class ActionResult:
    """``data`` is extra JSON for the model; figures belong in ``table``, which the bot renders itself."""

    status: Status = "ok"
    title: str = ""
    headline: str = ""
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    table: Table | None = None
    provenance: Provenance | None = None
    sql: str | None = None
    query_id: str | None = None
    bytes_scanned: int | None = None
    data_as_of: str | None = None
    metrics: tuple[MetricVersion, ...] = ()
    assumptions: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What words are to mean to the asker from now on; empty: forgotten."""
    output_key: str | None = None
    owners: tuple[str, ...] = ()
    """Who answers for the definition: Slack user or channel ids, or ``#channel``."""
    text: str | None = None
    """A result that is a text, whole: the bot shows it from the receipt; the model is given its beginning."""
    files: tuple[MadeFile, ...] = ()
    jobs: tuple[Job, ...] = ()
    """With status ``pending``: what was started and is waited for."""
    source: str | None = None
    """Slack id of the file that was read."""
    dataset: str | None = None
    """Name of the thread's dataset that a file was made into; the table's columns then carry its types."""
