"""Cells as figures. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_actions.contract import Scalar

Value = float | None


def number_of(value: Scalar) -> Value:
    """A cell as a figure: None for text, for null and for what is not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value
