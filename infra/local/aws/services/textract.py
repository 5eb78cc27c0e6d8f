"""Offline Textract: text, tables, simple forms and simple receipts of documents, now or as a job.

https://docs.aws.amazon.com/textract/latest/APIReference/Welcome.html. QUERIES, SIGNATURES and LAYOUT have no engine:
asking for them is an InvalidParameterException.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.aws.reading import words
from infra.local.aws.reading.errors import ReaderGoneError, Reason, UnreadableError
from infra.local.aws.reading.jobs import Job, Jobs, Write
from infra.local.aws.reading.paging import read_token, write_token
from infra.local.aws.reading.reader import Reader
from infra.local.aws.reading.sniffing import sniff
from infra.local.aws.reading.source import Source
from infra.local.aws.service import AwsError, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_s3 import S3Client

log = logging.getLogger(__name__)

IMAGE_BYTES = 10 * 1024 * 1024
"""A document of a synchronous operation; a PNG or JPEG always."""
JOB_BYTES = 500 * 1024 * 1024
JOB_PAGES = 3_000
"""https://docs.aws.amazon.com/textract/latest/dg/limits-document.html"""
MOST_BLOCKS = 1_000
MOST_EXPENSES = 20
COMPUTED = ("TABLES", "FORMS")
CODES: Mapping[Reason, str] = {
    "format": "UnsupportedDocumentException",
    "locked": "UnsupportedDocumentException",
    "broken": "BadDocumentException",
    "pages": "UnsupportedDocumentException",
    "pages_over": "DocumentTooLargeException",
    "pixels": "DocumentTooLargeException",
    "small": "BadDocumentException",
    "long": "DocumentTooLargeException",
}

Notify = Callable[[str, dict[str, Any]], None]


class TextractService(Service):
    """Textract over the reading engines.

    Parameters
    ----------
    s3
        Reads documents, and writes results where ``OutputConfig`` says.
    reader
        The engines' process, shared with Rekognition.
    folder
        Where jobs are kept.
    notify
        Publishes a job's end to an SNS topic: (topic ARN, message).
    """

    name = "textract"
    validation_code = "InvalidParameterException"
    internal_code = "InternalServerError"
    size_codes = {"ImageBlob": ("DocumentTooLargeException", words.document_too_large(IMAGE_BYTES))}  # noqa: RUF012
    quality = ("rough", words.TEXTRACT_QUALITY)

    def __init__(
        self, s3: S3Client, reader: Reader, folder: Path, notify: Notify, clock: Callable[[], float] = time.time
    ) -> None:
        self._s3, self._reader, self._notify, self._clock = s3, reader, notify, clock
        self._source = Source(s3, reader.folder)
        runs = {
            "StartDocumentTextDetection": self._run_blocks,
            "StartDocumentAnalysis": self._run_blocks,
            "StartExpenseAnalysis": self._run_expenses,
        }
        self._jobs = Jobs(folder, reader.background, runs, self._ended, clock)

    def start(self) -> None:
        self._jobs.resume()

    def stop(self) -> None:
        self._jobs.stop()
        self._reader.stop()

    def detect_document_text(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._blocks(request, ())

    def analyze_document(self, request: dict[str, Any]) -> dict[str, Any]:
        if "HumanLoopConfig" in request:
            raise AwsError("InvalidParameterException", words.HUMAN_LOOP)
        return self._blocks(request, _features(request))

    def analyze_expense(self, request: dict[str, Any]) -> dict[str, Any]:
        with _in_aws_words(), self._one_page(request["Document"]) as path:
            found = self._reader.do("read_expense", path=str(path), number=1)
        return {"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [{"ExpenseIndex": 1, **found}]}

    def start_document_text_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartDocumentTextDetection", request)

    def start_document_analysis(self, request: dict[str, Any]) -> dict[str, Any]:
        _features(request)
        return self._start("StartDocumentAnalysis", request)

    def start_expense_analysis(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._start("StartExpenseAnalysis", request)

    def get_document_text_detection(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartDocumentTextDetection", request, "Blocks", MOST_BLOCKS)

    def get_document_analysis(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartDocumentAnalysis", request, "Blocks", MOST_BLOCKS)

    def get_expense_analysis(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._get("StartExpenseAnalysis", request, "ExpenseDocuments", MOST_EXPENSES)

    def _blocks(self, request: Mapping[str, Any], features: Sequence[str]) -> dict[str, Any]:
        with _in_aws_words(), self._one_page(request["Document"]) as path:
            blocks = self._reader.do("read_page", path=str(path), number=1, features=tuple(features))
        return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks}

    @contextmanager
    def _one_page(self, document: Mapping[str, Any]) -> Iterator[Path]:
        with self._source.file(document, _check_sync) as path:
            if self._reader.do("pages", path=str(path)) > 1:
                raise AwsError("UnsupportedDocumentException", words.ONE_PAGE)
            yield path

    def _start(self, api: str, request: dict[str, Any]) -> dict[str, Any]:
        if "KMSKeyId" in request:
            raise AwsError("InvalidKMSKeyException", words.NO_KEYS)
        where = request["DocumentLocation"].get("S3Object")
        if where is None:
            raise AwsError("InvalidParameterException", words.NO_PARAMETERS)
        self._source.look(where, _check_job)
        return {"JobId": self._jobs.start(api, request).id}

    def _get(self, api: str, request: Mapping[str, Any], member: str, most: int) -> dict[str, Any]:
        job = self._jobs.find(request["JobId"], api)
        if job is None:
            raise AwsError("InvalidJobIdException", words.JOB_ID)
        answer: dict[str, Any] = {"JobStatus": job.status}
        if job.message:
            answer["StatusMessage"] = job.message
        if job.status in ("IN_PROGRESS", "FAILED"):
            return answer
        try:
            place = read_token(request["NextToken"], job.id) if "NextToken" in request else 0
            found, after = self._jobs.results(job, place, min(most, request.get("MaxResults", most)))
        except ValueError as error:
            raise AwsError("InvalidParameterException", words.TOKEN) from error
        answer |= {"DocumentMetadata": {"Pages": job.facts["pages"]}, member: found}
        if job.facts.get("warnings"):
            answer["Warnings"] = job.facts["warnings"]
        return answer if after is None else {**answer, "NextToken": write_token(job.id, after)}

    def _run_blocks(self, request: Mapping[str, Any], write: Write) -> dict[str, Any]:
        features = tuple(request.get("FeatureTypes", ()))

        def read(path: str, number: int) -> None:
            for block in self._reader.do("read_page", path=path, number=number, features=features):
                write(block)

        return self._run(request, read)

    def _run_expenses(self, request: Mapping[str, Any], write: Write) -> dict[str, Any]:
        def read(path: str, number: int) -> None:
            found = self._reader.do("read_expense", path=path, number=number)
            write({"ExpenseIndex": number, **found})

        return self._run(request, read)

    def _run(self, request: Mapping[str, Any], read: Callable[[str, int], None]) -> dict[str, Any]:
        """Every page; one that can't be read is a warning, unless none can."""
        with self._source.stored(request["DocumentLocation"]["S3Object"], _check_job) as path:
            pages = int(self._reader.do("pages", path=str(path)))
            if pages > JOB_PAGES:
                raise UnreadableError("pages_over", words.too_many_pages(pages, JOB_PAGES))
            refused: dict[str, list[int]] = {}
            last: UnreadableError | None = None
            for number in range(1, pages + 1):
                try:
                    read(str(path), number)
                except UnreadableError as error:
                    refused.setdefault(CODES[error.reason], []).append(number)
                    last = error
        if last is not None and sum(map(len, refused.values())) == pages:
            raise last
        warnings = [{"ErrorCode": code, "Pages": numbers} for code, numbers in refused.items()]
        return {"pages": pages, "warnings": warnings}

    def _ended(self, job: Job) -> None:
        self._deliver(job)
        channel = job.request.get("NotificationChannel")
        if channel:
            where = job.request["DocumentLocation"]["S3Object"]
            message = {
                "JobId": job.id,
                "Status": job.status,
                "API": job.api,
                "JobTag": job.request.get("JobTag"),
                "Timestamp": round(self._clock() * 1000),
                "DocumentLocation": {"S3ObjectName": where["Name"], "S3Bucket": where["Bucket"]},
            }
            self._notify(channel["SNSTopicArn"], {key: held for key, held in message.items() if held is not None})

    def _deliver(self, job: Job) -> None:
        """Put the results where ``OutputConfig`` says, as numbered objects of a thousand results."""
        wanted = job.request.get("OutputConfig")
        if wanted is None or job.status not in ("SUCCEEDED", "PARTIAL_SUCCESS"):
            return
        expenses = job.api == "StartExpenseAnalysis"
        member, most = ("ExpenseDocuments", MOST_EXPENSES) if expenses else ("Blocks", MOST_BLOCKS)
        prefix = wanted.get("S3Prefix", "textract_output").rstrip("/")
        place: int | None = 0
        number = 0
        while place is not None:
            number += 1
            found, place = self._jobs.results(job, place, most)
            body = {"JobStatus": job.status, "DocumentMetadata": {"Pages": job.facts["pages"]}, member: found}
            try:
                self._s3.put_object(
                    Bucket=wanted["S3Bucket"], Key=f"{prefix}/{job.id}/{number}", Body=json.dumps(body).encode()
                )
            except Exception:
                log.exception("a job's results could not be written to its bucket")
                return


def _features(request: Mapping[str, Any]) -> Sequence[str]:
    """The features asked for. Raises AwsError for what no engine computes."""
    features: list[str] = request["FeatureTypes"]
    beyond = [name for name in features if name not in COMPUTED]
    if "QueriesConfig" in request:
        beyond.append("QueriesConfig")
    if "AdaptersConfig" in request:
        beyond.append("AdaptersConfig")
    if beyond:
        raise AwsError("InvalidParameterException", words.not_offline(", ".join(dict.fromkeys(beyond))))
    if not features:
        raise AwsError("InvalidParameterException", words.NO_PARAMETERS)
    return features


def _check_sync(head: bytes, size: int) -> None:
    if size > IMAGE_BYTES:
        raise AwsError("DocumentTooLargeException", words.document_too_large(IMAGE_BYTES))
    if sniff(head) is None:
        raise AwsError("UnsupportedDocumentException", words.DOCUMENT_FORMAT)


def _check_job(head: bytes, size: int) -> None:
    kind = sniff(head)
    if size > JOB_BYTES:
        raise AwsError("DocumentTooLargeException", words.document_too_large(JOB_BYTES))
    if kind is None:
        raise AwsError("UnsupportedDocumentException", words.DOCUMENT_FORMAT)
    if kind in ("PNG", "JPEG") and size > IMAGE_BYTES:
        raise AwsError("DocumentTooLargeException", words.document_too_large(IMAGE_BYTES))


@contextmanager
def _in_aws_words() -> Iterator[None]:
    try:
        yield
    except UnreadableError as error:
        raise AwsError(CODES[error.reason], error.detail) from error
    except ReaderGoneError as error:
        raise AwsError("InternalServerError", words.ENGINE_ENDED, 500) from error
