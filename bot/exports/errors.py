"""Why there is no file."""

from __future__ import annotations

from bot.errors import BotError


class ExportError(BotError):
    """The file can't be made, or Slack won't have it; trying again would not help."""


class UnreadableError(ExportError):
    """The engine's output is not the CSV that it ought to be."""
