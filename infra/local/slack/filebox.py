"""Files: upload tickets, bytes on disk, Slack's file objects, shares."""

from __future__ import annotations

import mimetypes
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.slack.errors import SlackApiError
from infra.local.slack.faults import SHARE, Faults
from infra.local.slack.people import BOT_USER, CHANNELS, TEAM_ID
from infra.local.slack.store import Json
from infra.local.slack.workspace import Workspace

SNIPPET_BYTES = 1_000_000
PREVIEW_LINES, PREVIEW_LINE, PREVIEW_BYTES = 6, 400, 16_000
_TEXT_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".sql", ".md", ".log", ".yaml", ".yml", ".txt")
ALT_TEXT = 1_000
_FILE_TYPES = {
    "csv": "CSV", "json": "JSON", "txt": "Plain Text", "png": "PNG", "jpg": "JPEG", "gif": "GIF", "pdf": "PDF",
    "xlsx": "Excel Spreadsheet", "docx": "Word Document", "mp3": "MP3", "wav": "WAV", "m4a": "MPEG 4 Audio",
    "mp4": "MPEG 4 Video", "zip": "Zip", "md": "Markdown", "sql": "SQL", "parquet": "Binary",
}  # fmt: skip


def _file_type(name: str) -> str:
    suffix = Path(name).suffix.lower().lstrip(".")
    return {"jpeg": "jpg", "txt": "text", "md": "markdown"}.get(suffix, suffix) or "binary"


def _preview(path: Path, name: str, mime: str) -> Json:
    """The first lines of a text file, in the fields of Slack's file object; empty for other files."""
    if not mime.startswith("text/") and Path(name).suffix.lower() not in _TEXT_SUFFIXES:
        return {}
    with path.open("rb") as file:
        start = file.read(PREVIEW_BYTES)
        if b"\0" in start:
            return {}
        lines = start.count(b"\n")
        while piece := file.read(1 << 20):
            lines += piece.count(b"\n")
    shown = start.decode("utf-8-sig", "replace").splitlines()[:PREVIEW_LINES]
    total = max(lines, len(shown))
    return {
        "preview": "\n".join(line[:PREVIEW_LINE] for line in shown), "lines": total,
        "lines_more": total - len(shown), "preview_is_truncated": total > len(shown),
    }  # fmt: skip


class FileBox:
    """``origin`` is asked for at every use: the port may be known only after start."""

    def __init__(self, workspace: Workspace, origin: Callable[[], str], faults: Faults) -> None:
        self._workspace, self._faults = workspace, faults
        self._store = workspace.store
        self._origin = origin

    def path(self, file_id: str) -> Path:
        return self._store.files / re.sub(r"\W", "", file_id)

    def ticket(self, user: str, name: str, length: int, *, alt_text: str = "", snippet: str = "") -> Json:
        """A place to upload to: ``{"upload_url", "file_id"}``. Raises for an empty file or a snippet over 1 MB."""
        if length <= 0:
            raise SlackApiError(
                "invalid_arguments", messages=("[ERROR] must be greater than 0 [json-pointer:/length]",)
            )
        if len(alt_text) > ALT_TEXT:
            raise SlackApiError("alt_txt_too_large")
        if snippet and length > SNIPPET_BYTES:
            raise SlackApiError("snippet_too_large")
        file_id = "F" + secrets.token_hex(5).upper()
        token = secrets.token_urlsafe(24)
        safe = re.sub(r"[\x00-\x1f/\\]", "_", name)[:255]
        body: Json = {"id": file_id, "name": safe, "user": user, "length": length, "alt": alt_text, "until":
                      time.time() + self._workspace.timing.upload_url, "uploaded": False}  # fmt: skip
        self._store.put("upload", token, body)
        self._store.put("ticket", file_id, {"token": token})
        return {"upload_url": f"{self._origin()}/upload/v1/{token}", "file_id": file_id}

    def open_upload(self, token: str) -> Json | None:
        """The ticket of an upload URL, None when unknown or too old."""
        ticket = self._store.get("upload", token)
        return ticket if ticket and ticket["until"] > time.time() else None

    def uploaded(self, token: str, ticket: Json) -> None:
        self._store.put("upload", token, {**ticket, "uploaded": True})

    def complete(self, file_id: str, title: str) -> Json:
        """The uploaded bytes become a file. Raises file_not_found when nothing, or not all, was uploaded."""
        known = self._store.get("ticket", file_id)
        ticket = self._store.get("upload", known["token"]) if known else None
        if ticket is None or known is None or not ticket["uploaded"]:
            raise SlackApiError("file_not_found")
        self._store.drop("upload", known["token"])
        self._store.drop("ticket", file_id)
        return self.add(file_id, ticket["name"], ticket["user"], title=title, alt_text=ticket["alt"])

    def add(self, file_id: str, name: str, user: str, *, title: str = "", alt_text: str = "") -> Json:
        """Make the file object for bytes that already lie at :meth:`path`."""
        kind = _file_type(name)
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        base = f"{self._origin()}/files-pri/{TEAM_ID}-{file_id}"
        now = int(time.time())
        file: Json = {
            "id": file_id, "created": now, "timestamp": now, "name": name, "title": title or name, "mimetype": mime,
            "filetype": kind, "pretty_type": _FILE_TYPES.get(Path(name).suffix.lower().lstrip("."), "Binary"),
            "user": user, "user_team": TEAM_ID, "editable": False, "size": self.path(file_id).stat().st_size,
            "mode": "hosted", "is_external": False, "external_type": "", "is_public": False, "public_url_shared": False,
            "display_as_bot": False, "username": "", "url_private": f"{base}/{_in_url(name)}",
            "url_private_download": f"{base}/download/{_in_url(name)}", "media_display_type": "unknown",
            "permalink": f"{self._origin()}/files/{user}/{file_id}/{_in_url(name)}", "has_rich_preview": False,
            "file_access": "visible", "channels": [], "groups": [], "ims": [], "shares": {},
        }  # fmt: skip
        if alt_text:
            file["alt_txt"] = alt_text
        file |= _preview(self.path(file_id), name, mime)
        self._store.put("file", file_id, file)
        return file

    def require(self, file_id: str) -> Json:
        file = self._store.get("file", file_id)
        if file is None:
            raise SlackApiError("file_not_found")
        if file.get("mode") == "tombstone":
            raise SlackApiError("file_deleted")
        return file

    def share(
        self, channel: str, user: str, files: list[Json], *, text: str = "", thread_ts: str = "",
        blocks: list[Json] | None = None, **extra: Any,
    ) -> Json:  # fmt: skip
        """Post the files as one message."""
        fresh = [self.require(file["id"]) for file in files]
        shown = [self._announced(file) for file in fresh]
        message = self._workspace.post(
            channel, user, text=text, blocks=blocks, thread_ts=thread_ts, subtype="file_share", files=shown,
            upload=True, **extra,
        )  # fmt: skip
        for file in fresh:
            scope = "public" if channel in CHANNELS else "private"
            where = "channels" if channel in CHANNELS else "ims"
            file[where] = sorted({*file[where], channel})
            shares = file["shares"].setdefault(scope, {}).setdefault(channel, [])
            shares.append({"ts": message["ts"], "thread_ts": thread_ts} if thread_ts else {"ts": message["ts"]})
            self._store.put("file", file["id"], file)
        return message

    def _announced(self, file: Json) -> Json:
        """The file as its message has it: whole, unless a fault was asked for."""
        fault = self._faults.take(SHARE)
        match fault.kind if fault else "":
            case "check_file_info":
                return {"id": file["id"], "created": 0, "timestamp": 0, "user": "", "mode": "file_access",
                        "file_access": "check_file_info", "skipped_shares": True}  # fmt: skip
            case "tombstone" | "hidden_by_limit" as mode:
                return {"id": file["id"], "mode": mode}
            case "external":
                to = fault.to if fault else ""
                return file | {"mode": "external", "is_external": True, "external_type": "gdrive", "external_url": to,
                               "url_private": to, "url_private_download": to, "size": 0}  # fmt: skip
            case "declared":
                return file | {"size": fault.bytes if fault else 0}
            case _:
                return file

    def delete(self, file_id: str, *, by: str) -> None:
        file = self.require(file_id)
        if file["user"] != by and by != BOT_USER:
            raise SlackApiError("cant_delete_file")
        self.path(file_id).unlink(missing_ok=True)
        self._store.put("file", file_id, {"id": file_id, "mode": "tombstone", "user": file["user"]})


def _in_url(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name.lower())
