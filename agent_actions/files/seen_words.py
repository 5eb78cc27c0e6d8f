"""Sentences about what is seen in pictures and videos."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.files.words import counted, joined

LOOKING = "looking at it"
PICTURES_TAKEN = "pictures and videos; to read or hear it, use another action"
WHAT_SEEN, NAME_SEEN, CONFIDENCE, REGION, SHARE_OF_PIXELS = "What", "Name", "Confidence", "Region", "Share"
FIRST_SEEN, LAST_SEEN, TIMES_SEEN, HIGHEST_CONFIDENCE = "First at", "Last at", "Times", "Highest confidence"
LABEL, TEXT, FACE, MODERATION, COLOUR = "label", "text", "face", "moderation", "colour"


def region(left: float, right: float, top: float, bottom: float) -> str:
    """In per cent of width and height."""
    return f"x {left:.0f}–{right:.0f} %, y {top:.0f}–{bottom:.0f} %"


def picture_too_small(name: str, width: int, height: int, least: int) -> str:
    return f"“{name}” is {width} × {height} pixels; Rekognition wants at least {least} a side. Share a larger version."


def scaled_down(name: str, width: int, height: int) -> str:
    return f"“{name}” was scaled down to {width:,} × {height:,} pixels for this; very small things may be missed."


def first_frame(name: str, frames: int) -> str:
    return f"“{name}” has {frames:,} pictures; only the first was looked at."


def unknown_want(given: Sequence[str], known: Sequence[str]) -> str:
    return f"`want` takes {joined(list(known), 'or')}, not {joined([f'“{g}”' for g in given], 'or')}."


def numbered_face(number: int) -> str:
    return f"face {number}"


def labels_seen(names: Sequence[str], count: int) -> str:
    if not names:
        return "no labels found"
    more = f" and {count - len(names)} more" if count > len(names) else ""
    return f"labels: {', '.join(names)}{more}"


def words_seen(count: int) -> str:
    return f"{counted(count, 'word')} of text" if count else "no text found"


def lines_seen(count: int) -> str:
    return f"{counted(count, 'line')} of text" if count else "no text found"


def faces_seen(count: int) -> str:
    return counted(count, "face") if count else "no faces found"


def faces_at_once(most: int) -> str:
    return f"at most {counted(most, 'face')} at once" if most else "no faces found"


def moderation_seen(names: Sequence[str]) -> str:
    return f"flagged by moderation: {', '.join(names)}" if names else "nothing flagged by moderation"


def colours_seen(first: str, count: int) -> str:
    return f"{counted(count, 'main colour')}, most of it {first}" if count else "no main colours found"


def not_of_videos(want: str) -> str:
    return f"Rekognition tells {want} of pictures only."


def watching(name: str) -> str:
    return f"Looking through {name}"


def seen_title(name: str) -> str:
    return f"Seen on {name}"


def seen(name: str, parts: Sequence[str]) -> str:
    return f"{name}: {', '.join(parts)}."
