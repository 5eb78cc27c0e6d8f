"""users.info, users.list, users.lookupByEmail, usergroups.list."""

from __future__ import annotations

from infra.local.slack.errors import SlackApiError
from infra.local.slack.limits import TIER_2, TIER_3, TIER_4
from infra.local.slack.methods.registry import Call, method, page_of
from infra.local.slack.people import PEOPLE
from infra.local.slack.store import Json


@method("users.info", TIER_4)
def users_info(call: Call) -> Json:
    person = PEOPLE.get(call.required("user"))
    if person is None:
        raise SlackApiError("user_not_found")
    return {"user": person.as_user()}


@method("users.list", TIER_2)
def users_list(call: Call) -> Json:
    page, metadata = page_of([person.as_user() for person in PEOPLE.values()], call)
    return {"members": page, "cache_ts": 1_760_000_000, "response_metadata": metadata}


@method("users.lookupByEmail", TIER_3)
def users_lookup_by_email(call: Call) -> Json:
    email = call.required("email").lower()
    person = next((p for p in PEOPLE.values() if not p.is_bot and p.email == email), None)
    if person is None:
        raise SlackApiError("users_not_found")
    return {"user": person.as_user()}


@method("usergroups.list", TIER_2)
def usergroups_list(_: Call) -> Json:
    """The workspace has no user groups."""
    return {"usergroups": []}
