"""The Slack manifest keeps to Slack's limits and asks for what the offline Slack sends."""

from pathlib import Path
from typing import Any

import yaml

from infra.local.slack.events import DEFAULT_SUBSCRIPTIONS

MANIFEST = Path(__file__).parents[3] / "infra" / "slack" / "manifest.yaml"


def manifest() -> dict[str, Any]:
    return yaml.safe_load(MANIFEST.read_text())


def test_descriptions_fit_slacks_limits() -> None:
    made = manifest()
    assert len(made["features"]["agent_view"]["agent_description"]) <= 300
    assert len(made["display_information"]["description"]) <= 140


def test_every_event_of_the_offline_slack_is_subscribed_but_reactions() -> None:
    events = set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert {e for e in DEFAULT_SUBSCRIPTIONS if not e.startswith("reaction_")} <= events


def test_one_address_serves_events_commands_and_buttons() -> None:
    made = manifest()
    urls = {
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
        *(command["url"] for command in made["features"]["slash_commands"]),
    }
    assert urls == {"https://FRONT_URL/slack/events"}
