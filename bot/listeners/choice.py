"""A choice pressed: asked as a follow-up by the person to whom it was offered, once."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.buttons import CHOICE
from bot.keys import user_of
from bot.listeners.asking import delivery_of
from bot.listeners.whisper import whisper
from bot.payload import first_action, text_at
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Ack, BoltContext

    from bot.listeners.surfaces import Surfaces
    from bot.services import Services


def register(app: Surfaces, services: Services) -> None:
    def acknowledge_choice(ack: Ack) -> None:
        ack()

    def follow_choice(body: dict[str, Any], context: BoltContext) -> None:
        from bot.question import Question

        press, user = first_action(body), user_of(body)
        turn, number = _reference(text_at(press, "value"))
        record = services.ledger.turn(turn)
        if record is None or not 0 <= number < len(record.choices):
            whisper(services, body, ENGLISH.choice_gone)
            return
        if record.user != user:
            whisper(services, body, ENGLISH.choice_not_yours)
            return
        choice = record.choices[number]
        which = str(number) if record.several else ""
        if not services.ledger.take_choice(turn, user, choice, text_at(press, "action_ts"), which):
            whisper(services, body, ENGLISH.choice_taken)
            return
        if choice.word and choice.metric:
            services.ledger.mean(record.team, user, choice.word, choice.metric)
        delivery = delivery_of(context)
        services.turns.answer(
            Question(
                key=f"choice|{turn}|{which}" if which else f"choice|{turn}",
                team=record.team,
                channel=record.channel,
                user=user,
                text=choice.text,
                thread_ts=record.thread_ts,
                by="choice",
                label=choice.label,
                with_files=record.files,
                delivery=delivery.id,
                deadline=delivery.deadline,
            )
        )

    app.action(re.compile(f"^{CHOICE}[0-9]+$"))(ack=acknowledge_choice, lazy=[follow_choice])


def _reference(value: str) -> tuple[str, int]:
    try:
        found: Any = json.loads(value)
        return str(found["turn"]), int(found["n"])
    except (ValueError, KeyError, TypeError):
        return "", -1
