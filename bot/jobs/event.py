"""The event that a finished job is for the worker: shaped like Slack's, brought by the queue alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.payload import Payload

if TYPE_CHECKING:
    from bot.jobs.rows import Waiting

JOB_DONE = "outcrop_job_done"
"""Type of the event that the queue brings; from outside it does nothing."""
FINISH_JOB = "finish_job"
"""Name of the listener that it is for."""


def event_of(one: Waiting, *, expired: bool) -> Payload:
    """An Events API body of our own, in the group of the question's session."""
    return {
        "type": "event_callback",
        "team_id": one.team,
        "event_id": f"{'old' if expired else 'job'}|{one.job.service}|{one.job.id}|{one.turn}",
        "event": {
            "type": JOB_DONE,
            "channel": one.channel,
            "user": one.user,
            "thread_ts": one.thread_ts,
            "turn": one.turn,
            "service": one.job.service,
            "job": one.job.id,
            "expired": expired,
        },
    }
