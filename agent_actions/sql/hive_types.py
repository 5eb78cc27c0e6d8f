"""Hive's type names, as Glue keeps them, in Athena's own: ``array<struct<a:int>>`` -> ``array(row(a integer))``.

https://docs.aws.amazon.com/athena/latest/ug/data-types.html
"""

from __future__ import annotations

_SIMPLE = {
    "string": "varchar",
    "int": "integer",
    "float": "real",
    "binary": "varbinary",
    "timestamp with local time zone": "timestamp with time zone",
    "timestamptz": "timestamp with time zone",
    "long": "bigint",
}


def athena_type(hive: str) -> str:
    """Lower case; a type that is not understood is returned as it is."""
    text = hive.strip().lower()
    if text in _SIMPLE:
        return _SIMPLE[text]
    if not text.endswith(">"):
        return text.replace(" ", "") if text.startswith("decimal") else text
    kind, _, inner = text[:-1].partition("<")
    kind = kind.strip()
    if kind == "array":
        return f"array({athena_type(inner)})"
    if kind == "map":
        return f"map({', '.join(athena_type(part) for part in _split(inner))})"
    if kind == "struct":
        fields = (part.partition(":") for part in _split(inner))
        return f"row({', '.join(f'{name.strip()} {athena_type(type_)}' for name, _, type_ in fields)})"
    return text


def _split(text: str) -> list[str]:
    """Split at commas that are not inside brackets."""
    parts: list[str] = []
    depth = start = 0
    for position, character in enumerate(text):
        if character in "<(":
            depth += 1
        elif character in ">)":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]
