"""The composition root: settings in, a Bolt app out. Front and worker run the same app."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, cast

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import listeners
from bot.queue import QueueRunner
from bot.services import Services
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.agents.port import Agent
    from bot.jobs.desk import JobDesk
    from bot.listeners.surfaces import Surfaces

log = logging.getLogger("outcrop.bolt")


def build_app(settings: Settings, agent: Agent | None = None, services: Services | None = None) -> App:
    """The bot as a Bolt app. Heavy work goes to the queue; see :mod:`bot.queue` for how it comes back.

    ``agent`` and ``services`` take the place of what the settings name.
    """
    services = services or Services(settings, agent)
    # Bolt logs rejected bodies and unmatched requests, with what is in them, below ERROR
    log.setLevel(logging.ERROR)

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        identity = services.identity()
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id or identity.team,
            bot_user_id=identity.user,
            bot_id=identity.bot,
            bot_token=settings.slack_bot_token.get_secret_value(),
        )

    app = App(
        name=log.name,  # Bolt gives the logger of this name our ERROR level; "outcrop" would silence all of ours
        logger=log,
        process_before_response=True,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=WebClient(base_url=settings.slack_api_url, logger=log),
        authorize=authorize,
        attaching_conversation_kwargs_enabled=False,
    )
    app.listener_runner.lazy_listener_runner = QueueRunner(lambda: services.sqs, settings.queue_url, log)
    listeners.register(cast("Surfaces", app), services)
    return app


@cache
def front() -> App:
    """This process's app, from its environment."""
    return build_app(read_settings())


@cache
def jobs() -> JobDesk:
    """What hears of finished jobs in this process."""
    return Services(read_settings()).jobs


@cache
def worker() -> App:
    """The same app, with what a turn needs made beforehand."""
    settings = read_settings()
    services = Services(settings)
    _turns = services.turns
    return build_app(settings, services=services)
