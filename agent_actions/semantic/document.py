"""A YAML or JSON text as plain data that remembers the line of every key.

Scalars are read by the YAML 1.2 core rules: ``no`` and ``on`` are text (a country, a word), dates are text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import yaml

from agent_actions.semantic import model_words as words

Path = tuple[str | int, ...]

_MOST_NODES = 2_000_000
_DEEPEST = 64
_NULL, _BOOL, _INT, _FLOAT = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))
_MERGE = "tag:yaml.org,2002:merge"


class TextError(Exception):
    """The text is not YAML or JSON. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    file: str
    data: object
    lines: Mapping[Path, int] = field(default_factory=dict[Path, int])

    def line(self, path: Path) -> int:
        """The line, from 1, of this key or of the nearest key around it that is in the text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class's own shape; filled below


for _tag, _pattern, _first in (
    (_NULL, r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    (_BOOL, r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    (_INT, r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    (_FLOAT, r"^[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
    (_MERGE, r"^<<$", ["<"]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), _first)  # pyright: ignore[reportUnknownMemberType]


class _Builder:
    """Turns composed nodes into plain data, noting lines; ``duplicates`` are (path, line) of repeated keys."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.duplicates: list[tuple[Path, int]] = []
        self._seen = 0

    def build(self, node: yaml.Node, path: Path) -> object:
        self._seen += 1
        line = node.start_mark.line + 1
        if self._seen > _MOST_NODES or len(path) > _DEEPEST:
            raise TextError(line, words.DOCUMENT_TOO_DEEP)
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            items = cast("list[yaml.Node]", node.value)
            return [self.build(item, (*path, i)) for i, item in enumerate(items)]
        return _scalar(str(node.tag), str(node.value))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise TextError(line, words.KEY_NOT_TEXT)
            key = str(key_node.value)
            if key_node.tag == _MERGE:
                bases = value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]
                for base in cast("list[yaml.Node]", bases):
                    part = self.build(base, path)
                    merged = {**cast("dict[str, object]", part), **merged} if isinstance(part, dict) else merged
                continue
            if key in data:
                self.duplicates.append(((*path, key), line))
            self.lines[*path, key] = line
            data[key] = self.build(value_node, (*path, key))
        return {**merged, **data}


def _scalar(tag: str, value: str) -> object:
    if tag == _NULL:
        return None
    if tag == _BOOL:
        return value.lower() == "true"
    if tag == _INT:
        return int(value)
    if tag == _FLOAT:
        return float(value)
    return value


def read_document(file: str, text: str) -> tuple[Document, list[tuple[Path, int]]]:
    """The document and its repeated keys, each with its line.

    Raises TextError for text that is neither YAML nor JSON.
    """
    data: object = None
    is_json = file.lower().endswith(".json")
    if is_json:
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise TextError(error.lineno, words.not_json(error.msg)) from None
        text = text.replace("\t", " ")  # legal between JSON's tokens, never inside its strings; YAML refuses it
    builder = _Builder()
    try:
        node = yaml.compose(text, Loader=_Loader)
        built = builder.build(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TextError(mark.line + 1 if mark else 1, words.not_yaml(error.problem or str(error.context))) from None
    except yaml.YAMLError as error:
        raise TextError(1, words.not_yaml(str(error).splitlines()[0])) from None
    except RecursionError:
        raise TextError(1, words.DOCUMENT_TOO_DEEP) from None
    return Document(file, data if is_json else built, builder.lines), builder.duplicates
