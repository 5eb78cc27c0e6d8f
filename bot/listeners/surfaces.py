"""Bolt's app as the listeners see it, typed: where a function can be attached to what Slack sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

Matchers = Sequence[Callable[..., bool]]


class Attach(Protocol):
    def __call__(self, ack: Callable[..., object], *, lazy: Sequence[Callable[..., None]] = ()) -> object:
        """``ack`` runs in the front, within Slack's three seconds; ``lazy`` functions by way of the queue.

        A lazy function is found again by its name: every one needs its own.
        """
        ...


class Surfaces(Protocol):
    def event(self, event: str | re.Pattern[str] | Mapping[str, str], matchers: Matchers | None = None) -> Attach: ...

    def action(self, constraints: str | re.Pattern[str], matchers: Matchers | None = None) -> Attach: ...

    def shortcut(self, constraints: str | re.Pattern[str], matchers: Matchers | None = None) -> Attach: ...

    def view(self, constraints: str | re.Pattern[str], matchers: Matchers | None = None) -> Attach: ...

    def command(self, command: str, matchers: Matchers | None = None) -> Attach: ...
