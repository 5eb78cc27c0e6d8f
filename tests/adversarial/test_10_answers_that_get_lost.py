"""Case 10: Slack took it and the answer got lost on its way: seen in the thread before anything is said again."""

import pytest

from infra.local.slack.faults import FaultKind
from tests.adversarial.obedient import Puppet, say, sql

LISTED = sql("SELECT note_id, team FROM notes")
LONG = "North has 7 notes, and this sentence says so at some length for the sake of its length. " * 60


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_a_lost_answer_in_a_stream_doubles_nothing(puppet: Puppet, method: str) -> None:
    puppet.stack.slack.faults.add(method, "lost")
    asked, _ = puppet.ask(LISTED, say(*(LONG[at : at + 1_500] for at in range(0, len(LONG), 1_500))))
    told = str([message["blocks"] for message in puppet.shown(asked)])
    assert told.count("North has 7 notes") == asked.text.count("North has 7 notes") == 60
    assert told.count("data_table") == 1


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_lost_answer_of_a_post_doubles_nothing(puppet: Puppet, method: str) -> None:
    puppet.stack.slack.faults.add("chat.startStream", "error", code="unknown_method")
    puppet.stack.slack.faults.add(method, "lost")
    asked, _ = puppet.ask(LISTED, say("There are ", "7 notes."))
    (message,) = puppet.shown(asked)
    told = str(message["blocks"])
    assert (told.count("There are 7 notes."), told.count("data_table")) == (1, 1)


@pytest.mark.parametrize("kind", ["lost", "doubled", "slow"])
def test_a_question_whose_event_is_lost_doubled_or_late_is_answered_once(puppet: Puppet, kind: FaultKind) -> None:
    puppet.stack.slack.faults.add("delivery.message", kind, seconds=0.2)
    asked, _ = puppet.ask(LISTED, say("There are 7 notes."))
    assert str([message["blocks"] for message in puppet.shown(asked)]).count("There are 7 notes.") == 1
