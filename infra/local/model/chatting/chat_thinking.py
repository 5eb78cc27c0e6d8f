"""Leaves out what a model thinks aloud at the head of an answer: ``<think>...</think>``, however it is cut."""

from __future__ import annotations

OPENING, CLOSING = "<think>", "</think>"
NO_TAGS = ("<\0>", "</\0>")
"""For pydantic-ai, which knows the tags only where each comes as a piece of its own: none, we do it here."""


class Thinking:
    """Takes an answer piece by piece."""

    def __init__(self) -> None:
        self._kept = ""
        self._decided = False

    def said(self, piece: str) -> str:
        """What of the answer so far is meant for the reader, and was not given yet."""
        if self._decided:
            return piece
        self._kept += piece
        begun = self._kept.lstrip()
        if begun.startswith(OPENING):
            _, closed, rest = begun.partition(CLOSING)
            if not closed:
                return ""
            self._decided = True
            return rest.lstrip()
        if OPENING.startswith(begun):
            return ""
        self._decided = True
        return self._kept

    def left(self) -> str:
        """At the end: what was taken for the beginning of a tag and is none."""
        begun = self._kept.lstrip()
        return "" if self._decided or begun.startswith(OPENING) else self._kept
