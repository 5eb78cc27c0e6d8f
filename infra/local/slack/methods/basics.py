"""auth.test, api.test, team.info, bots.info, blocks.validate, apps.connections.open."""

from __future__ import annotations

from infra.local.slack import blockcheck
from infra.local.slack.errors import SlackApiError
from infra.local.slack.limits import TIER_1, TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method
from infra.local.slack.people import APP_ID, BOT_ID, BOT_NAME, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from infra.local.slack.store import Json


@method("api.test", TIER_4, public=True)
def api_test(call: Call) -> Json:
    if call.text("error"):
        raise SlackApiError(call.text("error"), args=call.arguments)
    return {"args": call.arguments}


@method("auth.test", TIER_4)
def auth_test(call: Call) -> Json:
    return {
        "url": f"{call.core.origin}/",
        "team": TEAM_NAME,
        "user": BOT_NAME.lower(),
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


@method("team.info")
def team_info(call: Call) -> Json:
    return {
        "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "url": f"{call.core.origin}/", "icon": {}}
    }


@method("bots.info", TIER_3)
def bots_info(call: Call) -> Json:
    if call.text("bot", BOT_ID) != BOT_ID:
        raise SlackApiError("bot_not_found")
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": BOT_NAME, "deleted": False,
                    "updated": 1_760_000_000, "icons": {}}}  # fmt: skip


@method("apps.connections.open", TIER_1)
def connections_open(call: Call) -> Json:
    """Socket Mode is not served here; events come by HTTP to the request URL."""
    raise SlackApiError("socket_mode_not_enabled", messages=(call.core.words.NO_SOCKET_MODE,))


@method("blocks.validate", TIER_4, public=True)
def blocks_validate(call: Call) -> Json:
    given = [name for name in ("blocks", "message", "view") if call.arguments.get(name)]
    if len(given) != 1:
        raise SlackApiError("invalid_arguments", messages=("[ERROR] provide exactly one of blocks, message, view",))
    value = call.parsed(given[0], "invalid_blocks_format")
    if given[0] == "view":
        problems = blockcheck.view_problems(value, call.workspace.rules)
        if problems:
            raise SlackApiError("invalid_blocks", messages=tuple(problems))
        return {}
    if given[0] == "message":
        if not isinstance(value, dict):
            raise SlackApiError("invalid_arguments", messages=("[ERROR] must be an object [json-pointer:/message]",))
        value = value.get("blocks") or []
    blockcheck.check_blocks(value, rules=call.workspace.rules)
    return {}
