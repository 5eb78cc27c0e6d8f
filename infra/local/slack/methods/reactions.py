"""reactions.add and reactions.remove."""

from __future__ import annotations

from infra.local.slack.limits import TIER_2, TIER_3
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import BOT_USER
from infra.local.slack.store import Json


@method("reactions.add", TIER_3)
def add(call: Call) -> Json:
    channel = call.channel()
    call.workspace.react(channel, call.required("timestamp"), call.required("name").strip(":"), by=BOT_USER)
    return {}


@method("reactions.remove", TIER_2)
def remove(call: Call) -> Json:
    channel = call.channel()
    call.workspace.react(
        channel, call.required("timestamp"), call.required("name").strip(":"), by=BOT_USER, remove=True
    )
    return {}
