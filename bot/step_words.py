"""What the agent is doing with a shared file or a text, in English: titles of steps, and names of capabilities."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SLACK_ID = re.compile(r"F[A-Z0-9]{7,}")
_LONGEST = 60

CAPABILITIES: Mapping[str, str] = {
    "look_at_image": "looking at the picture",
    "read_document": "reading the file",
    "transcribe_audio": "transcribing the recording",
    "speak": "reading it aloud",
    "translate": "translating",
    "analyze_text": "analysing the text",
}
STEPS: Mapping[str, str] = {
    "look_at_image": "Looking at the picture",
    "read_document": "Reading the file",
    "transcribe_audio": "Transcribing the recording",
    "speak": "Reading it aloud",
    "translate": "Translating",
    "analyze_text": "Analysing the text",
}
_OF_FILE: Mapping[str, str] = {
    "look_at_image": "Looking at",
    "read_document": "Reading",
    "transcribe_audio": "Transcribing",
    "translate": "Translating",
    "analyze_text": "Analysing",
}
_PARTS: Mapping[str, str] = {
    "tables": "the tables of ",
    "forms": "the form fields of ",
    "expenses": "the amounts of ",
    "dataset": "the data of ",
}


def file_step(action: str, arguments: Mapping[str, str]) -> str:
    """ "Reading invoice.pdf", "Translating memo.txt to es"; empty when nothing more than the action is known."""
    doing, file, to = _OF_FILE.get(action), arguments.get("file", "").strip(), arguments.get("to", "").strip()
    named = bool(file) and not _SLACK_ID.fullmatch(file)
    if not doing or not (named or to):
        return ""
    part = _PARTS.get(arguments.get("want", ""), "") if action == "read_document" else ""
    of = f" {part}{_cut(file)}" if named else ""
    return f"{doing}{of}" + (f" to {_cut(to)}" if to else "")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
