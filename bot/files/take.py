"""One file taken: vetted, streamed from Slack to S3, looked at by the action that knows formats from inside.

Whatever goes wrong, nothing of it stays in S3.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from agent_actions.contract import SharedFile, file_key
from bot.errors import ActionsError
from bot.files.download import Body, Downloads
from bot.files.errors import PASSING, FileRefusedError, HaltedError, UnfitError, WrongFormatError
from bot.files.formats import TAKEN, Format, is_misnamed
from bot.files.naming import extension, shown_name, unique_name
from bot.files.rows import FileRow
from bot.files.slack_file import Shared, shared_file
from bot.files.sniff import HEAD_BYTES, sniff
from bot.files.upload import Upload, take_back
from bot.files.zip_directory import TAIL_BYTES, zip_code
from bot.payload import mapping
from bot.slack_client import SLACK_ERRORS, error_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from types_boto3_s3 import S3Client

    from agent_actions.contract import Audience, Caller
    from bot.actions import Actions
    from bot.file_words import FileWords
    from bot.files.errors import Reason
    from bot.files.halt import Halt
    from bot.slack_api import Slack

TRIES = 2
PAUSE_S = 0.5
INFO_S = 15.0
ON_SLACK_ALONE = frozenset({"quip", "canvas", "list", "space", "post", "docs"})
"""Modes and types of what Slack itself edits: there are no bytes to fetch."""
_INFO_REASONS: Mapping[str, Reason] = {
    "file_not_found": "deleted", "file_deleted": "deleted", "not_visible": "not_shared", "access_denied": "not_shared",
    "file_access_denied": "not_shared", "not_in_channel": "not_shared", "channel_not_found": "not_shared",
    "missing_scope": "sign_in", "not_allowed_token_type": "sign_in", "invalid_auth": "sign_in",
}  # fmt: skip

log = logging.getLogger("outcrop.files")


@dataclass(frozen=True)
class Place:
    """Whose files, for whom, where: the same for all files of a turn."""

    thread: str
    """Key of the thread (:func:`agent_actions.contract.thread_key`)."""
    turn: str
    caller: Caller
    audience: Audience
    again: bool = False
    """True for a turn that was begun before: parts may lie about."""


class Names:
    """Names for people, each the only one of its thread."""

    def __init__(self, taken: Iterable[str], otherwise: str) -> None:
        self._taken, self._otherwise, self._lock = set(taken), otherwise, threading.Lock()
        self._given: dict[str, str] = {}

    def of(self, file: Shared) -> str:
        """The same for the same file, once Slack has told its name."""
        if not file.name:
            return self._given.get(file.id, self._otherwise)
        with self._lock:
            if file.id not in self._given:
                self._given[file.id] = unique_name(shown_name(file.name, self._otherwise), self._taken)
                self._taken.add(self._given[file.id])
            return self._given[file.id]


class Taker:
    def __init__(
        self,
        s3: S3Client,
        bucket: str,
        downloads: Downloads,
        actions: Actions,
        slack: Callable[[float], Slack],
        most_bytes: int,
    ) -> None:
        self._s3, self._bucket, self._downloads, self._actions = s3, bucket, downloads, actions
        self._slack, self._most_bytes = slack, most_bytes

    def take(self, file: Shared, names: Names, place: Place, words: FileWords, halt: Halt) -> tuple[FileRow, bool]:
        """The file's row, and whether it holds for good. Raises HaltedError when the turn ends meanwhile."""
        reason, name = "", names.of(file)
        try:
            if file.access == "check_file_info" or (not file.url and not file.mode):
                file = self._looked_up(file)
                name = names.of(file)
            taken, note = self._taken(file, name, place, words, halt)
        except HaltedError:
            raise
        except FileRefusedError as error:
            log.warning("file %s not taken: %s", file.id, error)
            said, reason = words.file_refused(error.reason, name, self._most_bytes), error.reason
        except WrongFormatError as error:
            said = words.wrong_format(error.code, name, misnamed=is_misnamed(extension(name), error.code))
        except UnfitError as error:
            said = error.sentence
        except Exception:
            log.exception("file %s not taken", file.id)
            said, reason = words.file_refused("not_kept", name, self._most_bytes), "not_kept"
        else:
            return self._row(file, taken=taken, said=note), True
        return self._row(file, said=said), reason not in PASSING

    @staticmethod
    def _row(file: Shared, *, taken: SharedFile | None = None, said: str = "") -> FileRow:
        status = "taken" if taken else "refused"
        return FileRow(id=file.id, status=status, file=taken, said=said, message=file.message, place=file.place)

    def _taken(
        self, file: Shared, name: str, place: Place, words: FileWords, halt: Halt
    ) -> tuple[SharedFile, str]:  # fmt: skip
        """The file as it lies in S3, and a note about its name."""
        self._vet(file)
        key = file_key(place.thread, file.id)
        if place.again:
            take_back(self._s3, self._bucket, key)
        code, size = self._streamed(file, name, key, halt)
        try:
            halt.check()
            found = TAKEN[code]
            taken = SharedFile(
                id=file.id, name=name, kind=found.kind, mime=found.mime, size=size, by=file.by
            )  # fmt: skip
            taken, notes = self._looked_at(taken, place)
            halt.check()
        except BaseException:
            take_back(self._s3, self._bucket, key)
            raise
        if not notes and is_misnamed(extension(name), code):
            notes = (words.misnamed(name, code),)
        return taken, " ".join(notes)

    def _looked_up(self, file: Shared) -> Shared:
        """What files.info says: Slack Connect announces files of other workspaces by their ids alone."""
        try:
            found = self._slack(monotonic() + INFO_S).files_info(file=file.id).get("file")
        except SLACK_ERRORS as error:
            code = error_code(error)
            raise FileRefusedError(_INFO_REASONS.get(code, "unreachable"), code or repr(error)) from error
        known = shared_file(mapping(found), {})
        return replace(known, id=file.id, by=known.by or file.by, message=file.message, place=file.place, access="")

    def _vet(self, file: Shared) -> None:
        """Raises FileRefusedError or WrongFormatError for what need not be fetched."""
        if file.mode == "tombstone" or file.access == "file_not_found":
            raise FileRefusedError("deleted")
        if file.mode == "hidden_by_limit":
            raise FileRefusedError("hidden")
        if file.access == "access_denied":
            raise FileRefusedError("not_shared")
        if file.external:
            raise FileRefusedError("external")
        if {file.mode, file.filetype} & ON_SLACK_ALONE:
            raise WrongFormatError("canvas")
        if file.size is not None and file.size > self._most_bytes:
            raise FileRefusedError("too_big", f"{file.size} bytes declared")
        if not file.url:
            raise FileRefusedError("not_shared", "no address")

    def _streamed(self, file: Shared, name: str, key: str, halt: Halt) -> tuple[str, int]:
        for attempt in range(1, TRIES + 1):
            try:
                with self._downloads.open(file.url) as body, halt.cutting(body):
                    return self._stream(file, name, key, body, halt)
            except FileRefusedError as error:
                halt.check()
                if error.reason not in PASSING or attempt == TRIES:
                    raise
                halt.wait(PAUSE_S)
        raise FileRefusedError("unreachable")

    def _stream(self, file: Shared, name: str, key: str, body: Body, halt: Halt) -> tuple[str, int]:
        """From Slack to S3, looked at on its way: the code of its format, and its size."""
        if body.length is not None and body.length > self._most_bytes:
            raise FileRefusedError("too_big", f"{body.length} bytes announced")
        upload, watched = Upload(self._s3, self._bucket, key), _Watched(file, name, body.content_type)
        try:
            while piece := body.read():
                halt.check()
                if upload.size + len(piece) > self._most_bytes:
                    raise FileRefusedError("too_big", f"more than {upload.size} bytes came")
                watched.see(piece)
                upload.write(piece)
            halt.check()
            if body.length is not None and upload.size < body.length:
                raise FileRefusedError("cut_short", f"{upload.size} of {body.length} bytes came")
            code, found = watched.end()
            upload.finish(found.mime)
        except BaseException:
            upload.abort()
            raise
        return code, upload.size

    def _looked_at(self, file: SharedFile, place: Place) -> tuple[SharedFile, tuple[str, ...]]:
        """What the action found inside, and its notes. Raises UnfitError with its sentence, or FileRefusedError."""
        try:
            answer = self._actions.call(
                "inspect_file", "files", {"file": file.model_dump_json(exclude_defaults=True)}, place.caller,
                place.audience, f"{place.turn}-files", place.thread,
            )  # fmt: skip
        except ActionsError as error:
            raise FileRefusedError("not_looked_at", error.message) from error
        status, said = answer.get("status"), answer.get("error")
        if status == "refused" and isinstance(said, str):
            raise UnfitError(said)
        if status != "ok":
            log.warning("file %s: %s: %s", file.id, status, said)
            raise FileRefusedError("not_looked_at", str(said))
        try:
            found = SharedFile.model_validate({**file.model_dump(), **mapping(answer.get("file"))})
        except ValidationError as error:
            raise FileRefusedError("not_looked_at", "its facts can't be read") from error
        notes = cast("list[object]", answer.get("warnings") or [])
        mended = found.model_copy(update={"id": file.id, "name": file.name, "size": file.size, "by": file.by})
        return mended, tuple(note for note in notes if isinstance(note, str))


class _Watched:
    """A file's format, found out while its bytes go by."""

    def __init__(self, file: Shared, name: str, content_type: str) -> None:
        self._file, self._name, self._content_type = file, name, content_type
        self._head, self._tail, self._code = bytearray(), b"", ""

    def see(self, piece: bytes) -> None:
        """Raises WrongFormatError or FileRefusedError as soon as the content says enough."""
        if not self._code:
            self._head += piece
            if len(self._head) >= HEAD_BYTES:
                self._decide()
        elif self._code == "zip":
            self._tail = (self._tail + piece)[-TAIL_BYTES:]

    def end(self) -> tuple[str, Format]:
        if not self._code:
            self._decide()
        if self._code == "zip":
            self._code = zip_code(self._tail)
        if self._code not in TAKEN:
            raise WrongFormatError(self._code)
        return self._code, TAKEN[self._code]

    def _decide(self) -> None:
        head = bytes(self._head)
        self._code = sniff(head[:HEAD_BYTES], self._name, self._file.mime)
        self._tail = head[-TAIL_BYTES:] if self._code == "zip" else b""
        self._head.clear()
        if self._code == "empty":
            raise FileRefusedError("empty")
        if self._code == "html" and self._content_type == "text/html" and "html" not in self._file.mime:
            raise FileRefusedError("sign_in", "a page in HTML came instead")
        if self._code != "zip" and self._code not in TAKEN:
            raise WrongFormatError(self._code)
