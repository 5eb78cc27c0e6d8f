"""A first semantic model guessed from the catalogue alone: a start for the data team, and enough to ask questions.

Every guess says so in its description. Keys are guessed from names only, so none is declared: the compiler then makes
the one side of each guessed relationship unique itself, and a wrong guess cannot count a row twice.
"""

from __future__ import annotations

from collections import Counter

import yaml

from agent_actions.semantic import draft_words as words
from agent_actions.semantic.model import DATED_TYPES, NUMBER_TYPES
from agent_actions.semantic.names import label_of, singular, tokens
from agent_actions.semantic.sources import datatype_of
from agent_actions.sql.tables import TableColumn, TableInfo, Tables

FILE = "drafted.yaml"
_VERSION = "0.2.0.dev0"
_LONGEST_NAME = 128
_NOT_SUMMED = frozenset(
    [
        "id",
        "key",
        "code",
        "number",
        "no",
        "zip",
        "zipcode",
        "postcode",
        "postal",
        "phone",
        "year",
        "month",
        "day",
        "week",
        "quarter",
        "hour",
        "minute",
        "weekday",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
        "version",
        "rank",
        "position",
        "index",
        "sequence",
        "seq",
        "sku",
        "ean",
        "isbn",
        "vat",
    ]
)
_AVERAGED = frozenset(
    [
        "price",
        "rate",
        "ratio",
        "percent",
        "percentage",
        "pct",
        "share",
        "score",
        "rating",
        "age",
        "temperature",
        "temp",
        "humidity",
        "pressure",
        "speed",
        "vibration",
        "margin",
        "average",
        "avg",
        "mean",
        "median",
        "duration",
        "latency",
    ]
)
_EVENT_WORDS = ("ordered", "created", "event", "sold", "started", "opened", "placed", "date", "timestamp", "time", "at")


def draft_model(tables: Tables) -> dict[str, str]:
    """File name -> text: an Ossie document and its outcrop.yaml, which the reader reads back."""
    named = _dataset_names(tables)
    datasets = [_dataset(name, table) for name, table in named.items()]
    metrics, labels, ambiguous = _metrics(named)
    document = {
        "version": _VERSION,
        "semantic_model": [
            {
                "name": "drafted",
                "description": words.draft_model(),
                "datasets": datasets,
                "relationships": _relationships(named),
                "metrics": metrics,
            }
        ],
    }
    times = {name: time for name, table in named.items() if (time := _time(table))}
    databases = {table.ref.database for table in named.values()}
    config = {
        "version": 1,
        "drafted": True,
        "defaults": {"database": databases.pop()} if len(databases) == 1 else {},
        "datasets": {name: {"time": time} for name, time in times.items()},
        "metrics": {name: {"label": label} for name, label in labels.items()},
        "ambiguous": ambiguous,
    }
    return {FILE: _yaml(document), "outcrop.yaml": _yaml({k: v for k, v in config.items() if v})}


def _yaml(data: object) -> str:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)


def _dataset_names(tables: Tables) -> dict[str, TableInfo]:
    count = Counter(table.ref.table.casefold() for table in tables.all)
    named: dict[str, TableInfo] = {}
    for table in tables.all:
        if table.columns:
            ref = table.ref
            name = ref.table if count[ref.table.casefold()] == 1 else f"{ref.database}_{ref.table}"
            named.setdefault(name[:_LONGEST_NAME], table)
    return named


def _dataset(name: str, table: TableInfo) -> dict[str, object]:
    return {
        "name": name,
        "source": f"{table.ref.database}.{table.ref.table}",
        "description": words.guessed(table.description or label_of(name)),
        "ai_context": {"synonyms": _synonyms(name)},
        "fields": [_field(column) for column in {c.name.casefold(): c for c in table.columns}.values()],
    }


def _field(column: TableColumn) -> dict[str, object]:
    return {
        "name": column.name,
        "expression": _expression(f'"{column.name}"'),
        "datatype": datatype_of(column.type),
        "description": words.guessed(column.comment or label_of(column.name)),
    }


def _expression(sql: str) -> dict[str, object]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": sql}]}


def _synonyms(name: str) -> list[str]:
    """The name's words, and the same in the singular."""
    spoken = label_of(name).lower()
    return list(dict.fromkeys(s for s in (spoken, " ".join(tokens(name))) if s and s != name.lower()))


def _time(table: TableInfo) -> str | None:
    """The column that most likely dates a row; None unless there are several to choose from."""
    dated = [c.name for c in table.columns if datatype_of(c.type) in DATED_TYPES]
    if len(dated) < 2:
        return None
    ranked = [name for word in _EVENT_WORDS for name in dated if word in tokens(name)]
    return ranked[0] if ranked else dated[0]


def _relationships(named: dict[str, TableInfo]) -> list[dict[str, object]]:
    firsts: dict[str, list[str]] = {}
    for name, table in named.items():
        first = table.columns[0].name.casefold()
        firsts.setdefault(first, []).append(name)
        if first == "id":
            firsts.setdefault(f"{'_'.join(tokens(table.ref.table))}_id", []).append(name)
    found: list[dict[str, object]] = []
    for name, table in named.items():
        for column in table.columns:
            target = _target(name, column, named, firsts)
            if target:
                key = named[target].columns[0].name
                found.append(
                    {
                        "name": f"{name}_{column.name}_to_{target}"[:_LONGEST_NAME],
                        "from": name,
                        "to": target,
                        "from_columns": [column.name],
                        "to_columns": [key],
                        "ai_context": {"instructions": words.GUESSED},
                    }
                )
    return found


def _target(name: str, column: TableColumn, named: dict[str, TableInfo], firsts: dict[str, list[str]]) -> str | None:
    """The dataset that a column such as ``customer_id`` points to: its first column is ``customer_id`` or ``id``.

    ``firsts``: first column -> datasets; a table whose first column is ``id`` stands under ``<its name>_id`` too.
    """
    spoken = column.name.casefold()
    if not spoken.endswith("_id"):
        return None
    called = tokens(spoken.removesuffix("_id"))
    candidates = dict.fromkeys([*firsts.get(spoken, ()), *firsts.get(f"{'_'.join(called)}_id", ())])
    is_first = spoken == named[name].columns[0].name.casefold()
    fitting: list[str] = []
    for other in candidates:
        table = named[other]
        if other == name or datatype_of(table.columns[0].type) != datatype_of(column.type):
            continue
        if tokens(table.ref.table) == called or (len(candidates) == 1 and not is_first):
            fitting.append(other)
    beside = [other for other in fitting if named[other].ref.database == named[name].ref.database]
    chosen = beside or fitting
    return chosen[0] if len(chosen) == 1 else None


def _metrics(
    named: dict[str, TableInfo],
) -> tuple[list[dict[str, object]], dict[str, str], dict[str, list[str]]]:
    """Metrics, their labels, and words that mean several of them."""
    columns = Counter(c.name.casefold() for t in named.values() for c in t.columns if _is_measure(c))
    metrics: list[dict[str, object]] = []
    labels: dict[str, str] = {}
    shared: dict[str, list[str]] = {}
    taken: set[str] = set()

    def add(name: str, label: str, sql: str, description: str, synonyms: list[str]) -> str | None:
        name = name[:_LONGEST_NAME]
        if name.casefold() in taken:
            return None
        taken.add(name.casefold())
        labels[name] = label
        metrics.append(
            {
                "name": name,
                "expression": _expression(sql),
                "description": description,
                "ai_context": {"synonyms": synonyms},
            }
        )
        return name

    for dataset, table in named.items():
        one = _singular_label(dataset)
        many = label_of(dataset).lower()
        add(
            f"{one.replace(' ', '_')}_count",
            label_of(f"{one} count"),
            f'COUNT("{dataset}".*)',
            words.draft_count(dataset),
            [many, f"number of {many}", f"count of {many}", f"how many {many}"],
        )
        for column in table.columns:
            if not _is_measure(column):
                continue
            averaged = bool(_AVERAGED & set(tokens(column.name)))
            spoken = label_of(column.name).lower()
            verb, function = ("average", "AVG") if averaged else ("total", "SUM")
            alone = columns[column.name.casefold()] == 1
            label = label_of(f"{verb} {spoken}") + ("" if alone else f" ({many})")
            name = f"{verb}_{column.name}" if alone else f"{dataset}_{verb}_{column.name}"
            text = words.draft_average(column.name, dataset) if averaged else words.draft_sum(column.name, dataset)
            synonyms = [f"{verb} {spoken}", spoken] if alone else [f"{many} {spoken}"]
            added = add(name, label, f'{function}("{dataset}"."{column.name}")', text, synonyms)
            if added and not alone:
                shared.setdefault(spoken, []).append(added)
    return metrics, labels, {word: names for word, names in shared.items() if len(names) > 1}


def _singular_label(name: str) -> str:
    parts = label_of(name).lower().split(" ")
    return " ".join([*parts[:-1], singular(parts[-1])])


def _is_measure(column: TableColumn) -> bool:
    if column.partition or datatype_of(column.type) not in NUMBER_TYPES:
        return False
    parts = tokens(column.name)
    return not (_NOT_SUMMED & {parts[-1], parts[0]}) if parts else False
