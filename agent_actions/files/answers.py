"""The asker's own last answer in the thread, as text: from its receipts, where code wrote it down."""

from __future__ import annotations

from agent_actions.context import Context
from agent_actions.contract import Receipt, receipt_prefix

_ANSWERED = frozenset({"ok", "empty"})
_SPEAKING = "speak"


def last_answer(context: Context) -> str:
    """The texts, else the headlines, of the newest turn of the asker's that has any; empty when none has."""
    for turn in reversed(context.history):
        if turn.turn and (said := _said(context, turn.turn)):
            return said
    return ""


def _said(context: Context, turn: str) -> str:
    """What holds data; of a turn that read none (a look into the catalogue), what it found."""
    s3, bucket = context.services.s3, context.services.settings.bucket
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=receipt_prefix(turn)).get("Contents", [])
    keys = sorted(item.get("Key", "") for item in listed)
    receipts = [Receipt.model_validate_json(s3.get_object(Bucket=bucket, Key=k)["Body"].read()) for k in keys]
    answered = [r for r in receipts if r.status in _ANSWERED and r.headline]
    parts: list[str] = []
    for receipt in [r for r in answered if r.provenance] or [r for r in answered if r.action != _SPEAKING]:
        text = s3.get_object(Bucket=bucket, Key=receipt.text_key)["Body"].read() if receipt.text_key else b""
        parts.append(text.decode() or receipt.headline)
    return "\n".join(parts)
