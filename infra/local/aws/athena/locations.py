"""Where a table's files are: the lake's folder behind its bucket, and objects of S3 that are fetched when needed.

Everything else is refused, as IAM would refuse it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_SCHEMES = ("s3", "s3a", "s3n")


class LocationError(Exception):
    """No place that tables may lie in."""


class FetchedObjects:
    """Copies of the objects under ``s3://<bucket>/<prefix>``, for an engine that reads files only.

    Every state of a location, its keys and ETags, has a folder of its own under ``folder``: a query that reads the
    state before goes on in it. The folder is emptied at the start.
    """

    def __init__(self, s3: S3Client, bucket: str, prefix: str, folder: Path) -> None:
        self._s3, self.bucket, self.prefix, self._folder = s3, bucket, prefix, folder
        self._lock = threading.Lock()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def at(self, key: str) -> Path:
        """The folder with the objects under this key as they are now. Raises LocationError, botocore's ClientError."""
        if not key.startswith(self.prefix):
            raise LocationError
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=key)
        found = [(entry["Key"], entry["ETag"]) for page in pages for entry in page.get("Contents", [])]  # pyright: ignore[reportTypedDictNotRequiredAccess]
        folder = self._folder / hashlib.sha256(repr((key, found)).encode()).hexdigest()[:32]
        with self._lock:
            if not folder.exists():
                self._fetch([name for name, _ in found], folder)
        return folder

    def _fetch(self, keys: list[str], folder: Path) -> None:
        whole = Path(tempfile.mkdtemp(dir=self._folder, prefix="_"))
        for key in keys:
            try:
                self._s3.download_file(self.bucket, key, str(whole / quote(key.rpartition("/")[2], safe="")))
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") not in ("404", "NoSuchKey"):
                    raise
        whole.rename(folder)


class Locations:
    """``lake`` is behind ``s3://<bucket>/``; ``objects``, where given, is the only other place."""

    def __init__(self, lake: Path, bucket: str, objects: FetchedObjects | None = None) -> None:
        self._lake, self.bucket, self._objects = lake, bucket, objects

    def folder(self, location: str) -> str:
        """The folder (or file) with a location's files. Raises LocationError."""
        # Not by urlparse, which would cut at '#' and '?': S3 keys may hold them.
        scheme, _, rest = location.partition("://")
        bucket, _, key = rest.partition("/")
        if scheme not in _SCHEMES:
            raise LocationError
        if self._objects is not None and bucket == self._objects.bucket != self.bucket:
            return str(self._objects.at(key))
        folder = (self._lake / key).resolve()
        if bucket != self.bucket or not folder.is_relative_to(self._lake):
            raise LocationError
        return str(folder)
