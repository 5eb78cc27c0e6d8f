"""Who asks and who will read, as Slack says it. Whatever can't be checked counts against access.

Needs the scopes ``users:read``, ``users:read.email``, ``usergroups:read`` (optional), ``channels:read``,
``groups:read`` and ``mpim:read``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from agent_actions.contract import Audience, Caller
from bot.errors import PersonError
from bot.payload import at, mapping, text_at
from bot.slack_client import SLACK_ERRORS
from bot.words import ENGLISH

if TYPE_CHECKING:
    from bot.slack_api import Slack

PERSON_KEPT_S = 60
GROUPS_KEPT_S = 300
CHANNEL_KEPT_S = 60
GUESTS_KEPT_S = 600
PAGE = 1_000
PAGES = 10
"""Members of a channel, and people of a workspace, looked through for guests: at most PAGE * PAGES."""

V = TypeVar("V")


class Kept(Generic[V]):
    """A value by key, kept for some seconds in this process."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._values: dict[str, tuple[float, V]] = {}

    def get(self, key: str, make: Callable[[], V]) -> V:
        kept = self._values.get(key)
        if kept and kept[0] > self._clock():
            return kept[1]
        value = make()
        self._values[key] = (self._clock() + self._seconds, value)
        return value


class People:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._people: Kept[Mapping[str, Any]] = Kept(PERSON_KEPT_S, clock)
        self._groups: Kept[Mapping[str, tuple[str, ...]]] = Kept(GROUPS_KEPT_S, clock)
        self._channels: Kept[Audience] = Kept(CHANNEL_KEPT_S, clock)
        self._guests: Kept[frozenset[str] | None] = Kept(GUESTS_KEPT_S, clock)

    def caller(self, client: Slack, team: str, user: str) -> Caller:
        """Who asks. Raises PersonError for strangers, deactivated people, bots and failing look-ups."""
        try:
            person = self._people.get(f"{team}|{user}", lambda: _user(client, user))
        except SLACK_ERRORS as error:
            raise PersonError(ENGLISH.unknown_person) from error
        if person.get("deleted"):
            raise PersonError(ENGLISH.deactivated)
        if text_at(person, "id") != user or person.get("is_bot") or _is_stranger(person, team):
            raise PersonError(ENGLISH.stranger)
        return Caller(
            team=team,
            user=user,
            name=text_at(person, "profile", "display_name")
            or text_at(person, "profile", "real_name")
            or text_at(person, "real_name")
            or text_at(person, "name"),
            email=text_at(person, "profile", "email") or None,
            kind="guest" if _is_guest(person) else "member",
            groups=self._groups_of(client, team, user),
            timezone=text_at(person, "tz") or "UTC",
            locale=text_at(person, "locale") or "en-US",
        )

    def audience(self, client: Slack, team: str, channel: str) -> Audience:
        """Who will read a reply in ``channel``. What can't be looked up is taken for shared with outsiders.

        Members are gone through for one thing only: whether a guest is among them. A channel, or a workspace, larger
        than PAGE * PAGES people is taken for shared, as a guest could hide in the rest.
        """
        if channel.startswith("D"):
            return Audience(kind="dm", channel=channel)
        return self._channels.get(f"{team}|{channel}", lambda: self._look(client, team, channel))

    def _look(self, client: Slack, team: str, channel: str) -> Audience:
        try:
            found = client.conversations_info(channel=channel).get("channel")
        except SLACK_ERRORS:
            return Audience(kind="channel", channel=channel, shared=True)
        info = mapping(found)
        if info.get("is_im"):
            return Audience(kind="dm", channel=channel)
        outside = any(info.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared"))
        name = text_at(info, "name")
        return Audience(
            kind="channel",
            channel=channel,
            name=f"#{name}" if name else "",
            shared=outside or not info or self._has_guest(client, team, channel),
        )

    def _has_guest(self, client: Slack, team: str, channel: str) -> bool:
        try:
            guests = self._guests.get(team, lambda: _guests(client))
            if guests is None:
                return True
            if not guests:
                return False
            cursor = ""
            for _ in range(PAGES):
                page = client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
                if guests.intersection(page.get("members") or ()):
                    return True
                cursor = _next(page.get("response_metadata"))
                if not cursor:
                    return False
        except SLACK_ERRORS:
            return True
        return True

    def _groups_of(self, client: Slack, team: str, user: str) -> tuple[str, ...]:
        try:
            groups = self._groups.get(team, lambda: _groups(client))
        except SLACK_ERRORS:
            return ()
        return tuple(group for group, users in groups.items() if user in users)


def _user(client: Slack, user: str) -> Mapping[str, Any]:
    return mapping(client.users_info(user=user, include_locale=True).get("user"))


def _groups(client: Slack) -> Mapping[str, tuple[str, ...]]:
    answer = client.usergroups_list(include_users=True)
    return {str(group.get("id")): tuple(group.get("users") or ()) for group in answer.get("usergroups") or ()}


def _guests(client: Slack) -> frozenset[str] | None:
    """Everyone who isn't a full member; None when there are more people than can be gone through."""
    guests: set[str] = set()
    cursor = ""
    for _ in range(PAGES):
        page = client.users_list(limit=PAGE, cursor=cursor or None)
        for person in page.get("members") or ():
            if _is_guest(person) or person.get("is_stranger"):
                guests.add(text_at(person, "id"))
        cursor = _next(page.get("response_metadata"))
        if not cursor:
            return frozenset(guests)
    return None


def _is_guest(person: Mapping[str, Any]) -> bool:
    return bool(person.get("is_restricted") or person.get("is_ultra_restricted"))


def _is_stranger(person: Mapping[str, Any], team: str) -> bool:
    """From another workspace. On Enterprise Grid a person's home may be a sister workspace of the same organisation."""
    if person.get("is_stranger"):
        return True
    teams = at(person, "enterprise_user", "teams")
    return text_at(person, "team_id") != team and not (isinstance(teams, list) and team in teams)


def _next(metadata: object) -> str:
    return text_at(mapping(metadata), "next_cursor")
