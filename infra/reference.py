"""Writes docs/reference.md from the code itself; a test fails when the file is stale.

``python -m infra.reference`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, SecretStr

from agent_actions.action import Action, load_actions
from agent_actions.settings import Settings as ActionSettings
from bot.settings import Settings as BotSettings
from infra.local.settings import LocalSettings
from infra.local.slack.faults import DOES
from infra.local.slack.methods import METHODS
from infra.local.slack.rules import LIMITS

FILE = Path(__file__).parents[1] / "docs" / "reference.md"


def render() -> str:
    """The whole page, Markdown."""
    return "\n".join(
        [
            "# Reference",
            "",
            "Written from the code by `python -m infra.reference`; a test fails when it is stale.",
            "",
            "## Actions",
            "",
            "What the agent can do. One file in `agent_actions/groups/` each group.",
            "",
            *_table(("Action", "Group", "What it is for", "AWS permissions"), map(_action, load_actions().values())),
            "",
            *_settings("Settings of the action Lambda", ActionSettings),
            *_settings("Settings of the bot's Lambdas", BotSettings),
            *_settings("Settings of the `outcrop` command", LocalSettings),
            *_offline_slack(),
        ]
    )


def _action(action: Action) -> tuple[str, ...]:
    text = " ".join(action.description.split())
    return f"`{action.name}`", action.group, text, ", ".join(f"`{i}`" for i in action.iam)


def _settings(title: str, settings: type[BaseModel]) -> list[str]:
    prefix = str(dict(settings.model_config).get("env_prefix", ""))
    rows = []
    for name, field in settings.model_fields.items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else None
        plain = field.default not in (None, "") and not isinstance(field.default, SecretStr)
        default = "required" if field.is_required() else f"`{field.default}`" if plain else ""
        rows.append((f"`{(alias or prefix + name).upper()}`", default, field.description or ""))
    return [f"## {title}", "", *_table(("Variable", "Default", "What it says"), rows), ""]


def _offline_slack() -> list[str]:
    """Methods, limits and faults of the offline Slack; docs/offline-slack.md tells how to use them."""
    tiers: dict[int, list[str]] = {}
    for method in METHODS.values():
        tiers.setdefault(method.per_minute, []).append(f"`{method.name}`")
    limits = [
        (f"`{name}`", limit.what, "on or off" if limit.value is None else f"{limit.value:,.0f}",
         "on" if limit.on else "off", f"`{limit.error}`")
        for name, limit in LIMITS.items()
    ]  # fmt: skip
    return [
        "## Offline Slack: methods",
        "",
        *_table(("Calls a minute", "Methods"), [(str(n), ", ".join(sorted(tiers[n]))) for n in sorted(tiers)]),
        "",
        "## Offline Slack: limits",
        "",
        "Each is switched by `POST /_faults`: see [offline-slack.md](offline-slack.md).",
        "",
        *_table(("Limit", "What it bounds", "Slack's value", "At the start", "Error"), limits),
        "",
        "## Offline Slack: faults",
        "",
        *_table(("Kind", "What happens to the call"), [(f"`{kind}`", does) for kind, does in DOES.items()]),
        "",
    ]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in escaped),
    ]


if __name__ == "__main__":
    FILE.write_text(render())
