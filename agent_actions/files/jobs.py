"""Jobs of Transcribe, Textract and Rekognition: what state they are in, and waiting for them a little.

A job's name is derived from what it does (thread, file, options), so that the same call again finds it. After a
failure was told, the name's next attempt is another job: :func:`attempt` and :func:`give_up`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Literal

from botocore.exceptions import ClientError

from agent_actions.clients import AiClients
from agent_actions.context import Context
from agent_actions.contract import Job
from agent_actions.files.failures import code_of
from agent_actions.result import ActionResult

State = Literal["running", "done", "failed"]

_FIRST_POLL, _GROWTH, _LONGEST_POLL = 0.2, 1.5, 2.0
"""Seconds between looks at a job."""
_SPARE = 3.0
"""Seconds of the call kept for reading the result."""
_RESULTS_A_PAGE, _EXPENSES_A_PAGE = 1_000, 20
"""Largest MaxResults of the Get operations (textract and rekognition API references)."""
_UNKNOWN = frozenset({"NotFoundException", "ResourceNotFoundException", "InvalidJobIdException", "BadRequestException"})
_STATES: Mapping[str, State] = {
    "SUCCEEDED": "done",
    "PARTIAL_SUCCESS": "done",
    "COMPLETED": "done",
    "FAILED": "failed",
}


@dataclass(frozen=True)
class Standing:
    """How a job stands; ``why`` is the service's own reason of a failure."""

    state: State
    why: str = ""


def token(context: Context, *parts: object) -> str:
    """A name of 40 characters for one piece of work of this thread, the same whenever it is asked for."""
    given = "\0".join((context.thread, *(str(p) for p in parts)))
    return "outcrop-" + hashlib.sha256(given.encode()).hexdigest()[:32]


def attempt(context: Context, name: str) -> str:
    """``name`` with the number of attempts that failed before: what the job is called."""
    try:
        body = context.services.s3.get_object(Bucket=context.services.settings.bucket, Key=_failures(name))["Body"]
        return f"{name}-{int(body.read(8))}"
    except ClientError as error:
        if code_of(error) in ("NoSuchKey", "404"):
            return f"{name}-0"
        raise


def give_up(context: Context, name: str, tried: str) -> None:
    """Remember that attempt ``tried`` failed and was told: the next call begins anew."""
    failures = int(tried.rpartition("-")[2]) + 1
    context.services.s3.put_object(
        Bucket=context.services.settings.bucket, Key=_failures(name), Body=str(failures).encode()
    )


def _failures(name: str) -> str:
    return f"jobs/failures/{name}"


def standing(ai: AiClients, job: Job) -> Standing:
    """Ask the service. A job that it doesn't know (any more) counts as failed."""
    try:
        if job.service == "transcribe":
            found = ai.transcribe.get_transcription_job(TranscriptionJobName=job.id)["TranscriptionJob"]
            status, why = found.get("TranscriptionJobStatus", ""), found.get("FailureReason", "")
        else:
            answer = _GETTERS[job.kind](ai)(JobId=job.id, MaxResults=1)
            status, why = str(answer["JobStatus"]), str(answer.get("StatusMessage") or "")
    except ClientError as error:
        if code_of(error) in _UNKNOWN:
            return Standing("failed")
        return Standing("running")
    return Standing(_STATES.get(status, "running"), why)


_GETTERS: Mapping[str, Callable[[AiClients], Callable[..., Mapping[str, Any]]]] = {
    "DocumentTextDetection": lambda ai: ai.textract.get_document_text_detection,
    "DocumentAnalysis": lambda ai: ai.textract.get_document_analysis,
    "ExpenseAnalysis": lambda ai: ai.textract.get_expense_analysis,
    "LabelDetection": lambda ai: ai.rekognition.get_label_detection,
    "FaceDetection": lambda ai: ai.rekognition.get_face_detection,
    "TextDetection": lambda ai: ai.rekognition.get_text_detection,
    "ContentModeration": lambda ai: ai.rekognition.get_content_moderation,
}


def pages_of(ai: AiClients, job: Job) -> Iterable[Mapping[str, Any]]:
    """Every page of a finished Textract or Rekognition job's result."""
    more: dict[str, str] = {}
    most = _EXPENSES_A_PAGE if job.kind == "ExpenseAnalysis" else _RESULTS_A_PAGE
    while True:
        page = _GETTERS[job.kind](ai)(JobId=job.id, MaxResults=most, **more)
        yield page
        following = page.get("NextToken")
        if not following:
            return
        more = {"NextToken": str(following)}


def wait_for(context: Context, jobs: Iterable[Job]) -> dict[Job, Standing]:
    """How the jobs stand once they are over, or ``job_wait_seconds`` are."""
    jobs = tuple(jobs)
    ai, pause = context.services.ai, Event()
    until = min(time.monotonic() + context.services.settings.job_wait_seconds, context.deadline - _SPARE)
    delay, found = _FIRST_POLL, {job: standing(ai, job) for job in jobs}
    while any(s.state == "running" for s in found.values()) and (left := until - time.monotonic()) > 0:
        pause.wait(min(delay, left))
        delay = min(delay * _GROWTH, _LONGEST_POLL)
        found = {job: s if s.state != "running" else standing(ai, job) for job, s in found.items()}
    return found


def pending(jobs: Iterable[Job], headline: str, source: str) -> ActionResult:
    """The result for now: what is waited for."""
    return ActionResult(status="pending", headline=headline, jobs=tuple(jobs), source=source)
