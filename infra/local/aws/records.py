"""What a service remembers over a restart: one small JSON file for each job, task or terminology."""

from __future__ import annotations

import contextlib
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

_TIME = "$time"


class Records:
    """Dictionaries by name, kept in ``folder``. Values are what JSON has, and naive UTC datetimes. Thread-safe.

    What is read back is a copy: nothing changes but by ``put``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._held: dict[str, dict[str, Any]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.json")):
            with contextlib.suppress(OSError, ValueError, KeyError):
                written = json.loads(path.read_text(), object_hook=_times)
                self._held[written["name"]] = written["record"]

    def get(self, name: str) -> dict[str, Any] | None:
        with self._lock:
            found = self._held.get(name)
            return None if found is None else dict(found)

    def all(self) -> dict[str, dict[str, Any]]:
        with self._lock:
            return {name: dict(record) for name, record in self._held.items()}

    def add(self, name: str, record: dict[str, Any]) -> bool:
        """False when there is one of that name; nothing is changed then."""
        with self._lock:
            if name in self._held:
                return False
            self._write(name, record)
            return True

    def put(self, name: str, record: dict[str, Any]) -> None:
        with self._lock:
            self._write(name, record)

    def update(self, name: str, **changes: Any) -> dict[str, Any] | None:
        """The changed record; None when it has been deleted meanwhile."""
        with self._lock:
            if name not in self._held:
                return None
            record = {**self._held[name], **changes}
            self._write(name, record)
            return dict(record)

    def delete(self, name: str) -> bool:
        with self._lock:
            self._path(name).unlink(missing_ok=True)
            return self._held.pop(name, None) is not None

    def _write(self, name: str, record: dict[str, Any]) -> None:
        path = self._path(name)
        written = path.with_suffix(".new")
        written.write_text(json.dumps({"name": name, "record": record}, default=_time))
        written.replace(path)
        self._held[name] = dict(record)

    def _path(self, name: str) -> Path:
        return self._folder / f"{quote(name, safe='')}.json"


def now() -> datetime:
    """The time as service models have it: naive, UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def _time(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    raise TypeError(f"{type(value).__name__} can't be kept")


def _times(found: dict[str, Any]) -> Any:
    return datetime.fromisoformat(found[_TIME]) if set(found) == {_TIME} else found
