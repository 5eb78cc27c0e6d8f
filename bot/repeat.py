"""What was asked, shown in the channel where a command or a button left no message of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import PersonError, SlackGoneError
from bot.question import QUESTION_CHARACTERS
from bot.reply.elements import paragraph
from bot.reply.inert import escaped
from bot.slack_client import GONE, SLACK_ERRORS, error_code
from bot.words import ENGLISH

if TYPE_CHECKING:
    from bot.question import Question, Tools
    from bot.records import TurnRecord
    from bot.slack_api import Slack

log = logging.getLogger("outcrop.turn")


def repeat_question(tools: Tools, client: Slack, record: TurnRecord, question: Question) -> str:
    """Post who asked what. Returns that message's ts; raises SlackGoneError where nothing can be posted."""
    name = f"@{record.user}"
    try:
        name = tools.people.caller(client, record.team, record.user).name or name
    except PersonError:
        log.info("turn %s: asker unknown", record.turn)
    said = (
        ENGLISH.chosen(name, question.label)
        if question.by == "choice"
        else ENGLISH.asked(name, record.question[:QUESTION_CHARACTERS])
    )
    try:
        answer = client.chat_postMessage(
            channel=record.channel,
            thread_ts=record.thread_ts or None,
            text=escaped(said[:300]),
            blocks=[paragraph(said)],
            unfurl_links=False,
            unfurl_media=False,
        )
    except SLACK_ERRORS as error:
        if error_code(error) in GONE:
            raise SlackGoneError(error_code(error)) from error
        raise
    return str(answer.get("ts"))
