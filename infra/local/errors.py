"""What can go wrong around the offline twin. Messages are for the person at the terminal."""

from __future__ import annotations


class LocalError(Exception):
    """Something on this machine is in the way; the message says what and how to mend it."""


class Notice(str):
    """A line of progress that is said even where progress is not: something of the lake was left out or guessed."""

    __slots__ = ()
