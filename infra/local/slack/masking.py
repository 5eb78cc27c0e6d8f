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


def fingerprint(secret: str) -> str:
    """Enough of a hash to see that two are the same, too little to use."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()[:6]


class Masking:
    """``secrets`` are masked wherever they stand, tokens by their look, capabilities by their field."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def text(self, payload: Any) -> str:
        """A payload as JSON of at most PAYLOAD characters; empty for None."""
        if payload is None:
            return ""
        shown = json.dumps(self._value(payload, STRING, ITEMS), ensure_ascii=False)
        if len(shown) > PAYLOAD:
            shown = json.dumps(self._value(payload, TIGHT_STRING, TIGHT_ITEMS), ensure_ascii=False)
        if len(shown) > PAYLOAD:
            shown = json.dumps(_note(len(shown)), ensure_ascii=False)
        return shown

    def _value(self, value: Any, string: int, items: int, depth: int = 0) -> Any:
        if isinstance(value, str):
            return self._string(value, string)
        if not isinstance(value, dict | list):
            return value if isinstance(value, int | float | None) else self._string(str(value), string)
        if depth >= DEPTH:
            return _note(len(value))
        if isinstance(value, dict):
            kept: Json = {
                self._string(str(name), 200): self._field(str(name), inner, string, items, depth)
                for name, inner in list(value.items())[:items]
            }
            return kept if len(value) <= items else kept | {"\u2026": _note(len(value))}
        listed = [self._value(inner, string, items, depth + 1) for inner in value[:items]]
        return listed if len(value) <= items else [*listed, _note(len(value))]

    def _field(self, name: str, value: Any, string: int, items: int, depth: int) -> Any:
        if name.lower() in _HIDDEN and isinstance(value, str):
            return MASK
        if name in _CAPABILITIES and isinstance(value, str):
            return f"[masked {fingerprint(value)}]"
        return self._value(value, string, items, depth + 1)

    def _string(self, text: str, most: int) -> str:
        shown = text[: most + 400]
        for secret in self._secrets:
            shown = shown.replace(secret, MASK)
        shown = _ADDRESSES.sub(lambda found: found[1] + MASK, _TOKENS.sub(MASK, shown))
        if len(text) <= most:
            return shown
        return f"{shown[:most]}\u2026 ({len(text):,} characters)"


def _note(count: int) -> str:
    return f"\u2026 ({count:,} in all)"
