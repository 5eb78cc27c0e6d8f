"""What can go wrong in an action. Every message is safe to show to a person; details go to the log only."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.contract import Choice, Status


class ActionError(Exception):
    """An action cannot give what was asked. The message is a sentence for a person."""

    status: Status = "error"

    def __init__(
        self,
        message: str,
        *,
        nearest: Sequence[str] = (),
        choices: Sequence[Choice] = (),
        hidden: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.nearest = tuple(nearest)
        """The known things nearest to what was asked for."""
        self.choices = tuple(choices)
        self.hidden = tuple(hidden)


class FixableError(ActionError):
    """The model can mend its call and try again (REPROMPT): a bad value, an unknown name, broken SQL."""

    status: Status = "refused"


class EngineError(FixableError):
    """The engine took the statement and failed on it; nothing was refused, and another statement may do."""

    status: Status = "error"


class UnknownNameError(FixableError):
    """A name that the catalogue does not have."""

    status: Status = "not_found"


class AmbiguousError(ActionError):
    """A word that has two meanings: the person must choose, the model must not."""

    status: Status = "ambiguous"


class FinalError(ActionError):
    """Trying again cannot help: not allowed, over a limit, or the service is out of order."""


class CannotError(FinalError):
    """The service, or what was given, does not allow it: it was understood, and it is refused with the reason."""

    status: Status = "refused"


class RefusedError(FinalError):
    """Not allowed: by rights, by the SQL guard or by a limit."""

    status: Status = "refused"
