"""Where the parts of a model stand in its files, for whoever finds something to say about them afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import cast

from agent_actions.semantic.document import Document, Path, TextError, read_document
from agent_actions.semantic.problems import Problem, key_of

CONFIG = "config"
"""Kind of the places in ``outcrop.yaml``: their name is a key of it."""


class Places:
    """Files that read well as a model: (kind, name) -> file, line and key."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._found: dict[tuple[str, str], tuple[Document, Path]] = {}
        for name, text in files.items():
            try:
                document, _ = read_document(name, text)
            except TextError:
                continue
            parts = _parts(document.data) if "semantic_model" in _dict(document.data) else _keys(document)
            for kind, part, path in parts:
                self._found.setdefault((kind, part.casefold()), (document, path))

    def problem(self, kind: str, name: str, message: str, key: str = "") -> Problem:
        """``kind``: dataset, metric, relationship or CONFIG. ``key``: one under the part; ``a/b`` lies deeper."""
        document, path = self._found.get((kind, name.casefold())) or self._scoped(kind, name)
        path = (*path, *key.split("/")) if key else path
        return Problem(document.file, document.line(path), key_of(path), message)

    def _scoped(self, kind: str, name: str) -> tuple[Document, Path]:
        """A metric of a dataset may be published as ``dataset.metric``."""
        return self._found.get((kind, name.casefold().rpartition(".")[2])) or (Document(name, None), ())


def _parts(data: object) -> Iterator[tuple[str, str, Path]]:
    for i, model in enumerate(_list(_dict(data).get("semantic_model"))):
        root: Path = ("semantic_model", i)
        for kind, key in (("dataset", "datasets"), ("relationship", "relationships"), ("metric", "metrics")):
            for j, part in enumerate(_list(_dict(model).get(key))):
                yield kind, str(_dict(part).get("name")), (*root, key, j)
                for k, metric in enumerate(_list(_dict(part).get("metrics"))):
                    yield "metric", str(_dict(metric).get("name")), (*root, key, j, "metrics", k)


def _keys(document: Document) -> Iterator[tuple[str, str, Path]]:
    if PurePath(document.file).stem == "outcrop":
        yield CONFIG, "", ()
        for key in _dict(document.data):
            yield CONFIG, key, (key,)


def _dict(data: object) -> dict[str, object]:
    return cast("dict[str, object]", data) if isinstance(data, dict) else {}


def _list(data: object) -> list[object]:
    return cast("list[object]", data) if isinstance(data, list) else []
