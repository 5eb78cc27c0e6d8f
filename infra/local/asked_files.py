"""The files that an answer brought, fetched from the offline Slack as a person would: pictures, speech, texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

NAME = 120
"""Characters of a name kept on disk."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]+")


def download(slack: WebClient, ids: list[str], folder: Path) -> list[dict[str, Any]]:
    """Name, path and type of each posted file, written into ``folder``; one that Slack no longer has is left out."""
    found: list[dict[str, Any]] = []
    for file_id in dict.fromkeys(ids):
        try:
            file: dict[str, Any] = slack.files_info(file=file_id).get("file") or {}
        except SlackApiError:
            continue
        if not file.get("url_private_download"):
            continue
        name = str(file["name"])
        path = folder / file_id / (_UNSAFE.sub("_", name).strip(". ")[-NAME:] or file_id)
        _fetch(str(file["url_private_download"]), slack.token or "", path)
        found.append({"name": name, "path": str(path), "mime": file.get("mimetype", "application/octet-stream")})
    return found


def _fetch(url: str, token: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.stream("GET", url, headers=headers, timeout=60, trust_env=False) as answer, path.open("wb") as out:
        answer.raise_for_status()
        for piece in answer.iter_bytes(1 << 20):
            out.write(piece)
