"""Receipts as the actions left them in S3: what a turn did, and the rows behind it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, cast

from botocore.exceptions import ClientError
from pydantic import ValidationError

from agent_actions.contract import Receipt, Table, receipt_prefix

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

log = logging.getLogger("outcrop.receipts")

AT_ONCE = 8


class Receipts:
    def __init__(self, s3: S3Client, bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def keys(self, turn: str) -> list[str]:
        """S3 keys of a turn's receipts, in the order in which they were written."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=receipt_prefix(turn))
        return [item.get("Key", "") for page in pages for item in page.get("Contents", [])]

    def read(self, turn: str, *, skip: Collection[str] = ()) -> tuple[Receipt, ...]:
        """A turn's receipts but for the keys in ``skip`` (those of an earlier attempt)."""
        return self.of([key for key in self.keys(turn) if key not in skip])

    def of(self, keys: Sequence[str]) -> tuple[Receipt, ...]:
        """The receipts under ``keys``, those that can be read."""
        if len(keys) < 2:
            found = [self._receipt(key) for key in keys]
        else:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                found = list(pool.map(self._receipt, keys))
        # a call that was delivered twice, or made twice in one turn, is one receipt
        return tuple({receipt.id: receipt for receipt in found if receipt is not None}.values())

    def find(self, turn: str, receipt: str) -> Receipt | None:
        return next((found for found in self.read(turn) if found.id == receipt), None)

    def table(self, receipt: Receipt) -> Table | None:
        """The rows behind a receipt, if it has any and they can be read."""
        if not receipt.result_key:
            return None
        try:
            return Table.model_validate_json(self._get(receipt.result_key))
        except (ValidationError, self._s3.exceptions.NoSuchKey):
            log.warning("result of receipt %s can't be read", receipt.id)
            return None

    def output(self, receipt: Receipt) -> IO[bytes] | None:
        """The engine's own full output, to be read in pieces and closed; None when it is gone."""
        if not receipt.output_key:
            return None
        return self.stream(receipt.output_key)

    def stream(self, key: str) -> IO[bytes] | None:
        """A file as an action or an engine left it, to be read in pieces and closed; None when it is gone.

        Where the bucket can't be listed, S3 says "access denied" for what isn't there.
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        """
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"]
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code not in ("NoSuchKey", "404", "AccessDenied", "403"):
                raise
            log.warning("%s can't be read: %s", key, code)
            return None
        return cast("IO[bytes]", body)

    def _receipt(self, key: str) -> Receipt | None:
        try:
            return Receipt.model_validate_json(self._get(key))
        except (ValidationError, self._s3.exceptions.NoSuchKey):
            log.warning("receipt %s can't be read", key)
            return None

    def _get(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
