"""``python -m agent_actions.files.reader``: text or tables of DOCX, XLSX, CSV, text, JSON and Parquet.

The request: ``do`` ("text" or "tables"), ``path``, ``name``, ``mime``. The answer to "text": ``text``, ``cut``
(characters there are when more than were taken), ``notes``. To "tables": ``tables``, each with ``title``, ``rows`` of
text (the header among them), ``total`` rows and ``headed`` (null: not known).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agent_actions.files.confined import serve


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Raises UnfitError when the file doesn't open. Libraries are loaded after the limits are set."""
    path, name, mime = Path(request["path"]), request["name"], request["mime"]
    tables = request["do"] == "tables"
    if mime.endswith("wordprocessingml.document"):
        from agent_actions.files.readers import word

        return word.tables(path, name) if tables else word.text(path, name)
    if mime.endswith("spreadsheetml.sheet"):
        from agent_actions.files.readers import excel

        return excel.tables(path, name) if tables else excel.text(path, name)
    if mime.endswith("parquet"):
        from agent_actions.files.readers import columnar

        return columnar.tables(path, name) if tables else columnar.text(path, name)
    from agent_actions.files.readers import plain

    return plain.tables(path, name, mime) if tables else plain.text(path, name)


if __name__ == "__main__":
    serve(read)
