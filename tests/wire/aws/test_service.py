"""The service framework over every protocol, with small services of its own, by boto3."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.server import AwsServer
from infra.local.aws.service import AwsError, Service, current_request_id
from tests.wire.aws.support import client, code_of, status_of


class JsonService(Service):
    name = "athena"
    validation_code = "InvalidRequestException"
    barrier = Barrier(40)

    def get_work_group(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["WorkGroup"] == "together":
            self.barrier.wait(10)
        if request["WorkGroup"] == "broken":
            raise RuntimeError("with a secret")
        return {"WorkGroup": {"Name": request["WorkGroup"], "CreationTime": datetime(2026, 11, 15, 8, 30)}}

    def get_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        raise AwsError("InvalidRequestException", "no such query", fields={"AthenaErrorCode": "INVALID_INPUT"})


class QueryService(Service):
    name = "sts"

    def assume_role(self, request: dict[str, Any]) -> dict[str, Any]:
        if request.get("DurationSeconds") == 901:
            raise AwsError("RegionDisabledException", "not <here>")
        return {
            "AssumedRoleUser": {"AssumedRoleId": "r", "Arn": request["RoleArn"]},
            "PackedPolicySize": len(request.get("Tags", [])),
        }


class RestXmlService(Service):
    name = "route53"

    def get_hosted_zone(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["Id"] == "none":
            raise AwsError("NoSuchHostedZone", "No hosted zone found")
        return {"HostedZone": {"Id": request["Id"], "Name": "n", "CallerReference": current_request_id()}}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with AwsServer([JsonService(), QueryService(), RestXmlService()]) as server:
        yield server.url


def test_json_parameters_timestamps_and_errors(url: str) -> None:
    athena = client("athena", url)
    found = athena.get_work_group(WorkGroup="outcrop")["WorkGroup"]
    assert found["Name"] == "outcrop"
    assert found["CreationTime"] == datetime(2026, 11, 15, 8, 30, tzinfo=UTC)
    with pytest.raises(ClientError) as error:
        athena.get_query_execution(QueryExecutionId="1")
    assert code_of(error.value) == "InvalidRequestException"
    assert status_of(error.value) == 400
    assert error.value.response.get("AthenaErrorCode") == "INVALID_INPUT"


@pytest.mark.parametrize(
    ("operation", "arguments", "words"),
    [
        ("start_query_execution", {"QueryString": "x" * 262_145}, "length less than or equal to 262144"),
        ("get_work_group", {"WorkGroup": "not a name!"}, "regular expression pattern"),
        ("list_data_catalogs", {"MaxResults": 51}, "value less than or equal to 50"),
        (
            "start_query_execution",
            {"QueryString": "x", "ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "ROT13"}}},
            "enum value set",
        ),
    ],
)
def test_constraints_raise_the_services_own_error(
    url: str, operation: str, arguments: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("start_query_execution", "list_data_catalogs"):
        monkeypatch.setattr(JsonService, name, lambda self, request: {}, raising=False)
    with pytest.raises(ClientError) as error:
        getattr(client("athena", url), operation)(**arguments)
    assert code_of(error.value) == "InvalidRequestException"
    assert words in str(error.value)


def test_a_method_that_breaks_tells_nothing_of_it(url: str) -> None:
    with pytest.raises(ClientError) as error:
        client("athena", url).get_work_group(WorkGroup="broken")
    assert code_of(error.value) == "InternalServerException"
    assert status_of(error.value) == 500
    assert "secret" not in str(error.value)


def test_an_operation_without_a_method_is_not_retried(url: str) -> None:
    with pytest.raises(ClientError) as error:
        client("athena", url).list_named_queries()
    assert code_of(error.value) == "UnknownOperationException"
    assert status_of(error.value) == 400


def test_the_query_protocol(url: str) -> None:
    sts = client("sts", url)
    role = "arn:aws:iam::123456789012:role/r"
    answer = sts.assume_role(RoleArn=role, RoleSessionName="ok", Tags=[{"Key": "a", "Value": "b"}])
    assert answer["AssumedRoleUser"]["Arn"] == role
    assert answer["PackedPolicySize"] == 1
    for duration, code in ((901, "RegionDisabledException"), (50_000, "ValidationException")):
        with pytest.raises(ClientError) as error:
            sts.assume_role(RoleArn=role, RoleSessionName="ok", DurationSeconds=duration)
        assert code_of(error.value) == code


def test_the_rest_xml_protocol(url: str) -> None:
    route53 = client("route53", url)
    answer = route53.get_hosted_zone(Id="Z1")
    assert answer["HostedZone"]["Id"] == "Z1"
    with pytest.raises(ClientError) as error:
        route53.get_hosted_zone(Id="none")
    assert code_of(error.value) == "NoSuchHostedZone"
    assert status_of(error.value) == 404


def test_forty_blocking_calls_run_at_once(url: str) -> None:
    athena = client("athena", url, max_pool_connections=40)
    with ThreadPoolExecutor(40) as threads:
        names = list(threads.map(lambda _: athena.get_work_group(WorkGroup="together")["WorkGroup"]["Name"], range(40)))
    assert names == ["together"] * 40
