"""A file to Slack in pieces: its bytes never lie in memory as a whole.

files.getUploadURLExternal -> POST of the bytes -> files.completeUploadExternal
(https://docs.slack.dev/messaging/working-with-files#uploading_files). The SDK's ``files_upload_v2`` reads the file
whole, so only its two API calls are used here.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bot.exports.errors import ExportError
from bot.payload import mapping
from bot.slack_api import Slack
from bot.slack_client import SLACK_ERRORS

FILE_BYTES = 1_000_000_000
"""https://slack.com/help/articles/201330736-Add-files-to-Slack"""
ALT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
STALLED_S = 60
"""Seconds without progress after which an upload counts as broken."""
SLACK_HOST = "slack.com"


class Uploads:
    def __init__(self, api_url: str) -> None:
        """``api_url``: the Web API's address; a file goes to its origin or, over https, to one of Slack's hosts."""
        self._api = urlsplit(api_url)

    def send(
        self,
        client: Slack,
        path: Path,
        *,
        title: str,
        comment: str,
        channel: str,
        thread_ts: str,
        too_big: str,
        before_shown: Callable[[str], None],
        alt: str = "",
    ) -> None:
        """Upload ``path`` under its own name and post it into the thread.

        ``before_shown`` gets the file's id when all but the posting is done, and may raise to stop it.
        Raises SlackApiError when Slack refuses, OSError when a connection breaks, ExportError for a file over 1 GB.
        """
        size = path.stat().st_size
        if size > FILE_BYTES:
            raise ExportError(too_big)
        place = client.files_getUploadURLExternal(filename=path.name, length=size, alt_txt=alt[:ALT] or None)
        file, url = str(place.get("file_id")), str(place.get("upload_url"))
        self._post(url, path, size)
        before_shown(file)
        client.files_completeUploadExternal(
            files=[{"id": file, "title": title}],
            channel_id=channel,
            thread_ts=thread_ts or None,
            initial_comment=comment,
        )

    def _post(self, url: str, path: Path, size: int) -> None:
        self._check(url)
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        with path.open("rb") as body:
            request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - checked
            with urllib.request.urlopen(request, timeout=STALLED_S) as answer:  # noqa: S310 - checked
                answer.read()

    def _check(self, url: str) -> None:
        """Raises ConnectionError for an address that isn't Slack's: nobody else gets a person's data."""
        at = urlsplit(url)
        host = at.hostname or ""
        own = (at.scheme, at.netloc) == (self._api.scheme, self._api.netloc)
        hosts = (SLACK_HOST, self._api.hostname or SLACK_HOST)
        if not own and not (at.scheme == "https" and any(host == h or host.endswith("." + h) for h in hosts)):
            raise ConnectionError("Slack named an upload address outside Slack.")


def is_shown(client: Slack, file: str) -> bool:
    """Whether an upload was completed; False when Slack doesn't say."""
    try:
        found = mapping(client.files_info(file=file).get("file"))
    except SLACK_ERRORS:
        return False
    return bool(found) and found.get("mode") != "tombstone"
