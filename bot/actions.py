"""Calling an action without the agent: the same Lambda, the same event, the same rights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError

from agent_actions.contract import Audience, Caller, identity_attributes
from bot.errors import ActionsError
from bot.words import ENGLISH

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

Answer = dict[str, object]


class Actions:
    def __init__(self, client: LambdaClient, function: str, today: Mapping[str, str] | None = None) -> None:
        """``today``: prompt session attributes to send along, such as the date."""
        self._client, self._function, self._prompt = client, function, dict(today or {})

    def call(
        self,
        action: str,
        group: str,
        arguments: Mapping[str, str],
        caller: Caller,
        audience: Audience,
        turn: str,
        thread: str = "",
    ) -> Answer:
        """One action's answer as it would go to the model. ``thread``: key of the thread whose files it is about.

        Raises ActionsError when the Lambda can't be called or breaks; a refusal is an answer, not an error.
        """
        event = {
            "messageVersion": "1.0",
            "agent": {"name": "outcrop-bot", "id": "DIRECT", "alias": "DIRECT", "version": "1"},
            "inputText": "",
            "sessionId": turn,
            "actionGroup": group,
            "function": action,
            "parameters": [{"name": name, "type": "string", "value": value} for name, value in arguments.items()],
            "sessionAttributes": identity_attributes(caller, audience, turn, thread),
            "promptSessionAttributes": self._prompt,
        }
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(event).encode())
            payload = answer["Payload"].read()
        except (BotoCoreError, ClientError, OSError) as error:
            raise ActionsError(ENGLISH.actions_failed) from error
        if answer.get("FunctionError"):
            raise ActionsError(ENGLISH.actions_failed)
        return _body(payload)


def _body(payload: bytes) -> Answer:
    """``response.functionResponse.responseBody.TEXT.body``, itself JSON."""
    try:
        value: object = json.loads(payload)
        for key in ("response", "functionResponse", "responseBody", "TEXT", "body"):
            value = cast("Mapping[str, object]", value)[key]
        body = json.loads(value) if isinstance(value, str) else None
    except (ValueError, KeyError, TypeError) as error:
        raise ActionsError(ENGLISH.actions_failed) from error
    if not isinstance(body, dict):
        raise ActionsError(ENGLISH.actions_failed)
    return cast("Answer", body)
