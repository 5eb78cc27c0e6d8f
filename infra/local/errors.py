"""What can go wrong around the offline twin. Messages are for the person at the terminal."""

from __future__ import annotations


class LocalError(Exception):
    """Something on this machine is in the way; the message says what and how to mend it."""
