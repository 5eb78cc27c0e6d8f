"""Cases 14 to 16: the agent is busy, breaks off, or one of its actions fails: the person is told what, never how."""

import pytest

from bot.words import ENGLISH
from infra.local.aws.faults import Fault, Kind
from tests.adversarial.obedient import Puppet, say, sql

AGENT = "bedrock-agent-runtime/InvokeAgent"
COUNTED = sql("SELECT count(*) AS notes FROM notes")
LEAKS = ("arn:", "Exception", "Traceback", "Rate exceeded", "s3://")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("error", "ThrottlingException"),
        ("stream_error", "ThrottlingException"),
        ("error", "ConflictException"),
    ],
)
def test_before_the_first_word_it_is_asked_again(puppet: Puppet, kind: Kind, code: str) -> None:
    status = 409 if code == "ConflictException" else 429
    puppet.stack.aws.faults.add(AGENT, Fault(kind, code=code, status=status, times=2))
    asked, _ = puppet.ask(COUNTED, say("There are 7 notes."))
    assert (asked.outcome, asked.text) == ("answered", "There are 7 notes.")


@pytest.mark.parametrize(("kind", "after"), [("stream_error", 6), ("truncate", 6)])
def test_after_the_first_word_the_part_is_kept_and_nothing_runs_twice(puppet: Puppet, kind: Kind, after: int) -> None:
    puppet.stack.aws.faults.add(AGENT, Fault(kind, after=after))
    asked, results = puppet.ask(COUNTED, say("One. ", "Two. ", "Three. ", "Four. "))
    assert asked.text.endswith(ENGLISH.cut_off)
    assert len(results) == 1
    assert len(puppet.shown(asked)) == 1
    assert not any(leak in asked.text for leak in LEAKS)
    again, _ = puppet.ask(say("Here again."), thread=asked.thread)
    assert again.text == "Here again."


def test_a_failed_dependency_names_the_capability_and_a_reference(puppet: Puppet) -> None:
    fault = Fault("stream_error", code="DependencyFailedException", message="arn:aws:lambda:x:function:y", after=4)
    puppet.stack.aws.faults.add(AGENT, fault)
    asked, _ = puppet.ask(COUNTED, say("There are 7 notes."))
    assert ENGLISH.agent_action_failed("run_sql", asked.turn) in asked.text
    assert not any(leak in asked.text for leak in LEAKS)


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])
def test_an_agent_that_cannot_be_reached_is_told_without_its_name(puppet: Puppet, code: str) -> None:
    puppet.stack.aws.faults.add(AGENT, Fault("error", code=code, message="arn:aws:bedrock:agent/X", status=400))
    asked, _ = puppet.ask(say("Never said."))
    assert (asked.outcome, asked.text) == ("error", ENGLISH.agent_unavailable(asked.turn))


def test_an_agent_that_stays_busy_is_told_as_busy(puppet: Puppet) -> None:
    puppet.stack.aws.faults.add(AGENT, Fault("error", code="ConflictException", status=409, times=20))
    asked, _ = puppet.ask(say("Never said."))
    assert (asked.outcome, asked.text) == ("error", ENGLISH.agent_busy(asked.turn))
