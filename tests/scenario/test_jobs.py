"""Long jobs on the whole stack: news reaches the events function, and the question is answered in its thread."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest

from agent_actions.contract import Job
from bot.jobs.desk import GIVE_UP_S
from bot.jobs.rows import JobRows, waiting_for
from bot.keys import turn_id
from bot.records import TurnRecord
from infra.local import names
from infra.local.aws.faults import Fault
from tests.whole import Json, Office, until


def rows(office: Office) -> JobRows:
    return JobRows(names.client("dynamodb", office.stack.running.aws_url), names.TABLE)


def waits(office: Office, *jobs: Job, since: float = 0) -> tuple[Json, TurnRecord]:
    """A question whose turn ended waiting for ``jobs``, as an action leaves it that started them."""
    message = office.say("revenue last month", channel="dm")
    record = office.done(message).model_copy(update={"outcome": "pending"})
    office.ledger.save(record)
    rows(office).begin(waiting_for(record, jobs, now=lambda: time.time() - since))
    return message, record


def job() -> Job:
    return Job(service="transcribe", id=f"outcrop-{uuid4().hex}", what="Transcribing memo.ogg")


def transcribed(office: Office, one: Job) -> None:
    detail = {"TranscriptionJobName": one.id, "TranscriptionJobStatus": "COMPLETED"}
    office.stack.aws.completions.emit("aws.transcribe", "Transcribe Job State Change", detail)


def again(office: Office, record: TurnRecord) -> TurnRecord:
    """The turn that answers the question once its jobs are over."""

    def look() -> TurnRecord | None:
        found = office.ledger.turn(turn_id(f"job|{record.turn}"))
        return found if found and found.status == "done" else None

    return until(look, "answer after the jobs")


@pytest.mark.parametrize("how", ["once", "doubled"])
def test_news_of_a_job_is_answered_once_in_the_thread(office: Office, how: str) -> None:
    one = job()
    message, record = waits(office, one)
    if how == "doubled":
        office.stack.aws.faults.add("events/Event", Fault("doubled"))
    transcribed(office, one)
    answer = again(office, record)
    assert (answer.question, answer.user, answer.thread_ts) == (record.question, record.user, record.thread_ts)
    assert answer.outcome == "answered"
    later = office.say("and by region?", thread_ts=message["ts"])
    office.done(later)  # of the same session: whatever the second news brought has been worked on before
    said = [found for found in office.thread(message) if "Revenue" in str(found.get("blocks"))]
    assert len({found["ts"] for found in said} & {*record.reply_ts, *answer.reply_ts}) == 2
    assert all(found["user"] != record.user or found["ts"] in (message["ts"], later["ts"]) for found in said)
    assert [waited.state for waited in rows(office).of_turn(record.turn)] == ["done"]


def test_two_jobs_are_waited_for_and_news_by_sns_counts_as_well(office: Office) -> None:
    one, other = job(), Job(service="textract", id=uuid4().hex, kind="DocumentTextDetection", what="Reading scan.pdf")
    _, record = waits(office, one, other)
    transcribed(office, one)
    until(lambda: {w.state for w in rows(office).of_turn(record.turn)} == {"open", "done"}, "first job's end")
    assert office.ledger.turn(turn_id(f"job|{record.turn}")) is None
    message = {"JobId": other.id, "Status": "SUCCEEDED", "API": "StartDocumentTextDetection", "DocumentLocation": {}}
    office.stack.aws.completions.notify(names.NOTIFY_TOPIC, message)
    assert again(office, record).outcome == "answered"


def test_a_question_deleted_meanwhile_stays_without_an_answer(office: Office) -> None:
    one = job()
    message, record = waits(office, one)
    office.page("DELETE", "/page/messages", **{"as": "maya", "channel": message["channel"], "ts": message["ts"]})
    until(lambda: office.ledger.stop_reason(record), "note of the deletion")
    transcribed(office, one)
    until(lambda: [w.state for w in rows(office).of_turn(record.turn)] == ["done"], "job's end")
    assert office.ledger.turn(turn_id(f"job|{record.turn}")) is None


def test_the_clock_finds_jobs_that_never_end(office: Office) -> None:
    _, record = waits(office, job(), since=GIVE_UP_S + 60)
    office.stack.aws.completions.poll()
    answer = again(office, record)
    assert answer.text.startswith("This hasn't come to an end after six hours")
    assert answer.outcome == "error"
