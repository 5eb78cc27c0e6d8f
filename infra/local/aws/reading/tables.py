"""The tables of a page: ruled ones first, then what stands in aligned columns."""

from __future__ import annotations

from pathlib import Path

from infra.local.aws.reading import aligned, ruled
from infra.local.aws.reading.documents import Read
from infra.local.aws.reading.grids import table_of_cells
from infra.local.aws.reading.layout import Frame, Table


def find_tables(read: Read, path: Path, number: int) -> tuple[Table, ...]:
    """From the top of the page."""
    page = read.page
    frame = Frame(page.width, page.height, page.angle)
    boxes = [frame.box(word.quad) for word in page.words]
    if read.picture is None:
        lined = ruled.pdf_cells(path, number, Frame(page.width, page.height, 0.0))
    else:
        lined = ruled.picture_cells(read.picture, frame)
    found: list[Table] = []
    kept = []
    for cells in lined:
        table = table_of_cells(cells, page, frame, boxes)
        if table is not None:
            found.append(table)
            kept.append(cells)
    found += aligned.tables(page, frame, boxes, ruled.outside(kept, boxes))
    return tuple(sorted(found, key=lambda table: min(y for _, y in table.quad)))
