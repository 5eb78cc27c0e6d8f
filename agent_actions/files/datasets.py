"""A shared file as a dataset of its thread: read and typed in a limited process, kept in S3, registered in Glue."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

from agent_actions.context import Context
from agent_actions.contract import RESULT_ROWS, Column, Scalar, SharedFile, Table
from agent_actions.errors import FixableError, RefusedError, UnknownNameError
from agent_actions.files import dataset_words as words
from agent_actions.files.child import run_limited
from agent_actions.files.jobs import pending
from agent_actions.files.limits import MB, Limits
from agent_actions.files.papers import pick
from agent_actions.files.reading import on_paper, tables_in
from agent_actions.files.scratch import FILE, MADE_OF, ScratchColumn, ScratchTable, prefix
from agent_actions.files.shared import fetch, folder
from agent_actions.files.tabling.names import another, slug
from agent_actions.files.words import lower, waiting
from agent_actions.result import ActionResult
from agent_actions.sql.catalog import LABEL
from agent_actions.sql.hive_types import athena_type
from agent_actions.sql.tables import TableInfo

MODULE = "agent_actions.files.tabling.build"
LIMITS = Limits(memory=4_000 * MB, cpu_seconds=120, wall_seconds=75, written=2_000 * MB)
"""DuckDB reserves more address space than the 1 GB that it is allowed to use."""
DATASET_IAM = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:ListBucket",
    "glue:GetTables",
    "glue:CreateDatabase",
    "glue:CreateTable",
    "glue:UpdateTable",
    "glue:DeleteTable",
)
Form = Literal["csv", "xlsx", "json", "parquet", "rows"]
ROWS_FILE = "rows.json"
"""Rows that a machine read, kept beside the table: its types can be corrected without reading the paper again."""
_KINDS: Mapping[str, Literal["string", "integer", "number", "boolean", "date", "timestamp"]] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}


@dataclass(frozen=True)
class Made:
    """What the child made. ``columns``: each with name, label, kind, type (Hive's), unit, unique and values."""

    columns: list[dict[str, Any]]
    rows: int
    preview: list[list[Scalar]]
    notes: list[str]
    doubts: list[str]
    """What a person should look at."""


def make_dataset(context: Context, file: SharedFile, sheet: str = "", types: str = "") -> ActionResult:
    """Make, or make again, the dataset of a file, of one sheet of it, or of one table found in a document.

    ``types``: JSON ``{"column": "type"}`` that corrects what the values say. Raises FixableError and RefusedError.
    """
    if not context.thread:
        raise RefusedError(words.NO_DATASETS)
    chosen = _chosen(types)
    with folder() as at:
        source = None if on_paper(file) else fetch(context, file, at)
        form = form_of(source) if source else None
        if source and form:
            made, part = _build(context, at, source, file.name, form, sheet, chosen)
            return _kept(context, at, file, made, form=form, part=part, types=chosen)
    return _of_found_table(context, file, sheet, chosen)


def _of_found_table(context: Context, file: SharedFile, sheet: str, types: Mapping[str, str]) -> ActionResult:
    """A dataset of a table that a machine found in a document or a picture."""
    read = tables_in(context, file)
    if read.jobs:
        return pending(read.jobs, waiting(lower(read.jobs[0].what)), file.id)
    if not read.tables:
        raise FixableError(words.no_found_table(file.name))
    at_ = pick(read.tables, sheet, file.name)
    table, several = read.tables[at_], len(read.tables) > 1
    with folder() as at:
        source = at / ROWS_FILE
        rows = [list(table.labels), *map(list, table.rows)] if table.headed else list(map(list, table.rows))
        source.write_text(json.dumps(rows, ensure_ascii=False))
        made, _ = _build(context, at, source, file.name, "rows", "", types)
        notes = [words.of_tables(at_ + 1, len(read.tables), table.first_page)] if several else []
        made.notes[:0] = [*read.notes, *notes]
        part = str(at_ + 1) if several else ""
        return _kept(context, at, file, made, form="rows", part=part, types=types)


def retype(context: Context, name: str, types: str) -> ActionResult:
    """The thread's dataset with other types. Raises UnknownNameError, FixableError, RefusedError."""
    table = own_dataset(context, name)
    made_of = _made_of(table)
    file = SharedFile.model_validate(made_of["file"])
    chosen: dict[str, str] = {**made_of.get("types", {}), **_chosen(types)}
    if not chosen:
        raise FixableError(words.BAD_TYPES)
    form, part = cast("Form", made_of["form"]), str(made_of.get("part", ""))
    with folder() as at:
        if form == "rows":
            source = at / ROWS_FILE
            body = context.services.s3.get_object(
                Bucket=context.services.settings.bucket, Key=f"{prefix(context.thread)}{table.alias}/{ROWS_FILE}"
            )["Body"]
            source.write_bytes(body.read())
        else:
            source = fetch(context, file, at)
        made, _ = _build(context, at, source, file.name, form, part, chosen)
        before = {column.name: column.type for column in table.columns}
        done = _kept(context, at, file, made, form=form, part=part, types=chosen)
    changed = [
        (str(c["label"]), words.PLURALS[str(c["kind"])])
        for c in made.columns
        if before.get(c["name"]) != athena_type(str(c["type"]))
    ]
    return replace(done, headline=words.retyped(table.parameters.get(LABEL, name), changed))


def own_dataset(context: Context, name: str) -> TableInfo:
    """By its short name, its table's or its file's. Raises UnknownNameError."""
    folded = name.strip().casefold()
    for table in context.datasets:
        if folded in (table.alias.casefold(), str(table.ref).casefold(), table.parameters.get(LABEL, "").casefold()):
            return table
    known = [table.alias for table in context.datasets]
    raise UnknownNameError(words.no_dataset(name, known), nearest=known[:3])


def form_of(path: Path) -> Form | None:
    """What the bytes are, whatever the name says; None: nothing that has rows and columns of its own."""
    with path.open("rb") as file:
        head = file.read(4_096)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if _is_workbook(path) else None
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"BM")):
        return None
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "json" if text[:1] in (b"{", b"[") else "csv"


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except zipfile.BadZipFile:
        return True  # the reader of workbooks says that it is broken


def _build(
    context: Context, at: Path, source: Path, name: str, form: Form, sheet: str, types: Mapping[str, str]
) -> tuple[Made, str]:
    """The rows in ``at``, and which part of the file they are: the sheet of a workbook that has several."""
    answer = run_limited(
        MODULE,
        {
            "path": str(source),
            "name": name,
            "form": form,
            "sheet": sheet,
            "types": dict(types),
            "month_first": context.caller.locale.replace("_", "-").lower() in ("en-us", "en-ph", "fil-ph"),
            "folder": str(at),
            "out": str(at / "rows.parquet"),
        },
        at,
        LIMITS,
    )
    if "problem" in answer:
        raise FixableError(str(answer["problem"]))
    made = Made(answer["columns"], int(answer["rows"]), answer["preview"], answer["notes"], answer["doubts"])
    return made, str(answer["sheet"]) if answer["sheets"] or sheet else ""


def _kept(
    context: Context, at: Path, file: SharedFile, made: Made, *, form: Form, part: str, types: Mapping[str, str]
) -> ActionResult:
    """Put the rows into S3 and the table into the catalogue, under the name it had if it was made before."""
    name = _name(context, file, part)
    rows = at / "rows.parquet"
    with rows.open("rb") as body:
        version = hashlib.file_digest(body, "sha256").hexdigest()[:16]
    key = f"{prefix(context.thread)}{name}/{version}/rows.parquet"
    services = context.services
    services.s3.upload_file(str(rows), services.settings.bucket, key)
    if form == "rows":
        kept = f"{prefix(context.thread)}{name}/{ROWS_FILE}"
        services.s3.upload_file(str(at / ROWS_FILE), services.settings.bucket, kept)
    made_of = {
        "file": file.model_dump(exclude_none=True, exclude_defaults=True),
        "form": form,
        "part": part,
        "types": dict(types),
        "rows": made.rows,
    }
    table = ScratchTable(
        thread=context.thread,
        slug=name,
        label=words.part_of(file.name, part, table=form == "rows"),
        file=file.id,
        columns=[_column(c) for c in made.columns],
        key=key,
        made_of=json.dumps(made_of, ensure_ascii=False),
    )
    services.scratch.register(table)
    return _result(context, file, table, made)


def _name(context: Context, file: SharedFile, part: str) -> str:
    """The slug: that of the same file and part, else a new one that is free in the thread."""
    taken: set[str] = set()
    for table in context.datasets:
        made_of = _made_of(table)
        if table.parameters.get(FILE) == file.id and made_of.get("part", "") == part:
            return table.alias
        taken.add(table.alias)
    return another(slug(f"{Path(file.name).stem} {part}.x" if part else file.name), taken)


def _made_of(table: TableInfo) -> dict[str, Any]:
    try:
        found: object = json.loads(table.parameters.get(MADE_OF, "") or "{}")
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _result(context: Context, file: SharedFile, table: ScratchTable, made: Made) -> ActionResult:
    columns = tuple(
        Column(
            name=str(c["name"]),
            label=str(c["label"]),
            type=_KINDS[str(c["kind"])],
            unit=str(c["unit"]) or None,
            format="0" if c["kind"] == "integer" and c["unique"] else None,
        )
        for c in made.columns
    )
    rows = tuple(tuple(row) for row in made.preview[:RESULT_ROWS])
    preview = Table(
        title=table.label, columns=columns, rows=rows, total_rows=made.rows, truncated=len(rows) < made.rows
    )
    database = context.services.scratch.database
    listed = [{"name": c["name"], "label": c["label"], "type": c["kind"]} for c in made.columns]
    dataset = {
        "name": table.slug,
        "table": f"{database}.t{table.thread}_{table.slug}",
        "columns": listed,
        "rows": made.rows,
    }
    return ActionResult(
        title=table.label,
        headline=words.made(table.label, made.rows, len(made.columns), context.services.scratch.days),
        data={"dataset": dataset},
        table=preview,
        provenance="machine-read",
        assumptions=tuple(made.notes),
        warnings=tuple(made.doubts),
        source=file.id,
        dataset=table.slug,
    )


def _column(made: Mapping[str, Any]) -> ScratchColumn:
    return ScratchColumn(
        name=str(made["name"]),
        type=str(made["type"]),
        label=str(made["label"]),
        unit=str(made["unit"]),
        unique=bool(made["unique"]),
        values=tuple(cast("Sequence[str]", made["values"])),
    )


def _chosen(types: str) -> dict[str, str]:
    """Raises FixableError for what isn't JSON of names and types."""
    if not types.strip():
        return {}
    try:
        found: object = json.loads(types)
    except ValueError:
        raise FixableError(words.BAD_TYPES) from None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in cast("dict[str, object]", found).values()):
        raise FixableError(words.BAD_TYPES)
    return cast("dict[str, str]", found)
