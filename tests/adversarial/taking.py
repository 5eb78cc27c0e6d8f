"""Files taken within the test's own process, from the offline Slack into the offline S3 of a running stack."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent_actions.contract import Audience, Caller, SharedFile
from bot.actions import Actions
from bot.files.download import Downloads
from bot.files.halt import Halt
from bot.files.rows import FileRow
from bot.files.slack_file import shared_files
from bot.files.take import Names, Place, Taker
from bot.slack_client import slack_client
from bot.words import ENGLISH
from infra.local import names
from infra.local.slack.people import TEAM_ID
from tests.adversarial.obedient import Puppet
from tests.whole import Json

CSV = b"store_id,target\n1,10\n2,20\n3,30\n"
MAYA = Caller(team=TEAM_ID, user="U_MAYA", name="maya", kind="member", email="maya@example.com")


@dataclass
class Taking:
    """``keeps``: most bytes of a file. ``resolve``: what a host's name stands for."""

    puppet: Puppet
    keeps: int = 1_000_000_000
    resolve: Callable[[str, int], list[str]] | None = None

    def take(self, file: Json, thread: str = "adversarial", *, again: bool = False) -> FileRow:
        """One file object of Slack's, taken; ``again`` as when a worker died over it."""
        running = self.puppet.stack.running
        api = f"{running.slack_url}/api/"
        options: dict[str, Any] = {"resolve": self.resolve} if self.resolve else {}
        actions = Actions(names.client("lambda", running.aws_url, read_timeout=120), names.ACTIONS_FUNCTION)
        taker = Taker(
            names.client("s3", running.aws_url), names.BUCKET, Downloads(running.slack_token, api, **options), actions,
            lambda deadline: slack_client(running.slack_token, api, deadline), self.keeps,
        )  # fmt: skip
        (shared,) = shared_files({"ts": "1.1", "files": [file]})
        audience = Audience(kind="dm", channel="D_MAYA")
        place = Place(thread, f"t-{time.time_ns()}", MAYA, audience, again)
        row, _ = taker.take(shared, Names((), ENGLISH.nameless), place, ENGLISH, Halt())
        return row

    def taken(self, file: Json, thread: str = "adversarial", *, again: bool = False) -> SharedFile:
        row = self.take(file, thread, again=again)
        assert row.file is not None, row.said
        return row.file

    def shared(self, name: str, data: bytes) -> Json:
        """A file object as Slack announces it."""
        file = self.puppet.office.upload(name, data)
        return self.puppet.stack.slack.core.files.require(file)
