"""What the offline twin is told by its environment: read once, validated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_PORT = 3000
AWS_PORT = 4566


class LocalSettings(BaseSettings):
    """Environment of the ``outcrop`` command; every name has the prefix ``OUTCROP_``."""

    model_config = SettingsConfigDict(env_prefix="OUTCROP_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("~/.outcrop"), description="Where state, caches and logs are kept.")
    today: date | None = Field(default=None, description="Fixes today's date (ISO 8601); default: the real date.")
    slack_port: int = Field(
        default=SLACK_PORT, ge=0, le=65_535, description="Port of the workspace page and Slack API; 0: any free one."
    )
    aws_port: int = Field(default=AWS_PORT, ge=0, le=65_535, description="Port of the offline AWS; 0: any free one.")
