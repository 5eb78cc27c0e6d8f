"""Which model the agent asks: OUTCROP_MODEL and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infra.local.errors import LocalError
from infra.local.model.chatting import chat_words as words
from infra.local.settings import PLANNER, LocalSettings

if TYPE_CHECKING:
    from infra.local.model.chatting.chat import ChatModel

OPENAI_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def chat_model(settings: LocalSettings, notice: Callable[[str], None] | None = None) -> ChatModel | None:
    """The language model that the settings name; None for the planner. Raises LocalError saying what is missing.

    Nothing is sent yet. (pydantic-ai takes seconds to import: only those who want it wait for it.)
    """
    kind, _, name = settings.model.partition(":")
    if settings.model == PLANNER:
        return None
    return _openai(name, settings, notice) if kind == "openai" else _bedrock(name, settings, notice)


def model_name(settings: LocalSettings) -> str:
    """What tells two settings' models apart; empty for the planner. Holds no secret."""
    if settings.model == PLANNER:
        return ""
    return f"{settings.model} {settings.model_url or ''}".strip()


def _openai(name: str, settings: LocalSettings, notice: Callable[[str], None] | None) -> ChatModel:
    secret = settings.model_key or settings.openai_api_key
    if settings.model_url is None and secret is None:
        raise LocalError(words.NO_KEY)
    import openai
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai import OpenAIProvider

    from infra.local.model.chatting.chat import ChatModel
    from infra.local.model.chatting.chat_thinking import NO_TAGS

    url = settings.model_url or OPENAI_URL
    own = urlsplit(url).hostname in LOOPBACK
    client = openai.AsyncOpenAI(
        base_url=url,
        api_key=secret.get_secret_value() if secret else "none",
        max_retries=0,
        timeout=openai.Timeout(settings.model_timeout, connect=CONNECT_SECONDS),
        http_client=openai.DefaultAsyncHttpxClient(trust_env=not own),
    )
    model = OpenAIChatModel(
        name,
        provider=OpenAIProvider(openai_client=client),
        profile=OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True, thinking_tags=NO_TAGS),
    )
    label = words.where(name, url)
    return ChatModel(model, label, silence_s=settings.model_timeout, notice=notice, ending=client.close)


def _bedrock(name: str, settings: LocalSettings, notice: Callable[[str], None] | None) -> ChatModel:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, NoRegionError
    from pydantic_ai.models.bedrock import BedrockConverseModel
    from pydantic_ai.providers.bedrock import BedrockProvider

    from infra.local.model.chatting.chat import ChatModel

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=settings.model_timeout,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    try:
        client = boto3.client("bedrock-runtime", endpoint_url=settings.model_url, config=config)
    except NoRegionError as error:
        raise LocalError(words.NO_REGION) from error
    except BotoCoreError as error:
        raise LocalError(words.bad_profile(str(error))) from error
    model = BedrockConverseModel(name, provider=BedrockProvider(bedrock_client=client))
    label = words.where(name, str(client.meta.endpoint_url))
    return ChatModel(model, label, bedrock=True, silence_s=settings.model_timeout, notice=notice)
