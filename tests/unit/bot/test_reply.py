"""A reply against a Slack that refuses, ends streams, loses answers and limits."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from bot.errors import SlackGoneError
from bot.reply.blocks import Ending
from bot.reply.elements import context_block, paragraph
from bot.reply.segments import Place
from bot.reply.stream import Reply
from bot.reply.traces import lost_replies
from bot.slack_client import slack_client
from bot.words import ENGLISH
from tests.unit.bot.slack_double import BOT_USER, SlackDouble, words_of

THREAD = "1700000000.000100"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def reply_to(slack: SlackDouble, clock: Clock | None = None, posted: list[str] | None = None) -> Reply:
    client = slack_client("xoxb", slack.url, time.monotonic() + 60)
    known: list[str] = posted if posted is not None else []

    def lost() -> Sequence[str]:
        return lost_replies(client, "D1", THREAD, bot_user=BOT_USER, after=THREAD, known=known)

    return Reply(
        client,
        Place("T1", "D1", THREAD, "UMAYA"),
        turn="t1",
        words=ENGLISH,
        posted=known.append,
        lost=lost,
        clock=clock or Clock(),
    )


END = Ending([context_block(["Metric"])], [context_block(["plainer"])], "Metric")


def test_a_message_is_known_the_moment_it_exists(slack: SlackDouble) -> None:
    posted: list[str] = []
    reply = reply_to(slack, posted=posted)
    reply.write("first words ")
    assert posted == [slack.replies()[0]["ts"]]


def test_a_long_answer_rolls_over_with_its_code_block_reopened(slack: SlackDouble) -> None:
    reply = reply_to(slack)
    lines = [f"SELECT {n} AS column_{n}," for n in range(900)]
    text = "Here it is:\n```sql\n" + "\n".join(lines) + "\n```\nThat was it."
    for start in range(0, len(text), 700):
        reply.write(text[start : start + 700])
    reply.finish([END])
    shown = [message["markdown"] for message in slack.replies()]
    assert len(shown) > 2
    assert all(len(part.encode()) <= 9_000 for part in shown)
    assert all(part.count("```") % 2 == 0 for part in shown), "every message closes its own code blocks"
    found = [line for part in shown for line in part.split("\n") if line.startswith("SELECT")]
    assert found == lines
    assert not any(message["streaming"] for message in slack.replies())
    assert [bool(message["blocks"]) for message in slack.replies()][-1]


def test_a_stream_is_ended_before_slack_ends_it(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.write("one ")
    clock.now += 241
    reply.write("two ")
    reply.finish([])
    assert [message["markdown"] for message in slack.replies()] == ["one ", "two "]


@pytest.mark.parametrize("error", ["unknown_method", "feature_disabled", "ratelimited", "missing_recipient_user_id"])
def test_where_streaming_is_refused_the_answer_is_posted_and_edited(slack: SlackDouble, error: str) -> None:
    slack.refuse("chat.startStream", error)
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.step("1", "Running SQL", "in_progress")
    reply.write("The first part. ")
    for _ in range(5):
        clock.now += 1.5
        reply.write("More. ")
    reply.finish([END])
    (message,) = slack.replies()
    assert words_of(message).split() == ("The first part. " + "More. " * 5 + "Metric").split()
    assert 1 < len(slack.called("chat.update")) < 5, "edited now and then, not with every word"
    assert slack.called("chat.postMessage")[0]["unfurl_links"] is False


@pytest.mark.parametrize(("error", "closed"), [("message_not_in_streaming_state", ""), ("msg_too_long", "\n```")])
def test_when_a_stream_ends_early_the_rest_goes_on_in_a_new_message(
    slack: SlackDouble, error: str, closed: str
) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.write("```\nfirst line\n")
    clock.now += 2
    slack.refuse("chat.appendStream", error)
    reply.write("second line\n```\n")
    reply.finish([END])
    first, second = slack.replies()
    assert first["markdown"] == "```\nfirst line\n" + closed
    assert second["markdown"] == "```\nsecond line\n```\n"
    assert second["blocks"]


def test_blocks_that_slack_does_not_know_are_replaced_by_plainer_ones(slack: SlackDouble) -> None:
    slack.refuse("chat.stopStream", "invalid_blocks")
    reply = reply_to(slack)
    reply.write("Words.")
    reply.finish([END])
    (message,) = slack.replies()
    assert words_of(message) == "Words.\nplainer"


def test_a_stream_that_died_before_its_end_gets_its_blocks_by_an_edit(slack: SlackDouble) -> None:
    reply = reply_to(slack)
    reply.write("Words. ")
    slack.replies()[0]["streaming"] = False
    reply.finish([END])
    (message,) = slack.replies()
    assert words_of(message) == "Words. \nMetric"


def test_a_post_whose_answer_got_lost_is_not_posted_again(slack: SlackDouble) -> None:
    slack.refuse("chat.startStream", "unknown_method")
    slack.refuse("chat.postMessage", "lost")
    reply = reply_to(slack)
    reply.write("Once. ")
    reply.finish([END])
    assert [words_of(message) for message in slack.replies()] == ["Once. \nMetric"]


def test_a_stream_start_whose_answer_got_lost_is_taken_back(slack: SlackDouble) -> None:
    slack.refuse("chat.startStream", "lost")
    reply = reply_to(slack)
    reply.write("Once. ")
    reply.finish([])
    assert [words_of(message) for message in slack.replies()] == ["Once. "]


def test_a_rate_limit_is_waited_for_within_the_deadline(slack: SlackDouble) -> None:
    slack.refuse("chat.startStream", "429")
    reply = reply_to(slack)
    reply.write("Words. ")
    reply.finish([])
    assert [message["markdown"] for message in slack.replies()] == ["Words. "]


def test_a_rate_limit_past_the_deadline_is_not_waited_for(slack: SlackDouble) -> None:
    client = slack_client("xoxb", slack.url, time.monotonic())
    slack.refuse("chat.delete", "429")
    with pytest.raises(Exception, match="ratelimited"):
        client.chat_delete(channel="D1", ts="1.1")
    assert len(slack.called("chat.delete")) == 1


@pytest.mark.parametrize("error", ["token_revoked", "is_archived", "not_in_channel"])
def test_where_nothing_can_be_said_any_more_it_is_not_tried_again(slack: SlackDouble, error: str) -> None:
    slack.refuse("chat.startStream", error)
    reply = reply_to(slack)
    with pytest.raises(SlackGoneError):
        reply.write("Words. ")
    assert not slack.called("chat.postMessage")


def test_a_stream_stopped_by_the_person_takes_no_more(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.write("One ")
    slack.refuse("chat.appendStream", "stopped_by_user")
    clock.now += 2
    reply.write("two ")
    assert reply.stopped
    reply.finish([])
    assert [message["markdown"] for message in slack.replies()] == ["One "]


def test_without_agent_sessions_the_older_status_is_set(slack: SlackDouble) -> None:
    slack.refuse("agents.sessions.setStatus", "feature_disabled")
    reply = reply_to(slack)
    reply.begin()
    assert slack.called("assistant.threads.setStatus")[0]["status"] == ENGLISH.thinking
    reply.write("x ")
    reply.finish([])
    assert "session_status" not in slack.called("chat.stopStream")[0]


def test_further_results_come_in_messages_of_their_own(slack: SlackDouble) -> None:
    reply = reply_to(slack)
    reply.write("Two results.")
    reply.finish([END, Ending([paragraph("second")], [paragraph("second")], "second")])
    assert [words_of(message) for message in slack.replies()] == ["Two results.\nMetric", "second"]
    assert len(reply.messages) == 2


def test_a_step_that_never_ended_is_closed_with_the_reply(slack: SlackDouble) -> None:
    reply = reply_to(slack)
    reply.step("1", "Running SQL", "in_progress")
    reply.finish([])
    assert [task["status"] for task in slack.replies()[0]["tasks"]] == ["in_progress", "error"]


def test_text_that_waits_is_shown_by_a_tick(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.write("a ")
    reply.write("b ")
    assert slack.replies()[0]["markdown"] == "a "
    clock.now += 1.1
    reply.tick()
    assert slack.replies()[0]["markdown"] == "a b "


def test_mentions_split_over_chunks_are_inert_in_the_stream(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    for piece in ("Hey <", "!chan", "nel> see https://ev", "il.com/?q=", "secret now"):
        clock.now += 2
        reply.write(piece)
    reply.finish([])
    assert slack.replies()[0]["markdown"] == "Hey &lt;!channel> see `evil.com/?q=secret` now"


def test_streams_that_keep_dying_are_given_up_and_the_rest_is_posted(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    for word in ("one ", "two ", "three ", "four "):
        reply.write(word)
        clock.now += 4
        for message in slack.replies():
            message["streaming"] = False
    reply.finish([END])
    shown = [words_of(message) for message in slack.replies()]
    assert "".join(shown).split() == ["one", "two", "three", "four", "Metric"]
    assert len(slack.called("chat.startStream")) == 2
    assert slack.called("chat.postMessage")


def test_a_slack_that_takes_less_text_gets_it_in_more_messages(slack: SlackDouble) -> None:
    slack.room = 2_000
    reply = reply_to(slack)
    words = [f"word{number}" for number in range(1_500)]
    reply.write(" ".join(words))
    reply.finish([END])
    shown = [message["markdown"] for message in slack.replies()]
    assert " ".join(shown).split() == words
    assert all(len(text.encode()) <= 2_000 for text in shown)


def test_a_piece_of_which_nobody_knows_whether_it_arrived_is_neither_lost_nor_repeated(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.write("one ")
    clock.now += 2
    slack.refuse("chat.appendStream", "lost")
    reply.write("two ")
    clock.now += 2
    reply.write("three ")
    reply.finish([END])
    (message,) = slack.replies()
    assert words_of(message).split() == ["one", "two", "three", "Metric"]


def test_a_table_goes_on_with_its_head_in_the_next_message(slack: SlackDouble) -> None:
    reply = reply_to(slack)
    rows = [f"| store {number} | city {number} |" for number in range(600)]
    reply.write("Stores:\n\n| Store | City |\n|---|---|\n" + "\n".join(rows) + "\n\nDone.")
    reply.finish([])
    shown = [message["markdown"] for message in slack.replies()]
    assert len(shown) > 1
    assert all("| Store | City |\n|---|---|\n| store" in text for text in shown)
    assert [line for text in shown for line in text.split("\n") if line.startswith("| store")] == rows


def test_steps_without_a_word_are_taken_along_when_their_message_ends(slack: SlackDouble) -> None:
    clock = Clock()
    reply = reply_to(slack, clock)
    reply.step("1", "Running SQL", "in_progress")
    clock.now += 241
    reply.write("Done. ")
    reply.finish([])
    (message,) = slack.replies()
    assert message["markdown"] == "Done. "
    assert not message["streaming"]


@pytest.mark.parametrize(("method", "seconds"), [("chat.startStream", 30), ("agents.sessions.setStatus", 5)])
def test_no_long_wait_for_what_can_be_had_in_another_way(slack: SlackDouble, method: str, seconds: int) -> None:
    slack.refuse(method, f"429:{seconds}")
    reply = reply_to(slack)
    reply.begin()
    reply.write("Words. ")
    reply.finish([])
    assert len(slack.called(method)) == 1, "asked once, not again after the wait"
    assert [words_of(message).strip() for message in slack.replies()] == ["Words."]


def test_stop_pressed_at_the_very_end_is_the_end(slack: SlackDouble) -> None:
    slack.refuse("chat.stopStream", "stopped_by_user")
    reply = reply_to(slack)
    reply.write("Words. ")
    reply.finish([END])
    assert reply.stopped
    assert not slack.called("chat.update")
    assert len(slack.replies()) == 1


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "e\u0301"])
def test_a_text_without_spaces_is_cut_between_letters(slack: SlackDouble, emoji: str) -> None:
    reply = reply_to(slack)
    reply.write(emoji * 2_000)
    reply.finish([])
    shown = [message["markdown"] for message in slack.replies()]
    assert "".join(shown) == emoji * 2_000
    assert all(text == emoji * (len(text) // len(emoji)) for text in shown)
