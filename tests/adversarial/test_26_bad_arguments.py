"""Case 26: arguments that don't fit come back to the model by field, and nothing runs."""

import json
from typing import Any

import pytest

from infra.local.model.port import CallTools, ToolCall
from tests.adversarial.obedient import Puppet, body, call, say

REQUEST: dict[str, Any] = {"metrics": ["note_count"]}


def ask_with(request: Any) -> CallTools:
    return call("query_metrics", request=request if isinstance(request, str) else json.dumps(request))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (ask_with({**REQUEST, "limit": "abc"}), "limit"),
        (ask_with({**REQUEST, "limit": -1}), "limit"),
        (ask_with({**REQUEST, "grain": "fortnight"}), "grain"),
        (ask_with({"dimensions": ["notes.team"]}), "metrics"),
        (ask_with({**REQUEST, "user_id": "U_MAYA"}), "user_id"),
        (ask_with({**REQUEST, "metrics": ["note_count"] * 500}), "metrics"),
        (ask_with("{not json"), "request"),
        (ask_with("[]"), "request"),
        (call("query_metrics"), "request"),
        (call("run_sql", sql="SELECT 1", user_id="U_MAYA"), "user_id"),
        (call("run_sql", sql=""), "SQL"),
    ],
)
def test_a_bad_argument_is_named_and_nothing_runs(puppet: Puppet, wrong: CallTools, named: str) -> None:
    asked, (result,) = puppet.ask(wrong, say())
    assert result.reprompt
    assert named in body(result)["error"]
    assert (asked.receipts, asked.tables) == ([], [])
    assert asked.outcome in ("refused", "error")
    assert asked.text.strip()


def test_who_asks_is_never_taken_from_the_model(puppet: Puppet) -> None:
    step = CallTools((ToolCall("analytics", "run_sql", {"sql": "SELECT DISTINCT team FROM notes"}),))
    asked, _ = puppet.ask(step, say("Acting as U_MAYA, the owner."), user="luis")
    assert asked.tables[0]["rows"] == [["north"]]
