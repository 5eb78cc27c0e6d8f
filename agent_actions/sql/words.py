"""Every sentence of the SQL side that a person can read: rights, the guard and Athena."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


# Who may see what

STRANGER = "I only answer members of this workspace."
GUEST_REFUSED = "Guests cannot ask for data here. Ask a member of the data team to open something to guests."
SHARED_REFUSED = "Guests or people of another company read this channel, so I show no data here. Ask me in a DM."
NO_ROLE = "You have no access to the data yet. Ask the data team to add you to a role."
CHANNEL_REFUSED = "Nothing is open to this channel. Ask me in a DM."


def unknown_dataset_in_rights(role: str, dataset: str) -> str:
    return (
        f"The rights of role {role} name {dataset}, which the model does not have, so I cannot tell what to hide. "
        "Ask the data team to correct outcrop.yaml."
    )


def broken_filter(dataset: str) -> str:
    return (
        f"The row filter of {dataset} cannot be read, so I show nothing of it. "
        "Ask the data team to correct it in outcrop.yaml."
    )


def filter_subquery(dataset: str) -> str:
    return (
        f"The row filter of {dataset} may only compare columns of {dataset} itself, so I show nothing of it. "
        "Ask the data team to correct it in outcrop.yaml."
    )


def filter_quoted(dataset: str, attribute: str) -> str:
    return (
        f"The row filter of {dataset} uses {{caller.{attribute}}} inside a longer text; it must stand alone. "
        "Ask the data team to correct it in outcrop.yaml."
    )


def only_rows(condition: str) -> str:
    return f"only rows where {condition}"


def no_rows_without(attribute: str) -> str:
    return f"no rows, because your {attribute} is not known"


NO_ROWS_BROKEN = "no rows, because its row filter cannot be read"
NOT_OPEN = "not open to you"
HIDDEN_FROM_CHANNEL = "hidden from this channel"


def hidden_columns(columns: Sequence[str], *, by_channel: bool) -> str:
    return f"{listed(columns)} {HIDDEN_FROM_CHANNEL if by_channel else 'hidden'}"


def masked_columns(columns: Sequence[str], *, by_channel: bool) -> str:
    return f"{listed(columns)} masked{' in this channel' if by_channel else ''}"


def in_channel(what: str) -> str:
    return f"{what}, in this channel"


def about(dataset: str, parts: Iterable[str]) -> str:
    return f"{dataset}: {', '.join(parts)}"


# The guard

EMPTY_SQL = "There is no SQL statement here."
ONE_STATEMENT = "I run one statement at a time."
ONLY_SELECT = "I only read data: the statement must be a SELECT."
TOO_DEEP = "This statement is nested too deeply. Split it into simpler steps."
NOT_REWRITABLE = "I cannot check this statement safely. Write it more simply."
NOT_CARRIED = "A part of this statement cannot be carried over to Athena. Write it differently."
RECURSIVE = "Recursive queries are not allowed."
PLACEHOLDER = "The statement has a placeholder without a value. Write the value out."
METADATA_COLUMN = "Columns that start with $ describe files, not data, and are not open."
TABLE_FUNCTION = "Table functions and table modifiers are not allowed; name a table."
LIMIT_NUMBER = "LIMIT and OFFSET must be whole numbers."
WITH_TIES = "WITH TIES is not supported at the end of a statement. Filter on rank() in a subquery."
GROUP_BY_ALL = "Athena has no GROUP BY ALL. List the columns, or their positions such as GROUP BY 1, 2."
STAR_EXCEPT = "Athena has no SELECT * EXCEPT or REPLACE. List the columns."
DISTINCT_ON = "Athena has no DISTINCT ON. Use row_number() in a subquery, or max_by()."
QUALIFY = "Athena has no QUALIFY. Filter on the window function in an outer query."
CROSS_JOIN = (
    "This joins two tables without a condition between them, so every row would meet every row. Add a join condition."
)
JOIN_KIND = "Athena only has INNER, LEFT, RIGHT, FULL and CROSS joins."
JOIN_PARENTHESES = "Write the joins without parentheses around them."
UNNEST_IN_SELECT = "UNNEST belongs into FROM: CROSS JOIN UNNEST(column) AS t(item)."
SET_BY_NAME = "Athena matches the columns of UNION, INTERSECT and EXCEPT by position. Leave out BY NAME."


def too_long(characters: int, limit: int) -> str:
    return f"The statement has {characters:,} characters; at most {limit:,} are allowed. Shorten it."


def broken_sql(reason: str) -> str:
    return f"The SQL cannot be read: {reason}" if reason else "The SQL cannot be read. Check its syntax."


QUOTE = "a quote or comment is not closed."


def syntax_at(description: str, place: str) -> str:
    return f"{description or 'something is missing or in the wrong place'}, {place}."


def missing_after(text: str, line: int, column: int) -> str:
    return f"The SQL cannot be read: something is missing after {text}, line {line}, column {column}."


def unexpected(text: str, line: int, column: int) -> str:
    return f"The SQL cannot be read: {text} does not belong there, line {line}, column {column}."


WITH_ROLLUP = "Athena has no WITH ROLLUP or WITH CUBE. Write GROUP BY ROLLUP (a, b)."
SAMPLE = "TABLESAMPLE takes BERNOULLI or SYSTEM and a percentage, such as TABLESAMPLE BERNOULLI (10)."
LATERAL = "LATERAL stands before a subquery in parentheses: CROSS JOIN LATERAL (SELECT ...) AS t."


def not_in_clause(what: str, clause: str) -> str:
    instead = {
        ("aggregates", "WHERE"): "Use HAVING, or compute them in a subquery",
        ("window functions", "HAVING"): "Compute them in a subquery and filter outside of it",
    }
    return f"Athena allows no {what} in {clause}. {instead.get((what, clause), 'Compute them in a subquery')}."


def nested_aggregate(what: str) -> str:
    return f"Athena allows no {what} inside an aggregate. Compute the inner one in a subquery."


def needs_over(function: str) -> str:
    return f"{function} needs a window. Write {function}(...) OVER (PARTITION BY ... ORDER BY ...)."


def date_unit(unit: str, units: Sequence[str]) -> str:
    return f"date_trunc has no unit {unit}. The unit comes first, as text: {listed(units, 'or')}."


def json_path(path: str) -> str:
    return (
        f"json_extract knows no wildcards, so it cannot read {path}. Write "
        "json_query(column, 'lax $.items[*].name' WITH ARRAY WRAPPER), or UNNEST an array."
    )


def construct(name: str) -> str:
    return f"{name} is not allowed in a statement here. Use plain SELECT syntax."


def function(name: str) -> str:
    return f"The function {name} is not available. Use an Athena function that only computes on its arguments."


def not_athena(name: str, instead: str | None) -> str:
    return f"Athena has no function {name}." + (f" Use {instead}." if instead else "")


def function_bound(name: str, limit: int) -> str:
    return f"{name} is only allowed with fixed arguments that give at most {limit:,} elements."


NATURAL_JOIN = "Athena has no NATURAL JOIN. Name the columns: JOIN ... USING (column)."
LISTAGG = "listagg needs an order: listagg(x, ', ') WITHIN GROUP (ORDER BY x)."
QUANTIFIED = "ANY and ALL compare with a subquery only. For a list of values write IN (...)."
SUBSCRIPT_ZERO = (
    "Arrays start at 1 in Athena: the first item is [1], and element_at(x, 1) gives NULL where there is none."
)


def distinct_window(function: str) -> str:
    return (
        f"Athena has no DISTINCT in window functions ({function}). Compute it with GROUP BY in a subquery and join it."
    )


def window_order(function: str) -> str:
    return f"{function} needs an order: {function}(...) OVER (PARTITION BY ... ORDER BY ...)."


def window_frame(function: str) -> str:
    return f"{function} takes no frame: leave out ROWS or RANGE."


def extract_field(field: str, meant: str | None, fields: Sequence[str]) -> str:
    instead = f"Write {meant}" if meant else f"It has {listed(fields, 'and')}"
    return f"EXTRACT has no field {field} in Athena. {instead}."


def json_as_text(expression: str) -> str:
    return f"{expression} is JSON, which is not compared with text. Use json_extract_scalar."


def json_path_start(path: str) -> str:
    return f"A JSON path starts with $: write '$.{path}'."


def joined_as_text(expression: str) -> str:
    return f"{expression} is no text, and Athena joins text only. Write CAST({expression} AS varchar)."


def mixed_types(first: str, second: str) -> str:
    return f"{first} and {second} are of different types, and only one can come of it. CAST one of them."


def set_columns(left: int, right: int) -> str:
    return f"Both sides need as many columns: one has {left}, the other {right}."


def set_types(position: int, left: str, right: str) -> str:
    return f"Column {position} is {left} on one side and {right} on the other, of another type. CAST one of them."


def no_position(clause: str, position: str, columns: int) -> str:
    return f"{clause} {position} names a column by its position, and there are {columns}."


def distinct_order(expression: str) -> str:
    return f"SELECT DISTINCT can only be ordered by what it selects. Select {expression} too, or use GROUP BY."


def needs_number(function: str, expression: str) -> str:
    return f"{function} takes numbers, and {expression} is none. CAST it, if it holds numbers."


def needs_text(function: str, expression: str) -> str:
    return f"{function} takes text, and {expression} is none. Write CAST({expression} AS varchar)."


def time_and_number(time: str, sign: str, number: str) -> str:
    return f"{time} {sign} {number}: a number is no length of time. Write {time} {sign} INTERVAL '{number}' DAY."


def no_condition(expression: str) -> str:
    return f"{expression} is no condition: compare it with something."


def lost(text: str) -> str:
    return f"I cannot carry {text} over to Athena exactly. Write that part differently."


def table_refused(label: str, *, by_channel: bool) -> str:
    if by_channel:
        return f"{label} is hidden from this channel. You may see it yourself: ask me in a direct message."
    return f"{label} is not open to you. The data team can open it in outcrop.yaml."


def column_refused(table: str, column: str) -> str:
    return f"{table}.{column} is hidden from you here."


def table_unknown(table: str, nearest: Sequence[str]) -> str:
    return f"There is no table {table}." + did_you_mean(nearest)


def column_unknown(column: str, table: str | None, nearest: Sequence[str]) -> str:
    where = f" in {table}" if table else ""
    return f"There is no column {column}{where}." + did_you_mean(nearest)


def did_you_mean(nearest: Sequence[str]) -> str:
    return f" Did you mean {listed(nearest, 'or')}?" if nearest else ""


def table_ambiguous(table: str, refs: Sequence[str]) -> str:
    return f"{table} exists in more than one database. Write {listed(refs, 'or')}."


def column_ambiguous(column: str, tables: Sequence[str]) -> str:
    return f"The column {column} is in {listed(tables)}. Write which one, for example {tables[0]}.{column}."


def alias_elsewhere(alias: str, clause: str) -> str:
    return f"{alias} is a name from SELECT; Athena does not know it in {clause}. Repeat its expression there."


def alias_columns(alias: str, expected: int) -> str:
    return f"{alias} has {expected} columns; its column list must have as many."


def bad_time_literal(value: str, kind: str) -> str:
    example = "DATE '2026-10-31'" if kind == "date" else "TIMESTAMP '2026-10-31 00:00:00'"
    return f"{value!r} cannot be compared with a {kind} column. Write it as {example}."


def number_as_text(column: str, value: str) -> str:
    return f"{column} is a number: write {value} without quotes."


def text_as_number(column: str, value: str) -> str:
    return f"{column} is text: write '{value}' in quotes, or CAST the column."


def boolean_as(column: str) -> str:
    return f"{column} is true or false: compare it with TRUE or FALSE."


# Athena and the Glue Data Catalog

CATALOG_UNAVAILABLE = "The data catalogue does not answer just now. Try again in a minute."
ATHENA_UNAVAILABLE = "Athena does not answer just now. Try again in a minute."
STOPPED = "The query was stopped."
TOOK_TOO_LONG = "The query took too long and was stopped. Narrow it: a shorter period or fewer columns."
SCAN_CUT_OFF = (
    "The query would read more data than allowed and was cancelled. Narrow the query: a shorter period helps most."
)
CANCELLED = "The query was cancelled."
BUSY = "Athena is busy. Try again in a minute."
EXHAUSTED = (
    "The query needs more memory than Athena gives it. Narrow it: a shorter period, fewer groups, no large sorts."
)
TIMED_OUT = "The query took longer than Athena allows. Narrow it: a shorter period or fewer columns."
NO_PERMISSION = "Athena may not read a table of this query. Ask the data team to check its permissions."
MISSING_DATA = "The files behind a table of this query are missing or unreadable. Ask the data team to check the table."
DIVISION_BY_ZERO = "The query divides by zero. Use NULLIF(divisor, 0)."
BAD_CAST = "A value in the data does not fit the type it is converted to. Use TRY_CAST."
BAD_ARGUMENT = "A function got a value that it cannot work with. Wrap it in TRY(), or filter such values out."
OVERFLOW = "A number got too large for its type. CAST it to DOUBLE or DECIMAL(38, 2) first."
SUBQUERY_ROWS = "A scalar subquery gave more than one row. Aggregate it, or add LIMIT 1."
INVALID_REQUEST = "Athena did not accept this statement."
ENGINE_ERROR = "Athena could not run this query because of a fault of its own. Try again in a minute."
USER_ERROR = "Athena could not run this statement. Check it, or ask in simpler steps."


def engine_says(hint: str, engine: str | None) -> str:
    return f"{hint} Athena says: {engine}" if engine else hint


SYNTAX = "The SQL is not valid."
MISSING_COLUMN = "The SQL names a column that does not exist."
MISSING_TABLE = "The SQL names a table that does not exist."
MISSING_FUNCTION = "The SQL calls a function with arguments that it does not take."
TYPE_MISMATCH = "The SQL compares or combines values of different types. Add a CAST."
NOT_GROUPED = "Every selected column must be aggregated or be in GROUP BY."
