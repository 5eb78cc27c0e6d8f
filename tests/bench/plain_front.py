"""What the front is compared to: Slack's own Lambda adapter with a listener that does nothing."""

from __future__ import annotations

import os
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.aws_lambda import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

app = App(
    process_before_response=True,
    signing_secret=os.environ.get("SLACK_SIGNING_SECRET", "none"),
    authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_user_id="U", bot_id="B", bot_token="xoxb"),
)


@app.event("message")
def nothing() -> None:
    """Acknowledged, and that is all."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return SlackRequestHandler(app).handle(event, context)
