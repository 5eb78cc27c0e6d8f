"""What the generator says while it works."""

from __future__ import annotations

from datetime import date


def building(first: date, last: date) -> str:
    return f"Making the demo lake: {first:%d %b %Y} to {last:%d %b %Y}"


def subject(name: str, seconds: float) -> str:
    return f"  {name} ({seconds:.1f} s)"


def built(rows: int, megabytes: float, seconds: float) -> str:
    return f"Demo lake ready: {rows:,} rows, {megabytes:.0f} MB, {seconds:.1f} s"


def too_early(earliest: date) -> str:
    return f"The demo company's data begin in 2019: today must be {earliest:%d %b %Y} or later."


def bad_scale(scale: float) -> str:
    return f"scale is {scale}: it must be above 0 and at most 1."
