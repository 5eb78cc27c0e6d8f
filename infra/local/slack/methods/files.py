"""files.getUploadURLExternal, completeUploadExternal, info, delete."""

from __future__ import annotations

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError
from infra.local.slack.limits import TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import BOT_USER
from infra.local.slack.store import Json


@method("files.getUploadURLExternal", TIER_4)
def get_upload_url(call: Call) -> Json:
    return call.core.files.ticket(
        BOT_USER, call.required("filename"), call.number("length", 0),
        alt_text=call.text("alt_txt"), snippet=call.text("snippet_type"),
    )  # fmt: skip


@method("files.completeUploadExternal", TIER_4)
def complete_upload(call: Call) -> Json:
    wanted = call.parsed("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackApiError("invalid_arguments", messages=("[ERROR] missing required field: files",))
    channels = list(dict.fromkeys([*call.listed("channels"), *call.listed("channel_id")]))
    thread_ts = call.text("thread_ts")
    if thread_ts and len(channels) != 1:
        raise SlackApiError("invalid_arguments", messages=("[ERROR] thread_ts needs exactly one channel",))
    channels = [call.workspace.require_channel(channel) for channel in channels]
    if thread_ts:
        call.workspace.require_message(channels[0], thread_ts, "thread_not_found")
    blocks = call.parsed("blocks", "invalid_blocks_format")
    if blocks:
        blockcheck.check_blocks(blocks, rules=call.workspace.rules)
    done = [call.core.files.complete(str(f.get("id", "")), str(f.get("title") or "")) for f in wanted]
    for channel in channels:
        call.core.files.share(
            channel, BOT_USER, done, text=call.text("initial_comment"), thread_ts=thread_ts, blocks=blocks
        )
    return {"files": [call.core.files.require(f["id"]) for f in done]}


@method("files.info", TIER_4)
def files_info(call: Call) -> Json:
    return {"file": call.core.files.require(call.required("file")), "comments": [], "response_metadata": {}}


@method("files.delete", TIER_3)
def files_delete(call: Call) -> Json:
    call.core.files.delete(call.required("file"), by=BOT_USER)
    return {}
