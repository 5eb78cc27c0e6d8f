"""Faults that a test may ask for: in process (``server.faults``) or by ``POST /_faults``."""

from __future__ import annotations

import fnmatch
import threading
from collections.abc import Callable
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from infra.local.slack import words
from infra.local.slack.rules import LIMITS, Rules

FaultKind = Literal[
    "rate_limited", "error", "500", "lost", "slow", "sign_in", "redirect", "gone", "endless", "trickle",
    "check_file_info", "external", "tombstone", "hidden_by_limit", "declared", "no_files", "doubled",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(FaultKind)
DOES: dict[FaultKind, str] = {
    "rate_limited": "HTTP 429 with `Retry-After: seconds`; the method does not run",
    "error": "`ok: false` with `code`; the method does not run",
    "500": "HTTP 500; the method does not run",
    "lost": "The method runs and the connection breaks before the answer",
    "slow": "The method runs after `seconds`",
    "sign_in": "`files.download`: the sign-in page in HTML with 200, as for a token without `files:read`",
    "redirect": "`files.download`: 302 to the address `to`",
    "gone": "`files.download`: HTTP 404",
    "endless": "`files.download`: the file's bytes, then `bytes` more; no length is announced",
    "trickle": "`files.download`: the file's bytes, spread over `seconds`",
    "check_file_info": "`files.share`: the message has the file's id alone, as in Slack Connect; `files.info` has all",
    "external": "`files.share`: the file lies outside Slack, at `to`",
    "tombstone": "`files.share`: the message's file was deleted",
    "hidden_by_limit": "`files.share`: the file is hidden by the storage limit",
    "declared": "`files.share`: the file's `size` says `bytes`, whatever it is",
    "doubled": "`delivery.*`: the event is sent twice, with one event id",
    "no_files": "`event.app_mention`: the event is silent about the message's files",
}
DOWNLOAD, SHARE, MENTION = "files.download", "files.share", "event.app_mention"
"""What no Web API method does: fetching a file, announcing it, and the event of a mention."""
ONLY: dict[str, str] = {
    kind: does.split("`")[1] for kind, does in DOES.items() if does.startswith(("`files.", "`event."))
}
"""Kinds that fit one of these alone."""
DELIVERY = "delivery."
"""Before an event's type, the name that a fault of its delivery goes by: ``delivery.message``, ``delivery.*``."""
UPLOAD = "upload"
"""The name of a POST to an upload URL."""
OF_DELIVERY: tuple[FaultKind, ...] = ("lost", "slow", "doubled")


class FaultError(Exception):
    """A fault that cannot be: said in words to who asked for it."""


class Fault(BaseModel):
    """``method`` may hold wildcards (``chat.*``). ``times`` counts down; -1 goes on for ever. Kinds: DOES.

    Deliveries of events (``delivery.message``) and uploads (``upload``) are hit by faults that name them, not by
    ``*``. A lost event is one that doesn't arrive, so that Slack tries again; a slow one is overtaken by later ones.
    """

    model_config = ConfigDict(extra="forbid")

    method: str = Field(min_length=1)
    kind: FaultKind
    times: int = Field(1, ge=-1)
    seconds: float = Field(1.0, ge=0, le=3600)
    code: str = Field("internal_error", pattern=r"^[a-z][a-z0-9_]*$")
    to: str = Field("", max_length=2_000)
    bytes: int = Field(0, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> Fault:
        if self.method.startswith(DELIVERY):
            if self.kind not in OF_DELIVERY:
                raise PydanticCustomError("kind", words.FAULT_OF_DELIVERY.format(kinds=", ".join(OF_DELIVERY)))
        elif self.kind == "doubled":
            raise PydanticCustomError("kind", words.DOUBLED_IS_OF_DELIVERY)
        elif ONLY.get(self.kind, self.method) != self.method:
            raise PydanticCustomError("method", "{why}", {"why": words.BAD_FAULT_METHOD.format(
                kind=self.kind, method=ONLY[self.kind])})  # fmt: skip
        return self

    def hits(self, name: str) -> bool:
        special = name == UPLOAD or name.startswith(DELIVERY)
        if special and self.method.partition(".")[0] != name.partition(".")[0]:
            return False
        return fnmatch.fnmatchcase(name, self.method)


class Faults:
    """``pending`` is used up in order; ``rules`` are Slack's limits, each of which may be switched."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.pending: list[Fault] = []
        self._lock = threading.Lock()

    @property
    def rate_limits(self) -> bool:
        """Whether Slack's tiers hold."""
        return self.rules.holds("tiers")

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self.rules.set("tiers", on)

    def add(self, method: str, kind: FaultKind, **options: Any) -> None:
        with self._lock:
            self.pending.append(Fault(method=method, kind=kind, **options))

    def clear(self) -> None:
        """No fault is pending and every limit is as at the start."""
        with self._lock:
            self.pending.clear()
            self.rules.reset()

    def take(self, method: str) -> Fault | None:
        with self._lock:
            for fault in self.pending:
                if fault.times and fault.hits(method):
                    fault.times -= 1
                    if not fault.times:
                        self.pending.remove(fault)
                    return fault
        return None

    def apply(self, body: Any) -> None:
        """The body of ``POST /_faults``: a fault, or ``{"limits": {name: true, false or a number}}``.

        ``rate_limits`` and ``stream_seconds`` are short for two of the limits. Raises FaultError and changes nothing.
        """
        if not isinstance(body, dict) or not body:
            raise FaultError(words.BAD_FAULT.format(kinds=", ".join(KINDS)))
        fault = dict(body)
        limits = fault.pop("limits", {})
        if not isinstance(limits, dict):
            raise FaultError(words.BAD_LIMITS)
        for short, name in (("rate_limits", "tiers"), ("stream_seconds", "stream_seconds")):
            if short in fault:
                limits = {**limits, name: fault.pop(short)}
        changes = [_change(name, value) for name, value in limits.items()]
        if fault:
            try:
                made = Fault.model_validate(fault)
            except ValidationError as error:
                raise FaultError(_said(error)) from None
            with self._lock:
                self.pending.append(made)
        for change in changes:
            change(self.rules)

    def describe(self) -> dict[str, Any]:
        return {
            "rate_limits": self.rate_limits,
            "limits": self.rules.describe(),
            "pending": [fault.model_dump() for fault in self.pending],
        }


def _change(name: str, value: Any) -> Callable[[Rules], None]:
    if name not in LIMITS:
        raise FaultError(words.UNKNOWN_LIMIT.format(name=name, names=", ".join(LIMITS)))
    if not isinstance(value, bool | int | float):
        raise FaultError(words.BAD_LIMIT.format(name=name))
    try:
        Rules().set(name, value)
    except ValueError:
        raise FaultError(words.BAD_LIMIT.format(name=name)) from None
    return lambda rules: rules.set(name, value)


def _said(error: ValidationError) -> str:
    """The first thing that is wrong with a fault, in words."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "fault"
    if first["type"] in ("missing", "literal_error"):
        return words.BAD_FAULT.format(kinds=", ".join(KINDS))
    if first["type"] in ("method", "kind"):
        return first["msg"]
    if first["type"] == "extra_forbidden":
        return words.UNKNOWN_FAULT_FIELD.format(name=name, names=", ".join(Fault.model_fields))
    return words.BAD_FAULT_FIELD.format(name=name, why=first["msg"][:1].lower() + first["msg"][1:])
