"""What the environment says to the bot: read here alone, once, validated.

Plain pydantic, as pydantic-settings would add some 100 ms to the front's cold start.
"""

from __future__ import annotations

import json
import os

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import SettingsError


class Settings(BaseModel):
    """Environment of the bot's Lambdas. ``AWS_*`` is read by boto3 itself."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN", description="Bot token, `xoxb-...`"
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="SLACK_SIGNING_SECRET",
        description="What Slack signs its requests with",
    )
    slack_secret: str | None = Field(
        default=None,
        validation_alias="OUTCROP_SLACK_SECRET",
        description='Secrets Manager id of `{"bot_token": ..., "signing_secret": ...}`; wins over the two above',
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/", validation_alias="SLACK_API_URL", description="Slack's Web API"
    )
    agent_id: str = Field(default="", validation_alias="OUTCROP_AGENT_ID", description="Bedrock agent")
    agent_alias_id: str = Field(default="", validation_alias="OUTCROP_AGENT_ALIAS_ID", description="The agent's alias")
    queue_url: str = Field(
        default="", validation_alias="OUTCROP_QUEUE_URL", description="SQS FIFO queue between front and worker"
    )
    table: str = Field(default="outcrop", validation_alias="OUTCROP_TABLE", description="DynamoDB table of the ledger")
    bucket: str = Field(default="", validation_alias="OUTCROP_BUCKET", description="S3 bucket of the receipts")
    actions_function: str = Field(
        default="outcrop-actions",
        validation_alias="OUTCROP_ACTIONS_FUNCTION",
        description="Lambda function that runs the actions",
    )
    turn_seconds: int = Field(
        default=240,
        ge=10,
        le=840,
        validation_alias="OUTCROP_TURN_SECONDS",
        description="A turn's deadline in seconds, 10 to 840; the worker's timeout must be longer by 30",
    )
    file_bytes: int = Field(
        default=1_000_000_000,
        ge=1_000,
        validation_alias="OUTCROP_FILE_BYTES",
        description="Largest shared file that is taken, in bytes; Slack itself takes 1 GB",
    )
    file_count: int = Field(
        default=10,
        ge=1,
        le=100,
        validation_alias="OUTCROP_FILE_COUNT",
        description="Files of one message that are taken at most",
    )
    today: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d\d-\d\d$",
        validation_alias="OUTCROP_TODAY",
        description="Fixes the date; otherwise it is today's in the asker's timezone",
    )
    link_hosts: str = Field(
        default="",
        validation_alias="OUTCROP_LINK_HOSTS",
        description="Comma-separated hosts whose links may stay live in answers; their subdomains too",
    )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        return frozenset(host.strip().lower() for host in self.link_hosts.split(",") if host.strip())


def read_settings() -> Settings:
    """Settings of this process, secrets fetched from Secrets Manager when a secret id is set.

    Raises SettingsError when a value is wrong, or a secret missing or unreadable.
    """
    try:
        settings = Settings.model_validate({name: value for name, value in os.environ.items() if value})
    except ValidationError as error:
        wrong = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise SettingsError(f"Wrong value in the environment: {wrong}.") from None
    if settings.slack_secret:
        settings = _with_secret(settings, settings.slack_secret)
    if not settings.slack_bot_token.get_secret_value() or not settings.slack_signing_secret.get_secret_value():
        raise SettingsError("Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or OUTCROP_SLACK_SECRET.")
    return settings


def _with_secret(settings: Settings, secret_id: str) -> Settings:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        text = boto3.client("secretsmanager").get_secret_value(SecretId=secret_id)["SecretString"]
        values: dict[str, str] = json.loads(text)
        token, secret = values["bot_token"], values["signing_secret"]
    except (BotoCoreError, ClientError, KeyError, ValueError, TypeError) as error:
        message = 'OUTCROP_SLACK_SECRET must name a readable secret: {"bot_token": ..., "signing_secret": ...}.'
        raise SettingsError(message) from error
    return settings.model_copy(update={"slack_bot_token": SecretStr(token), "slack_signing_secret": SecretStr(secret)})
