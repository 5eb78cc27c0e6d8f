"""How Athena writes a value as text, and what it calls a type: from DuckDB's types to SQL expressions and names.

The text is what both the CSV result file and GetQueryResults hold: ``[1, 2]`` for an array, ``{a=1}`` for a map or
row, milliseconds on a timestamp, Java's digits for a double.
"""

from __future__ import annotations

from duckdb.sqltypes import DuckDBPyType

from infra.local.aws.athena.protocol import Hint, ResultColumn

TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S.%g"
VARCHAR_PRECISION = 2147483647

# Athena's name and precision, by DuckDB's type id.
_SCALARS: dict[str, tuple[str, int]] = {
    "tinyint": ("tinyint", 3),
    "smallint": ("smallint", 5),
    "integer": ("integer", 10),
    "bigint": ("bigint", 19),
    "utinyint": ("smallint", 5),
    "usmallint": ("integer", 10),
    "uinteger": ("bigint", 19),
    "ubigint": ("bigint", 19),
    "hugeint": ("bigint", 19),
    "uhugeint": ("bigint", 19),
    "float": ("float", 17),
    "double": ("double", 17),
    "boolean": ("boolean", 0),
    "varchar": ("varchar", VARCHAR_PRECISION),
    "enum": ("varchar", VARCHAR_PRECISION),
    "json": ("json", VARCHAR_PRECISION),
    "uuid": ("uuid", 0),
    "date": ("date", 0),
    "time": ("time", 3),
    "timestamp": ("timestamp", 3),
    "timestamp_s": ("timestamp", 3),
    "timestamp_ms": ("timestamp", 3),
    "timestamp_ns": ("timestamp", 3),
    "timestamp with time zone": ("timestamp with time zone", 3),
    "blob": ("varbinary", 1073741824),
    "interval": ("interval day to second", 0),
    "list": ("array", 0),
    "array": ("array", 0),
    "map": ("map", 0),
    "struct": ("row", 0),
    "tuple": ("row", 0),
    "null": ("unknown", 0),
}


def result_column(name: str, type_: DuckDBPyType, hint: Hint = Hint()) -> ResultColumn:  # noqa: B008 - frozen
    """The column's name, type, precision and scale in Athena's words."""
    if hint.zone is not None and str(type_.id) == "timestamp":
        return ResultColumn(name, "timestamp with time zone", 3)
    if hint.type == "char" and str(type_.id) == "varchar":
        return ResultColumn(name, "char", VARCHAR_PRECISION)
    if type_.id == "decimal":
        parts = dict(type_.children)
        return ResultColumn(name, "decimal", _number(parts["precision"]), _number(parts["scale"]))
    athena, precision = _SCALARS.get(_type_id(type_), ("varchar", VARCHAR_PRECISION))
    return ResultColumn(name, athena, precision)


def column_text(expression: str, type_: DuckDBPyType, hint: Hint) -> str:
    """A column of the result as Athena's text."""
    if hint.zone is not None and str(type_.id) == "timestamp":
        zone = hint.zone.replace("'", "''")
        return f"(strftime({expression}, '{TIMESTAMP_FORMAT}') || ' {zone}')"
    return text_of(expression, type_)


def text_of(expression: str, type_: DuckDBPyType, depth: int = 0) -> str:
    """A DuckDB expression for ``expression`` as Athena's text; NULL stays NULL."""
    kind = _type_id(type_)
    if kind in ("float", "double"):
        return f"t_double_text({expression})"
    if kind in ("hugeint", "uhugeint", "ubigint"):
        return f"CAST(CAST({expression} AS BIGINT) AS VARCHAR)"
    if kind.startswith("timestamp"):
        zone = " || ' UTC'" if kind.endswith("zone") else ""
        return f"(strftime({expression}, '{TIMESTAMP_FORMAT}'){zone})"
    if kind == "blob":
        return f"rtrim(regexp_replace(lower(hex({expression})), '(..)', '\\1 ', 'g'))"
    if kind == "interval":
        return f"t_interval_text({expression})"
    if kind in ("list", "array"):
        item = f"e{depth}"
        inner = text_of(item, children_of(type_)["child"], depth + 1)
        joined = f"array_to_string(list_transform({expression}, lambda {item}: coalesce({inner}, 'null')), ', ')"
        return f"('[' || {joined} || ']')"
    if kind == "map":
        children = children_of(type_)
        item = f"e{depth}"
        key = text_of(f"{item}.key", children["key"], depth + 1)
        value = text_of(f"{item}.value", children["value"], depth + 1)
        pair = f"{key} || '=' || coalesce({value}, 'null')"
        joined = f"array_to_string(list_transform(map_entries({expression}), lambda {item}: {pair}), ', ')"
        return f"('{{' || {joined} || '}}')"
    if kind in ("struct", "tuple"):
        return _row_text(expression, type_, depth)
    return f"CAST({expression} AS VARCHAR)"


def _row_text(expression: str, type_: DuckDBPyType, depth: int) -> str:
    fields: list[str] = []
    for index, (key, child) in enumerate(children_of(type_, indexed=True).items()):
        name = key.partition(":")[2]
        named = _type_id(type_) == "struct" and bool(name)
        value = text_of(f"struct_extract_at({expression}, {index + 1})", child, depth + 1)
        label = (name if named else f"field{index}").replace("'", "''")
        fields.append(f"'{label}=' || coalesce({value}, 'null')")
    return f"(CASE WHEN {expression} IS NOT NULL THEN '{{' || {_joined(fields)} || '}}' END)"


def _joined(fields: list[str]) -> str:
    return " || ', ' || ".join(fields)


def children_of(type_: DuckDBPyType, *, indexed: bool = False) -> dict[str, DuckDBPyType]:
    """The types inside a nested type, by name; ``indexed`` puts a number before each, as a tuple's have no names."""
    return {
        f"{index}:{name}" if indexed else str(name): child
        for index, (name, child) in enumerate(type_.children)
        if isinstance(child, DuckDBPyType)
    }


def _type_id(type_: DuckDBPyType) -> str:
    return "json" if str(type_) == "JSON" else str(type_.id)


def _number(value: object) -> int:
    return int(str(value))
