"""What is wrong with a model's files: every problem names its file, line and key, and what is allowed."""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from agent_actions.errors import FinalError
from agent_actions.semantic import model_words as words
from agent_actions.semantic.document import Document, Path
from agent_actions.semantic.names import nearest

M = TypeVar("M", bound=BaseModel)

_SHOWN = 30


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    key: str
    """Path of keys, ``datasets.orders.time``; list items by position from 0, ``fields[2]``. Empty: the whole file."""
    message: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line} {key}{self.message}"


class ModelError(FinalError):
    """The semantic model's files do not make a model. ``problems`` holds every one found; str() lists them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:_SHOWN]]
        left = len(self.problems) - len(lines)
        super().__init__("\n".join([words.model_has_problems(len(self.problems)), *lines, *words.and_more(left)]))


class Problems:
    """Collects problems while reading goes on."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.warnings: list[str] = []

    def add(self, document: Document, path: Path, message: str) -> None:
        problem = Problem(document.file, document.line(path), key_of(path), message)
        if problem not in self.found:
            self.found.append(problem)

    def warn(self, document: Document, path: Path, message: str) -> None:
        self.warnings.append(str(Problem(document.file, document.line(path), key_of(path), message)))

    def raise_if_any(self) -> None:
        if self.found:
            raise ModelError(sorted(self.found, key=lambda p: (p.file, p.line)))


def key_of(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def validate(kind: type[M], document: Document, path: Path, data: object, problems: Problems) -> M | None:
    """The data as ``kind``, or None. Unknown keys are reported and then left out, so that checking can go on."""
    for _ in range(2):
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            unknown = _report(kind, document, path, data, error, problems)
            if unknown is None:
                return None
            data = _without(data, unknown)
    return None


def _report(
    kind: type[BaseModel], document: Document, path: Path, data: object, error: ValidationError, problems: Problems
) -> list[Path] | None:
    """Add the error's problems; the paths of unknown keys when there is nothing worse, else None."""
    unknown: list[Path] = []
    worse: dict[Path, list[str]] = {}
    for item in error.errors(include_url=False):
        loc = tuple(item["loc"])
        where = _in_data(data, loc)
        if item["type"] == "extra_forbidden":
            key = str(loc[-1])
            allowed = _allowed(kind, loc[:-1])
            problems.add(document, (*path, *where), words.unknown_key(key, allowed, nearest(key, allowed, 1)))
            unknown.append(where)
        elif item["type"] == "missing":
            problems.add(document, (*path, *where), words.missing_key(str(loc[-1])))
            worse.setdefault((), [])
        else:
            message = words.wrong_value(item["type"], item["msg"], cast(object, item["input"]))
            worse.setdefault(where, []).append(message)
    for where, messages in worse.items():
        if messages:
            problems.add(document, (*path, *where), words.either(messages))
    return None if worse else unknown


def _in_data(data: object, loc: Path) -> Path:
    """The part of pydantic's location that is in the data: union and validator tags left out."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = cast("dict[object, object]", data)[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(cast("list[object]", data)):
            data = cast("list[object]", data)[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def _allowed(kind: type[BaseModel], loc: Path) -> list[str]:
    here: Any = kind
    for part in loc:
        here = _step(here, part)
    model = _model_in(here)
    return [f.alias or name for name, f in model.model_fields.items()] if model else []


def _step(kind: Any, part: str | int) -> Any:
    model = _model_in(kind)
    if model is not None and isinstance(part, str):
        for name, found in model.model_fields.items():
            if part in (name, found.alias):
                return found.annotation
    origin = typing.get_origin(kind)
    if origin in (dict, list, tuple):
        return typing.get_args(kind)[-1 if origin is dict else 0]
    if origin in (typing.Union, types.UnionType, typing.Annotated):
        steps = [_step(a, part) for a in typing.get_args(kind) if typing.get_origin(a) or isinstance(a, type)]
        return next((s for s in steps if s is not None), None)
    return None


def _model_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if typing.get_origin(kind) in (typing.Union, types.UnionType, typing.Annotated):
        return next((m for a in typing.get_args(kind) if (m := _model_in(a))), None)
    return None


def _without(data: object, paths: list[Path]) -> object:
    """A copy of the data without the values at these paths."""
    here = {path[0] for path in paths if len(path) == 1}
    if isinstance(data, dict):
        items = cast("dict[str, object]", data).items()
        return {k: _without(v, [p[1:] for p in paths if p[0] == k and len(p) > 1]) for k, v in items if k not in here}
    if isinstance(data, list):
        values = cast("list[object]", data)
        return [_without(v, [p[1:] for p in paths if p[0] == i and len(p) > 1]) for i, v in enumerate(values)]
    return data
