"""``python -m agent_actions.files.probe``: the structural look at a shared file, before anything reads it.

The request: ``path``, ``name``, ``kind`` and ``mime`` (by content, as the intake has it), ``size``. The answer:
facts of :class:`agent_actions.contract.SharedFile` (``pages``, ``width``, ``height``, ``seconds``) and ``notes``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agent_actions.files.confined import serve

_OFFICE = "application/vnd.openxmlformats-officedocument."
_PARQUET = frozenset({"application/vnd.apache.parquet", "application/x-parquet"})


def look(request: dict[str, Any]) -> dict[str, Any]:
    """Raises UnfitError with the sentence for a person when the file can't be taken.

    Each library is loaded after the limits are set, and only for its own kind.
    """
    path, name, mime, kind = Path(request["path"]), request["name"], request["mime"], request["kind"]
    if kind == "image":
        from agent_actions.files.looks.pictures import look_at_picture

        return look_at_picture(path, name, mime)
    if kind in ("audio", "video"):
        from agent_actions.files.looks.media import look_at_media

        return look_at_media(path, name, mime)
    if mime == "application/pdf":
        from agent_actions.files.looks.pdf import look_at_pdf

        return look_at_pdf(path, name)
    if mime.startswith(_OFFICE):
        from agent_actions.files.looks.office import look_at_office

        return look_at_office(path, name)
    if mime in _PARQUET:
        from agent_actions.files.looks.parquet import look_at_parquet

        return look_at_parquet(path, name)
    from agent_actions.files.looks.plain import look_at_plain

    return look_at_plain(path, name, mime)


if __name__ == "__main__":
    serve(look)
