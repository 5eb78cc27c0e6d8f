"""The error that offline services raise for a client, and the one for a person who starts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class AwsError(Exception):
    """An error that a client of AWS sees, exactly as it will see it.

    Parameters
    ----------
    code
        The error's shape name, such as ``ResourceNotFoundException``.
    message
        The text under ``message``.
    status
        The HTTP status. ``None`` takes it from the service model's error shape of that name, else 400.
    fields
        Further members of the error's shape.
    """

    def __init__(
        self, code: str, message: str, status: int | None = None, fields: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields: dict[str, Any] = dict(fields or {})


class StartError(Exception):
    """A part of the offline AWS did not start. Its message is for a person."""
