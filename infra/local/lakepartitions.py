"""Partition rules held against a lake's files: one that doesn't hold would leave rows of a period out unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from agent_actions.semantic import model_words as words
from agent_actions.semantic.model import PartitionRule, SemanticModel
from agent_actions.semantic.places import CONFIG, Places
from agent_actions.semantic.problems import Problem
from infra.local import names
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.errors import QueryError
from infra.local.aws.athena.files import file_table
from infra.local.aws.athena.locations import Locations
from infra.local.aws.athena.views import Views, quoted
from infra.local.aws.crawler.result import CrawledTable
from infra.local.lakekeys import columns_of, glue_of


def broken_partitions(
    model: SemanticModel, files: Mapping[str, str], lake: Path, crawled: Sequence[CrawledTable]
) -> list[Problem]:
    """Each partition rule of the model that a row of the data breaks; of fields that are no columns nothing is said."""
    root, places = lake.resolve(), Places(files)
    tables = {(t.database.casefold(), t.name.casefold()): glue_of(t) for t in crawled}
    views, found = Views(root), list[Problem]()
    with duckdb.connect() as connection:
        for dataset in model.datasets:
            table = tables.get((dataset.source.database.casefold(), dataset.source.table.casefold()))
            for column, rule in dataset.partitions.items():
                columns = columns_of(dataset, table, (column, rule.field)) if table else None
                if table is None or columns is None:
                    continue
                try:
                    views.ensure(connection, file_table(table, Locations(root, names.LAKE_BUCKET)))
                    rows, example = _differing(connection, table, columns, rule)
                except (duckdb.Error, QueryError):
                    continue  # unreadable files are the crawl's to tell
                if rows:
                    message = words.partition_broken(column, rule.field, rule.format, rows, example)
                    found.append(places.problem(CONFIG, "datasets", message, f"{dataset.name}/partitions/{column}"))
    return found


def _differing(
    connection: duckdb.DuckDBPyConnection, table: GlueTable, columns: Sequence[str], rule: PartitionRule
) -> tuple[int, str]:
    """How many rows lie in another partition than their date says, and one of them: ``2026-10 for 2026-11-01``."""
    column, field = (quoted(name) for name in columns)
    source = f"{quoted(table.database)}.{quoted(table.name)}"
    broken = (
        f"FROM {source} WHERE {field} IS NOT NULL AND CAST({column} AS VARCHAR) IS DISTINCT FROM "
        f"strftime(CAST({field} AS TIMESTAMP), $pattern)"
    )
    given = {"pattern": rule.format}
    count = connection.execute(f"SELECT count(*) {broken}", given).fetchall()[0][0]
    if not count:
        return 0, ""
    first = connection.execute(f"SELECT {column}, {field} {broken} LIMIT 1", given).fetchall()[0]
    return int(count), f"{first[0]} for {first[1]}"
