"""Offline Comprehend: language, sentiment of English, personal data by pattern.

https://docs.aws.amazon.com/comprehend/latest/APIReference/welcome.html. Entities and key phrases need a model that no
package has: they are refused, never an empty list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.aws.language import identify, pii, sentiment, words
from infra.local.aws.service import AwsError, Service

MAX_SENTIMENT_BYTES = 5_120
MAX_BYTES = 102_400
MAX_BATCH = 25
"""https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html"""
SENTIMENT_LANGUAGE = "en"
LEAST_SCORE = 0.01
"""A language that is less likely isn't told."""


class ComprehendService(Service):
    """Comprehend."""

    name = "comprehend"
    validation_code = "InvalidRequestException"
    quality = ("rough", words.COMPREHEND_QUALITY)

    def detect_dominant_language(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_size(request["Text"], MAX_BYTES)
        return _languages(request["Text"])

    def batch_detect_dominant_language(self, request: dict[str, Any]) -> dict[str, Any]:
        return _batch(request, MAX_SENTIMENT_BYTES, _languages)

    def detect_sentiment(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_size(request["Text"], MAX_SENTIMENT_BYTES)
        _check_sentiment(request["LanguageCode"])
        return {"Sentiment": sentiment.sentiment(request["Text"])}

    def batch_detect_sentiment(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_sentiment(request["LanguageCode"])
        return _batch(request, MAX_SENTIMENT_BYTES, lambda text: {"Sentiment": sentiment.sentiment(text)})

    def detect_pii_entities(self, request: dict[str, Any]) -> dict[str, Any]:
        found = _personal(request)
        return {"Entities": [{"Type": each.kind, "BeginOffset": each.begin, "EndOffset": each.end} for each in found]}

    def contains_pii_entities(self, request: dict[str, Any]) -> dict[str, Any]:
        kinds = dict.fromkeys(each.kind for each in _personal(request))
        return {"Labels": [{"Name": kind} for kind in kinds]}

    def detect_entities(self, request: dict[str, Any]) -> dict[str, Any]:
        if "EndpointArn" in request:
            raise AwsError("ResourceUnavailableException", words.NO_ENDPOINT)
        _check_size(request.get("Text", ""), MAX_BYTES)
        raise AwsError("UnsupportedLanguageException", words.NO_ENTITIES)

    def batch_detect_entities(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_batch(request)
        raise AwsError("UnsupportedLanguageException", words.NO_ENTITIES)

    def detect_key_phrases(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_size(request["Text"], MAX_BYTES)
        raise AwsError("UnsupportedLanguageException", words.NO_KEY_PHRASES)

    def batch_detect_key_phrases(self, request: dict[str, Any]) -> dict[str, Any]:
        _check_batch(request)
        raise AwsError("UnsupportedLanguageException", words.NO_KEY_PHRASES)


def _languages(text: str) -> dict[str, Any]:
    found = [each for each in identify.languages(text) if each[1] >= LEAST_SCORE]
    return {"Languages": [{"LanguageCode": code, "Score": probability} for code, probability in found]}


def _personal(request: dict[str, Any]) -> list[pii.Found]:
    _check_size(request["Text"], MAX_BYTES)
    language = request["LanguageCode"]
    if language not in pii.REGIONS:
        raise AwsError("UnsupportedLanguageException", words.pii_language(language))
    return pii.find(request["Text"], language)


def _batch(request: dict[str, Any], most: int, detect: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What is too long or empty is an error of its own; the others are answered."""
    _check_batch(request)
    results: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for index, text in enumerate(request["TextList"]):
        size = len(text.encode())
        if size > most:
            message = words.text_too_long(size, most)
            errors.append({"Index": index, "ErrorCode": "TEXT_SIZE_LIMIT_EXCEEDED", "ErrorMessage": message})
        else:
            results.append({"Index": index, **detect(text)})
    return {"ResultList": results, "ErrorList": errors}


def _check_batch(request: dict[str, Any]) -> None:
    if len(request["TextList"]) > MAX_BATCH:
        raise AwsError("BatchSizeLimitExceededException", words.BATCH_TOO_LARGE)


def _check_size(text: str, most: int) -> None:
    size = len(text.encode())
    if size > most:
        raise AwsError("TextSizeLimitExceededException", words.text_too_long(size, most))


def _check_sentiment(language: str) -> None:
    if language != SENTIMENT_LANGUAGE:
        raise AwsError("UnsupportedLanguageException", words.sentiment_language(language))
