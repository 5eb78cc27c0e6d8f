"""What the offline twin is told by its environment: read once, validated."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.local.errors import LocalError

SLACK_PORT = 3000
AWS_PORT = 4566
PLANNER = "planner"
CHAT_MODELS = ("openai", "bedrock")
MODELS = "planner (the default, no model), openai:NAME or bedrock:MODEL_ID"


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

    poll_seconds: float = Field(
        default=60, gt=0, description="Seconds between two looks for long jobs whose news got lost; AWS takes a minute."
    )

    model: str = Field(
        default=PLANNER,
        description="What stands in for the agent's foundation model: `planner` (no model at all), `openai:NAME` "
        "(any OpenAI-compatible server) or `bedrock:MODEL_ID` (Converse, with the environment's AWS credentials).",
    )
    model_url: str | None = Field(
        default=None,
        description="Address of the model's API, such as `http://127.0.0.1:11434/v1`; default: the provider's own.",
    )
    model_key: SecretStr | None = Field(
        default=None, description="Key of the OpenAI-compatible server, where it wants one."
    )
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="Used where `OUTCROP_MODEL_KEY` is not set."
    )
    model_timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds without a word after which the model is given up."
    )

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        kind, _, name = value.partition(":")
        if value != PLANNER and (kind not in CHAT_MODELS or not name.strip()):
            raise ValueError(MODELS)
        return value

    @field_validator("model_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 1) < 1 or parts.username:
                raise ValueError("an address")
        return value

    @field_validator("today", mode="before")
    @classmethod
    def _iso(cls, value: object) -> object:
        """Dates alone: pydantic would take 20261115 for seconds since 1970."""
        return date.fromisoformat(value) if isinstance(value, str) else value


WANTED = {
    "today": "a date from 1990 to 2199 such as 2026-11-15",
    "slack_port": "a port, 0 (any free one) to 65535",
    "aws_port": "a port, 0 (any free one) to 65535",
    "poll_seconds": "seconds, more than 0",
    "model": MODELS,
    "model_url": "an address with http:// or https:// and a host, such as http://127.0.0.1:11434/v1 "
    "(a key goes into OUTCROP_MODEL_KEY)",
    "model_timeout": "seconds, more than 0 and at most 3600",
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
