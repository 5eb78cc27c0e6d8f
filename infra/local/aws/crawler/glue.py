"""An inferred table as Glue's TableInput and PartitionInputs, as AWS's own crawler writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.local.aws.crawler.infer import encode_values
from infra.local.aws.crawler.inferred import Inferred
from infra.local.aws.crawler.layout import Source
from infra.local.aws.crawler.result import CrawledTable

CRAWLED = "outcrop.crawled"
FINGERPRINT = "outcrop.fingerprint"
VALUES = "outcrop.values"
_TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
_TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
_FORMATS = {
    "csv": (_TEXT_INPUT, _TEXT_OUTPUT),
    "json": (_TEXT_INPUT, _TEXT_OUTPUT),
    "parquet": (
        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    ),
}


def glue_table(source: Source, found: Inferred, root: Path, bucket: str, fingerprint: str) -> CrawledTable:
    """The table for Glue, its location under ``s3://<bucket>/``."""
    location = f"s3://{bucket}/{source.root.relative_to(root).as_posix()}"
    if source.root.is_dir():
        location += "/"
    files = [file for file in source.files if file.size]
    size = sum(file.size for file in files)
    packed = files[0].path.name.lower().endswith(".gz")
    parameters = {
        "classification": found.format,
        "typeOfData": "file",
        "recordCount": str(found.rows),
        "sizeKey": str(size),
        "objectCount": str(len(files)),
        "averageRecordSize": str(round(size / found.rows) if found.rows else 0),
        "compressionType": "gzip" if packed else "none",
        **found.parameters,
        CRAWLED: "true",
        FINGERPRINT: fingerprint,
    }
    storage = _storage(found, location, [_column(name, type_, found) for name, type_ in found.columns])
    table: dict[str, Any] = {
        "Name": source.name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": parameters,
        "StorageDescriptor": storage,
        "PartitionKeys": [_column(key, "string", found) for key in found.keys],
    }
    return CrawledTable(source.database, table, tuple(_partitions(source, found, root, bucket)))


def _column(name: str, type_: str, found: Inferred) -> dict[str, Any]:
    values = found.values.get(name)
    parameters = {"Parameters": {VALUES: encode_values(values)}} if values else {}
    return {"Name": name, "Type": type_, **parameters}


def _storage(found: Inferred, location: str, columns: list[dict[str, Any]]) -> dict[str, Any]:
    input_format, output_format = _FORMATS[found.format]
    return {
        "Columns": columns,
        "Location": location,
        "InputFormat": input_format,
        "OutputFormat": output_format,
        "Compressed": False,
        "NumberOfBuckets": -1,
        "SerdeInfo": {"SerializationLibrary": found.serde, "Parameters": dict(found.serde_parameters)},
        "StoredAsSubDirectories": False,
    }


def _partitions(source: Source, found: Inferred, root: Path, bucket: str) -> list[Mapping[str, Any]]:
    if not found.keys:
        return []
    folders = {
        tuple(value for _, value in file.partition): file.folder
        for file in source.files
        if file.size and file.partition
    }
    plain = [{"Name": name, "Type": type_} for name, type_ in found.columns]
    return [
        {
            "Values": list(values),
            "StorageDescriptor": _storage(found, f"s3://{bucket}/{folder.relative_to(root).as_posix()}/", plain),
        }
        for values, folder in sorted(folders.items())
    ]
