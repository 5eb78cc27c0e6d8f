"""The cache of lakes: made once, whole or not at all, the last used three kept."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from infra.local.lake.cache import ABANDONED_S, KEPT, cached


def fill(folder: Path) -> None:
    (folder / "rows").write_text("1")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        fill(folder)

    first = cached(tmp_path / "lake", "a", make)
    assert cached(tmp_path / "lake", "a", make) == first
    assert len(made) == 1
    assert (first / "rows").read_text() == "1"


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        fill(folder)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        cached(tmp_path, "a", fail)
    assert list(tmp_path.iterdir()) == []


def test_the_last_used_ones_are_kept(tmp_path: Path) -> None:
    for name in "abc":
        os.utime(cached(tmp_path, name, fill), (ord(name), ord(name)))
    cached(tmp_path, "a", fill)
    cached(tmp_path, "d", fill)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "c", "d"]
    assert KEPT == 3


def test_two_makers_at_once_end_with_one_folder(tmp_path: Path) -> None:
    together = threading.Barrier(2, timeout=30)
    found: list[Path] = []

    def make(folder: Path) -> None:
        fill(folder)
        together.wait()

    threads = [threading.Thread(target=lambda: found.append(cached(tmp_path, "a", make))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tmp_path / "a"] * 2
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_what_a_dead_process_left_is_swept_and_what_a_live_one_makes_is_not(tmp_path: Path) -> None:
    dead, live = tmp_path / ".making-dead", tmp_path / ".making-live"
    dead.mkdir()
    live.mkdir()
    old = live.stat().st_mtime - 2 * ABANDONED_S
    os.utime(dead, (old, old))
    cached(tmp_path, "a", fill)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".making-live", "a"]
