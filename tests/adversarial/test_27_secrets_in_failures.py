"""Case 27: what breaks below an action is told in fixed words; secrets of the failure reach nobody."""

import pytest

from infra.local.aws.faults import Fault
from tests.adversarial.obedient import Puppet, call, say, sql

LEAK = "password=hunter2 arn:aws:s3:::outcrop-state s3://outcrop-state/model token xoxb-123"


@pytest.mark.parametrize("operation", ["s3/PutObject", "s3/GetObject", "s3/*", "dynamodb/Query"])
def test_a_service_that_fails_with_a_secret_in_its_words(puppet: Puppet, operation: str) -> None:
    times = 4 if operation == "dynamodb/Query" else 8  # all of the bot's tries; the seat that asks reads the ledger too
    puppet.stack.aws.faults.add(operation, Fault("error", code="InternalError", message=LEAK, status=500, times=times))
    asked, results = puppet.ask(sql("SELECT count(*) AS n FROM notes"), call("search_catalog", query="x"), say("Ok."))
    told = asked.text + str(asked.steps) + str(asked.receipts) + "".join(result.body for result in results)
    assert not [part for part in LEAK.split() if part in told and len(part) > 5]
    assert asked.text.strip()
