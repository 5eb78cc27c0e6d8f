"""The page's JSON, its state across a restart, its guard against other web sites."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack import typed
from infra.local.slack.page import chart_parts, charts, text
from infra.local.slack.page.search import search
from infra.local.slack.people import PEOPLE
from infra.local.slack.server import SlackServer
from infra.local.slack.store import Store
from tests.browser.scripted_bot import chart
from tests.wire.slack.conftest import Person


def test_messages_secrets_and_files_survive_a_restart(tmp_path: Path) -> None:
    with SlackServer(tmp_path) as first:
        client = WebClient(token=first.bot_token, base_url=first.api_url)
        client.chat_postMessage(channel="D_MAYA", text="kept")
        client.files_upload_v2(channel="D_MAYA", content="x", filename="a.txt")
        exports = first.exports()
    with SlackServer(tmp_path) as second:
        maya = Person(second)
        messages = maya.reads()
        assert second.exports()["SLACK_BOT_TOKEN"] == exports["SLACK_BOT_TOKEN"]
        url = messages[1]["files"][0]["url_private_download"]
        assert httpx.get(url, headers={"Authorization": f"Bearer {second.bot_token}"}).text == "x"
        maya.close()
    assert messages[0]["text"] == "kept"


def test_a_taken_port_is_an_os_error(slack: SlackServer) -> None:
    with pytest.raises(OSError, match="in use"):
        SlackServer(port=slack.port).start()


def test_state_lists_only_the_persons_conversations(slack: SlackServer) -> None:
    answer = httpx.get(f"{slack.url}/page/state", params={"as": "gus"}).json()
    assert [c["id"] for c in answer["channels"]] == ["D_GUS", "C_PARTNERS"]
    refused = httpx.post(f"{slack.url}/page/messages", json={"as": "gus", "channel": "C_FINANCE", "text": "hi"})
    assert refused.status_code == 404


@pytest.mark.parametrize(
    "body", [b"nope", b"[]", b'{"as":"nobody","text":"x"}', b'{"as":"maya","text":" "}', b"{}", b'{"as":7}']
)
def test_bad_requests_are_told_in_words(slack: SlackServer, body: bytes) -> None:
    answer = httpx.post(f"{slack.url}/page/messages", content=body)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]


def test_other_web_sites_may_not_drive_the_page(slack: SlackServer) -> None:
    body = {"as": "maya", "channel": "dm", "text": "x"}
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}):
        assert httpx.post(f"{slack.url}/page/messages", json=body, headers=headers).status_code == 403
    own = {"Origin": slack.url}
    assert httpx.post(f"{slack.url}/page/messages", json=body, headers=own).status_code == 200


def test_server_sent_events_carry_messages_and_their_html(slack: SlackServer, client: WebClient) -> None:
    with httpx.stream("GET", f"{slack.url}/page/events", params={"as": "maya"}) as stream:
        lines = (json.loads(line[5:]) for line in stream.iter_lines() if line.startswith("data:"))
        assert next(lines)["event"] == "hello"
        client.chat_postEphemeral(channel="C_DATA", user="U_LUIS", text="not for maya")
        client.chat_postMessage(channel="C_DATA", text="<script>alert(1)</script> & *bold*")
        event = next(lines)
    assert (event["event"], event["channel"]) == ("message", "C_DATA")
    assert "&lt;script&gt;" in event["html"]
    assert "<strong>bold</strong>" in event["html"]


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("`<i>`", "<p><code>&lt;i&gt;</code></p>"),
        ("snake_case_name stays", "<p>snake_case_name stays</p>"),
        ("**bold** and *it*", "<p><strong>bold</strong> and <em>it</em></p>"),
        ("```\nSELECT 1 < 2", "<pre><code>SELECT 1 &lt; 2</code></pre>"),
    ],
)
def test_markdown_is_drawn_and_markup_stays_text(source: str, drawn: str) -> None:
    assert text.markdown(source) == drawn


def test_links_open_without_an_opener(slack: SlackServer) -> None:
    drawn = text.mrkdwn("<https://example.com?a=1&amp;b=2|site> <javascript:alert(1)|no>")
    assert 'href="https://example.com?a=1&amp;b=2"' in drawn
    assert 'rel="noopener' in drawn
    assert 'href="javascript' not in drawn


def test_what_a_person_types_becomes_slacks_text_and_back() -> None:
    encoded, blocks = typed.encode("@Outcrop ask @maya, in #finance: a<b https://x.example/y.")
    assert encoded == "<@U_OUTCROP> ask <@U_MAYA>, in <#C_FINANCE|finance>: a&lt;b <https://x.example/y>."
    assert blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U_OUTCROP"}
    assert typed.decode(encoded) == "@Outcrop ask @maya, in #finance: a<b https://x.example/y."
    assert typed.encode("mail me@maya.example @nobody #nowhere")[0] == "mail me@maya.example @nobody #nowhere"


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie"])
def test_charts_are_drawn_as_labelled_svg(kind: str) -> None:
    drawn = charts.draw(chart(kind))
    assert 'role="img" aria-label="Revenue by ' in drawn
    assert "Highest " in drawn
    assert "data-tip=" in drawn
    assert drawn.count("<tr>") == (5 if kind == "pie" else 7)


def one_series(kind: str, values: list[float], name: str = "c") -> dict[str, Any]:
    categories = [f"{name}{i}" for i in range(len(values))]
    data = [{"label": label, "value": value} for label, value in zip(categories, values, strict=True)]
    chart = {"type": kind, "series": [{"name": "s", "data": data}], "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "T", "chart": chart}


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
@pytest.mark.parametrize("name", ["c", "a rather long name "])
@pytest.mark.parametrize(
    "values", [[1], [0, 0], [-5, 3], [-1e308, 1e308], [5e-324], [1e17, 1e17 + 16], [1e-310, 2e-310], [7] * 20]
)
def test_a_chart_of_any_numbers_is_drawn(kind: str, name: str, values: list[float]) -> None:
    drawn = charts.draw(one_series(kind, values, name))
    marks = [element.attrib for element in ElementTree.fromstring(f"<x>{drawn}</x>").iter()]
    places = [v for at in marks for k, v in at.items() if k in ("x", "y", "cx", "cy", "width", "height", "points")]
    assert places
    assert all(math.isfinite(float(n)) for place in places for n in re.split("[ ,]", place))


def refusal(client: WebClient, *blocks: dict[str, Any]) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C_DATA", text="x", blocks=list(blocks))
    assert refused.value.response["error"] == "invalid_blocks"
    return str(refused.value.response["response_metadata"]["messages"])


def cells(*texts: str) -> list[dict[str, str]]:
    return [{"type": "raw_text", "text": text} for text in texts]


def test_blocks_that_slack_would_not_take_are_refused_as_slack_does(client: WebClient) -> None:
    assert "unsupported type: hologram" in refusal(client, {"type": "hologram"})
    wide = {"type": "data_table", "caption": "c", "rows": [cells(*(["x"] * 100))] * 2}
    assert "no more than 20 items" in refusal(client, wide)
    long = {"type": "data_table", "caption": "c", "rows": [cells("h"), cells("x" * 20_000)]}
    assert "must be less than 10001 characters" in refusal(client, long)
    assert "no more than 20 items" in refusal(client, one_series("bar", [1.0] * 500))
    nulls = one_series("line", [1, 2])
    for point in nulls["chart"]["series"][0]["data"]:
        point["value"] = None
    assert "missing required field: value" in refusal(client, nulls)
    parts = [{"label": "a", "value": 3}, {"label": "b", "value": -1}]
    pie = {"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": parts}}
    assert "must be greater than 0" in refusal(client, pie)


def test_a_text_file_carries_its_first_lines(slack: SlackServer, maya: Person) -> None:
    def upload(name: str, data: bytes) -> dict[str, Any]:
        return httpx.post(f"{slack.url}/page/files", params={"as": "maya"}, files={"file": (name, data)}).json()

    sheet = upload("a.csv", "\ufeffstore,tärget\n".encode() + b"Oslo,12\n" * 100)["files"][0]
    assert sheet["preview"].splitlines()[:2] == ["store,tärget", "Oslo,12"]
    assert (sheet["lines"], sheet["lines_more"], sheet["preview_is_truncated"]) == (101, 95, True)
    assert "preview" not in upload("b.csv", b"a\0b")["files"][0]
    assert "preview" not in upload("c.png", b"a,b")["files"][0]
    assert upload("d.txt", b"")["error"] == "d.txt is empty, so there is nothing to send. Choose another file."


def test_axis_steps_are_round_and_cover_the_values() -> None:
    assert chart_parts.ticks(0, 438_000) == [0, 100_000, 200_000, 300_000, 400_000, 500_000]
    assert chart_parts.ticks(-3, 7)[0] <= -3


def found(slack: SlackServer, person: str, query: str) -> list[str]:
    answer = httpx.get(f"{slack.url}/page/search", params={"as": person, "q": query}).json()
    assert answer["ok"], answer
    return [result["snippet"] for result in answer["results"]]


def test_search_sees_only_what_the_person_may_see(slack: SlackServer, client: WebClient) -> None:
    client.chat_postMessage(channel="C_FINANCE", text="secret margin")
    client.chat_postMessage(channel="D_MAYA", text="margin for maya")
    client.chat_postEphemeral(channel="C_PARTNERS", user="U_MAYA", text="margin whispered")
    client.chat_postMessage(channel="C_PARTNERS", text="margin for all")
    assert found(slack, "gus", "margin") == ["<mark>margin</mark> for all"]
    assert len(found(slack, "maya", "margin")) == 4
    assert len(found(slack, "luis", "margin")) == 2


def test_search_reads_words_phrases_and_narrowings(slack: SlackServer, client: WebClient, maya: Person) -> None:
    client.chat_postMessage(channel="C_DATA", text="Revenue <by> region & more", blocks=[
        {"type": "markdown", "text": "Übersicht of the **north**"},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Hidden label"}}]},
    ])  # fmt: skip
    maya.say("revenue of mine", "#finance")
    assert len(found(slack, "maya", "REVENUE")) == 2
    assert found(slack, "maya", "from:@maya revenue") == ["<mark>revenue</mark> of mine"]
    assert len(found(slack, "maya", "in:#data")) == 1
    assert found(slack, "maya", "ubersicht north") != []
    assert found(slack, "maya", '"of mine"') != []
    assert found(slack, "maya", '"mine of"') == []
    assert found(slack, "maya", "hidden label") == []
    assert "&amp; more" in found(slack, "maya", "region")[0]


@pytest.mark.parametrize(("query", "said"), [("", "Write a word"), ("in:#nope x", "no such"), ("from:@x y", "nobody")])
def test_a_search_that_cannot_be_done_says_why(slack: SlackServer, query: str, said: str) -> None:
    answer = httpx.get(f"{slack.url}/page/search", params={"as": "maya", "q": query})
    assert answer.status_code in (400, 404)
    assert said in answer.json()["error"]


def test_history_comes_in_pages_of_a_channel_or_of_a_thread(slack: SlackServer, client: WebClient) -> None:
    times = [str(client.chat_postMessage(channel="C_DATA", text=f"m{n}")["ts"]) for n in range(70)]
    for n in range(65):
        client.chat_postMessage(channel="C_DATA", text=f"r{n}", thread_ts=times[0])

    def page(**query: str) -> tuple[int, bool, bool]:
        answer = httpx.get(f"{slack.url}/page/history", params={"as": "maya", "channel": "C_DATA", **query}).json()
        return answer["html"].count("<article"), answer["older"], answer["newer"]

    assert page() == (60, True, False)
    assert page(before=times[10]) == (10, False, True)
    assert page(after=times[10]) == (59, True, False)
    assert page(around=times[35]) == (60, True, True)
    assert page(thread_ts=times[0]) == (60, True, False)


def test_four_megabytes_are_too_long_as_slack_says_it(slack: SlackServer, client: WebClient, maya: Person) -> None:
    assert maya.say("x" * 4_000_000)["error"].startswith("msg_too_long")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C_DATA", text="x" * 4_000_000)
    assert refused.value.response["error"] == "msg_too_long"
    assert maya.reads() == []


def test_search_follows_edits_and_deletions_and_finds_parts_of_words(slack: SlackServer, maya: Person) -> None:
    first = maya.say("Überfällige Lieferungen, zz")["ts"]
    other = maya.say("nothing of the kind")["ts"]
    assert "<mark>fällige</mark>" in found(slack, "maya", "fallige")[0]
    assert len(found(slack, "maya", 'zz "lieferungen, z"')) == 1
    workspace = slack.core.workspace
    workspace.edit("D_MAYA", first, by="U_MAYA", text="All parcels came", blocks=[])
    assert found(slack, "maya", "fallige") == []
    assert found(slack, "maya", "parcels") == ["All <mark>parcels</mark> came"]
    workspace.delete("D_MAYA", other, by="U_MAYA")
    assert found(slack, "maya", "of the kind") == []


def test_a_workspace_from_before_the_index_is_searched_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_message("C_DATA", {"ts": "1700000000.000100", "user": "U_PRIYA", "text": "Found at last"})
    store.close()
    with closing(sqlite3.connect(tmp_path / "slack.sqlite")) as older:
        for what in ("TABLE unindexed", "TABLE indexed", "TABLE trigrams", "TRIGGER message_written"):
            older.execute(f"DROP {what}")
    again = Store(tmp_path)
    assert len(search(again, PEOPLE["U_MAYA"], ["C_DATA"], "at last")["results"]) == 1
    again.close()
