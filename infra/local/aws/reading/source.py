"""Where a request's file comes from: its bytes, or an object in S3, as a file that the child can read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.reading import words
from infra.local.aws.service import AwsError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

HEAD_BYTES = 1024
_PART = 1024 * 1024

Check = Callable[[bytes, int], None]
"""Gets a file's first kilobyte and its size; raises AwsError for what isn't taken."""


class Source:
    """Files of one service's requests, put into ``folder`` while they are read."""

    def __init__(self, s3: S3Client, folder: Path) -> None:
        self._s3, self._folder = s3, folder

    @contextmanager
    def file(self, given: Mapping[str, Any], check: Check) -> Iterator[Path]:
        """The file of ``{"Bytes"}`` or ``{"S3Object"}``, exactly one of which must be there."""
        content, where = given.get("Bytes"), given.get("S3Object")
        if where is not None and content is None:
            with self.stored(where, check) as path:
                yield path
            return
        if content is None or where is not None:
            raise AwsError("InvalidParameterException", words.ONE_SOURCE)
        check(content[:HEAD_BYTES], len(content))
        with self._temporary() as (path, file):
            file.write(content)
            file.flush()
            yield path

    @contextmanager
    def stored(self, where: Mapping[str, Any], check: Check) -> Iterator[Path]:
        """An object, streamed. Raises AwsError InvalidS3ObjectException."""
        self.look(where, check)
        with self._temporary() as (path, file):
            try:
                body = self._s3.get_object(**_object(where))["Body"]
                for part in iter(lambda: body.read(_PART), b""):
                    file.write(part)
            except (ClientError, BotoCoreError) as error:
                raise AwsError("InvalidS3ObjectException", words.S3_OBJECT) from error
            file.flush()
            yield path

    def look(self, where: Mapping[str, Any], check: Check) -> None:
        """Check an object's size and first kilobyte without reading the rest."""
        place = _object(where)
        try:
            size = self._s3.head_object(**place)["ContentLength"]
            head = self._s3.get_object(**place, Range=f"bytes=0-{HEAD_BYTES - 1}")["Body"].read() if size else b""
        except (ClientError, BotoCoreError) as error:
            raise AwsError("InvalidS3ObjectException", words.S3_OBJECT) from error
        check(head, size)

    @contextmanager
    def _temporary(self) -> Iterator[tuple[Path, Any]]:
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix="read-") as file:
            yield Path(file.name), file


def _object(where: Mapping[str, Any]) -> dict[str, Any]:
    if "Bucket" not in where or "Name" not in where:
        raise AwsError("InvalidParameterException", words.S3_INCOMPLETE)
    place = {"Bucket": where["Bucket"], "Key": where["Name"]}
    return {**place, "VersionId": where["Version"]} if "Version" in where else place
