"""Telling owners that an answer of theirs is called wrong: the question and where it was asked, never a figure."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.errors import PersonError
from bot.outcome import data_receipts
from bot.reply.elements import paragraph
from bot.slack_api import Block
from bot.slack_client import SLACK_ERRORS, error_code
from bot.words import ENGLISH

if TYPE_CHECKING:
    from agent_actions.contract import Receipt
    from bot.people import People
    from bot.records import TurnRecord
    from bot.services import Services
    from bot.slack_api import Slack

SECONDS = 30.0
QUESTION = 600
"""Characters of the question that are quoted."""
MOST_OWNERS = 5

log = logging.getLogger("outcrop.owners")


def owners(receipts: Sequence[Receipt], complainant: str) -> dict[str, list[str]]:
    """Owner -> what of theirs the answer rests on. Who complains about a figure of their own need not be told."""
    found: dict[str, list[str]] = {}
    for receipt in receipts:
        for owner in receipt.owners:
            if owner != complainant and receipt.title not in found.setdefault(owner, []):
                found[owner].append(receipt.title)
    return {owner: titles for owner, titles in found.items() if titles}


def keepers(receipts: Sequence[Receipt], people: People, client: Slack, team: str) -> tuple[str, ...]:
    """Names of the owners of the certified questions used, else of what was explained, as people know them."""
    certified = [r for r in receipts if r.provenance == "certified"]
    told = certified or [r for r in receipts if r.provenance is None and r.status == "ok"]
    ids = dict.fromkeys(owner for r in told for owner in r.owners)
    return tuple(_name(people, client, team, owner) for owner in ids)


def tell_owners(services: Services, record: TurnRecord, complainant: str) -> bool:
    """True when at least one was told. An owner who can't be reached is a line in the log."""
    found = owners(data_receipts(services.receipts.read(record.turn)), complainant)
    if not found:
        return False
    client = services.slack(time.monotonic() + SECONDS)
    name, link = _name(services.people, client, record.team, complainant), _link(client, record)
    told = [_tell(client, owner, _blocks(name, record.question, titles, link)) for owner, titles in
            list(found.items())[:MOST_OWNERS]]  # fmt: skip
    return any(told)


def _tell(client: Slack, owner: str, blocks: Sequence[Block]) -> bool:
    try:
        client.chat_postMessage(
            channel=owner, text=ENGLISH.feedback_bad, blocks=blocks, unfurl_links=False, unfurl_media=False
        )
    except SLACK_ERRORS as error:
        log.warning("owner %s can't be told: %s", owner, error_code(error))
        return False
    return True


def _blocks(name: str, question: str, titles: Sequence[str], link: str) -> list[Block]:
    said = " ".join(question.split())
    said = said if len(said) <= QUESTION else said[: QUESTION - 1] + "…"
    blocks = [paragraph(ENGLISH.called_wrong(name, said)), paragraph(ENGLISH.called_wrong_about(titles))]
    if link:
        opened: Block = {"type": "link", "url": link, "text": ENGLISH.open_answer}
        blocks.append({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [opened]}]})
    return blocks


def _name(people: People, client: Slack, team: str, user: str) -> str:
    if not user.startswith(("U", "W")):
        return user
    try:
        return people.caller(client, team, user).name or user
    except PersonError:
        return user


def _link(client: Slack, record: TurnRecord) -> str:
    """Slack's own address of the question; opens for those who are in its conversation."""
    try:
        return str(client.chat_getPermalink(channel=record.channel, message_ts=record.asked_ts).get("permalink") or "")
    except SLACK_ERRORS:
        return ""
