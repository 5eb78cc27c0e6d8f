"""One delivery, one effect: claims with a lease in DynamoDB.

A claim is taken by a conditional write. While its holder works, it renews the lease; a claim whose lease ran out may
be taken over; a claim that is done stays done for KEPT_S. Slack may replay delayed events hours later.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.ledger_item import number_of, text_of, to_item

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LEASE_S = 15
"""Seconds after which a silent holder counts as dead."""
KEPT_S = 7 * 24 * 3600


@dataclass(frozen=True)
class Claim:
    """``state``: ``taken`` is ours; ``done`` was finished before; ``held`` is another worker's."""

    key: str
    state: Literal["taken", "done", "held"]
    owner: str = ""
    attempt: int = 0
    """1 the first time; more when an earlier holder died."""
    same_delivery: bool = False
    """For ``held``: the holder works on the very same queue message."""


class Claims:
    def __init__(
        self,
        dynamodb: DynamoDBClient,
        table: str,
        *,
        lease_s: int = LEASE_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._dynamodb, self._table, self._lease_s, self._now = dynamodb, table, lease_s, now

    def take(self, key: str, delivery: str = "") -> Claim:
        """Try to claim ``key``; ``delivery`` is the queue message's id."""
        owner, now = uuid.uuid4().hex, int(self._now())
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(key),
                UpdateExpression="SET #owner = :owner, #state = :running, #lease = :lease, #delivery = :delivery, "
                "expires = :expires ADD attempts :one",
                ConditionExpression="attribute_not_exists(pk) OR (#state = :running AND #lease < :now)",
                ExpressionAttributeNames={
                    "#owner": "owner", "#state": "state", "#lease": "lease_until", "#delivery": "delivery",
                },
                ExpressionAttributeValues=to_item(
                    {
                        ":owner": owner, ":running": "running", ":lease": now + self._lease_s, ":one": 1,
                        ":delivery": delivery, ":now": now, ":expires": now + KEPT_S,
                    }
                ),
                ReturnValues="ALL_NEW",
            )  # fmt: skip
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return self._lost(key, owner, delivery)
        return Claim(key, "taken", owner, number_of(answer.get("Attributes", {}), "attempts"))

    def _lost(self, key: str, owner: str, delivery: str) -> Claim:
        """Who has it instead; ourselves when the answer to our first try got lost and the SDK tried again."""
        item = self._dynamodb.get_item(TableName=self._table, Key=_key(key), ConsistentRead=True).get("Item", {})
        if text_of(item, "owner") == owner:
            return Claim(key, "taken", owner, number_of(item, "attempts"))
        if text_of(item, "state") == "done":
            return Claim(key, "done")
        return Claim(key, "held", same_delivery=bool(delivery) and text_of(item, "delivery") == delivery)

    def renew(self, claim: Claim) -> bool:
        """Prolong the lease; False when the claim isn't ours any more."""
        return self._write(claim, {"lease_until": int(self._now()) + self._lease_s})

    def finish(self, claim: Claim) -> bool:
        """Done for good."""
        return self._write(claim, {"state": "done", "expires": int(self._now()) + KEPT_S})

    def release(self, claim: Claim) -> None:
        """Give it back unfinished: the next delivery may take it at once."""
        self._write(claim, {"lease_until": 0})

    @contextmanager
    def kept(self, claim: Claim) -> Generator[threading.Event]:
        """Renew the lease in the background; the event that is yielded is set when the claim was lost."""
        over, lost = threading.Event(), threading.Event()

        def beat() -> None:
            while not over.wait(self._lease_s / 3):
                try:
                    if not self.renew(claim):
                        lost.set()
                        return
                except Exception:  # noqa: S112 - a missed beat is no loss: the lease outlives two of them
                    continue

        thread = threading.Thread(target=beat, name="lease", daemon=True)
        thread.start()
        try:
            yield lost
        finally:
            over.set()
            thread.join()

    def _write(self, claim: Claim, values: dict[str, str | int]) -> bool:
        names = {f"#{name}": name for name in values}
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(claim.key),
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
                ConditionExpression="#owner = :owner",
                ExpressionAttributeNames={"#owner": "owner", **names},
                ExpressionAttributeValues=to_item(
                    {":owner": claim.owner, **{f":{name}": value for name, value in values.items()}}
                ),
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _key(key: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"claim#{key}"}, "sk": {"S": "claim"}}
