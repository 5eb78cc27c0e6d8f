"""Lambda handler of every action group: Bedrock agent event in, Bedrock function response out."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from agent_actions.bedrock import call_of, response_to
from agent_actions.compose import context_for, logger, metrics, registered, services, tracer
from agent_actions.run import run_action

# In the function's init phase: the first call shouldn't wait for clients.
registered()
services()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    call = call_of(event)
    answer = run_action(registered(), call.function, call.arguments, context_for(call, context))
    metrics.add_metric(f"action_{answer.receipt.status}", "Count", 1)
    return response_to(event, answer)
