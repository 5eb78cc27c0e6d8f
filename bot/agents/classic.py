"""Amazon Bedrock Agents: InvokeAgent, its event stream, and what goes wrong in it.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html
"""

from __future__ import annotations

import codecs
import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError, EventStreamError
from pydantic import TypeAdapter
from urllib3.exceptions import HTTPError

from agent_actions.contract import (
    FILES_ATTRIBUTE,
    HISTORY_ATTRIBUTE,
    MEANINGS_ATTRIBUTE,
    TODAY_ATTRIBUTE,
    HistoryTurn,
    SharedFile,
    identity_attributes,
)
from bot.agents.port import AgentEvent, AgentTurn, AskedBack, Done, StepStarted, TextDelta
from bot.agents.trace import Steps
from bot.errors import AgentError
from bot.words import ENGLISH

if TYPE_CHECKING:
    from types_boto3_bedrock_agent_runtime import AgentsforBedrockRuntimeClient

BUSY = frozenset({"throttling", "conflict", "modelnotready", "servicequotaexceeded"})
RETRIED = frozenset({"throttling", "conflict", "modelnotready"})
"""Not retried by botocore when they come inside the stream (nor 409 and ModelNotReady at all)."""
TRIES = 5
FIRST_WAIT_S = 0.5

_HISTORY = TypeAdapter(tuple[HistoryTurn, ...])
_FILES = TypeAdapter(tuple[SharedFile, ...])
log = logging.getLogger("outcrop.agent")


class ClassicAgent:
    """``bot.agents.port.Agent`` over InvokeAgent.

    Parameters
    ----------
    client
        Its read timeout must exceed a turn's deadline: events may be a whole query apart.
    sleep
        Waits between tries, in seconds.
    """

    def __init__(
        self,
        client: AgentsforBedrockRuntimeClient,
        agent_id: str,
        alias_id: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._agent_id, self._alias_id, self._sleep = client, agent_id, alias_id, sleep

    def ask(self, turn: AgentTurn) -> Iterator[AgentEvent]:
        """Yield the turn's events. Tries again only while no action ran and nothing was said. Raises AgentError."""
        for attempt in range(1, TRIES + 1):
            begun = False
            steps = Steps()
            try:
                for event in self._once(turn, steps):
                    begun = begun or isinstance(event, TextDelta | StepStarted | AskedBack)
                    yield event
                return
            except (ClientError, EventStreamError) as error:
                name = _name(error)
                if begun or name not in RETRIED or attempt == TRIES:
                    raise self._failure(turn, name, error, steps, said=begun) from error
            except (BotoCoreError, HTTPError, OSError) as error:
                raise self._failure(turn, type(error).__name__, error, steps, said=begun) from error
            self._sleep(FIRST_WAIT_S * 2 ** (attempt - 1) * (0.5 + random.random()))  # noqa: S311 - jitter

    def _once(self, turn: AgentTurn, steps: Steps) -> Iterator[AgentEvent]:
        answer = self._client.invoke_agent(
            agentId=self._agent_id,
            agentAliasId=self._alias_id,
            sessionId=turn.session,
            inputText=turn.text,
            enableTrace=True,
            sessionState={
                "sessionAttributes": {
                    **turn.attributes,
                    **identity_attributes(turn.caller, turn.audience, turn.turn, turn.thread),
                },
                "promptSessionAttributes": {
                    TODAY_ATTRIBUTE: turn.today,
                    HISTORY_ATTRIBUTE: _HISTORY.dump_json(turn.history, exclude_none=True).decode(),
                    **_files(turn.files),
                    **({MEANINGS_ATTRIBUTE: json.dumps(dict(turn.meanings))} if turn.meanings else {}),
                },
            },
            streamingConfigurations={"streamFinalResponse": True},
        )
        stream = answer["completion"]
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        try:
            for raw in stream:
                event = cast("Mapping[str, object]", raw)
                if "chunk" in event:
                    text = decoder.decode(_bytes(event["chunk"]))
                    if text:
                        yield TextDelta(text)
                elif "trace" in event:
                    yield from steps.read(event["trace"])
                elif "returnControl" in event:
                    raise AgentError(ENGLISH.agent_wants_control(turn.turn))
            tail = decoder.decode(b"", final=True)
            if tail:
                yield TextDelta(tail)
            yield Done()
        finally:
            stream.close()

    def _failure(self, turn: AgentTurn, name: str, error: Exception, steps: Steps, *, said: bool) -> AgentError:
        """Words for a person; what AWS said goes to the log alone."""
        log.warning("turn %s: agent failed: %s: %s", turn.turn, name, error)
        if name == "dependencyfailed":
            return AgentError(ENGLISH.agent_action_failed(steps.last_action, turn.turn))
        if name in BUSY:
            return AgentError(ENGLISH.cut_off if said else ENGLISH.agent_busy(turn.turn))
        if isinstance(error, BotoCoreError | HTTPError | OSError) or name in ("internalserver", "badgateway"):
            return AgentError(ENGLISH.cut_off if said else ENGLISH.agent_unavailable(turn.turn))
        return AgentError(ENGLISH.agent_unavailable(turn.turn))


def _name(error: ClientError) -> str:
    """``ThrottlingException`` and the stream's ``throttlingException`` alike: ``throttling``."""
    code = str(cast("Mapping[str, Mapping[str, object]]", error.response).get("Error", {}).get("Code", ""))
    return code.removesuffix("Exception").lower()


def _files(files: tuple[SharedFile, ...]) -> dict[str, str]:
    """The attribute that names the thread's files; nothing where there are none."""
    return {FILES_ATTRIBUTE: _FILES.dump_json(files, exclude_defaults=True).decode()} if files else {}


def _bytes(chunk: object) -> bytes:
    if isinstance(chunk, Mapping):
        data = cast("Mapping[str, object]", chunk).get("bytes")
        if isinstance(data, bytes):
            return data
    return b""
