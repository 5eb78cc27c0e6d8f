"""Case 21: a failed query gives the model a kind and a hint; paths and internals stay in the log."""

import re

import pytest

from infra.local.aws.faults import Fault
from tests.adversarial.obedient import Puppet, body, say, sql

INSIDE = re.compile(r"s3://|arn:|/tmp|\.csv|duckdb|Traceback|AKIA|Exception", re.IGNORECASE)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT CAST(note AS integer) AS n FROM notes",
        "SELECT 1 / (note_id - note_id) AS n FROM notes",
        "SELECT date_parse(note, '%Y') AS d FROM notes",
        "SELECT nope FROM notes",
        "SELECT note || 1 FROM notes",
    ],
)
def test_a_failure_is_a_hint_without_internals(puppet: Puppet, statement: str) -> None:
    asked, (result,) = puppet.ask(sql(statement), say())
    told = body(result)
    assert told["status"] in ("error", "not_found", "refused")
    assert len(told["error"]) > 15
    assert not INSIDE.search(result.body + asked.text + str(asked.steps))
    assert asked.tables == []
    assert asked.text.strip()


def test_what_a_service_says_of_its_insides_stays_inside(puppet: Puppet) -> None:
    leak = "AKIASECRET cannot read s3://bucket/token arn:aws:iam::123456789012:role/x at /tmp/x"
    for operation in ("athena/GetQueryExecution", "athena/StartQueryExecution"):
        fault = Fault("error", code="InternalServerException", message=leak, status=500, times=40)
        puppet.stack.aws.faults.add(operation, fault)
    asked, (result,) = puppet.ask(sql("SELECT count(*) AS n FROM notes WHERE note_id > 1"), say())
    assert not INSIDE.search(result.body + asked.text + str(asked.steps))
    assert "123456789012" not in asked.text
    assert asked.outcome == "error"
