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


@pytest.fixture(scope="module")
def busy() -> Iterator[duckdb.DuckDBPyConnection]:
    """The shop with two years of orders, some days without any."""
    connection = shop_data()
    connection.execute("""
        INSERT INTO sales.orders
        SELECT 100 + i, 1 + i % 3, 1 + (i * 7) % 4, TIMESTAMP '2025-01-01' + to_days(((i * 37) % 670)::INT)
            + to_hours((i % 24)::INT), NULL, CASE WHEN i % 11 = 0 THEN 'test' ELSE 'done' END,
            CASE i % 3 WHEN 0 THEN 'web' WHEN 1 THEN 'store' END, (i % 90)::DECIMAL(12,2), 1 + i % 5, false, NULL
        FROM range(400) AS t(i)
    """)
    connection.execute("UPDATE sales.orders SET month = strftime(ordered_at, '%Y-%m')")
    yield connection
    connection.close()
