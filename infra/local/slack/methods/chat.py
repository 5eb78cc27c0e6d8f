"""chat.postMessage, postEphemeral, update, delete, getPermalink."""

from __future__ import annotations

from typing import Any

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError, missing
from infra.local.slack.limits import SPECIAL, TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import BOT_USER, members_of
from infra.local.slack.rules import LIMITS
from infra.local.slack.store import Json
from infra.local.slack.workspace import public

METADATA_BYTES = 16_000


ATTACHMENTS = 100


def content_of(call: Call, limit: str = "message_text") -> tuple[str | None, list[Json] | None]:
    """(text, blocks) of a call, checked. ``markdown_text`` excludes the two and becomes a markdown block.

    ``limit`` names the rule for the text's length.
    """
    rules = call.workspace.rules
    markdown = call.text("markdown_text")
    blocks = call.parsed("blocks", "invalid_blocks_format")
    attachments = call.parsed("attachments", "invalid_attachments") or []
    text = None if call.arguments.get("text") is None else call.text("text")
    if markdown:
        if text or blocks:
            raise SlackApiError("markdown_text_conflict")
        if len(markdown) > rules.most("markdown_text"):
            raise SlackApiError("msg_too_long")
        return markdown, [{"type": "markdown", "text": markdown}]
    if text is not None and len(text) > rules.most(limit):
        said = f"[ERROR] must be less than {rules.most(limit) + 1:.0f} characters [json-pointer:/text]"
        raise SlackApiError("msg_too_long", messages=(said,))
    if blocks is not None:
        blockcheck.check_blocks(blocks, rules=rules)
    if not isinstance(attachments, list):
        raise SlackApiError("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise SlackApiError("too_many_attachments")
    for index, attachment in enumerate(attachments):
        if isinstance(attachment, dict) and attachment.get("blocks"):
            blockcheck.check_blocks(
                attachment["blocks"], at=f"/attachments/{index}/blocks", code="invalid_attachments", rules=rules
            )
            blocks = [*(blocks or []), *attachment["blocks"]]
    if blocks and attachments:
        blockcheck.check_whole(blocks, rules)
    return text, blocks


def _cut(text: str | None) -> tuple[str, Json]:
    """The text as Slack keeps it, and the warning where it was too long. Reached only with the limit switched off."""
    most = int(LIMITS["message_text"].value or 0)
    if not text or len(text) <= most:
        return text or "", {}
    warned: Json = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return text[:most], warned


def metadata_of(call: Call) -> Any:
    metadata = call.parsed("metadata", "invalid_metadata_format")
    if metadata and len(str(metadata)) > METADATA_BYTES:
        raise SlackApiError("metadata_too_large")
    if metadata and not (isinstance(metadata, dict) and metadata.get("event_type")):
        raise SlackApiError("invalid_metadata_format")
    return metadata or None


@method("chat.postMessage", SPECIAL)
def post_message(call: Call) -> Json:
    channel = call.channel()
    text, blocks = content_of(call)
    if not (text or "").strip() and not blocks:
        raise SlackApiError("no_text")
    text, warned = _cut(text)
    broadcast = call.flag("reply_broadcast") and bool(call.text("thread_ts"))
    message = call.workspace.post(
        channel, BOT_USER, text=text, blocks=blocks, thread_ts=call.text("thread_ts"),
        metadata=metadata_of(call), subtype="thread_broadcast" if broadcast else None,
    )  # fmt: skip
    return {"channel": channel, "ts": message["ts"], "message": public(message), **warned}


@method("chat.postEphemeral", TIER_4)
def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    user = call.required("user")
    if user not in members_of(channel):
        raise SlackApiError("user_not_in_channel")
    text, blocks = content_of(call)
    if not (text or "").strip() and not blocks:
        raise SlackApiError("no_text")
    message = call.workspace.post(
        channel, BOT_USER, text=text or "", blocks=blocks, thread_ts=call.text("thread_ts"), only=user
    )
    return {"message_ts": message["ts"]}


@method("chat.update", TIER_3)
def update(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("ts")
    text, blocks = content_of(call, "update_text")
    if text is None and blocks is None:
        raise missing("text")
    if not (text or "").strip() and not blocks:
        raise SlackApiError("no_text")
    message = call.workspace.require_message(channel, ts)
    if call.store.seen_by(channel, ts):
        raise SlackApiError("cant_update_message")
    if call.core.streams.live(message) and call.workspace.rules.holds("stream_edits"):
        raise SlackApiError("streaming_state_conflict")
    extra: Json = {"metadata": metadata_of(call)}
    if message.get("_stream"):
        extra |= {"_stream": {**message["_stream"], "done": True}, "streaming_state": "completed"}
    message = call.workspace.edit(channel, ts, by=BOT_USER, text=text, blocks=blocks, **extra)
    return {"channel": channel, "ts": ts, "text": message["text"], "message": public(message)}


@method("chat.delete", TIER_3)
def delete(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("ts")
    call.workspace.delete(channel, ts, by=BOT_USER)
    return {"channel": channel, "ts": ts}


@method("chat.getPermalink", TIER_4)
def get_permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.required("message_ts")
    message = call.workspace.require_message(channel, ts)
    return {"channel": channel, "permalink": call.core.permalink(channel, ts, message.get("thread_ts", ""))}
