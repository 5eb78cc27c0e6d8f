"""Case 11: a stream that ends, or a message that is full: the rest comes in another, whole, code blocks reopened."""

import re

import pytest

from tests.adversarial.obedient import Puppet, say, sql
from tests.whole import Json

WORDS = [f"word{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyzabcd'[n // 100 % 10]}" for n in range(1_000)]
TEXT = " ".join(WORDS) + "."
CODE = "```sql\n" + "\n".join(f"-- {word}" for word in WORDS) + "\n```\n"
LISTED = sql("SELECT note_id, team FROM notes")


def told(messages: list[Json]) -> list[str]:
    """The Markdown of each message."""
    return ["".join(b["text"] for b in m["blocks"] if b["type"] == "markdown") for m in messages]


@pytest.mark.parametrize(
    ("limit", "value"),
    [("stream_bytes", 11_000), ("stream_bytes", 3_000), ("markdown_text", 1_000), ("stream_seconds", 0)],
)
def test_every_word_is_there_once_and_in_order(puppet: Puppet, limit: str, value: float) -> None:
    puppet.stack.slack.faults.rules.set(limit, value)
    asked, _ = puppet.ask(LISTED, say(*(TEXT[at : at + 700] for at in range(0, len(TEXT), 700))))
    parts = told(puppet.shown(asked))
    assert re.findall(r"word\w+", " ".join(parts)) == WORDS
    assert str([m["blocks"] for m in puppet.shown(asked)]).count("data_table") == 1
    assert {m.get("streaming_state", "completed") for m in puppet.shown(asked)} == {"completed"}


@pytest.mark.parametrize("value", [11_000, 3_000])
def test_a_code_block_is_closed_and_opened_again(puppet: Puppet, value: int) -> None:
    puppet.stack.slack.faults.rules.set("stream_bytes", value)
    asked, _ = puppet.ask(say("Here:\n\n", *(CODE[at : at + 700] for at in range(0, len(CODE), 700)), "Done."))
    parts = told(puppet.shown(asked))
    assert len(parts) > 1
    assert all(part.count("```") % 2 == 0 for part in parts)
    assert re.findall(r"-- (word\w+)", "\n".join(parts)) == WORDS
    assert all(part.startswith("```sql\n-- word") for part in parts[1:])


@pytest.mark.parametrize("code", ["message_not_in_streaming_state", "streaming_state_conflict", "no_permission"])
def test_a_stream_that_slack_ends_loses_nothing(puppet: Puppet, code: str) -> None:
    puppet.stack.slack.faults.add("chat.appendStream", "error", code=code)
    asked, _ = puppet.ask(LISTED, say(*(TEXT[at : at + 1_500] for at in range(0, len(TEXT), 1_500))))
    assert re.findall(r"word\w+", " ".join(told(puppet.shown(asked)))) == WORDS


@pytest.mark.parametrize("limit", ["block_limits", "table_characters", "charts", "one_table"])
def test_blocks_that_slack_takes_no_more_of_become_plainer_ones(puppet: Puppet, limit: str) -> None:
    if limit != "block_limits":
        puppet.stack.slack.faults.rules.set(limit, 0)
    else:
        puppet.stack.slack.faults.add("chat.stopStream", "error", code="invalid_blocks")
    asked, _ = puppet.ask(sql("SELECT team, count(*) AS notes FROM notes GROUP BY 1"), say("North has 7."))
    (message,) = puppet.shown(asked)
    shown = str(message["blocks"])
    assert "North has 7." in shown
    assert "north" in shown
    assert len(asked.tables) == 1


def test_several_results_come_one_table_a_message(puppet: Puppet) -> None:
    asked, _ = puppet.ask(LISTED, sql("SELECT note_id, note FROM notes"), say("Two results."))
    counts = [[b["type"] for b in m["blocks"]].count("data_table") for m in puppet.shown(asked)]
    assert counts == [1, 1]


def test_a_workspace_without_streaming_gets_the_whole_answer(puppet: Puppet) -> None:
    puppet.stack.slack.faults.add("chat.startStream", "error", code="unknown_method", times=-1)
    asked, _ = puppet.ask(LISTED, say(*(TEXT[at : at + 700] for at in range(0, len(TEXT), 700))))
    assert re.findall(r"word\w+", " ".join(told(puppet.shown(asked)))) == WORDS


def test_two_hundred_kilobytes_of_the_models_are_rolled_over(puppet: Puppet) -> None:
    asked, _ = puppet.ask(say(*["مرحبا بالعالم 👨‍👩‍👧 "] * 6_000))
    parts = told(puppet.shown(asked))
    assert len(parts) > 20
    assert "".join(parts).replace(" ", "") == ("مرحبا بالعالم 👨‍👩‍👧" * 6_000).replace(" ", "")
