"""The app's message shortcuts, as its manifest declares them: what a message's menu offers.

https://docs.slack.dev/reference/app-manifest#shortcuts
"""

from __future__ import annotations

from pathlib import Path

import yaml

from infra.local.slack.store import Json

MANIFEST = Path(__file__).parents[2] / "slack" / "manifest.yaml"
"""Outcrop's own."""


def message_shortcuts(manifest: Path = MANIFEST) -> tuple[Json, ...]:
    """``{"callback_id", "name", "description"}`` of each shortcut of type ``message``."""
    declared = yaml.safe_load(manifest.read_text()).get("features", {}).get("shortcuts", [])
    return tuple(
        {key: one[key] for key in ("callback_id", "name", "description")}
        for one in declared
        if one["type"] == "message"
    )  # fmt: skip
