"""The files of a message and of its thread: what is there already, what is new, and the taking of it.

Several files are taken at once, each by itself: one that fails stops none of the others. The turn's own thread
meanwhile looks for Stop and for the deadline.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_actions.contract import SharedFile
from bot.files.halt import Halt
from bot.files.naming import shown_name
from bot.files.slack_file import Shared
from bot.files.take import Names, Place, Taker

if TYPE_CHECKING:
    from bot.file_words import FileWords
    from bot.files.rows import FileRow, FileRows

AT_ONCE = 3
"""Files at once: each holds up to two parts of 8 MB in memory."""
TICK_S = 0.25
PATIENCE_S = 3.0
"""How long a turn that ends waits for its downloads to tidy up."""
KNOWN_FILES = 20
"""Files of a thread that the agent is told of."""

log = logging.getLogger("outcrop.files")


@dataclass(frozen=True)
class Watch:
    """What the turn does while files are taken."""

    began: Callable[[str, str], None]
    """(file id, name)"""
    ended: Callable[[str, str, bool], None]
    """(file id, name, whether it was taken)"""
    look: Callable[[], None]
    """Called several times a second; raises what ends the turn."""


@dataclass(frozen=True)
class Taken:
    """``files``: the thread's, those of the message first, then the newest first."""

    files: tuple[SharedFile, ...] = ()
    said: tuple[str, ...] = ()
    """Sentences: why files were not taken, and what should be known of those that were."""
    shared: bool = False
    """Whether the message brought files at all."""

    @property
    def now(self) -> tuple[SharedFile, ...]:
        return tuple(file for file in self.files if file.now)


class Intake:
    def __init__(self, rows: FileRows, taker: Taker, most_files: int) -> None:
        self._rows, self._taker, self._most_files = rows, taker, most_files

    def known(self, thread: str) -> tuple[dict[str, FileRow], str | None]:
        """See :meth:`bot.files.rows.FileRows.of`; ``thread`` is the ledger's partition key."""
        return self._rows.of(thread)

    def looked(self, thread: str, at: str) -> None:
        self._rows.looked(thread, at)

    def take(
        self,
        thread: str,
        rows: dict[str, FileRow],
        now: Sequence[Shared],
        earlier: Sequence[Shared],
        place: Place,
        words: FileWords,
        watch: Watch,
        about: Collection[str] = (),
    ) -> Taken:
        """Take what isn't there yet: ``now`` came with the message, ``earlier`` was found in its thread.

        ``about``: ids of files taken before that the question is about. Raises whatever ``watch.look`` raises, once the
        downloads are stopped.
        """
        said: list[str] = []
        chosen, beyond = now[: self._most_files], now[self._most_files :]
        if beyond:
            unread = [shown_name(file.name, words.nameless_file) for file in beyond]
            said.append(words.too_many_files(len(now), self._most_files, unread))
        room = max(0, self._most_files - len(chosen))
        wanted = [*chosen, *sorted(earlier, key=lambda file: file.message, reverse=True)[:room]]
        names = Names((row.file.name for row in rows.values() if row.file), words.nameless_file)
        fresh = list({file.id: file for file in wanted if file.id not in rows}.values())
        made = self._all(thread, fresh, names, place, words, watch) if fresh else {}
        told = [made.get(file.id) or rows.get(file.id) for file in chosen]
        told += [made[file.id] for file in wanted[len(chosen) :] if file.id in made]
        said = [row.said for row in told if row and row.said] + said
        found = [row for row in ({**rows, **made}).values() if row.file is not None]
        here = [*(file.id for file in chosen), *about]
        found.sort(key=lambda row: (row.message, -row.place), reverse=True)
        found.sort(key=lambda row: here.index(row.id) if row.id in here else len(here))
        files = [row.file.model_copy(update={"now": row.id in here}) for row in found if row.file]
        return Taken(tuple(files[:KNOWN_FILES]), tuple(dict.fromkeys(said)), shared=bool(now))

    def _all(
        self, thread: str, files: Sequence[Shared], names: Names, place: Place, words: FileWords, watch: Watch
    ) -> dict[str, FileRow]:
        halt, made, pool = Halt(), dict[str, "FileRow"](), ThreadPoolExecutor(AT_ONCE, "file")
        running: dict[Future[FileRow], tuple[str, str]] = {}
        try:
            for file in files:
                name = names.of(file)
                watch.began(file.id, name)
                running[pool.submit(self._one, thread, file, names, place, words, halt)] = (file.id, name)
            while running:
                done, _ = wait(running, TICK_S, FIRST_COMPLETED)
                for future in done:
                    file_id, name = running.pop(future)
                    row = made[file_id] = future.result()
                    watch.ended(file_id, row.file.name if row.file else name, row.file is not None)
                watch.look()
        except BaseException:
            halt.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            wait([future for future in running if not future.cancelled()], PATIENCE_S)
            raise
        pool.shutdown()
        return made

    def _one(
        self, thread: str, file: Shared, names: Names, place: Place, words: FileWords, halt: Halt
    ) -> FileRow:  # fmt: skip
        row, for_good = self._taker.take(file, names, place, words, halt)
        if for_good:
            try:
                self._rows.save(thread, row)
            except Exception:
                log.exception("file %s: its row was not written", file.id)
        return row
