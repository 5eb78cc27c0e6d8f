"""From a finished job to its thread: the worker is told by the queue, and asks the same question again.

News of a job may be lost or come twice. What is lost, a poll finds; what comes twice, the queue's deduplication, the
job's rows and the claim of the second turn each stop.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from agent_actions.contract import Audience, Caller, Job
from bot.errors import BotError
from bot.jobs.event import FINISH_JOB, event_of
from bot.jobs.news import finished, is_clock, minute
from bot.jobs.rows import JobRows, Waiting
from bot.keys import claim_key, queue_group
from bot.payload import mapping, text_at
from bot.queue import message

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

    from bot.actions import Actions

LOOK_AFTER_S = 20
"""Seconds before a poll asks about a job: its news mostly comes by itself."""
GIVE_UP_S = 6 * 3600
ASKED_AT_ONCE = 20
SWEEP_MINUTE = 0
"""Minute of the hour at which expired datasets are swept away."""
GROUP = "files"
NOBODY = Caller(team="", user="")
NOWHERE = Audience(kind="dm", channel="")

log = logging.getLogger("outcrop.jobs")


class JobDesk:
    def __init__(
        self,
        rows: JobRows,
        sqs: Callable[[], SQSClient],
        queue_url: str,
        actions: Callable[[], Actions],
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.rows = rows
        self._sqs, self._queue_url, self._actions, self._now = sqs, queue_url, actions, now

    def begin(self, waiting: Sequence[Waiting]) -> None:
        """Write down what a turn waits for. Called before the person is told so: it must not get lost."""
        self.rows.begin(waiting)

    def look(self, waiting: Sequence[Waiting]) -> None:
        """Finish those that are done already. What isn't, and what can't be asked, is left to news and polls."""
        for first in range(0, len(waiting), ASKED_AT_ONCE):
            some = waiting[first : first + ASKED_AT_ONCE]
            over = self._over([one.job for one in some])
            self._tell((one for one in some if (one.job.service, one.job.id) in over), expired=False)

    def hear(self, event: Mapping[str, Any]) -> None:
        """An event of the events Lambda. Raises botocore's errors, so that AWS brings it again."""
        for job in finished(event):
            self._tell(self.rows.waiters(job.service, job.id), expired=False)
        if is_clock(event):
            self.poll()
            if minute(event) == SWEEP_MINUTE:
                self._sweep()

    def poll(self) -> None:
        """Find the jobs whose news got lost, and those that will never end."""
        now = self._now()
        waiting = self.rows.open(now - LOOK_AFTER_S)
        old = [one for one in waiting if one.started < now - GIVE_UP_S]
        self._tell(old, expired=True)
        self.look([one for one in waiting if one not in old])

    def _over(self, jobs: Sequence[Job]) -> set[tuple[str, str]]:
        arguments = {"jobs": json.dumps([job.model_dump() for job in jobs])}
        try:
            answer = self._actions().call("check_jobs", GROUP, arguments, NOBODY, NOWHERE, "jobs")
        except BotError as error:
            log.warning("jobs can't be asked about: %s", error.message)
            return set()
        found = answer.get("jobs")
        listed = [mapping(item) for item in cast("list[object]", found)] if isinstance(found, list) else []
        over = [item for item in listed if text_at(item, "state") in ("done", "failed")]
        return {(text_at(item, "service"), text_at(item, "id")) for item in over}

    def _sweep(self) -> None:
        try:
            self._actions().call("sweep_datasets", GROUP, {}, NOBODY, NOWHERE, "sweep")
        except BotError as error:
            log.warning("expired datasets were not swept away: %s", error.message)

    def _tell(self, waiting: Iterable[Waiting], *, expired: bool) -> None:
        for one in waiting:
            body = event_of(one, expired=expired)
            identity = f"{claim_key(body)}|{FINISH_JOB}"
            self._sqs().send_message(
                QueueUrl=self._queue_url,
                MessageBody=message(body, FINISH_JOB),
                MessageGroupId=queue_group(body),
                MessageDeduplicationId=hashlib.sha256(identity.encode()).hexdigest(),
            )
