"""How pictures of charts look: legible in print, on a slide and beside Slack's own charts."""

from __future__ import annotations

FONT = "Liberation Sans"
"""Comes with vl-convert, so that a machine without fonts draws the same."""
INK, SOFT, LINES, PAPER = "#1f2328", "#57606a", "#e4e4e0", "#ffffff"
COLOURS = ("#1f6fae", "#c8571b", "#2e8b6b", "#8a5fb0", "#a67c00", "#6b7280")
"""Apart for people who don't tell red from green; 3:1 or more against the paper."""
DASHES = ((1, 0), (7, 4), (2, 3), (9, 4, 2, 4), (5, 3, 1, 3), (14, 5))
"""Lines differ in more than their colour."""

WIDTH, HEIGHT = 760, 340
"""Pixels of the drawing alone, before SCALE."""
BAR = 26
"""Height of one category of bars that lie; several series share a little more."""
TALLEST = 1_100
SCALE = 2.0
TITLE_LINE, NOTE_LINE = 74, 112
"""Characters of a line of the title and of the lines below it."""
TITLE_LINES, NOTE_LINES = 3, 10

CONFIG: dict[str, object] = {
    "font": FONT,
    "background": PAPER,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT, "titleColor": SOFT, "gridColor": LINES, "domainColor": LINES, "tickColor": LINES,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 280, "titlePadding": 10,
    },
    "legend": {"orient": "top", "title": None, "labelFontSize": 12, "labelColor": INK, "labelLimit": 280},
    "title": {
        "anchor": "start", "frame": "bounds", "fontSize": 18, "color": INK, "subtitleFontSize": 12,
        "subtitleColor": SOFT, "subtitlePadding": 6, "subtitleLineHeight": 16, "offset": 18,
    },
    "text": {"fontSize": 12, "color": INK},
    "bar": {"cornerRadiusEnd": 2},
}  # fmt: skip
