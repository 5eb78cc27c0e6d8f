"""What the events Lambda is told: Transcribe by EventBridge, Textract and Rekognition by SNS, the clock. Pure.

https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html,
https://docs.aws.amazon.com/textract/latest/dg/async-notification-payload.html,
https://docs.aws.amazon.com/rekognition/latest/dg/video-notification-payload.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from agent_actions.contract import JobService
from bot.payload import at, mapping, text_at

OVER = frozenset({"COMPLETED", "SUCCEEDED", "PARTIAL_SUCCESS", "FAILED", "ERROR"})
"""States from which a job doesn't come back."""
CLOCKS = frozenset({"aws.events", "aws.scheduler"})


@dataclass(frozen=True)
class Finished:
    """A job that came to its end, well or not."""

    service: JobService
    id: str


def finished(event: Mapping[str, Any]) -> list[Finished]:
    """The jobs that an event tells of; none for anything else, whatever its shape."""
    if text_at(event, "source") == "aws.transcribe":
        job, state = (text_at(event, "detail", f"TranscriptionJob{part}") for part in ("Name", "Status"))
        return [Finished("transcribe", job)] if job and state in OVER else []
    return list(_notified(at(event, "Records")))


def is_clock(event: Mapping[str, Any]) -> bool:
    return text_at(event, "source") in CLOCKS


def minute(event: Mapping[str, Any]) -> int | None:
    """Minute of the hour at which the clock rang; None where the event doesn't say."""
    try:
        return datetime.fromisoformat(text_at(event, "time")).minute
    except ValueError:
        return None


def _notified(records: object) -> Iterator[Finished]:
    for record in cast("list[object]", records) if isinstance(records, list) else []:
        try:
            told = mapping(json.loads(text_at(mapping(record), "Sns", "Message")))
        except ValueError:
            continue
        job = text_at(told, "JobId")
        if job and text_at(told, "Status") in OVER:
            yield Finished("rekognition" if "Video" in told else "textract", job)
