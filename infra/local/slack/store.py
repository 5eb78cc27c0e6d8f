"""What the workspace remembers: messages, small records and file bytes. SQLite, on disk or in memory."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import threading
from pathlib import Path
from typing import Any

from infra.local.slack.message_index import FILL, SCHEMA, MessageIndex

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
  channel TEXT NOT NULL, ts TEXT NOT NULL, thread_ts TEXT NOT NULL DEFAULT '', seen_by TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (channel, ts));
CREATE INDEX IF NOT EXISTS messages_time ON messages (ts);
CREATE INDEX IF NOT EXISTS messages_thread ON messages (channel, thread_ts, ts);
CREATE TABLE IF NOT EXISTS records (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
"""

Json = dict[str, Any]


class Store:
    """Messages are Slack's message objects, keyed by channel and ts. ``seen_by`` is set for ephemeral ones only.

    Thread safe: one connection behind one lock (a laptop's workspace is small; a query takes microseconds).
    """

    def __init__(self, home: Path | None) -> None:
        self._lock = threading.RLock()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        if home is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="outcrop-slack-")
            self.files = Path(self._scratch.name)
            target = ":memory:"
        else:
            self.files = home / "files"
            self.files.mkdir(parents=True, exist_ok=True)
            target = str(home / "slack.sqlite")
        self._db = sqlite3.connect(target, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA + SCHEMA + FILL)
        self.index = MessageIndex(self._rows)

    def close(self) -> None:
        with self._lock:
            self._db.close()
        if self._scratch:
            self._scratch.cleanup()

    def moved_to(self, origin: str) -> None:
        """File addresses hold the server's own: after a start on another port they are mended."""
        known = self.get("origin", "server")
        before = known["url"] if known else origin
        if before != origin:
            for table in ("messages", "records"):
                self._rows(f"UPDATE {table} SET body = replace(body, ?, ?)", before + "/", origin + "/")
        self.put("origin", "server", {"url": origin})

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    # messages ---------------------------------------------------------------------------------------------------

    def put_message(self, channel: str, message: Json, *, seen_by: str = "") -> None:
        self._rows(
            "INSERT OR REPLACE INTO messages (channel, ts, thread_ts, seen_by, author, body) VALUES (?,?,?,?,?,?)",
            channel, message["ts"], message.get("thread_ts") or "", seen_by, message.get("user", ""),
            json.dumps(message, ensure_ascii=False),
        )  # fmt: skip

    def message(self, channel: str, ts: str) -> Json | None:
        rows = self._rows("SELECT body FROM messages WHERE channel=? AND ts=?", channel, ts)
        return json.loads(rows[0][0]) if rows else None

    def seen_by(self, channel: str, ts: str) -> str:
        rows = self._rows("SELECT seen_by FROM messages WHERE channel=? AND ts=?", channel, ts)
        return rows[0][0] if rows else ""

    def delete_message(self, channel: str, ts: str) -> None:
        self._rows("DELETE FROM messages WHERE channel=? AND ts=?", channel, ts)

    def top_level(
        self, channel: str, *, viewer: str = "", oldest: str = "", latest: str = "9999999999.999999",
        inclusive: bool = False, limit: int = 100,
    ) -> list[Json]:  # fmt: skip
        """Messages outside threads (and thread broadcasts), newest first; ephemeral ones only for their viewer."""
        low, high = (">=", "<=") if inclusive else (">", "<")
        rows = self._rows(
            f"SELECT body FROM messages WHERE channel=? AND (thread_ts='' OR thread_ts=ts"
            f" OR json_extract(body, '$.subtype')='thread_broadcast') AND (seen_by='' OR seen_by=?)"
            f" AND ts {low} ? AND ts {high} ? ORDER BY ts DESC LIMIT ?",
            channel, viewer, oldest or "0", latest, limit,
        )  # fmt: skip
        return [json.loads(row[0]) for row in rows]

    def thread(self, channel: str, thread_ts: str, *, viewer: str = "") -> list[Json]:
        """The parent and its replies, oldest first."""
        rows = self._rows(
            "SELECT body FROM messages WHERE channel=? AND (ts=? OR thread_ts=?) AND (seen_by='' OR seen_by=?)"
            " ORDER BY ts",
            channel, thread_ts, thread_ts, viewer,
        )  # fmt: skip
        return [json.loads(row[0]) for row in rows]

    def stretch(
        self, channel: str, thread_ts: str = "", *, viewer: str, before: str = "", after: str = "", limit: int
    ) -> list[Json]:
        """Messages outside threads, or with ``thread_ts`` those of one thread, that the viewer may see: up to ``limit``
        before an id, newest first, or after one, oldest first."""
        inside = "(ts=? OR thread_ts=?)" if thread_ts else (
            "(thread_ts='' OR thread_ts=ts OR json_extract(body, '$.subtype')='thread_broadcast') AND ?=?")  # fmt: skip
        rows = self._rows(
            f"SELECT body FROM messages WHERE channel=? AND {inside} AND (seen_by='' OR seen_by=?)"
            f" AND ts {'<' if before else '>'} ? ORDER BY ts {'DESC' if before else 'ASC'} LIMIT ?",
            channel, thread_ts, thread_ts, viewer, before or after, limit,
        )  # fmt: skip
        return [json.loads(row[0]) for row in rows]

    def replies(self, channel: str, thread_ts: str) -> list[tuple[str, str]]:
        """(ts, author) of each public reply, oldest first."""
        return [
            (row[0], row[1])
            for row in self._rows(
                "SELECT ts, author FROM messages WHERE channel=? AND thread_ts=? AND ts<>? AND seen_by='' ORDER BY ts",
                channel, thread_ts, thread_ts,
            )
        ]  # fmt: skip

    def unread(self, channel: str, since: str, reader: str) -> int:
        rows = self._rows(
            "SELECT count(*) FROM messages WHERE channel=? AND ts>? AND author<>? AND (seen_by='' OR seen_by=?)",
            channel, since, reader, reader,
        )  # fmt: skip
        return int(rows[0][0])

    def last_ts(self) -> str:
        return self._rows("SELECT coalesce(max(ts), '0.000000') FROM messages")[0][0]

    # records ----------------------------------------------------------------------------------------------------

    def put(self, kind: str, key: str, body: Json) -> None:
        self._rows("INSERT OR REPLACE INTO records VALUES (?,?,?)", kind, key, json.dumps(body, ensure_ascii=False))

    def get(self, kind: str, key: str) -> Json | None:
        rows = self._rows("SELECT body FROM records WHERE kind=? AND id=?", kind, key)
        return json.loads(rows[0][0]) if rows else None

    def drop(self, kind: str, key: str) -> None:
        self._rows("DELETE FROM records WHERE kind=? AND id=?", kind, key)

    def all(self, kind: str) -> list[Json]:
        return [json.loads(row[0]) for row in self._rows("SELECT body FROM records WHERE kind=? ORDER BY id", kind)]
