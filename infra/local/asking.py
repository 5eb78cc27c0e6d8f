"""Ask a running stack as a person would: a message into the offline Slack, the finished reply out.

Everything comes from what the product itself left behind: the turn's ledger row, its receipts in S3 and the
messages in Slack. Nothing here computes or repairs an answer.
"""

from __future__ import annotations

import json
import mimetypes
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from slack_sdk import WebClient

from agent_actions.contract import Audience, Caller, Column, Receipt, Scalar, Table, receipt_prefix, result_key
from agent_actions.headline import exact
from bot.actions import Actions
from bot.errors import BotError
from bot.keys import turn_id
from bot.ledger import Ledger
from bot.outcome import data_receipts, has_table, jobs_of
from bot.people import People
from bot.records import TurnRecord
from bot.reply.charts import Chart, drawing
from bot.reply.machine import is_read, text_of
from bot.slack_client import slack_client
from bot.words import words_for
from infra.local import names
from infra.local.asked_files import download
from infra.local.errors import LocalError
from infra.local.home import Running
from infra.local.slack.people import BOT_NAME, CHANNELS, DMS, PERSONAS, TEAM_ID, find_person

ACCEPTED_SECONDS = 60
"""How long a message may take to become a turn."""
TERMINAL_ROWS = 40
ANSWERED_SECONDS = 330
"""How long a turn may take: its own deadline of 240 s, and time for a second delivery."""
JOBS_SECONDS = 900
"""How long a turn's jobs may take before its answer is that they are waited for."""


class AskError(LocalError):
    """The question could not be put; the message says why and what to do."""


@dataclass(frozen=True)
class Asked:
    """The outside interface of ``outcrop ask --json``."""

    outcome: str
    text: str
    language: str
    thread: str
    turn: str
    elapsed_ms: int
    tables: list[dict[str, Any]] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[dict[str, Any]] = field(default_factory=list)


def person(name: str) -> str:
    """Slack id of a persona by name, id or e-mail address. Raises AskError naming the known ones."""
    found = find_person(name)
    if found is None or found.is_bot:
        raise AskError(f"Nobody here is called {name!r}. Known are: {', '.join(p.name for p in PERSONAS)}.")
    return found.id


def place(channel: str | None, user: str) -> str:
    """Channel id by name or id; None is the person's own conversation with Outcrop."""
    own = next(dm for dm, owner in DMS.items() if owner.id == user)
    if channel is None or channel == own:
        return own
    wanted = channel.lstrip("#").casefold()
    for known in CHANNELS.values():
        if wanted in (known.name.casefold(), known.id.casefold()):
            return known.id
    names_ = ", ".join(f"#{c.name}" for c in CHANNELS.values())
    raise AskError(f"There is no channel {channel!r}. Known are: {names_}.")


def check(user: str, channel: str | None, files: list[Path]) -> None:
    """Before anything is started for it. Raises AskError for an unknown person or channel, or a missing file."""
    place(channel, person(user))
    for path in files:
        if not path.is_file():
            raise AskError(f"There is no file {path}.")


class Desk:
    """One person's seat at a running stack."""

    def __init__(self, running: Running, user: str, channel: str | None) -> None:
        self._running = running
        self.user = person(user)
        self.channel = place(channel, self.user)
        self._slack = WebClient(running.slack_token, base_url=f"{running.slack_url}/api/")
        self._folder = Path(running.home or ".") / "files"
        self._ledger = Ledger(names.client("dynamodb", running.aws_url), names.TABLE)
        self._s3 = names.client("s3", running.aws_url)

    def ask(self, text: str, thread: str | None, files: list[Path]) -> Asked:
        """Post the message and wait until its turn is done. Raises AskError when no turn comes of it."""
        check(self.user, self.channel, files)
        started = time.monotonic()
        channel, thread_ts = self._thread(thread)
        text = text.encode(errors="surrogateescape").decode(errors="replace")  # bytes of an argument that are no UTF-8
        mention = f"@{BOT_NAME} " if not channel.startswith("D") or not text.strip() else ""
        posted = self._post(channel, (mention + text).strip(), thread_ts, files)
        record = self._wait(lambda: self._ledger.turn_for_message(TEAM_ID, channel, posted), ANSWERED_SECONDS)
        receipts = self._receipts(record.turn)
        while record.outcome == "pending" and jobs_of(receipts):
            again = self._again(record)
            if again is None:
                break
            record, receipts = again, self._receipts(again.turn)
        return Asked(
            outcome=record.outcome or "error",
            text="\n\n".join([record.text, *_texts(receipts)]).strip(),
            language=record.language,
            thread=f"{channel}:{record.thread_ts}",
            turn=record.turn,
            elapsed_ms=round((time.monotonic() - started) * 1_000),
            tables=[self._table(r) for r in receipts if r.provenance and r.result_key and has_table(r, receipts)],
            charts=self._charts(channel, record, receipts),
            files=download(self._slack, self._ledger.exports(record.turn), self._folder / record.turn),
            steps=[step.model_dump() for step in record.steps],
            receipts=[_receipt(r) for r in receipts if r.provenance or r in data_receipts(receipts)],
            buttons=self._buttons(channel, record),
        )

    def sql(self, statement: str) -> dict[str, Any]:
        """One statement through guard, rights and Athena as this person: the interface of ``outcrop sql``."""
        client = names.client("lambda", self._running.aws_url, read_timeout=120)
        try:
            caller, audience = self._identity()
        except BotError as error:
            return _refusal(str(error))
        turn = f"sql-{time.time_ns()}"
        answer = Actions(client, names.ACTIONS_FUNCTION).call(
            "run_sql", "analytics", {"sql": statement}, caller, audience, turn
        )
        table = self._result(turn, str(answer.get("receipt", ""))) if answer["status"] in ("ok", "empty") else None
        receipts = self._receipts(turn)
        return {
            "allowed": answer["status"] in ("ok", "empty"),
            "status": answer["status"],
            "reason": answer.get("error"),
            "sql": answer.get("sql"),
            "columns": [c.model_dump(exclude={"format"}) for c in table.columns] if table else [],
            "rows": [list(row) for row in table.rows] if table else [],
            "total_rows": table.total_rows if table else None,
            "truncated": table.truncated if table else False,
            "bytes_scanned": receipts[-1].bytes_scanned if receipts else None,
            "hidden": answer.get("hidden", []),
        }

    def _identity(self) -> tuple[Caller, Audience]:
        """Who asks and who will read, looked up in Slack as the bot does."""
        people = People()
        slack = slack_client(self._running.slack_token, f"{self._running.slack_url}/api/", time.monotonic() + 30)
        return people.caller(slack, TEAM_ID, self.user), people.audience(slack, TEAM_ID, self.channel)

    def _thread(self, thread: str | None) -> tuple[str, str | None]:
        if thread is None:
            return self.channel, None
        channel, _, ts = thread.rpartition(":")
        return channel or self.channel, ts

    def _post(self, channel: str, text: str, thread_ts: str | None, files: list[Path]) -> str:
        uploaded: list[str] = []
        for path in files:
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            with path.open("rb") as body:
                sent = self._page("/page/files", params={"as": self.user}, files={"file": (path.name, body, kind)})
            uploaded += [file["id"] for file in sent["files"]]
        message = {"as": self.user, "channel": channel, "text": text, "thread_ts": thread_ts, "files": uploaded}
        return str(self._page("/page/messages", json=message)["ts"])

    def _page(self, path: str, **request: Any) -> dict[str, Any]:
        """POST to the workspace page. Raises AskError with Slack's own code or words."""
        try:
            response = httpx.post(self._running.slack_url + path, timeout=60, trust_env=False, **request)
            body: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise AskError(
                "The offline Slack gave no answer. Start the demo again, or stop it and ask anew."
            ) from error
        if response.is_error or not body.get("ok", True):
            reason = str(body.get("error", response.status_code))
            if reason == "thread_not_found":
                raise AskError(
                    "There is no such thread here. Give the `thread` of an earlier answer, as --json has it."
                )
            raise AskError(f"The offline Slack refused the message: {reason.rstrip('.')}.")
        return body

    def _again(self, record: TurnRecord) -> TurnRecord | None:
        """The turn in which the question is asked again, once its jobs are done; None when they take too long."""
        following = turn_id(f"job|{record.turn}")
        try:
            return self._wait(lambda: self._ledger.turn(following), JOBS_SECONDS, JOBS_SECONDS)
        except AskError:
            return None

    def _wait(
        self, look: Callable[[], TurnRecord | None], seconds: float, accepted: float = ACCEPTED_SECONDS
    ) -> TurnRecord:
        """The turn that ``look`` finds, when it is over. Raises AskError."""
        started, pause = time.monotonic(), Event()
        while True:
            record = look()
            waited = time.monotonic() - started
            if record is not None and record.status == "done":
                return record
            if waited > (accepted if record is None else seconds):
                raise AskError(
                    f"The message got no answer within {waited:.0f} s; what happened is in the logs of the stack."
                )
            pause.wait(0.02 if waited < 5 else 0.2)

    def _receipts(self, turn: str) -> list[Receipt]:
        listed = self._s3.list_objects_v2(Bucket=names.BUCKET, Prefix=receipt_prefix(turn)).get("Contents", [])
        found: dict[str, Receipt] = {}
        for entry in sorted(listed, key=lambda e: e.get("Key", "")):
            body = self._s3.get_object(Bucket=names.BUCKET, Key=entry.get("Key", ""))["Body"].read()
            receipt = Receipt.model_validate_json(body)
            found[receipt.id] = receipt
        return list(found.values())

    def _result(self, turn: str, receipt: str) -> Table:
        body = self._s3.get_object(Bucket=names.BUCKET, Key=result_key(turn, receipt))["Body"].read()
        return Table.model_validate_json(body)

    def _table(self, receipt: Receipt) -> dict[str, Any]:
        table = self._result(receipt.turn, receipt.id)
        return {
            "title": table.title,
            "columns": [c.model_dump() for c in table.columns],
            "rows": [list(row) for row in table.rows],
            "total_rows": table.total_rows,
            "truncated": table.truncated,
        }

    def _charts(self, channel: str, record: TurnRecord, receipts: list[Receipt]) -> list[dict[str, Any]]:
        """The charts that were posted, and the figure of every result that is one."""
        data = [r for r in receipts if r.provenance and r.result_key and not is_read(r)]
        made = [drawing(self._result(r.turn, r.id), r, words_for(record.language)).chart for r in data]
        of = {chart.title: chart.series[0].name for chart in made if chart is not None}
        blocks = [b for b in self._blocks(channel, record) if b["type"] == "data_visualization"]
        numbers = [chart for chart in made if chart and chart.kind == "number"]
        return [*(_chart(b, of.get(str(b["title"]), "")) for b in blocks), *map(_number, numbers)]

    def _blocks(self, channel: str, record: TurnRecord) -> list[dict[str, Any]]:
        replies = self._slack.conversations_replies(channel=channel, ts=record.thread_ts).get("messages", [])
        return [b for m in replies if m["ts"] in record.reply_ts for b in m.get("blocks", [])]

    def _buttons(self, channel: str, record: TurnRecord) -> list[dict[str, Any]]:
        blocks = self._blocks(channel, record)
        return [
            {"action_id": e["action_id"], "text": e["text"]["text"], "value": e.get("value", "")}
            for block in blocks
            if block["type"] == "actions"
            for e in block["elements"]
            if e["type"] == "button"
        ]


def _chart(block: dict[str, Any], whole: str) -> dict[str, Any]:
    """A posted data_visualization block in the outside interface's terms; ``whole``: what a pie is the sum of."""
    chart = block["chart"]
    if chart["type"] == "pie":
        labels = [segment["label"] for segment in chart["segments"]]
        series = [{"name": whole, "data": [segment["value"] for segment in chart["segments"]]}]
    else:
        labels = chart["axis_config"]["categories"]
        series = [{"name": one["name"], "data": [point["value"] for point in one["data"]]} for one in chart["series"]]
    return {"kind": chart["type"], "title": block["title"], "categories": labels, "series": series}


def _number(chart: Chart) -> dict[str, Any]:
    series = [{"name": one.name, "data": list(one.data)} for one in chart.series]
    return {"kind": chart.kind, "title": chart.title, "categories": [], "series": series}


def _texts(receipts: list[Receipt]) -> list[str]:
    """What was read, as the answer shows it."""
    return [text for receipt in data_receipts(receipts) if (text := text_of(receipt)[0].strip())]


def _refusal(reason: str) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("sql", "total_rows", "bytes_scanned"))
    return {"allowed": False, "status": "refused", "reason": reason, "columns": [], "rows": [], **empty}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    kept = {
        "id", "action", "provenance", "status", "title", "headline", "request", "sql", "query_id", "row_count",
        "truncated", "bytes_scanned", "cost_usd", "data_as_of", "assumptions", "hidden", "warnings", "elapsed_ms",
        "text", "text_characters", "source", "dataset",
    }  # fmt: skip
    return json.loads(receipt.model_dump_json(include=kept)) | {"metrics": [m.name for m in receipt.metrics]}


def as_text(asked: Asked) -> str:
    """The reply as a terminal shows it."""
    parts = [asked.text, *(table_as_text(t) for t in asked.tables)]
    parts += [f"{f['name']}: {f['path']}" for f in asked.files]
    parts += [f"[{b['text']}]" for b in asked.buttons]
    return "\n".join(p for p in parts if p)


def _cell(value: Scalar, column: Column) -> str:
    """A published metric's figure with its unit and digits; of SQL that somebody wrote the value as it is."""
    if value is None:
        return ""
    return exact(value, column) if column.role not in (None, "time", "dimension", "key") else str(value)


def table_as_text(table: dict[str, Any]) -> str:
    """A table in aligned columns, figures to the right, with the count of rows not shown."""
    columns, rows = table["columns"], table["rows"][:TERMINAL_ROWS]
    shown = [Column.model_validate(column) for column in columns]
    cells = [[_cell(value, column) for value, column in zip(row, shown, strict=True)] for row in rows]
    widths = [max([len(c["name"]), *(len(row[n]) for row in cells)]) for n, c in enumerate(columns)]
    right = [c["type"] in ("integer", "number") for c in columns]

    def line(values: list[str]) -> str:
        pairs = zip(values, widths, right, strict=True)
        return "  ".join(v.rjust(w) if r else v.ljust(w) for v, w, r in pairs).rstrip()

    total = table["total_rows"] or 0
    more = [f"... {len(rows)} of {total:,} rows"] if total > len(rows) else []
    return "\n".join([line([c["name"] for c in columns]), line(["-" * w for w in widths]), *map(line, cells), *more])
