"""Why a file isn't taken. The sentence is made of the reason and the file's name: see :mod:`bot.file_words`."""

from __future__ import annotations

from typing import Literal

from bot.records import StopReason

Reason = Literal[
    "deleted", "hidden", "external", "not_shared", "sign_in", "elsewhere", "too_big", "empty", "unreachable",
    "cut_short", "not_kept", "not_looked_at",
]  # fmt: skip
PASSING: frozenset[Reason] = frozenset({"unreachable", "cut_short", "not_kept", "not_looked_at"})
"""Reasons that may be gone the next time."""


class FileRefusedError(Exception):
    """This file isn't taken; the others of its message are another matter."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason


class WrongFormatError(Exception):
    """The content is of a format that isn't taken; ``code`` is what :mod:`bot.files.sniff` calls it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnfitError(Exception):
    """The action that looked inside refused the file, in words of its own."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class HaltedError(Exception):
    """The turn ended while files were being taken: somebody stopped it, or its time is over (``reason`` None)."""

    def __init__(self, reason: StopReason | None) -> None:
        super().__init__(reason or "late")
        self.reason: StopReason | None = reason
