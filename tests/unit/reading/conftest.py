"""One loaded recogniser for the tests of this folder."""

from __future__ import annotations

import pytest

from infra.local.aws.reading.ocr import Ocr


@pytest.fixture(scope="session")
def ocr() -> Ocr:
    return Ocr(threads=1)
