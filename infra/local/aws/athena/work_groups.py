"""Work groups: where results go and how much a query may scan.

https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.local.aws.athena import words
from infra.local.aws.errors import AwsError

PRIMARY = "primary"
LEAST_CUTOFF_BYTES = 10_000_000
ENGINE = {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}


@dataclass(frozen=True)
class WorkGroup:
    """A work group.

    Attributes
    ----------
    output_location
        ``s3://bucket/prefix/`` for results; used when a query names none, or always when ``enforce`` is set.
    cutoff_bytes
        A query that would scan more is cancelled; None for no limit, at least 10,000,000.
    """

    name: str
    output_location: str | None = None
    enforce: bool = False
    cutoff_bytes: int | None = None
    description: str = ""
    enabled: bool = True
    metrics: bool = False
    managed: bool = False
    """Athena keeps results itself, for a day and in no bucket; they are never used again for another query.
    https://docs.aws.amazon.com/athena/latest/ug/managed-results.html"""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def describe(self) -> dict[str, Any]:
        """The API's ``WorkGroup``."""
        result = {"OutputLocation": self.output_location} if self.output_location else {}
        configuration: dict[str, Any] = {
            "ResultConfiguration": result,
            "EnforceWorkGroupConfiguration": self.enforce,
            "PublishCloudWatchMetricsEnabled": self.metrics,
            "RequesterPaysEnabled": False,
            "EngineVersion": ENGINE,
        }
        if self.managed:
            configuration["ManagedQueryResultsConfiguration"] = {"Enabled": True}
        if self.cutoff_bytes is not None:
            configuration["BytesScannedCutoffPerQuery"] = self.cutoff_bytes
        return {**self.summary(), "Configuration": configuration}

    def summary(self) -> dict[str, Any]:
        return {
            "Name": self.name,
            "State": "ENABLED" if self.enabled else "DISABLED",
            "Description": self.description,
            "CreationTime": self.created,
        }


class WorkGroups:
    """The work groups of the account; ``primary`` is always there."""

    def __init__(self, groups: Iterable[WorkGroup] = ()) -> None:
        self._lock = threading.Lock()
        self._groups = {group.name: group for group in (WorkGroup(PRIMARY), *groups)}

    def get(self, name: str) -> WorkGroup:
        """Raises AwsError for a work group that doesn't exist."""
        group = self._groups.get(name)
        if group is None:
            raise AwsError("InvalidRequestException", words.no_work_group(name))
        return group

    def all(self) -> list[WorkGroup]:
        with self._lock:
            return sorted(self._groups.values(), key=lambda group: group.name)

    def create(self, request: Mapping[str, Any]) -> None:
        name = request["Name"]
        configuration = request.get("Configuration") or {}
        location = (configuration.get("ResultConfiguration") or {}).get("OutputLocation")
        managed = (configuration.get("ManagedQueryResultsConfiguration") or {}).get("Enabled", False)
        _check_managed(managed, location)
        with self._lock:
            if name in self._groups:
                raise AwsError("InvalidRequestException", words.work_group_exists(name))
            self._groups[name] = WorkGroup(
                name,
                output_location=location,
                managed=managed,
                enforce=configuration.get("EnforceWorkGroupConfiguration", True),
                cutoff_bytes=_cutoff(configuration.get("BytesScannedCutoffPerQuery")),
                description=request.get("Description", ""),
                metrics=configuration.get("PublishCloudWatchMetricsEnabled", False),
            )

    def update(self, request: Mapping[str, Any]) -> None:
        old = self.get(request["WorkGroup"])
        updates = request.get("ConfigurationUpdates") or {}
        result = updates.get("ResultConfigurationUpdates") or {}
        location = None if result.get("RemoveOutputLocation") else result.get("OutputLocation", old.output_location)
        removes = updates.get("RemoveBytesScannedCutoffPerQuery")
        managed = (updates.get("ManagedQueryResultsConfigurationUpdates") or {}).get("Enabled", old.managed)
        _check_managed(managed, location)
        cutoff = None if removes else _cutoff(updates.get("BytesScannedCutoffPerQuery", old.cutoff_bytes))
        with self._lock:
            self._groups[old.name] = WorkGroup(
                old.name,
                output_location=location,
                managed=managed,
                enforce=updates.get("EnforceWorkGroupConfiguration", old.enforce),
                cutoff_bytes=cutoff,
                description=request.get("Description", old.description),
                enabled=request.get("State", "ENABLED" if old.enabled else "DISABLED") == "ENABLED",
                metrics=updates.get("PublishCloudWatchMetricsEnabled", old.metrics),
                created=old.created,
            )

    def delete(self, name: str) -> None:
        if name == PRIMARY:
            raise AwsError("InvalidRequestException", words.work_group_primary())
        self.get(name)
        with self._lock:
            self._groups.pop(name, None)


def _check_managed(managed: bool, location: str | None) -> None:
    if managed and location:
        raise AwsError("InvalidRequestException", words.managed_location())


def _cutoff(value: int | None) -> int | None:
    if value is not None and value < LEAST_CUTOFF_BYTES:
        raise AwsError("InvalidRequestException", words.cutoff_too_small(LEAST_CUTOFF_BYTES))
    return value
