"""Declared keys counted in a lake's files: a key that repeats would count rows twice wherever it is joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
from sqlglot import exp

from agent_actions.semantic import model_words as words
from agent_actions.semantic.expressions import ExpressionError, parse_expression
from agent_actions.semantic.model import Dataset, SemanticModel
from agent_actions.semantic.places import Places
from agent_actions.semantic.problems import Problem
from infra.local import names
from infra.local.aws.athena.catalog import GlueTable, Partition, glue_table
from infra.local.aws.athena.errors import QueryError
from infra.local.aws.athena.files import file_table
from infra.local.aws.athena.locations import Locations
from infra.local.aws.athena.views import Views, quoted
from infra.local.aws.crawler.result import CrawledTable


def repeated_keys(
    model: SemanticModel, files: Mapping[str, str], lake: Path, crawled: Sequence[CrawledTable]
) -> list[Problem]:
    """Each primary or unique key of the model that is none in the data; of keys that are no columns nothing is said."""
    root, places = lake.resolve(), Places(files)
    tables = {(t.database.casefold(), t.name.casefold()): glue_of(t) for t in crawled}
    views, found = Views(root), list[Problem]()
    with duckdb.connect() as connection:
        for dataset in model.datasets:
            table = tables.get((dataset.source.database.casefold(), dataset.source.table.casefold()))
            keys = [("primary_key", dataset.primary_key), *(("unique_keys", key) for key in dataset.unique_keys)]
            for kind, key in keys:
                columns = columns_of(dataset, table, key) if table and key else None
                if table is None or columns is None:
                    continue
                try:
                    views.ensure(connection, file_table(table, Locations(root, names.LAKE_BUCKET)))
                    values, example = _repeats(connection, table, columns)
                except (duckdb.Error, QueryError):
                    continue  # unreadable files are the crawl's to tell
                if values:
                    message = words.key_repeats(kind, key, values, example)
                    found.append(places.problem("dataset", dataset.name, message, kind))
    return found


def glue_of(table: CrawledTable) -> GlueTable:
    """The table with its partitions, as the engine reads it."""
    parts = [Partition(tuple(p["Values"]), p["StorageDescriptor"]["Location"]) for p in table.partitions]
    return glue_table(table.database.lower(), table.input, tuple(parts))


def columns_of(dataset: Dataset, table: GlueTable, key: Sequence[str]) -> list[str] | None:
    """The columns of the table that the key's names stand for."""
    held = {column.name for column in table.all_columns}
    found: list[str] = []
    for name in key:
        field = dataset.field(name)
        try:
            tree = parse_expression(field.expression) if field else None
        except ExpressionError:
            return None
        column = tree.name if isinstance(tree, exp.Column) else name
        if column.lower() not in held or (tree is not None and not isinstance(tree, exp.Column)):
            return None
        found.append(column.lower())
    return found


def _repeats(connection: duckdb.DuckDBPyConnection, table: GlueTable, columns: Sequence[str]) -> tuple[int, str]:
    """How many values come more than once, and the least of them."""
    listed = ", ".join(quoted(column) for column in columns)
    source = f"{quoted(table.database)}.{quoted(table.name)}"
    repeated = f"SELECT {listed} FROM {source} GROUP BY {listed} HAVING count(*) > 1 ORDER BY {listed}"
    count = connection.execute(f"SELECT count(*) FROM ({repeated})").fetchall()[0][0]
    if not count:
        return 0, ""
    first = connection.execute(f"{repeated} LIMIT 1").fetchall()[0]
    return int(count), ", ".join(str(value) for value in first)
