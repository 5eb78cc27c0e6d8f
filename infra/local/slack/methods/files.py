"""files.getUploadURLExternal, completeUploadExternal, info, delete."""

from __future__ import annotations

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError, missing
from infra.local.slack.limits import TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import BOT_USER
from infra.local.slack.store import Json

CHANNELS = 100


@method("files.getUploadURLExternal", TIER_4)
def get_upload_url(call: Call) -> Json:
    filename = call.required("filename")
    call.required("length")
    return call.core.files.ticket(
        BOT_USER, filename, call.number("length", 0),
        alt_text=call.text("alt_txt"), snippet=call.text("snippet_type"),
    )  # fmt: skip


@method("files.completeUploadExternal", TIER_4)
def complete_upload(call: Call) -> Json:
    wanted = call.parsed("files")
    if not isinstance(wanted, list) or not wanted:
        raise missing("files")
    for index, file in enumerate(wanted):
        if not isinstance(file, dict) or not isinstance(file.get("id"), str):
            said = f"[ERROR] missing required field: id [json-pointer:/files/{index}]"
            raise SlackApiError("invalid_arguments", messages=(said,))
    channels = list(dict.fromkeys([*call.listed("channels"), *call.listed("channel_id")]))
    if len(channels) > CHANNELS:
        raise SlackApiError("channels_limit_exceeded")
    thread_ts = call.text("thread_ts")
    if thread_ts and len(channels) != 1:
        raise SlackApiError("invalid_arguments", messages=("[ERROR] thread_ts needs exactly one channel",))
    channels = [call.workspace.require_channel(channel) for channel in channels]
    if thread_ts:
        call.workspace.require_message(channels[0], thread_ts, "thread_not_found")
    comment = call.text("initial_comment")
    blocks = None if comment else call.parsed("blocks", "invalid_blocks")
    if blocks:
        blockcheck.check_blocks(blocks, rules=call.workspace.rules)
    done = [call.core.files.complete(file["id"], str(file.get("title") or "")) for file in wanted]
    for channel in channels:
        call.core.files.share(channel, BOT_USER, done, text=comment, thread_ts=thread_ts, blocks=blocks)
    return {"files": [call.core.files.require(f["id"]) for f in done]}


@method("files.info", TIER_4)
def files_info(call: Call) -> Json:
    return {"file": call.core.files.require(call.required("file")), "comments": [], "response_metadata": {}}


@method("files.delete", TIER_3)
def files_delete(call: Call) -> Json:
    call.core.files.delete(call.required("file"), by=BOT_USER)
    return {}
