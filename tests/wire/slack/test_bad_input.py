"""What a client may send wrong, each answered with Slack's own code and words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError as ClientError

from infra.local.slack.blockcheck import check_blocks, view_problems
from infra.local.slack.blockspec import BLOCKS, ELEMENTS
from infra.local.slack.errors import SlackApiError
from infra.local.slack.methods import METHODS
from infra.local.slack.server import SlackServer
from tests.browser.scripted_bot import TABLE, chart

Block = dict[str, Any]
HUGE = "x" * 4_000_000
ARGUMENTS = (
    "user", "users", "ts", "thread_ts", "message_ts", "timestamp", "text", "blocks", "attachments", "metadata", "view",
    "view_id", "trigger_id", "hash", "filename", "length", "channels", "cursor", "limit", "oldest", "latest", "types",
    "prompts", "title", "status", "loading_messages", "name", "file", "files", "email", "markdown_text", "chunks",
    "session_status", "message", "task_display_mode", "external_id",
)  # fmt: skip
FIELDS = (
    "text", "elements", "fields", "accessory", "rows", "chart", "series", "segments", "axis_config", "data", "title",
    "child_blocks", "options", "element", "label", "tasks", "sources", "details", "value", "image_url", "style",
)  # fmt: skip


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackServer]:
    """One for all: nothing that is refused changes it."""
    with SlackServer() as server:
        yield server


def ask(slack: SlackServer, method: str, token: str | None = "", **body: Any) -> dict[str, Any]:
    headers = {} if token is None else {"Authorization": f"Bearer {token or slack.bot_token}"}
    headers |= body.pop("headers", {})
    answer = httpx.post(f"{slack.api_url}{method}", headers=headers, **body)
    assert answer.status_code == 200
    return answer.json()


def said(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["error"], " ".join(answer.get("response_metadata", {}).get("messages", []))


def test_an_unknown_method_is_named(slack: SlackServer) -> None:
    assert ask(slack, "chat.shout", json={}) == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (None, "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-1-A", "not_allowed_token_type"),
        ("' OR 1=1", "invalid_auth"),
    ],
)  # fmt: skip
def test_tokens_that_open_nothing(slack: SlackServer, token: str | None, code: str) -> None:
    assert ask(slack, "auth.test", token)["error"] == code


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b'{"text": "\xff"}', "invalid_json"),
        ("application/json", b'{"value": NaN}', "invalid_json"),
        ("application/json", b'{"text": "\\ud800"}', "invalid_json"),
        ("application/json", b'{"a":' * 50_000, "invalid_json"),
        ("application/json", b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", "invalid_json"),
        ("application/json", b"[1]", "json_not_object"),
        ("application/json; charset=utf-7", b"{}", "invalid_charset"),
        ("application/xml", b"<a/>", "invalid_post_type"),
        ("", b"channel=C_DATA", "missing_post_type"),
        ("multipart/form-data; boundary=x", b"no parts", "invalid_form_data"),
        ("application/json", b'{"bad name\\n": 1}', "invalid_arg_name"),
    ],
)
def test_bodies_that_cannot_be_read(slack: SlackServer, kind: str, body: bytes, code: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert ask(slack, "chat.postMessage", content=body, headers=headers)["error"] == code


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("chat.postMessage", {"text": "x"}, "missing required field: channel"),
        ("chat.update", {"channel": "C_DATA", "text": "x"}, "missing required field: ts"),
        ("chat.startStream", {"channel": "D_MAYA"}, "missing required field: thread_ts"),
        ("chat.appendStream", {"channel": "D_MAYA", "ts": "1.0"}, "missing required field: markdown_text"),
        ("views.open", {"trigger_id": "1"}, "missing required field: view"),
        ("views.update", {"view": {}}, "missing required field: view_id"),
        ("files.getUploadURLExternal", {"filename": "a"}, "missing required field: length"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "must be greater than 0 [json-pointer:/length]"),
        ("files.getUploadURLExternal", {"filename": "a", "length": "two"}, "must be an integer [json-pointer:/length]"),
        ("files.completeUploadExternal", {}, "missing required field: files"),
        ("files.completeUploadExternal", {"files": ["F1"]}, "missing required field: id [json-pointer:/files/0]"),
        ("users.info", {}, "missing required field: user"),
        ("reactions.add", {"channel": "C_DATA", "name": "eyes"}, "missing required field: timestamp"),
        ("chat.postMessage", {"channel": "C_DATA", "text": {"a": 1}}, "must be a string [json-pointer:/text]"),
    ],
)
def test_missing_and_misshapen_arguments_are_named(
    slack: SlackServer, method: str, arguments: dict[str, Any], words: str
) -> None:
    code, messages = said(ask(slack, method, json=arguments))
    assert code == "invalid_arguments"
    assert words in messages


def test_a_4_mb_message_is_too_long_however_it_comes(slack: SlackServer, client: WebClient) -> None:
    body = {"channel": "D_MAYA", "text": HUGE}
    parts: dict[str, Any] = {name: (None, value) for name, value in body.items()}
    ways: list[dict[str, Any]] = [{"json": body}, {"data": body}, {"files": parts}]
    for way in ways:
        code, messages = said(ask(slack, "chat.postMessage", **way))
        assert code == "msg_too_long"
        assert "must be less than 40001 characters" in messages
    ts = client.chat_postMessage(channel="D_MAYA", text="q")["ts"]
    streamed = {"channel": "D_MAYA", "thread_ts": ts, "markdown_text": HUGE}
    assert ask(slack, "chat.startStream", json=streamed)["error"] == "msg_too_long"
    assert ask(slack, "chat.postMessage", json={"channel": "D_MAYA", "markdown_text": HUGE})["error"] == "msg_too_long"
    kept = httpx.get(f"{slack.url}/page/wire").json()["entries"]
    whole = httpx.get(f"{slack.url}/page/wire/{kept[0]['id']}").text
    assert kept[0]["request_bytes"] > 4_000_000 > 100_000 > len(whole)
    assert all(len(m["text"]) < 5 for m in client.conversations_history(channel="D_MAYA")["messages"] or [])


def cells(rows: int, columns: int, text: str = "x") -> list[list[Block]]:
    return [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]


def table(**changes: Any) -> Block:
    return {**TABLE, **changes}


def drawn(kind: str, **changes: Any) -> Block:
    whole = chart(kind)
    return {**whole, "chart": {**whole["chart"], **changes}}


def line(values: list[Any]) -> Block:
    labels = [f"m{n}" for n in range(len(values))]
    points = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    return drawn("line", series=[{"name": "a", "data": points}], axis_config={"categories": labels})


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"type": "hologram"}, "unsupported type: hologram [json-pointer:/blocks/0/type]"),
        ({"type": ["section"]}, "unsupported type: ['section'] [json-pointer:/blocks/0/type]"),
        ({"text": "x"}, "missing required field: type [json-pointer:/blocks/0]"),
        ("section", "must be an object [json-pointer:/blocks/0]"),
        (table(rows=cells(2, 100)), "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
        (table(rows=cells(102, 2)), "no more than 101 items allowed [json-pointer:/blocks/0/rows]"),
        (table(rows=cells(2, 1, "x" * 20_000)), "must be less than 10001 characters [json-pointer:/blocks/0/rows/0/0"),
        (table(rows=cells(2, 1, "x" * 20_000)), "table cells must be less than 10001 characters in total"),
        (table(rows=cells(2, 1, "")), "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"),
        (table(rows=[[{}], [{}]]), "missing required field: type [json-pointer:/blocks/0/rows/0/0]"),
        (table(rows=[["a"], ["b"]]), "must be an object [json-pointer:/blocks/0/rows/0/0]"),
        (line([1] * 500), "no more than 20 items allowed [json-pointer:/blocks/0/chart/axis_config/categories]"),
        (line([None, None]), "missing required field: value [json-pointer:/blocks/0/chart/series/0/data/0]"),
        (line(["1"]), "must be a number [json-pointer:/blocks/0/chart/series/0/data/0/value]"),
        (line([]), "must contain at least 1 items [json-pointer:/blocks/0/chart/series/0/data]"),
        (drawn("pie", segments=[{"label": "a", "value": -3}]), "must be greater than 0 [json-pointer:/blocks/0/chart/"),
        (drawn("pie", segments=[]), "must contain at least 1 items [json-pointer:/blocks/0/chart/segments]"),
        (drawn("donut"), "unsupported type: donut [json-pointer:/blocks/0/chart/type]"),
    ],
)
def test_blocks_that_slack_cannot_draw(slack: SlackServer, block: Any, words: str) -> None:
    code, messages = said(ask(slack, "chat.postMessage", json={"channel": "C_DATA", "text": "x", "blocks": [block]}))
    assert code == "invalid_blocks"
    assert words in messages


@pytest.mark.parametrize("block", [line([5]), line([-1, 0.5]), drawn("pie", segments=[{"label": "a", "value": 0.1}])])
def test_small_charts_are_charts(slack: SlackServer, block: Block) -> None:
    assert ask(slack, "chat.postMessage", json={"channel": "C_DATA", "text": "x", "blocks": [block]})["ok"]


def test_blocks_that_are_no_list_or_no_json(slack: SlackServer) -> None:
    for blocks in ("{", '{"type": "divider"}', {"type": "divider"}, 7):
        body = {"channel": "C_DATA", "text": "x", "blocks": blocks}
        assert ask(slack, "chat.postMessage", json=body)["error"] == "invalid_blocks_format"


def test_no_argument_of_any_method_breaks_it(slack: SlackServer) -> None:
    """Every method, every argument that any of them takes, set to what nobody expects."""
    with httpx.Client(headers={"Authorization": f"Bearer {slack.bot_token}"}) as http:
        for value in ("\x00\u202e'\"--", 1e308, [None], [{"type": {}}]):
            body = dict.fromkeys(ARGUMENTS, value) | {"channel": "D_MAYA", "channel_id": "D_MAYA", "user_id": "U_MAYA"}
            for method in METHODS:
                answer = http.post(f"{slack.api_url}{method}", json=body)
                assert answer.status_code == 200
                assert answer.json().get("error") != "fatal_error", (method, value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
known = st.sampled_from([*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "pie", "bar", "text", "date"])
fields = st.sampled_from(FIELDS)
nested = st.recursive(
    anything,
    lambda inner: st.builds(
        lambda kind, parts: {"type": kind, **parts}, known, st.dictionaries(fields, inner | st.lists(inner), max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(nested, max_size=4))
def test_any_json_is_drawn_or_refused_in_words(blocks: list[Any]) -> None:
    code, messages = outcome(blocks)
    assert code in ("", "invalid_blocks", "only_one_table_allowed")
    assert bool(messages) == (code == "invalid_blocks")
    assert view_problems({"type": "modal", "blocks": blocks})


def outcome(blocks: list[Any]) -> tuple[str, tuple[str, ...]]:
    try:
        check_blocks(blocks)
    except SlackApiError as error:
        return error.code, error.messages
    return "", ()


def test_views_are_refused_with_pointers_into_them(client: WebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [{"type": "input"}]}
    with pytest.raises(ClientError) as caught:
        client.views_open(trigger_id="1.2.3", view=view)
    code, messages = said(dict(caught.value.response.data))  # type: ignore[arg-type]
    assert code == "invalid_arguments"
    for words in (
        "must be less than 25 characters [json-pointer:/view/title/text]",
        "missing required field: submit [json-pointer:/view]",
        "missing required field: label [json-pointer:/view/blocks/0]",
    ):
        assert words in messages
