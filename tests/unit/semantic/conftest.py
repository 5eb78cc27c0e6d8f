from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from agent_actions.semantic.model import SemanticModel
from tests.unit.semantic.shop import shop_data, shop_model


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return shop_model()


@pytest.fixture(scope="session")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = shop_data()
    yield connection
    connection.close()
