"""News of finished jobs: what SNS and EventBridge deliver to a Lambda function, and the clock that EventBridge has.

Event shapes: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html,
https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html. Both deliver asynchronously and
at least once; news may be lost or doubled (``POST /_faults``), and what waits for them must not mind.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.local.aws.errors import AwsError
from infra.local.aws.faults import Faults
from infra.local.aws.lambda_runtime import LambdaRuntime

log = logging.getLogger(__name__)

POLL_SECONDS = 60.0
"""A rule's rate can't be higher than one a minute."""
RULE = "outcrop-jobs-poll"


class Completions:
    """Delivers to ``function``, which is subscribed to every topic and rule. Calls return at once and never raise.

    ``start`` lets the clock run: a scheduled event every ``poll_s`` seconds. What comes while the function isn't
    deployed is dropped, as with a topic that nobody subscribes to.
    """

    def __init__(self, runtime: LambdaRuntime, function: str, faults: Faults, *, poll_s: float = POLL_SECONDS) -> None:
        self._runtime, self._function, self._faults, self._poll_s = runtime, function, faults, poll_s
        self._stopping = threading.Event()
        self._clock = threading.Thread(target=self._tick, name="poll-clock", daemon=True)

    def start(self) -> None:
        self._clock.start()

    def stop(self) -> None:
        self._stopping.set()

    def notify(self, topic_arn: str, message: Mapping[str, Any]) -> None:
        """Publish JSON to an SNS topic, as Textract and Rekognition do."""
        self._deliver("sns", "Notification", self._notification(topic_arn, message))

    def emit(self, source: str, detail_type: str, detail: Mapping[str, Any]) -> None:
        """Put an event on the default bus, as Transcribe does."""
        self._deliver("events", "Event", self._event(source, detail_type, detail))

    def poll(self) -> None:
        """The scheduled event, now."""
        rule = f"arn:aws:events:{self._runtime.region}:{self._runtime.account}:rule/{RULE}"
        self._send(self._event("aws.events", "Scheduled Event", {}, [rule]))

    def _tick(self) -> None:
        while not self._stopping.wait(self._poll_s):
            self.poll()

    def _deliver(self, service: str, operation: str, event: dict[str, Any]) -> None:
        fault = self._faults.take(service, operation)
        if fault is None:
            self._send(event)
        elif fault.kind == "slow":
            timer = threading.Timer(fault.delay_s, self._send, [event])
            timer.daemon = True
            timer.start()
        else:
            for _ in range({"doubled": 2}.get(fault.kind, 0)):
                self._send(event)

    def _send(self, event: dict[str, Any]) -> None:
        if self._stopping.is_set():
            return
        try:
            self._runtime.invoke_event(self._function, json.dumps(event).encode())
        except (AwsError, RuntimeError) as error:  # RuntimeError: the runtime's threads have ended
            log.info("nobody was told: %s", error)

    def _event(
        self, source: str, detail_type: str, detail: Mapping[str, Any], resources: list[str] | None = None
    ) -> dict[str, Any]:
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": detail_type,
            "source": source,
            "account": self._runtime.account,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": self._runtime.region,
            "resources": resources or [],
            "detail": dict(detail),
        }

    def _notification(self, topic_arn: str, message: Mapping[str, Any]) -> dict[str, Any]:
        subscription = f"{topic_arn}:{uuid.uuid5(uuid.NAMESPACE_URL, self._function)}"
        host = f"sns.{self._runtime.region}.amazonaws.com"
        return {
            "Records": [
                {
                    "EventSource": "aws:sns",
                    "EventVersion": "1.0",
                    "EventSubscriptionArn": subscription,
                    "Sns": {
                        "Type": "Notification",
                        "MessageId": str(uuid.uuid4()),
                        "TopicArn": topic_arn,
                        "Subject": None,
                        "Message": json.dumps(message),
                        "Timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                        "SignatureVersion": "1",
                        "Signature": "offline",
                        "SigningCertUrl": f"https://{host}/SimpleNotificationService-offline.pem",
                        "UnsubscribeUrl": f"https://{host}/?Action=Unsubscribe&SubscriptionArn={subscription}",
                        "MessageAttributes": {},
                    },
                }
            ]
        }
