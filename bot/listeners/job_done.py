"""A job is over. Only the queue brings this: a request from outside, signed or not, finds no such listener."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.jobs.event import JOB_DONE
from bot.listeners.asking import delivery_of
from bot.payload import at, text_at
from bot.queue import DELIVERY

if TYPE_CHECKING:
    from slack_bolt import BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def from_queue(context: BoltContext) -> bool:
        return DELIVERY in context

    def acknowledge_job() -> None:
        """Never asked for: nothing but the queue's replay comes here."""

    def finish_job(body: dict[str, Any], context: BoltContext) -> None:
        services.finisher.finish(
            text_at(body, "event", "turn"),
            text_at(body, "event", "service"),
            text_at(body, "event", "job"),
            "expired" if at(body, "event", "expired") is True else "done",
            delivery_of(context),
        )

    app.event(JOB_DONE, matchers=[from_queue])(ack=acknowledge_job, lazy=[finish_job])
