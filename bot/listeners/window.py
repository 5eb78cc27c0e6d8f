"""Opening a window (a modal) within the three seconds that Slack gives for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.payload import Payload, text_at
from bot.services import FRONT_S
from bot.slack_client import SLACK_ERRORS, error_code
from bot.words import ENGLISH

if TYPE_CHECKING:
    from slack_bolt import Respond

    from bot.services import Services

log = logging.getLogger("outcrop.windows")


def open_window(services: Services, body: Payload, view: Mapping[str, object], respond: Respond) -> None:
    """Open ``view`` for whoever pressed, or tell them that it didn't work."""
    try:
        services.slack(time.monotonic() + FRONT_S).views_open(trigger_id=text_at(body, "trigger_id"), view=view)
    except SLACK_ERRORS as error:
        log.warning("window not opened: %s", error_code(error) or type(error).__name__)
        respond(text=ENGLISH.modal_failed, response_type="ephemeral", replace_original=False)
