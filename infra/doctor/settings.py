"""What the doctor looks for in the environment besides the offline twin's own settings."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class AccountSettings(BaseSettings):
    """Whether a real Slack workspace is named; the values are never shown."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    outcrop_slack_secret: SecretStr | None = None

    @property
    def slack(self) -> bool:
        return bool(self.outcrop_slack_secret or (self.slack_bot_token and self.slack_signing_secret))
