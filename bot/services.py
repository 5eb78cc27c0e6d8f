"""What the listeners work with, each made when it is first needed: the front makes two clients, the worker all."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from bot.identity import WhoAmI
from bot.settings import Settings
from bot.slack_client import slack_client

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_sqs import SQSClient

    from bot.actions import Actions
    from bot.agents.port import Agent
    from bot.exports.export import Exports
    from bot.files.intake import Intake
    from bot.jobs.desk import JobDesk
    from bot.jobs.finish import Finisher
    from bot.ledger import Ledger
    from bot.people import People
    from bot.receipts import Receipts
    from bot.retyping import Retyping
    from bot.slack_api import Slack
    from bot.turn import Turns

FRONT_S = 2.5
"""What the front may spend on Slack and AWS before Slack's three seconds are over."""
ACTION_S = 120


class Services:
    def __init__(self, settings: Settings, agent: Agent | None = None) -> None:
        """``agent`` takes the place of the one that the settings name."""
        self.settings = settings
        self._agent = agent
        self.identity = WhoAmI(lambda: self.slack(time.monotonic() + FRONT_S))

    def slack(self, deadline: float) -> Slack:
        """A client that waits for rate limits until ``deadline`` on the monotonic clock."""
        token = self.settings.slack_bot_token.get_secret_value()
        return slack_client(token, self.settings.slack_api_url, deadline)

    @cached_property
    def sqs(self) -> SQSClient:
        config = Config(connect_timeout=1, read_timeout=1.5, retries={"mode": "standard", "total_max_attempts": 2})
        return boto3.client("sqs", config=config)

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4})
        return boto3.client("dynamodb", config=config)

    @cached_property
    def ledger(self) -> Ledger:
        from bot.ledger import Ledger

        return Ledger(self.dynamodb, self.settings.table)

    @cached_property
    def people(self) -> People:
        from bot.people import People

        return People()

    @cached_property
    def receipts(self) -> Receipts:
        from bot.receipts import Receipts

        config = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 4})
        return Receipts(boto3.client("s3", config=config), self.settings.bucket)

    @cached_property
    def actions(self) -> Actions:
        from agent_actions.contract import TODAY_ATTRIBUTE
        from bot.actions import Actions

        config = Config(connect_timeout=3, read_timeout=ACTION_S, retries={"mode": "standard", "total_max_attempts": 2})
        today = {TODAY_ATTRIBUTE: self.settings.today} if self.settings.today else {}
        return Actions(boto3.client("lambda", config=config), self.settings.actions_function, today)

    @cached_property
    def agent(self) -> Agent:
        if self._agent is not None:
            return self._agent
        from bot.agents.classic import ClassicAgent

        config = Config(
            connect_timeout=5,
            read_timeout=self.settings.turn_seconds + 30,
            retries={"mode": "standard", "total_max_attempts": 3},
        )
        client = boto3.client("bedrock-agent-runtime", config=config)
        return ClassicAgent(client, self.settings.agent_id, self.settings.agent_alias_id)

    @cached_property
    def exports(self) -> Exports:
        from bot.claims import Claims
        from bot.exports.export import Exports, Tools
        from bot.exports.upload import Uploads
        from bot.words import ENGLISH

        return Exports(
            Tools(
                ledger=self.ledger,
                claims=Claims(self.dynamodb, self.settings.table),
                receipts=self.receipts,
                slack=self.slack,
                uploads=Uploads(self.settings.slack_api_url),
                seconds=self.settings.turn_seconds,
                words=ENGLISH,
            )
        )

    @cached_property
    def jobs(self) -> JobDesk:
        from bot.jobs.desk import JobDesk
        from bot.jobs.rows import JobRows

        rows = JobRows(self.dynamodb, self.settings.table)
        return JobDesk(rows, lambda: self.sqs, self.settings.queue_url, lambda: self.actions)

    @cached_property
    def finisher(self) -> Finisher:
        from bot.jobs.finish import Finisher

        return Finisher(self.jobs.rows, self.ledger, self.turns)

    @cached_property
    def intake(self) -> Intake:
        from bot.files.download import Downloads
        from bot.files.intake import Intake
        from bot.files.rows import FileRows
        from bot.files.take import Taker

        settings = self.settings
        config = Config(connect_timeout=3, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 3})
        taker = Taker(
            boto3.client("s3", config=config),
            settings.bucket,
            Downloads(settings.slack_bot_token.get_secret_value(), settings.slack_api_url),
            self.actions,
            self.slack,
            settings.file_bytes,
        )
        return Intake(FileRows(self.dynamodb, settings.table), taker, settings.file_count)

    @cached_property
    def retyping(self) -> Retyping:
        from bot.claims import Claims
        from bot.retyping import Retyping

        return Retyping(Claims(self.dynamodb, self.settings.table), self.people, self.actions, self.slack)

    @cached_property
    def turns(self) -> Turns:
        from bot.claims import Claims
        from bot.exports.attach import Attachments
        from bot.exports.chart import RefusedCharts
        from bot.exports.upload import Uploads
        from bot.question import Tools
        from bot.turn import Turns

        uploads = Uploads(self.settings.slack_api_url)
        return Turns(
            Tools(
                ledger=self.ledger,
                claims=Claims(self.dynamodb, self.settings.table),
                people=self.people,
                agent=self.agent,
                receipts=self.receipts,
                slack=self.slack,
                bot_user=lambda: self.identity().user,
                refused_charts=RefusedCharts(self.ledger, uploads),
                attachments=Attachments(self.ledger, self.receipts, uploads),
                intake=self.intake,
                jobs=self.jobs,
                seconds=self.settings.turn_seconds,
                today=self.settings.today,
                allowed_hosts=self.settings.allowed_hosts,
            )
        )
