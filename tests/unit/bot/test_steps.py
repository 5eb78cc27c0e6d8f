"""Titles of the agent's steps about files: what is being done, and with which file."""

import pytest

from bot.words import ENGLISH


@pytest.mark.parametrize(
    ("action", "arguments", "title"),
    [
        ("read_document", {"file": "invoice.pdf"}, "Reading invoice.pdf"),
        ("read_document", {"file": "invoice.pdf", "want": "tables"}, "Reading the tables of invoice.pdf"),
        ("read_document", {"file": "F0123ABCDEF"}, "Reading the file"),
        ("look_at_image", {}, "Looking at the picture"),
        ("transcribe_audio", {"file": "memo.ogg"}, "Transcribing memo.ogg"),
        ("translate", {"file": "carta.txt", "to": "English"}, "Translating carta.txt to English"),
        ("translate", {"text": "hola", "to": "en"}, "Translating to en"),
        ("analyze_text", {"file": "a\nb.txt"}, "Analysing a b.txt"),
        ("speak", {"text": "hello"}, "Reading it aloud"),
    ],
)
def test_a_step_names_the_file_when_it_knows_its_name(action: str, arguments: dict[str, str], title: str) -> None:
    assert ENGLISH.step(action, arguments) == title
    assert ENGLISH.capability(action) != "one of the steps"
