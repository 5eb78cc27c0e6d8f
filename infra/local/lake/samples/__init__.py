"""Files that one can share in the demo, all drawn by ``make`` from this package; the drawn ones are in ``files/``."""

from __future__ import annotations

import shutil
from pathlib import Path

FILES = Path(__file__).parent / "files"


def copy_to(folder: Path) -> None:
    """Put the kept files where a person can pick them; what is there under another name stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(FILES.iterdir()):
        target = folder / path.name
        if path.is_file() and not _same(path, target):
            shutil.copyfile(path, target)


def _same(one: Path, two: Path) -> bool:
    return two.is_file() and two.stat().st_size == one.stat().st_size and two.read_bytes() == one.read_bytes()
