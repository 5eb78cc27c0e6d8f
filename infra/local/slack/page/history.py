"""Pages of a conversation's or thread's messages: the newest, those before or after one, those around one."""

from __future__ import annotations

from dataclasses import dataclass

from infra.local.slack.store import Json, Store

PAGE = 60
"""Messages drawn at once; the page fetches more as one scrolls, and lets go of what is far away."""


@dataclass(frozen=True)
class Pages:
    messages: list[Json]
    """Oldest first."""
    older: bool
    """There are some before the first."""
    newer: bool
    """There are some after the last."""


def read_pages(
    store: Store, channel: str, viewer: str, thread_ts: str = "", *, before: str = "", after: str = "",
    around: str = "", size: int = PAGE,
) -> Pages:  # fmt: skip
    """One page. ``before``, ``after`` and ``around`` are message ids; with none of them, the newest."""

    def older(than: str, count: int) -> list[Json]:
        found = store.stretch(channel, thread_ts, viewer=viewer, before=than, limit=count)
        return found[::-1]

    def newer(than: str, count: int) -> list[Json]:
        return store.stretch(channel, thread_ts, viewer=viewer, after=than, limit=count)

    if after:
        found = newer(after, size + 1)
        return Pages(found[:size], older=True, newer=len(found) > size)
    if around:
        half = size // 2
        # the id itself belongs to neither side: ids sort as text, and "~" sorts behind every digit
        first, last = older(around + "~", half + 1), newer(around, half + 1)
        return Pages([*first[-half:], *last[:half]], older=len(first) > half, newer=len(last) > half)
    found = older(before or "~", size + 1)
    return Pages(found[-size:], older=len(found) > size, newer=bool(before))
