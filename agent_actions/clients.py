"""Clients of AWS's services that see, read, hear, translate and speak, each made when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_comprehend import ComprehendClient
    from types_boto3_glue import GlueClient
    from types_boto3_polly import PollyClient
    from types_boto3_rekognition import RekognitionClient
    from types_boto3_textract import TextractClient
    from types_boto3_transcribe import TranscribeServiceClient
    from types_boto3_translate import TranslateClient

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=3, read_timeout=60)


class AiClients:
    """Regions and endpoints come from the environment, as boto3 reads it."""

    @cached_property
    def rekognition(self) -> RekognitionClient:
        return boto3.client("rekognition", config=_CONFIG)

    @cached_property
    def textract(self) -> TextractClient:
        return boto3.client("textract", config=_CONFIG)

    @cached_property
    def transcribe(self) -> TranscribeServiceClient:
        return boto3.client("transcribe", config=_CONFIG)

    @cached_property
    def translate(self) -> TranslateClient:
        return boto3.client("translate", config=_CONFIG)

    @cached_property
    def comprehend(self) -> ComprehendClient:
        return boto3.client("comprehend", config=_CONFIG)

    @cached_property
    def polly(self) -> PollyClient:
        return boto3.client("polly", config=_CONFIG)

    @cached_property
    def glue(self) -> GlueClient:
        """For the tables made of files; the catalogue itself is only read."""
        return boto3.client("glue", config=_CONFIG)
