"""How long the demo's data take to make."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from infra.local.aws.crawler import crawl
from infra.local.lake.generate import generate
from tests.bench.figures import Figure
from tests.bench.questions import TODAY
from tests.bench.size import Size


def measure(size: Size, home: Path) -> dict[str, Figure]:
    with tempfile.TemporaryDirectory(dir=home) as made:
        folder = Path(made)
        began = time.monotonic()
        generate(folder, TODAY, lambda _: None, scale=size.lake_scale)
        took = time.monotonic() - began
        began = time.monotonic()
        crawl(folder, "lake", lambda _: None)
        crawling = time.monotonic() - began
        megabytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    return {"lake": Figure(took, crawling, {"size MB": megabytes})}
