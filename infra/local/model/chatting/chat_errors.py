"""What goes wrong between the agent and its model, as the agent's own errors.

InvokeAgent knows these: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html.
A model that isn't ready or is asked too often may be tried again by the client; a broken one is a bad gateway.
"""

from __future__ import annotations

from pydantic_ai import exceptions

from infra.local.aws.errors import AwsError
from infra.local.model.chatting import chat_words as words

LONGEST_REASON = 200


class StalledError(Exception):
    """No word from the model for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class StoppedError(Exception):
    """The model's process is being stopped."""


def failure(error: BaseException, model: str, *, bedrock: bool, begun: bool) -> AwsError:
    """``model``: its name and address for a person. ``begun``: part of the answer had come."""
    if isinstance(error, StalledError):
        return AwsError("BadGatewayException", words.silent(model, error.seconds), 502)
    if isinstance(error, exceptions.ModelAPIError):
        return _api(error, model, bedrock, begun)
    if isinstance(error, exceptions.UnexpectedModelBehavior):
        return AwsError("BadGatewayException", words.unreadable(model), 502)
    if isinstance(error, StoppedError):
        return AwsError("BadGatewayException", words.STOPPED, 502)
    return AwsError("BadGatewayException", words.cut(model) if begun else words.unreachable(model), 502)


def _api(error: exceptions.ModelAPIError, model: str, bedrock: bool, begun: bool) -> AwsError:
    status = error.status_code if isinstance(error, exceptions.ModelHTTPError) else 0
    if isinstance(error, exceptions.ModelQuotaExceededError):
        return AwsError("ServiceQuotaExceededException", words.no_quota(model), 400)
    if isinstance(error, exceptions.ModelUnavailableError) or status == 503:
        return AwsError("ModelNotReadyException", words.loading(model), 424)
    if isinstance(error, exceptions.ModelRateLimitError) or status == 429:
        return AwsError("ThrottlingException", words.too_fast(model, error.retry_after), 429)
    if isinstance(error, exceptions.ModelAuthenticationError) or status in (401, 403):
        return AwsError("AccessDeniedException", words.denied(model, bedrock), 403)
    if isinstance(error, exceptions.ModelNotFoundError) or status == 404:
        return AwsError("ResourceNotFoundException", words.not_found(model, bedrock), 404)
    if isinstance(error, exceptions.ModelContextWindowExceededError) or status == 413:
        return AwsError("ValidationException", words.too_long(model), 400)
    if 400 <= status < 500 and status not in (408, 424):
        return AwsError("ValidationException", words.rejected(model, _reason(error)), 400)
    if status:
        return AwsError("BadGatewayException", words.broke(model, _reason(error)), 502)
    if begun or error.in_stream:
        return AwsError("BadGatewayException", words.cut(model), 502)
    if isinstance(error, exceptions.ModelConnectionError):
        return AwsError("BadGatewayException", words.unreachable(model), 502)
    return AwsError("BadGatewayException", words.unreadable(model), 502)


def _reason(error: exceptions.ModelAPIError) -> str:
    """The server's own words, on one line and no longer than needed; they hold no key of ours."""
    body = getattr(error, "body", None)
    found = body
    while isinstance(found, dict):
        found = found.get("message") or found.get("Message") or found.get("error") or found.get("Error")
    text = " ".join(str(found or error).split()).rstrip(".")
    return text[:LONGEST_REASON]
