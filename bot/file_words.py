"""Every sentence about shared files that a person can read from the bot; :class:`bot.words.Words` has them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.files.naming import extension, shortened
from bot.reply.numbers import size

if TYPE_CHECKING:
    from agent_actions.contract import SharedFile
    from bot.files.errors import Reason

NAME = 60
"""Characters of a file's name in a sentence."""


class FileWords:
    """English."""

    nameless_file = "file"
    read_kinds = (
        "I read pictures (PNG, JPEG, GIF, WebP, TIFF, BMP), PDF, Word (.docx), Excel (.xlsx), CSV, text, JSON, "
        "Parquet, sound (WAV, MP3, M4A, FLAC, OGG, AMR, WebM) and video (MP4, MOV, WebM)."
    )

    # while files are taken
    def reading(self, name: str) -> str:
        return f"Reading {shortened(name, NAME)}"

    files_too_late = "Fetching the files took longer than I may spend on a question, so I stopped. Share smaller files."
    files_stopped = "Stopped while I was fetching the files. Share them again whenever you like."

    def files_unused(self, names: Sequence[str]) -> str:
        """The answer came from elsewhere than the files beside the question."""
        listed = ", ".join(f"“{shortened(name, NAME)}”" for name in names)
        return f"Not used for this answer: {listed}. Name the file in the question if it should be."

    # why one isn't taken
    def file_refused(self, reason: Reason, name: str, most_bytes: int) -> str:
        return self._file_refusals[reason].format(name=f"“{shortened(name, NAME)}”", limit=size(most_bytes))

    _file_refusals: Mapping[Reason, str] = {
        "deleted": "{name} was deleted before I could read it. Share it again.",
        "hidden": (
            "{name} is hidden by this workspace's storage limit, so I can't read it. Ask its admins for more room, or "
            "share the file again."
        ),
        "external": (
            "{name} lies outside Slack (a link to Google Drive, Dropbox or the like), and I don't fetch from there. "
            "Download it and share it here as a file."
        ),
        "not_shared": "{name} isn't shared with me, so I can't read it. Share it in this conversation.",
        "sign_in": (
            "Slack gave me its sign-in page instead of {name}: I'm not allowed to read files. Ask this workspace's "
            "admins to grant me the scope files:read."
        ),
        "elsewhere": "Slack sent me to an address outside its own file server for {name}, so I didn't fetch it.",
        "too_big": "{name} is larger than the {limit} that I take. Share a smaller file, or a part of it.",
        "empty": "{name} is empty: there is nothing in it to read.",
        "unreachable": "Slack couldn't give me {name} just now. Share it again in a minute.",
        "cut_short": "{name} didn't arrive whole: the connection to Slack broke. Share it again.",
        "not_kept": "I couldn't store {name} just now. Share it again in a minute.",
        "not_looked_at": "I couldn't look into {name} just now. Share it again in a minute.",
    }

    def too_many_files(self, shared: int, limit: int, names: Sequence[str]) -> str:
        listed = ", ".join(f"“{shortened(name, NAME)}”" for name in names[:limit])
        more = f" and {len(names) - limit} more" if len(names) > limit else ""
        return (
            f"That are {shared} files; I read at most {limit} of a message. Not read: {listed}{more}. "
            "Share the rest in another message."
        )

    # what a file is
    def wrong_format(self, code: str, name: str, *, misnamed: bool) -> str:
        shown, what = f"“{shortened(name, NAME)}”", self._formats.get(code, self._formats["unknown"])
        if misnamed:
            return f"{shown} is named .{extension(name)}, but it is {what}, so I didn't take it. {self._instead(code)}"
        return f"{shown} is {what}, which I don't read. {self._instead(code)}"

    def misnamed(self, name: str, code: str) -> str:
        """For a file that is taken all the same."""
        what = self._formats.get(code, self._formats["text"])
        return f"“{shortened(name, NAME)}” is named .{extension(name)}, but it is {what}; I read it as that."

    def _instead(self, code: str) -> str:
        return self._ways.get(code, self.read_kinds)

    _ways: Mapping[str, str] = {
        "zip": "Share the files in it one by one.",
        "rar": "Share the files in it one by one.",
        "seven_zip": "Share the files in it one by one.",
        "tar": "Share the files in it one by one.",
        "gzip": "Unpack it and share the files in it.",
        "bzip2": "Unpack it and share the files in it.",
        "xz": "Unpack it and share the files in it.",
        "zstd": "Unpack it and share the files in it.",
        "cabinet": "Share the files in it one by one.",
        "heic": "Share it as JPEG or PNG.",
        "avif": "Share it as JPEG or PNG.",
        "svg": "Share it as PNG.",
        "photoshop": "Share it as PNG or JPEG.",
        "big_tiff": "Share it as PNG, JPEG or an ordinary TIFF.",
        "postscript": "Share it as PDF.",
        "old_office": "Save it as .docx, .xlsx or PDF and share that.",
        "protected_office": "Save it without a password and share that.",
        "office_macros": "Save it without macros (.docx or .xlsx) and share that.",
        "pptx": "Save it as PDF and share that.",
        "xlsb": "Save it as .xlsx and share that.",
        "open_document": "Save it as .docx, .xlsx or PDF and share that.",
        "rtf": "Save it as .docx or PDF and share that.",
        "html": "Save it as PDF or text and share that.",
        "canvas": "Export it as PDF, or copy its text into a message.",
        "aac": "Share it as M4A, MP3 or WAV.",
        "aiff": "Share it as WAV, MP3 or FLAC.",
        "ogg_video": "Share it as MP4 or WebM.",
        "avi": "Share it as MP4, MOV or WebM.",
        "matroska": "Share it as MP4, MOV or WebM.",
        "phone_video": "Share it as MP4, MOV or WebM.",
    }
    _formats: Mapping[str, str] = {
        "png": "a PNG picture",
        "jpeg": "a JPEG picture",
        "gif": "a GIF picture",
        "webp": "a WebP picture",
        "tiff": "a TIFF picture",
        "bmp": "a BMP picture",
        "pdf": "a PDF",
        "docx": "a Word document",
        "xlsx": "an Excel workbook",
        "csv": "a CSV table",
        "tsv": "a table of tab-separated values",
        "jsonl": "a list of JSON objects",
        "json": "JSON",
        "json_rows": "JSON",
        "parquet": "a Parquet table",
        "text": "plain text",
        "markdown": "Markdown text",
        "wav": "a WAV recording",
        "mp3": "an MP3 recording",
        "m4a": "an MPEG-4 recording",
        "flac": "a FLAC recording",
        "ogg": "an OGG recording",
        "amr": "an AMR recording",
        "webm_audio": "a WebM recording",
        "mp4": "an MP4 video",
        "mov": "a QuickTime video",
        "webm": "a WebM video",
        "windows_program": "a Windows program",
        "linux_program": "a Linux program",
        "mac_program": "a Mac program",
        "java_program": "a Java program",
        "android_program": "an Android program",
        "web_program": "a WebAssembly program",
        "script": "a script",
        "zip": "a ZIP archive",
        "rar": "a RAR archive",
        "seven_zip": "a 7-Zip archive",
        "tar": "a tar archive",
        "gzip": "a gzip archive",
        "bzip2": "a bzip2 archive",
        "xz": "an xz archive",
        "zstd": "a Zstandard archive",
        "cabinet": "a Windows cabinet archive",
        "old_office": "a file of an old Office format",
        "protected_office": "an Office file with a password",
        "office_macros": "an Office file with macros",
        "pptx": "a PowerPoint presentation",
        "xlsb": "a binary Excel workbook",
        "open_document": "an OpenDocument file",
        "rtf": "a rich text file",
        "html": "a web page",
        "svg": "an SVG drawing",
        "heic": "a HEIC picture",
        "avif": "an AVIF picture",
        "photoshop": "a Photoshop picture",
        "big_tiff": "a BigTIFF picture",
        "icon": "a Windows icon",
        "fits": "a FITS picture",
        "postscript": "a PostScript file",
        "database": "a database file",
        "font": "a font",
        "canvas": "a page that is edited in Slack (a canvas, list or post)",
        "aac": "a bare AAC recording",
        "aiff": "an AIFF recording",
        "ogg_video": "an OGG video",
        "avi": "an AVI video",
        "matroska": "a Matroska video",
        "phone_video": "a 3GP video",
        "unknown": "of a kind that I don't know",
    }

    # files without a question
    def offer(self, count: int) -> str:
        return "What shall I do with it?" if count == 1 else "What shall I do with them?"

    def file_line(self, file: SharedFile) -> str:
        """``invoice.pdf: PDF, 120.3 kB, 2 pages``."""
        parts = [self._mimes.get(file.mime) or self._kinds[file.kind], size(file.size)]
        if file.width and file.height:
            parts.append(f"{file.width:,} × {file.height:,} pixels")
        if file.pages and (file.pages > 1 or file.kind == "document"):
            parts.append(self._pages(file))
        if file.seconds is not None:
            parts.append(self.duration(file.seconds))
        return f"**{shortened(file.name, NAME)}**: {', '.join(parts)}"

    def _pages(self, file: SharedFile) -> str:
        one, many = ("sheet", "sheets") if file.kind == "table" else ("page", "pages")
        one, many = ("frame", "frames") if file.kind == "image" else (one, many)
        return f"1 {one}" if file.pages == 1 else f"{file.pages:,} {many}"

    def duration(self, seconds: float) -> str:
        """``0.4 seconds``, ``0:42``, ``1:02:03``."""
        if seconds < 1:
            return f"{seconds:.1f} seconds"
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

    _kinds: Mapping[str, str] = {
        "image": "picture", "document": "document", "table": "table", "text": "text", "audio": "sound",
        "video": "video",
    }  # fmt: skip
    _mimes: Mapping[str, str] = {
        "image/png": "PNG picture",
        "image/jpeg": "JPEG picture",
        "image/gif": "GIF picture",
        "image/webp": "WebP picture",
        "image/tiff": "TIFF picture",
        "image/bmp": "BMP picture",
        "application/pdf": "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
        "text/csv": "CSV table",
        "text/tab-separated-values": "table",
        "application/x-ndjson": "JSON table",
        "application/json": "JSON",
        "application/vnd.apache.parquet": "Parquet table",
        "text/markdown": "Markdown text",
        "audio/wav": "WAV recording",
        "audio/mpeg": "MP3 recording",
        "audio/mp4": "MPEG-4 recording",
        "audio/flac": "FLAC recording",
        "audio/ogg": "OGG recording",
        "audio/amr": "AMR recording",
        "audio/webm": "WebM recording",
        "video/mp4": "MP4 video",
        "video/quicktime": "QuickTime video",
        "video/webm": "WebM video",
    }

    # buttons under a file: what they say, and what they ask
    file_actions: Mapping[str, tuple[str, str]] = {
        "describe": ("Describe", "Describe {name}"),
        "read": ("Read text", "Read the text of {name}"),
        "tables": ("Extract table", "Extract the tables of {name}"),
        "transcribe": ("Transcribe", "Transcribe {name}"),
        "translate": ("Translate", "Translate {name} to {language}"),
        "summarise": ("Summarise", "Summarise {name}"),
        "dataset": ("Ask about this data", "Ask about this data: {name}"),
    }

    def file_button(self, action: str, name: str, *, alone: bool) -> str:
        label = self.file_actions[action][0]
        return label if alone else f"{label}: {shortened(name, 73 - len(label))}"

    def file_request(self, action: str, name: str, locale: str) -> str:
        return self.file_actions[action][1].format(name=name, language=self.language_name(locale))

    languages: Mapping[str, str] = {
        "ar": "Arabic", "zh": "Chinese", "cs": "Czech", "da": "Danish", "nl": "Dutch", "en": "English", "fi": "Finnish",
        "fr": "French", "de": "German", "el": "Greek", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
        "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "no": "Norwegian", "pl": "Polish",
        "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "es": "Spanish", "sv": "Swedish", "th": "Thai",
        "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    }  # fmt: skip

    def language_name(self, locale: str) -> str:
        return self.languages.get(locale[:2].lower(), self.languages["en"])

    # message shortcuts
    ask_about_title = "Ask Outcrop"
    ask_about_label = "What do you want to know?"
    ask_about_hint = "The answer comes into the thread of the message, where everybody in it can read it."
    ask_about_submit = "Ask"
    ask_about_empty = "Write a question first."
    translate_title = "Translate"
    translate_label = "Into which language?"
    translate_submit = "Translate"
    translate_nothing = "There is no text in that message. Its files can be translated with “Ask Outcrop about this”."
    modal_cancel = "Cancel"
    modal_failed = "I couldn't open the window for that. Try it again."

    def files_listed(self, names: Sequence[str]) -> str:
        return "With: " + ", ".join(shortened(name, NAME) for name in names)

    def translated(self, language: str, *, cut: int | None) -> str:
        """Above the translation; ``cut``: only so many characters were translated."""
        part = f" (its first {cut:,} characters)" if cut else ""
        return f"The message in {language}{part}, seen by you alone:"
