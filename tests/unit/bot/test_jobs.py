"""Long jobs: a turn waits, news comes once, twice or never, and the question is answered in its thread."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent_actions.contract import Job, Receipt
from bot.agents.port import AgentEvent, AgentTurn, Done, StepFinished, StepStarted, TextDelta
from bot.jobs.desk import GIVE_UP_S, LOOK_AFTER_S, JobDesk
from bot.jobs.news import Finished, finished
from bot.jobs.rows import ROUNDS, JobRows
from bot.records import TurnRecord
from tests.unit.bot.slack_double import TEAM, words_of
from tests.unit.bot.support import Bench, Script, event, says
from tests.unit.bot.wire_double import WireDouble

TS = "1700000000.000100"
MEMO = Job(service="transcribe", id="outcrop-1", file="F1", what="Transcribing memo.ogg")
SCAN = Job(service="textract", id="j2", kind="DocumentTextDetection", file="F2", what="Reading scan.pdf")

TRANSCRIBED = {
    "source": "aws.transcribe", "detail-type": "Transcribe Job State Change",
    "detail": {"TranscriptionJobName": MEMO.id, "TranscriptionJobStatus": "COMPLETED"},
}  # fmt: skip
HEADLINE = "I am transcribing memo.ogg. The answer comes here."
CLOCK = {"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-11-15T10:17:00Z", "detail": {}}


def notified(**message: Any) -> dict[str, Any]:
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}}]}


READ = notified(JobId=SCAN.id, Status="SUCCEEDED", API="StartDocumentTextDetection", DocumentLocation={})


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireDouble]:
    """The actions' Lambda: says that nothing is done, until a test says otherwise."""
    double = WireDouble()
    double.answers += [states() for _ in range(8)]
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", double.url)
    yield double
    double.close()


@pytest.fixture
def bench(aws: str, wire: WireDouble, bench: Bench) -> Bench:
    """A bot whose action Lambda is the double."""
    return bench


def states(**state: str) -> dict[str, Any]:
    listed = [
        {"service": job.service, "id": job.id, "state": state.get(job.service, "running")} for job in (MEMO, SCAN)
    ]
    body = json.dumps({"status": "ok", "jobs": listed})
    return {"response": {"functionResponse": {"responseBody": {"TEXT": {"body": body}}}}}


def waits(bench: Bench, *jobs: Job, says: str = "") -> Script:
    """An agent whose action started ``jobs``."""

    def script(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield StepStarted("1", "transcribe_audio", {})
        pending = Receipt(id="r1", turn=turn.turn, action="transcribe_audio", status="pending", jobs=jobs)
        bench.put_receipt(pending.model_copy(update={"headline": HEADLINE}))
        yield StepFinished("1", "transcribe_audio", "complete", "")
        if says:
            yield TextDelta(says)
        yield Done()

    return script


def asked(bench: Bench, *jobs: Job, ts: str = TS, says: str = "", event_id: str = "Ev1") -> TurnRecord:
    """Maya's question, which waits for ``jobs``; from then on the agent has an answer."""
    bench.agent.script = waits(bench, *jobs, says=says)
    bench.deliver(event(ts=ts, event_id=event_id))
    assert bench.work() == {"batchItemFailures": []}
    bench.agent.script = says_done
    record = bench.services.ledger.turn_for_message(TEAM, "D1", ts)
    assert record is not None
    return record


says_done = says("Here is what was said.")


def hear(bench: Bench, *events: dict[str, Any]) -> None:
    for one in events:
        bench.services.jobs.hear(one)
    assert bench.work() == {"batchItemFailures": []}


def said(bench: Bench, ts: str = TS) -> list[str]:
    return [message["markdown"] for message in bench.slack.replies(ts)]


def test_a_turn_that_waits_says_for_what_and_asks_for_no_opinion(bench: Bench) -> None:
    record = asked(bench, MEMO, SCAN)
    assert record.outcome == "pending"
    (message,) = bench.slack.replies(TS)
    assert message["markdown"] == (
        "These take a while: transcribing memo.ogg and reading scan.pdf. "
        "The answer comes here as soon as they are done."
    )
    assert "context_actions" not in words_of(message)
    assert not [block for block in message["blocks"] if block["type"] == "context_actions"]
    waiting = bench.services.jobs.rows.of_turn(record.turn)
    assert {(w.job.id, w.user, w.channel, w.thread_ts, w.question, w.state) for w in waiting} == {
        (job.id, "UMAYA", "D1", TS, "revenue by region", "open") for job in (MEMO, SCAN)
    }


def test_what_the_agent_told_already_is_not_told_again(bench: Bench) -> None:
    assert asked(bench, MEMO, says=HEADLINE).text == HEADLINE
    other = asked(bench, MEMO, ts="1700000009.000100", says="One moment.", event_id="Ev2")
    assert other.text.startswith("One moment.\n\nThis takes a while: transcribing memo.ogg.")


def test_news_makes_the_same_question_answered_in_its_thread(bench: Bench) -> None:
    first = asked(bench, MEMO)
    hear(bench, TRANSCRIBED)
    assert said(bench) == [first.text, "Here is what was said."]
    before, again = bench.agent.turns
    assert (again.text, again.session, again.thread) == (before.text, before.session, before.thread)
    assert again.turn != before.turn
    assert again.history == ()
    record = bench.services.ledger.turn(again.turn)
    assert record is not None
    assert (record.follows, record.outcome, record.asked_ts) == (first.turn, "answered", TS)
    assert bench.services.jobs.rows.of_turn(first.turn)[0].state == "done"
    assert bench.services.jobs.rows.open(10**10) == []


def test_news_that_comes_twice_is_answered_once(bench: Bench) -> None:
    asked(bench, MEMO)
    bench.services.jobs.hear(TRANSCRIBED)
    records = bench.queued()
    assert bench.run([*records, *records]) == {"batchItemFailures": []}
    hear(bench, TRANSCRIBED, TRANSCRIBED)
    assert len(said(bench)) == 2


def test_two_jobs_of_one_question_are_both_waited_for(bench: Bench) -> None:
    asked(bench, MEMO, SCAN)
    hear(bench, TRANSCRIBED)
    assert len(said(bench)) == 1
    hear(bench, READ)
    assert len(said(bench)) == 2


def test_two_people_who_wait_for_one_job_are_both_answered(bench: Bench) -> None:
    asked(bench, MEMO)
    asked(bench, MEMO, ts="1700000009.000100", event_id="Ev2")
    hear(bench, TRANSCRIBED)
    assert [len(said(bench, ts)) for ts in (TS, "1700000009.000100")] == [2, 2]


def test_a_poll_finds_what_no_news_came_of(bench: Bench, wire: WireDouble) -> None:
    record = asked(bench, MEMO, SCAN)
    rows = bench.services.jobs.rows
    started = rows.of_turn(record.turn)[0].started
    desk = clock_at(bench, started + LOOK_AFTER_S + 1)
    wire.requests.clear()
    wire.answers[:] = [states(transcribe="done", textract="failed")]
    desk.hear(CLOCK)
    assert bench.work() == {"batchItemFailures": []}
    assert len(said(bench)) == 2
    ((_, call),) = wire.requests
    assert (call["function"], call["actionGroup"]) == ("check_jobs", "files")
    assert {job["id"] for job in json.loads(call["parameters"][0]["value"])} == {MEMO.id, SCAN.id}


def test_a_poll_leaves_young_and_running_jobs_alone(bench: Bench, wire: WireDouble) -> None:
    record = asked(bench, MEMO)
    started = bench.services.jobs.rows.of_turn(record.turn)[0].started
    wire.requests.clear()
    clock_at(bench, started + 1).hear(CLOCK)
    assert wire.requests == []
    clock_at(bench, started + LOOK_AFTER_S + 1).hear(CLOCK)
    assert bench.queued() == []
    wire.answers[:] = [(500, "ServiceException")] * 3
    clock_at(bench, started + LOOK_AFTER_S + 1).hear(CLOCK)
    assert bench.queued() == []


def test_a_job_done_before_its_turn_was_over_is_answered_at_once(bench: Bench, wire: WireDouble) -> None:
    wire.answers[:] = [states(transcribe="done"), states()]
    asked(bench, MEMO)
    assert bench.work() == {"batchItemFailures": []}
    assert len(said(bench)) == 2


def test_a_job_that_never_ends_ends_in_words(bench: Bench) -> None:
    record = asked(bench, MEMO)
    started = bench.services.jobs.rows.of_turn(record.turn)[0].started
    clock_at(bench, started + GIVE_UP_S + 1).hear(CLOCK)
    assert bench.work() == {"batchItemFailures": []}
    assert said(bench)[1].startswith("This hasn't come to an end after six hours, so I wait no longer: transcribing")
    assert len(bench.agent.turns) == 1
    hear(bench, TRANSCRIBED)
    assert len(said(bench)) == 2


def test_a_question_that_keeps_waiting_ends_in_words(bench: Bench) -> None:
    asked(bench, MEMO)
    bench.agent.script = waits(bench, MEMO)
    for _ in range(ROUNDS + 2):
        hear(bench, TRANSCRIBED)
    texts = said(bench)
    assert len(texts) == ROUNDS + 1
    assert texts[-1].startswith("I asked several times and this is still not done: transcribing memo.ogg.")


@pytest.mark.parametrize("how", ["deleted", "stopped"])
def test_a_question_that_was_taken_back_meanwhile_gets_no_answer(bench: Bench, how: str) -> None:
    asked(bench, MEMO)
    if how == "deleted":
        bench.services.ledger.flag_message(TEAM, "D1", TS, "deleted")
    else:
        bench.services.ledger.stop_thread(TEAM, "D1", TS, "1700000005.000100")
    hear(bench, TRANSCRIBED)
    assert len(said(bench)) == 1
    assert len(bench.agent.turns) == 1


def test_the_answer_knows_of_nothing_that_was_asked_later(bench: Bench) -> None:
    asked(bench, MEMO)
    bench.deliver(event(ts="1700000002.000100", thread_ts=TS, event_id="Ev2", text="and last year?"))
    bench.work()
    hear(bench, TRANSCRIBED)
    later, again = bench.agent.turns[1:]
    assert [turn.question for turn in later.history] == ["revenue by region"]
    assert (again.text, again.history) == ("revenue by region", ())
    bench.deliver(event(ts="1700000003.000100", thread_ts=TS, event_id="Ev3", text="and now?"))
    bench.work()
    assert [(t.question, t.outcome) for t in bench.agent.turns[-1].history] == [
        ("and last year?", "answered"),
        ("revenue by region", "answered"),
    ]


def test_nobody_outside_can_say_that_a_job_is_done(bench: Bench) -> None:
    record = asked(bench, MEMO)
    inner = {"type": "outcrop_job_done", "turn": record.turn, "service": "transcribe", "job": MEMO.id}
    forged = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev9", "event": {"user": "UMAYA", **inner}}
    lazy = {"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": "finish_job"}
    for headers in ({}, lazy):
        assert bench.deliver(forged, **headers)["statusCode"] == 200
    assert bench.queued() == []
    assert bench.services.jobs.rows.of_turn(record.turn)[0].state == "open"
    assert len(bench.agent.turns) == 1


@pytest.mark.parametrize(
    ("told", "job"),
    [
        (TRANSCRIBED, Finished("transcribe", MEMO.id)),
        (READ, Finished("textract", SCAN.id)),
        (notified(JobId="v", Status="FAILED", API="StartLabelDetection", Video={}), Finished("rekognition", "v")),
        (TRANSCRIBED | {"detail": {"TranscriptionJobName": "x", "TranscriptionJobStatus": "IN_PROGRESS"}}, None),
        (notified(JobId="v", Status="IN_PROGRESS", Video={}), None),
        (notified(JobId=7, Status="FAILED"), None),
        (CLOCK, None),
        ({}, None),
        ({"Records": [1, {"Sns": {"Message": "[]"}}, {"Sns": {"Message": "no JSON"}}]}, None),
        ({"Records": "x"}, None),
    ],
)
def test_news_is_read_whatever_its_shape(told: dict[str, Any], job: Finished | None) -> None:
    assert finished(told) == ([job] if job else [])


def test_news_of_a_job_that_is_not_ours_is_nothing(bench: Bench) -> None:
    hear(bench, TRANSCRIBED, READ)
    assert bench.slack.messages == {}


def clock_at(bench: Bench, now: float) -> JobDesk:
    """The events function at another time."""
    settings = bench.settings
    rows = JobRows(bench.services.dynamodb, settings.table)
    return JobDesk(rows, lambda: bench.sqs, settings.queue_url, lambda: bench.services.actions, now=lambda: now)
