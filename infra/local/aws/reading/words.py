"""What the offline Textract and Rekognition say in their errors and job statuses."""

from __future__ import annotations

from collections.abc import Iterable

DAMAGED = "The file is damaged or incomplete"
LOCKED = "The PDF is protected by a password"
ONE_PAGE = "Request has unsupported document format: synchronous operations take documents of one page"
NO_PARAMETERS = "Request has invalid parameters"
ONE_SOURCE = "Request has invalid parameters: exactly one of Bytes and S3Object must be given"
S3_OBJECT = "Unable to get object metadata from S3. Check object key, region and/or access permissions."
S3_INCOMPLETE = "Request has invalid parameters: S3Object needs Bucket and Name"
JOB_ID = "Request has invalid Job Id"
NO_JOB = "Request has Invalid Job ID: could not find the job"
TOKEN = "Request has invalid NextToken"  # noqa: S105
TOKEN_REUSED = "ClientRequestToken was used before with other parameters"  # noqa: S105
TOO_MANY_JOBS = "Too many jobs are waiting. Try again when one has ended."
NO_KEYS = "The offline Textract has no KMS keys"
ENGINE_ENDED = "The engine that reads ended before it had an answer"
NO_LABELS = (
    "The offline Rekognition has no label model: it can't tell what is in a picture or video. It computes "
    "IMAGE_PROPERTIES, text and faces."
)
NO_MODERATION = (
    "The offline Rekognition has no moderation model: this picture or video has not been checked for unsafe content."
)
NO_CUES = "The offline Rekognition finds shots; it has no model for technical cues."
VIDEO_FORMAT = "Unsupported codec or file format: videos are H.264 in MP4 or MOV"
VIDEO_TOO_LARGE = "Video is larger than 10 GB"
VIDEO_TOO_LONG = "Video is longer than 6 hours"
IMAGE_TOO_LARGE = "Image size exceeds the limit"
IMAGE_FORMAT = "Request has invalid image format"
DOCUMENT_FORMAT = "Request has unsupported document format"
TEXTRACT_QUALITY = "printed text, tables, simple forms and receipts; no handwriting, queries, signatures or layout"
REKOGNITION_QUALITY = "text, faces (count and boxes), colours, shots; no labels, no moderation"
HUMAN_LOOP = "The offline Textract has no human review; on AWS, Augmented AI takes no new customers"


def not_a_format(allowed: Iterable[str]) -> str:
    return f"The file is none of: {', '.join(allowed)}"


def sides(width: int, height: int, most: int) -> str:
    return f"Input image dimensions {width} x {height} exceed maximum dimension size of {most} pixels"


def too_many_pixels(most: int) -> str:
    return f"Input image dimensions exceed maximum dimension size of {most} pixels"


def too_small(width: int, height: int, least: int) -> str:
    return f"Input image dimensions {width} x {height} are below the minimum of {least} pixels a side"


def too_many_pages(count: int, most: int) -> str:
    return f"The document has {count:,} pages; {most:,} are the most"


def document_too_large(limit: int) -> str:
    return f"The document's size exceeds the limit of {limit:,} bytes for this operation"


def page_size(width: float, height: float) -> str:
    return f"A page of {width:.0f} x {height:.0f} points is larger than 9,000 points a side"


def not_offline(what: str) -> str:
    return f"The offline Textract does not compute {what}"
