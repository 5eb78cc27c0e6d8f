"""What goes wrong before a verdict can be given."""

from __future__ import annotations

from infra.local.errors import LocalError


class GoldenError(LocalError):
    """The golden file, a baseline or a reference query can't be used; the message says where and why."""
