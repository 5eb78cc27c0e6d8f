"""Case 23: the same call of the same turn runs one query and leaves one receipt."""

import json

from agent_actions.contract import Audience, Caller, identity_attributes
from infra.local import names
from tests.adversarial.obedient import Puppet, body, say, sql

STATEMENT = "SELECT count(*) AS n FROM notes WHERE note_id > 2"


def test_a_call_made_twice_in_a_turn_is_one_query_and_one_figure(puppet: Puppet) -> None:
    asked, results = puppet.ask(sql(STATEMENT), sql(STATEMENT), say("Twice."))
    assert len(results) == 2
    assert len({body(result)["receipt"] for result in results}) == 1
    assert len(asked.receipts) == len(asked.tables) == 1
    (message,) = puppet.shown(asked)
    assert len([block for block in message["blocks"] if block["type"] == "header"]) == 1


def test_an_event_delivered_twice_is_one_query(puppet: Puppet) -> None:
    caller = Caller(team="T_OUTCROP", user="U_LUIS", email="luis@example.com", kind="member")
    event = {
        "messageVersion": "1.0", "agent": {"name": "a", "id": "a", "alias": "a", "version": "1"}, "inputText": "",
        "sessionId": "s" * 40, "actionGroup": "analytics", "function": "run_sql",
        "parameters": [{"name": "sql", "type": "string", "value": STATEMENT}],
        "sessionAttributes": identity_attributes(caller, Audience(kind="dm", channel="D_LUIS"), "turn-delivered-twice"),
        "promptSessionAttributes": {},
    }  # fmt: skip
    client = names.client("lambda", puppet.stack.running.aws_url)
    for _ in range(2):
        answer = client.invoke(FunctionName=names.ACTIONS_FUNCTION, Payload=json.dumps(event).encode())
        assert "FunctionError" not in answer
        answer["Payload"].read()
    listed = puppet.office.s3.list_objects_v2(Bucket=names.BUCKET, Prefix="turns/turn-delivered-twice/receipts/")
    read = [puppet.office.s3.get_object(Bucket=names.BUCKET, Key=item["Key"]) for item in listed["Contents"]]
    receipts = [json.loads(found["Body"].read()) for found in read]
    assert {receipt["status"] for receipt in receipts} == {"ok"}
    assert len({receipt["query_id"] for receipt in receipts}) == len({receipt["id"] for receipt in receipts}) == 1
