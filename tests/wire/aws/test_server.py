"""The endpoint itself: routing, the proxy, health, garbage, faults."""

from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from infra.local.aws.errors import StartError
from infra.local.aws.faults import Fault
from infra.local.aws.server import AwsServer
from tests.wire.aws.support import OfflineAws, client, code_of, status_of


def test_health_names_the_services(aws: OfflineAws) -> None:
    state = httpx.get(f"{aws.server.url}/_health").json()
    assert state["status"] == "ok"
    assert state["services"] == sorted([*(s.name for s in aws.server.services), "lambda-url", "s3-lake"])


def test_dynamodb_and_secrets_pass_through(aws: OfflineAws) -> None:
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="proxied",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"pk": {"S": "ü"}}
    condition = "attribute_not_exists(pk)"
    dynamodb.put_item(TableName="proxied", Item=item, ConditionExpression=condition)
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName="proxied", Item=item, ConditionExpression=condition)
    assert code_of(error.value) == "ConditionalCheckFailedException"
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="proxied", SecretString="s")
    assert secrets.get_secret_value(SecretId="proxied")["SecretString"] == "s"
    assert aws.client("sts").get_caller_identity()["Account"] == "123456789012"


def test_forty_requests_at_once(aws: OfflineAws) -> None:
    s3 = aws.client("s3", max_pool_connections=40)
    with ThreadPoolExecutor(40) as threads:
        sizes = list(threads.map(lambda _: s3.list_objects_v2(Bucket="outcrop-lake")["KeyCount"], range(40)))
    assert sizes == [5] * 40


def test_an_upload_that_waits_for_100_continue_is_taken(aws: OfflineAws) -> None:
    aws.client("s3").create_bucket(Bucket="continued", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with socket.create_connection(("127.0.0.1", aws.server.port), timeout=10) as connection:
        head = "PUT /continued/key HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        connection.sendall(b"hello")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert aws.client("s3").get_object(Bucket="continued", Key="key")["Body"].read() == b"hello"


def test_a_chunked_upload_is_taken(aws: OfflineAws) -> None:
    aws.client("s3").create_bucket(Bucket="chunked", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    connection = http.client.HTTPConnection("127.0.0.1", aws.server.port, timeout=10)
    connection.request("PUT", "/chunked/key", body=iter([b"one ", b"two"]), encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    assert aws.client("s3").get_object(Bucket="chunked", Key="key")["Body"].read() == b"one two"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MissingAuthenticationToken"),
        ({"Authorization": "Bearer nonsense"}, "IncompleteSignature"),
        ({"Authorization": "AWS4-HMAC-SHA256 Credential=a/b"}, "IncompleteSignature"),
    ],
)
def test_a_garbage_request_gets_an_aws_error(aws: OfflineAws, headers: dict[str, str], code: str) -> None:
    response = httpx.post(f"{aws.server.url}/", content=b"\x00garbage", headers=headers)
    assert response.status_code == 400
    assert response.headers["x-amzn-errortype"] == code
    assert response.headers["x-amzn-requestid"]
    assert response.json()["message"]


def test_a_body_that_is_not_json_is_a_serialization_error(aws: OfflineAws) -> None:
    path = "/agents/AGENT1/agentAliases/ALIAS1/sessions/garbage/text"
    scope = "AWS4-HMAC-SHA256 Credential=x/20260101/eu-central-1/bedrock/aws4_request, SignedHeaders=host, Signature=0"
    for body in (b"{nonsense", b"[]", b'{"inputText": 5}', b'{"sessionState": "x"}'):
        response = httpx.post(f"{aws.server.url}{path}", content=body, headers={"Authorization": scope})
        assert response.status_code == 400
        assert response.headers["x-amzn-errortype"] == "SerializationException"


def test_a_service_that_nobody_has_is_refused(aws: OfflineAws) -> None:
    with pytest.raises(ClientError) as error:
        aws.client("bedrock-runtime").converse(modelId="m", messages=[])
    assert code_of(error.value) == "UnknownOperationException"


def test_without_ministack_other_services_are_refused() -> None:
    with AwsServer() as server, pytest.raises(ClientError) as error:
        client("dynamodb", server.url).list_tables()
    assert code_of(error.value) == "UnknownOperationException"


def test_with_ministack_away_its_services_answer_503(unused_port: int) -> None:
    with AwsServer(proxy_to=f"http://127.0.0.1:{unused_port}") as server:
        for service, call in (("dynamodb", "list_tables"), ("s3", "list_buckets")):
            with pytest.raises(ClientError) as error:
                getattr(client(service, server.url), call)()
            assert status_of(error.value) == 503


def test_a_port_in_use_is_said_in_words(aws: OfflineAws) -> None:
    with pytest.raises(StartError, match=rf"Port {aws.server.port} is in use"):
        AwsServer(port=aws.server.port).start()


def test_a_faulty_service_answers_as_told_and_then_recovers(aws: OfflineAws) -> None:
    sqs = aws.client("sqs")
    fault = {"target": "sqs/*", "kind": "error", "code": "ServiceUnavailable", "status": 503, "times": 2}
    assert httpx.post(f"{aws.server.url}/_faults", json=fault).json()["sqs/*"][0]["times"] == 2
    for _ in range(2):
        with pytest.raises(ClientError) as error:
            sqs.list_queues()
        assert status_of(error.value) == 503
    sqs.list_queues()
    httpx.post(f"{aws.server.url}/_faults", json=fault)
    assert httpx.delete(f"{aws.server.url}/_faults").json() == {}
    sqs.list_queues()


@pytest.mark.parametrize("fault", [{}, {"target": "a/b"}, {"target": "a/b", "kind": "x"}, [1]])
def test_a_fault_that_is_none_is_refused(aws: OfflineAws, fault: Any) -> None:
    assert httpx.post(f"{aws.server.url}/_faults", content=json.dumps(fault)).status_code == 400


def test_a_lambda_can_be_throttled_by_a_fault(aws: OfflineAws) -> None:
    aws.server.faults.add("lambda/Invoke", Fault("error", code="TooManyRequestsException", message="Rate Exceeded."))
    with pytest.raises(ClientError) as error:
        aws.client("lambda").invoke(FunctionName="echo")
    assert code_of(error.value) == "TooManyRequestsException"
    assert status_of(error.value) == 429


def test_an_observer_hears_of_what_passed_through(aws: OfflineAws) -> None:
    heard: list[tuple[str, str]] = []
    with AwsServer(proxy_to=aws.ministack.url, observers=[lambda *what: heard.append(what)]) as server:
        client("sqs", server.url).list_queues()
    assert heard == [("sqs", "ListQueues")]
