from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scripted_model import ScriptedModel, scripted_model


@pytest.fixture(scope="session")
def server() -> Iterator[ScriptedModel]:
    with scripted_model() as model:
        yield model
