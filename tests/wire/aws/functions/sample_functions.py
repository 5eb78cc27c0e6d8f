"""Lambda handlers that the tests deploy."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any


def echo(event: Any, context: Any) -> Any:
    sys.stdout.write("echo was called\n")
    return {
        "event": event,
        "request_id": context.aws_request_id,
        "function": context.function_name,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "remaining": context.get_remaining_time_in_millis(),
        "pid": os.getpid(),
        "environment": {key: value for key, value in os.environ.items() if key != "PATH"},
    }


def misbehave(event: Any, context: Any) -> Any:
    what = event["what"]
    if what == "raise":
        raise KeyError("a secret place")
    if what == "sleep":
        threading.Event().wait(30)
    if what == "exit":
        os._exit(3)
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "large":
        return "x" * (7 * 1024 * 1024)
    if what == "unserialisable":
        return object()
    if what == "wait":
        threading.Event().wait(event["seconds"])
    return {"pid": os.getpid()}


def website(event: Any, context: Any) -> Any:
    if event["rawPath"] == "/plain":
        return {"hello": "world"}
    if event["rawPath"] == "/break":
        raise RuntimeError("broken")
    return {
        "statusCode": 201,
        "headers": {"X-Made-By": "lambda", "Content-Type": "application/json"},
        "cookies": ["a=1", "b=2"],
        "body": json.dumps(event),
    }


def queue(event: Any, context: Any) -> Any:
    """Writes each record to a file; fails as the message's body asks."""
    folder = Path(os.environ["RECORDS"])
    failures = []
    for record in event["Records"]:
        attempt = record["attributes"]["ApproximateReceiveCount"]
        written = folder.with_name(f"{record['messageId']}.part")
        written.write_text(json.dumps(record))
        written.rename(folder / f"{record['messageId']}-{attempt}.json")
        body = json.loads(record["body"])
        if body.get("fail_first") == "batch" and attempt == "1":
            raise RuntimeError("the whole batch fails")
        if body.get("fail_first") == "item" and attempt == "1":
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def action(event: Any, context: Any) -> Any:
    """A Bedrock action: answers with its event, or as the parameter ``how`` asks."""
    arguments = {parameter["name"]: parameter["value"] for parameter in event["parameters"]}
    how = arguments.get("how", "")
    if how == "raise":
        raise ValueError("broken")
    body = {"functionResponse": {"responseBody": {"TEXT": {"body": json.dumps(event)}}}}
    if how in ("FAILURE", "REPROMPT"):
        body = {"functionResponse": {"responseState": how, "responseBody": {"TEXT": {"body": "mend this"}}}}
    if how == "malformed":
        return {"messageVersion": "1.0", "response": {}}
    return {
        "messageVersion": "1.0",
        "response": {"actionGroup": event["actionGroup"], "function": event["function"], **body},
        "sessionAttributes": {**event["sessionAttributes"], "seen": str(len(event["sessionAttributes"]))},
        "promptSessionAttributes": event["promptSessionAttributes"],
    }


def note(event: Any, context: Any) -> None:
    """A subscriber: notes each event as a line."""
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(json.dumps(event) + "\n")
