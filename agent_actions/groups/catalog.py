"""What data there is: search in the semantic model and description of one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from agent_actions import words
from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import Choice
from agent_actions.errors import AmbiguousError, RefusedError, UnknownNameError
from agent_actions.files import listing
from agent_actions.query import ATHENA_READ, in_background, newest_of, settled
from agent_actions.result import ActionResult
from agent_actions.semantic import meanings
from agent_actions.semantic.certified import example, named, shapes, tables_of
from agent_actions.semantic.certified_near import nearly
from agent_actions.semantic.config import CertifiedConfig
from agent_actions.semantic.entities import key_beside
from agent_actions.semantic.examples import Visible, examples
from agent_actions.semantic.explain import SPLITS, dimensions, explained
from agent_actions.semantic.explain_words import metric_explained
from agent_actions.semantic.graph import reaches
from agent_actions.semantic.guesses import drafted
from agent_actions.semantic.model import Dataset, Metric, ModelField, SemanticModel, TableRef
from agent_actions.semantic.names import fold
from agent_actions.semantic.owners import owners_of
from agent_actions.semantic.search import NEAR_MATCH, Match
from agent_actions.semantic.words import example_by, lower_first

GLUE_READ = ("glue:GetDatabases", "glue:GetTables", "glue:GetPartitions")
REAL_MATCH = 0.5
"""Score from which a match counts as found."""
EXAMPLE_VALUES = 12
EXAMPLES = 6
"""Questions to try, drawn from the model."""
EXPLAINED = 3
"""Metrics of a search that are explained whole."""
EXACT = 0.99
"""Score of what was named as it is called."""
CHOICE = 75
"""Characters of a button."""
FRESHNESS_SECONDS = 2.0
"""How long an explanation waits to know how far the data reach."""
_NAMED = ("metric", "dataset", "field")
"""What is named as near to an unknown word."""


@action("catalog", title="Searching the catalogue", iam=GLUE_READ)
def search_catalog(
    query: Annotated[str, "words to look for; empty lists everything published"], context: Context
) -> ActionResult:
    """Find metrics, datasets, fields, known values and certified questions by any word for them. Use it first, and
    for every word of the question that you cannot place. Not for reading data. Example: turnover by country"""
    query = " ".join(query.split())
    if not query:
        return _everything(context)
    if meaning := meanings.said(context.model, query):
        return _settled(context, meaning)
    meant = _ask_which(context, query)
    searched = context.index.search(meant.label if meant else query)
    matches = [m for m in searched if _visible(context, m)]
    found = [m for m in matches if m.score >= REAL_MATCH]
    best = max((m.score for m in found), default=0.0)
    own = listing.matching(context, query)
    if not own:
        _say_hidden(context, [m for m in searched if m not in matches and m.score > max(best, REAL_MATCH)])
    if not found and not own:
        nearest = [m.label for m in matches if m.score >= NEAR_MATCH]
        nearest += [m.label for m in context.index.near(query) if m.kind in _NAMED and _visible(context, m)]
        nearest = list(dict.fromkeys(nearest))[:3]
        raise UnknownNameError(words.nothing_found(query, nearest), nearest=nearest)
    return ActionResult(
        headline=words.found(len(own) + len(found), query),
        assumptions=(words.as_chosen(query, lower_first(meant.label)),) if meant else (),
        warnings=drafted(context.model),
        choices=_offered(context, query),
        data={
            "about": _about(context, found),
            "matches": own
            + [
                {"kind": m.kind, "name": m.ref, "label": m.label, "description": m.description, "score": m.score}
                | _explained(context, m, first=position < EXPLAINED)
                | _certified_json(context.model, m)
                for position, m in enumerate(found)
            ],
        },
    )


@action("catalog", title="Describing a dataset", iam=(*GLUE_READ, *ATHENA_READ))
def describe_dataset(name: Annotated[str, "a dataset's or a metric's name"], context: Context) -> ActionResult:
    """List a dataset's fields, known values, metrics and neighbours; or explain a metric: its formula, unit, what is
    left out, what it can be split by, who answers for it. Use it before run_sql, or when asked what a dataset holds or
    what a metric means. Not for reading rows. Example: orders"""
    metric = context.model.metric(name.strip()) if context.model.dataset(name.strip()) is None else None
    if metric is not None:
        return _metric(context, metric)
    own = listing.description(context, name)
    if own is not None:
        return own
    dataset = _dataset(context, name)
    hidden = context.grant.hidden_columns(dataset.source)
    fields = [f for f in dataset.fields if f.name.casefold() not in {h.casefold() for h in hidden}]
    metrics = [m for m in context.model.metrics if dataset.name in m.datasets]
    return ActionResult(
        title=dataset.label,
        headline=words.dataset_described(dataset.label, len(fields), len(metrics)),
        hidden=context.grant.describe_hidden((dataset.source,)),
        warnings=drafted(context.model),
        data={
            "dataset": _dataset_json(dataset),
            "fields": [_field_json(f) for f in fields],
            "metrics": [_metric_json(m) for m in metrics],
            "joins": [
                f"{r.many}({', '.join(r.many_columns)}) -> {r.one}({', '.join(r.one_columns)})"
                for r in context.model.relationships
                if dataset.name in (r.many, r.one)
            ],
        },
    )


def _metric(context: Context, metric: Metric) -> ActionResult:
    """Raises RefusedError for a metric over a dataset that isn't granted."""
    datasets = [d for name in metric.datasets if (d := context.model.dataset(name))]
    for dataset in datasets:
        if not context.grant.allows_table(dataset.source):
            raise RefusedError(context.grant.refusal(dataset.source))
    tables = tuple(d.source for d in datasets)
    newest = in_background(lambda: newest_of(context, tables))
    told = explained(context.model, metric, lambda f: _field_visible(context, f))
    as_of = settled(newest, FRESHNESS_SECONDS)
    return ActionResult(
        title=metric.label,
        headline=metric_explained(metric.label, metric.description),
        hidden=context.grant.describe_hidden(tables),
        warnings=drafted(context.model),
        data={"metric": _metric_json(metric) | told | ({"data_as_of": as_of} if as_of else {})},
        data_as_of=as_of,
        owners=owners_of(context.model, [metric]),
    )


def _everything(context: Context) -> ActionResult:
    datasets = [d for d in context.model.datasets if context.grant.allows_dataset(d.name)]
    metrics = [m for m in context.model.metrics if _metric_visible(context, m)]
    return ActionResult(
        headline=words.catalogue(len(datasets), len(metrics)),
        warnings=drafted(context.model),
        data={
            "metrics": [_metric_json(m) | _dataset_of(context.model, m) for m in metrics],
            "datasets": [_dataset_json(d) for d in datasets] + listing.listed(context),
            "certified": [
                example(context.model, c, context.today)
                for c in context.model.config.certified
                if _certified_visible(context, c)
            ],
            "examples": list(examples(context.model, metrics, lambda f: _field_visible(context, f), EXAMPLES)),
        },
    )


def _ask_which(context: Context, query: str) -> Metric | None:
    """What the person means by a word that ``outcrop.yaml`` lists as one with several meanings.

    None for any other word; AmbiguousError where they never said.
    """
    metrics = [m for m in meanings.metrics_of(context.model, query) if _metric_visible(context, m)]
    found = meanings.chosen(context.model, context.meanings, query)
    if found in metrics or len(metrics) < 2:
        return found if found in metrics else None
    choices = [Choice(label=m.label[:75], text=m.label, word=fold(query), metric=m.name) for m in metrics]
    raise AmbiguousError(words.ambiguous(query, [m.label for m in metrics]), choices=choices)


def _settled(context: Context, meaning: meanings.Meaning) -> ActionResult:
    """The person says what a word is to mean to them; the receipt carries it to where it is kept."""
    metric = context.model.metric(meaning.metric) if meaning.metric else None
    if metric is None:
        return ActionResult(headline=words.meaning_forgotten(meaning.word), meanings={meaning.word: ""})
    if not _metric_visible(context, metric):
        _say_hidden(context, context.index.search(metric.label))
        raise UnknownNameError(words.nothing_found(metric.label, ()))
    said = words.meaning_settled(meaning.word, lower_first(metric.label))
    return ActionResult(headline=said, meanings={meaning.word: metric.name})


def _say_hidden(context: Context, withheld: Sequence[Match]) -> None:
    """Hidden is not none: raise RefusedError when what the words mean is there, but not for this person or place."""
    for match in withheld:
        metric = context.model.metric(match.ref) if match.kind == "metric" else None
        names = metric.datasets if metric else (match.ref.split(".")[0],)
        for dataset in (d for name in names if (d := context.model.dataset(name))):
            if not context.grant.allows_table(dataset.source):
                raise RefusedError(context.grant.refusal(dataset.source))


def _dataset(context: Context, name: str) -> Dataset:
    dataset = context.model.dataset(name.strip()) or _by_label(context.model, name)
    if dataset is not None and not context.grant.allows_table(dataset.source):
        raise RefusedError(context.grant.refusal(dataset.source))
    if dataset is None:
        visible = {d.name.casefold(): d.label for d in context.model.datasets if context.grant.allows_dataset(d.name)}
        nearest = [m.label for m in context.index.search(name) if m.kind == "dataset" and m.ref.casefold() in visible][
            :3
        ] or sorted(visible.values())[:3]
        raise UnknownNameError(words.unknown_dataset(name, nearest), nearest=nearest)
    return dataset


def _by_label(model: SemanticModel, name: str) -> Dataset | None:
    folded = name.strip().casefold()
    return next(
        (d for d in model.datasets if folded in {d.label.casefold(), *(s.casefold() for s in d.synonyms)}), None
    )


def _visible(context: Context, match: Match) -> bool:
    if match.kind == "metric":
        metric = context.model.metric(match.ref)
        return metric is not None and _metric_visible(context, metric)
    if match.kind == "certified":
        return _certified_visible(context, named(context.model, match.ref))
    dataset = context.model.dataset(match.ref.split(".")[0])
    if dataset is None or not context.grant.allows_dataset(dataset.name):
        return False
    column = match.ref.split(".")[1] if "." in match.ref else ""
    return column.casefold() not in {h.casefold() for h in context.grant.hidden_columns(dataset.source)}


def _certified_visible(context: Context, question: CertifiedConfig) -> bool:
    """A question names what it reads: it is shown to those who may read all of it."""
    database = context.model.config.defaults.database
    tables = (TableRef(t.database or database or "", t.table) for t in tables_of(question.sql))
    return all(context.grant.allows_table(table) for table in tables)


def _offered(context: Context, query: str) -> tuple[Choice, ...]:
    """The certified question that the words ask, or nearly ask, as a button."""
    near = nearly(context.model, query, context.today)
    if near is None or not _certified_visible(context, near.question):
        return ()
    label = near.text if len(near.text) <= CHOICE else f"{near.text[: CHOICE - 1]}…"
    return (Choice(label=label, text=near.text),)


def _certified_json(model: SemanticModel, match: Match) -> dict[str, Any]:
    """What run_sql needs to run it."""
    if match.kind != "certified":
        return {}
    return {"parameters": shapes(named(model, match.ref))}


def _metric_visible(context: Context, metric: Metric) -> bool:
    return all(context.grant.allows_dataset(d) for d in metric.datasets)


def _field_visible(context: Context, field: ModelField) -> bool:
    dataset = context.model.dataset(field.dataset)
    return dataset is not None and field.name.casefold() not in {
        h.casefold() for h in context.grant.hidden_columns(dataset.source)
    }


def _dataset_of(model: SemanticModel, metric: Metric) -> dict[str, Any]:
    """The label of the dataset that the metric counts first."""
    dataset = model.dataset(metric.datasets[0]) if metric.datasets else None
    return {"dataset": dataset.label} if dataset else {}


def _dataset_json(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "label": dataset.label,
        "description": dataset.description,
        "table": str(dataset.source),
    }


def _explained(context: Context, match: Match, *, first: bool) -> dict[str, Any]:
    """How a metric is computed, so that its explanation has a source; of the ``first`` ones all there is to say."""
    metric = context.model.metric(match.ref) if match.kind == "metric" else None
    if metric is None:
        return {}
    if not first:
        return {"definition": metric.expression}
    return explained(context.model, metric, lambda f: _field_visible(context, f))


def _about(context: Context, found: Sequence[Match]) -> dict[str, Any]:
    """What can be asked of the dataset that was meant: its metrics, what they split by, and questions to try."""
    meant = (m.ref for m in found if m.kind == "dataset" and m.score >= EXACT)
    dataset = context.model.dataset(next(meant, ""))
    if dataset is None:
        return {}

    def visible(field: ModelField) -> bool:
        return _field_visible(context, field)

    metrics = [m for m in context.model.metrics if dataset.name in m.datasets and _metric_visible(context, m)]
    if not metrics:
        return _about_described(context, dataset, visible)
    splits = (label for metric in metrics for label in dimensions(context.model, metric, visible))
    return {
        "dataset": _dataset_json(dataset),
        "metrics": [m.label for m in metrics],
        "split_by": list(dict.fromkeys(splits))[:SPLITS],
        "examples": list(examples(context.model, metrics, visible, EXAMPLES)),
    }


def _about_described(context: Context, dataset: Dataset, visible: Visible) -> dict[str, Any]:
    """Of a dataset without metrics of its own: the metrics that point to it, by its fields."""
    model = context.model
    metrics = [
        m
        for m in model.metrics
        if _metric_visible(context, m) and m.datasets and all(reaches(model, d, dataset.name) for d in m.datasets)
    ]
    fields = [f for f in dataset.fields if visible(f) and (f.values or key_beside(model, f)) and not f.is_time]
    names = [f for f in dataset.fields if visible(f) and (f.name,) in dataset.unique_keys]
    if not metrics or not (fields or names):
        return {}
    pairs = zip(metrics, [*fields, *names], strict=False)
    tried = [example_by(metric.label, field.label, dated=metric.time is not None) for metric, field in pairs]
    return {
        "dataset": _dataset_json(dataset),
        "metrics": [m.label for m in metrics],
        "split_by": list(dict.fromkeys(f.label for f in (*names, *fields)))[:SPLITS],
        "examples": tried[:EXAMPLES],
    }


def _metric_json(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": metric.label,
        "description": metric.description,
        "unit": metric.unit,
        "definition": metric.expression,
    }


def _field_json(field: ModelField) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.ref,
        "label": field.label,
        "type": field.datatype,
        "description": field.description,
        "values": list(field.values)[:EXAMPLE_VALUES],
    }
    return {key: value for key, value in described.items() if value}
