"""Payloads as the journal keeps them: without what opens a door, and no longer than a person reads."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from infra.local.slack.store import Json

STRING, ITEMS, DEPTH = 4_000, 200, 24
TIGHT_STRING, TIGHT_ITEMS = 300, 40
PAYLOAD = 64_000
"""Characters of one payload's JSON."""

_HIDDEN = frozenset(("token", "authorization", "x-slack-signature", "client_secret", "access_token", "refresh_token"))
_CAPABILITIES = frozenset(("trigger_id", "response_url", "upload_url", "interactivity_pointer"))
_TOKENS = re.compile(r"\bx(?:ox[a-z]|app)-[\w.-]+")
_ADDRESSES = re.compile(r"(/(?:commands|actions|app)/T_OUTCROP/|/upload/v1/)[\w-]+")
MASK = "[masked]"
_CUT = "\u2026"


def fingerprint(secret: str) -> str:
    """Enough of a hash to see that two are the same, too little to use."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()[:6]


class _TooLongError(Exception):
    """A payload does not fit: the next, tighter way is tried."""


class Masking:
    """``secrets`` are masked wherever they stand, tokens by their look, capabilities by their field."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def text(self, payload: Any) -> str:
        """A payload as JSON of about PAYLOAD characters at most; empty for None."""
        if payload is None:
            return ""
        try:
            kept = _Walk(self._secrets, STRING, ITEMS, strict=True).value(payload)
        except _TooLongError:
            kept = _Walk(self._secrets, TIGHT_STRING, TIGHT_ITEMS, strict=False).value(payload)
        return json.dumps(kept, ensure_ascii=False)


class _Walk:
    """One way through a payload. ``strict`` raises when it does not fit; else what does not fit is left out."""

    def __init__(self, secrets: tuple[str, ...], string: int, items: int, *, strict: bool) -> None:
        self._secrets, self._most, self._items, self._strict = secrets, string, items, strict
        self._left = PAYLOAD

    def value(self, value: Any, depth: int = 0) -> Any:
        if self._left <= 0:
            return _CUT
        if isinstance(value, str):
            return self._string(value, self._most)
        if not isinstance(value, dict | list):
            self._spend(8)
            return value if isinstance(value, int | float | None) else self._string(str(value), self._most)
        if depth >= DEPTH:
            return _note(len(value))
        if isinstance(value, dict):
            kept: Json = {}
            for name, inner in list(value.items())[: self._items]:
                if self._left <= 0:
                    break
                kept[self._string(str(name), 200)] = self._field(str(name), inner, depth)
            return kept if len(kept) == len(value) else kept | {_CUT: _note(len(value))}
        listed: list[Any] = []
        for inner in value[: self._items]:
            if self._left <= 0:
                break
            listed.append(self.value(inner, depth + 1))
        return listed if len(listed) == len(value) else [*listed, _note(len(value))]

    def _field(self, name: str, value: Any, depth: int) -> Any:
        if name.lower() in _HIDDEN and isinstance(value, str):
            return MASK
        if name in _CAPABILITIES and isinstance(value, str):
            return f"[masked {fingerprint(value)}]"
        return self.value(value, depth + 1)

    def _string(self, text: str, most: int) -> str:
        shown = text[: most + 400]
        for secret in self._secrets:
            shown = shown.replace(secret, MASK)
        shown = _ADDRESSES.sub(lambda found: found[1] + MASK, _TOKENS.sub(MASK, shown))
        if len(text) > most:
            shown = f"{shown[:most]}{_CUT} ({len(text):,} characters)"
        self._spend(len(shown) + 6)
        return shown

    def _spend(self, characters: int) -> None:
        self._left -= characters
        if self._left <= 0 and self._strict:
            raise _TooLongError


def _note(count: int) -> str:
    return f"{_CUT} ({count:,} in all)"
