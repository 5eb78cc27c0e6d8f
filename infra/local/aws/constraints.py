"""What a service model says of its input and botocore doesn't check: lengths, ranges, patterns, enum values.

AWS answers such a request with "N validation errors detected: Value 'v' at 'path' failed to satisfy constraint: ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from infra.local.aws.errors import AwsError

if TYPE_CHECKING:
    from moto.core.model import Shape

SHOWN_VALUE = 256
"""Characters of an offending value that the message repeats."""

_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
    "blob": (bytes, str),
}


def check_input(
    shape: Shape | None, value: Mapping[str, Any], code: str, size_codes: Mapping[str, tuple[str, str]] | None = None
) -> None:
    """Raise an AwsError with ``code`` that names every constraint which ``value`` breaks.

    Wrong JSON types raise ``SerializationException``, as AWS's own parsers do. A blob or string that is longer than its
    shape allows raises the (code, message) that ``size_codes`` has for the shape's name, if it has one.
    """
    if shape is None:
        return
    if size_codes:
        _check_sizes(shape, value, size_codes)
    problems = list(_problems(shape, value, ""))
    if problems:
        count = "1 validation error" if len(problems) == 1 else f"{len(problems)} validation errors"
        raise AwsError(code, f"{count} detected: {'; '.join(problems)}", 400)


def _check_sizes(shape: Shape, value: Any, size_codes: Mapping[str, tuple[str, str]]) -> None:
    """Blobs and strings in structures; none of the services that have such codes keeps them in lists."""
    if isinstance(value, int | float):
        return
    if shape.type_name == "structure" and isinstance(value, Mapping):
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            if value.get(name) is not None:
                _check_sizes(member, value[name], size_codes)
    elif (
        shape.name in size_codes
        and isinstance(value, bytes | str)
        and len(value) > shape.metadata.get("max", len(value))
    ):
        raise AwsError(*size_codes[shape.name], 400)


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    kind = shape.type_name
    wanted = _JSON_TYPES.get(kind)
    if wanted and (not isinstance(value, wanted) or (bool not in wanted and isinstance(value, bool))):
        if kind == "structure" and getattr(shape, "is_document_type", False):
            return
        raise AwsError("SerializationException", f"Value at '{path}' can not be converted to {kind}", 400)
    if kind == "structure":
        yield from _structure_problems(shape, value, path)
    elif kind == "list":
        yield from _size_problems(shape, len(value), value, path)
        for index, item in enumerate(value):
            yield from _problems(shape.member, item, f"{path}.{index + 1}.member")  # type: ignore[attr-defined]
    elif kind == "map":
        yield from _size_problems(shape, len(value), value, path)
        for key, item in value.items():
            yield from _problems(shape.key, key, path)  # type: ignore[attr-defined]
            yield from _problems(shape.value, item, f"{path}.{key}.member")  # type: ignore[attr-defined]
    elif kind == "string":
        yield from _string_problems(shape, value, path)
    elif kind == "blob":
        yield from _size_problems(shape, len(value), "<bytes>", path)
    elif kind in ("integer", "long", "float", "double"):
        yield from _range_problems(shape, value, path)


def _structure_problems(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    if getattr(shape, "is_document_type", False):
        return
    members: Mapping[str, Shape] = shape.members  # type: ignore[attr-defined]
    for name in shape.metadata.get("required", ()):
        if value.get(name) is None:
            yield _problem(None, _join(path, name), "Member must not be null")
    if shape.metadata.get("union") and len(value) != 1:
        yield _problem(None, path, "Exactly one member must be set")
    for name, item in value.items():
        if name in members and item is not None:
            yield from _problems(members[name], item, _join(path, name))


def _string_problems(shape: Shape, value: str, path: str) -> Iterator[str]:
    yield from _size_problems(shape, len(value), value, path)
    values = shape.metadata.get("enum")
    if values and value not in values:
        yield _problem(value, path, f"Member must satisfy enum value set: [{', '.join(values)}]")
    pattern = shape.metadata.get("pattern")
    if pattern:
        compiled = _compiled(pattern)
        if compiled is not None and not compiled.fullmatch(value):
            yield _problem(value, path, f"Member must satisfy regular expression pattern: {pattern}")


def _size_problems(shape: Shape, size: int, value: Any, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield _problem(value, path, f"Member must have length greater than or equal to {least}")
    if most is not None and size > most:
        yield _problem(value, path, f"Member must have length less than or equal to {most}")


def _range_problems(shape: Shape, value: float, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        yield _problem(value, path, f"Member must have value greater than or equal to {least}")
    if most is not None and value > most:
        yield _problem(value, path, f"Member must have value less than or equal to {most}")


def _problem(value: Any, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{str(value)[:SHOWN_VALUE]}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The model's pattern for Python, or None where it uses classes that ``re`` doesn't know (``\\p{L}``)."""
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error:
        return None
