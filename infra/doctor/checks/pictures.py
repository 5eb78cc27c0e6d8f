"""What draws: charts as pictures, and the browser of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from infra.doctor import Finding, check, words
from infra.local.settings import LocalSettings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "data": {"values": [{"a": "x", "b": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
}
_PNG = b"\x89PNG"


@check("pictures", order=60)
def pictures(_settings: LocalSettings) -> Iterator[Finding]:
    import vl_convert

    drawn = vl_convert.vegalite_to_png(_CHART)
    if drawn.startswith(_PNG):
        yield Finding("Charts as PNG", "works", words.PNG)
    else:
        yield Finding("Charts as PNG", "none", "vl-convert gave no picture", words.INSTALL)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        yield Finding("Browser tests", "works", words.chromium(found))
    else:
        yield Finding("Browser tests", "none", words.NO_CHROMIUM, words.CHROMIUM_MEND)
