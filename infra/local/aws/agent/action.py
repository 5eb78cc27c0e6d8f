"""An agent's call of an action: the Lambda event that Bedrock sends, and what it makes of the answer.

https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.aws.agent.definition import AgentDefinition
from infra.local.aws.errors import AwsError
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.model.port import ToolCall, ToolResult

BAD_RESPONSE = (
    "The server encountered an error processing the Lambda response. Check the Lambda response and retry the request"
)
FAILED_RESPONSE = "Received failed response from API execution"


@dataclass(frozen=True)
class ActionAnswer:
    result: ToolResult
    session_attributes: Mapping[str, str] | None
    prompt_attributes: Mapping[str, str] | None


def parameters_of(agent: AgentDefinition, call: ToolCall) -> list[dict[str, str]]:
    """Name, declared type and value (always a string) of each argument; what isn't declared goes as a string."""
    tool = agent.by_name[(call.group, call.name)]
    types = {parameter.name: parameter.type for parameter in tool.parameters}
    return [
        {
            "name": name,
            "type": types.get(name, "string"),
            "value": _java_array(value) if types.get(name) == "array" and agent.arrays == "java" else value,
        }
        for name, value in call.arguments.items()
    ]


def event_of(
    agent: AgentDefinition,
    call: ToolCall,
    *,
    text: str,
    session_id: str,
    session_attributes: Mapping[str, str],
    prompt_attributes: Mapping[str, str],
) -> dict[str, Any]:
    """The function's event."""
    return {
        "messageVersion": "1.0",
        "agent": {"name": agent.agent_id, "id": agent.agent_id, "alias": agent.alias_id, "version": agent.version},
        "inputText": text,
        "sessionId": session_id,
        "actionGroup": call.group,
        "function": call.name,
        "parameters": parameters_of(agent, call),
        "sessionAttributes": dict(session_attributes),
        "promptSessionAttributes": dict(prompt_attributes),
    }


def run_action(runtime: LambdaRuntime, function: str, call: ToolCall, event: Mapping[str, Any]) -> ActionAnswer:
    """Call the action's function.

    Raises AwsError DependencyFailedException when it can't be called, fails, times out, answers FAILURE or answers
    in another shape than Bedrock's.
    """
    try:
        result = runtime.invoke(function, json.dumps(event).encode())
    except AwsError as error:
        raise _failed(f"The Lambda function could not be invoked: {error.message}", runtime, function) from error
    if result.function_error:
        raise _failed(BAD_RESPONSE, runtime, function)
    answer = result.json()
    try:
        response = answer["response"]
        matches = response["actionGroup"] == call.group and response["function"] == call.name
        outcome = response["functionResponse"]
        state = outcome.get("responseState")
        body = outcome["responseBody"]["TEXT"]["body"]
        session, prompt = answer.get("sessionAttributes"), answer.get("promptSessionAttributes")
    except (KeyError, TypeError, AttributeError) as error:
        raise _failed(BAD_RESPONSE, runtime, function) from error
    if not matches or not isinstance(body, str) or state not in (None, "FAILURE", "REPROMPT"):
        raise _failed(BAD_RESPONSE, runtime, function)
    if not (_strings(session) and _strings(prompt)):
        raise _failed(BAD_RESPONSE, runtime, function)
    if state == "FAILURE":
        raise _failed(FAILED_RESPONSE, runtime, function)
    return ActionAnswer(ToolResult(call, body, reprompt=state == "REPROMPT"), session, prompt)


def _failed(message: str, runtime: LambdaRuntime, function: str) -> AwsError:
    return AwsError("DependencyFailedException", message, 424, {"resourceName": runtime.arn(function)})


def _strings(attributes: Any) -> bool:
    if attributes is None:
        return True
    return isinstance(attributes, dict) and all(isinstance(value, str) for value in attributes.values())


def _java_array(value: str) -> str:
    try:
        items = json.loads(value)
    except ValueError:
        return value
    return "[" + ", ".join(str(item) for item in items) + "]" if isinstance(items, list) else value
