"""The offline AWS's services that see, read, hear and translate. Their engines load when they are first needed."""

from __future__ import annotations

from pathlib import Path

from infra.local import names
from infra.local.aws.completions import Completions
from infra.local.aws.reading.reader import Reader
from infra.local.aws.service import Service
from infra.local.aws.services.comprehend import ComprehendService
from infra.local.aws.services.polly import PollyService
from infra.local.aws.services.rekognition import RekognitionService
from infra.local.aws.services.textract import TextractService
from infra.local.aws.services.transcribe import TranscribeService
from infra.local.aws.services.translate import TranslateService
from infra.local.model.port import Model


def ai_services(endpoint: str, folder: Path, completions: Completions, chat: Model | None = None) -> list[Service]:
    """``endpoint``: where S3 is; ``folder``: what services remember; ``chat``: a language model, if there is one."""
    s3, tell = names.client("s3", endpoint), completions.notify
    reader = Reader(folder / "reading")
    return [
        TextractService(s3, reader, folder / "textract", tell),
        RekognitionService(s3, reader, folder / "rekognition", tell),
        TranscribeService(s3, folder / "transcribe", completions.emit, account=names.ACCOUNT, region=names.REGION),
        PollyService(s3, folder / "polly", tell),
        TranslateService(s3, folder / "translate", chat, account=names.ACCOUNT, region=names.REGION),
        ComprehendService(),
    ]
