"""Receipts: what each action call did, kept in S3 under its turn, with the rows behind it."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from agent_actions.contract import RESULT_ROWS, Receipt, Table, receipt_prefix, result_key, text_key

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_JSON = "application/json"


def receipt_id(turn: str, action: str, arguments: str) -> str:
    """The same call of the same turn has the same id, so that a repeated delivery overwrites its own receipt."""
    return "r" + hashlib.sha256(f"{turn}\0{action}\0{arguments}".encode()).hexdigest()[:15]


def write_receipt(s3: S3Client, bucket: str, receipt: Receipt, table: Table | None, text: str | None = None) -> Receipt:
    """Store the receipt with its table (at most RESULT_ROWS rows) and its whole text; returns it with their keys."""
    if table is not None:
        key = result_key(receipt.turn, receipt.id)
        kept = table.model_copy(update={"rows": table.rows[:RESULT_ROWS]})
        s3.put_object(Bucket=bucket, Key=key, Body=kept.model_dump_json().encode(), ContentType=_JSON)
        receipt = receipt.model_copy(update={"result_key": key})
    if text:
        key = text_key(receipt.turn, receipt.id)
        s3.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType="text/plain; charset=utf-8")
        receipt = receipt.model_copy(update={"text_key": key})
    order = f"{time.time_ns() // 1_000_000:013d}"
    s3.put_object(
        Bucket=bucket,
        Key=f"{receipt_prefix(receipt.turn)}{order}-{receipt.id}.json",
        Body=receipt.model_dump_json().encode(),
        ContentType=_JSON,
    )
    return receipt
