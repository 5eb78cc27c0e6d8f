"""The crawler: what becomes which table, with which types, and what is reported."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from infra.local.aws.crawler import CrawledTable, CrawlResult, crawl


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def parquet(path: Path, select: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def found(result: CrawlResult) -> set[tuple[str, str]]:
    return {(table.database, table.name) for table in result.tables}


def only(result: CrawlResult) -> CrawledTable:
    assert not result.problems
    assert len(result.tables) == 1
    return result.tables[0]


def types(table: CrawledTable) -> dict[str, str]:
    return {column["Name"]: column["Type"] for column in table.input["StorageDescriptor"]["Columns"]}


def values(table: CrawledTable, column: str) -> Any:
    every = [*table.input["StorageDescriptor"]["Columns"], *table.input["PartitionKeys"]]
    held = next(item for item in every if item["Name"] == column)
    text = held.get("Parameters", {}).get("outcrop.values")
    return json.loads(text) if text else None


def csv_types(folder: Path, text: str) -> dict[str, str]:
    return types(only(crawl(write(folder, {"t.csv": text}), "lake")))


# Layout


def test_folders_become_databases_and_tables(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "top.csv": "a\n1\n",
            "flat/part-1.csv": "a\n1\n",
            "flat/part-2.csv": "a\n2\n",
            "db/orders/x.csv": "a\n1\n",
            "db/orders/deeper/y.csv": "a\n2\n",
            "db/stores.csv": "a\n1\n",
            "db/notes.md": "not data",
            "parts/year=2026/x.csv": "a\n1\n",
            "several/customers.csv": "id,name\n1,x\n",
            "several/orders.csv": "id,amount\n1,2\n",
            "_hidden/x.csv": "a\n1\n",
            ".git/x.csv": "a\n1\n",
        },
    )
    result = crawl(tmp_path, "lake")
    assert not result.problems
    assert found(result) == {
        ("lake", "top"),
        ("lake", "flat"),
        ("lake", "parts"),
        ("db", "orders"),
        ("db", "stores"),
        ("several", "customers"),
        ("several", "orders"),
    }
    assert result.databases == ("db", "lake", "several")
    held = {table.name: table for table in result.tables if table.database != "several"}
    assert held["orders"].input["Parameters"]["recordCount"] == "2"
    assert held["orders"].input["StorageDescriptor"]["Location"] == "s3://lake/db/orders/"
    assert held["stores"].input["StorageDescriptor"]["Location"] == "s3://lake/db/stores.csv"


def test_key_value_folders_become_partitions(tmp_path: Path) -> None:
    for year, month in (("2025", "12"), ("2026", "01"), ("2026", "02")):
        parquet(tmp_path / "db" / "facts" / f"Year={year}" / f"month={month}" / "x.parquet", "SELECT 1 AS a")
    table = only(crawl(tmp_path, "lake"))
    assert table.input["PartitionKeys"] == [
        {"Name": "year", "Type": "string", "Parameters": {"outcrop.values": '["2025", "2026"]'}},
        {"Name": "month", "Type": "string", "Parameters": {"outcrop.values": '["01", "02", "12"]'}},
    ]
    assert [partition["Values"] for partition in table.partitions] == [["2025", "12"], ["2026", "01"], ["2026", "02"]]
    first = table.partitions[0]["StorageDescriptor"]["Location"]
    assert first == "s3://lake/db/facts/Year=2025/month=12/"


def test_names_are_made_lower_case_and_plain(tmp_path: Path) -> None:
    result = crawl(write(tmp_path, {"My Sales-2026.csv": "Order Date,2nd,Größe (cm)\n2026-01-01,x,1\n"}), "lake")
    table = only(result)
    assert table.name == "my_sales_2026"
    assert types(table) == {"order_date": "date", "_2nd": "string", "größe_cm": "bigint"}


def test_packed_and_tab_separated_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv.gz": gzip.compress(b"n\n1\n2\n"), "b.tsv": "x\ty\n1\ttwo\n"})
    held = {table.name: table for table in crawl(tmp_path, "lake").tables}
    assert held["a"].input["Parameters"]["compressionType"] == "gzip"
    assert held["a"].input["Parameters"]["recordCount"] == "2"
    assert types(held["b"]) == {"x": "bigint", "y": "string"}


# CSV types


def test_csv_types(tmp_path: Path) -> None:
    text = (
        "n,money,zip,day,at,ok,text,big,mixed,none\n"
        "1,1.50,00123,2026-01-05,2026-01-05 10:00:00,true,a,123456789012345678901,1,\n"
        "-2,2,04567,2026-02-05,2026-01-06T11:30:00,FALSE,b,2,x,\n"
    )
    assert csv_types(tmp_path, text) == {
        "n": "bigint",
        "money": "double",
        "zip": "string",
        "day": "date",
        "at": "timestamp",
        "ok": "boolean",
        "text": "string",
        "big": "double",
        "mixed": "string",
        "none": "string",
    }


def test_every_row_counts_not_only_the_first(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 50_000 + "x,3.5\n"
    assert csv_types(tmp_path, text) == {"a": "string", "b": "double"}


def test_dates_in_other_formats_are_dates_when_only_one_reading_fits(tmp_path: Path) -> None:
    table = only(crawl(write(tmp_path, {"t.csv": "d\n25/12/2025\n01/02/2026\n"}), "lake"))
    assert types(table) == {"d": "date"}
    assert table.input["Parameters"]["outcrop.dateformat"] == "%d/%m/%Y"


def test_ambiguous_dates_stay_text(tmp_path: Path) -> None:
    assert csv_types(tmp_path, "d\n01/02/2026\n03/04/2026\n") == {"d": "string"}


def test_header_is_found_among_texts_and_missed_when_there_is_none(tmp_path: Path) -> None:
    assert csv_types(tmp_path, "name,city\nAnn,Rome\nBob,Oslo\n") == {"name": "string", "city": "string"}
    (tmp_path / "t.csv").write_text("1,2.5\n2,3.5\n")
    assert types(only(crawl(tmp_path, "lake"))) == {"col0": "bigint", "col1": "double"}


def test_quoted_values_with_line_ends(tmp_path: Path) -> None:
    table = only(crawl(write(tmp_path, {"t.csv": 'a,b\n1,"x\ny, ""z"""\n2,w\n'}), "lake"))
    assert table.input["Parameters"]["recordCount"] == "2"
    assert table.input["StorageDescriptor"]["SerdeInfo"]["SerializationLibrary"].endswith("OpenCSVSerde")
    assert values(table, "b") == ["w", 'x\ny, "z"']


def test_semicolons_and_byte_order_mark(tmp_path: Path) -> None:
    table = only(crawl(write(tmp_path, {"t.csv": "\ufeffid;name\n1;x\n"}), "lake"))
    assert types(table) == {"id": "bigint", "name": "string"}


# Other formats


def test_parquet_types(tmp_path: Path) -> None:
    select = (
        "SELECT 1::TINYINT a, 2::INTEGER b, 3::BIGINT c, 1.5::DECIMAL(10,2) d, 1.5::DOUBLE e, 1.5::FLOAT f, true g,"
        " DATE '2026-01-01' h, TIMESTAMP '2026-01-01' i, TIMESTAMPTZ '2026-01-01' j, ['x'] k, MAP(['x'], [1]) l,"
        " {'p': 1, 'q': ['y']} m, 'z'::BLOB n, 7::UBIGINT o, uuid() p"
    )
    parquet(tmp_path / "t.parquet", select)
    assert types(only(crawl(tmp_path, "lake"))) == {
        "a": "tinyint",
        "b": "int",
        "c": "bigint",
        "d": "decimal(10,2)",
        "e": "double",
        "f": "float",
        "g": "boolean",
        "h": "date",
        "i": "timestamp",
        "j": "timestamp",
        "k": "array<string>",
        "l": "map<string,int>",
        "m": "struct<p:int,q:array<string>>",
        "n": "binary",
        "o": "decimal(20,0)",
        "p": "string",
    }


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.jsonl": '{"Id": 1, "at": "2026-01-01"}\n{"Id": 2, "x": 1.5}\n', "b.json": '[{"k": [1]}, {"k": []}]'},
    )
    held = {table.name: table for table in crawl(tmp_path, "lake").tables}
    assert types(held["a"]) == {"id": "bigint", "at": "date", "x": "double"}
    assert held["a"].input["StorageDescriptor"]["SerdeInfo"]["Parameters"]["mapping.id"] == "Id"
    assert types(held["b"]) == {"k": "array<bigint>"}


def test_partition_key_that_is_also_a_column_is_said(tmp_path: Path) -> None:
    parquet(tmp_path / "db" / "t" / "year=2026" / "x.parquet", "SELECT 1 AS a, 2026 AS year")
    result = crawl(tmp_path, "lake")
    assert types(result.tables[0]) == {"a": "int"}
    assert [problem.message for problem in result.problems] == [
        "t: the column year of the files is left out, because a partition folder has the same name."
    ]


def test_such_a_column_of_a_csv_is_renamed(tmp_path: Path) -> None:
    write(tmp_path, {"db/t/year=2026/x.csv": "year,a\n1999,x\n"})
    result = crawl(tmp_path, "lake")
    assert types(result.tables[0]) == {"year_in_files": "bigint", "a": "string"}
    assert values(result.tables[0], "a") == ["x"]
    assert "called year_in_files" in result.problems[0].message


# Values


def test_values_of_text_columns_with_few_are_complete(tmp_path: Path) -> None:
    rows = "".join(f"{number},r{number % 200},{'x' * 70},u{number}\n" for number in range(5000))
    table = only(crawl(write(tmp_path, {"t.csv": "n,region,long,user\n" + rows}), "lake"))
    assert values(table, "region") == sorted(f"r{number}" for number in range(200))
    assert values(table, "long") is None
    assert values(table, "user") is None
    assert values(table, "n") is None


# Problems


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.csv", b"\0\1\2" * 100, "bad.csv is not CSV: it holds binary data. Save it as CSV or remove it."),
        ("bad.csv", b"", "bad.csv is empty. Put data in it or remove it."),
        ("bad.csv", "näme,x\nä,1\n".encode("latin-1") * 10, "bad.csv is not UTF-8 text."),
        ("bad.parquet", b"PAR1nothing else", "bad.parquet is not a readable parquet file ("),
        ("bad.parquet", b"text", "bad.parquet is not a readable parquet file ("),
        ("bad.json", b'{"a": ', "bad.json is not a readable json file ("),
        ("bad.csv.gz", b"not packed", "bad.csv.gz is not a readable csv file ("),
        ("bad.csv", b"a,A\n1,2\n", "bad.csv has two columns that would both be called a."),
        ("bad/x.csv", b"a\n1\n", None),
    ],
)
def test_bad_file_is_reported_and_the_others_go_on(tmp_path: Path, name: str, content: bytes, says: str | None) -> None:
    result = crawl(write(tmp_path, {name: content, "good.csv": "a\n1\n"}), "lake")
    assert ("lake", "good") in found(result)
    messages = [problem.message for problem in result.problems]
    if says is None:
        assert not messages
    else:
        assert len(messages) == 1
        assert messages[0].startswith(says)
        assert result.problems[0].path == name


def test_file_of_a_table_that_does_not_fit_is_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "db/columns/1.csv": "a,b\n1,2\n",
            "db/columns/2.csv": "a,c\n1,2\n",
            "db/mixed/1.csv": "a\n1\n",
            "db/mixed/2.json": '{"a": 1}',
            "db/parts/year=1/x.csv": "a\n1\n",
            "db/parts/x.csv": "a\n1\n",
            "db/Same Name.csv": "a\n1\n",
            "db/same_name/x.csv": "a\n1\n",
            "db/broken/1.csv": "a\n1\n",
        },
    )
    parquet(tmp_path / "db" / "corrupt" / "1.parquet", "SELECT 1 AS a")
    (tmp_path / "db" / "corrupt" / "2.parquet").write_bytes(b"PAR1 not really, but long enough to be read")
    result = crawl(tmp_path, "lake")
    assert found(result) == {("db", "same_name"), ("db", "broken")}
    messages = {problem.path: problem.message for problem in result.problems}
    assert messages["db/columns/2.csv"].startswith("db/columns/2.csv has other columns than db/columns/1.csv.")
    assert messages["db/mixed"].startswith("mixed mixes csv and json files.")
    assert messages["db/parts/year=1/x.csv"].startswith("db/parts/year=1/x.csv has other partition folders than")
    assert "Rename one of them" in messages["db/same_name"]
    assert messages["db/corrupt/2.parquet"].startswith("db/corrupt/2.parquet is not a readable parquet file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"secret.csv": "a\n1\n", "good.csv": "a\n1\n"})
    (tmp_path / "secret.csv").chmod(0)
    result = crawl(tmp_path, "lake")
    assert [problem.message for problem in result.problems] == [
        "secret.csv may not be read. Give this user the right to read it."
    ]


def test_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("a\n1\n")
    lake = write(tmp_path / "lake", {"good.csv": "a\n1\n"})
    (lake / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert found(crawl(lake, "lake")) == {("lake", "good")}


def test_missing_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        crawl(tmp_path / "nope", "lake")
    result = crawl(tmp_path, "lake")
    assert not result.tables
    assert result.problems[0].message.startswith("No CSV, JSON or Parquet files in")


# Cache


def test_second_crawl_reads_only_what_changed(tmp_path: Path) -> None:
    lake = write(tmp_path / "lake", {"a.csv": "x\n1\n", "b.csv": "y\n1\n", "bad.csv": ""})
    cache = tmp_path / "cache.json"
    said: list[str] = []
    first = crawl(lake, "lake", said.append, cache=cache)
    assert said == ["Reading lake.a (1 file)", "Reading lake.b (1 file)", "Reading lake.bad (1 file)"]
    said.clear()
    assert crawl(lake, "lake", said.append, cache=cache) == first
    assert said == ["2 tables, unchanged"]
    (lake / "b.csv").write_text("y,z\n1,2\n")
    said.clear()
    third = crawl(lake, "lake", said.append, cache=cache)
    assert said == ["Reading lake.b (1 file)"]
    assert types(third.tables[1]) == {"y": "bigint", "z": "bigint"}
    assert crawl(lake, "other-bucket", cache=cache) != third


def test_broken_cache_is_made_anew(tmp_path: Path) -> None:
    lake = write(tmp_path / "lake", {"a.csv": "x\n1\n"})
    cache = tmp_path / "cache.json"
    cache.write_text("not json")
    assert found(crawl(lake, "lake", cache=cache)) == {("lake", "a")}
    assert json.loads(cache.read_text())["bucket"] == "lake"
