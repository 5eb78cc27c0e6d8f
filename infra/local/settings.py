"""What the offline twin is told by its environment: read once, validated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.local.errors import LocalError

SLACK_PORT = 3000
AWS_PORT = 4566


class LocalSettings(BaseSettings):
    """Environment of the ``outcrop`` command; every name has the prefix ``OUTCROP_``."""

    model_config = SettingsConfigDict(env_prefix="OUTCROP_", frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = Field(default=Path("~/.outcrop"), description="Where state, caches and logs are kept.")
    today: date | None = Field(
        default=None,
        ge=date(1990, 1, 1),
        le=date(2199, 12, 31),
        description="Fixes today's date (ISO 8601); default: the real date.",
    )
    slack_port: int = Field(
        default=SLACK_PORT, ge=0, le=65_535, description="Port of the workspace page and Slack API; 0: any free one."
    )
    aws_port: int = Field(default=AWS_PORT, ge=0, le=65_535, description="Port of the offline AWS; 0: any free one.")

    @field_validator("today", mode="before")
    @classmethod
    def _iso(cls, value: object) -> object:
        """Dates alone: pydantic would take 20261115 for seconds since 1970."""
        return date.fromisoformat(value) if isinstance(value, str) else value


WANTED = {
    "today": "a date from 1990 to 2199 such as 2026-11-15",
    "slack_port": "a port, 0 (any free one) to 65535",
    "aws_port": "a port, 0 (any free one) to 65535",
}


def local_settings() -> LocalSettings:
    """This process's settings. Raises LocalError naming each variable that is wrong, and what it should be."""
    try:
        return LocalSettings()
    except ValidationError as error:
        wrong = [(str(problem["loc"][0]), problem["input"]) for problem in error.errors()]
    listed = "; ".join(
        f"OUTCROP_{name.upper()} is {str(value)!r}, it must be {WANTED.get(name, 'another')}" for name, value in wrong
    )
    raise LocalError(f"{listed}. Mend it or unset it.")
