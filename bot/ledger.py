"""What happened, in one DynamoDB table: keys ``pk`` and ``sk`` (strings), time to live ``expires`` (epoch seconds).

| pk | sk | what |
|---|---|---|
| ``claim#<claim key>`` | ``claim`` | who works on a delivery, until when (claims.py) |
| ``turn#<turn>`` | ``turn`` | the turn's row |
| ``turn#<turn>`` | ``flag`` | stop flag: the question was deleted or edited |
| ``turn#<turn>`` | ``choice`` | the choice that was pressed: one only |
| ``turn#<turn>`` | ``choice#<n>`` | a choice that was pressed, where each may be once |
| ``turn#<turn>`` | ``feedback#<user>`` | what a person thought of the answer |
| ``turn#<turn>`` | ``export#<receipt>#<kind>`` | the last file made of a result |
| ``turn#<turn>`` | ``job#<service>#<job>`` | a job that the turn waits for, or waited for (jobs/rows.py) |
| ``job#<service>#<job>`` | ``turn#<turn>`` | the same from the job's side, while it is waited for |
| ``jobs#open`` | ``<started>#<service>#<job>#<turn>`` | every job that is waited for, the oldest first |
| ``thread#<team>#<channel>#<thread ts>`` | ``turn#<started>#<turn>`` | the thread's turns, in order |
| ``thread#<team>#<channel>#<thread ts>`` | ``stop`` | Stop was pressed in the thread at a Slack time |
| ``thread#<team>#<channel>#<thread ts>`` | ``file#<Slack file id>`` | a shared file, for 7 days (files/rows.py) |
| ``person#<team>#<user>`` | ``meaning#<word>`` | the metric that a person means by a word (meanings.py) |
| ``thread#<team>#<channel>#<thread ts>`` | ``files`` | how far it was looked through for files (files/rows.py) |
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_actions.contract import Choice, HistoryTurn
from bot.keys import message_key, thread_partition, turn_id
from bot.ledger_item import list_of, number_of, text_of, to_item, to_value
from bot.records import StopReason, TurnRecord

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

KEPT_S = 90 * 24 * 3600
"""Turns, threads and feedback are kept for 90 days."""
FLAG_KEPT_S = 24 * 3600
HISTORY_TURNS = 6
THREAD_TURNS = 50
"""Turns of a thread that are looked through for what belongs to one of them."""
QUESTION_KEPT = 1_000
"""Characters of a question kept in the thread index."""


class Ledger:
    def __init__(self, dynamodb: DynamoDBClient, table: str, *, now: Callable[[], float] = time.time) -> None:
        self._dynamodb, self._table, self._now = dynamodb, table, now

    # turns

    def turn(self, turn: str) -> TurnRecord | None:
        item = self._get(f"turn#{turn}", "turn")
        return _record(item) if item else None

    def turn_for_message(self, team: str, channel: str, ts: str) -> TurnRecord | None:
        """The turn that a person's message started."""
        return self.turn(turn_id(message_key(team, channel, ts)))

    def save(self, record: TurnRecord) -> None:
        """Write the turn's row and its line in the thread."""
        self._put(f"turn#{record.turn}", "turn", {"record": record.model_dump_json(), "replies": [*record.reply_ts]})
        line = record.model_copy(update={"question": record.question[:QUESTION_KEPT], "text": "", "steps": ()})
        self._put(
            thread_partition(record.team, record.channel, record.thread_ts),
            f"turn#{record.started_at}#{record.turn}",
            {"record": line.model_dump_json(), "replies": [*record.reply_ts]},
        )

    def posted(self, turn: str, ts: str) -> None:
        """Note a message of this turn the moment it exists, so that a later attempt finds it."""
        self._dynamodb.update_item(
            TableName=self._table,
            Key=to_item({"pk": f"turn#{turn}", "sk": "turn"}),
            UpdateExpression="SET replies = list_append(if_not_exists(replies, :none), :ts)",
            ExpressionAttributeValues={":ts": to_value([ts]), ":none": to_value([])},
        )

    # threads

    def thread(self, team: str, channel: str, thread_ts: str, limit: int = HISTORY_TURNS) -> list[TurnRecord]:
        """The thread's last turns, oldest first; their texts and steps are left out."""
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :turn)",
            ExpressionAttributeValues=to_item({":pk": thread_partition(team, channel, thread_ts), ":turn": "turn#"}),
            ScanIndexForward=False,
            Limit=limit,
            ConsistentRead=True,
        )
        return [_record(item) for item in reversed(answer.get("Items", []))]

    def history(self, record: TurnRecord) -> tuple[HistoryTurn, ...]:
        """The finished turns before ``record`` in its thread, as the agent gets them.

        A turn that asks an earlier turn's question again has the history of that one.
        """
        limit = THREAD_TURNS if record.follows else 2 * HISTORY_TURNS
        before = self.thread(record.team, record.channel, record.thread_ts, limit)
        asked_at = next((turn.started_at for turn in before if turn.turn == record.follows), record.started_at)
        again = {turn.follows for turn in before}
        return tuple(
            HistoryTurn(
                question=turn.question,
                outcome=turn.outcome or "error",
                by_asker=turn.user == record.user,
                calls=turn.calls,
                turn=turn.turn if turn.user == record.user else "",
            )
            for turn in before
            if turn.turn not in again and turn.started_at < asked_at and turn.status == "done"
        )[-HISTORY_TURNS:]

    # stop flags: written by the front, read by the worker between agent events

    def flag_message(self, team: str, channel: str, ts: str, reason: StopReason) -> None:
        """A question was deleted or edited, maybe before its turn began."""
        turn = turn_id(message_key(team, channel, ts))
        self._put(f"turn#{turn}", "flag", {"reason": reason}, FLAG_KEPT_S)

    def stop_thread(self, team: str, channel: str, thread_ts: str, at: str) -> None:
        """Stop was pressed: whatever was asked in the thread before the Slack time ``at`` ends."""
        self._put(thread_partition(team, channel, thread_ts), "stop", {"at": at}, FLAG_KEPT_S)

    def stop_reason(self, record: TurnRecord) -> StopReason | None:
        """Why the turn, or the one whose question it asks again, is to end."""
        keys = [
            *(to_item({"pk": f"turn#{turn}", "sk": "flag"}) for turn in (record.turn, record.follows) if turn),
            to_item({"pk": thread_partition(record.team, record.channel, record.thread_ts), "sk": "stop"}),
        ]
        answer = self._dynamodb.batch_get_item(RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}})
        found: set[str] = set()
        for item in answer.get("Responses", {}).get(self._table, []):
            if text_of(item, "sk") == "flag":
                found.add(text_of(item, "reason"))
            elif _slack_time(text_of(item, "at")) > _slack_time(record.asked_ts):
                found.add("stopped")
        reasons: tuple[StopReason, ...] = ("deleted", "stopped", "edited")
        return next((reason for reason in reasons if reason in found), None)

    # choices and feedback

    def take_choice(self, turn: str, user: str, choice: Choice, press: str, which: str = "") -> bool:
        """True for the first press only, and for a repeat of that same press (a redelivery).

        ``which``: where several choices of a turn may be taken, the one that is meant.
        """
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=to_item(
                    {
                        "pk": f"turn#{turn}", "sk": f"choice#{which}" if which else "choice", "user": user,
                        "label": choice.label, "press": press, "expires": self._expires(KEPT_S),
                    }
                ),
                ConditionExpression="attribute_not_exists(pk) OR press = :press",
                ExpressionAttributeValues=to_item({":press": press}),
            )  # fmt: skip
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def save_feedback(self, turn: str, user: str, value: str) -> bool:
        """A person's latest opinion of an answer: ``good`` or ``bad``. False when it is what they said before."""
        item = to_item(
            {
                "pk": f"turn#{turn}", "sk": f"feedback#{user}", "value": value, "at": int(self._now()),
                "expires": self._expires(KEPT_S),
            }
        )  # fmt: skip
        before = self._dynamodb.put_item(TableName=self._table, Item=item, ReturnValues="ALL_OLD").get("Attributes", {})
        return not before or text_of(before, "value") != value

    def feedback(self, turn: str) -> dict[str, str]:
        """User id -> opinion."""
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :feedback)",
            ExpressionAttributeValues=to_item({":pk": f"turn#{turn}", ":feedback": "feedback#"}),
        )
        return {
            text_of(item, "sk").removeprefix("feedback#"): text_of(item, "value") for item in answer.get("Items", [])
        }

    # what words mean to a person

    def meanings(self, team: str, user: str) -> dict[str, str]:
        """Word with several meanings -> the metric that this person chose for it."""
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :meaning)",
            ExpressionAttributeValues=to_item({":pk": f"person#{team}#{user}", ":meaning": "meaning#"}),
            ConsistentRead=True,
        )
        return {
            text_of(item, "sk").removeprefix("meaning#"): text_of(item, "metric") for item in answer.get("Items", [])
        }

    def mean(self, team: str, user: str, word: str, metric: str) -> None:
        """From now on the person means this metric by the word; an empty one: they are to be asked again."""
        pk, sk = f"person#{team}#{user}", f"meaning#{word}"
        if metric:
            self._put(pk, sk, {"metric": metric})
        else:
            self._dynamodb.delete_item(TableName=self._table, Key=to_item({"pk": pk, "sk": sk}))

    # files made of results

    def exported(self, turn: str, receipt: str, kind: str) -> tuple[str, int] | None:
        """The last file made of a result: its Slack id, and when it was posted (epoch seconds; 0 if it may not be)."""
        item = self._get(f"turn#{turn}", f"export#{receipt}#{kind}")
        return (text_of(item, "file"), number_of(item, "at")) if item else None

    def exports(self, turn: str) -> list[str]:
        """Slack ids of the files that were posted for a turn, in the order in which they were."""
        answer = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :export)",
            ExpressionAttributeValues=to_item({":pk": f"turn#{turn}", ":export": "export#"}),
            ConsistentRead=True,
        )
        posted = sorted(answer.get("Items", []), key=lambda item: (number_of(item, "at"), text_of(item, "sk")))
        return [text_of(item, "file") for item in posted]

    def save_export(self, turn: str, receipt: str, kind: str, file: str, at: int) -> None:
        self._put(f"turn#{turn}", f"export#{receipt}#{kind}", {"file": file, "at": at})

    def _get(self, pk: str, sk: str) -> dict[str, AttributeValueTypeDef] | None:
        answer = self._dynamodb.get_item(TableName=self._table, Key=to_item({"pk": pk, "sk": sk}), ConsistentRead=True)
        return answer.get("Item")

    def _put(self, pk: str, sk: str, values: dict[str, str | int | list[str]], kept_s: int = KEPT_S) -> None:
        item = to_item({"pk": pk, "sk": sk, **values, "expires": self._expires(kept_s)})
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def _expires(self, kept_s: int) -> int:
        return int(self._now()) + kept_s


def _record(item: dict[str, AttributeValueTypeDef]) -> TurnRecord:
    record = TurnRecord.model_validate_json(text_of(item, "record"))
    return record.model_copy(update={"reply_ts": list_of(item, "replies")})


def _slack_time(ts: str) -> tuple[int, int]:
    """``1700000000.000100`` as comparable numbers; anything else counts as long ago."""
    seconds, _, micros = ts.partition(".")
    return (int(seconds), int(micros or 0)) if seconds.isdigit() and (micros or "0").isdigit() else (0, 0)
