"""Asks a pydantic-ai model from ordinary threads: its coroutines run on one event loop of their own."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.models import Model, ModelRequestParameters

from infra.local.model.chatting.chat_errors import StalledError, StoppedError

Heard = str | ModelResponse
_Box = queue.SimpleQueue[Heard | BaseException]


class Talk:
    """Conversations with one model, any number at once."""

    def __init__(
        self, model: Model[Any], silence_s: float, ending: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """``silence_s``: seconds without a word after which a request is given up; ``ending`` closes connections."""
        self._model, self._silence_s, self._ending = model, silence_s, ending
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chat-model", daemon=True)
        self._lock = threading.Lock()
        self._waiting: set[_Box] = set()
        self._closed = False

    def hear(
        self, messages: list[ModelMessage], parameters: ModelRequestParameters, *, streamed: bool
    ) -> Generator[Heard]:
        """Yield the answer's words as they come, or all at once, then the whole response.

        Raises what pydantic-ai raises, StalledError, and StoppedError when the model is closed meanwhile.
        """
        box: _Box = queue.SimpleQueue()
        said = self._streamed(messages, parameters) if streamed else self._at_once(messages, parameters)
        future = self._submit(self._put(said, box), box)
        try:
            while True:
                item = box.get()
                if isinstance(item, BaseException):
                    raise item
                yield item
                if isinstance(item, ModelResponse):
                    return
        finally:
            future.cancel()
            with self._lock:
                self._waiting.discard(box)

    def close(self) -> None:
        """Give up what is under way; whoever waits for it hears StoppedError."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for box in self._waiting:
                box.put(StoppedError())
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(2)
        if not self._thread.is_alive():
            self._loop.close()

    def _end(self) -> None:
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()

        async def stop() -> None:
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._loop.shutdown_asyncgens()
            if self._ending is not None:
                await self._ending()
            self._loop.stop()

        self._stopping = self._loop.create_task(stop())

    def _submit(self, work: Coroutine[Any, Any, None], box: _Box) -> Any:
        with self._lock:
            if self._closed:
                work.close()
                raise StoppedError
            if not self._thread.is_alive():
                self._thread.start()
            self._waiting.add(box)
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _put(self, said: AsyncIterator[Heard], box: _Box) -> None:
        try:
            async for item in said:
                box.put(item)
        except TimeoutError:
            box.put(StalledError(self._silence_s))
        except Exception as error:
            box.put(error)
        except asyncio.CancelledError:
            box.put(StoppedError())
            raise

    async def _at_once(self, messages: list[ModelMessage], parameters: ModelRequestParameters) -> AsyncIterator[Heard]:
        async with asyncio.timeout(self._silence_s):
            response = await self._model.request(messages, None, parameters)
        text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
        if text:
            yield text
        yield response

    async def _streamed(self, messages: list[ModelMessage], parameters: ModelRequestParameters) -> AsyncIterator[Heard]:
        async with asyncio.timeout(self._silence_s) as limit:
            async with self._model.request_stream(messages, None, parameters) as stream:
                async for event in stream:
                    limit.reschedule(self._loop.time() + self._silence_s)
                    text = _text(event)
                    if text:
                        yield text
                response = stream.get()
        yield response


def _text(event: ModelResponseStreamEvent) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""
