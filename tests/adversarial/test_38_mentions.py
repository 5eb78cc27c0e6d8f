"""Case 38: nobody is notified by what the model, a cell or a question says."""

import pytest

from tests.adversarial.obedient import LIVE, Puppet, say, sql, texts
from tests.whole import Json, Office, until

CHUNKS = [
    ("<!channel> <!here> <!everyone> <@U_MAYA> <#C_GENERAL> <!subteam^S1>",),
    ("<", "!", "channel", ">", " <@U_", "MAYA>"),
    ("`<!channel>` and ```\n<@U_MAYA>\n```",),
    ("&lt;!channel&gt; <<!channel>> <\u200b!channel>",),
]  # fmt: skip


@pytest.mark.parametrize("chunks", CHUNKS, ids=range(len(CHUNKS)))
def test_mentions_in_words_notify_nobody(puppet: Puppet, chunks: tuple[str, ...]) -> None:
    asked, _ = puppet.ask(say(*chunks), channel="#general")
    for text in texts(puppet.shown(asked)):
        assert not LIVE.search(text), text


def test_mentions_in_cells_headers_and_refusals_notify_nobody(puppet: Puppet) -> None:
    for statement in (
        "SELECT note AS \"<!channel>\" FROM notes WHERE note_id = 2",
        "SELECT note FROM \"<!channel>\"",
        "SELECT \"<@U_MAYA>\" FROM notes",
    ):  # fmt: skip
        asked, _ = puppet.ask(sql(statement), say(), channel="#general")
        for text in texts(puppet.shown(asked)):
            assert not LIVE.search(text), text


def history(office: Office) -> list[Json]:
    return list(office.slack.conversations_history(channel="C_GENERAL").get("messages") or [])


def test_a_command_repeats_the_question_without_its_mentions(office: Office) -> None:
    workspace = office.stack.slack.core.workspace
    before = {message["ts"] for message in history(office)}
    office.page("POST", "/page/commands", **{
        "as": "luis", "channel": "C_GENERAL", "text": "/outcrop ask hello <!channel> <@U_MAYA> [x](https://evil.example)",
    })  # fmt: skip

    def repeated() -> str | None:
        return next((message["ts"] for message in history(office) if message["ts"] not in before), None)

    ts = until(repeated, "question in the channel")
    until(lambda: len(office.answers({"channel": "C_GENERAL", "ts": ts})) > 1, "answer")
    question = workspace.require_message("C_GENERAL", ts)
    assert "luis asked: hello" in question["text"]
    assert not LIVE.search(question["text"])
    assert question["blocks"][0]["type"] == "rich_text"
