"""Names of the emoji that the page draws; any other stays ``:name:``."""

from __future__ import annotations

EMOJI: dict[str, str] = {
    "+1": "\U0001f44d", "thumbsup": "\U0001f44d", "-1": "\U0001f44e", "thumbsdown": "\U0001f44e",
    "eyes": "\U0001f440", "white_check_mark": "\u2705", "heavy_check_mark": "\u2714\ufe0f", "x": "\u274c",
    "warning": "\u26a0\ufe0f", "hourglass_flowing_sand": "\u23f3", "tada": "\U0001f389", "heart": "\u2764\ufe0f",
    "bar_chart": "\U0001f4ca", "chart_with_upwards_trend": "\U0001f4c8", "mag": "\U0001f50d", "bulb": "\U0001f4a1",
    "pray": "\U0001f64f", "raised_hands": "\U0001f64c", "smile": "\U0001f604", "thinking_face": "\U0001f914",
    "lock": "\U0001f512", "memo": "\U0001f4dd", "rocket": "\U0001f680", "wave": "\U0001f44b",
}  # fmt: skip
