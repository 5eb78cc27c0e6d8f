"""Small turns that the sentences of several modules share."""

from __future__ import annotations

from collections.abc import Sequence

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def lower_first(label: str) -> str:
    """A label inside a sentence; "SKU" and "ID number" stay as they are."""
    return label[:1].lower() + label[1:] if not label[:2].isupper() else label


def some(names: Sequence[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
