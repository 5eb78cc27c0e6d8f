"""Action ids and values of the buttons under an answer."""

from __future__ import annotations

SHOW_SQL = "outcrop_show_sql"
EXPORT_CSV = "outcrop_export_csv"
EXPORT_PNG = "outcrop_export_png"
EXPORT_XLSX = "outcrop_export_xlsx"
CORRECT_TYPES = "outcrop_types"
FEEDBACK = "outcrop_feedback"
CHOICE = "outcrop_choice_"
"""Followed by the choice's number from 0."""
ASK = "outcrop_ask_"
"""Followed by the question's number from 0 among those that Home offers; the value is the question."""
ASK_ABOUT, TRANSLATE = "outcrop_ask_about", "outcrop_translate"
"""Callback ids of the message shortcuts, and of the windows that they open; infra/slack/manifest.yaml has them too."""
GOOD, BAD = "good", "bad"
