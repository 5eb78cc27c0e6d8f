"""From a Glue table's storage descriptor to what the engine reads: format, types and folders."""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp
from sqlglot.errors import SqlglotError

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.errors import QueryError
from infra.local.aws.athena.locations import LocationError, Locations
from infra.local.aws.athena.protocol import FileTable

OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
OPENX_JSON = "org.openx.data.jsonserde.JsonSerDe"
HIVE_JSON = "org.apache.hive.hcatalog.data.JsonSerDe"

# Ours, for what Hive's own readers can't say: strptime formats of DATE and TIMESTAMP columns in CSV.
DATE_FORMAT = "outcrop.dateformat"
TIMESTAMP_FORMAT = "outcrop.timestampformat"


def file_table(table: GlueTable, locations: Locations) -> FileTable:
    """What the engine needs of ``table``. Raises QueryError when it lies elsewhere or its format can't be read."""
    kind = _format(table)
    parameters = table.serde_parameters
    quote, escape, delimiter = "", "", ","
    if kind == "csv":
        delimiter = (
            parameters.get("field.delim")
            or parameters.get("separatorChar")
            or ("\x01" if _is(table, LAZY_SIMPLE) else ",")
        )
        if _is(table, OPEN_CSV):
            quote = parameters.get("quoteChar", '"')
            escape = parameters.get("escapeChar", quote)
            escape = quote if escape == "\\" and "escapeChar" not in parameters else escape
    folders = tuple((partition.values, _folder(partition.location, table, locations)) for partition in table.partitions)
    if not table.keys:
        folders = (((), _folder(table.location, table, locations)),)
    return FileTable(
        schema=table.database,
        name=table.name,
        format=kind,
        columns=tuple((column.name, duckdb_type(column.type)) for column in table.columns),
        sources=tuple(_source(column.name, parameters) for column in table.columns),
        keys=tuple((key.name, duckdb_type(key.type)) for key in table.keys),
        folders=folders,
        delimiter=delimiter.replace("\\t", "\t"),
        quote=quote,
        escape=escape,
        header=int(table.parameters.get("skip.header.line.count", parameters.get("skip.header.line.count", "0"))) > 0,
        date_format=table.parameters.get(DATE_FORMAT),
        timestamp_format=table.parameters.get(TIMESTAMP_FORMAT),
        by_position=parameters.get("parquet.column.index.access", "").lower() == "true",
    )


@lru_cache(maxsize=2048)
def data_type(hive: str) -> exp.DataType:
    """A Hive type as sqlglot's. Raises QueryError for one that isn't known."""
    try:
        return exp.DataType.build(hive, dialect="hive")
    except SqlglotError as error:
        raise QueryError(words.unknown_type(hive)) from error


@lru_cache(maxsize=2048)
def duckdb_type(hive: str) -> str:
    """A Hive type as DuckDB writes it."""
    return _duckdb(data_type(hive))


def _duckdb(type_: exp.DataType) -> str:
    scalar = _SCALARS.get(type_.this)
    if scalar:
        return scalar
    if type_.this == exp.DataType.Type.DECIMAL:
        sizes = [part.name for part in type_.expressions] or ["10"]
        return f"DECIMAL({sizes[0]},{sizes[1] if len(sizes) > 1 else '0'})"
    if type_.this in (exp.DataType.Type.ARRAY, exp.DataType.Type.LIST):
        return f"{_duckdb(type_.expressions[0])}[]"
    if type_.this == exp.DataType.Type.MAP:
        return f"MAP({_duckdb(type_.expressions[0])}, {_duckdb(type_.expressions[1])})"
    if type_.this == exp.DataType.Type.STRUCT:
        fields = ", ".join(f'"{part.name}" {_duckdb(part.args["kind"])}' for part in type_.expressions)
        return f"STRUCT({fields})"
    raise QueryError(words.unknown_type(type_.sql("hive").lower()))


_T = exp.DataType.Type
_SCALARS = {
    _T.TINYINT: "TINYINT",
    _T.SMALLINT: "SMALLINT",
    _T.INT: "INTEGER",
    _T.BIGINT: "BIGINT",
    _T.FLOAT: "FLOAT",
    _T.DOUBLE: "DOUBLE",
    _T.BOOLEAN: "BOOLEAN",
    _T.TEXT: "VARCHAR",
    _T.VARCHAR: "VARCHAR",
    _T.CHAR: "VARCHAR",
    _T.NCHAR: "VARCHAR",
    _T.DATE: "DATE",
    _T.TIMESTAMP: "TIMESTAMP",
    _T.TIMESTAMPNTZ: "TIMESTAMP",
    _T.TIMESTAMPTZ: "TIMESTAMP",
    _T.BINARY: "BLOB",
    _T.VARBINARY: "BLOB",
}


def _is(table: GlueTable, library: str) -> bool:
    return table.serde.rpartition(".")[2].lower() == library.rpartition(".")[2].lower()


def _format(table: GlueTable) -> str:
    if table.kind == "VIRTUAL_VIEW":
        raise QueryError(words.view_not_supported(table.database, table.name))
    text = f"{table.serde} {table.input_format}".lower()
    if "parquet" in text:
        return "parquet"
    if "json" in table.serde.lower():
        return "json"
    if any(_is(table, library) for library in (OPEN_CSV, LAZY_SIMPLE)):
        return "csv"
    raise QueryError(words.format_not_supported(table.database, table.name, table.serde or table.input_format))


def _source(name: str, parameters: object) -> str:
    """openx JsonSerDe's ``mapping.<column>``: the column's key in the files."""
    return str(parameters.get(f"mapping.{name}", "")) if isinstance(parameters, dict) else ""


def _folder(location: str, table: GlueTable, locations: Locations) -> str:
    try:
        return locations.folder(location)
    except LocationError:
        raise QueryError(words.not_in_lake(table.database, table.name, location, locations.bucket)) from None
