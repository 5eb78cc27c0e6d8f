"""Errors of AWS's services as sentences. Their own messages are passed on only where they name nothing private."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError

from agent_actions.errors import ActionError, CannotError, FinalError
from agent_actions.files import words

log = logging.getLogger(__name__)

AwsFailure = (ClientError, BotoCoreError)
_BUSY = frozenset(
    {
        "ThrottlingException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "LimitExceededException",
        "RequestLimitExceeded",
    }
)
_CLOSED = frozenset({"AccessDenied", "AccessDeniedException", "UnrecognizedClientException", "SubscriptionRequired"})
_FILE: Mapping[str, str] = {
    "UnsupportedDocumentException": words.DOCUMENT_UNSUPPORTED,
    "BadDocumentException": words.DOCUMENT_BAD,
    "DocumentTooLargeException": words.DOCUMENT_TOO_LARGE,
    "InvalidImageFormatException": words.IMAGE_FORMAT,
    "ImageTooLargeException": words.IMAGE_TOO_LARGE,
    "VideoTooLargeException": words.VIDEO_TOO_LARGE,
}
_PRIVATE = re.compile(r"arn:|s3://|https?://|/[\w.-]+/[\w./-]+|\b\d{12}\b|Exception\b|Traceback", re.IGNORECASE)
_LONGEST = 300


def code_of(error: Exception) -> str:
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def reason(service: str, error: Exception) -> str:
    """Why ``service`` ("Rekognition") didn't do it: one sentence or two, safe to show. The whole goes to the log."""
    log.warning("%s: %s", service, error)
    if not isinstance(error, ClientError):
        return words.unreachable(service)
    code, message = code_of(error), str(error.response.get("Error", {}).get("Message", ""))
    if code in _BUSY:
        return words.busy(service)
    if code in _CLOSED:
        return words.not_granted(service)
    if code in _FILE:
        return _FILE[code]
    return told(service, message, code)


def told(service: str, message: str, code: str = "") -> str:
    """A service's own words, when they name no address, path or account; else that it failed."""
    message = " ".join(message.split())
    if message and len(message) <= _LONGEST and not _PRIVATE.search(message):
        return words.service_says(service, message.rstrip("."))
    return words.service_failed(service, code)


def failed(service: str, error: Exception) -> ActionError:
    """Trying again with other arguments can't help."""
    told_why = reason(service, error)
    return FinalError(told_why) if out_of_order(error) else CannotError(told_why)


def out_of_order(error: Exception) -> bool:
    """True where the service didn't work, or isn't granted; false where it did, and says that this can't be done."""
    if not isinstance(error, ClientError):
        return True
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    return code_of(error) in _BUSY | _CLOSED or status >= 500
