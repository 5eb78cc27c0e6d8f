"""What can go wrong on the Slack side. A BotError's message is safe to show to a person."""

from __future__ import annotations


class BotError(Exception):
    """Base class; the message is a sentence for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SettingsError(BotError):
    """The environment lacks something that the bot cannot do without."""


class AgentError(BotError):
    """The agent could not finish. Text that came before it stays valid."""


class PersonError(BotError):
    """Who asks is unknown, deactivated or from elsewhere: refused."""


class ActionsError(BotError):
    """An action Lambda could not be called, or answered with something else than its result."""


class NotYetError(BotError):
    """Another worker holds this delivery's turn: the queue must bring it again later."""


class ReplayError(BotError):
    """A queued delivery could not be run: the queue must bring it again, or set it aside."""


class SlackGoneError(BotError):
    """Slack will not take anything from us in this place any more: retrying cannot help."""
