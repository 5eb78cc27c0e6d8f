"""From a delivered body to a question. Shared by the surfaces on which one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.files.slack_file import shared_files
from bot.keys import message_key
from bot.payload import Payload, mapping, text_at
from bot.queue import DELIVERY, Delivery

if TYPE_CHECKING:
    from slack_bolt import BoltContext

    from bot.files.slack_file import Shared
    from bot.question import Question
    from bot.services import Services

PERSONAL_SUBTYPES = ("", "file_share", "thread_broadcast")


def is_from_person(body: Payload) -> bool:
    """Written by a person, just now: not by a bot, not an edit, a join or a bot's echo."""
    return (
        bool(text_at(body, "event", "user"))
        and not text_at(body, "event", "bot_id")
        and text_at(body, "event", "subtype") in PERSONAL_SUBTYPES
    )


def delivery_of(context: BoltContext) -> Delivery:
    found = cast("Payload", context).get(DELIVERY)
    return found if isinstance(found, Delivery) else Delivery("", float("inf"))


def message_question(body: Payload, context: BoltContext, services: Services) -> Question:
    """The question in a message event. The team is the one that the bot belongs to, whoever writes."""
    from bot.question import Question

    delivery, team = delivery_of(context), services.identity().team
    channel, ts = text_at(body, "event", "channel"), text_at(body, "event", "ts")
    return Question(
        key=message_key(team, channel, ts),
        team=team,
        channel=channel,
        user=text_at(body, "event", "user"),
        text=text_at(body, "event", "text"),
        asked_ts=ts,
        thread_ts=text_at(body, "event", "thread_ts"),
        files=_files(body),
        delivery=delivery.id,
        deadline=delivery.deadline,
    )


def _files(body: Payload) -> tuple[Shared, ...] | None:
    """What was shared with the message. A mention's event may be silent about it: then None."""
    event = mapping(body.get("event"))
    return None if "files" not in event and text_at(event, "type") == "app_mention" else shared_files(event)
