"""Who and what is in the offline workspace: one table of people, one of channels. Ids are part of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TEAM_ID = "T_OUTCROP"
TEAM_NAME = "Outcrop"
TEAM_DOMAIN = "outcrop"
BOT_USER = "U_OUTCROP"
BOT_ID = "B_OUTCROP"
APP_ID = "A_OUTCROP"
BOT_NAME = "Outcrop"


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    real_name: str
    title: str
    tz: str
    tz_label: str
    tz_offset: int
    colour: str
    is_admin: bool = False
    is_restricted: bool = False
    is_bot: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@example.com"

    @property
    def dm(self) -> str:
        """The person's direct conversation with the app: ``U_MAYA`` -> ``D_MAYA``."""
        return "D_" + self.id.removeprefix("U_")

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()

    def as_user(self) -> dict[str, Any]:
        """The user object of ``users.info`` (https://docs.slack.dev/reference/objects/user-object)."""
        profile: dict[str, Any] = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": TEAM_ID,
        }
        if self.is_bot:
            profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID, "always_active": True}
        else:
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.name,
            "deleted": False,
            "color": self.colour.lstrip("#"),
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz_label,
            "tz_offset": self.tz_offset,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_email_confirmed": not self.is_bot,
            "locale": "en-US",
            "updated": 1_760_000_000,
        }


@dataclass(frozen=True)
class Channel:
    id: str
    name: str
    topic: str
    members: tuple[str, ...]

    def as_conversation(self) -> dict[str, Any]:
        """The channel object of ``conversations.info``."""
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": False,
            "is_archived": False,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_member": BOT_USER in self.members,
            "context_team_id": TEAM_ID,
            "created": 1_760_000_000,
            "creator": "U_PRIYA",
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "U_PRIYA", "last_set": 1_760_000_000},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


_BERLIN = ("Europe/Berlin", "Central European Time", 3600)

PEOPLE: dict[str, Person] = {
    person.id: person
    for person in (
        Person("U_MAYA", "maya", "Maya Keller", "Analyst", *_BERLIN, "#2f6f8f"),
        Person("U_LUIS", "luis", "Luis Ortega", "Support lead, EMEA", "Europe/Madrid", _BERLIN[1], 3600, "#8a5a2b"),
        Person("U_PRIYA", "priya", "Priya Nair", "Data owner", *_BERLIN, "#6b4f9c", is_admin=True),
        Person("U_GUS", "gus", "Gus Lind", "Partner, guest", "Europe/Stockholm", *_BERLIN[1:], "#5a7041",
               is_restricted=True),
        Person(BOT_USER, "outcrop", BOT_NAME, "Answers from the data lake", *_BERLIN, "#b4552d", is_bot=True),
    )
}  # fmt: skip

_STAFF = ("U_MAYA", "U_LUIS", "U_PRIYA", BOT_USER)

CHANNELS: dict[str, Channel] = {
    channel.id: channel
    for channel in (
        Channel("C_GENERAL", "general", "Everyone at the company", _STAFF),
        Channel("C_FINANCE", "finance", "Budgets, targets, month end", _STAFF),
        Channel("C_SUPPORT", "support", "Tickets and customers", _STAFF),
        Channel("C_DATA", "data", "Definitions, models, freshness", _STAFF),
        Channel("C_PARTNERS", "partners", "Shared with partners and guests", (*_STAFF, "U_GUS")),
    )
}

PERSONAS: tuple[Person, ...] = tuple(person for person in PEOPLE.values() if not person.is_bot)
DMS: dict[str, Person] = {person.dm: person for person in PERSONAS}
"""Direct conversations with the app, by their id."""


def find_person(name: str) -> Person | None:
    """A person by id (``U_MAYA``), name (``maya``) or e-mail address."""
    wanted = name.strip().lstrip("@").lower()
    return next((p for p in PEOPLE.values() if wanted in (p.id.lower(), p.name, p.email)), None)


def members_of(channel: str) -> tuple[str, ...]:
    """User ids of a channel or direct conversation; empty when there is none of that id."""
    if channel in CHANNELS:
        return CHANNELS[channel].members
    return (DMS[channel].id, BOT_USER) if channel in DMS else ()


def conversation(channel: str) -> dict[str, Any] | None:
    """The conversation object of a channel or direct conversation, None when there is none of that id."""
    if channel in CHANNELS:
        return CHANNELS[channel].as_conversation()
    if channel in DMS:
        return {
            "id": channel,
            "is_channel": False,
            "is_group": False,
            "is_im": True,
            "is_mpim": False,
            "is_archived": False,
            "is_org_shared": False,
            "context_team_id": TEAM_ID,
            "created": 1_760_000_000,
            "user": DMS[channel].id,
            "is_user_deleted": False,
            "is_open": True,
            "priority": 0,
        }
    return None
