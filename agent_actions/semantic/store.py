"""The published semantic model: read from S3, kept in memory, read anew when its files or the catalogue change."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_actions.errors import FinalError
from agent_actions.semantic import words
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import SUFFIXES, ModelError, read_model
from agent_actions.sql.tables import Tables

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_log = logging.getLogger(__name__)


class ModelStore:
    """``uri``: ``s3://bucket/prefix``, the folder of Ossie documents and outcrop.yaml, or one Ossie document.

    ``tables`` gives the catalogue; within ``ttl_s`` seconds the model is handed out without looking.
    """

    def __init__(self, s3: S3Client, uri: str, tables: Callable[[], Tables], ttl_s: float = 30) -> None:
        bucket, _, prefix = uri.removeprefix("s3://").partition("/")
        self._s3 = s3
        self._uri = uri
        self._bucket = bucket
        one_file = prefix.lower().endswith(SUFFIXES)
        self._prefix = prefix if one_file or not prefix else prefix.rstrip("/") + "/"
        self._tables = tables
        self._ttl_s = ttl_s
        self._lock = threading.Lock()
        self._checked = 0.0
        self._etags: dict[str, str] = {}
        self._seen: Tables | None = None
        self._model: SemanticModel | None = None

    def current(self) -> SemanticModel:
        """The model as published now. A change that does not read is logged and the last good model stays.

        Raises ModelError when the first one does not read, FinalError when nothing is published.
        """
        with self._lock:
            now = time.monotonic()
            if self._model is None or now - self._checked >= self._ttl_s:
                self._model = self._revalidated()
                self._checked = now
            return self._model

    def _revalidated(self) -> SemanticModel:
        etags = self._listing()
        tables = self._tables()
        unchanged = etags == self._etags and (tables is self._seen or tables == self._seen)
        if self._model is not None and unchanged:
            return self._model
        try:
            if not etags:
                raise FinalError(words.no_model(self._uri))
            model = read_model({key: self._text(key) for key in etags}, tables)
        except (ModelError, FinalError) as error:
            if self._model is None:
                raise
            _log.error("semantic model at %s not taken over: %s", self._uri, error)
            model = self._model
        self._etags, self._seen = etags, tables
        return model

    def _listing(self) -> dict[str, str]:
        """File name relative to the prefix -> ETag, of the files directly under it."""
        found: dict[str, str] = {}
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix):
            for item in page.get("Contents", []):
                key = item.get("Key", "")
                name = key[len(self._prefix) :] or key.rsplit("/", 1)[-1]
                if name.lower().endswith(SUFFIXES) and "/" not in name:
                    found[name] = item.get("ETag", "")
        return found

    def _text(self, name: str) -> str:
        key = self._prefix if self._prefix.rsplit("/", 1)[-1] == name else self._prefix + name
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode("utf-8-sig")
