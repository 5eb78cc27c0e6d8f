"""Which file of the thread is meant, and its bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from agent_actions.context import Context
from agent_actions.contract import Choice, FileKind, SharedFile, file_key
from agent_actions.errors import AmbiguousError, FinalError, FixableError, RefusedError, UnknownNameError
from agent_actions.files import words
from agent_actions.files.limits import EDGE, FETCHED

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import GetObjectOutputTypeDef

_CHUNK = 1 << 20
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_CHOICES = 5


def shared_file(context: Context, given: str = "", kinds: Collection[FileKind] = ()) -> SharedFile:
    """The file of the thread that ``given`` means: its Slack id, its name, or its name without case or extension.

    Nothing given: the only file of the message, else the only one of the thread; ``kinds`` narrows what is meant by
    nothing, but not what is named. Raises UnknownNameError, naming the files there are, and AmbiguousError.
    """
    files = context.files
    if not files:
        raise UnknownNameError(words.NO_FILE)
    given = given.strip().strip("“”\"'`").strip()
    if not given:
        return _unnamed(files, kinds)
    ways: tuple[Callable[[SharedFile], bool], ...] = (
        lambda f: f.id == given,
        lambda f: f.name == given,
        lambda f: f.name.casefold() == given.casefold(),
        lambda f: PurePath(f.name).stem.casefold() == PurePath(given).stem.casefold(),
        lambda f: given.casefold() in f.name.casefold(),
    )
    for same in ways:
        found = [f for f in files if same(f)]
        if found:
            return _one(given, found)
    names = [f.name for f in files]
    raise UnknownNameError(words.unknown_file(given, names), nearest=names[:3])


def _unnamed(files: tuple[SharedFile, ...], kinds: Collection[FileKind]) -> SharedFile:
    fitting = [f for f in files if f.kind in kinds] or list(files) if kinds else list(files)
    now = [f for f in fitting if f.now]
    return _one("", now or fitting)


def _one(given: str, found: list[SharedFile]) -> SharedFile:
    """Of several of one name the newest is meant; different names need the person's word."""
    names = list(dict.fromkeys(f.name for f in found))
    if len(names) == 1:
        return found[0]
    choices = [Choice(label=name[:75], text=name) for name in names[:_CHOICES]]
    raise AmbiguousError(words.which_file(given, names), choices=choices)


def must_be(file: SharedFile, kinds: Collection[FileKind], doing: str, takes: str) -> None:
    """Raise FixableError, saying what is taken, when the file is of another kind."""
    if file.kind not in kinds:
        raise FixableError(words.wrong_kind(file.name, words.KINDS[file.kind], doing, takes))


def key_of(context: Context, file: SharedFile) -> str:
    """Raises RefusedError outside of threads."""
    if not context.thread:
        raise RefusedError(words.NO_THREAD)
    return file_key(context.thread, file.id)


@contextmanager
def folder() -> Generator[Path]:
    """A folder of its own for one file; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="outcrop-") as name:
        yield Path(name)


def fetch(context: Context, file: SharedFile, to: Path) -> Path:
    """The whole file, into the folder ``to``. Raises RefusedError when it is too large for its kind."""
    most = FETCHED.get(file.kind, EDGE)
    target, taken = to / "file", 0
    answer = _object(context, file)
    if answer["ContentLength"] > most:
        raise RefusedError(words.too_large(file.name, answer["ContentLength"], most, words.WHAT[file.kind]))
    with target.open("wb") as out:
        for piece in answer["Body"].iter_chunks(_CHUNK):
            taken += len(piece)
            if taken > most:
                raise RefusedError(words.too_large(file.name, taken, most, words.WHAT[file.kind]))
            out.write(piece)
    return target


def fetch_ends(context: Context, file: SharedFile, to: Path) -> Path:
    """Beginning and end of a large file at their own places in a sparse one: enough for headers and indexes."""
    target, total = to / "file", length_of(context, file)
    with target.open("wb") as out:
        out.truncate(total)
        for first, last in ((0, min(EDGE, total)), (max(EDGE, total - EDGE), total)):
            if first < last:
                out.seek(first)
                body = _object(context, file, f"bytes={first}-{last - 1}")["Body"]
                for piece in body.iter_chunks(_CHUNK):
                    out.write(piece)
    return target


def length_of(context: Context, file: SharedFile) -> int:
    """Bytes that really lie in S3."""
    try:
        return context.services.s3.head_object(Bucket=context.services.settings.bucket, Key=key_of(context, file))[
            "ContentLength"
        ]
    except ClientError as error:
        raise _absent(file, error) from error


def _object(context: Context, file: SharedFile, part: str = "") -> GetObjectOutputTypeDef:
    bucket, key = context.services.settings.bucket, key_of(context, file)
    try:
        if part:
            return context.services.s3.get_object(Bucket=bucket, Key=key, Range=part)
        return context.services.s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        raise _absent(file, error) from error


def _absent(file: SharedFile, error: ClientError) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    return FinalError(words.gone(file.name)) if code in _ABSENT else error
