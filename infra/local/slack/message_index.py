"""Which messages hold these words: SQLite's FTS5 over trigrams, so that any three letters of a word find it.

A message that is written or changed waits in ``unindexed`` and is read when somebody next searches: a message that
streams is written many times and indexed once. Words of one or two letters are looked for in the texts themselves.
https://www.sqlite.org/fts5.html#the_trigram_tokenizer
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS unindexed (channel TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (channel, ts));
CREATE TABLE IF NOT EXISTS indexed (
  id INTEGER PRIMARY KEY, channel TEXT NOT NULL, ts TEXT NOT NULL, author TEXT NOT NULL, seen_by TEXT NOT NULL,
  files INTEGER NOT NULL, said TEXT NOT NULL, UNIQUE (channel, ts));
CREATE INDEX IF NOT EXISTS indexed_time ON indexed (ts);
CREATE VIRTUAL TABLE IF NOT EXISTS trigrams
  USING fts5 (said, content='indexed', content_rowid='id', tokenize='trigram');
CREATE TRIGGER IF NOT EXISTS message_written AFTER INSERT ON messages BEGIN
  INSERT OR IGNORE INTO unindexed VALUES (new.channel, new.ts); END;
CREATE TRIGGER IF NOT EXISTS message_deleted AFTER DELETE ON messages BEGIN
  INSERT OR IGNORE INTO unindexed VALUES (old.channel, old.ts); END;
"""
FILL = """
INSERT OR IGNORE INTO unindexed SELECT channel, ts FROM messages
WHERE NOT EXISTS (SELECT 1 FROM indexed) AND NOT EXISTS (SELECT 1 FROM unindexed);
"""
"""What an older workspace holds, which was written before there was an index."""
TRIGRAM = 3
BATCH = 500

Run = Callable[..., list[tuple[Any, ...]]]
Read = Callable[[dict[str, Any]], str]
"""A message's words, folded as the searched ones are."""


class MessageIndex:
    """``run``: one SQL statement with its values, thread safe."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._lock = threading.Lock()

    def catch_up(self, read: Read) -> None:
        """Index what was written since the last search. What is written meanwhile waits for the next one."""
        with self._lock:
            while waiting := self._run("SELECT channel, ts FROM unindexed LIMIT ?", BATCH):
                self._run("BEGIN")
                try:
                    for channel, ts in waiting:
                        self._again(channel, ts, read)
                finally:
                    self._run("COMMIT")

    def _again(self, channel: str, ts: str, read: Read) -> None:
        self._run("DELETE FROM unindexed WHERE channel=? AND ts=?", channel, ts)
        self._forget(channel, ts)
        for author, seen_by, body in self._run(
            "SELECT author, seen_by, body FROM messages WHERE channel=? AND ts=?", channel, ts
        ):
            self._learn(channel, ts, author, seen_by, json.loads(body), read)

    def _forget(self, channel: str, ts: str) -> None:
        for number, said in self._run("SELECT id, said FROM indexed WHERE channel=? AND ts=?", channel, ts):
            self._run("INSERT INTO trigrams (trigrams, rowid, said) VALUES ('delete', ?, ?)", number, said)
            self._run("DELETE FROM indexed WHERE id=?", number)

    def _learn(
        self, channel: str, ts: str, author: str, seen_by: str, message: dict[str, Any], read: Read
    ) -> None:  # fmt: skip
        said = read(message)
        ((number,),) = self._run(
            "INSERT INTO indexed (channel, ts, author, seen_by, files, said) VALUES (?,?,?,?,?,?) RETURNING id",
            channel, ts, author, seen_by, bool(message.get("files")), said,
        )  # fmt: skip
        self._run("INSERT INTO trigrams (rowid, said) VALUES (?, ?)", number, said)

    def find(
        self, terms: Sequence[str], channels: Sequence[str], *, viewer: str, author: str = "", with_file: bool = False,
        before: str = "", limit: int,
    ) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
        """(channel, message) of those that hold every term and that the viewer may see, newest first."""
        long = [f'"{term.replace(chr(34), chr(34) * 2)}"' for term in terms if len(term) >= TRIGRAM]
        values: list[Any] = []
        where = [f"i.channel IN ({','.join('?' * len(channels))})", "(i.seen_by='' OR i.seen_by=?)", "i.ts < ?"]
        if long:
            where.insert(0, "i.id IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?)")
            values.append(" AND ".join(long))
        values += [*channels, viewer, before or "~"]
        for term in terms:
            where.append("instr(i.said, ?) > 0")
            values.append(term)
        if author:
            where.append("i.author = ?")
            values.append(author)
        if with_file:
            where.append("i.files = 1")
        rows = self._run(
            f"SELECT m.channel, m.body FROM indexed i JOIN messages m ON m.channel = i.channel AND m.ts = i.ts"
            f" WHERE {' AND '.join(where)} ORDER BY i.ts DESC LIMIT ?",
            *values, limit,
        )  # fmt: skip
        return ((channel, json.loads(body)) for channel, body in rows)
