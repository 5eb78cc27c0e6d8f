"""Bytes to S3 in parts: never more than one part in memory, and nothing left behind by what was not finished.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: parts of 5 MB to 5 GB, 10,000 at most.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from bot.files.errors import FileRefusedError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 8 * 1024 * 1024

log = logging.getLogger("outcrop.files")


class Upload:
    """One object that is being written; :meth:`abort` undoes whatever was done. Errors are FileRefusedError."""

    def __init__(self, s3: S3Client, bucket: str, key: str) -> None:
        self._s3, self._bucket, self._key = s3, bucket, key
        self._waiting = bytearray()
        self._parts: list[CompletedPartTypeDef] = []
        self._upload = ""
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._waiting += piece
        self.size += len(piece)
        while len(self._waiting) >= PART_BYTES:
            self._send()

    def finish(self, mime: str) -> None:
        """The object exists from here on. ``mime`` is noted where it was not sent in parts."""
        try:
            if not self._upload:
                self._s3.put_object(
                    Bucket=self._bucket, Key=self._key, Body=bytes(self._waiting), ContentType=mime
                )  # fmt: skip
                return
            if self._waiting:
                self._send()
            self._s3.complete_multipart_upload(
                Bucket=self._bucket, Key=self._key, UploadId=self._upload, MultipartUpload={"Parts": self._parts}
            )
        except (BotoCoreError, ClientError) as error:
            raise FileRefusedError("not_kept", repr(error)) from error

    def abort(self) -> None:
        """Take back the parts that were sent; a bucket's lifecycle rule takes what even this leaves."""
        self._waiting.clear()
        if not self._upload:
            return
        try:
            self._s3.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=self._upload)
        except (BotoCoreError, ClientError):
            log.warning("parts of %s could not be taken back", self._key)

    def _send(self) -> None:
        part = bytes(memoryview(self._waiting)[:PART_BYTES])
        del self._waiting[:PART_BYTES]
        number = len(self._parts) + 1
        try:
            if not self._upload:
                begun = self._s3.create_multipart_upload(Bucket=self._bucket, Key=self._key)
                self._upload = begun["UploadId"]
            sent = self._s3.upload_part(
                Bucket=self._bucket, Key=self._key, UploadId=self._upload, PartNumber=number, Body=part
            )
        except (BotoCoreError, ClientError) as error:
            raise FileRefusedError("not_kept", repr(error)) from error
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})


def take_back(s3: S3Client, bucket: str, key: str) -> None:
    """Delete the object, and the parts of uploads that nobody will finish."""
    try:
        s3.delete_object(Bucket=bucket, Key=key)
        for begun in s3.list_multipart_uploads(Bucket=bucket, Prefix=key).get("Uploads", []):
            if begun.get("Key") == key:
                s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=begun.get("UploadId", ""))
    except (BotoCoreError, ClientError):
        log.warning("%s could not be deleted", key)
