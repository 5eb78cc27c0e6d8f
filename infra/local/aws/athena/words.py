"""What the offline Athena says. What stands in Athena's own words is worded as Athena words it."""

from __future__ import annotations

from collections.abc import Sequence

STATEMENTS = (
    "'ALTER', 'ANALYZE', 'CALL', 'COMMIT', 'CREATE', 'DEALLOCATE', 'DELETE', 'DENY', 'DESC', 'DESCRIBE', 'DROP', "
    "'EXECUTE', 'EXPLAIN', 'GRANT', 'INSERT', 'MERGE', 'PREPARE', 'REFRESH', 'RESET', 'REVOKE', 'ROLLBACK', 'SET', "
    "'SHOW', 'START', 'TRUNCATE', 'UNLOAD', 'UPDATE', 'USE', <query>"
)

# Syntax and names


def mismatched(where: str, text: str, expecting: str | None = None) -> str:
    return f"{where}: mismatched input '{text}'." + (f" Expecting: {expecting}" if expecting else "")


def backquoted(where: str) -> str:
    return f"{where}: backquoted identifiers are not supported; use double quotes to quote identifiers"


def one_statement(sql: str) -> str:
    return f"Only one sql statement is allowed. Got: {sql}"


def too_deep() -> str:
    return "line 1:1: statement is too large (stack overflow while parsing)"


def column_not_found(where: str, name: str) -> str:
    return (
        f"COLUMN_NOT_FOUND: {where}: Column '{name}' cannot be resolved or requester is not authorized"
        " to access requested resources"
    )


def table_not_found(where: str, database: str, table: str) -> str:
    return f"TABLE_NOT_FOUND: {where}: Table 'awsdatacatalog.{database}.{table}' does not exist"


def schema_not_found(where: str, database: str) -> str:
    return f"SCHEMA_NOT_FOUND: {where}: Schema '{database}' does not exist"


def catalog_not_found(where: str, catalog: str) -> str:
    return f"CATALOG_NOT_FOUND: {where}: Catalog '{catalog}' not found"


def ambiguous(where: str, name: str) -> str:
    return f"AMBIGUOUS_NAME: {where}: Column '{name}' is ambiguous"


def not_aggregate(where: str, name: str) -> str:
    return f"EXPRESSION_NOT_AGGREGATE: {where}: '{name}' must be an aggregate expression or appear in GROUP BY clause"


def function_not_found(where: str, name: str) -> str:
    return f"FUNCTION_NOT_FOUND: {where}: Function '{name}' not registered"


def unexpected_parameters(where: str, name: str, types: Sequence[str], expected: str) -> str:
    return (
        f"FUNCTION_NOT_FOUND: {where}: Unexpected parameters ({', '.join(types)}) for function {name}."
        f" Expected: {expected}"
    )


def invalid_function_arguments(where: str, detail: str) -> str:
    return f"FUNCTION_NOT_FOUND: {where}: {detail}"


def prepared_not_found(name: str) -> str:
    return f"NOT_FOUND: Prepared statement not found: {name}"


# Types and values


def natural_join(where: str) -> str:
    return f"NOT_SUPPORTED: {where}: Natural join not supported"


def distinct_window(where: str, function: str) -> str:
    return f"NOT_SUPPORTED: {where}: DISTINCT in window function parameters not yet supported: {function}"


def window_order(where: str, function: str) -> str:
    return f"MISSING_ORDER_BY: {where}: {function} function requires an ORDER BY window clause"


def distinct_order(where: str) -> str:
    return f"EXPRESSION_NOT_IN_DISTINCT: {where}: For SELECT DISTINCT, ORDER BY expressions must appear in select list"


def cannot_apply(where: str, left: str, operator: str, right: str) -> str:
    return f"TYPE_MISMATCH: {where}: Cannot apply operator: {left} {operator} {right}"


def in_types(where: str, value: str) -> str:
    return f"TYPE_MISMATCH: {where}: IN value and list items must be the same type or coercible to it: {value}"


def between_types(where: str, value: str, low: str, high: str) -> str:
    return f"TYPE_MISMATCH: {where}: Cannot check if {value} is BETWEEN {low} and {high}"


def type_mismatch(where: str, detail: str) -> str:
    return f"TYPE_MISMATCH: {where}: {detail}"


def like_type(where: str, actual: str) -> str:
    return type_mismatch(where, f"Left side of LIKE expression must evaluate to a varchar (actual: {actual})")


def condition_type(where: str, clause: str, actual: str) -> str:
    return type_mismatch(where, f"{clause} clause must evaluate to a boolean: actual type {actual}")


def alias_list(where: str, given: int, there: int) -> str:
    return type_mismatch(where, f"Column alias list has {given} entries but the relation has {there} columns available")


def wrong_arguments(where: str, name: str, types: Sequence[str]) -> str:
    return invalid_function_arguments(where, f"Unexpected parameters ({', '.join(types)}) for function {name}")


def not_partitioned(database: str, table: str) -> str:
    return invalid_value(f"Table {database}.{table} is not a partitioned table")


def invalid_unit(unit: str) -> str:
    return invalid_value(f"'{unit}' is not a valid Time field")


def invalid_json_path(path: str) -> str:
    return invalid_value(f"Invalid JSON path: '{path}'")


def invalid_field(field: str) -> str:
    return invalid_value(f"Invalid EXTRACT field: {field}")


def format_arguments() -> str:
    return invalid_value("format: fewer arguments than format specifiers")


def no_bucket() -> str:
    return "The specified bucket does not exist"


def unknown_type(name: str) -> str:
    return f"TYPE_NOT_FOUND: Unknown type: {name}"


def unknown_type_at(where: str, name: str) -> str:
    return f"TYPE_NOT_FOUND: {where}: Unknown type: {name}"


def division_by_zero() -> str:
    return "DIVISION_BY_ZERO: Division by zero"


def cannot_cast(value: str, type_: str) -> str:
    return f"INVALID_CAST_ARGUMENT: Cannot cast '{value}' to {type_}"


def invalid_value(detail: str) -> str:
    return f"INVALID_FUNCTION_ARGUMENT: {detail}"


def out_of_range(detail: str) -> str:
    return f"NUMERIC_VALUE_OUT_OF_RANGE: {detail}"


def many_rows() -> str:
    return "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"


def bad_data(detail: str) -> str:
    return f"HIVE_BAD_DATA: {detail}"


def exhausted() -> str:
    return "EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor"


def timed_out(seconds: float) -> str:
    return f"Query timeout: the query ran longer than {seconds:.0f} seconds"


def invalid_format(where: str, pattern: str) -> str:
    return f"INVALID_FUNCTION_ARGUMENT: {where}: Invalid format: {pattern}"


# What the offline Athena doesn't do


def only_reads(statement: str) -> str:
    return (
        f"NOT_SUPPORTED: {statement} is not supported: the offline Athena only reads."
        " It runs SELECT, WITH, VALUES, SHOW, DESCRIBE and EXPLAIN."
    )


def not_supported(where: str, what: str) -> str:
    return f"NOT_SUPPORTED: {where}: {what} is not supported by the offline Athena"


def refused_by_engine() -> str:
    return "PERMISSION_DENIED: the query reaches for something outside the lake; the offline Athena only reads tables"


def view_not_supported(database: str, table: str) -> str:
    return f"NOT_SUPPORTED: '{database}.{table}' is a view; the offline Athena reads tables only"


def format_not_supported(database: str, table: str, found: str) -> str:
    return (
        f"HIVE_UNSUPPORTED_FORMAT: the offline Athena reads Parquet, CSV and JSON;"
        f" '{database}.{table}' is stored as {found or 'an unknown format'}"
    )


def not_in_lake(database: str, table: str, location: str, bucket: str) -> str:
    return (
        f"HIVE_CANNOT_OPEN_SPLIT: '{database}.{table}' lies at {location or '(no location)'};"
        f" the offline Athena only reads the lake, s3://{bucket}/"
    )


def engine_ended() -> str:
    return "GENERIC_INTERNAL_ERROR: The query engine ended unexpectedly. Run the query again."


def engine_failed(detail: str) -> str:
    return f"GENERIC_INTERNAL_ERROR: {detail}"


def result_not_written(bucket: str, detail: str) -> str:
    return f"Unable to write the query result to bucket {bucket}: {detail}"


def scan_limit() -> str:
    return "Bytes scanned limit was exceeded"


# The API's own errors


def no_output_location() -> str:
    return (
        "No output location provided. An output location is required either through the Workgroup result"
        " configuration setting or as an API input."
    )


def bad_output_location(location: str) -> str:
    return f"outputLocation is not a valid S3 path: {location}"


def no_work_group(name: str) -> str:
    return f"WorkGroup {name} is not found."


def work_group_exists(name: str) -> str:
    return f"WorkGroup {name} is already created"


def work_group_disabled(name: str) -> str:
    return f"WorkGroup {name} is disabled"


def work_group_primary() -> str:
    return "The primary workgroup cannot be deleted"


def work_group_not_empty(name: str) -> str:
    return f"WorkGroup {name} is not empty"


def cutoff_too_small(least: int) -> str:
    return f"BytesScannedCutoffPerQuery must be at least {least}"


def no_query(query_id: str) -> str:
    return f"QueryExecution {query_id} was not found"


def token_reused() -> str:
    return "Idempotent parameters do not match"


def too_long(length: int, limit: int) -> str:
    return f"Query string of {length} bytes exceeds the limit of {limit} bytes"


def not_finished(state: str) -> str:
    return f"Query has not yet finished. Current state: {state}"


def no_results(state: str) -> str:
    return f"Query did not finish successfully. Final query state: {state}"


def result_gone() -> str:
    return "The result of this query is no longer kept"


def bad_token() -> str:
    return "The pagination token is invalid"


def too_many_results() -> str:
    return "MaxResults is more than maximum allowed length 1000."


def too_many_queries(limit: int) -> str:
    return f"You have exceeded the limit for the number of queries you can run concurrently ({limit})"


def empty_query() -> str:
    return "Query string must not be empty"


def parameter_count(expected: int, got: int) -> str:
    return f"INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected {expected} but found {got}"


def parameters_twice() -> str:
    return "Give the values either with USING or as ExecutionParameters, not both"


def bad_parameter(index: int) -> str:
    return f"Execution parameter {index} is not a literal; a text value carries its own single quotes"


def no_prepared(name: str, work_group: str) -> str:
    return f"PreparedStatement {name} was not found in workGroup {work_group}"


def prepared_exists(name: str, work_group: str) -> str:
    return f"PreparedStatement {name} already exists in workGroup {work_group}"


def no_named_query(query_id: str) -> str:
    return f"NamedQuery {query_id} was not found"


def managed_location() -> str:
    return "An output location cannot be given: the work group keeps its query results itself"


def no_catalog(name: str) -> str:
    return f"Catalog {name} does not exist"


def no_database(name: str) -> str:
    return f"Database {name} not found"


def no_table(name: str) -> str:
    return f"Table {name} not found"


def max_ids(limit: int) -> str:
    return f"At most {limit} query execution ids at once"
