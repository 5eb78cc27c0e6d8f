"""views.open, update, push, publish (https://docs.slack.dev/surfaces/modals)."""

from __future__ import annotations

from infra.local.slack.limits import TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.store import Json


@method("views.open", TIER_4)
def views_open(call: Call) -> Json:
    view = call.parsed("view")
    return {"view": call.core.views.open(call.text("trigger_id"), view)}


@method("views.push", TIER_4)
def views_push(call: Call) -> Json:
    view = call.parsed("view")
    return {"view": call.core.views.push(call.text("trigger_id"), view)}


@method("views.update", TIER_4)
def views_update(call: Call) -> Json:
    view = call.parsed("view")
    return {
        "view": call.core.views.update(
            view, view_id=call.text("view_id"), external_id=call.text("external_id"), expected_hash=call.text("hash")
        )
    }


@method("views.publish", TIER_4)
def views_publish(call: Call) -> Json:
    view = call.parsed("view")
    return {"view": call.core.views.publish(call.required("user_id"), view, call.text("hash"))}
