"""``outcrop model``: work on a semantic model."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from infra.commands import Commands
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    model = commands.add("model", None, "work on a semantic model")
    what = Commands(model.add_subparsers(required=True, metavar="what"))

    check = what.add("check", run_check, "list a model's errors (file, line, key) and warnings")
    check.add_argument("path", type=Path, help="a folder or one Ossie file")
    check.add_argument("--lake", type=Path, metavar="DIR", help="check sources and columns against this folder too")

    draft = what.add("draft", run_draft, "write a first model of a lake, its guesses marked")
    draft.add_argument("--lake", type=Path, required=True, metavar="DIR", help="a folder of CSV, JSON or Parquet")
    draft.add_argument(
        "--out", type=Path, default=Path("model"), metavar="PATH", help="a new or empty folder (default: model)"
    )

    imported = what.add("import", run_import, "take over the metrics of a dbt project")
    imported.add_argument("file", type=Path, metavar="FILE", help="dbt's target/semantic_manifest.json")
    imported.add_argument(
        "--out", type=Path, default=Path("model"), metavar="PATH", help="a new or empty folder (default: model)"
    )


NOT_CHECKED = "Tables and columns were not looked at; give the data with --lake DIR."


def run_check(options: argparse.Namespace) -> int:
    from infra.local.modelcheck import check

    errors, warnings = check(options.path, options.lake)
    counts = ((errors, "error"), (warnings, "warning"))
    for line in errors:
        print(f"error: {line}")
    for line in warnings:
        print(f"warning: {line}")
    if options.lake is None:
        print(NOT_CHECKED)
    print(", ".join(f"{len(found)} {kind}{'' if len(found) == 1 else 's'}" for found, kind in counts))
    return 1 if errors else 0


def run_draft(options: argparse.Namespace) -> int:
    from infra.local.modeldraft import draft

    with Progress(sys.stderr) as progress:
        drafted = draft(options.lake, options.out, progress)
    print(drafted)
    return 0


def run_import(options: argparse.Namespace) -> int:
    from infra.dbt.files import take_over

    notes, written = take_over(options.file, options.out)
    for note in notes:
        print(f"note: {note}")
    print(written)
    return 0
