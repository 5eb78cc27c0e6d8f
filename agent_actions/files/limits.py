"""What is taken on, and where the limit comes from. Sizes are bytes unless a name says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MB = 1_000_000

PIXELS = 100_000_000
"""100 megapixels: 300 MB once decoded, which the limited process can still hold."""
IMAGE_SIDE = 10_000
"""Pixels; a larger picture is scaled down before Rekognition or Textract gets it (rekognition/dg/limits,
textract/dg/limits-document)."""
IMAGE_SIDE_LEAST = 80
"""Pixels a side that Rekognition wants at least (rekognition/dg/limits)."""
IMAGE_BYTES = 15_728_640
"""Rekognition's image in S3 (rekognition/dg/limits)."""
SYNC_DOCUMENT_BYTES = 10_485_760
"""Textract's synchronous calls; they also take one page only (textract/dg/limits-document)."""
PDF_PAGES = 3_000
"""Textract's asynchronous calls (textract/dg/limits-document)."""
AUDIO_SECONDS = 4 * 3_600
AUDIO_BYTES = 2 * 1024**3
"""Transcribe: 4 hours, 2 GB a job (transcribe/dg/limits-guidelines)."""
VIDEO_SECONDS = 6 * 3_600
VIDEO_BYTES = 10 * 1024**3
"""Rekognition's stored video: 6 hours, 10 GB (rekognition/dg/limits)."""

ZIP_ENTRIES = 10_000
ZIP_BYTES = 300 * MB
"""Of all entries of an office file once unpacked."""
ZIP_RATIO = 150
"""Unpacked to packed of one large entry; office XML reaches about 30, a bomb 1,000."""
ZIP_RATIO_FROM = 10 * MB
"""An entry smaller than this unpacked may have any ratio."""
ROWS = 5_000_000
"""Of a table in a shared file."""
JSON_PARSED = 50 * MB
"""A larger JSON document isn't parsed as one; JSON lines may be as large as any table."""
PARQUET_FOOTER = 64 * MB

FETCHED: Mapping[str, int] = {
    "image": 50 * MB,
    "document": 500 * MB,
    "table": 500 * MB,
    "text": 50 * MB,
}
"""Largest file that is fetched whole, by kind. 500 MB is Textract's limit for PDF. Sound, video and Parquet are looked
at by their ends alone."""
EDGE = 8 * MB
"""Of the beginning and of the end of a sound or video: where headers, footers and indexes are."""

TEXT_READ = 2_000_000
"""Characters of text taken from one file."""
TABLE_CELLS = 400_000
"""Cells read from one table for showing; a dataset made of a file has its own limits."""


@dataclass(frozen=True)
class Limits:
    """What a child process may use. ``memory`` is address space, ``written`` the largest file it may write."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    written: int


LOOK = Limits(memory=1_200 * MB, cpu_seconds=15, wall_seconds=25, written=8 * MB)
READ = Limits(memory=1_500 * MB, cpu_seconds=30, wall_seconds=45, written=64 * MB)
"""For the readers of text and tables, and for converting a picture."""
