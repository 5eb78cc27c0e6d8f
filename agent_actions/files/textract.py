"""Calls of Textract: at once for one page, by a job for more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from agent_actions.context import Context
from agent_actions.contract import Job, SharedFile
from agent_actions.errors import CannotError, FinalError
from agent_actions.files import read_words, words
from agent_actions.files.failures import AwsFailure, failed, told
from agent_actions.files.jobs import attempt, give_up, pages_of, token, wait_for
from agent_actions.files.limits import SYNC_DOCUMENT_BYTES
from agent_actions.files.pictures import Placed, placed
from agent_actions.files.shared import key_of

if TYPE_CHECKING:
    from types_boto3_textract import TextractClient

SERVICE = "Textract"
Want = Literal["text", "tables", "forms", "expenses"]
_MIMES = frozenset({"image/png", "image/jpeg", "image/tiff"})
_TIFF = "image/tiff"
_PDF = "application/pdf"
_KINDS: Mapping[Want, str] = {
    "text": "DocumentTextDetection",
    "tables": "DocumentAnalysis",
    "forms": "DocumentAnalysis",
    "expenses": "ExpenseAnalysis",
}
_FEATURES: Mapping[Want, Sequence[str]] = {"tables": ("TABLES",), "forms": ("FORMS",)}
_AT_ONCE: Mapping[str, Callable[[TextractClient], Callable[..., Any]]] = {
    "DocumentTextDetection": lambda client: client.detect_document_text,
    "DocumentAnalysis": lambda client: client.analyze_document,
    "ExpenseAnalysis": lambda client: client.analyze_expense,
}
_STARTERS: Mapping[str, Callable[[TextractClient], Callable[..., Any]]] = {
    "DocumentTextDetection": lambda client: client.start_document_text_detection,
    "DocumentAnalysis": lambda client: client.start_document_analysis,
    "ExpenseAnalysis": lambda client: client.start_expense_analysis,
}


@dataclass(frozen=True)
class Read:
    """``found``: Blocks, or ExpenseDocuments for expenses. With ``jobs`` there is nothing yet."""

    found: Sequence[Mapping[str, Any]] = ()
    pages: int = 1
    jobs: tuple[Job, ...] = ()
    notes: tuple[str, ...] = ()


def read(context: Context, file: SharedFile, want: Want) -> Read:
    """Have a PDF or a picture read. Raises FinalError with Textract's reason in words."""
    if file.kind == "image" and not (file.mime == _TIFF and (file.pages or 1) > 1):
        with placed(context, file, _MIMES, SYNC_DOCUMENT_BYTES) as picture:
            return _at_once(context, picture, want)
    if file.mime == _PDF and file.pages == 1 and file.size <= SYNC_DOCUMENT_BYTES:
        with nullcontext(Placed(context.services.settings.bucket, key_of(context, file))) as document:
            return _at_once(context, document, want)
    return _by_job(context, file, want)


def _at_once(context: Context, at: Placed, want: Want) -> Read:
    given: dict[str, Any] = {"Document": {"S3Object": {"Bucket": at.bucket, "Name": at.key}}}
    if want in _FEATURES:
        given["FeatureTypes"] = _FEATURES[want]
    try:
        answer = _AT_ONCE[_KINDS[want]](context.services.ai.textract)(**given)
    except AwsFailure as error:
        raise failed(SERVICE, error) from error
    return Read(_content(answer), 1, notes=at.notes)


def _by_job(context: Context, file: SharedFile, want: Want) -> Read:
    settings = context.services.settings
    name = token(context, "textract", file.id, want)
    tried = attempt(context, name)
    given: dict[str, Any] = {
        "DocumentLocation": {"S3Object": {"Bucket": settings.bucket, "Name": key_of(context, file)}},
        "ClientRequestToken": tried,
    }
    if want in _FEATURES:
        given["FeatureTypes"] = _FEATURES[want]
    if settings.notify_topic:
        given["NotificationChannel"] = {"SNSTopicArn": settings.notify_topic, "RoleArn": settings.notify_role}
    try:
        identity = str(_STARTERS[_KINDS[want]](context.services.ai.textract)(**given)["JobId"])
        job = Job(service="textract", id=identity, kind=_KINDS[want], file=file.id, what=read_words.reading(file.name))
        standing = wait_for(context, (job,))[job]
        if standing.state == "running":
            return Read(jobs=(job,))
        if standing.state == "failed":
            give_up(context, name, tried)
            raise CannotError(told(SERVICE, standing.why)) if standing.why else FinalError(words.job_lost(job.what))
        pages = list(pages_of(context.services.ai, job))
    except AwsFailure as error:
        raise failed(SERVICE, error) from error
    counted = int(pages[0].get("DocumentMetadata", {}).get("Pages", file.pages or 1))
    skipped = sorted({int(n) for page in pages for w in page.get("Warnings", []) for n in w.get("Pages", [])})
    notes = (read_words.pages_skipped(skipped),) if skipped else ()
    return Read([item for page in pages for item in _content(page)], counted, notes=notes)


def _content(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(answer.get("Blocks") or answer.get("ExpenseDocuments") or [])
