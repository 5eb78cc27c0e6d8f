"""Folders that take a while to make, kept under their names: made whole or not at all, the last used ones kept."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

KEPT = 3
"""Folders kept, the last used ones."""
ABANDONED_S = 3600
"""An unfinished folder older than this was left by a process that died."""


def cached(cache: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``cache/name``; when it isn't there, ``make`` fills an empty folder that then gets the name.

    Safe to call from several processes at once: the first to finish wins. What ``make`` raises goes through, and
    nothing is left behind.
    """
    target = cache / name
    if not target.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".making-", dir=cache))
        try:
            make(unfinished)
            _publish(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    os.utime(target)
    _prune(cache)
    return target


def _publish(unfinished: Path, target: Path) -> None:
    """Rename into place; when another process was faster, its folder holds the same."""
    unfinished.chmod(0o755)
    try:
        unfinished.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _prune(cache: Path) -> None:
    finished = sorted((p for p in cache.iterdir() if not p.name.startswith(".")), key=_last_used)
    abandoned = [p for p in cache.glob(".making-*") if time.time() - _last_used(p) > ABANDONED_S]
    for folder in [*finished[:-KEPT], *abandoned]:
        shutil.rmtree(folder, ignore_errors=True)


def _last_used(folder: Path) -> float:
    """Seconds since the epoch; 0 when another process has just deleted it."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0
