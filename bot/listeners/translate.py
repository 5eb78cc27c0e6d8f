"""The shortcut "Translate this message": a window for the language; the translation is for that person alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.about import LANGUAGE, Subject, recalled, translate_view
from bot.buttons import TRANSLATE
from bot.errors import BotError
from bot.keys import claim_key, turn_id, user_of
from bot.listeners.whisper import whisper
from bot.listeners.window import open_window
from bot.payload import mapping, text_at
from bot.reply.elements import paragraph, quoted
from bot.reply.inert import inert
from bot.services import FRONT_S
from bot.slack_client import SLACK_ERRORS
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, Respond

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services

SECONDS = 60.0


def register(app: Surfaces, services: Services) -> None:
    def open_translate(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        open_window(services, body, translate_view(body, _locale(services, user_of(body)), ENGLISH), respond)

    def close_translate(ack: Ack) -> None:
        ack()

    def translate_message(body: dict[str, Any]) -> None:
        subject = recalled(body)
        to = text_at(body, "view", "state", "values", LANGUAGE, LANGUAGE, "selected_option", "value")
        if subject is None or to not in ENGLISH.languages:
            return
        text = subject.plain(services.identity().user)
        if not text:
            whisper(services, body, ENGLISH.translate_nothing)
            return
        try:
            answer = _translated(services, body, subject, to, text)
        except BotError as error:
            whisper(services, body, error.message)
            return
        found = answer.get("text")
        if answer.get("status") != "ok" or not isinstance(found, str) or not found:
            whisper(services, body, inert(str(answer.get("error") or ENGLISH.command_failed)))
            return
        heading = ENGLISH.translated(ENGLISH.languages[to], cut=len(text) if subject.cut else None)
        whisper(services, body, f"{heading} {inert(found)}", [paragraph(heading), quoted(inert(found))])

    app.shortcut(TRANSLATE)(open_translate)
    app.view(TRANSLATE)(ack=close_translate, lazy=[translate_message])


def _translated(
    services: Services, body: dict[str, Any], subject: Subject, to: str, text: str
) -> dict[str, object]:  # fmt: skip
    """What the action says. Raises BotError for who may not ask, and where it can't be called."""
    from agent_actions.contract import Audience, thread_key

    client, team = services.slack(time.monotonic() + SECONDS), services.identity().team
    caller = services.people.caller(client, team, user_of(body))
    alone = Audience(kind="dm", channel=subject.channel)
    thread = thread_key(team, subject.channel, subject.thread)
    arguments = {"to": to, "text": text}
    return services.actions.call("translate", "language", arguments, caller, alone, turn_id(claim_key(body)), thread)


def _locale(services: Services, user: str) -> str:
    """The person's own, or English where Slack doesn't say in time."""
    try:
        found = services.slack(time.monotonic() + FRONT_S / 2).users_info(user=user, include_locale=True).get("user")
    except SLACK_ERRORS:
        return "en"
    return text_at(mapping(found), "locale") or "en"
