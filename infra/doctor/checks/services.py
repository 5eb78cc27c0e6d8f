"""AWS's AI services: what the offline AWS can do in place of each.

A service that gets an offline engine says how good it is on its own class (``Service.quality``); nothing is to be
added here for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from infra.doctor import Finding, check, words
from infra.local.settings import LocalSettings

CAPABILITIES = (
    ("Predictions (SageMaker)", "sagemaker-runtime"),
    ("Images (Rekognition)", "rekognition"),
    ("Documents (Textract)", "textract"),
    ("Speech to text (Transcribe)", "transcribe"),
    ("Text to speech (Polly)", "polly"),
    ("Translation (Translate)", "translate"),
    ("Text analysis (Comprehend)", "comprehend"),
)
"""By botocore's names of the service models."""


@check("the AI services", order=70)
def services(_settings: LocalSettings) -> Iterator[Finding]:
    from infra.local.aws import services as offline
    from infra.local.aws.service import Service

    for module in pkgutil.iter_modules(offline.__path__):
        importlib.import_module(f"{offline.__name__}.{module.name}")
    there = {kind.name: kind for kind in Service.__subclasses__() if kind.__module__.startswith(offline.__name__)}
    for capability, name in CAPABILITIES:
        if name in there:
            grade, why = there[name].quality
            yield Finding(capability, grade, why or words.SERVED)
        else:
            yield Finding(capability, "none", words.NO_SERVICE)
