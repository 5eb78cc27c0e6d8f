"""Parquet and JSON: files that say their columns themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from infra.local.aws.athena.files import OPENX_JSON, PARQUET
from infra.local.aws.crawler import words
from infra.local.aws.crawler.inferred import InferError, Inferred, blame, clean_columns, made_of, path_list, shown
from infra.local.aws.crawler.layout import Source, SourceFile
from infra.local.aws.crawler.types import hive_type


def infer_parquet(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    paths = path_list(files)
    try:
        relation = cursor.sql(f"SELECT * FROM read_parquet({paths}, union_by_name = true, hive_partitioning = false)")
    except duckdb.Error as error:
        raise blame(cursor, files, "parquet_schema", root, error) from error
    names = clean_columns(relation.columns, source, root)
    columns = list(zip(names, (hive_type(type_) for type_ in relation.types), strict=True))
    by_name = all(name == column.lower() for name, column in zip(names, relation.columns, strict=True))
    parameters = {"serialization.format": "1"}
    if not by_name:
        parameters["parquet.column.index.access"] = "true"
    return made_of("parquet", columns, source, PARQUET, serde_parameters=parameters)


def infer_json(cursor: DuckDBPyConnection, source: Source, files: Sequence[SourceFile], root: Path) -> Inferred:
    size = sum(file.size for file in files)
    sample = -1 if size < 64_000_000 else 200_000
    try:
        relation = cursor.sql(
            f"SELECT * FROM read_json({path_list(files)}, format = 'auto', records = true, union_by_name = true,"
            f" hive_partitioning = false, sample_size = {sample}, maximum_object_size = 16777216)"
        )
    except duckdb.Error as error:
        raise blame(cursor, files, "read_json_auto", root, error) from error
    if not relation.columns:
        raise InferError(files[0].path, words.no_columns(shown(files[0], root)))
    names = clean_columns(relation.columns, source, root)
    columns = list(zip(names, (hive_type(type_) for type_ in relation.types), strict=True))
    renamed = {name: key for name, key in zip(names, relation.columns, strict=True) if name != key}
    return made_of(
        "json",
        columns,
        source,
        OPENX_JSON,
        sources=tuple(renamed.get(name, "") for name in names),
        serde_parameters={"paths": ",".join(names), **{f"mapping.{name}": key for name, key in renamed.items()}},
    )
