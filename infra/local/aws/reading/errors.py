"""What reading can end with; both cross the pipe between child and parent."""

from __future__ import annotations

from typing import Literal

Reason = Literal["format", "locked", "broken", "pages", "pixels", "small", "pages_over", "long"]
"""What is wrong with a file: not a format that is read, protected by a password, damaged, more than one page where
one is read, too many pixels, too few, more pages than a job takes, longer than a video may be."""


class UnreadableError(Exception):
    """The file can't be read, for a reason that is the file's. ``detail`` says it for a person."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail


class ReaderGoneError(Exception):
    """The child process ended, or was ended, before it answered."""
