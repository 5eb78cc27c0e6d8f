"""Lambda by boto3 and the AWS CLI."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.lambda_spec import FunctionSpec
from tests.wire.aws.support import FUNCTIONS, OfflineAws, code_of, status_of, until


def invoke(aws: OfflineAws, function: str, event: Any, **options: Any) -> tuple[dict[str, Any], Any]:
    response = aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode(), **options)
    return response, json.loads(response["Payload"].read() or b"null")


def test_invoke_gives_the_handler_its_event_and_context(aws: OfflineAws) -> None:
    response, answer = invoke(aws, "echo", {"a": [1, "ü"]})
    assert response["StatusCode"] == 200
    assert response["ExecutedVersion"] == "$LATEST"
    assert "FunctionError" not in response
    assert answer["event"] == {"a": [1, "ü"]}
    assert answer["function"] == "echo"
    assert answer["arn"] == "arn:aws:lambda:eu-central-1:123456789012:function:echo"
    assert answer["request_id"] == response["ResponseMetadata"]["RequestId"]
    assert 0 < answer["remaining"] <= 20_000


def test_a_function_has_only_its_own_environment(aws: OfflineAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a real one")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "secret")
    environment = invoke(aws, "echo", {})[1]["environment"]
    assert environment["COLOUR"] == "blue"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "echo"
    assert environment["AWS_ENDPOINT_URL"] == aws.server.url
    assert "AWS_SESSION_TOKEN" not in environment
    assert "SLACK_BOT_TOKEN" not in environment
    assert environment["HOME"] != str(Path.home())


def test_a_warm_process_is_used_again(aws: OfflineAws) -> None:
    assert invoke(aws, "echo", {})[1]["pid"] == invoke(aws, "echo", {})[1]["pid"]


def test_invoke_takes_an_arn_and_a_partial_arn(aws: OfflineAws) -> None:
    for name in ("arn:aws:lambda:eu-central-1:123456789012:function:echo", "123456789012:function:echo"):
        assert invoke(aws, name, {"x": 1})[1]["event"] == {"x": 1}


def test_log_tail_holds_what_the_handler_printed(aws: OfflineAws) -> None:
    response, _ = invoke(aws, "echo", {}, LogType="Tail")
    log = base64.b64decode(response["LogResult"]).decode()
    assert "START RequestId" in log
    assert "echo was called" in log
    assert "echo was called" in (aws.runtime.folder / "echo.log").read_text()


@pytest.mark.parametrize(
    ("event", "kind", "message"),
    [
        ({"what": "raise"}, "KeyError", "'a secret place'"),
        ({"what": "sleep"}, "Sandbox.Timedout", "Task timed out after 1.00 seconds"),
        ({"what": "exit"}, "Runtime.ExitError", "exit status 3"),
        ({"what": "kill"}, "Runtime.ExitError", "signal: killed"),
        ({"what": "large"}, "Function.ResponseSizeTooLarge", "exceeded maximum allowed payload size"),
        ({"what": "unserialisable"}, "Runtime.MarshalError", "Unable to marshal response"),
    ],
)
def test_what_goes_wrong_inside_is_a_function_error(
    aws: OfflineAws, event: dict[str, str], kind: str, message: str
) -> None:
    response, answer = invoke(aws, "misbehave", event)
    assert response["StatusCode"] == 200
    assert response["FunctionError"] == "Unhandled"
    assert answer["errorType"] == kind
    assert message in answer["errorMessage"]
    assert invoke(aws, "misbehave", {"what": "nothing"})[1]["pid"]


def test_a_handler_exception_has_its_stack(aws: OfflineAws) -> None:
    _, answer = invoke(aws, "misbehave", {"what": "raise"})
    assert any("sample_functions.py" in line for line in answer["stackTrace"])


@pytest.mark.parametrize(
    ("function", "kind"), [("absent", "Runtime.ImportModuleError"), ("nameless", "Runtime.HandlerNotFound")]
)
def test_a_function_that_cannot_start_says_why(aws: OfflineAws, function: str, kind: str) -> None:
    response, answer = invoke(aws, function, {})
    assert response["FunctionError"] == "Unhandled"
    assert answer["errorType"] == kind


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        ({"FunctionName": "stranger"}, "ResourceNotFoundException", 404),
        ({"FunctionName": "echo", "Qualifier": "7"}, "ResourceNotFoundException", 404),
        ({"FunctionName": "echo", "Payload": b"{nonsense"}, "InvalidRequestContentException", 400),
        ({"FunctionName": "echo", "Payload": b'"' + b"x" * 6_300_000 + b'"'}, "RequestTooLargeException", 413),
        (
            {"FunctionName": "echo", "InvocationType": "Event", "Payload": b'"' + b"x" * 1_100_000 + b'"'},
            "RequestTooLargeException",
            413,
        ),
        ({"FunctionName": "not a name!"}, "ValidationException", 400),
        ({"FunctionName": "echo", "InvocationType": "Sideways"}, "ValidationException", 400),
    ],
)
def test_a_call_that_lambda_refuses(aws: OfflineAws, arguments: dict[str, Any], code: str, status: int) -> None:
    with pytest.raises(ClientError) as error:
        aws.client("lambda").invoke(**arguments)
    assert code_of(error.value) == code
    assert status_of(error.value) == status
    assert error.value.response.get("ResponseMetadata", {}).get("RequestId")


def test_too_many_calls_at_once_are_throttled(aws: OfflineAws) -> None:
    invoke(aws, "misbehave", {"what": "nothing"})
    client = aws.client("lambda")
    payload = json.dumps({"what": "wait", "seconds": 0.8}).encode()
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(client.invoke, FunctionName="misbehave", Payload=payload) for _ in range(4)]
        errors = [call.exception() for call in calls]
    throttled = [error for error in errors if isinstance(error, ClientError)]
    assert len(throttled) == 3
    assert {code_of(error) for error in throttled} == {"TooManyRequestsException"}
    assert {status_of(error) for error in throttled} == {429}


def test_an_event_is_accepted_at_once_and_runs_later(aws: OfflineAws) -> None:
    response = aws.client("lambda").invoke(
        FunctionName="misbehave", InvocationType="Event", Payload=json.dumps({"what": "raise"}).encode()
    )
    assert response["StatusCode"] == 202
    request_id = response["ResponseMetadata"]["RequestId"]
    log = aws.runtime.folder / "misbehave.log"
    assert until(lambda: log.read_text().count(f"START RequestId: {request_id}") == 3)


def test_a_dry_run_calls_nothing(aws: OfflineAws) -> None:
    assert aws.client("lambda").invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204


def test_functions_can_be_listed(aws: OfflineAws) -> None:
    names = [found["FunctionName"] for found in aws.client("lambda").list_functions()["Functions"]]
    assert names == sorted(names)
    assert "echo" in names
    assert aws.client("lambda").get_function(FunctionName="echo")["Configuration"]["Timeout"] == 20


def test_an_operation_that_is_not_there_is_refused_without_retries(aws: OfflineAws) -> None:
    with pytest.raises(ClientError) as error:
        aws.client("lambda").delete_function(FunctionName="echo")
    assert code_of(error.value) == "UnknownOperationException"
    assert status_of(error.value) == 400


def test_processes_end_when_the_runtime_stops(tmp_path: Path) -> None:
    runtime = LambdaRuntime(tmp_path)
    spec = FunctionSpec("echo", "sample_functions.echo", prewarm=2, paths=(FUNCTIONS,))
    runtime.deploy([spec, FunctionSpec("absent", "no_such_module.handler")], endpoint_url="http://127.0.0.1:1")
    failures = runtime.prewarm()
    assert set(failures) == {"absent"}
    pids = runtime.pids("echo")
    assert len(pids) == 2
    runtime.stop()
    assert not any(_alive(pid) for pid in pids)


def test_processes_end_when_their_parent_is_killed_even_in_the_middle_of_an_event(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys, threading\n"
        "from infra.local.aws.lambda_runtime import LambdaRuntime\n"
        "from infra.local.aws.lambda_spec import FunctionSpec\n"
        "runtime = LambdaRuntime(pathlib.Path(sys.argv[1]))\n"
        "paths = (pathlib.Path(sys.argv[2]),)\n"
        "spec = FunctionSpec('misbehave', 'sample_functions.misbehave', prewarm=2, paths=paths)\n"
        "runtime.deploy([spec], endpoint_url='http://127.0.0.1:1')\n"
        "runtime.prewarm()\n"
        "threading.Thread(target=runtime.invoke, args=('misbehave', b'{\"what\": \"sleep\"}'), daemon=True).start()\n"
        "print(*runtime.pids('misbehave'), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(FUNCTIONS)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) == 2, ended.stderr
    assert until(lambda: not any(_alive(pid) for pid in pids))


def _alive(pid: int) -> bool:
    """Whether the process runs: one that waits to be reaped by init does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
