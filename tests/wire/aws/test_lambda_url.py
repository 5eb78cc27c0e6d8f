"""Lambda function URLs by a plain HTTP client."""

from __future__ import annotations

import base64
import http.client
import json

import httpx
import pytest

from tests.wire.aws.support import OfflineAws


def test_a_request_becomes_a_payload_v2_event(aws: OfflineAws) -> None:
    response = httpx.post(
        f"{aws.server.url}/_lambda-url/website/slack/events?a=1&a=2&b=%20x",
        content='{"text": "ü"}',
        headers={"Content-Type": "application/json", "X-Slack-Signature": "v0=abc", "Cookie": "c=1; d=2"},
    )
    assert response.status_code == 201
    assert response.headers["x-made-by"] == "lambda"
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    event = response.json()
    assert event["version"] == "2.0"
    assert event["rawPath"] == "/slack/events"
    assert event["rawQueryString"] == "a=1&a=2&b=%20x"
    assert event["queryStringParameters"] == {"a": "1,2", "b": " x"}
    assert event["headers"]["x-slack-signature"] == "v0=abc"
    assert event["cookies"] == ["c=1", "d=2"]
    assert event["body"] == '{"text": "ü"}'
    assert event["isBase64Encoded"] is False
    assert event["requestContext"]["http"]["method"] == "POST"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"token=x&text=a%20b", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/json"),
    ],
)
def test_a_body_that_is_no_text_is_base64(aws: OfflineAws, content: bytes, kind: str) -> None:
    response = httpx.post(f"{aws.server.url}/_lambda-url/website/", content=content, headers={"Content-Type": kind})
    event = response.json()
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == content


def test_any_other_answer_is_json(aws: OfflineAws) -> None:
    response = httpx.get(f"{aws.server.url}/_lambda-url/website/plain")
    assert (response.status_code, response.json()) == (200, {"hello": "world"})
    assert response.headers["content-type"] == "application/json"


def test_a_function_that_breaks_is_a_502_without_details(aws: OfflineAws) -> None:
    response = httpx.get(f"{aws.server.url}/_lambda-url/website/break")
    assert (response.status_code, response.json()) == (502, {"Message": "Internal Server Error"})


def test_a_function_without_url_and_a_stranger_are_refused(aws: OfflineAws) -> None:
    assert httpx.get(f"{aws.server.url}/_lambda-url/echo/").status_code == 403
    assert httpx.get(f"{aws.server.url}/_lambda-url/stranger/").status_code == 404


def test_one_connection_serves_many_requests(aws: OfflineAws) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", aws.server.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/_lambda-url/website/plain")
        response = connection.getresponse()
        assert json.loads(response.read()) == {"hello": "world"}
    connection.close()
