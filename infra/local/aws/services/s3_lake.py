"""A folder of this machine as a read-only S3 bucket: the lake, where it lies, without copying it.

Answers ListObjects (1 and 2), HeadObject, GetObject with Range, If-Match and If-None-Match, HeadBucket
and GetBucketLocation; writes are 403 ``AccessDenied``. Every other bucket is MiniStack's.

A key is a path below the folder in POSIX form. Hidden files (a leading dot) aren't shown. A key that leads out of
the folder, by ``..`` or by a symbolic link, does not exist.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import stat
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsRequest, AwsResponse
from infra.local.aws.wire import error_response

MAX_KEYS = 1000
"""Keys of one page (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html)."""
PART_BYTES = 1024 * 1024
LISTING_SECONDS = 2.0
"""How long a listing of the folder is believed."""

_SUBRESOURCES = frozenset(
    {"acl", "cors", "encryption", "lifecycle", "object-lock", "policy", "tagging", "uploads", "versioning", "versions"}
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class LakeObject:
    key: str
    size: int
    modified: float
    """Seconds since the epoch."""

    @property
    def etag(self) -> str:
        """Of key, size and time of change: files are too large to hash for an ETag. Its ``-1`` marks it as no MD5."""
        seed = f"{self.key}\0{self.size}\0{self.modified}".encode()
        return f'"{hashlib.md5(seed, usedforsecurity=False).hexdigest()}-1"'


class S3Lake:
    """The bucket ``bucket`` with the files below ``folder``."""

    name = "s3-lake"
    wants_body = False

    def __init__(self, folder: Path, bucket: str = "outcrop-lake", region: str = "eu-central-1") -> None:
        self._folder = folder.resolve()
        self._bucket = bucket
        self._region = region
        self._lock = threading.Lock()
        self._listed: tuple[float, list[LakeObject]] = (float("-inf"), [])

    def claims(self, request: AwsRequest, service: str | None) -> bool:
        return service in ("s3", "s3express") and self._key(request) is not None

    def _key(self, request: AwsRequest) -> str | None:
        """The object's key, ``""`` for the bucket itself, None for another bucket; path or virtual-host style."""
        host = (request.header("host") or "").partition(":")[0]
        if host.startswith(f"{self._bucket}."):
            return request.path.removeprefix("/")
        bucket, _, key = request.path.removeprefix("/").partition("/")
        return key if bucket == self._bucket else None

    def respond(self, request: AwsRequest, request_id: str) -> AwsResponse:
        try:
            response = self._answer(request, self._key(request) or "")
        except AwsError as error:
            status = error.status or 400
            if request.method == "HEAD":
                return AwsResponse(status, {"x-amz-request-id": request_id, "Content-Length": "0"})
            response = error_response("rest-xml", error, status, request_id)
        return AwsResponse(response.status, {**response.headers, "x-amz-request-id": request_id}, response.body)

    def _answer(self, request: AwsRequest, key: str) -> AwsResponse:
        if request.method not in ("GET", "HEAD"):
            raise AwsError("AccessDenied", "Access Denied: the lake is read-only", 403)
        if key:
            return self._object(request, key)
        if request.method == "HEAD":
            return AwsResponse(200, {"x-amz-bucket-region": self._region, "Content-Length": "0"})
        arguments = {name for name, _ in request.query}
        if "location" in arguments:
            return _xml("LocationConstraint", escape(self._region))
        others = arguments & _SUBRESOURCES
        if others:
            raise AwsError("NotImplemented", f"The lake's bucket has no {others.pop()}", 501)
        return self._list(request)

    def objects(self) -> list[LakeObject]:
        """Every file below the folder, by key in S3's order (UTF-8 bytes)."""
        with self._lock:
            at, listed = self._listed
            if time.monotonic() - at > LISTING_SECONDS:
                listed = sorted(_walk(self._folder), key=lambda found: found.key.encode())
                self._listed = (time.monotonic(), listed)
            return listed

    def _list(self, request: AwsRequest) -> AwsResponse:
        second = request.argument("list-type") == "2"
        prefix, delimiter = request.argument("prefix") or "", request.argument("delimiter") or ""
        try:
            most = min(int(request.argument("max-keys") or MAX_KEYS), MAX_KEYS)
        except ValueError as error:
            raise AwsError("InvalidArgument", "max-keys is not an integer", 400) from error
        if most < 0:
            raise AwsError("InvalidArgument", "Argument max-keys must be an integer between 0 and 2147483647", 400)
        after = request.argument("continuation-token") or request.argument("start-after") if second else None
        after = after or (request.argument("marker") or "" if not second else "")
        contents, prefixes, last, more = _page(self.objects(), prefix, delimiter, after, most)
        encode = quote if request.argument("encoding-type") == "url" else escape
        parts = [f"<Name>{escape(self._bucket)}</Name><Prefix>{encode(prefix)}</Prefix><MaxKeys>{most}</MaxKeys>"]
        if delimiter:
            parts.append(f"<Delimiter>{encode(delimiter)}</Delimiter>")
        if request.argument("encoding-type") == "url":
            parts.append("<EncodingType>url</EncodingType>")
        parts.append(f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>")
        if second:
            parts.append(f"<KeyCount>{len(contents) + len(prefixes)}</KeyCount>")
            if more:
                parts.append(f"<NextContinuationToken>{escape(last)}</NextContinuationToken>")
        elif more:
            parts.append(f"<NextMarker>{encode(last)}</NextMarker>")
        parts += [
            f"<Contents><Key>{encode(found.key)}</Key><LastModified>{_iso(found.modified)}</LastModified>"
            f"<ETag>{escape(found.etag)}</ETag><Size>{found.size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for found in contents
        ]
        parts += [f"<CommonPrefixes><Prefix>{encode(common)}</Prefix></CommonPrefixes>" for common in prefixes]
        return _xml("ListBucketResult", "".join(parts))

    def _object(self, request: AwsRequest, key: str) -> AwsResponse:
        path = self._path(key)
        missing = AwsError("NoSuchKey", "The specified key does not exist.", 404)
        if path is None:
            raise missing
        try:
            facts = path.stat()
        except OSError as error:
            raise missing from error
        if not stat.S_ISREG(facts.st_mode):
            raise missing
        found = LakeObject(key, facts.st_size, facts.st_mtime)
        headers = {
            "ETag": found.etag,
            "Last-Modified": formatdate(found.modified, usegmt=True),
            "Accept-Ranges": "bytes",
            "Content-Type": mimetypes.guess_type(key)[0] or "binary/octet-stream",
        }
        _check_conditions(request, found)
        if request.header("if-none-match") in (found.etag, "*"):
            return AwsResponse(304, headers)
        start, end = _range(request.header("range"), found.size)
        status = 200
        if (start, end) != (0, found.size) or request.header("range"):
            status = 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
        headers["Content-Length"] = str(end - start)
        if request.method == "HEAD":
            return AwsResponse(status, headers)
        return AwsResponse(status, headers, _read(path, start, end))

    def _path(self, key: str) -> Path | None:
        parts = key.split("/")
        if "\0" in key or any(part in ("", ".", "..") or part.startswith(".") for part in parts):
            return None
        path = self._folder.joinpath(*parts).resolve()
        return path if path.is_relative_to(self._folder) else None


def _walk(folder: Path) -> Iterator[LakeObject]:
    for base, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(base, name)
            if name.startswith("."):
                continue
            try:
                if path.is_symlink() and not path.resolve().is_relative_to(folder):
                    continue
                facts = path.stat()
            except OSError:
                continue
            if stat.S_ISREG(facts.st_mode):
                yield LakeObject(path.relative_to(folder).as_posix(), facts.st_size, facts.st_mtime)


def _page(
    objects: list[LakeObject], prefix: str, delimiter: str, after: str, most: int
) -> tuple[list[LakeObject], list[str], str, bool]:
    """Objects and common prefixes of one page, the last name on it, and whether more follow."""
    contents: list[LakeObject] = []
    prefixes: list[str] = []
    last = ""
    first = bisect_right(objects, after.encode(), key=lambda found: found.key.encode()) if after else 0
    for found in objects[first:]:
        if not found.key.startswith(prefix):
            continue
        rest = found.key[len(prefix) :]
        common = prefix + rest[: rest.index(delimiter) + len(delimiter)] if delimiter and delimiter in rest else ""
        if common and (common == after or (prefixes and prefixes[-1] == common)):
            continue
        if len(contents) + len(prefixes) == most:
            return contents, prefixes, last, most > 0
        if common:
            prefixes.append(common)
            last = common
        else:
            contents.append(found)
            last = found.key
    return contents, prefixes, last, False


def _check_conditions(request: AwsRequest, found: LakeObject) -> None:
    if request.header("if-match") not in (None, found.etag, "*"):
        raise AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)


def _range(header: str | None, size: int) -> tuple[int, int]:
    """Start and end (exclusive) of one byte range; a header that isn't one is ignored, as RFC 9110 says."""
    match = _RANGE.fullmatch(header or "")
    if match is None or (not match[1] and not match[2]):
        return 0, size
    if match[1]:
        start, end = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
    else:
        start, end = max(size - int(match[2]), 0), size
    if start >= size or end <= start:
        raise AwsError("InvalidRange", "The requested range is not satisfiable", 416)
    return start, end


def _read(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        left = end - start
        while left > 0:
            part = source.read(min(PART_BYTES, left))
            if not part:
                return
            left -= len(part)
            yield part


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _xml(root: str, body: str) -> AwsResponse:
    namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">{body}</{root}>'
    return AwsResponse(200, {"Content-Type": "application/xml"}, text.encode())
