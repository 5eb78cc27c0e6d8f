"""What the action Lambda is told by its environment: read once, validated."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment of the action Lambda; every name has the prefix ``OUTCROP_``."""

    model_config = SettingsConfigDict(env_prefix="OUTCROP_", frozen=True, extra="ignore", protected_namespaces=())

    bucket: str = Field(description="S3 bucket for receipts and results.")
    semantic_model: str = Field(
        description="Where the semantic model lies: s3://bucket/prefix.", pattern=r"^s3://[^/]+/.+$"
    )
    workgroup: str = Field(
        default="outcrop", description="Athena work group; its result location and scan cut-off apply."
    )
    today: date | None = Field(default=None, description="Fixes today's date (ISO 8601); default: the real date.")
    result_bytes: int = Field(
        default=24_000, ge=1_000, description="Most bytes of JSON that an action returns to the model."
    )
    max_rows: int = Field(default=10_000, ge=1, le=1_000_000, description="LIMIT that every statement gets at most.")
    query_seconds: float = Field(
        default=60, gt=0, le=800, description="Seconds after which a running query is stopped."
    )
    job_wait_seconds: float = Field(
        default=20,
        ge=0,
        le=60,
        description="How long an action waits for a job it started before the thread is told to wait for it.",
    )
    notify_topic: str = Field(default="", description="SNS topic that Textract and Rekognition tell of finished jobs.")
    notify_role: str = Field(default="", description="IAM role with which they publish to it.")
    scratch_database: str = Field(
        default="outcrop_files", description="Glue database of the tables made of shared files."
    )
    scratch_days: int = Field(default=7, ge=1, le=90, description="Days after which such a table is gone.")


@cache
def settings() -> Settings:
    return Settings()  # pyright: ignore[reportCallIssue]
