"""Case 9: rate limits are waited for within the turn, streams are replaced by posts, nothing is said twice."""

import pytest

from tests.adversarial.obedient import Puppet, say, sql

LISTED = sql("SELECT note_id, team FROM notes")


@pytest.mark.parametrize(
    ("method", "seconds"), [("chat.postMessage", 0.2), ("chat.appendStream", 0.2), ("chat.stopStream", 0.2)]
)
def test_a_short_wait_is_waited_and_the_answer_comes_once(puppet: Puppet, method: str, seconds: float) -> None:
    if method == "chat.postMessage":
        puppet.stack.slack.faults.add("chat.startStream", "error", code="unknown_method")
    puppet.stack.slack.faults.add(method, "rate_limited", seconds=seconds)
    asked, _ = puppet.ask(LISTED, say("There are 7 notes."))
    (message,) = puppet.shown(asked)
    assert asked.text == "There are 7 notes."
    assert "There are 7 notes." in str(message["blocks"])
    assert len(asked.tables) == 1


def test_where_no_stream_may_begin_for_a_minute_the_answer_is_posted_now(puppet: Puppet) -> None:
    puppet.stack.slack.faults.add("chat.startStream", "rate_limited", seconds=60, times=-1)
    asked, _ = puppet.ask(LISTED, say("There are 7 notes. " * 200))
    assert asked.text.count("There are 7 notes.") == 200
    told = str([message["blocks"] for message in puppet.shown(asked)])
    assert told.count("There are 7 notes.") == 200
    assert all("streaming_state" not in message for message in puppet.shown(asked))


def test_with_slacks_tiers_on_more_answers_than_streams_are_all_given_once(puppet: Puppet) -> None:
    """Twenty streams a minute is what Slack takes: the others are posted."""
    puppet.model.scripts["hurry"] = (say("Good."),)
    puppet.stack.slack.faults.rate_limits = True
    asked = [puppet.office.say("hurry", user=("maya", "luis", "priya")[number % 3]) for number in range(24)]
    records = [puppet.office.done(message) for message in asked]
    puppet.stack.slack.faults.rate_limits = False
    assert [record.text for record in records] == ["Good."] * 24
    shown = [message for question in asked for message in puppet.office.answers(question)]
    assert [str(message["blocks"]).count("Good.") for message in shown] == [1] * 24
    assert 0 < sum("streaming_state" in message for message in shown) <= 20
