"""What the bot says of results as files: CSV, Excel, and what Slack answers to an upload."""

from __future__ import annotations

from collections.abc import Mapping

from bot.phrasing import cut


class ExportWords:
    """English."""

    def rows(self, count: int) -> str:
        return "1 row" if count == 1 else f"{count:,} rows"

    download_csv = "CSV"
    download_xlsx = "Excel"
    export_untitled = "Result"
    export_not_yours = "Only the person who asked can download this. Ask me the same question to get your own file."
    export_gone = "I no longer have the rows of that answer. Ask the question again and download it then."
    export_unreadable = "I couldn't read the rows of that answer. Ask the question again and download it then."
    export_too_late = "This file takes longer to make than I may spend on it. Ask for fewer rows, or take the CSV."
    export_too_big = "This file is too big to make or to share. Ask for fewer rows or columns, or take the CSV."
    export_failed = "I tried to make this file several times and couldn't. Press the button again in a few minutes."
    about_sheet = "About"
    about: Mapping[str, str] = {
        "title": "Title",
        "question": "Question",
        "provenance": "Where it comes from",
        "rows": "Rows",
        "data_as_of": "Data to",
        "assumptions": "Taken for granted",
        "hidden": "Hidden",
        "warnings": "Notes on the answer",
        "metrics": "Metrics (version)",
        "columns": "Columns",
        "sql": "SQL",
        "query": "Athena query",
        "receipt": "Receipt",
    }

    def export_begun(self, rows: int) -> str:
        return f"I'm making the file of {self.rows(rows)}; it comes in this thread."

    def export_comment(self, title: str, rows: str) -> str:
        return f"{cut(title, 200)}: {rows}"

    def on_sheets(self, rows: int, sheets: int) -> str:
        return f"{rows:,} rows on {sheets} sheets, as one takes no more than 1,048,575 of them"

    def cells_cut(self, count: int) -> str:
        cells = "1 text is" if count == 1 else f"{count:,} texts are"
        return f"{cells} longer than an Excel cell takes and cut at its end. The CSV has them whole."

    def columns_cut(self, count: int) -> str:
        columns = "1 column is" if count == 1 else f"{count:,} columns are"
        return f"{columns} left out, as an Excel sheet takes no more. The CSV has them all."

    def upload_refused(self, code: str) -> str:
        said = f"Slack didn't take the file ({code}). Press the button again, or ask your workspace's admins."
        return self.upload_refusal(code) or said

    def upload_refusal(self, code: str) -> str:
        """Why Slack takes no file, where its code tells."""
        return self._upload_refusals.get(code, "")

    _upload_refusals: Mapping[str, str] = {
        "file_uploads_disabled": "File uploads are switched off in this workspace. Ask its admins to allow them.",
        "file_uploads_except_images_disabled": (
            "This workspace takes images only, so I can't post the file. Ask its admins to allow other files."
        ),
        "file_type_not_allowed": "This workspace doesn't take files of this type. Try the other format.",
        "storage_limit_reached": "This workspace has no room left for files. Ask its admins to free some.",
        "missing_scope": "I'm not allowed to post files here. Ask whoever installed me to grant the scope files:write.",
        "not_in_channel": "I'm no longer in this channel, so I can't post the file. Invite me with /invite.",
        "channel_not_found": "I can't see this channel any more, so I can't post the file. Invite me with /invite.",
        "is_archived": "This channel is archived, so I can't post the file. Ask me in another place.",
        "thread_not_found": "The question was deleted, so there is no thread for the file. Ask it again.",
        "restricted_action": "I may not post in this channel. Ask me the question in a direct message.",
    }
