"""The offline AWS's services for speech and language, put together. Their engines load when they are first needed."""

from __future__ import annotations

from pathlib import Path

from infra.local import names
from infra.local.aws.completions import Completions
from infra.local.aws.service import Service
from infra.local.aws.services.transcribe import TranscribeService


def ai_services(endpoint: str, folder: Path, completions: Completions) -> list[Service]:
    """``endpoint``: where S3 is; ``folder``: where jobs and terminologies are remembered."""
    s3 = names.client("s3", endpoint)
    return [
        TranscribeService(s3, folder / "transcribe", completions.emit, account=names.ACCOUNT, region=names.REGION),
    ]
