"""Where a deployed agent is, for ``outcrop eval --deployed``: read once, validated."""

from __future__ import annotations

from datetime import date

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.evaluation.errors import GoldenError


class DeployedSettings(BaseSettings):
    """Environment of ``outcrop eval --deployed``; every name has the prefix ``OUTCROP_``. ``AWS_*`` is boto3's."""

    model_config = SettingsConfigDict(env_prefix="OUTCROP_", frozen=True, extra="ignore", env_ignore_empty=True)

    agent_id: str = Field(description="Bedrock agent.")
    agent_alias_id: str = Field(description="The agent's alias.")
    bucket: str = Field(description="S3 bucket of the receipts.")
    workgroup: str = Field(default="outcrop", description="Athena work group that runs the expected SQL.")
    today: date | None = Field(default=None, description="Fixes today's date (ISO 8601); default: the real date.")


def deployed_settings() -> DeployedSettings:
    """Raises GoldenError naming each variable that is missing or wrong."""
    try:
        return DeployedSettings()  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        names = ", ".join(f"OUTCROP_{str(problem['loc'][0]).upper()}" for problem in error.errors())
        raise GoldenError(f"To ask a deployed agent, set {names}; docs/answers.md says to what.") from None
