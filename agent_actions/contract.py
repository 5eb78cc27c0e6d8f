"""What passes between the Slack side and the action side: the only module that ``bot`` imports from here.

Everything is plain data (pydantic, frozen), JSON in and out. The bot writes who is asking and who will read into
the agent's session attributes; the actions write receipts to S3 under the turn's prefix; the bot reads them there.
Figures travel in receipts only, never through the foundation model.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CALLER_ATTRIBUTE = "outcrop_caller"
AUDIENCE_ATTRIBUTE = "outcrop_audience"
TURN_ATTRIBUTE = "outcrop_turn"
HISTORY_ATTRIBUTE = "outcrop_history"
"""Prompt session attribute: JSON list of :class:`HistoryTurn`, oldest first."""
TODAY_ATTRIBUTE = "outcrop_today"
"""Prompt session attribute: today's date (ISO 8601) in the asker's timezone."""

THREAD_ATTRIBUTE = "outcrop_thread"
"""Session attribute: :func:`thread_key` of the thread that is answered in; files and their tables belong to it."""
FILES_ATTRIBUTE = "outcrop_files"
"""Prompt session attribute: JSON list of :class:`SharedFile`, those of the message first, then the newest first."""

MEANINGS_ATTRIBUTE = "outcrop_meanings"
"""Prompt session attribute: JSON object, a word with several meanings (folded) -> the metric that the asker means."""

TEXT_SHOWN = 3_000
"""Characters of a result's text kept in its receipt; the whole text lies in a file of its own."""
RESULT_ROWS = 1_000
"""Rows of a result kept in its receipt's result file; the whole result stays in the engine's own output."""

Scalar = str | int | float | bool | None
Provenance = Literal["certified", "metric", "model", "sql", "prediction", "machine-read"]
ColumnRole = Literal[
    "dimension", "key", "time", "metric", "previous", "change", "change_pct", "share", "previous_share", "running",
    "rolling", "contribution",
]  # fmt: skip
FileKind = Literal["image", "document", "table", "text", "audio", "video"]
JobService = Literal["transcribe", "textract", "rekognition"]
Status = Literal["ok", "empty", "not_found", "ambiguous", "refused", "needs_approval", "pending", "error"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Caller(Frozen):
    """Who asks, as Slack says it: the only source of identity."""

    team: str
    user: str
    name: str = ""
    email: str | None = None
    kind: Literal["member", "guest", "stranger"] = "stranger"
    groups: tuple[str, ...] = ()
    """Slack user group ids (``S...``)."""
    timezone: str = "UTC"
    locale: str = "en-US"


class Audience(Frozen):
    """Who will read the reply."""

    kind: Literal["dm", "channel"]
    channel: str
    """Slack channel id (``C...``, ``D...``, ``G...``)."""
    name: str = ""
    """Channel name with its hash sign, ``#finance``; empty for a DM."""
    shared: bool = False
    """True when a guest or a Slack Connect member is in the channel."""


class Column(Frozen):
    name: str
    label: str
    type: Literal["string", "integer", "number", "boolean", "date", "timestamp", "json"]
    unit: str | None = None
    """ISO 4217 code for money, ``%`` for a share given in percent, or a plain word such as ``orders``."""
    format: str | None = None
    """Number pattern such as ``0,0``, ``0.00``, ``0.0a`` (thousands as k, millions as M) or ``0.0%``."""
    role: ColumnRole | None = None
    """What the column is in a metric's result; None: not known, as in a result of free SQL.

    ``key``: tells apart the rows whose name, the dimension before it, is the same; no breakdown of its own;
    ``previous``: the metric in the period compared with; ``change``: metric minus previous, in the metric's unit;
    ``change_pct``: change over previous, as a fraction; ``share``: part of the total, as a fraction; ``running``: total
    up to this row; ``rolling``: over a window that ends at this row; ``contribution``: this row's part of a change."""
    of: str | None = None
    """Name of the metric that a ``previous`` ... ``contribution`` column belongs to, and of a ``metric`` column."""


class Table(Frozen):
    """A result as a person sees it. Cells are JSON numbers, ISO dates, strings, booleans or null."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    total_rows: int
    truncated: bool = False
    at_least: bool = False
    """There are more rows than ``total_rows``, uncounted."""


class Choice(Frozen):
    """One way to go on: a button with ``label`` that asks ``text``."""

    label: str = Field(max_length=75)
    text: str = Field(max_length=2_000)
    word: str = ""
    """The word with several meanings that this choice settles for the person, folded; and what it then means."""
    metric: str = ""


class MetricVersion(Frozen):
    name: str
    version: str
    """First 12 hexadecimal digits of the SHA-256 of the metric's definition."""
    adds_up: bool | None = None
    """True when the values of parts make the value of the whole, as with sums and counts of rows; None: not known."""
    empty_is_zero: bool = False
    """No rows mean 0, as with sums and counts; for a ratio they mean nothing."""


class SharedFile(Frozen):
    """A file of the thread that was taken over into S3 under :func:`file_key`, looked at and found fit to be read."""

    id: str
    """Slack's file id (``F...``)."""
    name: str
    """For people: controls, bidi marks and path parts taken out."""
    kind: FileKind
    mime: str
    """By content, not by name."""
    size: int
    """Bytes."""
    by: str = ""
    """Slack id of the person who shared it."""
    now: bool = False
    """Shared with the very message that is being answered."""
    pages: int | None = None
    """Of a document, an animation or a workbook (sheets)."""
    width: int | None = None
    height: int | None = None
    """Pixels."""
    seconds: float | None = None
    """Duration of sound and video, where its header tells."""


class MadeFile(Frozen):
    """A file that an action made, to be posted into the thread: speech, subtitles, a translated document."""

    name: str
    key: str
    """S3 key."""
    mime: str
    size: int
    title: str = ""


class Job(Frozen):
    """Work that an action started and that goes on after it: a receipt of status ``pending`` names it.

    Its completion makes the bot ask the same question again; the same call then finds the job done.
    """

    service: JobService
    id: str
    """The service's own name of it: TranscriptionJobName, JobId."""
    kind: str = ""
    """Which of the service's jobs it is, such as ``DocumentTextDetection`` or ``LabelDetection``."""
    file: str = ""
    """Slack id of the file it works on."""
    what: str = ""
    """For a person: "Transcribing memo.ogg"."""


class Receipt(Frozen):
    """What one action call did, written by code. ``provenance`` is None for calls that return no data."""

    id: str
    turn: str
    action: str
    status: Status
    provenance: Provenance | None = None
    title: str = ""
    headline: str = ""
    """The result in one sentence, made by code: safe to show as it is."""
    request: dict[str, Any] | None = None
    """The validated arguments: what a follow-up builds on."""
    sql: str | None = None
    """The statement as executed."""
    query_id: str | None = None
    columns: tuple[Column, ...] = ()
    row_count: int | None = None
    truncated: bool = False
    bytes_scanned: int | None = None
    cost_usd: float | None = None
    data_as_of: str | None = None
    """ISO date or timestamp of the newest row that the result could draw on."""
    metrics: tuple[MetricVersion, ...] = ()
    assumptions: tuple[str, ...] = ()
    """What was taken for granted, in words: "last month = October 2026, by order date"."""
    hidden: tuple[str, ...] = ()
    """What rights withheld, in words: "rows outside EMEA"."""
    warnings: tuple[str, ...] = ()
    error: str | None = None
    """For a status other than ok and empty: the sentence for a person."""
    choices: tuple[Choice, ...] = ()
    result_key: str | None = None
    """S3 key of the result file: JSON of :class:`Table`, at most RESULT_ROWS rows."""
    output_key: str | None = None
    """S3 key of the engine's own full output (Athena's CSV)."""
    text: str | None = None
    """A result that is a text (read, transcribed, translated): its first TEXT_SHOWN characters."""
    text_key: str | None = None
    """S3 key of the whole text, UTF-8."""
    text_characters: int | None = None
    """Length of the whole text."""
    files: tuple[MadeFile, ...] = ()
    jobs: tuple[Job, ...] = ()
    """For status ``pending``: what is waited for."""
    source: str | None = None
    """Slack id of the file that was read."""
    dataset: str | None = None
    """Name of the thread's dataset that a file was made into: a person may correct the types of its columns."""
    meanings: dict[str, str] = Field(default_factory=dict)
    """What words are to mean to the asker from now on, as they said: folded word -> metric; empty: forgotten."""
    owners: tuple[str, ...] = ()
    """Who answers for the certified question, metrics or datasets used: Slack user or channel ids, or ``#channel``."""
    started_at: str = ""
    elapsed_ms: int = 0


class HistoryCall(Frozen):
    action: str
    status: Status
    request: dict[str, Any] | None = None
    choices: tuple[Choice, ...] = ()


class HistoryTurn(Frozen):
    """An earlier turn of the thread, as given to the agent: structured requests, never figures."""

    question: str
    outcome: str
    by_asker: bool = True
    calls: tuple[HistoryCall, ...] = ()
    turn: str = ""
    """Its id, for turns of the asker: what ``speak`` reads aloud. Empty for other people's, whose rights may differ."""


def thread_key(team: str, channel: str, thread_ts: str) -> str:
    """16 hexadecimal digits that name a thread in S3 keys and table names."""
    return hashlib.sha256("|".join((team, channel, thread_ts)).encode()).hexdigest()[:16]


def file_key(thread: str, file: str) -> str:
    """S3 key of a shared file; ``thread`` is a :func:`thread_key`. A file of another thread can't be named by it."""
    return f"files/{thread}/{file}"


def receipt_prefix(turn: str) -> str:
    """S3 prefix of a turn's receipts, one JSON object each, in order of their names."""
    return f"turns/{turn}/receipts/"


def result_key(turn: str, receipt: str) -> str:
    """S3 key of the rows behind a receipt."""
    return f"turns/{turn}/results/{receipt}.json"


def text_key(turn: str, receipt: str) -> str:
    """S3 key of the whole text behind a receipt."""
    return f"turns/{turn}/results/{receipt}.txt"


def made_key(turn: str, receipt: str, name: str) -> str:
    """S3 key of a file that an action made."""
    return f"turns/{turn}/files/{receipt}/{name}"


def identity_attributes(caller: Caller, audience: Audience, turn: str, thread: str = "") -> dict[str, str]:
    """Session attributes that carry identity to the actions, written by the bot on every call."""
    return {
        CALLER_ATTRIBUTE: caller.model_dump_json(),
        AUDIENCE_ATTRIBUTE: audience.model_dump_json(),
        TURN_ATTRIBUTE: turn,
        THREAD_ATTRIBUTE: thread,
    }


CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "VND": "₫"}


def figure(value: Scalar, column: Column) -> str:
    """A cell as a person reads it: ``€1,234,567``, ``4.2%``, ``12.3k``, ``2026-10-01``, ``–`` for null.

    ``column.format`` is a number pattern: ``0,0`` groups thousands, decimals as written, a trailing ``a`` shortens
    to k, M or B, a trailing ``%`` multiplies by 100. Without one: integers grouped, at most two decimals.
    """
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float) or column.role == "key":
        return str(value)
    pattern = column.format or ("0,0" if isinstance(value, int) or abs(value) >= 1_000 else "0,0.##")
    number, suffix = float(value), ""
    if pattern.endswith("%"):
        number, suffix = number * 100, "%"
    elif pattern.endswith("a"):
        for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
            if abs(number) >= limit:
                number, suffix = number / limit, letter
                break
    digits = pattern.rstrip("%a").strip().partition(".")[2]
    text = f"{number:,.{len(digits)}f}" if "," in pattern or abs(number) >= 10_000 else f"{number:.{len(digits)}f}"
    if "#" in digits and "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.lstrip("-0.,") == "":
        text = text.lstrip("-")
    sign = CURRENCY_SIGNS.get(column.unit or "")
    if sign:
        return f"-{sign}{text[1:]}{suffix}" if text.startswith("-") else f"{sign}{text}{suffix}"
    if column.unit and not (column.unit == "%" and suffix == "%"):
        if column.unit == "%":
            return f"{text}{suffix}%"
        return f"{text}{suffix} {_of_one(column.unit) if text == '1' and not suffix else column.unit}"
    return text + suffix


def _of_one(unit: str) -> str:
    """ "orders" -> "order" beside a 1; names of measures such as kWh stay."""
    return unit[:-1] if len(unit) > 3 and unit.endswith("s") and unit.isalpha() else unit
