"""What the bot itself asks about shared files: is this one fit to be read, and which jobs are over."""

from __future__ import annotations

from typing import Annotated

from pydantic import TypeAdapter, ValidationError

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import Job, SharedFile
from agent_actions.errors import FixableError
from agent_actions.files import words
from agent_actions.files.inspect import inspect
from agent_actions.files.jobs import standing
from agent_actions.result import ActionResult

_JOBS = TypeAdapter(tuple[Job, ...])
S3_READ = ("s3:GetObject",)
JOBS_READ = (
    "transcribe:GetTranscriptionJob",
    "textract:GetDocumentTextDetection",
    "textract:GetDocumentAnalysis",
    "textract:GetExpenseAnalysis",
    "rekognition:GetLabelDetection",
    "rekognition:GetFaceDetection",
    "rekognition:GetTextDetection",
    "rekognition:GetContentModeration",
)


@action("files", title="Looking at a file", iam=S3_READ, for_agent=False)
def inspect_file(
    file: Annotated[str, "JSON of a SharedFile with what is known of it"], context: Context
) -> ActionResult:
    """Look at the structure of a file that the bot took over, before anything reads it: its pages, pixels or seconds,
    or the sentence why it can't be taken. The file lies under its key of the thread."""
    try:
        given = SharedFile.model_validate_json(file)
    except ValidationError as error:
        raise FixableError(words.bad_request(str(error.errors(include_url=False)[0]["msg"]))) from None
    seen = inspect(context, given)
    return ActionResult(
        headline=seen.headline,
        data={"file": seen.file.model_dump(exclude_none=True)},
        warnings=seen.notes,
        source=given.id,
    )


@action("files", title="Looking after jobs", iam=JOBS_READ, for_agent=False)
def check_jobs(jobs: Annotated[str, "JSON list of Job"], context: Context) -> ActionResult:
    """Tell of each job whether it is running, done or failed: how events that got lost are found."""
    try:
        asked = _JOBS.validate_json(jobs)
    except ValidationError as error:
        raise FixableError(words.bad_request(str(error.errors(include_url=False)[0]["msg"]))) from None
    found = [(job, standing(context.services.ai, job).state) for job in asked]
    running = sum(state == "running" for _, state in found)
    return ActionResult(
        headline=words.jobs_checked(running, len(found) - running),
        data={"jobs": [{"id": job.id, "service": job.service, "state": state} for job, state in found]},
    )
