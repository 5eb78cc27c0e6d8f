"""``outcrop model import``: a manifest read from a file, the model written into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agent_actions.semantic.problems import ModelError
from infra.dbt import words
from infra.dbt.convert import convert
from infra.dbt.manifest import read_manifest
from infra.local import words as local_words
from infra.local.errors import LocalError


def take_over(file: Path, out: Path) -> tuple[Sequence[str], str]:
    """Notes of what was not taken over as it is, and a sentence about what was written.

    Raises LocalError for a file that isn't there or is no manifest, and an ``out`` that holds something.
    """
    if not file.is_file():
        raise LocalError(local_words.no_model_there(str(file)))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise LocalError(local_words.draft_in_the_way(str(out)))
    try:
        imported = convert(read_manifest(file.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError:
        raise LocalError(words.NO_MANIFEST) from None
    except ModelError as error:
        raise LocalError(str(error)) from None
    out.mkdir(parents=True, exist_ok=True)
    for name, text in imported.files.items():
        (out / name).write_text(text, encoding="utf-8")
    model = imported.model
    return imported.notes, words.written(
        str(out), len(model.datasets), len(model.relationships), len(model.metrics), len(imported.notes)
    )
