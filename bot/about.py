"""The windows that a message's shortcuts open, and what they remember of the message. Pure.

Limits: https://docs.slack.dev/reference/views (private_metadata 3,000 characters).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.buttons import ASK_ABOUT, TRANSLATE
from bot.files.naming import shown_name
from bot.files.slack_file import shared_files
from bot.payload import Payload, mapping, question_text, text_at
from bot.reply.elements import context_block, plain
from bot.reply.inert import inert
from bot.slack_api import Block
from bot.words import Words

METADATA = 2_900
QUOTED = 300
"""Characters of the message shown in the window."""
TITLE = 24
QUESTION, LANGUAGE = "question", "language"
"""Block and action ids of the inputs."""
QUESTION_LENGTH = 3_000


@dataclass(frozen=True)
class Subject:
    """The message that a shortcut was used on."""

    channel: str
    ts: str
    thread: str
    text: str
    """As Slack has it, cut to what a window remembers."""
    cut: bool = False

    def plain(self, bot_user: str) -> str:
        """Its words, as a person wrote them."""
        return question_text(self.text, bot_user)

    def quoted(self, bot_user: str) -> str:
        """Below a question: its words as a quotation; empty when it has none."""
        text = self.plain(bot_user)
        return "\n\n" + "\n".join(f"> {line}" for line in text.splitlines()) if text else ""


def subject_of(body: Payload) -> Subject:
    """From a ``message_action`` payload."""
    message = mapping(body.get("message"))
    ts, text = text_at(message, "ts") or text_at(body, "message_ts"), text_at(message, "text")
    made = Subject(text_at(body, "channel", "id"), ts, text_at(message, "thread_ts") or ts, text)
    while len(remembered(made)) > METADATA:
        made = Subject(made.channel, made.ts, made.thread, made.text[: len(made.text) * 9 // 10], cut=True)
    return made


def remembered(subject: Subject) -> str:
    """The window's private metadata."""
    return json.dumps(subject.__dict__, ensure_ascii=False)


def recalled(body: Payload) -> Subject | None:
    """From a ``view_submission`` payload: what the window remembered; None when it isn't one of these."""
    try:
        found = mapping(json.loads(text_at(body, "view", "private_metadata")))
        return Subject(
            str(found["channel"]), str(found["ts"]), str(found["thread"]), str(found["text"]), found.get("cut") is True
        )
    except (ValueError, KeyError):
        return None


def ask_view(body: Payload, words: Words) -> Mapping[str, object]:
    """A window for a question about the message."""
    field: Block = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "multiline": True,
        "max_length": QUESTION_LENGTH,
        "focus_on_load": True,
    }
    asked: Block = {
        "type": "input",
        "block_id": QUESTION,
        "label": plain(words.ask_about_label),
        "hint": plain(words.ask_about_hint, 150),
        "element": field,
    }
    blocks = [*_shown(body, words), asked]
    return _modal(body, ASK_ABOUT, words.ask_about_title, words.ask_about_submit, blocks, words)


def translate_view(body: Payload, locale: str, words: Words) -> Mapping[str, object]:
    """A window for the language; the person's own is chosen already."""
    options: list[Block] = [{"text": plain(name), "value": code} for code, name in words.languages.items()]
    own = next((option for option in options if option["value"] == locale[:2].lower()), None)
    english = next(option for option in options if option["value"] == "en")
    select: Block = {
        "type": "static_select", "action_id": LANGUAGE, "options": options, "initial_option": own or english,
    }  # fmt: skip
    asked: Block = {
        "type": "input", "block_id": LANGUAGE, "label": plain(words.translate_label), "element": select,
    }  # fmt: skip
    blocks = [*_shown(body, words), asked]
    return _modal(body, TRANSLATE, words.translate_title, words.translate_submit, blocks, words)


def _modal(
    body: Payload, callback: str, title: str, submit: str, blocks: list[Block], words: Words
) -> Mapping[str, object]:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE),
        "submit": plain(submit, TITLE),
        "close": plain(words.modal_cancel, TITLE),
        "private_metadata": remembered(subject_of(body)),
        "blocks": blocks,
    }


def _shown(body: Payload, words: Words) -> list[Block]:
    """The message quoted, and the names of its files."""
    message = mapping(body.get("message"))
    text = inert(question_text(text_at(message, "text"), ""))
    blocks: list[Block] = []
    if text:
        quote: Block = {"type": "rich_text_quote", "elements": [{"type": "text", "text": _cut(text)}]}
        blocks.append({"type": "rich_text", "elements": [quote]})
    names = [shown_name(file.name, words.nameless_file) for file in shared_files(message)]
    return [*blocks, context_block([words.files_listed(names)])] if names else blocks


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"
