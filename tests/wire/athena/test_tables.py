"""Tables of the Glue catalogue as queries see them: formats, partitions, what a query scans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from infra.local.aws.crawler import crawl, register
from tests.wire.athena.support import BUCKET, ORDERS_PER_MONTH, Athena


def test_csv_with_quotes_has_its_types_and_nulls(athena: Athena) -> None:
    outcome = athena.run("SELECT * FROM customers ORDER BY customer_id")
    assert outcome.columns == (
        ("customer_id", "bigint"),
        ("full_name", "varchar"),
        ("zip", "varchar"),
        ("joined", "date"),
        ("vip", "boolean"),
        ("spend", "double"),
    )
    assert outcome.rows == [
        ("1", 'Ann, "B"', "00123", "2026-01-05", "true", "10.5"),
        ("2", "Bob", "04567", "2026-02-05", "false", None),
    ]


def test_csv_with_semicolons(athena: Athena) -> None:
    assert athena.rows("SELECT name, price FROM lake.products ORDER BY 1") == [("Apple", "0.5"), ("Bread", "2.0")]


def test_packed_csv(athena: Athena) -> None:
    assert athena.rows("SELECT count(*), sum(n) FROM lake.packed") == [("3000", "4498500")]


def test_json_lines_with_nested_values(athena: Athena) -> None:
    rows = athena.rows('SELECT id, at, "user".name, "user".age, tags FROM lake.events ORDER BY id')
    assert rows == [
        ("1", "2026-01-01 10:00:00.000", "a", "3", "[x]"),
        ("2", "2026-01-02 10:00:00.000", "b", None, "[]"),
    ]


def test_names_with_database_catalogue_and_other_case(athena: Athena) -> None:
    for table in (
        "orders",
        "sales.orders",
        "awsdatacatalog.sales.orders",
        '"AwsDataCatalog"."sales"."ORDERS"',
        "Sales.Orders",
    ):
        assert athena.value(f"SELECT count(*) FROM {table}") == str(3 * ORDERS_PER_MONTH)
    assert athena.value("SELECT max(sales.orders.id) FROM sales.orders") == str(ORDERS_PER_MONTH - 1)


def test_only_partitions_asked_for_and_columns_read_are_scanned(athena: Athena) -> None:
    everything = athena.run("SELECT sum(amount), max(address.street) FROM orders").scanned
    one_column = athena.run("SELECT sum(amount) FROM orders").scanned
    one_month = athena.run("SELECT sum(amount) FROM orders WHERE month = '2026-02'").scanned
    assert everything > one_column > one_month > 0
    assert abs(one_month * 3 - one_column) < one_column * 0.1
    assert athena.run("SELECT sum(amount) FROM orders WHERE month IN ('2026-01', '2026-02')").scanned > one_month
    assert athena.run("SELECT count(*) FROM orders").scanned == 0


def test_a_filter_column_is_scanned_too(athena: Athena) -> None:
    plain = athena.run("SELECT sum(id) FROM orders").scanned
    assert athena.run("SELECT sum(id) FROM orders WHERE amount > 5").scanned > plain


def test_a_top_n_scans_a_table_once(athena: Athena, lake: Path) -> None:
    size = sum(file.stat().st_size for file in (lake / "sales" / "orders").rglob("*.parquet"))
    assert athena.run("SELECT * FROM orders ORDER BY id DESC LIMIT 3").scanned <= size


def test_whole_csv_files_are_scanned(athena: Athena, lake: Path) -> None:
    assert athena.run("SELECT zip FROM customers").scanned == (lake / "sales" / "customers.csv").stat().st_size


def test_partition_and_table_registered_later_are_found(athena: Athena, glue: Any, lake: Path) -> None:
    connection = duckdb.connect()
    for number in (1, 2):
        folder = lake / "late" / "facts" / f"year={number}" / f"day={number}"
        folder.mkdir(parents=True)
        connection.execute(f"COPY (SELECT {number} AS n) TO '{folder / 'x.parquet'}' (FORMAT parquet)")
        register(glue, crawl(lake, BUCKET))
        assert athena.value("SELECT count(*) FROM late.facts") == str(number)
    connection.close()
    assert athena.rows("SELECT n, year, day FROM late.facts WHERE year = '2'") == [("2", "2", "2")]
    assert athena.rows("SHOW PARTITIONS late.facts") == [("year=1/day=1",), ("year=2/day=2",)]


def test_files_changed_under_a_table_are_seen(athena: Athena, glue: Any, lake: Path) -> None:
    file = lake / "changing.csv"
    file.write_text("a,b\n1,x\n")
    register(glue, crawl(lake, BUCKET))
    assert athena.rows("SELECT a FROM lake.changing") == [("1",)]
    file.write_text("a,b\n1,x\n2,y\n")
    assert athena.rows("SELECT a FROM lake.changing ORDER BY a") == [("1",), ("2",)]


def test_partitions_whose_folders_do_not_say_their_values(athena: Athena, glue: Any, lake: Path) -> None:
    columns = [{"Name": "n", "Type": "bigint"}, {"Name": "missing", "Type": "date"}]
    serde = {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"}
    connection = duckdb.connect()
    partitions = []
    for number, name in ((1, "one"), (2, "two")):
        folder = lake / "_plain" / name
        folder.mkdir(parents=True)
        connection.execute(f"COPY (SELECT {number} AS n) TO '{folder / 'x.parquet'}' (FORMAT parquet)")
        storage = {"Columns": columns, "Location": f"s3://{BUCKET}/_plain/{name}/", "SerdeInfo": serde}
        partitions.append({"Values": [str(2020 + number)], "StorageDescriptor": storage})
    connection.close()
    glue.create_table(
        DatabaseName="lake",
        TableInput={
            "Name": "plain",
            "StorageDescriptor": {"Columns": columns, "Location": f"s3://{BUCKET}/_plain/", "SerdeInfo": serde},
            "PartitionKeys": [{"Name": "year", "Type": "int"}],
        },
    )
    glue.batch_create_partition(DatabaseName="lake", TableName="plain", PartitionInputList=partitions)
    outcome = athena.run("SELECT n, missing, year FROM lake.plain WHERE year > 2021")
    assert outcome.columns == (("n", "bigint"), ("missing", "date"), ("year", "integer"))
    assert outcome.rows == [("2", None, "2022")]


def test_table_without_files_is_empty(athena: Athena, glue: Any) -> None:
    serde = {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"}
    storage = {"Columns": [{"Name": "a", "Type": "int"}], "Location": f"s3://{BUCKET}/nothing/", "SerdeInfo": serde}
    glue.create_table(DatabaseName="lake", TableInput={"Name": "nothing", "StorageDescriptor": storage})
    outcome = athena.run("SELECT a FROM lake.nothing")
    assert (outcome.columns, outcome.rows) == ((("a", "integer"),), [])


def test_file_that_broke_after_the_crawl_fails_with_its_name(athena: Athena, glue: Any, lake: Path) -> None:
    folder = lake / "breaking"
    folder.mkdir()
    duckdb.execute(f"COPY (SELECT 1 AS a) TO '{folder / 'x.parquet'}' (FORMAT parquet)")
    register(glue, crawl(lake, BUCKET))
    (folder / "x.parquet").write_bytes(b"PAR1 not any more")
    reason = athena.failure("SELECT a FROM lake.breaking")
    assert reason.startswith("HIVE_BAD_DATA")
    assert "x.parquet" in reason


def test_show_and_describe(athena: Athena) -> None:
    assert ("orders",) in athena.rows("SHOW TABLES")
    assert ("orders",) in athena.rows("SHOW TABLES IN sales 'ord*'")
    assert ("sales",) in athena.rows("SHOW DATABASES")
    assert athena.rows("SHOW SCHEMAS LIKE 'sal%'") == [("sales",)]
    assert ("id",) in athena.rows("SHOW COLUMNS IN orders")
    assert ("amount", "decimal(12,2)", "") in athena.rows("DESCRIBE orders")
    assert athena.rows("SHOW CREATE TABLE sales.customers")[0] == ("CREATE EXTERNAL TABLE `sales.customers`(",)
    assert athena.failure("SHOW COLUMNS IN nope").startswith("TABLE_NOT_FOUND")


def test_information_schema(athena: Athena) -> None:
    rows = athena.rows(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'sales' AND table_name = 'customers' ORDER BY ordinal_position"
    )
    assert rows[0] == ("customer_id", "bigint")
    assert ("zip", "varchar") in rows
    assert athena.rows("SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'sales'") == [
        ("sales",)
    ]


def test_explain_gives_a_plan_and_scans_nothing(athena: Athena) -> None:
    outcome = athena.run("EXPLAIN SELECT sum(amount) FROM orders")
    assert outcome.execution["StatementType"] == "UTILITY"
    assert any("READ_PARQUET" in (row[0] or "") for row in outcome.rows)
    assert outcome.scanned == 0
