"""What makes a query fail, with Athena's category, type and words."""

from __future__ import annotations

USER = 2
SYSTEM = 1

# https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
TYPE_EXHAUSTED = 0
TYPE_ENGINE = 200
TYPE_TIMEOUT = 210
TYPE_RESULT_WRITE = 401
TYPE_USER = 1000
TYPE_DATA = 1001


class QueryError(Exception):
    """A query that runs no further: its state becomes FAILED, with this as reason.

    Parameters
    ----------
    message
        As Athena words it, its error name first: ``COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved...``.
    category, kind
        ``AthenaError.ErrorCategory`` (1 system, 2 user) and ``ErrorType``.
    """

    def __init__(self, message: str, *, category: int = USER, kind: int = TYPE_USER, retryable: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.category = category
        self.kind = kind
        self.retryable = retryable


class SyntaxQueryError(QueryError):
    """The text isn't a statement of Athena's grammar: StartQueryExecution itself refuses it."""


class QueryCancelled(Exception):  # noqa: N818 - a cancelled query is a state, not an error
    """The query was stopped: by StopQueryExecution or by the work group's scan limit (then with a reason)."""

    def __init__(self, reason: str | None = None) -> None:
        super().__init__(reason or "")
        self.reason = reason


class EngineGoneError(Exception):
    """The engine's process ended while it ran this query."""
