"""slack_sdk's ``files_upload_v2`` against the offline Slack, and each way it is refused."""

# slack_sdk types every field of a response as optional.
# pyright: reportOptionalSubscript=false, reportArgumentType=false, reportOptionalIterable=false

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from infra.local.slack.server import SlackServer
from tests.wire.slack.conftest import Person


@pytest.fixture(scope="module")
def server() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


@pytest.fixture
def slack(server: SlackServer) -> Iterator[SlackServer]:
    yield server
    server.faults.clear()


def bytes_of(slack: SlackServer, file: dict[str, Any]) -> bytes:
    return httpx.get(
        file["url_private_download"], headers={"Authorization": f"Bearer {slack.bot_token}"}
    ).content  # fmt: skip


def test_several_files_of_every_kind_become_one_message_in_a_thread(
    slack: SlackServer, client: WebClient, maya: Person, tmp_path: Path
) -> None:
    ts = maya.say("files please")["ts"]
    (tmp_path / "on-disk.bin").write_bytes(b"\x00\x01")
    uploads = [
        {"file": str(tmp_path / "on-disk.bin"), "title": "From disk"},
        {"file": BytesIO(b"%PDF-1"), "filename": "page.pdf"},
        {"content": "a,b\n1,2\n", "filename": "sums.csv", "alt_txt": "two numbers"},
    ]
    done = client.files_upload_v2(
        channel="D_MAYA", thread_ts=ts, initial_comment="Here", file_uploads=uploads
    )  # fmt: skip
    assert [bytes_of(slack, file) for file in done["files"]] == [b"\x00\x01", b"%PDF-1", b"a,b\n1,2\n"]
    message = client.conversations_replies(channel="D_MAYA", ts=ts)["messages"][1]
    assert (message["subtype"], message["text"]) == ("file_share", "Here")
    assert [file["title"] for file in message["files"]] == ["From disk", "page.pdf", "sums.csv"]
    assert message["files"][2]["mimetype"] == "text/csv"
    known = client.files_info(file=message["files"][2]["id"])["file"]
    assert known["shares"]["private"]["D_MAYA"][0]["thread_ts"] == ts


def test_without_a_channel_a_file_is_the_bots_own_until_it_is_shared(slack: SlackServer, client: WebClient) -> None:
    file = client.files_upload_v2(content="x", filename="a.txt")["file"]
    assert client.files_info(file=file["id"])["file"]["shares"] == {}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"channel": "C_NOWHERE"}, "channel_not_found"),
        ({"channel": "D_MAYA", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channels": ["D_MAYA", "C_DATA"], "thread_ts": "1.000001"}, "invalid_arguments"),
        ({"channels": [f"C_{n}" for n in range(101)]}, "channels_limit_exceeded"),
        ({"channel": "D_MAYA", "alt_txt": "x" * 1001}, "alt_txt_too_large"),
        ({"channel": "D_MAYA", "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
    ],
)
def test_where_a_file_may_not_go(client: WebClient, options: dict[str, Any], code: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.files_upload_v2(content="x", filename="a.txt", **options)
    assert caught.value.response["error"] == code


def test_a_snippet_may_have_1_mb_and_a_file_more(client: WebClient) -> None:
    big = "x" * 1_000_001
    with pytest.raises(SlackApiError, match="snippet_too_large"):
        client.files_upload_v2(content=big, filename="a.py", snippet_type="python")
    assert client.files_upload_v2(content=big, filename="a.py")["file"]["size"] == len(big)


@pytest.mark.parametrize("code", ["file_uploads_disabled", "storage_limit_reached", "file_type_not_allowed"])
def test_what_an_administrator_forbids_is_a_fault_that_one_asks_for(
    slack: SlackServer, client: WebClient, code: str
) -> None:
    slack.faults.add("files.getUploadURLExternal", "error", code=code)
    with pytest.raises(SlackApiError, match=code):
        client.files_upload_v2(content="x", filename="a.txt", channel="D_MAYA")


def test_bytes_that_do_not_arrive_whole_are_no_file(slack: SlackServer, client: WebClient) -> None:
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    assert httpx.post(ticket["upload_url"], content=b"12345").text == "expected 3 bytes, got 5"
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert httpx.post(f"{slack.url}/upload/v1/none", content=b"123").status_code == 404
    slack.faults.add("files.completeUploadExternal", "500")
    with pytest.raises((SlackApiError, SlackRequestError)):
        client.files_upload_v2(content="x", filename="a.txt", channel="D_MAYA")


def test_a_ticket_is_used_once(client: WebClient) -> None:
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    httpx.post(ticket["upload_url"], content=b"123")
    client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert httpx.post(ticket["upload_url"], content=b"123").status_code == 404


def test_only_its_owner_or_the_bot_deletes_a_file_and_then_it_is_gone(slack: SlackServer, client: WebClient) -> None:
    file = client.files_upload_v2(content="x", filename="a.txt", channel="D_MAYA")["file"]
    client.files_delete(file=file["id"])
    for call in (client.files_info, client.files_delete):
        with pytest.raises(SlackApiError, match="file_deleted"):
            call(file=file["id"])
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    assert httpx.get(file["url_private_download"], headers=headers).status_code == 404
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file="F_NONE")
