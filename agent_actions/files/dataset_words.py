"""Every sentence about tables made of files that a person can read."""

from __future__ import annotations

DATABASE = "Tables made of files shared in Slack; each belongs to one thread and expires"
TABLES_UNAVAILABLE = "The tables made of shared files can't be listed right now. Try again in a minute."
NOT_KEPT = "The table could not be kept. Try again in a minute."


def shared_here(label: str) -> str:
    return f"{label}, shared in this thread"
