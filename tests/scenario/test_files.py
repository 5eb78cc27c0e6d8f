"""Files shared in the offline Slack: taken, named, offered; each that can't be taken gets its sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from slack_sdk import WebClient

from agent_actions.contract import file_key, thread_key
from bot.files.slack_file import shared_files
from bot.keys import message_key
from bot.question import Question
from bot.records import TurnRecord
from bot.services import Services
from bot.settings import Settings
from bot.words import ENGLISH
from infra.local import names
from infra.local.slack.faults import DOWNLOAD, MENTION, SHARE, FaultKind
from infra.local.slack.people import TEAM_ID
from tests.unit.actions import hostile
from tests.whole import Json, Office, until

CSV = b"store_id,target\n1,10\n2,20\n3,30\n"
PROGRAM = b"MZ\x90\0" + bytes(200)


def under(message: Json, file: str) -> str:
    return file_key(thread_key(TEAM_ID, message["channel"], message.get("thread_ts") or message["ts"]), file)


def buttons(office: Office, message: Json) -> list[Json]:
    found = [block for answer in office.answers(message) for block in answer.get("blocks") or []]
    return [e for block in found if block["type"] == "actions" for e in block["elements"]]


def press(office: Office, message: Json, label: str, user: str = "maya") -> None:
    answer = next(one for one in office.answers(message) if '"actions"' in json.dumps(one.get("blocks")))
    button = next(b for b in buttons(office, message) if b["text"]["text"] == label)
    action = {"action_id": button["action_id"], "value": button["value"]}
    place = {"as": user, "channel": message["channel"], "message_ts": answer["ts"]}
    office.page("POST", "/page/actions", **place, action=action)


def steps(record: TurnRecord) -> list[tuple[str, str]]:
    return [(step.title, step.status) for step in record.steps]


# taken


def test_files_without_a_word_are_named_and_offered_what_fits_them(office: Office) -> None:
    message = office.share(("chart.png", hostile.png(40, 30)), ("memo.wav", hostile.wav(2)), ("list.csv", CSV))
    record = office.done(message)
    assert record.outcome == "asked_back"
    assert steps(record) == [(f"Reading {name}", "complete") for name in ("chart.png", "memo.wav", "list.csv")]
    for line in (
        "chart.png**: PNG picture",
        "40 × 30 pixels",
        "memo.wav**: WAV recording",
        "0:02",
        "list.csv**: CSV table",
    ):
        assert line in record.text
    labels = [button["text"]["text"] for button in buttons(office, message)]
    assert labels[:2] == ["Describe: chart.png", "Read text: chart.png"]
    assert {"Transcribe: memo.wav", "Ask about this data: list.csv"} <= set(labels)
    assert {under(message, file) for file in message["files"]} <= office.stored()


def test_a_button_asks_in_the_thread_with_the_file_known_and_the_others_still_work(office: Office) -> None:
    message = office.share(("notes.txt", b"The quick brown fox."))
    office.done(message)
    press(office, message, "Translate")
    press(office, message, "Summarise")

    def asked() -> list[TurnRecord]:
        turns = office.ledger.thread(TEAM_ID, message["channel"], message["ts"], 10)
        return [turn for turn in turns if turn.question and turn.status == "done"]

    both = until(lambda: asked() if len(asked()) == 2 else None, "two answers")
    assert {turn.question for turn in both} == {"Translate notes.txt to English", "Summarise notes.txt"}
    press(office, message, "Summarise")
    told = {"as": "maya", "channel": message["channel"], "thread_ts": message["ts"]}

    def whispered() -> list[str]:
        shown = office.http.get(f"{office.stack.running.slack_url}/page/messages", params=told).json()["messages"]
        return [m["text"] for m in shown if m.get("is_ephemeral")]

    assert until(whispered, "word that it was chosen") == [ENGLISH.choice_taken]


def test_one_that_is_refused_stops_neither_the_others_nor_the_answer(office: Office) -> None:
    message = office.share(("setup.png", PROGRAM), ("list.csv", CSV), text="revenue last month")
    record = office.done(message)
    assert record.outcome == "answered"
    first, _, rest = record.text.partition("\n\n")
    assert first.startswith("“setup.png” is named .png, but it is a Windows program")
    assert rest.startswith("Revenue, October 2026")
    assert record.files == (message["files"][1],)
    assert under(message, message["files"][0]) not in office.stored()


def test_a_question_about_files_that_could_not_be_taken_is_not_asked(office: Office) -> None:
    record = office.done(office.share(("list.zip", hostile.archive({"a.txt": b"x"})), text="what is in here?"))
    assert record.outcome == "refused"
    assert record.text.startswith("“list.zip” is a ZIP archive, which I don't read.")
    assert record.receipts == ()


def test_a_mention_with_a_file_in_a_channel(office: Office) -> None:
    record = office.done(office.share(("list.csv", CSV), text="@Outcrop", channel="#general"))
    assert (record.outcome, len(record.files)) == ("asked_back", 1)


def test_a_mention_whose_event_is_silent_about_its_files_is_looked_up(office: Office) -> None:
    office.stack.slack.faults.add(MENTION, "no_files")
    record = office.done(office.share(("list.csv", CSV), text="@Outcrop", channel="#general"))
    assert (record.outcome, len(record.files)) == ("asked_back", 1)


def test_files_that_others_shared_in_the_thread_before_are_found_once(office: Office) -> None:
    first = office.share(("list.csv", CSV), text="the list", user="priya", channel="#general")
    office.share(("setup.exe", PROGRAM), text="and this", channel="#general", thread_ts=first["ts"])
    mention = office.say("@Outcrop", channel="#general", thread_ts=first["ts"])
    record = office.done(mention)
    assert record.outcome == "asked_back"
    assert "“setup.exe” is a Windows program" in record.text
    assert "list.csv**: CSV table" in record.text
    again = office.done(office.say("@Outcrop", channel="#general", thread_ts=first["ts"]))
    assert "setup.exe" not in again.text
    assert "list.csv" in again.text
    assert steps(again) == []


def test_two_files_of_one_name_are_told_apart(office: Office) -> None:
    record = office.done(office.share(("image.png", hostile.png(4, 3)), ("image.png", hostile.png(8, 6))))
    assert "**image.png**" in record.text
    assert "**image (2).png**" in record.text


def test_eleven_files_are_ten_and_a_sentence(office: Office) -> None:
    files = [(f"list {number}.csv", CSV) for number in range(1, 12)]
    record = office.done(office.share(*files))
    assert len(record.files) == 10
    assert "11 files; I read at most 10 of a message. Not read: “list 11.csv”" in record.text
    assert len(record.choices) <= 25


# not taken


@pytest.mark.parametrize(
    ("fault", "options", "said"),
    [
        ("sign_in", {}, "scope files:read"),
        ("redirect", {"to": "http://169.254.169.254/latest/meta-data"}, "an address outside its own file server"),
        ("redirect", {"to": "https://outcrop.slack.com/?redir=%2Ffiles-pri"}, "scope files:read"),
        ("gone", {}, "was deleted before I could read it"),
        ("lost", {"times": 2}, "didn't arrive whole"),
        ("500", {"times": 2}, "Slack couldn't give me"),
    ],
)
def test_a_download_that_fails(office: Office, fault: FaultKind, options: dict[str, Any], said: str) -> None:
    office.stack.slack.faults.add(DOWNLOAD, fault, **options)
    before = office.stored()
    record = office.done(office.share(("list.csv", CSV), text="what is this?"))
    assert record.outcome == "refused"
    assert said in record.text
    assert "list.csv" in record.text
    assert office.stored() == before


@pytest.mark.parametrize(
    ("fault", "options", "said"),
    [
        ("tombstone", {}, "was deleted"),
        ("hidden_by_limit", {}, "hidden by this workspace's storage limit"),
        ("external", {"to": "https://docs.google.com/document/d/1"}, "lies outside Slack"),
        ("declared", {"bytes": 2_000_000_000}, "larger than the 1.0 GB that I take"),
    ],
)
def test_a_file_that_is_not_there_to_be_fetched(
    office: Office, fault: FaultKind, options: dict[str, Any], said: str
) -> None:
    office.stack.slack.faults.add(SHARE, fault, **options)
    record = office.done(office.share(("list.csv", CSV), text="what is this?"))
    assert (record.outcome, said in record.text) == ("refused", True), record.text


def test_a_broken_connection_is_tried_again(office: Office) -> None:
    office.stack.slack.faults.add(DOWNLOAD, "lost")
    assert office.done(office.share(("list.csv", CSV))).outcome == "asked_back"


def test_slack_connect_files_are_looked_up_first(office: Office) -> None:
    office.stack.slack.faults.add(SHARE, "check_file_info")
    record = office.done(office.share(("list.csv", CSV)))
    assert (record.outcome, "list.csv" in record.text) == ("asked_back", True)


@pytest.mark.parametrize(
    ("code", "said"),
    [("file_not_found", "was deleted"), ("not_visible", "isn't shared with me"), ("missing_scope", "files:read")],
)
def test_a_file_that_files_info_does_not_show(office: Office, code: str, said: str) -> None:
    office.stack.slack.faults.add(SHARE, "check_file_info")
    office.stack.slack.faults.add("files.info", "error", code=code)
    record = office.done(office.share(("list.csv", CSV)))
    assert (record.outcome, said in record.text) == ("refused", True), record.text


def test_a_file_deleted_between_message_and_download(office: Office, client: WebClient) -> None:
    with office.unheard():
        message = office.share(("list.csv", CSV), ("other.csv", CSV))
        event = office.event(message)
        client.files_delete(file=message["files"][0])
    office.deliver(event, "EvGone")
    record = office.done(message)
    assert "“list.csv” was deleted before I could read it" in record.text
    assert "other.csv**: CSV table" in record.text


@pytest.fixture
def client(office: Office) -> WebClient:
    return office.slack


INSIDE: Mapping[str, tuple[str, bytes, str]] = {
    "password": ("plan.pdf", hostile.locked_pdf(), "protected with a password"),
    "pixels": ("wall.png", hostile.png_header(50_000, 50_000), "50,000 × 50,000 pixels"),
    "pages": ("book.pdf", hostile.pdf(4_000), "4,000 pages"),
    "sound": ("call.mp3", b"ID3\x04\0\0\0\0\0\x0a" + bytes(4_000), "call.mp3"),
}


@pytest.mark.parametrize("which", INSIDE)
def test_what_only_a_look_inside_shows(office: Office, which: str) -> None:
    name, data, said = INSIDE[which]
    message = office.share((name, data))
    record = office.done(message)
    assert (record.outcome, said in record.text) == ("refused", True), record.text
    assert under(message, message["files"][0]) not in office.stored()


# stopped, redelivered


def test_stop_in_the_middle_of_a_download_ends_in_words_and_leaves_nothing(office: Office) -> None:
    office.stack.slack.faults.add(DOWNLOAD, "trickle", seconds=30)
    before = office.stored()
    message = office.share(("list.csv", CSV * 100), text="what is this?")
    office.begun(message)
    office.page("POST", "/page/stop", **{"as": "maya", "channel": message["channel"], "thread_ts": message["ts"]})
    record = office.done(message)
    assert (record.outcome, record.text) == ("refused", ENGLISH.files_stopped)
    assert steps(record) == [("Reading list.csv", "error")]
    assert office.stored() == before


def test_a_deleted_question_in_the_middle_of_a_download_leaves_no_trace(office: Office) -> None:
    office.stack.slack.faults.add(DOWNLOAD, "trickle", seconds=30)
    before = office.stored()
    message = office.share(("list.csv", CSV * 100), text="what is this?")
    office.begun(message)
    office.page("DELETE", "/page/messages", **{"as": "maya", "channel": message["channel"], "ts": message["ts"]})
    assert office.done(message).outcome == "refused"
    until(lambda: office.stored() == before, "end of the download")


def test_a_file_that_was_taken_is_not_fetched_again(office: Office) -> None:
    message = office.share(("list.csv", CSV))
    office.done(message)
    office.stack.slack.faults.add(DOWNLOAD, "gone", times=-1)
    record = office.done(office.say("revenue last month", thread_ts=message["ts"]))
    assert (record.outcome, steps(record)[0][0]) == ("answered", "Querying the metrics")


def test_a_deadline_in_the_middle_of_a_download_ends_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.stack.slack.faults.add(DOWNLOAD, "trickle", seconds=60)
    before = office.stored()
    with office.unheard():
        message = office.event(office.share(("list.csv", CSV * 100), text="what is this?"))
    running = office.stack.running
    for name, value in {
        "AWS_ENDPOINT_URL": running.aws_url,
        "AWS_DEFAULT_REGION": names.REGION,
        "AWS_ACCESS_KEY_ID": names.CREDENTIALS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": names.CREDENTIALS["aws_secret_access_key"],
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    settings = Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": running.slack_token,
            "SLACK_SIGNING_SECRET": office.stack.slack.signing_secret,
            "SLACK_API_URL": f"{running.slack_url}/api/",
            "OUTCROP_BUCKET": names.BUCKET,
            "OUTCROP_TABLE": names.TABLE,
            "OUTCROP_TURN_SECONDS": "10",
        }
    )
    Services(settings).turns.answer(
        Question(
            key=message_key(TEAM_ID, message["channel"], message["ts"]),
            team=TEAM_ID,
            channel=message["channel"],
            user="U_MAYA",
            text=message["text"],
            asked_ts=message["ts"],
            files=shared_files(message),
        )
    )
    record = office.done(message)
    assert (record.outcome, record.text) == ("error", ENGLISH.files_too_late)
    until(lambda: office.stored() == before, "end of the download")
