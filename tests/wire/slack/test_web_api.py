"""The Web API as slack_sdk sees it."""

# slack_sdk types every field of a response as optional.
# pyright: reportOptionalSubscript=false, reportArgumentType=false, reportOptionalIterable=false
# pyright: reportOperatorIssue=false, reportOptionalMemberAccess=false

from __future__ import annotations

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from infra.local.slack.server import SlackServer
from tests.wire.slack.conftest import Person


def code_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    return caught.value.response["error"]


def test_auth_test_names_the_bot_and_its_team(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U_OUTCROP", "B_OUTCROP", "T_OUTCROP")


@pytest.mark.parametrize(("token", "code"), [(None, "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_missing_or_wrong_token_is_refused(slack: SlackServer, token: str | None, code: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        WebClient(token=token, base_url=slack.api_url).auth_test()
    assert code_of(caught) == code


def test_an_unknown_method_is_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.shout")
    assert code_of(caught) == "unknown_method"


def test_json_form_and_multipart_arguments_are_all_read(slack: SlackServer) -> None:
    url, headers = f"{slack.api_url}chat.postMessage", {"Authorization": f"Bearer {slack.bot_token}"}
    body = {"channel": "C_DATA", "text": "hi"}
    answers = [
        httpx.post(url, headers=headers, json=body),
        httpx.post(url, data={**body, "token": slack.bot_token}),
        httpx.post(url, headers=headers, files={name: (None, value) for name, value in body.items()}),
    ]
    assert all(answer.json()["ok"] for answer in answers)


def test_garbage_json_gets_slacks_code_and_http_200(slack: SlackServer) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    answer = httpx.post(f"{slack.api_url}chat.postMessage", headers=headers, content=b"{nope")
    assert (answer.status_code, answer.json()["error"]) == (200, "invalid_json")


def test_a_posted_message_is_in_history_and_its_replies_in_the_thread(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C_DATA", text="parent")["ts"]
    client.chat_postMessage(channel="C_DATA", text="child", thread_ts=ts)
    history = client.conversations_history(channel="C_DATA")["messages"]
    thread = client.conversations_replies(channel="C_DATA", ts=ts)["messages"]
    assert [(m["text"], m["reply_count"]) for m in history] == [("parent", 1)]
    assert [m["text"] for m in thread] == ["parent", "child"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C_NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C_DATA", "text": ""}, "no_text"),
        ({"channel": "C_DATA", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C_DATA", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C_DATA", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
def test_post_message_refuses_with_slacks_codes(client: WebClient, arguments: dict[str, str], code: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.postMessage", json=arguments)
    assert code_of(caught) == code


def test_update_and_delete_want_a_message_of_the_bot(client: WebClient, maya: Person) -> None:
    theirs = maya.say("mine", channel="C_DATA")["ts"]
    with pytest.raises(SlackApiError) as caught:
        client.chat_update(channel="C_DATA", ts=theirs, text="yours")
    assert code_of(caught) == "cant_update_message"
    with pytest.raises(SlackApiError) as caught:
        client.chat_delete(channel="C_DATA", ts="1.000001")
    assert code_of(caught) == "message_not_found"


def test_history_pages_by_cursor_newest_first(client: WebClient) -> None:
    for number in range(5):
        client.chat_postMessage(channel="C_DATA", text=str(number))
    pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel="C_DATA", limit=2)]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_ephemeral_messages_reach_one_person_and_no_history(
    client: WebClient, slack: SlackServer, maya: Person
) -> None:
    client.chat_postEphemeral(channel="C_DATA", user="U_MAYA", text="psst")
    luis = Person(slack, "luis")
    assert [m["text"] for m in maya.reads("C_DATA")] == ["psst"]
    assert luis.reads("C_DATA") == []
    assert client.conversations_history(channel="C_DATA")["messages"] == []
    luis.close()


def test_users_channels_and_members_are_those_of_the_workspace(client: WebClient) -> None:
    assert client.users_info(user="U_GUS")["user"]["is_restricted"] is True
    assert client.users_lookupByEmail(email="maya@example.com")["user"]["id"] == "U_MAYA"
    assert client.conversations_open(users="U_LUIS")["channel"]["id"] == "D_LUIS"
    assert client.conversations_info(channel="D_LUIS")["channel"]["user"] == "U_LUIS"
    assert "U_GUS" in client.conversations_members(channel="C_PARTNERS")["members"]
    assert {c["name"] for c in client.conversations_list()["channels"]} >= {"general", "finance", "partners"}


def test_rate_limits_are_off_until_switched_on_then_429_with_retry_after(slack: SlackServer, client: WebClient) -> None:
    slack.faults.rate_limits = True
    ts = client.chat_postMessage(channel="D_MAYA", text="q")["ts"]
    for _ in range(20):
        client.chat_startStream(channel="D_MAYA", thread_ts=ts)
    with pytest.raises(SlackApiError) as caught:
        client.chat_startStream(channel="D_MAYA", thread_ts=ts)
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) >= 1
    assert code_of(caught) == "ratelimited"


def test_faults_by_http_lost_answer_still_posts_and_500_does_not(slack: SlackServer, client: WebClient) -> None:
    add = {"method": "chat.*", "kind": "lost"}
    assert httpx.post(f"{slack.url}/_faults", json=add).json()["ok"]
    url, headers = f"{slack.api_url}chat.postMessage", {"Authorization": f"Bearer {slack.bot_token}"}
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(url, headers=headers, json={"channel": "C_DATA", "text": "lost"})
    slack.faults.add("chat.postMessage", "500")
    assert httpx.post(url, headers=headers, json={"channel": "C_DATA", "text": "never"}).status_code == 500
    assert [m["text"] for m in client.conversations_history(channel="C_DATA")["messages"]] == ["lost"]


def test_the_sdks_retry_handler_lives_through_a_429(slack: SlackServer, client: WebClient) -> None:
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    slack.faults.add("users.info", "rate_limited", seconds=1)
    assert client.users_info(user="U_MAYA")["user"]["name"] == "maya"


def test_files_go_up_and_come_down_only_with_the_token(slack: SlackServer, client: WebClient, maya: Person) -> None:
    done = client.files_upload_v2(channel="D_MAYA", content="a,b\n1,2\n", filename="sums.csv", initial_comment="here")
    file = client.files_info(file=done["file"]["id"])["file"]
    assert file["size"] == 8
    assert file["shares"]["private"]["D_MAYA"]
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    assert httpx.get(file["url_private_download"], headers=bearer).text == "a,b\n1,2\n"
    assert httpx.get(file["url_private_download"]).headers["content-type"].startswith("text/html")
    assert maya.reads()[0]["subtype"] == "file_share"
    client.files_delete(file=file["id"])
    with pytest.raises(SlackApiError) as caught:
        client.files_info(file=file["id"])
    assert code_of(caught) == "file_deleted"


def test_an_empty_file_and_an_unfinished_upload_are_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.files_getUploadURLExternal(filename="a.txt", length=0)
    assert code_of(caught) == "invalid_arguments"
    ticket = client.files_getUploadURLExternal(filename="a.txt", length=3)
    assert httpx.post(ticket["upload_url"], content=b"12345").status_code == 400
    with pytest.raises(SlackApiError) as caught:
        client.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": "a"}])
    assert code_of(caught) == "file_not_found"


def test_reactions_are_counted_once_a_person(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C_DATA", text="x")["ts"]
    client.reactions_add(channel="C_DATA", timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError) as caught:
        client.reactions_add(channel="C_DATA", timestamp=ts, name="eyes")
    assert code_of(caught) == "already_reacted"
    client.reactions_remove(channel="C_DATA", timestamp=ts, name="eyes")
    assert "reactions" not in client.conversations_history(channel="C_DATA")["messages"][0]
