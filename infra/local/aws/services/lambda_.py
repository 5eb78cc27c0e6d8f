"""Lambda: Invoke, and enough of GetFunction and ListFunctions for a client to see what there is."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.lambda_spec import FunctionSpec
from infra.local.aws.service import AwsError, Service, current_request_id


class LambdaService(Service):
    """Lambda's API over the functions that ``runtime`` has."""

    name = "lambda"
    internal_code = "ServiceException"

    def __init__(self, runtime: LambdaRuntime) -> None:
        self._runtime = runtime

    def stop(self) -> None:
        self._runtime.stop()

    def invoke(self, request: dict[str, Any]) -> dict[str, Any]:
        name: str = request["FunctionName"]
        if request.get("Qualifier"):
            name = f"{name}:{request['Qualifier']}"
        payload: bytes = request.get("Payload") or b""
        kind = request.get("InvocationType", "RequestResponse")
        if kind == "DryRun":
            self._runtime.function(name)
            return {"StatusCode": 204}
        if kind == "Event":
            self._runtime.invoke_event(name, payload, request_id=current_request_id())
            return {"StatusCode": 202}
        result = self._runtime.invoke(
            name,
            payload,
            request_id=current_request_id(),
            client_context=_client_context(request.get("ClientContext")),
        )
        response: dict[str, Any] = {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": result.payload}
        if result.function_error:
            response["FunctionError"] = result.function_error
        if request.get("LogType") == "Tail":
            response["LogResult"] = base64.b64encode(result.log.encode()).decode()
        return response

    def get_function(self, request: dict[str, Any]) -> dict[str, Any]:
        spec = self._runtime.function(request["FunctionName"])
        return {"Configuration": self._configuration(spec), "Tags": {}}

    def get_function_configuration(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._configuration(self._runtime.function(request["FunctionName"]))

    def list_functions(self, request: dict[str, Any]) -> dict[str, Any]:
        specs = sorted(self._runtime.functions(), key=lambda spec: spec.name)
        try:
            start = int(request.get("Marker") or 0)
        except ValueError as error:
            raise AwsError("InvalidParameterValueException", "Invalid marker", 400) from error
        end = start + request.get("MaxItems", 50)
        page: dict[str, Any] = {"Functions": [self._configuration(spec) for spec in specs[start:end]]}
        if end < len(specs):
            page["NextMarker"] = str(end)
        return page

    def _configuration(self, spec: FunctionSpec) -> dict[str, Any]:
        return {
            "FunctionName": spec.name,
            "FunctionArn": self._runtime.arn(spec.name),
            "Handler": spec.handler,
            "Runtime": "python3.11",
            "Timeout": max(1, round(spec.timeout_s)),
            "MemorySize": spec.memory,
            "Version": "$LATEST",
            "State": "Active",
            "PackageType": "Zip",
        }


def _client_context(header: str | None) -> Any:
    if not header:
        return None
    try:
        return json.loads(base64.b64decode(header, validate=True))
    except (binascii.Error, ValueError) as error:
        raise AwsError("InvalidRequestContentException", "ClientContext is not base64 of JSON", 400) from error
