"""Questions for published figures beside the rows of a shared file: "revenue for these stores".

Two calls: the file is made a dataset of the thread, then the figures are asked for beside its rows. Which column the
figures are matched by follows from the columns' names and values; where that is not clear it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent_actions.contract import FileKind, SharedFile
from agent_actions.semantic.lookup import full_label
from agent_actions.semantic.model import Metric, ModelField
from agent_actions.semantic.request import FileJoin, FileKey, MetricRequest
from infra.local.model.english.text import fold, keys, name_words
from infra.local.model.files import file_words as words
from infra.local.model.files.file_refs import KIND_WORDS, MARK, names_of, refer, with_marks
from infra.local.model.files.file_targets import Bound, against, column_meant, number_columns, of_a_name, set_against
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, AskFile, FileQuery, Outcome, Query, Talk
from infra.local.model.reach import entity

if TYPE_CHECKING:
    from infra.local.model.known import Known

_KIND = "|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))
_POINTED = rf"(?:{MARK}|(?:the|this|that|my|attached|shared|uploaded)\s+(?:\w+\s+)?(?:{_KIND}))(?:'s)?(?:\s+file)?"
_LINK = r"(?:for|of|by|from|in|on|per|at|with|against|to|and|beside|next to)"
_ROWS = r"(?:for|of|by|from|in|per|at)\s+(?:each of |each |all )?"
_NOUN = r"(?P<noun>[a-z]+(?: (?:ids?|names?|numbers?|codes?))?)"
_REFERENCES = (
    re.compile(rf"\b{_ROWS}these\s+{_NOUN}\b(?:\s+(?:in|on|from) {_POINTED})?", re.IGNORECASE),
    re.compile(
        rf"\b{_ROWS}(?:the |those |my )?{_NOUN}\s+(?:in|on|from|of|listed in|named in)\s+{_POINTED}", re.IGNORECASE
    ),
    re.compile(rf"\b{_LINK}\s+{_POINTED}", re.IGNORECASE),
)
_OWN = r"(?:the |these |those |my |our )*"
_COMPARED = re.compile(
    rf"^\W*(?:please\s+)?compare\s+{_OWN}(?P<column>.{{1,60}}?)\s+(?:with|to|against|and)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_AGAINST = re.compile(
    rf"^\W*(?:please\s+)?compare\s+(?P<rest>.+?)\s+(?:with|to|against)\s+{_OWN}(?P<column>.{{1,60}}?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_USABLE: tuple[FileKind, ...] = ("table", "document", "image", "text")
_AS = r"(?:\s+(?:as|=|is)\s+(?:the |our )?(?P<of>[\w ]{1,40}?))?"
_MATCHED_BY = re.compile(
    rf"\b(?:matched )?(?:by|on|via|using)\s+(?:the )?(?P<column>[\w ]{{1,40}}?){_AS}\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class _Asked:
    rest: str
    """The message without what is said of the file; of the same length, so that places in it are the same."""
    noun: str = ""
    column: str = ""
    pointed: bool = False
    bound: Bound = ""
    told: bool = False
    """The column is one that a table's name speaks of, and the figure is to be set against it."""


def about_data(text: str, known: Known, plan: Callable[[str, Known], Outcome]) -> Outcome | None:
    """What to do with a question for figures beside a file's rows; None where the message asks nothing of the kind.

    ``plan``: reads a question without any file.
    """
    if not any(f.kind in _USABLE for f in known.files):
        return None
    marked, named = with_marks(text, known.files)
    bare = replace(known, files=(), turns=())
    for asked in _readings(marked, [f.name for f in known.files if f.kind == "table"]):
        if not (asked.pointed or named) and isinstance(plan(text, bare), Query):
            return None
        rest = asked.rest.replace(MARK, " ")
        base = plan(rest, bare)
        if not isinstance(base, Query) and (tail := _MATCHED_BY.search(rest)):
            base = plan(rest[: tail.start()], bare)
        if isinstance(base, Ask) and base.kinds >= {"metric"} and not named and not asked.column:
            return base
        if isinstance(base, Query):
            return _of_file(asked, base, named or _called(text, known.files), known)
        if asked.told and any(f.now for f in known.files):
            return Talk(words.against_what(_files(named, known)[0].name, asked.column), asks=True)
    return None


def _called(text: str, files: Sequence[SharedFile]) -> list[SharedFile]:
    """Files of the kind that the message speaks of: "the invoice", "this list"."""
    kinds = refer(text, files).kinds
    return [f for f in files if f.kind in kinds and f.kind in _USABLE]


def _of_file(asked: _Asked, base: Query, named: Sequence[SharedFile], known: Known) -> Outcome:
    files = _files(named, known)
    if len(names_of(files)) > 1:
        return AskFile(words.which_file(names_of(files)), tuple(names_of(files)), "file")
    if _more_than_figures(base.request):
        return Talk(words.FILE_ALONE, asks=True)
    return FileQuery(files[0].id, files[0].name, base, asked.noun, asked.column, asked.bound)


def _readings(marked: str, tables: Sequence[str]) -> Iterator[_Asked]:
    """What the message may ask beside what it says of the file, the likeliest first."""
    rest, noun, pointed = marked, "", False
    for pattern in _REFERENCES:
        if found := pattern.search(marked):
            rest = f"{marked[: found.start()]}{' ' * len(found[0])}{marked[found.end() :]}"
            noun, pointed = (found.groupdict().get("noun") or "").strip(), True
            break
    compares = [found for pattern in (_COMPARED, _AGAINST) if (found := pattern.match(rest))]
    asked: list[_Asked] = []
    for found in compares:
        column = found["column"].strip()
        said = pointed or bool(re.search(rf"\b(?:{_KIND})\b|{MARK}", column, re.IGNORECASE))
        said = said or of_a_name(column, tables)
        asked.append(_Asked(found["rest"], noun, column, said))
    yield from sorted(asked, key=lambda one: not one.pointed)
    if not compares:
        for set_side in against(rest, tables):
            yield _Asked(set_side.rest, noun, set_side.column, True, set_side.bound, True)
    if pointed and not compares:
        yield _Asked(rest, noun, "", pointed)


def _files(named: Sequence[SharedFile], known: Known) -> list[SharedFile]:
    if named:
        return list(named)
    usable = [f for f in known.files if f.kind in _USABLE]
    tables = [f for f in usable if f.kind == "table"] or usable
    return [f for f in tables if f.now] or tables


def _more_than_figures(request: MetricRequest) -> bool:
    beside = (request.grain, request.by, request.compare, request.why, request.share, request.running, request.rolling)
    return any(beside) or bool(request.rest)


# the second call


def beside_file(asked: FileQuery, body: Mapping[str, Any], lexicon: Lexicon) -> Query | Talk | AskFile:
    """The request for the figures, now that the file's columns are known; or the question by which column."""
    dataset = body.get("dataset")
    made: Mapping[str, Any] = dataset if isinstance(dataset, dict) else {}
    columns = [c for c in made.get("columns", []) if isinstance(c, dict)]
    request = asked.query.request
    metrics = [m for name in request.metrics if (m := lexicon.model.metric(name))]
    matches = _matches(columns, body, metrics, lexicon, asked.noun)
    labels = [str(c.get("label") or c.get("name")) for c in columns]
    if asked.by and asked.of:
        matches = _told(asked, columns, metrics, lexicon) or matches
    elif asked.by:
        named = {fold(asked.by), fold(asked.by).replace(" ", "_")}
        matches = [m for m in matches if named & {fold(m.column), fold(m.label)}] or matches
    best = [m for m in matches if m.score == matches[0].score] if matches else []
    if not best:
        fields = [full_label(lexicon.model, f) for f in lexicon.reach.fields(metrics)[:5]]
        return AskFile(words.no_join(asked.name, fields), tuple(labels), "column")
    if len({m.column for m in best}) > 1:
        names = list(dict.fromkeys(m.label for m in best))
        return AskFile(words.which_join(asked.name, names), tuple(names), "column")
    chosen = best[0]
    if request.dimensions and not _names_rows(request.dimensions, chosen.field, lexicon):
        return Talk(words.FILE_ALONE, asks=True)
    side = column_meant(asked.column, columns) if asked.column else []
    if asked.bound and (len(side) != 1 or len(metrics) != 1):
        return Talk(words.no_column(asked.name, asked.column, number_columns(columns)), asks=True)
    join = FileJoin(
        dataset=str(made.get("name", "")),
        on=(FileKey(column=chosen.column, field=chosen.field.ref),),
        against=side[0] if len(side) == len(metrics) == 1 else None,
    )
    beside = request.model_copy(update={"dimensions": (), "file": join})
    return replace(asked.query, request=set_against(beside, asked.bound))


def _names_rows(dimensions: Sequence[str], field: ModelField, lexicon: Lexicon) -> bool:
    """Whether the rows of the file, by ``field``, are what the figures are asked by: the store's name by its id."""
    dataset = lexicon.model.dataset(field.dataset)
    if dataset is None or set(dimensions) == {field.ref}:
        return dataset is not None
    names = {f.ref for f in entity(lexicon.model, dataset)}
    return field.ref in names | {f"{dataset.name}.{k}" for k in dataset.primary_key} and set(dimensions) <= names


@dataclass(frozen=True)
class _Match:
    column: str
    label: str
    field: ModelField
    score: int


def _told(
    asked: FileQuery, columns: Sequence[Mapping[str, Any]], metrics: Sequence[Metric], lexicon: Lexicon
) -> list[_Match]:
    """The column and the field as the person said them."""
    model, named = lexicon.model, {fold(asked.by), fold(asked.by).replace(" ", "_")}
    senses = lexicon.lookup(name_words(asked.of))
    fields = [f for s in senses if s.kind == "field" and (f := model.field(s.ref))]
    fields += [f for s in senses if s.kind == "dataset" and (d := model.dataset(s.ref)) for f in entity(model, d)]
    near = [(steps, f) for f in fields if (steps := lexicon.reach.distance(metrics, f.dataset)) is not None]
    said = [c for c in columns if named & {fold(str(c.get("name"))), fold(str(c.get("label")))}]
    if not near or not said:
        return []
    found = min(near, key=lambda pair: pair[0])[1]
    return [_Match(str(said[0].get("name")), str(said[0].get("label") or said[0].get("name")), found, 9)]


def _matches(
    columns: Sequence[Mapping[str, Any]],
    body: Mapping[str, Any],
    metrics: Sequence[Metric],
    lexicon: Lexicon,
    noun: str,
) -> list[_Match]:
    """Columns with the fields that they may stand for, the surest first: keys, then names of rows, then others."""
    hinted = {s.ref.casefold() for s in lexicon.lookup(name_words(noun)) if s.kind == "dataset"} if noun else set()
    hinted |= {s.ref.partition(".")[0].casefold() for s in lexicon.lookup(name_words(noun)) if s.kind == "field"}
    found: list[_Match] = []
    for position, column in enumerate(columns):
        name, label = str(column.get("name", "")), str(column.get("label") or column.get("name", ""))
        for field in _fields(name, label, _values(body, position), lexicon):
            steps = lexicon.reach.distance(metrics, field.dataset)
            if steps is None or str(column.get("type")) in ("number", "boolean", "timestamp"):
                continue
            score = _worth(field, lexicon) + (8 if field.dataset.casefold() in hinted else 0)
            found.append(_Match(name, label, field, score))
    return sorted(found, key=lambda m: -m.score)


def _fields(name: str, label: str, values: Sequence[str], lexicon: Lexicon) -> list[ModelField]:
    """Fields of the column's name, and fields whose known values the column has."""
    model, found = lexicon.model, dict[str, ModelField]()
    called = {key for text in (name, label) for key in keys(name_words(text)[:8])}
    for dataset in model.datasets:
        for field in dataset.fields:
            known = {fold(v) for v in lexicon.values.get(field.ref, {})}
            named = any(called & set(keys(name_words(n)[:8])) for n in (field.name, field.label, *field.synonyms))
            if named or (values and {fold(v) for v in values} <= known):
                found[field.ref] = field
        owners = {key for n in (dataset.name, dataset.label, *dataset.synonyms) for key in keys(name_words(n)[:8])}
        if called & owners:
            found |= {f.ref: f for f in entity(model, dataset)}
    return list(found.values())


def _worth(field: ModelField, lexicon: Lexicon) -> int:
    """A key that names one row says most; then the name of such rows; then what the rows have in common."""
    dataset = lexicon.model.dataset(field.dataset)
    if dataset is None:
        return 0
    if tuple(k.casefold() for k in dataset.primary_key) == (field.name.casefold(),):
        return 4
    if field in entity(lexicon.model, dataset) or (field.name,) in dataset.unique_keys:
        return 3
    return 1 if field.datatype == "String" else 0


def _values(body: Mapping[str, Any], position: int) -> list[str]:
    rows = body.get("rows")
    listed = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    return [str(row[position]) for row in listed if position < len(row) and row[position] is not None]


def matched_by(text: str) -> tuple[str, str]:
    """The column that a message names at its end, and what it is said to hold: "by column 2 as product"."""
    found = _MATCHED_BY.search(text)
    return (found["column"].strip(), (found["of"] or "").strip()) if found else ("", "")
