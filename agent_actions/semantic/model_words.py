"""What is wrong with a semantic model's files, in words for the data team."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import or_of

DOCUMENT_TOO_DEEP = "too large or nested too deep to be a semantic model"
KEY_NOT_TEXT = "a key must be plain text"
REPEATED_KEY = "this key appears twice; only one of them would count, so remove the other"
NO_SUCH_FILE = "there is no such file or folder"
NOT_UTF8 = "not UTF-8 text; save the file as UTF-8"
NO_OSSIE_FILE = "no Ossie document here: a model needs at least one YAML or JSON file with a `semantic_model` list"
NOT_OSSIE = "no `semantic_model` here: an Ossie document starts with `version` and a `semantic_model` list"
MODELS_NOT_A_LIST = "must be a list: put a dash before the model's first key"
NO_VERSION = "no `version`; read as 0.1"
EXPRESSION_EMPTY = "the expression is empty"
EXPRESSION_TOO_LONG = "the expression is longer than 10,000 characters"
EXPRESSION_NOT_ONE = "must be one SQL expression, without a semicolon"
EXPRESSION_NO_SUBQUERY = "must be a plain expression: no subquery, window function, alias or statement"
NOT_ONE_SELECT = "must be one SELECT statement"
FIELD_WITH_AGGREGATE = "a field describes one row, so it cannot aggregate; make it a metric"
METRIC_WITHOUT_AGGREGATE = "a metric needs an aggregate such as SUM, COUNT or AVG around its fields"
METRIC_NESTED_AGGREGATE = "an aggregate inside an aggregate cannot be computed; use one level"
METRIC_NAMES_NOTHING = "names no field; write fields as dataset.field"
COUNT_OF_WHAT = "COUNT(*) does not say of which dataset; write COUNT(dataset.*) or COUNT(dataset.field)"
SOURCE_IS_QUERY = "must name a table or view, such as database.table; queries and files are not read, make a view of it"


def _did_you_mean(near: Sequence[str]) -> str:
    return f"; did you mean {or_of(near)}?" if near else ""


def model_has_problems(count: int) -> str:
    return "The semantic model has a problem:" if count == 1 else f"The semantic model has {count} problems:"


def and_more(left: int) -> list[str]:
    return [f"... and {left} more"] if left > 0 else []


def not_json(reason: str) -> str:
    return f"not valid JSON: {reason[:1].lower()}{reason[1:]}"


def not_yaml(reason: str) -> str:
    return f"not valid YAML: {reason}"


def unknown_key(key: str, allowed: Sequence[str], near: Sequence[str]) -> str:
    meant = f"; did you mean '{near[0]}'?" if near else "."
    return f"unknown key '{key}'{meant} Allowed: {', '.join(allowed)}"


def missing_key(key: str) -> str:
    return f"the key '{key}' is missing"


_WANTED = {
    "string_type": "must be text; put quotes around it",
    "list_type": "must be a list",
    "dict_type": "must be a block of keys",
    "model_type": "must be a block of keys",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "float_parsing": "must be a number",
    "int_parsing": "must be a whole number",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than 128 characters",
}


def wrong_value(kind: str, message: str, found: object) -> str:
    wanted = _WANTED.get(kind)
    if wanted is None:
        wanted = message[:1].lower() + message[1:]
        wanted = wanted.replace("input should be", "must be").replace("string should match", "must match")
    shown = "nothing" if found is None else f"'{found}'" if isinstance(found, str | int | float | bool) else ""
    return f"{wanted} (found {shown[:80]})" if shown else wanted


def either(messages: Sequence[str]) -> str:
    return "; or ".join(dict.fromkeys(messages))


def unknown_version(version: str) -> str:
    return f"Ossie version {version} is not known here; allowed: 0.2.0.dev0 and 0.1.x"


def duplicate_name(kind: str, name: str) -> str:
    return f"there is already a {kind} named '{name}'; names must differ by more than case"


def metric_renamed(name: str, renamed: str) -> str:
    return f"another metric is named '{name}'; this one is published as '{renamed}'"


def unknown_name(kind: str, name: str, near: Sequence[str]) -> str:
    return f"there is no {kind} '{name}'{_did_you_mean(near)}"


def unknown_field(name: str, near: Sequence[str]) -> str:
    return unknown_name("field", name, near)


def unknown_column(name: str, table: str, near: Sequence[str]) -> str:
    return f"table {table} has no column '{name}'{_did_you_mean(near)}"


def column_counts(many: int, one: int) -> str:
    return f"from_columns has {many} and to_columns {one}; both must have the same number"


def field_in_several(name: str, refs: Sequence[str]) -> str:
    return f"'{name}' is in several datasets; write {or_of(refs)}"


def field_of_other_dataset(name: str, dataset: str) -> str:
    return f"names '{name}', but may only use columns of {dataset}"


def outside_aggregate(column: str) -> str:
    return f"{column} stands outside an aggregate; wrap it in SUM, COUNT, AVG or the like"


def no_fields(dataset: str) -> str:
    return f"{dataset} has no fields; they can only be filled in from the catalogue"


def expression_broken(sql: str, reason: str) -> str:
    shown = sql if len(sql) <= 60 else sql[:57] + "..."
    return f"cannot be read as SQL: {reason} (in '{shown}')"


def source_read_as(source: str, table: str) -> str:
    return f"'{source}' was read as the table {table}"


def source_ambiguous(table: str, refs: Sequence[str]) -> str:
    return f"several tables are named '{table}'; write {or_of(refs[:5])}"


def source_unknown(source: str, near: Sequence[str]) -> str:
    return f"the catalogue has no table '{source}'{_did_you_mean(near)}"


# What `outcrop model check` warns of


def no_description(kind: str, name: str) -> str:
    return f"{kind} {name} has no description: people and search go by it"


def unreachable(dataset: str) -> str:
    return f"dataset {dataset} has no metric and no relationship from one that has: no question reaches it but SQL"


def fans_out(one: str, many: str, metrics: Sequence[str], more: int) -> str:
    named = ", ".join(metrics) + (f" and {more} more" if more > 0 else "")
    return (
        f"fan-out: no question can use the fields of {many}, which has no metric of its own; metrics over {one} "
        f"({named}) would count a row of {one} once for each of {many}, and are refused. Define a metric over {many}"
    )


def partition_broken(column: str, field: str, pattern: str, rows: int, example: str) -> str:
    return (
        f"{column} is not {field} written as {pattern}: {rows:,} {'row differs' if rows == 1 else 'rows differ'}, such "
        f"as {example}; a period would leave them out"
    )


def two_ways(fact: str, dataset: str, ways: Sequence[str]) -> str:
    return (
        f"{fact} reaches {dataset} in more than one way ({'; '.join(ways)}): metrics over {fact} are refused by fields "
        f"of {dataset} until one is left"
    )


def key_not_declared(dataset: str, columns: Sequence[str]) -> str:
    listed = ", ".join(columns)
    return (
        f"nothing says that {listed} names one row of {dataset}, so each query makes it unique first; declare "
        f"primary_key or unique_keys [{listed}] if it does"
    )


def key_repeats(kind: str, columns: Sequence[str], values: int, example: str) -> str:
    """``kind``: primary_key or unique_keys."""
    what = "value comes" if values == 1 else "values come"
    listed = ", ".join(columns)
    return (
        f"{kind} [{listed}] is not unique in the data: {values:,} {what} more than once, such as {example}; "
        "joins to it would count rows twice"
    )


def still_drafted(left: int) -> str:
    things = "1 description is" if left == 1 else f"{left:,} descriptions are"
    return (
        f"this model calls itself drafted, and every answer says so; {things} still guessed. Once a person has checked "
        "it, take this key out"
    )


def guesses_left(left: int) -> str:
    things = "1 description" if left == 1 else f"{left:,} descriptions"
    return f"{things} still say that they are guessed; write what holds, or put `drafted: true` back"
