"""What the API's requests mean and how its answers describe the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.dialect.prepare import check_parameters
from infra.local.aws.athena.dialect.syntax import Statement, parse_query, read_statement
from infra.local.aws.athena.errors import QueryError, SyntaxQueryError
from infra.local.aws.athena.paging import invalid
from infra.local.aws.athena.prepared import read_execute
from infra.local.aws.athena.work_groups import WorkGroup

DATA_CATALOG = "AwsDataCatalog"


def parsed(query: str, parameters: Sequence[str]) -> Statement:
    """As Athena does, refuse here what isn't SQL; what is SQL but wrong fails as an execution."""
    try:
        statement = read_statement(query)
        if statement.kind == "query":
            check_parameters(parse_query(statement), parameters)
        elif statement.kind == "execute":
            _, values = read_execute(statement)
            if values and parameters:
                raise invalid(words.parameters_twice())
        elif parameters:
            raise invalid(words.parameter_count(0, len(parameters)))
        return statement
    except SyntaxQueryError as error:
        raise invalid(error.message, "MALFORMED_QUERY") from error
    except QueryError:
        return read_statement(query)


def substatement(statement: Statement) -> str:
    if statement.kind == "query":
        return "SELECT"
    if statement.kind == "describe":
        return "DESCRIBE_TABLE"
    if statement.kind == "deallocate":
        return "DEALLOCATE_PREPARE"
    verbs = [token.text.upper() for token in statement.tokens[:2]]
    return "_".join(verbs) if statement.kind == "show" else verbs[0].split()[0]


def result_location(request: dict[str, Any], group: WorkGroup) -> str:
    """Where the result goes, ending in ``/``; empty where the work group keeps results itself."""
    given = (request.get("ResultConfiguration") or {}).get("OutputLocation")
    if group.managed:
        if given:
            raise invalid(words.managed_location())
        return ""
    location = group.output_location if group.enforce and group.output_location else given or group.output_location
    if not location:
        raise invalid(words.no_output_location())
    bucket, slash, _ = location.removeprefix("s3://").partition("/")
    if not location.startswith("s3://") or not bucket:
        raise invalid(words.bad_output_location(location))
    if location.endswith("/"):
        return location
    return location + "/" if slash else f"s3://{bucket}/"


def reuse_minutes(request: dict[str, Any]) -> int | None:
    age = (request.get("ResultReuseConfiguration") or {}).get("ResultReuseByAgeConfiguration") or {}
    return age.get("MaxAgeInMinutes", 60) if age.get("Enabled") else None


def check_catalog(name: str) -> None:
    if name.lower() != DATA_CATALOG.lower():
        raise invalid(words.no_catalog(name))


def described_database(found: dict[str, Any]) -> dict[str, Any]:
    described = {"Name": found["Name"], "Parameters": found.get("Parameters") or {}}
    if found.get("Description"):
        described["Description"] = found["Description"]
    return described


def table_metadata(table: GlueTable) -> dict[str, Any]:
    """https://docs.aws.amazon.com/athena/latest/APIReference/API_TableMetadata.html"""

    def columns(found: Sequence[Any]) -> list[dict[str, str]]:
        return [
            {"Name": column.name, "Type": column.type, **({"Comment": column.comment} if column.comment else {})}
            for column in found
        ]

    described: dict[str, Any] = {
        "Name": table.name,
        "TableType": table.kind,
        "Columns": columns(table.columns),
        "PartitionKeys": columns(table.keys),
        "Parameters": {**table.parameters, "location": table.location, "inputformat": table.input_format},
    }
    for ours, theirs in (("CreateTime", "CreateTime"), ("LastAccessTime", "LastAccessTime")):
        if table.definition.get(theirs):
            described[ours] = table.definition[theirs]
    return described
