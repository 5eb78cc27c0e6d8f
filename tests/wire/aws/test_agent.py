"""InvokeAgent by boto3."""

from __future__ import annotations

import json
import threading
import uuid
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError, EventStreamError

from infra.local.aws.agent.definition import AgentDefinition, DefinitionError
from infra.local.aws.faults import Fault
from infra.local.model.port import CallTools, ModelTurn, Say, Step, Tool, ToolCall, ToolParameter
from tests.wire.aws.support import OfflineAws, agent, code_of, status_of, until


def session_id() -> str:
    return f"s-{uuid.uuid4()}"


def ask(aws: OfflineAws, text: str | None = "hello", session: str = "", **more: Any) -> dict[str, Any]:
    if text is not None:
        more["inputText"] = text
    return aws.client("bedrock-agent-runtime").invoke_agent(
        agentId="AGENT1", agentAliasId="ALIAS1", sessionId=session or session_id(), **more
    )


def events(response: dict[str, Any], seen: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The whole stream; ``seen`` holds what came before an error."""
    kept = [] if seen is None else seen
    with closing(response["completion"]) as stream:
        for event in stream:
            kept.append(event)
    return kept


def text_of(stream: list[dict[str, Any]]) -> str:
    return b"".join(event["chunk"]["bytes"] for event in stream if "chunk" in event).decode()


def traces_of(stream: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event["trace"]["trace"] for event in stream if "trace" in event]


def calling(*calls: ToolCall, then: str = "done", rationale: str = "I look.") -> Any:
    def script(turn: ModelTurn) -> Step:
        return Say((then,)) if turn.results else CallTools(calls, rationale)

    return script


def call(name: str = "ask", group: str = "data", **arguments: str) -> ToolCall:
    return ToolCall(group, name, arguments)


def test_the_answer_comes_in_one_chunk_with_the_session_in_the_headers(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("One ", "two ", "drei ü"))
    session = session_id()
    response = ask(aws, session=session, memoryId="memory-1")
    assert response["sessionId"] == session
    assert response["memoryId"] == "memory-1"
    assert response["contentType"] == "application/json"
    stream = events(response)
    assert [list(event) for event in stream] == [["chunk"]]
    assert text_of(stream) == "One two drei ü"


def test_a_streamed_answer_comes_as_the_model_says_it(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("One ", "two"))
    stream = events(ask(aws, streamingConfigurations={"streamFinalResponse": True}))
    assert [event["chunk"]["bytes"] for event in stream] == [b"One ", b"two"]


def test_a_chunk_has_a_megabyte_at_most(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("ü" * 1_200_000,))
    stream = events(ask(aws))
    assert len(stream) == 3
    assert max(len(event["chunk"]["bytes"]) for event in stream) <= 1_000_000
    assert text_of(stream) == "ü" * 1_200_000


def test_an_action_is_called_with_bedrocks_event(aws: OfflineAws) -> None:
    aws.model.script = calling(call(how="well", rows="5", names='["a", "b"]', user_id="U_MAYA"))
    session = session_id()
    state = {"sessionAttributes": {"who": "maya"}, "promptSessionAttributes": {"now": "2026"}}
    assert text_of(events(ask(aws, "how many?", session, sessionState=state))) == "done"
    event = json.loads(aws.model.turns[-1].results[0].body)
    assert event == {
        "messageVersion": "1.0",
        "agent": {"name": "AGENT1", "id": "AGENT1", "alias": "ALIAS1", "version": "1"},
        "inputText": "how many?",
        "sessionId": session,
        "actionGroup": "data",
        "function": "ask",
        "parameters": [
            {"name": "how", "type": "string", "value": "well"},
            {"name": "rows", "type": "integer", "value": "5"},
            {"name": "names", "type": "array", "value": '["a", "b"]'},
            {"name": "user_id", "type": "string", "value": "U_MAYA"},
        ],
        "sessionAttributes": {"who": "maya"},
        "promptSessionAttributes": {"now": "2026"},
    }


def test_traces_come_in_bedrocks_order_and_only_when_asked_for(aws: OfflineAws) -> None:
    aws.model.script = calling(call(rows="5"))
    stream = events(ask(aws, enableTrace=True))
    parts = [trace["orchestrationTrace"] for trace in traces_of(stream)]
    assert [next(iter(part)) for part in parts] == ["rationale", "invocationInput", "observation", "observation"]
    assert parts[0]["rationale"]["text"] == "I look."
    assert parts[1]["invocationInput"]["actionGroupInvocationInput"] == {
        "actionGroupName": "data",
        "function": "ask",
        "parameters": [{"name": "rows", "type": "integer", "value": "5"}],
        "executionType": "LAMBDA",
    }
    assert parts[2]["observation"]["type"] == "ACTION_GROUP"
    assert parts[2]["observation"]["actionGroupInvocationOutput"]["text"] == aws.model.turns[-1].results[0].body
    assert parts[3]["observation"]["type"] == "FINISH"
    assert parts[3]["observation"]["finalResponse"]["text"] == "done"
    assert "chunk" in stream[-1]
    assert all(event["trace"]["agentId"] == "AGENT1" for event in stream if "trace" in event)
    assert traces_of(events(ask(aws))) == []


def test_a_question_back_is_traced_as_ask_user(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("Which region?",), asks=True)
    stream = events(ask(aws, enableTrace=True))
    observation = traces_of(stream)[-1]["orchestrationTrace"]["observation"]
    assert observation["type"] == "ASK_USER"
    assert observation["finalResponse"]["text"] == text_of(stream) == "Which region?"


def test_session_attributes_last_and_prompt_attributes_do_not(aws: OfflineAws) -> None:
    session = session_id()
    aws.model.script = calling(call())
    first = {"sessionAttributes": {"a": "1", "b": "1"}, "promptSessionAttributes": {"p": "1"}}
    events(ask(aws, session=session, sessionState=first))
    events(ask(aws, "again", session, sessionState={"sessionAttributes": {"b": "2"}}))
    last = aws.model.turns[-1]
    assert last.session_attributes == {"a": "1", "b": "2", "seen": "3"}
    assert last.prompt_session_attributes == {}
    assert [(exchange.user, exchange.assistant) for exchange in last.exchanges] == [("hello", "done")]


def test_a_session_is_forgotten_after_its_time_and_when_it_is_ended(aws: OfflineAws) -> None:
    session = session_id()
    state = {"sessionAttributes": {"a": "1"}}
    events(ask(aws, session=session, sessionState=state))
    aws.clock[0] += 599
    events(ask(aws, session=session))
    assert aws.model.turns[-1].session_attributes == {"a": "1"}
    aws.clock[0] += 601
    events(ask(aws, session=session, sessionState=state))
    assert aws.model.turns[-1].exchanges == ()
    assert events(ask(aws, None, session, endSession=True)) == []
    events(ask(aws, session=session))
    assert aws.model.turns[-1].session_attributes == {}


def test_an_ended_session_is_remembered_under_its_memory_id(aws: OfflineAws) -> None:
    session = session_id()
    memory = f"m-{session}"
    events(ask(aws, "first", session, memoryId=memory))
    events(ask(aws, None, session, endSession=True))
    events(ask(aws, "second", memoryId=memory))
    assert [exchange.user for exchange in aws.model.turns[-1].exchanges] == ["first"]


def test_two_turns_of_one_session_conflict(aws: OfflineAws) -> None:
    session = session_id()
    entered, leave = threading.Event(), threading.Event()

    def script(turn: ModelTurn) -> Step:
        entered.set()
        leave.wait(10)
        return Say(("late",))

    aws.model.script = script
    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(text_of(events(ask(aws, session=session)))))
    first.start()
    assert entered.wait(10)
    with pytest.raises(ClientError) as error:
        ask(aws, session=session)
    assert code_of(error.value) == "ConflictException"
    assert status_of(error.value) == 409
    leave.set()
    first.join(10)
    assert answers == ["late"]
    assert text_of(events(ask(aws, session=session))) == "late"


def test_a_client_that_goes_away_gives_the_session_back(aws: OfflineAws) -> None:
    session = session_id()
    leave = threading.Event()

    def script(turn: ModelTurn) -> Step:
        leave.wait(0.3)
        return Say(tuple("abc"))

    aws.model.script = script
    ask(aws, session=session)["completion"].close()

    def free() -> bool:
        try:
            return text_of(events(ask(aws, session=session))) == "abc"
        except ClientError:
            return False

    assert until(free)


def test_reprompt_goes_back_to_the_model(aws: OfflineAws) -> None:
    aws.model.script = calling(call(how="REPROMPT"))
    stream = events(ask(aws, enableTrace=True))
    result = aws.model.turns[-1].results[0]
    assert (result.body, result.reprompt) == ("mend this", True)
    kinds = [trace["orchestrationTrace"].get("observation", {}).get("type") for trace in traces_of(stream)]
    assert kinds == [None, None, "REPROMPT", "FINISH"]


def test_a_function_that_the_model_made_up_goes_back_to_it(aws: OfflineAws) -> None:
    aws.model.script = calling(call("invented"))
    assert text_of(events(ask(aws))) == "done"
    assert aws.model.turns[-1].results[0].reprompt


@pytest.mark.parametrize("how", ["FAILURE", "raise", "malformed"])
def test_an_action_that_fails_ends_the_stream_with_dependency_failed(aws: OfflineAws, how: str) -> None:
    aws.model.script = calling(call(how=how))
    seen: list[dict[str, Any]] = []
    with pytest.raises(EventStreamError) as error:
        events(ask(aws, enableTrace=True), seen)
    assert code_of(error.value) == "dependencyFailedException"
    assert error.value.response.get("Error", {}).get("Message")
    assert "failureTrace" in traces_of(seen)[-1]
    aws.model.script = lambda turn: Say(("still there",))
    assert text_of(events(ask(aws))) == "still there"


def test_a_model_that_breaks_or_never_ends_is_an_internal_error(aws: OfflineAws) -> None:
    def broken(turn: ModelTurn) -> Step:
        raise RuntimeError("no")

    for script in (broken, lambda turn: CallTools((call("invented"),))):
        aws.model.script = script
        aws.model.turns.clear()
        with pytest.raises(EventStreamError) as error:
            events(ask(aws))
        assert code_of(error.value) == "internalServerException"
    assert len(aws.model.turns) == 25


def test_control_is_returned_and_taken_back(aws: OfflineAws) -> None:
    aws.model.script = calling(call(rows="1"), call("sign", "desk", how="now"))
    session = session_id()
    stream = events(ask(aws, session=session))
    assert list(stream[-1]) == ["returnControl"]
    control = stream[-1]["returnControl"]
    (handed,) = control["invocationInputs"]
    assert handed["functionInvocationInput"] == {
        "agentId": "AGENT1",
        "actionGroup": "desk",
        "function": "sign",
        "actionInvocationType": "RESULT",
        "parameters": [{"name": "how", "type": "string", "value": "now"}],
    }
    result = {"actionGroup": "desk", "function": "sign", "responseBody": {"TEXT": {"body": "signed"}}}
    state = {"invocationId": control["invocationId"], "returnControlInvocationResults": [{"functionResult": result}]}
    wrong = {**state, "invocationId": "other"}
    with pytest.raises(ClientError) as error:
        ask(aws, None, session, sessionState=wrong)
    assert code_of(error.value) == "ValidationException"
    assert text_of(events(ask(aws, None, session, sessionState=state))) == "done"
    assert [result.call.name for result in aws.model.turns[-1].results] == ["ask", "sign"]
    assert aws.model.turns[-1].results[-1].body == "signed"


@pytest.mark.parametrize(("answer", "carried_out"), [("CONFIRM", True), ("DENY", False)])
def test_a_confirmation_is_asked_for(aws: OfflineAws, answer: str, carried_out: bool) -> None:
    aws.model.script = calling(call("erase"))
    session = session_id()
    control = events(ask(aws, session=session))[-1]["returnControl"]
    handed = control["invocationInputs"][0]["functionInvocationInput"]
    assert handed["actionInvocationType"] == "USER_CONFIRMATION"
    result = {"actionGroup": "data", "function": "erase", "confirmationState": answer}
    state = {"invocationId": control["invocationId"], "returnControlInvocationResults": [{"functionResult": result}]}
    assert text_of(events(ask(aws, None, session, sessionState=state))) == "done"
    assert aws.model.turns[-1].results[0].body.startswith("{") is carried_out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agentId": "STRANGER"}, "ResourceNotFoundException"),
        ({"agentAliasId": "STRANGER"}, "ResourceNotFoundException"),
        ({"agentId": "ELEVENCHARS"}, "ValidationException"),
        ({"sessionId": "bad id!"}, "ValidationException"),
        ({"sessionId": "s" * 101}, "ValidationException"),
        ({"sessionId": "ok\n"}, "ValidationException"),
        ({"inputText": ""}, "ValidationException"),
        ({"memoryId": "not allowed"}, "ValidationException"),
        ({"sessionState": {"invocationId": "x", "returnControlInvocationResults": []}}, "ParamValidation"),
        (
            {"sessionState": {"files": [{"name": "f", "useCase": "CHAT", "source": {"sourceType": "S3"}}] * 6}},
            "ValidationException",
        ),
        (
            {"bedrockModelConfigurations": {"performanceConfig": {"latency": "warp"}}},
            "ValidationException",
        ),
        (
            {
                "sessionState": {
                    "invocationId": "x",
                    "returnControlInvocationResults": [{"functionResult": {"actionGroup": "g"}}] * 6,
                }
            },
            "ValidationException",
        ),
    ],
)
def test_what_botocore_lets_through_is_refused(aws: OfflineAws, changes: dict[str, Any], code: str) -> None:
    request = {
        "agentId": "AGENT1",
        "agentAliasId": "ALIAS1",
        "sessionId": session_id(),
        "inputText": "hello",
        **changes,
    }
    if code == "ParamValidation":
        scope = "AWS4-HMAC-SHA256 Credential=x/20260101/eu-central-1/bedrock/aws4_request, Signature=0"
        path = f"/agents/AGENT1/agentAliases/ALIAS1/sessions/{request['sessionId']}/text"
        body = {"sessionState": request["sessionState"], "inputText": "x"}
        response = httpx.post(f"{aws.server.url}{path}", json=body, headers={"Authorization": scope})
        assert response.headers["x-amzn-errortype"] == "ValidationException"
        assert "length greater than or equal to 1" in response.json()["message"]
        return
    with pytest.raises(ClientError) as error:
        aws.client("bedrock-agent-runtime").invoke_agent(**request)
    assert code_of(error.value) == code


def test_a_definition_beyond_the_quotas_is_refused_with_every_reason() -> None:
    parameters = tuple(ToolParameter(f"p{n}", "string", "x", required=False) for n in range(6))
    tools = tuple(Tool("data", f"f{n}", "x" * 1201, parameters) for n in range(12))
    with pytest.raises(DefinitionError) as error:
        AgentDefinition("TOO-LONG-AN-ID", "A", "short", tools, {})
    text = str(error.value)
    for reason in ("agent id", "the instruction has 5", "12 functions", "6 parameters of 'f0'", "1201", "no function"):
        assert reason in text


def test_arrays_can_be_spelled_as_java_does(aws: OfflineAws) -> None:
    from infra.local.aws.agent.action import parameters_of

    spelled = parameters_of(replace(agent(), arrays="java"), call(names='["a", "b"]'))
    assert spelled == [{"name": "names", "type": "array", "value": "[a, b]"}]


def test_throttling_before_and_inside_the_stream(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("One ", "two"))
    target = "bedrock-agent-runtime/InvokeAgent"
    aws.server.faults.add(target, Fault("error"))
    with pytest.raises(ClientError) as before:
        ask(aws)
    assert code_of(before.value) == "ThrottlingException"
    assert status_of(before.value) == 429
    aws.server.faults.add(target, Fault("stream_error", after=1))
    seen: list[dict[str, Any]] = []
    session = session_id()
    response = ask(aws, session=session, streamingConfigurations={"streamFinalResponse": True})
    with pytest.raises(EventStreamError) as inside:
        events(response, seen)
    assert code_of(inside.value) == "throttlingException"
    assert text_of(seen) == "One "
    assert text_of(events(ask(aws, session=session))) == "One two"


def test_a_conflict_and_a_failed_dependency_can_be_made(aws: OfflineAws) -> None:
    for code, status in (("ConflictException", 409), ("DependencyFailedException", 424)):
        aws.server.faults.add("bedrock-agent-runtime/InvokeAgent", Fault("error", code=code, message="as told"))
        with pytest.raises(ClientError) as error:
            ask(aws)
        assert error.value.response.get("Error") == {"Code": code, "Message": "as told"}
        assert status_of(error.value) == status


def test_a_stream_can_break_off(aws: OfflineAws) -> None:
    aws.model.script = lambda turn: Say(("One ", "two"))
    aws.server.faults.add("bedrock-agent-runtime/InvokeAgent", Fault("truncate", after=1))
    seen: list[dict[str, Any]] = []
    session = session_id()
    response = ask(aws, session=session, streamingConfigurations={"streamFinalResponse": True})
    with pytest.raises(Exception, match=r"(?i)incomplete|broken|ended") as error:
        events(response, seen)
    assert not isinstance(error.value, EventStreamError)
    assert text_of(seen) == "One "
    assert text_of(events(ask(aws, session=session))) == "One two"


def test_chunks_can_be_slow_and_arrive_one_by_one(aws: OfflineAws) -> None:
    from time import monotonic

    aws.model.script = lambda turn: Say(("One ", "two"))
    aws.server.faults.add("bedrock-agent-runtime/InvokeAgent", Fault("slow", delay_s=0.2))
    response = ask(aws, streamingConfigurations={"streamFinalResponse": True})
    with closing(response["completion"]) as stream:
        arrivals = [monotonic() for _ in stream]
    assert len(arrivals) == 2
    assert arrivals[1] - arrivals[0] > 0.1
