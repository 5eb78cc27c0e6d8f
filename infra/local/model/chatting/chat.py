"""A real language model in the planner's place: OpenAI-compatible servers and Bedrock Converse, through pydantic-ai.

The agent's loop stays Bedrock's own (``infra/local/aws/agent/turn.py``): it runs the actions, this only says what to
do next. Whatever a model gets wrong in a call goes back to it; whatever it cannot do ends in words or in the error
that InvokeAgent has for it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

from pydantic_ai.exceptions import ModelAPIError
from pydantic_ai.messages import ModelResponse, ToolCallPart
from pydantic_ai.models import Model as LanguageModel
from pydantic_ai.models import ModelRequestParameters

from infra.local.model.chatting import chat_words as words
from infra.local.model.chatting.chat_calls import call_of
from infra.local.model.chatting.chat_errors import failure
from infra.local.model.chatting.chat_messages import definitions, messages_of
from infra.local.model.chatting.chat_talk import Talk
from infra.local.model.chatting.chat_thinking import Thinking
from infra.local.model.port import CallTools, ModelTurn, Say, Step, Usage

MAX_CALLS = 12
"""Actions that one turn may call."""
MAX_MENDINGS = 2
"""Times that a turn's unreadable calls go back to the model."""
MAX_WAIT_S = 5.0
"""The longest Retry-After that is waited for, once; a longer one is the client's to wait for."""
HELD_CHARACTERS = 160
"""Words that are held back at first: they may turn out to be the reason for a call, and no answer."""
TRIES = 2
"""Times that the model is asked when it says nothing at all."""


@dataclass
class _Answer:
    """One answer of the model, as far as it has come."""

    held: str = ""
    said: bool = False
    response: ModelResponse | None = None


class ChatModel:
    """``infra.local.model.port.Model`` and ``Speaker`` with a language model.

    Parameters
    ----------
    model
        Any model of pydantic-ai.
    label
        Its name and address, for a person; holds no secret.
    bedrock
        Whether it is reached by AWS credentials: words about failures differ.
    silence_s
        Seconds without a word after which a request is given up.
    notice
        Told of every failure in words for whoever runs the model.
    ending
        Closes the model's connections.
    """

    def __init__(
        self,
        model: LanguageModel[Any],
        label: str,
        *,
        bedrock: bool = False,
        silence_s: float = 60.0,
        notice: Callable[[str], None] | None = None,
        ending: Callable[[], Awaitable[None]] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.label = label
        self._bedrock, self._notice, self._sleep = bedrock, notice, sleep
        self._talk = Talk(model, silence_s, ending)

    def next(self, turn: ModelTurn) -> Step:
        """The next step, asked for in one piece. Raises AwsError as the agent's client sees it."""
        said = ""
        for part in self._steps(turn, streamed=False):
            if not isinstance(part, str):
                return replace(part, chunks=(said + "".join(part.chunks),)) if isinstance(part, Say) else part
            said += part
        raise RuntimeError("a model's answer ended without a step")

    def stream(self, turn: ModelTurn) -> Generator[str | Step]:
        """Words as they come, then the step. Raises AwsError as the agent's client sees it."""
        yield from self._steps(turn, streamed=True)

    def close(self) -> None:
        """Give up what is under way."""
        self._talk.close()

    def _steps(self, turn: ModelTurn, *, streamed: bool) -> Generator[str | Step]:
        used = Usage(0, 0)
        for _ in range(TRIES):
            answer = _Answer()
            yield from self._ask(turn, answer, streamed)
            used = _sum(used, answer)
            step = _step(answer, turn)
            if step is not None:
                yield replace(step, usage=used)
                return
        yield Say((words.EMPTY,), usage=used)

    def _ask(self, turn: ModelTurn, answer: _Answer, streamed: bool) -> Generator[str]:
        """Fill in ``answer``; a short wait that the server asks for is made once."""
        try:
            yield from self._hear(turn, answer, streamed)
        except ModelAPIError as error:
            wait = error.retry_after
            if wait is None or wait > MAX_WAIT_S or answer.said or answer.held:
                raise self._failed(error, answer) from error
            self._sleep(wait)
            try:
                yield from self._hear(turn, answer, streamed)
            except Exception as again:
                raise self._failed(again, answer) from again
        except Exception as error:
            raise self._failed(error, answer) from error

    def _hear(self, turn: ModelTurn, answer: _Answer, streamed: bool) -> Generator[str]:
        parameters = ModelRequestParameters(function_tools=definitions(turn.tools))
        thinking = Thinking()
        for heard in self._talk.hear(messages_of(turn), parameters, streamed=streamed):
            if isinstance(heard, ModelResponse):
                answer.response = heard
                answer.held += thinking.left()
                return
            answer.held += thinking.said(heard)
            if streamed and (answer.said or len(answer.held) > HELD_CHARACTERS):
                answer.said, text = True, answer.held
                answer.held = ""
                yield text

    def _failed(self, error: Exception, answer: _Answer) -> Exception:
        begun = answer.said or bool(answer.held)
        failed = failure(error, self.label, bedrock=self._bedrock, begun=begun)
        if self._notice is not None:
            self._notice(failed.message)
        return failed


def _step(answer: _Answer, turn: ModelTurn) -> Step | None:
    """What the answer wants done; None when it is empty."""
    response = answer.response
    parts = response.parts if response else ()
    cut = response is not None and response.finish_reason == "length"
    number = 1 + max((result.call.step for result in turn.results), default=0)
    calls = tuple(call_of(p, turn.tools, number, cut=cut) for p in parts if isinstance(p, ToolCallPart))
    if calls:
        mended = sum(any(r.call.problem for r in turn.results if r.call.step == n) for n in range(1, number))
        if mended >= MAX_MENDINGS and any(call.problem for call in calls):
            return Say((words.GAVE_UP,))
        if len(turn.results) + len(calls) > MAX_CALLS:
            return Say((words.too_many_calls(MAX_CALLS),))
        return CallTools(calls, answer.held.strip())
    text = answer.held
    if response is not None and response.finish_reason == "content_filter" and not (answer.said or text.strip()):
        refusal = (response.provider_details or {}).get("refusal")
        return Say((words.refused(str(refusal)) if refusal else words.FILTERED,))
    if not answer.said and not text.strip():
        return None
    if cut:
        return Say((f"{text}\n\n{words.CUT}",))
    return Say((text,) if text else (), asks=text.rstrip().endswith(("?", "？")))


def _sum(used: Usage, answer: _Answer) -> Usage:
    if answer.response is None:
        return used
    more = answer.response.usage
    return Usage(used.input_tokens + more.input_tokens, used.output_tokens + more.output_tokens)
