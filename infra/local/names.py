"""Names that the offline deployment gives to its resources, and how to reach them."""

from __future__ import annotations

from typing import Any, TypedDict

import boto3
from botocore.config import Config as BotoConfig

REGION = "eu-central-1"
ACCOUNT = "123456789012"
BUCKET = "outcrop-state"
MODEL_PREFIX = "model"
LAKE_BUCKET = "outcrop-lake"
SCRATCH_DATABASE = "outcrop_files"
WORK_GROUP = "outcrop"
TABLE = "outcrop"
QUEUE = "outcrop-turns.fifo"
AGENT_ID = "OUTCROPAGT"
AGENT_ALIAS = "OUTCROPPRD"
FRONT_FUNCTION = "outcrop-front"
WORKER_FUNCTION = "outcrop-worker"
ACTIONS_FUNCTION = "outcrop-actions"
EVENTS_FUNCTION = "outcrop-events"
NOTIFY_TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:outcrop-jobs"
NOTIFY_ROLE = f"arn:aws:iam::{ACCOUNT}:role/outcrop-notify"


class Credentials(TypedDict):
    region_name: str
    aws_access_key_id: str
    aws_secret_access_key: str


CREDENTIALS = Credentials(region_name=REGION, aws_access_key_id="offline", aws_secret_access_key="offline")  # noqa: S106
"""The offline AWS checks no signature; clients need some key to sign with."""


def client(service: str, endpoint: str, **config: Any) -> Any:
    """A boto3 client of ``service`` at ``endpoint``; ``config`` goes to botocore's Config."""
    return boto3.client(service, endpoint_url=endpoint, config=BotoConfig(**config), **CREDENTIALS)
