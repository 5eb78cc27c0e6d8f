"""News of finished jobs, as a Lambda function gets them from SNS and EventBridge; lost and doubled ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, SNSEvent

from infra.local.aws.completions import Completions
from infra.local.aws.faults import Fault
from infra.local.aws.lambda_spec import FunctionSpec
from tests.wire.aws.support import FUNCTIONS, OfflineAws, until

TOPIC = "arn:aws:sns:eu-central-1:123456789012:outcrop-jobs"


@pytest.fixture
def told(aws: OfflineAws, tmp_path: Path) -> Iterator[tuple[Completions, Path]]:
    """What delivers, and the file in which the subscribed function notes each event as a line."""
    notes = tmp_path / "notes"
    subscribed = FunctionSpec("note", "sample_functions.note", env={"NOTES": str(notes)}, paths=(FUNCTIONS,))
    aws.runtime.deploy([subscribed], endpoint_url=aws.server.url)
    completions = Completions(aws.runtime, "note", aws.server.faults, poll_s=0.05)
    yield completions, notes
    completions.stop()
    aws.server.faults.clear()


def noted(notes: Path, count: int) -> list[dict[str, Any]]:
    until(lambda: notes.exists() and notes.read_text().count("\n") >= count)
    return [json.loads(line) for line in notes.read_text().splitlines()]


def test_an_sns_message_comes_as_lambda_gets_it(told: tuple[Completions, Path]) -> None:
    completions, notes = told
    completions.notify(TOPIC, {"JobId": "j1", "Status": "SUCCEEDED"})
    (event,) = noted(notes, 1)
    record = next(SNSEvent(event).records)
    assert (event["Records"][0]["EventSource"], record.sns.topic_arn) == ("aws:sns", TOPIC)
    assert json.loads(record.sns.message) == {"JobId": "j1", "Status": "SUCCEEDED"}
    assert datetime.fromisoformat(record.sns.timestamp).tzinfo


def test_an_event_of_the_bus_comes_as_lambda_gets_it(told: tuple[Completions, Path]) -> None:
    completions, notes = told
    completions.emit("aws.transcribe", "Transcribe Job State Change", {"TranscriptionJobName": "t1"})
    (event,) = noted(notes, 1)
    parsed = EventBridgeEvent(event)
    assert (parsed.source, parsed.detail_type) == ("aws.transcribe", "Transcribe Job State Change")
    assert parsed.detail == {"TranscriptionJobName": "t1"}


def test_lost_news_never_comes_and_doubled_news_comes_twice(aws: OfflineAws, told: tuple[Completions, Path]) -> None:
    completions, notes = told
    for target, kind in (("sns/Notification", "lost"), ("events/*", "doubled"), ("events/*", "slow")):
        sent = httpx.post(f"{aws.server.url}/_faults", json={"target": target, "kind": kind, "delay_s": 0.2})
        assert sent.status_code == 200
    completions.notify(TOPIC, {"JobId": "lost"})
    completions.emit("aws.transcribe", "Transcribe Job State Change", {"TranscriptionJobName": "t2"})
    completions.emit("aws.transcribe", "Transcribe Job State Change", {"TranscriptionJobName": "late"})
    events = noted(notes, 3)
    ids: dict[str, list[str]] = {"t2": [], "late": []}
    for event in events:
        ids[event["detail"]["TranscriptionJobName"]].append(event["id"])
    assert (len(ids["t2"]), len(set(ids["t2"])), len(ids["late"])) == (2, 1, 1)


def test_a_service_s_answer_can_t_be_lost_or_doubled(aws: OfflineAws) -> None:
    assert httpx.post(f"{aws.server.url}/_faults", json={"target": "sqs/*", "kind": "lost"}).status_code == 400


def test_the_clock_ticks_until_it_is_stopped(told: tuple[Completions, Path]) -> None:
    completions, notes = told
    completions.start()
    event = noted(notes, 1)[0]
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")


def test_news_that_nobody_waits_for_is_dropped(aws: OfflineAws) -> None:
    nobody = Completions(aws.runtime, "not-deployed", aws.server.faults)
    nobody.emit("aws.transcribe", "Transcribe Job State Change", {})
    aws.server.faults.add("sns/*", Fault("lost"))
    nobody.notify(TOPIC, {})
    assert aws.server.faults.describe() == {}
