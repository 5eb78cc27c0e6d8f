"""Draws the demo's sample files. ``python -m infra.local.lake.samples.make [FOLDER]``

Everything comes from the demo company's own stores and products and from fixed seeds. The files are kept in
``files/`` beside this module; who changes a drawing runs this again. ``memo.ogg`` is spoken by ``memo``, for which one
needs Flite.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from infra.local.lake.samples import FILES, figures, letter, papers

SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "receipt.png": papers.receipt,
    "invoice.pdf": papers.invoice,
    "stock-count.pdf": papers.stock_count,
    "store-targets.csv": figures.store_targets,
    "returns.xlsx": figures.workbook,
    "visitors.png": figures.chart,
    letter.NAME: letter.drawn,
}
"""File name -> its bytes, made anew."""


def make(folder: Path) -> None:
    """Write every sample file into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in SAMPLES.items():
        (folder / name).write_bytes(drawing())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FILES)
