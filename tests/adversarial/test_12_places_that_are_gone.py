"""Case 12: token revoked, bot removed, channel archived in the middle: stop, one line in the log, no retries."""

import pytest

from infra.local import names
from infra.local.model.port import Say
from tests.adversarial.obedient import Puppet, sql
from tests.whole import Json, until


def said(puppet: Puppet, text: str, *script: object) -> Json:
    puppet.model.scripts[text] = script  # pyright: ignore[reportArgumentType]
    return puppet.office.say(text)


@pytest.mark.parametrize("code", ["token_revoked", "is_archived", "not_in_channel", "channel_not_found"])
def test_nothing_more_is_tried_in_a_place_that_is_gone(puppet: Puppet, code: str) -> None:
    question = f"gone: {code}"
    puppet.stack.slack.faults.add("chat.*", "error", code=code, times=-1)
    message = said(puppet, question, sql("SELECT count(*) AS notes FROM notes"), Say(("There are 7 notes.",)))
    log = puppet.home / "logs" / f"{names.WORKER_FUNCTION}.log"
    until(lambda: f"Slack takes nothing more here: {code}" in log.read_text(), "line in the log")
    puppet.stack.slack.faults.clear()
    assert puppet.office.attempts(message) == 1
    assert puppet.office.answers(message) == []
    after = said(puppet, f"and after {code}", Say(("Still here.",)))
    assert puppet.office.done(after).text == "Still here."
    assert puppet.office.attempts(message) == 1
