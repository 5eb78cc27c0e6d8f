"""Random draws that are a function of an entity: the same order gets the same numbers whatever else is generated.

``random()`` of a database depends on how many rows came before; a draw here depends on the entity's key and on what is
being drawn, nothing else. So a lake generated tomorrow holds the same October as today's. The mixing is the 32-bit
finaliser of MurmurHash3 (public domain, Austin Appleby), written in plain integer SQL because DuckDB's own ``hash()``
may change between versions.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import duckdb

SLOTS = 200
"""Resolution of :func:`choose` and of pick tables: shares are rounded to half a per cent."""

_MASK = 2**32 - 1


def install(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the macro ``draw(key, salt)``: a DOUBLE in [0, 1) from two non-negative integers below 2^32."""
    connection.execute(f"""
        CREATE MACRO mix_a(x) AS (xor(x, x >> 16) * {0x85EBCA6B}::UBIGINT) & {_MASK}::UBIGINT;
        CREATE MACRO mix_b(x) AS (xor(x, x >> 13) * {0xC2B2AE35}::UBIGINT) & {_MASK}::UBIGINT;
        CREATE MACRO mix_c(x) AS xor(x, x >> 16);
        CREATE MACRO draw(entity, salt) AS
            mix_c(mix_b(mix_a(xor(entity::UBIGINT, salt::UBIGINT)))) / {2**32}.0::DOUBLE;
    """)


def draw(what: str, key: str) -> str:
    """SQL for a number in [0, 1): ``what`` is drawn (any name, unique to its use) for the entity ``key`` (SQL)."""
    return f"draw({key}, {zlib.crc32(what.encode())})"


def slot(what: str, key: str, slots: int = SLOTS) -> str:
    """SQL for a whole number from 0 to ``slots`` - 1, each as likely."""
    return f"CAST(floor({draw(what, key)} * {slots}) AS INTEGER)"


def choose(what: str, key: str, weights: Mapping[str, float]) -> str:
    """SQL for one of the texts of ``weights``, each as often as its weight says."""
    return f"list_extract([{', '.join(quoted(v) for v in spread(weights))}], 1 + {slot(what, key)})"


def spread(weights: Mapping[str, float], slots: int = SLOTS) -> list[str]:
    """``slots`` entries in which each name stands in proportion to its weight (largest remainder)."""
    total = sum(weights.values())
    exact = {name: weight / total * slots for name, weight in weights.items()}
    counts = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: exact[name] - counts[name], reverse=True)
    for name in by_remainder[: slots - sum(counts.values())]:
        counts[name] += 1
    return [name for name, count in counts.items() for _ in range(count)]


def quoted(text: str) -> str:
    """``text`` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
