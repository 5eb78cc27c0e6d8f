"""What is said about the import of a dbt project: what was written, and what has no counterpart here."""

from __future__ import annotations

from collections.abc import Sequence

NO_MANIFEST = (
    "This is no dbt semantic manifest: it has no `semantic_models`. dbt writes it as target/semantic_manifest.json "
    "(`dbt parse`)."
)
NO_MODELS = "This manifest has no semantic models, so there is nothing to import."

COLUMN = "Column of the table, used by metrics."
SEMI_ADDITIVE = (
    "counts only the rows at one end of a period (non_additive_dimension), which has no counterpart: a sum over all "
    "rows would be another figure"
)
CONVERSION = "conversion metrics have no counterpart"
PRIVATE = "is marked private in dbt; it is published here. Delete it if people should not ask for it"
CONSTANT = "aggregates a constant by {agg}, which says nothing"
NOT_SQL = "its expression does not read as Athena's SQL: {reason}"
FILTER_METRIC = "filters by another metric, which has no counterpart inside a metric"
FILTER_TEMPLATE = "its filter holds a template that is not understood: {template}"
UNUSED = "no metric rests on it, so it is not published"
CIRCULAR = "is defined by itself"
APPROXIMATE = "percentiles and medians are approximate on Athena (approx_percentile)"
_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
TIME_SPINES = "are not needed: a series has a row for every bucket of its period without them"
SAVED_QUERY = "saved queries have no counterpart; a certified question may do the same"
GRAIN = "has the default grain {grain} in dbt; here the question says by what grain"


def partition(dataset: str, column: str, time: str, granularity: str | None) -> str:
    """dbt doesn't say how the column is written, and a wrong guess would leave rows out: what to add, not added."""
    pattern = _FORMATS.get((granularity or "").lower())
    written = f"holding {time} as {pattern}" if pattern else f"following from {time}"
    rule = f'{{{column}: {{field: {time}, format: "{pattern or "..."}"}}}}'
    return (
        f"is a partition of the table; if it is text {written}, add `datasets.{dataset}.partitions: {rule}` to "
        "outcrop.yaml, so that a period reads its own partitions only, and let `outcrop model check --lake` try it"
    )


def not_json(line: int, reason: str) -> str:
    return f"The file is not valid JSON: {reason[:1].lower()}{reason[1:]} (line {line})."


def bad_manifest(where: str, reason: str) -> str:
    return f"The manifest is not as dbt writes it, at {where}: {reason[:1].lower()}{reason[1:]}."


def note(kind: str, name: str, what: str) -> str:
    return f"{kind} {name}: {what}"


def keys_left(keys: Sequence[str]) -> str:
    return f"not taken over: {', '.join(keys)}"


def left_out(reason: str) -> str:
    return f"left out: {reason}"


def unknown(kind: str, name: str) -> str:
    return f"there is no {kind} '{name}' in the manifest"


def unknown_type(kind: str, name: str) -> str:
    return f"{kind} '{name}' is not known here"


def filter_of_several(name: str, datasets: Sequence[str]) -> str:
    return f"its filter names {name}, which may be in {' or '.join(datasets)}"


def rests_on(name: str, reason: str) -> str:
    return f"rests on {name}, which {reason}"


def offset(name: str, by: str) -> str:
    return (
        f"takes {name} from another time ({by}); here a question says what to compare with (previous period or "
        "previous year)"
    )


def cumulative(base: str, window: str | None, to_date: str | None) -> str:
    if window:
        ask = f"ask for {base} over rolling {window}"
    elif to_date:
        ask = f"ask for {base} this {to_date}, or its running total within a {to_date}"
    else:
        ask = f"ask for the running total of {base}"
    return f"accumulates over time, which here belongs to the question: {ask}"


def base_published(metric: str) -> str:
    return f"published as a metric, as {metric} rests on it"


def natural(entity: str, dataset: str) -> str:
    return (
        f"{dataset} holds several rows for each {entity} (validity periods); joins to it would be wrong and are "
        f"left out. To split by what it holds, add a semantic model of its current rows, {entity} its primary entity"
    )


def one_to_one(datasets: Sequence[str]) -> str:
    return (
        f"{' and '.join(datasets)} have the same key; they meet through the datasets that point to them, but are not "
        "joined to each other"
    )


def nowhere(entity: str) -> str:
    return f"no semantic model has {entity} as its primary or unique entity, so nothing is joined by it"


def dimension_left(reason: str) -> str:
    return f"left out: {reason}"


def several_times(times: Sequence[str]) -> str:
    return f"its parts are dated by {' and '.join(times)}, each by its own"


def other_fact(dataset: str, root: str) -> str:
    return (
        f"counts distinct values, or takes an extreme, of {dataset} beside figures of {root}; here that would look "
        f"only at the {dataset} that {root} point to"
    )


def fans_out(name: str) -> str:
    return f"{name} is filtered by what it has many of, so its rows would be counted more than once"


def written(path: str, datasets: int, relationships: int, metrics: int, notes: int) -> str:
    said = f"{path}: {datasets} datasets, {relationships} relationships and {metrics} metrics."
    if notes:
        said += f" {notes} {'thing' if notes == 1 else 'things'} to know, above."
    return f"{said}\nGo on with: outcrop model check {path}"
